"""The application form as a Word file to fill in. Needs the extra `docx`; reproducible."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from site_builder.model.field import FormField, FormGroup
from site_builder.model.view import ApplicationFormView, View
from site_builder.render.docx_package import new_document, saved, set_font

_SONG, _HEI = "宋体", "黑体"


def application_docx(view: View) -> bytes:
    """Make the form: a heading, a two-column table for each block, the notes."""
    assert isinstance(view, ApplicationFormView)  # noqa: S101 - the plan pairs views and renderers
    document = new_document(view.title)
    _page(document)
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
    return saved(document)


def _page(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
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
        style.font.size = Pt(size)
        style.font.color.rgb = None
        set_font(style, font, font)


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
