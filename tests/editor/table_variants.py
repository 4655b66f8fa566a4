"""Tables as people copy them: cells merged, a column of remarks, rows and columns left out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tests.helpers.form_tables import Spanned


@dataclass(frozen=True)
class Grid:
    """A table: by row and column, which cell covers the place; by cell, its text."""

    places: Mapping[tuple[int, int], tuple[int, int]]
    texts: Mapping[tuple[int, int], str]

    @property
    def height(self) -> int:
        return max(row for row, _ in self.places) + 1

    @property
    def width(self) -> int:
        return max(column for _, column in self.places) + 1

    def text(self, row: int, column: int) -> str:
        """What is seen first in this place: nothing where a merged cell goes on."""
        place = (row, column)
        return self.texts.get(place, "") if self.places.get(place) == place else ""

    def row_text(self, row: int) -> str:
        return "".join(self.text(row, column) for column in range(self.width))


def grid_of(rows: Sequence[Sequence[Spanned]]) -> Grid:
    places: dict[tuple[int, int], tuple[int, int]] = {}
    texts = {}
    for row, cells in enumerate(rows):
        column = 0
        for text, height, width in cells:
            while (row, column) in places:
                column += 1
            texts[row, column] = text
            for down in range(height):
                places |= {(row + down, column + right): (row, column) for right in range(width)}
            column += width
    return Grid(places, texts)


def without(grid: Grid, rows: Callable[[int], bool], columns: Callable[[int], bool]) -> Grid:
    """Leave out rows and columns; a cell that reaches beyond them keeps its text."""
    kept_rows = [row for row in range(grid.height) if not rows(row)]
    kept_columns = [column for column in range(grid.width) if not columns(column)]
    first: dict[tuple[int, int], tuple[int, int]] = {}
    places, texts = {}, {}
    for row, old_row in enumerate(kept_rows):
        for column, old_column in enumerate(kept_columns):
            cell = grid.places.get((old_row, old_column))
            if cell is not None:
                places[row, column] = first.setdefault(cell, (row, column))
                texts[first[cell]] = grid.texts[cell]
    return Grid(places, texts)


def with_column(grid: Grid, text: Callable[[int], str], *, at_left: bool = False) -> Grid:
    """Add a column of its own cells."""
    shift, at = (1, 0) if at_left else (0, grid.width)

    def moved(place: tuple[int, int]) -> tuple[int, int]:
        return place[0], place[1] + shift

    own = {(row, at): text(row) for row in range(grid.height)}
    places = {moved(place): moved(cell) for place, cell in grid.places.items()}
    texts = {moved(cell): words for cell, words in grid.texts.items()}
    return Grid(places | {place: place for place in own}, texts | own)


def with_row(grid: Grid, texts: Sequence[str]) -> Grid:
    """Add a row; its last cell goes on to the end."""
    row = grid.height
    cells = {column: min(column, len(texts) - 1) for column in range(grid.width)}
    places = {(row, column): (row, cell) for column, cell in cells.items()}
    own = {(row, column): text for column, text in enumerate(texts)}
    return Grid({**grid.places, **places}, {**grid.texts, **own})


def merged(grid: Grid, *cells: tuple[int, int]) -> Grid:
    """Merge some cells into the first."""
    return Grid({**grid.places, **dict.fromkeys(cells, cells[0])}, grid.texts)


def as_tsv(grid: Grid) -> str:
    lines = (
        "\t".join(grid.text(row, column).replace("\n", " ") for column in range(grid.width))
        for row in range(grid.height)
    )
    return "\n".join(lines) + "\n"


def as_html(grid: Grid) -> str:
    rows = "".join(f"<tr>{''.join(_html_cells(grid, row))}</tr>" for row in range(grid.height))
    return f"<table>{rows}</table>"


def _html_cells(grid: Grid, row: int) -> Iterator[str]:
    for column in range(grid.width):
        covered = [place for place, cell in grid.places.items() if cell == (row, column)]
        if covered:
            height = len({line for line, _ in covered})
            width = len({at for _, at in covered})
            text = escape(grid.texts[row, column])
            yield f'<td rowspan="{height}" colspan="{width}">{text}</td>'
