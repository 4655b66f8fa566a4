"""Tables of a page: which hold data and which only lay a page out, and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.importing.readers.markup.grid import SpannedCell, read_span
from site_builder.importing.readers.markup.tree import tag_of, walk

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAX_DEPTH = 8
"""Tables within tables; deeper ones are taken apart."""
_FEW_CELLS = 6
_LONG_TEXT = 300
_MAIN_SHARE = 0.7
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_BLOCK_OF_TEXT = frozenset(("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"))


@dataclass(slots=True)
class _TableFacts:
    """What decides about a table; counted while the page is walked once."""

    element: Element
    depth: int
    rows: int = 0
    cells: int = 0
    text: int = 0
    """Characters that stand in no table within it."""
    row_cells: int = 0
    columns: int = 0
    cell_text: int = 0
    cell_blocks: int = 0
    main_text: int = 0
    """Of the cell with most text."""
    main_blocks: int = 0
    filled: int = 0
    """Cells with words."""
    inner_text: int = 0
    """Characters in data tables within it."""

    def is_data(self) -> bool:
        """Return whether its rows and columns mean something."""
        if not self.cells or self.columns <= 1 or self.depth > _MAX_DEPTH:
            return False
        if self.inner_text:
            return self.filled > _FEW_CELLS and self.text > self.inner_text
        is_text = self.main_text >= _LONG_TEXT and self.main_text >= _MAIN_SHARE * self.text
        return not (is_text and self.main_blocks > 1 and self.cells <= 2 * _FEW_CELLS)


def data_tables(root: Element) -> frozenset[Element]:
    """Return the tables that hold data; all others only lay out what stands in them."""
    result: set[Element] = set()
    facts: list[_TableFacts] = []
    for event, element in walk(root):
        if event == "start":
            if tag_of(element) == "table":
                facts.append(_TableFacts(element, len(facts)))
            elif facts:
                _enter(facts[-1], tag_of(element))
            _add_text(facts, element.text)
            continue
        if facts and facts[-1].element is element:
            _leave_table(facts.pop(), facts, result)
        elif facts:
            _leave(facts[-1], tag_of(element))
        if element is not root:
            _add_text(facts, element.tail)
    return frozenset(result)


def _leave_table(table: _TableFacts, outer: Sequence[_TableFacts], result: set[Element]) -> None:
    """Decide about a table, and count it in the one around it."""
    is_data = table.is_data()
    if is_data:
        result.add(table.element)
    if not outer:
        return
    outer[-1].inner_text += table.inner_text + (table.text if is_data else 0)
    if not is_data:
        outer[-1].text += table.text
        outer[-1].cell_text += table.text


def _leave(table: _TableFacts, tag: str) -> None:
    if tag in ("td", "th"):
        table.filled += table.cell_text > 0
        if table.cell_text > table.main_text:
            table.main_text, table.main_blocks = table.cell_text, table.cell_blocks
    elif tag == "tr":
        table.columns = max(table.columns, table.row_cells)


def _enter(table: _TableFacts, tag: str) -> None:
    if tag == "tr":
        table.rows += 1
        table.row_cells = 0
    elif tag in ("td", "th"):
        table.cells += 1
        table.row_cells += 1
        table.columns = max(table.columns, table.row_cells)
        table.cell_text = table.cell_blocks = 0
    elif tag in _BLOCK_OF_TEXT:
        table.cell_blocks += 1


def _add_text(facts: Sequence[_TableFacts], text: str | None) -> None:
    if facts and text:
        length = len("".join(text.split()))
        facts[-1].text += length
        facts[-1].cell_text += length


@dataclass(slots=True)
class TableParts:
    """A table taken apart: its rows, its caption, and what stands between its cells."""

    groups: list[list[list[SpannedCell]]] = field(default_factory=list)
    """thead first and tfoot last, as they are shown."""
    captions: list[Element] = field(default_factory=list)
    stray: list[tuple[Element, str]] = field(default_factory=list)
    """Text outside all cells; browsers show it above the table."""


def table_parts(table: Element) -> TableParts:
    """Take a table apart; cells without a row and rows without a group are tolerated."""
    parts = TableParts()
    heads: list[list[list[SpannedCell]]] = []
    feet: list[list[list[SpannedCell]]] = []
    _Assembly(table, parts, heads, feet).run()
    parts.groups = [
        group for group in (*heads[:1], *parts.groups, *heads[1:], *feet) if any(map(len, group))
    ]
    return parts


class _Assembly:
    """Walks a table once, without the tables in its cells."""

    def __init__(
        self,
        table: Element,
        parts: TableParts,
        heads: list[list[list[SpannedCell]]],
        feet: list[list[list[SpannedCell]]],
    ) -> None:
        self.table, self.parts = table, parts
        self.targets = {"thead": heads, "tfoot": feet}
        self.group: list[list[SpannedCell]] | None = None
        self.row: list[SpannedCell] | None = None

    def run(self) -> None:
        """Sort every element below the table into rows, captions and what is left."""
        from lxml import etree  # noqa: PLC0415 - of the extra `import`

        walker = etree.iterwalk(self.table, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._leave(element)
            elif element is self.table:
                self._add_stray(element, element.text)
            elif self._enter(element):
                walker.skip_subtree()

    def _enter(self, element: Element) -> bool:
        """Begin an element; return whether all in it is dealt with."""
        tag = tag_of(element)
        if tag in ("td", "th"):
            self._add_cell(element)
        elif tag == "caption":
            self.parts.captions.append(element)
        elif tag == "table":
            self.parts.stray.append((element, ""))
        elif tag in _GROUPS:
            self._open_group(tag)
            self._add_stray(element, element.text)
            return False
        else:
            if tag == "tr":
                self._open_row()
            self._add_stray(element, element.text)
            return False
        return True

    def _leave(self, element: Element) -> None:
        tag = tag_of(element)
        if tag in _GROUPS:
            self.group = self.row = None
        elif tag == "tr":
            self.row = None
        if element is not self.table:
            self._add_stray(element, element.tail)

    def _open_group(self, tag: str) -> None:
        self.group, self.row = [], None
        self.targets.get(tag, self.parts.groups).append(self.group)

    def _open_row(self) -> None:
        if self.group is None:
            self._open_group("tbody")
        assert self.group is not None  # noqa: S101 - it was opened
        self.row = []
        self.group.append(self.row)

    def _add_cell(self, element: Element) -> None:
        if self.row is None:
            self._open_row()
        assert self.row is not None  # noqa: S101 - it was opened
        self.row.append(
            SpannedCell(
                element,
                read_span(element.get("rowspan"), 1),
                read_span(element.get("colspan"), 1),
            )
        )

    def _add_stray(self, element: Element, text: str | None) -> None:
        if text and text.strip():
            self.parts.stray.append((element, text))
