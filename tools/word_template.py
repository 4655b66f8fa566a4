"""Writes `templates/word/report.docx`: page, faces, sizes and numbering of GB/T 9704-2012.

The standard's faces are named; where a machine has none of them, Word takes the face named beside
it in the font table. Run it to change the look: `python tools/word_template.py`.
"""

from pathlib import Path
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from site_builder.render.office.docx.package import (
    make_element,
    new_document,
    save_reproducibly,
    set_font,
)
from site_builder.render.office.docx.template import FALLBACK_FACES
from site_builder.render.table_font_size import TABLE_SIZE

_LATIN = "Times New Roman"
_FACES = {
    "title": "方正小标宋简体",
    "body": "仿宋_GB2312",
    "hei": "黑体",
    "kai": "楷体_GB2312",
}
_LINE_PITCH = Pt(28.95)
"""22 lines on 225 mm."""


def _set_styles(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Set the page and every style that a report uses."""
    _set_page(document)
    _write_font_table(document)
    body, hei, kai = _FACES["body"], _FACES["hei"], _FACES["kai"]
    _set_style(document, "Normal", body, 16)
    _set_style(document, "Title", _FACES["title"], 22, first_line_chars=0, centered=True, after=16)
    _set_style(document, "Heading 1", hei, 16, keep_with_next=True)
    _set_style(document, "Heading 2", kai, 16, keep_with_next=True)
    _set_style(document, "Heading 3", body, 16, keep_with_next=True)
    _set_style(document, "List Paragraph", body, 16, first_line_chars=0)
    _set_style(
        document,
        "Caption",
        hei,
        TABLE_SIZE,
        first_line_chars=0,
        centered=True,
        keep_with_next=True,
        exact_spacing=False,
    )
    _set_style(document, "Footer", "宋体", 14, first_line_chars=0, exact_spacing=False)
    for name, size in (("Table Text", TABLE_SIZE), ("Small Print", 12), ("footnote text", 10.5)):
        _set_style(document, name, body, size, first_line_chars=0, exact_spacing=False)
    for name, before, after in (("Table Text", 1, 1), ("Caption", 6, 3)):
        layout = document.styles[name].paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
    # The longest table (30 rows, table 3 of 2021) just fits on a page.
    document.styles["Table Text"].paragraph_format.line_spacing = Pt(13)
    document.styles["Title"].element.get_or_add_pPr().append(make_element("w:outlineLvl", val=9))
    for name, properties in (
        ("footnote reference", [make_element("w:vertAlign", val="superscript")]),
        ("Hyperlink", [make_element("w:color", val="1F4E79"), make_element("w:u", val="single")]),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.element.get_or_add_rPr().extend(properties)


def _set_page(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    document.settings.odd_and_even_pages_header_footer = True
    # The number stands at the outer edge, one character in.
    for footer, side, indent in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "rightChars"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "leftChars"),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph._p.get_or_add_pPr().append(make_element("w:ind", **{indent: 100}))  # noqa: SLF001 - python-docx offers no other way
        field = make_element(
            "w:fldSimple", make_element("w:r", make_element("w:t")), instr=" PAGE "
        )
        field[0][0].text = "1"
        paragraph.add_run("— ")
        paragraph._p.append(field)  # noqa: SLF001 - python-docx offers no other way
        paragraph.add_run(" —")


def _set_style(  # noqa: PLR0913 - each is a property of the look
    document: Any,  # noqa: ANN401 - python-docx has no types
    name: str,
    face: str,
    size: float,
    *,
    first_line_chars: int = 2,
    centered: bool = False,
    keep_with_next: bool = False,
    exact_spacing: bool = True,
    after: float = 0,
) -> None:
    """Set a paragraph style: face, size in points, characters of first-line indent."""
    if name in document.styles:
        style = document.styles[name]
    else:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
    _clear_formatting(style)
    set_font(style, face, _LATIN)
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(0), Pt(after)
    layout.keep_with_next = keep_with_next
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY if exact_spacing else WD_LINE_SPACING.SINGLE
    if exact_spacing:
        layout.line_spacing = _LINE_PITCH if size < 20 else Pt(34)  # noqa: PLR2004 - the title's lines
    indent = style.element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(100 * first_line_chars))
    indent.set(qn("w:firstLine"), str(int(first_line_chars * size * 20)))
    centre, both = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
    layout.alignment = centre if centered else both if exact_spacing else WD_ALIGN_PARAGRAPH.LEFT


def _clear_formatting(style: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Drop the template's own English look: blue, underlined, spaced."""
    for name in ("w:rPr", "w:pPr"):
        properties = style.element.find(qn(name))
        if properties is not None:
            level = properties.find(qn("w:outlineLvl"))
            style.element.remove(properties)
            if level is not None:
                style.element.get_or_add_pPr().append(level)


def _write_font_table(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Write the font table: each face with the one to take where it is not installed."""
    table = parse_xml(f"<w:fonts {nsdecls('w')}/>")
    pairs = {face: FALLBACK_FACES[name] for name, face in _FACES.items()} | {"宋体": "SimSun"}
    for face, fallback in sorted(pairs.items()):
        alternative = [] if fallback == face else [make_element("w:altName", val=fallback)]
        table.append(
            make_element("w:font", *alternative, make_element("w:charset", val="86"), name=face)
        )
    (part,) = (
        package_part
        for package_part in document.part.package.iter_parts()
        if package_part.partname == "/word/fontTable.xml"
    )
    part._blob = serialize_part_xml(table)  # noqa: SLF001 - python-docx knows no font table


def word_template() -> bytes:
    """Build the template: the styles, and no words."""
    document = new_document("")
    _set_styles(document)
    return save_reproducibly(document)


if __name__ == "__main__":
    path = Path(__file__).parents[1] / "templates" / "word" / "report.docx"
    path.write_bytes(word_template())
