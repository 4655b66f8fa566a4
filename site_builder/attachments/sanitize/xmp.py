"""XMP packets of PDF files, rebuilt from the properties that contain nothing about people."""

import xml.etree.ElementTree as ET

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_xml import parse_xml, xml_parser
from site_builder.model.lazy_pattern import lazy_pattern

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XMP_META = "adobe:ns:meta/"
_PREFIXES = {
    "x": _XMP_META,
    "rdf": _RDF,
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaType": "http://www.aiim.org/pdfa/ns/type#",
    "pdfaField": "http://www.aiim.org/pdfa/ns/field#",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
}
"""PDF/A wants these very prefixes."""
_KEPT_PROPERTIES = lazy_pattern(
    r"\{http://purl\.org/dc/elements/1\.1/\}(?:title|language|format)"
    r"|\{http://ns\.adobe\.com/xap/1\.0/\}(?:CreateDate|ModifyDate|MetadataDate)"
    r"|\{http://www\.aiim\.org/(?:pdfa|pdfua)/ns/(?:id/|extension/)\}.*"
    r"|\{http://www\.npes\.org/pdfx/ns/id/\}.*"
)
_PACKET_START = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
_PACKET_END = b'\n<?xpacket end="w"?>'
_MAX_SIZE = 5_000_000


def sanitize_xmp(data: bytes) -> bytes:
    """Return the packet with the allowed properties; empty when it cannot be read."""
    if len(data) > _MAX_SIZE:
        return b""
    data = data.strip(b"\0 \t\r\n")
    try:
        parse_xml(xml_parser(), data)  # no DTD, hence no entities that grow
        root = ET.fromstring(data)  # noqa: S314 - parsed once before with every DTD refused
    except (UnsupportedFileError, ET.ParseError, ValueError, LookupError):
        return b""
    for prefix, namespace in _PREFIXES.items():
        ET.register_namespace(prefix, namespace)
    description = ET.Element(f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    for old_description in root.iter(f"{{{_RDF}}}Description"):
        for name, value in old_description.attrib.items():
            if _KEPT_PROPERTIES.fullmatch(name):
                description.set(name, value)
    description_elements = (
        description_element for rdf in root.iter(f"{{{_RDF}}}RDF") for description_element in rdf
    )
    description.extend(
        item
        for description_element in description_elements
        for item in description_element
        if _KEPT_PROPERTIES.fullmatch(item.tag)
    )
    packet = ET.Element(f"{{{_XMP_META}}}xmpmeta")
    ET.SubElement(packet, f"{{{_RDF}}}RDF").append(description)
    for item in description.iter():
        item.tail = None
    return _PACKET_START + ET.tostring(packet, encoding="unicode").encode() + _PACKET_END
