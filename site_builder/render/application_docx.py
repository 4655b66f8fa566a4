"""The application form as a Word file to fill in. Needs the extra `docx`; reproducible."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from site_builder.model.field import FormField, FormGroup
from site_builder.model.view import ApplicationFormView, View

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Zip's first day: archive times say nothing, so they are all the same."""
_SONG, _HEI = "宋体", "黑体"


def application_docx(view: View) -> bytes:
    """Make the form: a heading, a two-column table for each block, the notes."""
    assert isinstance(view, ApplicationFormView)  # noqa: S101 - the plan pairs views and renderers
    document = docx.Document()
    _page(document, view.title)
    title = document.add_heading(view.title, level=1)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for group in view.groups:
        document.add_heading(group.title, level=2)
        if group.note:
            document.add_paragraph(group.note)
        _table(document, group)
    document.add_heading("填写说明", level=2)
    for number, note in enumerate(view.notes, 1):
        document.add_paragraph(f"{number}.{note}")
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_bytes(buffer.getvalue())


def _page(document: Any, title: str) -> None:  # noqa: ANN401 - python-docx has no types
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.5)
    for name, font, size in (
        ("Normal", _SONG, 12),
        ("Heading 1", _HEI, 20),
        ("Heading 2", _HEI, 14),
    ):
        style = document.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
    language = document.styles["Normal"].element.get_or_add_rPr()
    lang = language.makeelement(qn("w:lang"), {qn("w:val"): "zh-CN", qn("w:eastAsia"): "zh-CN"})
    language.append(lang)
    facts = document.core_properties
    facts.title, facts.author, facts.language, facts.comments = title, "", "zh-CN", ""
    facts.last_modified_by = ""
    facts.created = facts.modified = datetime(2000, 1, 1, tzinfo=UTC)


def _table(document: Any, group: FormGroup) -> None:  # noqa: ANN401 - python-docx has no types
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for field in group.fields:
        label, value = table.add_row().cells
        label.width, value.width = Cm(4.8), Cm(11)
        label.text, value.text = field.label, _room(field)


def _room(field: FormField) -> str:
    """Give the room to write in: the choices with their boxes, or as many empty lines as asked."""
    if field.options:
        return "　".join(f"□\u00a0{option}" for option in field.options)
    return "\n" * (field.lines - 1)


def _same_bytes(data: bytes) -> bytes:
    """Write the archive again with fixed times and order."""
    source = zipfile.ZipFile(io.BytesIO(data))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, source.read(name))
    return buffer.getvalue()
