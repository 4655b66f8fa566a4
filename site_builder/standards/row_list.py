"""A section of a form as a short list, for the eye where the table finds no room.

Nothing is left out or stated twice: columns that are 0 in every row are named once, rows
that are 0 in every column share a line, a header above several columns is explained once, totals
come first. Whoever hears the page read aloud hears the table.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from site_builder.model.figures import Figures
from site_builder.model.form import Header, Table, TableSection, all_leaves
from site_builder.model.row_list import ListFigure, ListLine, RowList
from site_builder.standards.header_grid import format_cell, header_chain
from site_builder.standards.identities import total_columns

_MAX_LISTED_SINGLY = 2
"""Columns, and rows, that are stated to be zero each by itself rather than once for all."""


def row_lists(table: Table, figures: Figures) -> tuple[RowList, ...]:
    """Build a list of each section of a table."""
    return tuple(_RowListBuilder(table, section, figures).build() for section in table.sections)


class _RowListBuilder:
    """One section, while its list is made."""

    def __init__(self, table: Table, section: TableSection, figures: Figures) -> None:
        self.section = section
        # A header above all columns (申请人情况) would repeat for each.
        has_common_header = len(section.columns) == 1 and bool(section.columns[0].children)
        self.columns = section.columns[0].children if has_common_header else section.columns
        self.texts = {
            (row.path, column.path): format_cell(
                figures.cells[table.id, row.path, column.path], column
            )
            for row in all_leaves(section.rows)
            for column in all_leaves(section.columns)
        }
        self.rows = all_leaves(section.rows)
        self.has_short_names = self._has_short_names()
        self.zero_columns = self._zero_columns()
        self.totals = total_columns(section)

    def build(self) -> RowList:
        """Build the list: of the rows, or of the columns' groups where the only row has no name."""
        if len(self.rows) > 1 or self.rows[0].label:
            lines, notes = tuple(self._row_lines()), tuple(self._notes())
        else:
            lines, notes = tuple(self._group_lines(self.rows[0], self.columns, 1)), ()
        remarks = (self.section.note, *notes) if self.section.note else notes
        return RowList(self.section.title, remarks, lines)

    def _zero_columns(self) -> tuple[Header, ...]:
        """Return the columns that are 0 in every row; none of few, and none where all are."""
        columns = all_leaves(self.columns)
        zero_columns = tuple(
            column
            for column in columns
            if all(self.texts[row.path, column.path] == "0" for row in self.rows)
        )
        too_few = len(columns) <= _MAX_LISTED_SINGLY or len(self.rows) <= _MAX_LISTED_SINGLY
        return () if too_few or len(zero_columns) == len(columns) else zero_columns

    def _notes(self) -> Iterator[str]:
        """Return once what holds for all rows."""
        columns = all_leaves(self.columns)
        if self.has_short_names:
            for header in self.columns:
                if header.children:
                    yield f"{header.label}分为：{_join_labels(header.children)}。"
        if len(columns) > 1 and all(text == "0" for text in self.texts.values()):
            names = "、".join(self._column_name(column) for column in columns)
            yield f"各行的各列（{names}）均为 0。"
        elif self.zero_columns:
            names = "、".join(self._column_name(column) for column in self.zero_columns)
            yield f"各行均为 0 的列，下面不再列出：{names}。"

    def _has_short_names(self) -> bool:
        """Return whether each column's own name is enough: below one level, and unlike others."""
        names = Counter(column.label for column in all_leaves(self.columns))
        deepest = max(
            len(header_chain(self.columns, column.path)) for column in all_leaves(self.columns)
        )
        return deepest <= _MAX_LISTED_SINGLY and max(names.values()) == 1

    def _column_name(self, column: Header) -> str:
        if self.has_short_names:
            return column.label
        return " ".join(header.label for header in header_chain(self.columns, column.path))

    def _row_lines(self) -> Iterator[ListLine]:
        """Yield the lines: headings where they begin, rows below them."""
        placed: set[str] = set()
        columns = [column for column in all_leaves(self.columns) if column not in self.zero_columns]
        labelled = [(column, self._column_name(column)) for column in columns]
        for (parents, all_zero), rows in groupby(self.rows, self._row_kind):
            for level, header in enumerate(parents, 1):
                if header.path not in placed:
                    yield ListLine((header.label,), level, all_zero=False, figures=())
            placed.update(header.path for header in parents)
            level = len(parents) + 1
            if all_zero:
                yield ListLine(tuple(row.label for row in rows), level, all_zero=True, figures=())
                continue
            for row in rows:
                figures = self._order_figures(row, labelled)
                yield ListLine((row.label,), level, all_zero=False, figures=figures)

    def _row_kind(self, row: Header) -> tuple[tuple[Header, ...], bool]:
        """Return what stands above a row, and whether all of it is 0."""
        texts = [self.texts[row.path, column.path] for column in all_leaves(self.columns)]
        parents = tuple(
            header for header in header_chain(self.section.rows, row.path) if header is not row
        )
        return parents, len(texts) > 1 and all(text == "0" for text in texts)

    def _order_figures(
        self, row: Header, labelled: list[tuple[Header, str]]
    ) -> tuple[ListFigure, ...]:
        """Order figures, the total first; several zeros are one at the end."""
        several = len(labelled) > 1
        all_figures = [
            ListFigure(
                name, self.texts[row.path, column.path], several and column.path in self.totals
            )
            for column, name in sorted(labelled, key=lambda pair: pair[0].path not in self.totals)
        ]
        nonzero = [figure for figure in all_figures if figure.text != "0"]
        if not nonzero or len(all_figures) - len(nonzero) < _MAX_LISTED_SINGLY:
            return tuple(all_figures)
        return (*nonzero, ListFigure("其余均为", "0", total=False))

    def _group_lines(
        self, row: Header, headers: tuple[Header, ...], level: int
    ) -> Iterator[ListLine]:
        """Yield a line for each group of columns, with the only row's figures."""
        for header in headers:
            leaves = [leaf for leaf in header.children if not leaf.children] or [header]
            if header.children and len(leaves) < len(header.children):
                yield ListLine((header.label,), level, all_zero=False, figures=())
                yield from self._group_lines(row, header.children, level + 1)
                continue
            all_zero = len(leaves) > 1 and all(
                self.texts[row.path, leaf.path] == "0" for leaf in leaves
            )
            labelled = [(leaf, "" if leaf is header else leaf.label) for leaf in leaves]
            figures = () if all_zero else self._order_figures(row, labelled)
            yield ListLine((header.label,), level, all_zero=all_zero, figures=figures)


def _join_labels(headers: tuple[Header, ...]) -> str:
    return "、".join(header.label for header in headers)
