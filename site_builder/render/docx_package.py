"""A Word document as all of ours are: A4 by GB/T 9704, Chinese, the same bytes each time.

Needs the extra `docx`. Called by `report_docx` and `application_docx`.
"""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Zip's first day: archive times say nothing, so they are all the same."""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def words(text: str) -> str:
    """Give text that XML can hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def node(name: str, /, *children: Any, **attributes: str | int) -> Any:  # noqa: ANN401 - lxml's
    """Make an element: `node("w:p", …, val="x")` gives `<w:p w:val="x">`."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), words(str(value)))
    made.extend(children)
    return made


def new_document(title: str) -> Any:  # noqa: ANN401 - python-docx has no types
    """Start a document: facts, language, nothing of the template's own author."""
    document = docx.Document()
    for one in list(document.element.body.iterchildren(qn("w:p"))):
        document.element.body.remove(one)
    facts = document.core_properties
    # What a program shows in its title bar; the standard allows no more.
    facts.title = words(title)[:255]
    facts.author, facts.language, facts.comments = "", "zh-CN", ""
    facts.last_modified_by = ""
    facts.created = facts.modified = datetime(2000, 1, 1, tzinfo=UTC)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    properties = defaults.find(qn("w:rPr"))
    for language in properties.findall(qn("w:lang")):
        properties.remove(language)
    properties.append(node("w:lang", val="zh-CN", eastAsia="zh-CN", bidi="ar-SA"))
    _modern(document.settings.element.find(qn("w:compat")))
    return document


def _modern(compat: Any) -> None:  # noqa: ANN401 - lxml's
    """Have the file opened as one of today, and no line stretched that somebody ended."""
    for one in compat.findall(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            # With the template's own Word would take it for one of 2010, in a mode of its own.
            one.set(qn("w:val"), "15")
    compat.insert(0, node("w:doNotExpandShiftReturn"))


def set_font(style: Any, east: str, latin: str) -> None:  # noqa: ANN401 - python-docx has no types
    """Give a style its faces instead of the template's."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for name, face in (("ascii", latin), ("hAnsi", latin), ("eastAsia", east), ("cs", latin)):
        fonts.set(qn(f"w:{name}"), face)


def saved(document: Any) -> bytes:  # noqa: ANN401 - python-docx has no types
    """Write the document with fixed times and order."""
    made = io.BytesIO()
    document.save(made)
    source = zipfile.ZipFile(io.BytesIO(made.getvalue()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            # A picture of the template's first page is no picture of this document.
            if name == "docProps/thumbnail.jpeg":
                continue
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, _without_thumbnail(name, source.read(name)))
    return buffer.getvalue()


def _without_thumbnail(name: str, data: bytes) -> bytes:
    if name != "_rels/.rels":
        return data
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", data)
