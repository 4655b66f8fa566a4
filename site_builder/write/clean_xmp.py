"""XMP packets of PDF files, rebuilt from the properties that say nothing of people."""

import re
import xml.etree.ElementTree as ET

from site_builder.containers import UnsupportedFileError, parse_xml, xml_parser

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_META = "adobe:ns:meta/"
_PREFIXES = {
    "x": _META,
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
_STAYING = re.compile(
    r"\{http://purl\.org/dc/elements/1\.1/\}(?:title|language|format)"
    r"|\{http://ns\.adobe\.com/xap/1\.0/\}(?:CreateDate|ModifyDate|MetadataDate)"
    r"|\{http://www\.aiim\.org/(?:pdfa|pdfua)/ns/(?:id/|extension/)\}.*"
    r"|\{http://www\.npes\.org/pdfx/ns/id/\}.*"
)
_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
_TAIL = b'\n<?xpacket end="w"?>'
_MAX = 5_000_000


def clean_xmp(data: bytes) -> bytes:
    """Return the packet with the allowed properties; empty when it cannot be read."""
    if len(data) > _MAX:
        return b""
    data = data.strip(b"\0 \t\r\n")
    try:
        parse_xml(xml_parser(), data)  # no DTD, hence no entities that grow
        root = ET.fromstring(data)  # noqa: S314 - parsed once before with every DTD refused
    except (UnsupportedFileError, ET.ParseError, ValueError, LookupError):
        return b""
    for prefix, address in _PREFIXES.items():
        ET.register_namespace(prefix, address)
    entry = ET.Element(f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    for old in root.iter(f"{{{_RDF}}}Description"):
        for name, value in old.attrib.items():
            if _STAYING.fullmatch(name):
                entry.set(name, value)
    tops = (top for rdf in root.iter(f"{{{_RDF}}}RDF") for top in rdf)
    entry.extend(one for top in tops for one in top if _STAYING.fullmatch(one.tag))
    packet = ET.Element(f"{{{_META}}}xmpmeta")
    ET.SubElement(packet, f"{{{_RDF}}}RDF").append(entry)
    for one in entry.iter():
        one.tail = None
    return _HEAD + ET.tostring(packet, encoding="unicode").encode() + _TAIL
