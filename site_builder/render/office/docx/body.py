"""Blocks and runs of a text → paragraphs, lists, links, tables and footnotes of Word.

Needs the extra `docx`.
"""

from collections.abc import Iterable
from itertools import count
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.shape import CT_Inline
from docx.parts.image import ImagePart
from docx.shared import Mm

from site_builder.render.blocks import (
    Block,
    BlockQuote,
    CodeBlock,
    Footnotes,
    HeadingBlock,
    HorizontalRule,
    ListBlock,
    Paragraph,
    PictureBlock,
    Runs,
    TableBlock,
    TextRun,
)
from site_builder.render.office.docx.footnotes import FootnoteWriter
from site_builder.render.office.docx.package import make_element, xml_safe
from site_builder.render.office.docx.text_table import build_text_table
from site_builder.render.print_pictures import PrintPicture

_INDENT = 640
"""Twips that a list or quotation is set in: two characters."""
_MAX_LEVEL = 8
"""Levels that a list of Word has, counted from 0."""


class DocxBody:
    """Writes blocks at the end of a document's body."""

    def __init__(self, document: Any, footnotes: Footnotes) -> None:  # noqa: ANN401 - python-docx has no types
        self.document, self.part = document, document.part
        self.body = document.element.body
        self.footnotes = FootnoteWriter(document, footnotes, self.build_runs)
        self.list_numbers, self.picture_numbers = count(1001), count(1)
        self._define_numbering()

    def append(self, element: Any) -> None:  # noqa: ANN401 - lxml's
        """Put an element at the end, before what describes the page."""
        self.body.insert(len(self.body) - 1, element)

    def add_line(self, text: str, style: str) -> None:
        """Write one paragraph of plain words."""
        self.append(self.build_paragraph((TextRun(text),), style))

    def add_blocks(self, blocks: Iterable[Block], depth: int = 0) -> None:
        """Write blocks, set in by a depth."""
        for block in blocks:
            self.add_block(block, depth)

    def add_block(self, block: Block, depth: int) -> None:
        """Write one block."""
        match block:
            case Paragraph(runs):
                self.append(self.build_paragraph(runs, "", self._indent(depth)))
            case HeadingBlock(level, runs):
                self.append(self.build_paragraph(runs, f"Heading{min(level, 3)}"))
            case ListBlock():
                self.add_list(block, depth)
            case BlockQuote(inner):
                self.add_blocks(inner, depth + 1)
            case CodeBlock(text):
                for line in text.split("\n"):
                    run = TextRun(line or " ", code=True)
                    self.append(self.build_paragraph((run,), "ListParagraph", self._indent(depth)))
            case PictureBlock(picture, description):
                self.append(self.build_picture(picture, description))
            case TableBlock():
                self.add_table(block)
            case HorizontalRule():
                line = make_element("w:bottom", val="single", sz=4, space=1, color="808080")
                self.append(self.build_paragraph((), "SmallPrint", [make_element("w:pBdr", line)]))

    def add_table(self, table: TableBlock) -> None:
        """Write a table of the text below its caption."""
        if table.caption:
            self.append(self.build_paragraph(table.caption, "Caption"))
        self.append(build_text_table(self, table))
        self.append(self.build_paragraph((), "SmallPrint"))

    def _indent(self, depth: int) -> list[Any]:
        return [make_element("w:ind", left=depth * _INDENT)] if depth else []

    def add_list(self, list_block: ListBlock, depth: int) -> None:
        """Write a list; its numbers start anew."""
        number = next(self.list_numbers)
        level = min(depth, _MAX_LEVEL)
        override = make_element("w:startOverride", val=list_block.start)
        numbering = make_element(
            "w:num",
            make_element("w:abstractNumId", val=901 if list_block.ordered else 900),
            make_element("w:lvlOverride", override, ilvl=level),
            numId=number,
        )
        self.part.numbering_part.element.append(numbering)
        for item in list_block.items:
            numbered = False
            for block in item or (Paragraph(()),):
                if isinstance(block, Paragraph) and not numbered:
                    numbering_properties = (
                        make_element("w:ilvl", val=level),
                        make_element("w:numId", val=number),
                    )
                    properties = [make_element("w:numPr", *numbering_properties)]
                    self.append(self.build_paragraph(block.runs, "ListParagraph", properties))
                    numbered = True
                else:
                    self.add_block(block, depth + 1)

    def build_paragraph(self, runs: Runs, style: str, properties: Iterable[Any] = ()) -> Any:  # noqa: ANN401 - lxml's
        """Build a paragraph."""
        layout = [make_element("w:pStyle", val=style)] if style else []
        layout += properties
        if runs and runs[0].rtl:
            # The schema wants the direction before what sets a paragraph in or aligns it.
            positions = (
                index for index, child in enumerate(layout) if child.tag in _DIRECTION_SUCCESSORS
            )
            layout.insert(next(positions, len(layout)), make_element("w:bidi"))
        paragraph = make_element("w:p", *([make_element("w:pPr", *layout)] if layout else []))
        paragraph.extend(self.build_runs(runs, self.part))
        return paragraph

    def build_runs(self, runs: Runs, part: Any) -> Iterable[Any]:  # noqa: ANN401 - python-docx has no types
        """Build runs; links belong to the part they stand in."""
        for run in runs:
            if run.note:
                yield self.footnotes.reference(run.note)
            elif run.link:
                target = part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{target}"/>')
                link.append(_build_run(run))
                yield link
            else:
                yield _build_run(run)

    def build_picture(self, picture: PrintPicture, description: str) -> Any:  # noqa: ANN401 - lxml's
        """Build a paragraph of a picture; lines of a fixed height would cut it."""
        name = f"image{next(self.picture_numbers)}.{picture.kind}"
        image = ImagePart(PackURI(f"/word/media/{name}"), f"image/{picture.kind}", picture.data)
        inline = CT_Inline.new_pic_inline(
            self.part.next_id,
            self.part.relate_to(image, RELATIONSHIP_TYPE.IMAGE),
            name,
            Mm(picture.width),
            Mm(picture.height),
        )
        inline.docPr.set("descr", xml_safe(description))
        layout = make_element(
            "w:pPr",
            make_element("w:spacing", before=120, after=120, line=240, lineRule="auto"),
            make_element("w:ind", firstLine=0, firstLineChars=0),
            make_element("w:jc", val="center"),
        )
        return make_element("w:p", layout, make_element("w:r", make_element("w:drawing", inline)))

    def _define_numbering(self) -> None:
        """Define the two kinds of list, nine levels each."""
        element = self.part.numbering_part.element
        for number, number_format, text in ((901, "decimal", "%{}."), (900, "bullet", "•")):
            levels = [
                make_element(
                    "w:lvl",
                    make_element("w:start", val=1),
                    make_element("w:numFmt", val=number_format),
                    make_element("w:lvlText", val=text.format(level + 1)),
                    make_element("w:lvlJc", val="left"),
                    make_element(
                        "w:pPr", make_element("w:ind", left=(level + 2) * _INDENT, hanging=480)
                    ),
                    ilvl=level,
                )
                for level in range(_MAX_LEVEL + 1)
            ]
            level_type = make_element("w:multiLevelType", val="multilevel")
            element.insert(
                0, make_element("w:abstractNum", level_type, *levels, abstractNumId=number)
            )


_DIRECTION_SUCCESSORS = (qn("w:ind"), qn("w:jc"))


def _build_run(run: TextRun) -> Any:  # noqa: ANN401 - lxml's
    properties = []
    if run.link:
        properties.append(make_element("w:rStyle", val="Hyperlink"))
    if run.code:
        properties.append(make_element("w:rFonts", ascii="Courier New", hAnsi="Courier New"))
    if run.strong:
        properties.append(make_element("w:b"))
    if run.rtl:
        properties.append(make_element("w:rtl"))
    if run.lang:
        properties.append(make_element("w:lang", val=run.lang, bidi=run.lang))
    run_element = make_element("w:r", *([make_element("w:rPr", *properties)] if properties else []))
    if run.text == "\n":
        run_element.append(make_element("w:br"))
        return run_element
    text = make_element("w:t")
    text.text = xml_safe(run.text)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run_element.append(text)
    return run_element
