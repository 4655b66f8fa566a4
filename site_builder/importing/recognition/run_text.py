"""A statutory table in running text, without cells: solved by the form's structure and its sums.

Where exactly one way to cut the figures agrees with every sum, it is taken and said to be inferred;
where several do, none is taken, and the candidates are listed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.importing.recognition.column_solver import solve_columns
from site_builder.importing.recognition.digit_runs import (
    RowReading,
    TooManyReadingsError,
    cut_run,
    holds,
)
from site_builder.importing.recognition.frames import FormFrame, SectionFrame
from site_builder.importing.recognition.sums import column_sums, row_sums
from site_builder.importing.recognition.table_stretch import TableStretch
from site_builder.importing.recognition.text_columns import find_unlabelled_row
from site_builder.importing.recognition.text_rows import RunningText, TextRow, find_text_rows
from site_builder.importing.recognition.values import ValueReading, read_value
from site_builder.model.figures import CellKey
from site_builder.model.form import Header, Table
from site_builder.model.imported import ImportedCell
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block

_DIGITS = lazy_pattern("[0-9]+")
_MAX_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class TextTable:
    """What running text says of a table."""

    cells: Mapping[CellKey, ImportedCell]
    """Of the rows whose labels were found."""
    cuts: Mapping[int, tuple[Block, ...]]
    """The pieces of the blocks in which the table begins or ends, by their place among all."""
    used: tuple[Block, ...]
    """Those that are the table."""


def solve_text(blocks: Sequence[Block], table: Table, frame: FormFrame) -> TextTable:
    """Read a table from the blocks of its part. It is exact, or openly in doubt."""
    text = RunningText(blocks, frame)
    sections = [section for section in frame.sections if section.table is table]
    rows: list[TextRow] = []
    for section in sections:
        if not section.has_row_labels:
            rows += find_unlabelled_row(text, section, frame)
    rows += find_text_rows(text, [s for s in sections if s.has_row_labels], frame)
    cells: dict[CellKey, ImportedCell] = {}
    for section in sections:
        own = [row for row in rows if row.section is section]
        cells.update(_SectionSolver(section, own).cells())
    if not rows:
        return TextTable(cells, {}, ())
    return TextTable(cells, *TableStretch(text, rows, sections, frame).cut())


@dataclass(slots=True)
class _Row:
    """A row on its way: the readings that are left of it, and why it is or is not taken."""

    text: TextRow
    readings: tuple[RowReading, ...] = ()
    is_proven: bool = False
    doubt: str = ""

    @property
    def digits(self) -> str:
        """Return its figures without what stands between them."""
        return to_halfwidth("".join(token.text for token in self.text.tokens))

    def is_plain_cut(self, count: int) -> bool:
        """Return whether each of so many cells has one digit of the run."""
        return len(self.digits) == count and len(self.readings) == 1


class _SectionSolver:
    """Reads the rows of one section."""

    def __init__(self, section: SectionFrame, rows: Sequence[TextRow]) -> None:
        self.section = section
        self.columns: tuple[Header, ...] = section.columns.leaves
        self.row_sums = row_sums(section.section)
        self.column_sums = column_sums(section.section)
        self.rows = {row.row.path: _Row(row, doubt=row.doubt) for row in rows}

    def cells(self) -> Iterator[tuple[CellKey, ImportedCell]]:
        """Yield the cells of all rows that were found."""
        for row in self.rows.values():
            self._read(row)
        self._solve()
        for path, row in self.rows.items():
            for number, column in enumerate(self.columns):
                key = (self.section.table.id, path, column.path)
                yield key, self._cell(key, row, number, column)

    def _read(self, row: _Row) -> None:
        """Find the readings of a row by itself."""
        tokens = row.text.tokens
        if len(tokens) == len(self.columns):
            texts = [to_halfwidth(token.text) for token in tokens]
            if all(map(_DIGITS.fullmatch, texts)):
                row.readings = (tuple(map(int, texts)),)
            return
        if any(column.value != "count" for column in self.columns):
            row.doubt = row.doubt or "几格连在一起，分不开"
            return
        count_doubt = f"这一行应有 {len(self.columns)} 个数，有 {len(tokens)} 个"
        if not _DIGITS.fullmatch(row.digits):
            row.doubt = row.doubt or count_doubt
            return
        try:
            paths = [column.path for column in self.columns]
            row.readings = cut_run(row.digits, paths, self.row_sums)
        except TooManyReadingsError:
            row.doubt = row.doubt or "几格连在一起，可能的分法太多"
        if not row.readings:
            cut_doubt = "几格连在一起，没有一种分法与合计相符"
            row.doubt = row.doubt or (count_doubt if len(tokens) > 1 else cut_doubt)

    def _solve(self) -> None:
        """Leave each row the readings with which the columns add up, and prove what they prove."""
        usable = {path: row for path, row in self.rows.items() if row.readings and not row.doubt}
        sums = [total for total in self.column_sums if total.weights.keys() <= usable.keys()]
        options = {path: row.readings for path, row in usable.items()}
        try:
            viable = solve_columns(options, sums, len(self.columns))
        except TooManyReadingsError:
            viable = {}
        is_solved = bool(sums) and all(viable.values()) and bool(viable)
        for path, row in usable.items():
            is_summed = is_solved and any(path in total.weights for total in sums)
            if is_summed:
                row.readings = self._within_tokens(row, viable[path])
            row.is_proven = len(row.readings) == 1 and (
                ((is_summed or not self.column_sums) and self._adds_up(row.readings[0]))
                or self._is_certain(row)
            )

    def _within_tokens(self, row: _Row, readings: tuple[RowReading, ...]) -> tuple[RowReading, ...]:
        """Return the readings whose cells end where the text has a gap, if any do."""
        ends: set[int] = set()
        length = 0
        for token in row.text.tokens:
            length += len(token.text)
            ends.add(length)
        within = tuple(reading for reading in readings if ends <= _ends(reading))
        return within or readings

    def _adds_up(self, reading: RowReading) -> bool:
        """Return whether a row has sums, and all of them are true."""
        values = {column.path: n for column, n in zip(self.columns, reading, strict=True)}
        return bool(self.row_sums) and all(holds(total, values) for total in self.row_sums)

    def _is_certain(self, row: _Row) -> bool:
        """Return whether no other reading is thinkable, whatever the columns add up to.

        As many digits as cells, and a total that fits; or nothing but zeros.
        """
        if not row.is_plain_cut(len(self.columns)):
            return False
        return not any(row.readings[0]) or self._adds_up(row.readings[0])

    def _cell(self, key: CellKey, row: _Row, number: int, column: Header) -> ImportedCell:
        tokens = row.text.tokens
        if len(tokens) == len(self.columns):
            return self._token_cell(key, row, number, column)
        origin = tokens[0].origin if tokens else None
        section = self.section.section.id
        if row.is_proven:
            is_plain = row.is_plain_cut(len(self.columns))
            way = "每格一位" if is_plain else "只有这一种分法与勾稽关系相符"
            reason = f"数字连写“{row.digits}”，{way}"
            value = row.readings[0][number]
            return ImportedCell(key, section, value, "inferred", origin, reason=reason)
        candidates = dict.fromkeys(str(reading[number]) for reading in row.readings)
        text = " ".join(token.text for token in tokens)
        return ImportedCell(
            key,
            section,
            None,
            "doubtful",
            origin,
            text,
            tuple(candidates)[:_MAX_CANDIDATES],
            row.doubt or "几格连在一起，不止一种分法，或者与勾稽关系不符",
        )

    def _token_cell(self, key: CellKey, row: _Row, number: int, column: Header) -> ImportedCell:
        """Return a cell whose figure stands by itself."""
        token = row.text.tokens[number]
        section = self.section.section.id
        reading = read_value(token.text, column)
        if row.doubt:
            reading = ValueReading(None, "doubtful", token.text, (token.text,), row.doubt)
        elif not all(other.is_line for other in row.text.tokens) and len(self.columns) > 1:
            reading = self._spaced(row, reading, token.text)
        return ImportedCell(
            key,
            section,
            reading.value,
            reading.reading,
            token.origin,
            reading.text,
            reading.candidates,
            reading.reason,
        )

    def _spaced(self, row: _Row, reading: ValueReading, text: str) -> ValueReading:
        """Return a figure between spaces: the spaces may stand within numbers."""
        if reading.value is None:
            return reading
        is_certain = (
            (not self.row_sums and len({token.line for token in row.text.tokens}) == 1)
            or row.is_proven
            or (bool(row.readings) and self._adds_up(row.readings[0]))
        )
        if is_certain:
            return ValueReading(reading.value, "inferred", reading.text, (), "各格之间只有空格")
        return ValueReading(None, "doubtful", text, (text,), "各格之间只有空格，没有合计可以证明")


def _ends(reading: RowReading) -> frozenset[int]:
    return frozenset(accumulate(len(str(number)) for number in reading))
