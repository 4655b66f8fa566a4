"""Which headers a browser gives a cell: the algorithm of the HTML standard, by `scope` alone.

https://html.spec.whatwg.org/multipage/tables.html#header-and-data-cell-semantics
"""

from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html


@dataclass(frozen=True)
class Slot:
    """A cell of a page's table and where it stands."""

    tag: str
    scope: str
    row: int
    column: int
    rowspan: int
    colspan: int
    section: int
    text: str


class PageTable:
    """A table as a browser forms it."""

    def __init__(self, table: lxml.html.HtmlElement) -> None:
        self.slots: dict[tuple[int, int], Slot] = {}
        self.cells: list[Slot] = []
        row = 0
        for section, part in enumerate(table.xpath("./thead | ./tbody")):
            for line in part.xpath("./tr"):
                self._add_row(line, row, section)
                row += 1
        self.rows, self.columns = row, 1 + max(column for _, column in self.slots)

    def _add_row(self, line: lxml.html.HtmlElement, row: int, section: int) -> None:
        column = 0
        for cell in line.xpath("./th | ./td"):
            while (row, column) in self.slots:
                column += 1
            high, wide = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
            text = "\n".join(cell.itertext()).replace("\n\n", "\n")
            slot = Slot(cell.tag, cell.get("scope", ""), row, column, high, wide, section, text)
            self.cells.append(slot)
            for place in covered(slot):
                assert place not in self.slots, f"two cells at {place}"
                self.slots[place] = slot

    def headers(self, cell: Slot) -> set[str]:
        """List the words of all headers of a cell."""
        header_slots: set[Slot] = set()
        for row in range(cell.row, cell.row + cell.rowspan):
            header_slots.update(self._scan(cell, row, cell.column, 0, -1))
        for column in range(cell.column, cell.column + cell.colspan):
            header_slots.update(self._scan(cell, cell.row, column, -1, 0))
        for other in self.cells:
            in_group = other.scope == "rowgroup" and other.section == cell.section
            before = other.column < cell.column + cell.colspan
            if in_group and before and other.row < cell.row + cell.rowspan:
                header_slots.add(other)
        return {slot.text for slot in header_slots - {cell} if slot.text}

    def _scan(self, cell: Slot, row: int, column: int, down: int, right: int) -> Iterator[Slot]:
        opaque: list[Slot] = []
        block = [cell] if cell.tag == "th" else []
        in_block = cell.tag == "th"
        while (row := row + down) >= 0 and (column := column + right) >= 0:
            current = self.slots[row, column]
            if current.tag == "th":
                in_block = True
                block.append(current)
                if not self._blocked(current, opaque, upwards=right == 0):
                    yield current
            elif in_block:
                in_block = False
                opaque += block
                block = []

    def _blocked(self, cell: Slot, opaque: list[Slot], *, upwards: bool) -> bool:
        if upwards:
            same = [(slot.column, slot.colspan) for slot in opaque]
            return (cell.column, cell.colspan) in same or cell.scope != "col"
        same = [(slot.row, slot.rowspan) for slot in opaque]
        return (cell.row, cell.rowspan) in same or cell.scope != "row"


def covered(slot: Slot) -> list[tuple[int, int]]:
    """List the rows and columns that a cell covers."""
    rows = range(slot.row, slot.row + slot.rowspan)
    columns = range(slot.column, slot.column + slot.colspan)
    return [(row, column) for row in rows for column in columns]
