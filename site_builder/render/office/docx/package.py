"""What all Word documents of the program share: A4 by GB/T 9704, Chinese, the same bytes each time.

Needs the extra `docx`.
"""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from site_builder.model.lazy_pattern import lazy_pattern

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Zip's first day: archive times have no meaning, so they are all the same."""
_INVALID_XML = lazy_pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_safe(text: str) -> str:
    """Return text that XML can hold."""
    return _INVALID_XML.sub("\ufffd", text)


def make_element(name: str, /, *children: Any, **attributes: str | int) -> Any:  # noqa: ANN401 - lxml's
    """Build an element: `node("w:p", …, val="x")` gives `<w:p w:val="x">`."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), xml_safe(str(value)))
    element.extend(children)
    return element


def new_document(title: str) -> Any:  # noqa: ANN401 - python-docx has no types
    """Start a document: facts, language, nothing of the template's own author."""
    document = docx.Document()
    clear_document(document, title)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    properties = defaults.find(qn("w:rPr"))
    for language in properties.findall(qn("w:lang")):
        properties.remove(language)
    properties.append(make_element("w:lang", val="zh-CN", eastAsia="zh-CN", bidi="ar-SA"))
    _set_compatibility(document.settings.element.find(qn("w:compat")))
    return document


def clear_document(document: Any, title: str) -> None:  # noqa: ANN401 - python-docx has no types
    """Drop the words of a document and its author; its page and styles stay."""
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)
    core_properties = document.core_properties
    # What a program shows in its title bar; the standard allows no more.
    core_properties.title = xml_safe(title)[:255]
    core_properties.author, core_properties.language, core_properties.comments = "", "zh-CN", ""
    core_properties.last_modified_by = ""
    core_properties.created = core_properties.modified = datetime(2000, 1, 1, tzinfo=UTC)


def _set_compatibility(compat: Any) -> None:  # noqa: ANN401 - lxml's
    """Set the mode of today's Word, with no line stretched that somebody ended."""
    for setting in compat.findall(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            # With the template's own Word would take it for one of 2010, in a mode of its own.
            setting.set(qn("w:val"), "15")
    compat.insert(0, make_element("w:doNotExpandShiftReturn"))


def set_font(style: Any, east: str, latin: str) -> None:  # noqa: ANN401 - python-docx has no types
    """Set a style's faces instead of the template's."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for name, face in (("ascii", latin), ("hAnsi", latin), ("eastAsia", east), ("cs", latin)):
        fonts.set(qn(f"w:{name}"), face)


def save_reproducibly(document: Any) -> bytes:  # noqa: ANN401 - python-docx has no types
    """Write the document with fixed times and order."""
    raw_buffer = io.BytesIO()
    document.save(raw_buffer)
    source = zipfile.ZipFile(io.BytesIO(raw_buffer.getvalue()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            # A picture of the template's first page is no picture of this document.
            if name == "docProps/thumbnail.jpeg":
                continue
            info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, _without_thumbnail(name, source.read(name)))
    return buffer.getvalue()


def _without_thumbnail(name: str, data: bytes) -> bytes:
    if name != "_rels/.rels":
        return data
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", data)
