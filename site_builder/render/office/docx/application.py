"""The application form as a Word file to fill in. Needs the extra `docx`; reproducible."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from site_builder.model.standards import FormField, FormGroup
from site_builder.model.views.pages import ApplicationFormView
from site_builder.render.office.docx.content_controls import check_box, text_control
from site_builder.render.office.docx.package import (
    make_element,
    new_document,
    save_reproducibly,
    set_font,
)

_SONG, _HEI = "宋体", "黑体"


def application_docx(view: ApplicationFormView) -> bytes:
    """Build the form: a heading, a two-column table for each block, the notes."""
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
    return save_reproducibly(document)


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
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no other way
    properties.append(make_element("w:tblCaption", val=group.title))
    description = f"左栏是项目，右栏填写内容。{group.note}"
    properties.append(make_element("w:tblDescription", val=description))
    head = table.rows[0]
    for cell, label_text in zip(head.cells, ("项目", "填写内容"), strict=True):
        cell.paragraphs[0].add_run(label_text).bold = True
    head._tr.get_or_add_trPr().append(make_element("w:tblHeader"))  # noqa: SLF001 - python-docx has no other way
    for field in group.fields:
        label, value = table.add_row().cells
        label.text = field.label
        _fill(value.paragraphs[0], field)
    for row in table.rows:
        # Room for a pen too.
        row.height = Cm(0.8)
    for column, width in zip(table.columns, (Cm(4.8), Cm(11)), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _fill(paragraph: Any, field: FormField) -> None:  # noqa: ANN401 - python-docx has no types
    """Put into a cell what is filled in: boxes to tick, or a field to type into."""
    if field.handwritten:
        return
    for number, option in enumerate(field.options):
        if number:
            paragraph.add_run("　")
        tag = f"{field.id}-{number + 1}"
        paragraph._p.append(check_box(f"{field.label}：{option}", tag))  # noqa: SLF001 - python-docx has no other way
        paragraph.add_run(f"\u00a0{option}")
    if not field.options:
        control = text_control(field.label, field.id, lines=field.lines)
        paragraph._p.append(control)  # noqa: SLF001 - python-docx has no other way
