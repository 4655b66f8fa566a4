"""A statutory table put in the order in which it is read aloud; `table_text` writes the sentences.

Nothing is known of any form: which column is a total is read from the section's identities, what is
named once from its trees.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from site_builder.model.figures import Cell, Figures, MissingValue
from site_builder.model.form import Header, Table, TableSection, all_leaves
from site_builder.model.transcript import (
    CellState,
    ColumnGroup,
    Figure,
    LabelGroup,
    SectionTranscript,
    Transcript,
    TranscriptRow,
    UniformRows,
)
from site_builder.standards import header_grid
from site_builder.standards.identities import total_columns

MAX_PHRASE_LABELS = 4
"""Names that can be listed in one phrase and still be followed by ear."""
_MISSING_STATES: Mapping[MissingValue, CellState] = {
    MissingValue.BLANK: "blank",
    MissingValue.NOT_APPLICABLE: "not-applicable",
}
_SUMMARIZED_STATES: tuple[CellState, ...] = ("zero", *_MISSING_STATES.values())
NBSP = "\N{NO-BREAK SPACE}"
"""Between words and a number: a line never begins with a number separated from its name."""
_SIGNS = {"+": f"正{NBSP}", "-": f"负{NBSP}"}


def transcribe(table: Table, figures: Figures) -> Transcript:
    """Return a table with its figures in the order in which it is read."""
    return Transcript(
        table.id,
        table.title,
        tuple(_TranscriptBuilder(table, section, figures).build() for section in table.sections),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, or a group of columns of a section without row labels, with its cells."""

    labels: tuple[str, ...]
    columns: tuple[Header, ...]
    cells: tuple[Cell, ...]

    def states(self) -> tuple[CellState, ...]:
        """Return the state of each cell."""
        return tuple(map(_cell_state, self.cells))

    def uniform_state(self) -> CellState | None:
        """Return the one state of all cells; None when they differ or are numbers."""
        states = set(self.states())
        state = states.pop()
        return None if states or state == "number" else state


class _TranscriptBuilder:
    """One section: its rows, and how much of them has to be stated."""

    def __init__(self, table: Table, section: TableSection, figures: Figures) -> None:
        self.section = section
        self.has_row_labels = header_grid.depth(section.rows) > 0
        self.rows = tuple(self._rows(table.id, figures))
        self.columns = all_leaves(section.columns)
        self.wide = self.has_row_labels and len(self.columns) > MAX_PHRASE_LABELS
        root = section.columns[0]
        self.common_header = (
            root.label if self.wide and self.columns == tuple(root.leaves()) else ""
        )
        self.totals = total_columns(section)
        uniform_counts = Counter(row.uniform_state() for row in self.rows)
        self.uniform_states = [state for state in _SUMMARIZED_STATES if uniform_counts[state] > 1]
        self.detailed_rows = [
            row for row in self.rows if row.uniform_state() not in self.uniform_states
        ]
        self.zero_paths = frozenset(self._zero_column_paths())

    def build(self) -> SectionTranscript:
        """Return the section as it is read."""
        zero_columns = [column for column in self.columns if column.path in self.zero_paths]
        return SectionTranscript(
            title=self.section.title,
            note=self.section.note,
            wide=self.wide,
            common_header=self.common_header,
            columns=self._label_groups(self.columns if self.has_row_labels else ()),
            zero_columns=self._label_groups(zero_columns),
            rows=tuple(map(self._transcribe_row, self.detailed_rows)),
            uniform=tuple(
                UniformRows(state, tuple(self._uniform_labels(state)))
                for state in self.uniform_states
            ),
        )

    def _rows(self, table: str, figures: Figures) -> Iterator[_Row]:
        for row in all_leaves(self.section.rows):
            for labels, columns in self._split_row(row):
                cells = (figures.cells[table, row.path, column.path] for column in columns)
                yield _Row(labels, columns, tuple(cells))

    def _split_row(self, row: Header) -> Iterator[tuple[tuple[str, ...], tuple[Header, ...]]]:
        columns = all_leaves(self.section.columns)
        if self.has_row_labels:
            yield header_grid.header_labels(self.section.rows, row.path), columns
        else:
            for parents, columns_below in groupby(columns, self._parent_labels):
                yield parents, tuple(columns_below)

    def _parent_labels(self, column: Header) -> tuple[str, ...]:
        return header_grid.header_labels(self.section.columns, column.path)[:-1]

    def _label_groups(self, columns: Iterable[Header]) -> tuple[LabelGroup, ...]:
        skipped_levels = 1 if self.common_header else 0
        chains = (
            header_grid.header_labels(self.section.columns, column.path)[skipped_levels:]
            for column in columns
        )
        return tuple(_group_labels(chains))

    def _zero_column_paths(self) -> Iterator[str]:
        """Yield the columns that hold 0 in every row, where stating it once spares many words."""
        if self.wide and sum(row.uniform_state() is None for row in self.detailed_rows) > 1:
            for column, *states in zip(
                self.columns, *(row.states() for row in self.rows), strict=True
            ):
                if set(states) == {"zero"} and column.path not in self.totals:
                    yield column.path

    def _uniform_labels(self, state: CellState) -> Iterator[LabelGroup]:
        rows = [row for row in self.rows if row.uniform_state() == state]
        if self.has_row_labels:
            yield from _group_labels(row.labels for row in rows)
        else:
            for row in rows:
                yield LabelGroup(row.labels, tuple(column.label for column in row.columns))

    def _transcribe_row(self, row: _Row) -> TranscriptRow:
        if self.wide and row.uniform_state():
            return TranscriptRow(row.labels, (), row.uniform_state())
        rest = self._common_state(row) if self.wide else None
        groups: dict[tuple[str, ...], list[Figure]] = {}
        for column, cell, state in zip(row.columns, row.cells, row.states(), strict=True):
            total = column.path in self.totals
            if column.path not in self.zero_paths and (total or state != rest):
                figure = Figure(column.label, spoken_text(cell, column), state, total=total)
                groups.setdefault(self._group_parents(column, row), []).append(figure)
        column_groups = (
            ColumnGroup(parents, tuple(sorted(figures, key=lambda item: not item.total)))
            for parents, figures in groups.items()
        )
        # What adds up the others is what most listen for: it comes first.
        return TranscriptRow(row.labels, tuple(sorted(column_groups, key=_without_total)), rest)

    def _group_parents(self, column: Header, row: _Row) -> tuple[str, ...]:
        parents = self._parent_labels(column)
        return (
            parents[1 if self.common_header else 0 :]
            if self.has_row_labels
            else parents[len(row.labels) :]
        )

    def _common_state(self, row: _Row) -> CellState | None:
        """Return what most columns without a number hold, when it is more than one of them."""
        counts = Counter(
            state
            for column, state in zip(row.columns, row.states(), strict=True)
            if column.path not in self.totals | self.zero_paths
        )
        # Columns that no row names hold 0: of all that is left, nothing else can be stated.
        rest = max(
            _SUMMARIZED_STATES[:1] if self.zero_paths else _SUMMARIZED_STATES,
            key=counts.__getitem__,
        )
        return rest if counts[rest] > 1 else None


def _without_total(group: ColumnGroup) -> bool:
    return not any(figure.total for figure in group.figures)


def spoken_text(cell: Cell, column: Header) -> str:
    """Return a cell as it is read aloud; its sign is a word."""
    text = "" if isinstance(cell, MissingValue) else header_grid.format_cell(cell, column)
    return _SIGNS[text[0]] + text[1:] if text[:1] in _SIGNS else text


def _cell_state(cell: Cell) -> CellState:
    if isinstance(cell, MissingValue):
        return _MISSING_STATES[cell]
    return "number" if header_grid.decimal_text(cell).strip("-0.") else "zero"


def _group_labels(chains: Iterable[tuple[str, ...]]) -> Iterator[LabelGroup]:
    """Yield labels below the headers that they share with their neighbours."""
    for parents, group in groupby(chains, lambda chain: chain[:-1]):
        yield LabelGroup(parents, tuple(chain[-1] for chain in group))
