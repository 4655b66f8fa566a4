"""What the readers of workbooks and of delimited text give alike: a sheet, cell by cell."""

from dataclasses import dataclass, field

from site_builder.core.errors import UnsupportedFileError

MAX_CELLS = 400_000
"""Cells with content in one file: a catalogue of 15,000 entries with all their fields."""
MAX_COLUMNS = 16_384
"""Of a workbook."""
MAX_TABLE_COLUMNS = 1_000
MAX_EMPTY_CELLS = 4_000_000
"""Cells without content that a file may list; a sheet formatted to its last row has more."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell with content."""

    text: str
    doubt: str = ""
    """Why the text is not certain, in Chinese."""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRange:
    """A range of merged cells, counted from 0, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class Sheet:
    """A sheet while it is read."""

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    """By row and column, counted from 0."""
    merged: list[SheetRange] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    """Rows with content that the program does not show."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last of columns that the program does not show."""
    formulas: list[tuple[int, int]] = field(default_factory=list)
    """Cells whose text is what a formula came to when the file was saved."""
    hides_zeros: bool = False
    """Zeros are typed and not displayed."""


@dataclass(slots=True)
class CellBudget:
    """How many cells a file may still have: one for all its sheets."""

    cells: int = MAX_CELLS
    empty: int = MAX_EMPTY_CELLS

    def take(self, count: int = 1) -> None:
        """Count cells with content. Raises UnsupportedFileError beyond the limit."""
        self.cells -= count
        if self.cells < 0:
            raise too_many_cells_error()

    def take_empty(self) -> None:
        """Count a cell without content. Raises UnsupportedFileError beyond the limit."""
        self.empty -= 1
        if self.empty < 0:
            raise too_many_cells_error()


def too_many_cells_error() -> UnsupportedFileError:
    """Return the error of a table nobody reads."""
    message = f"表格太大，超过 {MAX_CELLS // 10_000} 万个单元格"
    return UnsupportedFileError(message, "请只留下要导入的部分，或者分成几个文件，再导入。")


def too_many_columns_error() -> UnsupportedFileError:
    """Return the error of a table that no page could print."""
    message = f"表格超过 {MAX_TABLE_COLUMNS} 列，太多了，没有读取"
    return UnsupportedFileError(message, "请只留下要导入的列，再导入。")


def column_letters(column: int) -> str:
    """Return the letters by which a workbook names a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
