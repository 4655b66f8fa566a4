"""A statutory table put in the order in which it is read aloud; `table_text` writes the sentences.

Nothing is known of any form: which column is a total is read from the band's identities, what is
named once from its trees. Used by `plan`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from site_builder.forms import grid
from site_builder.forms.sums import total_columns
from site_builder.model.figures import Cell, Figures, Missing
from site_builder.model.form import Band, Head, Table, all_leaves
from site_builder.model.transcript import (
    BandTranscript,
    ColumnGroup,
    Figure,
    Names,
    State,
    Transcript,
    TranscriptRow,
    UniformRows,
)

PHRASE = 4
"""Names that can be listed in one phrase and still be followed by ear."""
_MISSING: Mapping[Missing, State] = {
    Missing.BLANK: "blank",
    Missing.NOT_APPLICABLE: "not-applicable",
}
_GATHERED: tuple[State, ...] = ("zero", *_MISSING.values())
GAP = "\N{NO-BREAK SPACE}"
"""Between words and a number: a line never begins with a number that has lost its name."""
_SIGNS = {"+": f"正{GAP}", "-": f"负{GAP}"}


def transcribe(table: Table, figures: Figures) -> Transcript:
    """Return a table with its figures in the order in which it is read."""
    return Transcript(
        table.id, table.title, tuple(_Band(table, band, figures).read() for band in table.bands)
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, or a group of columns of a band without row labels, with its cells."""

    labels: tuple[str, ...]
    columns: tuple[Head, ...]
    cells: tuple[Cell, ...]

    def states(self) -> tuple[State, ...]:
        """List the state of each cell."""
        return tuple(map(_state, self.cells))

    def uniform(self) -> State | None:
        """Return the one state of all cells; None when they differ or are numbers."""
        states = set(self.states())
        only = states.pop()
        return None if states or only == "number" else only


class _Band:
    """One band: its rows, and how much of them has to be said."""

    def __init__(self, table: Table, band: Band, figures: Figures) -> None:
        self.band = band
        self.labelled = grid.depth(band.rows) > 0
        self.rows = tuple(self._rows(table.id, figures))
        self.columns = all_leaves(band.columns)
        self.wide = self.labelled and len(self.columns) > PHRASE
        root = band.columns[0]
        self.common = root.label if self.wide and self.columns == tuple(root.leaves()) else ""
        self.totals = total_columns(band)
        alike = Counter(row.uniform() for row in self.rows)
        self.gathered = [state for state in _GATHERED if alike[state] > 1]
        self.listed = [row for row in self.rows if row.uniform() not in self.gathered]
        self.zero = frozenset(self._zero_columns())

    def read(self) -> BandTranscript:
        """Return the band as it is read."""
        zero = [column for column in self.columns if column.path in self.zero]
        return BandTranscript(
            title=self.band.title,
            note=self.band.note,
            wide=self.wide,
            common=self.common,
            columns=self._names(self.columns if self.labelled else ()),
            zero_columns=self._names(zero),
            rows=tuple(map(self._listed, self.listed)),
            uniform=tuple(UniformRows(one, tuple(self._alike(one))) for one in self.gathered),
        )

    def _rows(self, table: str, figures: Figures) -> Iterator[_Row]:
        for row in all_leaves(self.band.rows):
            for labels, columns in self._parts(row):
                cells = (figures.cells[table, row.path, column.path] for column in columns)
                yield _Row(labels, columns, tuple(cells))

    def _parts(self, row: Head) -> Iterator[tuple[tuple[str, ...], tuple[Head, ...]]]:
        columns = all_leaves(self.band.columns)
        if self.labelled:
            yield grid.labels(self.band.rows, row.path), columns
        else:
            for above, below in groupby(columns, self._above):
                yield above, tuple(below)

    def _above(self, column: Head) -> tuple[str, ...]:
        return grid.labels(self.band.columns, column.path)[:-1]

    def _names(self, columns: Iterable[Head]) -> tuple[Names, ...]:
        skipped = 1 if self.common else 0
        chains = (grid.labels(self.band.columns, one.path)[skipped:] for one in columns)
        return tuple(_names(chains))

    def _zero_columns(self) -> Iterator[str]:
        """Yield the columns that hold 0 in every row, where saying so once spares many words."""
        if self.wide and sum(row.uniform() is None for row in self.listed) > 1:
            for column, *states in zip(
                self.columns, *(row.states() for row in self.rows), strict=True
            ):
                if set(states) == {"zero"} and column.path not in self.totals:
                    yield column.path

    def _alike(self, state: State) -> Iterator[Names]:
        rows = [row for row in self.rows if row.uniform() == state]
        if self.labelled:
            yield from _names(row.labels for row in rows)
        else:
            for row in rows:
                yield Names(row.labels, tuple(column.label for column in row.columns))

    def _listed(self, row: _Row) -> TranscriptRow:
        if self.wide and row.uniform():
            return TranscriptRow(row.labels, (), row.uniform())
        rest = self._rest(row) if self.wide else None
        groups: dict[tuple[str, ...], list[Figure]] = {}
        for column, cell, state in zip(row.columns, row.cells, row.states(), strict=True):
            total = column.path in self.totals
            if column.path not in self.zero and (total or state != rest):
                figure = Figure(column.label, spoken(cell, column), state, total=total)
                groups.setdefault(self._group(column, row), []).append(figure)
        made = (
            ColumnGroup(above, tuple(sorted(figures, key=lambda one: not one.total)))
            for above, figures in groups.items()
        )
        # What adds up the others is what most listen for: it comes first.
        return TranscriptRow(row.labels, tuple(sorted(made, key=_without_total)), rest)

    def _group(self, column: Head, row: _Row) -> tuple[str, ...]:
        above = self._above(column)
        return above[1 if self.common else 0 :] if self.labelled else above[len(row.labels) :]

    def _rest(self, row: _Row) -> State | None:
        """Return what most columns without a number hold, when it is more than one of them."""
        counts = Counter(
            state
            for column, state in zip(row.columns, row.states(), strict=True)
            if column.path not in self.totals | self.zero
        )
        # Columns that no row names hold 0: of all that is left, nothing else can be said.
        rest = max(_GATHERED[:1] if self.zero else _GATHERED, key=counts.__getitem__)
        return rest if counts[rest] > 1 else None


def _without_total(group: ColumnGroup) -> bool:
    return not any(figure.total for figure in group.figures)


def spoken(cell: Cell, column: Head) -> str:
    """Return a cell as it is read aloud; its sign is a word."""
    text = "" if isinstance(cell, Missing) else grid.printed(cell, column)
    return _SIGNS[text[0]] + text[1:] if text[:1] in _SIGNS else text


def _state(cell: Cell) -> State:
    if isinstance(cell, Missing):
        return _MISSING[cell]
    return "number" if grid.digits(cell).strip("-0.") else "zero"


def _names(chains: Iterable[tuple[str, ...]]) -> Iterator[Names]:
    """Yield labels below the heads that they share with their neighbours."""
    for above, below in groupby(chains, lambda chain: chain[:-1]):
        yield Names(above, tuple(chain[-1] for chain in below))
