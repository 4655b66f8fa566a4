"""The data tables of a page, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from site_builder.importing.readers.decoded_text import REPLACEMENT
from site_builder.importing.readers.markup.flow import Flow, FlowResult, FlowSettings
from site_builder.importing.readers.markup.grid import PositionedCell, place_cells
from site_builder.importing.readers.markup.runs import EDGES
from site_builder.importing.readers.markup.tables import table_parts
from site_builder.importing.readers.markup.tree import classes_of
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.location import Location
from site_builder.model.original import (
    Block,
    Origin,
    OriginalCell,
    OriginalTable,
    TextBlock,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OWN_BLANK = "statutory-table__cell--blank"
"""Our own pages print 缺 there, and say below the table that the report left it empty."""


@dataclass(slots=True)
class TableReader:
    """Reads tables one after the other, and numbers them."""

    settings: FlowSettings
    diagnostics: list[Diagnostic] = field(default_factory=list)
    count: int = 0
    local_links: int = 0

    def expand(self, result: FlowResult) -> list[Block]:
        """Return the blocks of a flow with its tables read."""
        self.diagnostics += result.diagnostics
        self.local_links += result.local_links
        blocks: list[Block] = []
        for block in result.blocks:
            if isinstance(block, _BLOCKS):
                blocks.append(block)
            else:
                blocks += self._read(block)
        return blocks

    def _read(self, table: Element) -> list[Block]:
        self.count += 1
        number = self.count
        parts = table_parts(table)
        placed = place_cells(parts.groups)
        origin = Origin(self.settings.file, table=number, line=table.sourceline)
        before: list[Block] = []
        for element, text in parts.stray:
            if text:
                words = " ".join(text.split())
                before.append(TextBlock("paragraph", words, words, origin))
            else:
                before += self.expand(Flow(self.settings).read(element))
        cells: list[OriginalCell] = []
        after: list[Block] = []
        for cell in placed:
            read, extra = self._cell(cell, number)
            cells.append(read)
            after += extra
        if any(cell.is_cut for cell in placed):
            self._report_overlap(origin)
        caption = " ".join(
            block.text
            for element in parts.captions
            for block in self.expand(Flow(replace(self.settings, in_cell=True)).read(element))
            if isinstance(block, TextBlock)
        )
        if not cells:
            return [*before, *after]
        return [*before, OriginalTable(tuple(cells), origin, caption), *after]

    def _cell(self, cell: PositionedCell, number: int) -> tuple[OriginalCell, list[Block]]:
        """Return a cell, and what it holds besides words."""
        settings = replace(self.settings, in_cell=True)
        result = Flow(settings).read(cell.element)
        lines = [block for block in result.blocks if isinstance(block, TextBlock)]
        others = replace_blocks(result, [b for b in result.blocks if not isinstance(b, TextBlock)])
        text = "\n".join(line.text for line in lines)
        markdown = "\n".join(line.markdown for line in lines)
        if self.settings.is_own and _OWN_BLANK in classes_of(cell.element):
            text = markdown = ""
        struck = "".join(words for words, _ in result.struck)
        doubt, candidates = _doubt(text, struck)
        if not text and next(cell.element.iter("img"), None) is not None:
            doubt = "格子里是图片，没有文字"
        origin = Origin(
            self.settings.file,
            table=number,
            row=cell.row + 1,
            column=cell.column + 1,
            line=cell.element.sourceline,
        )
        read = OriginalCell(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            text,
            origin,
            "" if markdown == text else markdown,
            doubt,
            candidates,
        )
        return read, self.expand(others)

    def _report_overlap(self, origin: Origin) -> None:
        message = f"第 {origin.table} 个表格里合并的单元格互相重叠，已按从左到右的次序排开"
        hint = "请对照原网页核对这个表格的每一列。"
        location = Location(self.settings.file, origin.line or 0)
        self.diagnostics.append(warning("import/table", location, message, hint))


_BLOCKS = Block.__args__


def replace_blocks(result: FlowResult, blocks: list[Block | Element]) -> FlowResult:
    """Return a flow with other blocks."""
    return FlowResult(blocks, result.diagnostics, result.struck, result.local_links)


def _doubt(text: str, struck: str) -> tuple[str, tuple[str, ...]]:
    """Return why a cell's text is not certain, and what it may be."""
    if struck:
        candidates = tuple(dict.fromkeys((text, struck.strip(EDGES), struck + text)))
        return f"原文里有加了删除线的“{struck}”", candidates
    if REPLACEMENT in text:
        return "有认不出的字符", ()
    return "", ()
