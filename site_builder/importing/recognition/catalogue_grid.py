"""A table as the places of its grid: a merged cell stands in each place it covers."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.model.original import Origin, OriginalTable


@dataclass(frozen=True, slots=True)
class CoveredPlace:
    """What is seen in one place."""

    row: int
    """Where its cell begins."""
    row_span: int
    text: str
    doubt: str
    origin: Origin
    """Of the place itself."""


@dataclass(frozen=True, slots=True)
class CoveredGrid:
    """Rows of places; those without a cell are left out."""

    lines: Mapping[int, Mapping[int, CoveredPlace]]
    height: int
    width: int

    def line(self, row: int) -> Mapping[int, CoveredPlace]:
        """Return the places of a row by their columns, from left to right."""
        return self.lines.get(row, {})

    def text(self, row: int, column: int) -> str:
        """Return what stands in a place."""
        cell = self.line(row).get(column)
        return cell.text.strip() if cell else ""


def grid_of(table: OriginalTable) -> CoveredGrid:
    """Lay a table out. What is merged over columns stands in the first of them alone."""
    lines: dict[int, dict[int, CoveredPlace]] = defaultdict(dict)
    for cell in table.cells:
        if not cell.text and not cell.doubt:
            continue
        first = cell.origin.row or 0
        for offset in range(cell.row_span):
            origin = cell.origin
            if offset:
                origin = Origin(
                    origin.file, origin.page, origin.table, first + offset, origin.column
                )
            lines[cell.row + offset][cell.column] = CoveredPlace(
                cell.row, cell.row_span, cell.text, cell.doubt, origin
            )
    ordered = {row: dict(sorted(line.items())) for row, line in lines.items()}
    return CoveredGrid(ordered, table.row_count, table.column_count)
