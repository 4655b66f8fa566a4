"""Figures, their series and the catalogue as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

from site_builder.model.views.downloads import (
    CatalogueDataView,
    FigureCell,
    FiguresDataView,
    SeriesDataView,
)
from site_builder.model.views.parts import EntryRow
from site_builder.model.views.rollup import TableDataView
from site_builder.render.data.columns import (
    FIGURES_COLUMNS,
    SERIES_COLUMNS,
    STATE_LABELS,
)
from site_builder.render.data.entries import ENTRY_FIELDS, YEAR_COLUMN, entry_texts

_BOM = "\ufeff"
"""Excel on Windows reads a CSV without it as GBK."""
_FORMULA_PREFIXES = frozenset("=+-@\t\r\n＝＋－＠")
"""Full-width signs too: a spreadsheet set to an East Asian language may read them as the others."""


def figures_csv(view: FiguresDataView) -> bytes:
    """Write the figures of a report, one a line."""
    head = [column.label for column in FIGURES_COLUMNS]
    lines = (
        (
            str(view.year),
            view.organization,
            *_state_text(cell),
        )
        for cell in view.cells
    )
    return _csv(head, lines, numbers=(0, 6))


def _state_text(cell: FigureCell) -> tuple[str, ...]:
    """Write a figure as both CSV files do."""
    return (
        cell.table_title,
        cell.section_title,
        " > ".join(cell.row_labels),
        " > ".join(cell.column_labels),
        cell.value,
        cell.unit,
        STATE_LABELS[cell.state],
    )


def series_csv(view: SeriesDataView) -> bytes:
    """Write the figures of all years, one a line."""
    head = [item.label for item in SERIES_COLUMNS]
    reports = {report.year: report for report in view.reports}
    lines = (
        (
            str(item.year),
            reports[item.year].body,
            reports[item.year].form_number,
            *_state_text(item.cell),
            item.change,
            f"{item.cell.table}/{item.cell.row}/{item.cell.column}",
        )
        for item in view.figures
    )
    return _csv(head, lines, numbers=(0, 7, 10))


def catalogue_csv(view: CatalogueDataView) -> bytes:
    """Write the catalogue, one entry a line."""
    head = _csv([label for _, label in ENTRY_FIELDS], (), numbers=())
    return head + b"".join(view.lines(_catalogue_lines))


def table_csv(view: TableDataView) -> bytes:
    """Write a table of a rollup."""
    numbers = tuple(at for at, field in enumerate(view.fields) if field.is_number)
    head = _csv([field.label for field in view.fields], (), numbers=())
    # Written part by part: a text of all rows takes several times what its bytes do.
    return b"".join((head, *view.lines(lambda rows: _csv_lines(rows, numbers).encode())))


def sheet_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a sheet of the catalogue to edit, so that `import` reads each text as it was."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_escape_reversibly(value) for value in row] for row in rows)
    return (_BOM + text.getvalue()).encode()


def _escape_reversibly(text: str) -> str:
    """Put an apostrophe before a formula, and before apostrophes that stand before one."""
    return f"'{text}" if text.lstrip("'")[:1] in _FORMULA_PREFIXES else text


def _catalogue_lines(rows: Iterable[EntryRow]) -> bytes:
    return _csv_lines(map(entry_texts, rows), numbers=(YEAR_COLUMN,)).encode()


def _csv(head: Iterable[str], lines: Iterable[Sequence[str]], numbers: tuple[int, ...]) -> bytes:
    return (_BOM + _csv_lines([list(head)]) + _csv_lines(lines, numbers)).encode()


def _csv_lines(lines: Iterable[Sequence[str]], numbers: tuple[int, ...] = ()) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(_escape_formulas(line, numbers) for line in lines)
    return text.getvalue()


def _escape_formulas(line: Sequence[str], numbers: tuple[int, ...]) -> list[str]:
    """Prevent a spreadsheet from reading texts as formulas."""
    escaped = [f"'{value}" if value[:1] in _FORMULA_PREFIXES else value for value in line]
    for column in numbers:
        escaped[column] = line[column]
    return escaped
