"""A band of a form as a short list, for the eye where the table finds no room. Called by `plan`.

Nothing is left out and nothing is said twice: columns that are 0 in every row are named once, rows
that are 0 in every column share a line, a head above several columns is explained once, totals come
first. Whoever hears the page hears the table.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from site_builder.forms.grid import chain, printed
from site_builder.forms.sums import total_columns
from site_builder.model.figures import Figures
from site_builder.model.form import Band, Head, Table, all_leaves
from site_builder.model.row_list import ListFigure, ListLine, RowList

_FEW = 2
"""Columns, and rows, that say sooner each by itself than once for all that they are zero."""


def row_lists(table: Table, figures: Figures) -> tuple[RowList, ...]:
    """Make a list of each band of a table."""
    return tuple(_BandList(table, band, figures).build() for band in table.bands)


class _BandList:
    """One band, while its list is made."""

    def __init__(self, table: Table, band: Band, figures: Figures) -> None:
        self.band = band
        # A head above all columns (申请人情况) would say the same of each.
        whole = len(band.columns) == 1 and bool(band.columns[0].children)
        self.columns = band.columns[0].children if whole else band.columns
        self.texts = {
            (row.path, column.path): printed(figures.cells[table.id, row.path, column.path], column)
            for row in all_leaves(band.rows)
            for column in all_leaves(band.columns)
        }
        self.rows = all_leaves(band.rows)
        self.empty = self._empty_columns()
        self.totals = total_columns(band)

    def build(self) -> RowList:
        """Make the list: of the rows, or of the columns' groups where the only row has no name."""
        if len(self.rows) > 1 or self.rows[0].label:
            lines, notes = tuple(self._rows()), tuple(self._notes())
        else:
            lines, notes = tuple(self._groups(self.rows[0], self.columns, 1)), ()
        remarks = (self.band.note, *notes) if self.band.note else notes
        return RowList(self.band.title, remarks, lines)

    def _empty_columns(self) -> tuple[Head, ...]:
        """List the columns that are 0 in every row; none of few, and none where all are."""
        columns = all_leaves(self.columns)
        empty = tuple(
            column
            for column in columns
            if all(self.texts[row.path, column.path] == "0" for row in self.rows)
        )
        few = len(columns) <= _FEW or len(self.rows) <= _FEW
        return () if few or len(empty) == len(columns) else empty

    def _notes(self) -> Iterator[str]:
        """Say once what holds for all rows."""
        columns = all_leaves(self.columns)
        if self._short():
            for head in self.columns:
                if head.children:
                    yield f"{head.label}分为：{_joined(head.children)}。"
        if len(columns) > 1 and all(text == "0" for text in self.texts.values()):
            yield f"各行的各列（{'、'.join(self._name(one) for one in columns)}）均为 0。"
        elif self.empty:
            named = "、".join(self._name(one) for one in self.empty)
            yield f"各行均为 0 的列，下面不再列出：{named}。"

    def _short(self) -> bool:
        """Tell whether each column's own name is enough: below one level, and unlike others."""
        names = Counter(one.label for one in all_leaves(self.columns))
        deepest = max(len(chain(self.columns, one.path)) for one in all_leaves(self.columns))
        return deepest <= _FEW and max(names.values()) == 1

    def _name(self, column: Head) -> str:
        if self._short():
            return column.label
        return " ".join(head.label for head in chain(self.columns, column.path))

    def _rows(self) -> Iterator[ListLine]:
        """Yield the lines: headings where they begin, rows below them."""
        opened: set[str] = set()
        for (above, zero), rows in groupby(self.rows, self._kind):
            for level, head in enumerate(above, 1):
                if head.path not in opened:
                    yield ListLine((head.label,), level, zero=False, figures=())
            opened.update(head.path for head in above)
            level = len(above) + 1
            if zero:
                yield ListLine(tuple(row.label for row in rows), level, zero=True, figures=())
                continue
            for row in rows:
                shown = [one for one in all_leaves(self.columns) if one not in self.empty]
                yield ListLine((row.label,), level, zero=False, figures=self._figures(row, shown))

    def _kind(self, row: Head) -> tuple[tuple[Head, ...], bool]:
        """Tell what stands above a row, and whether all of it is 0."""
        texts = [self.texts[row.path, column.path] for column in all_leaves(self.columns)]
        above = tuple(head for head in chain(self.band.rows, row.path) if head is not row)
        return above, len(texts) > 1 and all(text == "0" for text in texts)

    def _figures(self, row: Head, columns: list[Head]) -> tuple[ListFigure, ...]:
        named = [(column, self._name(column)) for column in columns]
        return self._ordered(row, named)

    def _ordered(self, row: Head, named: list[tuple[Head, str]]) -> tuple[ListFigure, ...]:
        """Order figures, the total first; several zeros are one at the end."""
        several = len(named) > 1
        all_figures = [
            ListFigure(
                name, self.texts[row.path, column.path], several and column.path in self.totals
            )
            for column, name in sorted(named, key=lambda pair: pair[0].path not in self.totals)
        ]
        shown = [one for one in all_figures if one.text != "0"]
        if not shown or len(all_figures) - len(shown) < _FEW:
            return tuple(all_figures)
        return (*shown, ListFigure("其余均为", "0", total=False))

    def _groups(self, row: Head, heads: tuple[Head, ...], level: int) -> Iterator[ListLine]:
        """Yield a line for each group of columns, with the only row's figures."""
        for head in heads:
            ends = [one for one in head.children if not one.children] or [head]
            if head.children and len(ends) < len(head.children):
                yield ListLine((head.label,), level, zero=False, figures=())
                yield from self._groups(row, head.children, level + 1)
                continue
            zero = len(ends) > 1 and all(self.texts[row.path, one.path] == "0" for one in ends)
            named = [(one, "" if one is head else one.label) for one in ends]
            figures = () if zero else self._ordered(row, named)
            yield ListLine((head.label,), level, zero=zero, figures=figures)


def _joined(heads: tuple[Head, ...]) -> str:
    return "、".join(head.label for head in heads)
