"""Blocks and runs of a text → paragraphs, lists, links, tables and footnotes of Word.

Needs the extra `docx`. Called by `report_docx`.
"""

from collections.abc import Iterable
from itertools import count
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from site_builder.render.docx_grid import grid_table
from site_builder.render.docx_notes import Footnotes
from site_builder.render.docx_package import node, words
from site_builder.render.prose_tree import (
    Block,
    Code,
    Grid,
    Heading,
    Listing,
    Notes,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
)

_STEP = 640
"""Twips that a list or quotation is set in: two characters."""
_DEEPEST = 8
"""Levels that a list of Word has, counted from 0."""


class Prose:
    """Writes blocks at the end of a document's body."""

    def __init__(self, document: Any, notes: Notes) -> None:  # noqa: ANN401 - python-docx has no types
        self.document, self.part = document, document.part
        self.body = document.element.body
        self.notes = Footnotes(document, notes, self.run_nodes)
        self.lists = count(1001)
        self._numbering()

    def append(self, element: Any) -> None:  # noqa: ANN401 - lxml's
        """Put an element at the end, before what describes the page."""
        self.body.insert(len(self.body) - 1, element)

    def line(self, text: str, style: str) -> None:
        """Write one paragraph of plain words."""
        self.append(self.paragraph((Run(text),), style))

    def blocks(self, blocks: Iterable[Block], depth: int = 0) -> None:
        """Write blocks, set in by a depth."""
        for block in blocks:
            self.block(block, depth)

    def block(self, block: Block, depth: int) -> None:
        """Write one block."""
        match block:
            case Paragraph(runs):
                self.append(self.paragraph(runs, "", self._set_in(depth)))
            case Heading(level, runs):
                self.append(self.paragraph(runs, f"Heading{min(level, 3)}"))
            case Listing():
                self.listing(block, depth)
            case Quote(inner):
                self.blocks(inner, depth + 1)
            case Code(text):
                for line in text.split("\n"):
                    run = Run(line or " ", code=True)
                    self.append(self.paragraph((run,), "ListParagraph", self._set_in(depth)))
            case Grid():
                if block.caption:
                    self.append(self.paragraph(block.caption, "Caption"))
                self.append(grid_table(self, block))
                self.append(self.paragraph((), "SmallPrint"))
            case Rule():
                line = node("w:bottom", val="single", sz=4, space=1, color="808080")
                self.append(self.paragraph((), "SmallPrint", [node("w:pBdr", line)]))

    def _set_in(self, depth: int) -> list[Any]:
        return [node("w:ind", left=depth * _STEP)] if depth else []

    def listing(self, listing: Listing, depth: int) -> None:
        """Write a list; its numbers start anew."""
        number = next(self.lists)
        level = min(depth, _DEEPEST)
        override = node("w:startOverride", val=listing.start)
        made = node(
            "w:num",
            node("w:abstractNumId", val=901 if listing.ordered else 900),
            node("w:lvlOverride", override, ilvl=level),
            numId=number,
        )
        self.part.numbering_part.element.append(made)
        for item in listing.items:
            marked = False
            for block in item or (Paragraph(()),):
                if isinstance(block, Paragraph) and not marked:
                    marks = node("w:ilvl", val=level), node("w:numId", val=number)
                    properties = [node("w:numPr", *marks)]
                    self.append(self.paragraph(block.runs, "ListParagraph", properties))
                    marked = True
                else:
                    self.block(block, depth + 1)

    def paragraph(self, runs: Runs, style: str, properties: Iterable[Any] = ()) -> Any:  # noqa: ANN401 - lxml's
        """Make a paragraph."""
        layout = [node("w:pStyle", val=style)] if style else []
        layout += properties
        if runs and runs[0].rtl:
            # The schema wants the direction before what sets a paragraph in or aligns it.
            before = (at for at, one in enumerate(layout) if one.tag in _BEHIND_DIRECTION)
            layout.insert(next(before, len(layout)), node("w:bidi"))
        made = node("w:p", *([node("w:pPr", *layout)] if layout else []))
        made.extend(self.run_nodes(runs, self.part))
        return made

    def run_nodes(self, runs: Runs, part: Any) -> Iterable[Any]:  # noqa: ANN401 - python-docx has no types
        """Make runs; links belong to the part they stand in."""
        for run in runs:
            if run.note:
                yield self.notes.call(run.note)
            elif run.link:
                target = part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{target}"/>')
                link.append(_run(run))
                yield link
            else:
                yield _run(run)

    def _numbering(self) -> None:
        """Define the two kinds of list, nine levels each."""
        element = self.part.numbering_part.element
        for number, form, text in ((901, "decimal", "%{}."), (900, "bullet", "•")):
            levels = [
                node(
                    "w:lvl",
                    node("w:start", val=1),
                    node("w:numFmt", val=form),
                    node("w:lvlText", val=text.format(level + 1)),
                    node("w:lvlJc", val="left"),
                    node("w:pPr", node("w:ind", left=(level + 2) * _STEP, hanging=480)),
                    ilvl=level,
                )
                for level in range(_DEEPEST + 1)
            ]
            kind = node("w:multiLevelType", val="multilevel")
            element.insert(0, node("w:abstractNum", kind, *levels, abstractNumId=number))


_BEHIND_DIRECTION = (qn("w:ind"), qn("w:jc"))


def _run(run: Run) -> Any:  # noqa: ANN401 - lxml's
    looks = []
    if run.link:
        looks.append(node("w:rStyle", val="Hyperlink"))
    if run.code:
        looks.append(node("w:rFonts", ascii="Courier New", hAnsi="Courier New"))
    if run.strong:
        looks.append(node("w:b"))
    if run.rtl:
        looks.append(node("w:rtl"))
    if run.lang:
        looks.append(node("w:lang", val=run.lang, bidi=run.lang))
    made = node("w:r", *([node("w:rPr", *looks)] if looks else []))
    if run.text == "\n":
        made.append(node("w:br"))
        return made
    text = node("w:t")
    text.text = words(run.text)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.append(text)
    return made
