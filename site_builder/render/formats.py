"""Views → files to take away: CSV and JSON here, what needs an extra in modules of its own."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.resources import files

from site_builder.model.series import CarryOverCheck
from site_builder.model.views.downloads import (
    CatalogueDataView,
    FigureCell,
    FiguresDataView,
    SchemaView,
    SeriesDataView,
)
from site_builder.model.views.pages import View
from site_builder.model.views.parts import CorrectionView, EntryRow
from site_builder.render.data.columns import (
    CATALOGUE_COLUMNS,
    FIGURES_COLUMNS,
    SERIES_COLUMNS,
    STATE_LABELS,
)
from site_builder.render.data.csvw import csvw_metadata
from site_builder.render.data.dcat import dcat_catalogue

_BOM = "\ufeff"
"""Excel on Windows reads a CSV without it as GBK."""
_FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Full-width signs too: a spreadsheet set to an East Asian language may read them as the others."""

_LIST_FIELDS = tuple(column.id for column in CATALOGUE_COLUMNS if column.separator)
ENTRY_FIELDS = tuple((column.id, column.label) for column in CATALOGUE_COLUMNS)


def _figures_csv(view: View) -> bytes:
    assert isinstance(view, FiguresDataView)  # noqa: S101 - the plan pairs views and renderers
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


def _figures_json(view: View) -> bytes:
    assert isinstance(view, FiguresDataView)  # noqa: S101 - the plan pairs views and renderers
    return _json(
        {
            "$schema": "../schemas/figures.schema.json",
            "title": view.title,
            "year": view.year,
            "body": view.organization,
            "form": view.form,
            "document_number": view.form_number,
            "status": view.status or None,
            "status_note": view.status_note or None,
            "notes": list(view.notices),
            "cells": [_cell(cell) for cell in view.cells],
        }
    )


def _cell(cell: FigureCell) -> dict[str, object]:
    return {
        "table": cell.table,
        "table_title": cell.table_title,
        "band": cell.section,
        "band_title": cell.section_title,
        "row": cell.row,
        "row_labels": list(cell.row_labels),
        "column": cell.column,
        "column_labels": list(cell.column_labels),
        # A string keeps 24252.311082 what it is in every language's reader.
        "value": cell.value or None,
        "unit": cell.unit,
        "state": cell.state,
    }


def _series_csv(view: View) -> bytes:
    assert isinstance(view, SeriesDataView)  # noqa: S101 - the plan pairs views and renderers
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


def _series_json(view: View) -> bytes:
    assert isinstance(view, SeriesDataView)  # noqa: S101 - the plan pairs views and renderers
    return _json(
        {
            "$schema": "schemas/series.schema.json",
            "site": view.site,
            "address": view.address or None,
            "reports": [
                {
                    "year": report.year,
                    "title": report.title,
                    "body": report.body,
                    "form": report.form,
                    "document_number": report.form_number,
                    "url": report.url,
                }
                for report in view.reports
            ],
            "missing_years": list(view.missing),
            "withdrawn_years": list(view.withdrawn),
            "figures": [
                {"year": figure.year, **_cell(figure.cell), "change": figure.change or None}
                for figure in view.figures
            ],
            "carry_over": [_carry_over(check) for check in view.carry_over_checks],
        }
    )


def _carry_over(check: CarryOverCheck) -> dict[str, object]:
    return {
        "year": check.year,
        "table": check.table,
        "identity": check.identity,
        "says": check.statement,
        "line": check.line,
        "line_labels": list(check.line_labels),
        "state": check.state,
        "stated": check.actual or None,
        "expected": check.expected or None,
        "difference": check.difference or None,
    }


def _catalogue_csv(view: View) -> bytes:
    assert isinstance(view, CatalogueDataView)  # noqa: S101 - the plan pairs views and renderers
    names = [name for name, _ in ENTRY_FIELDS]
    lines = ([entry_text(row, name) for name in names] for row in view.entries)
    return _csv([label for _, label in ENTRY_FIELDS], lines, numbers=(names.index("year"),))


def _catalogue_json(view: View) -> bytes:
    assert isinstance(view, CatalogueDataView)  # noqa: S101 - the plan pairs views and renderers
    entries = [{name: _entry_value(row, name) for name, _ in ENTRY_FIELDS} for row in view.entries]
    return _json(
        {
            "$schema": "schemas/catalogue.schema.json",
            "site": view.site,
            "address": view.address or None,
            "count": len(entries),
            "entries": entries,
        }
    )


def entry_text(row: EntryRow, name: str) -> str:
    """Write what an entry says under a column of `CATALOGUE`."""
    if name in _LIST_FIELDS:
        return " ".join(getattr(row, name))
    if name == "corrections":
        return "；".join(_correction_text(correction) for correction in row.corrections)
    return str(_attribute(row, name))


def _correction_text(correction: CorrectionView) -> str:
    reason = f"（原因：{correction.reason}）" if correction.reason else ""
    return f"{correction.date} {correction.change}{reason}"


def _entry_value(row: EntryRow, name: str) -> object:
    if name in _LIST_FIELDS:
        return list(getattr(row, name))
    if name == "corrections":
        return [
            {"date": correction.date, "what": correction.change, "why": correction.reason or None}
            for correction in row.corrections
        ]
    return _attribute(row, name) or None


def _attribute(row: EntryRow, name: str) -> object:
    """Return what a column of the catalogue holds; its names are older than the views."""
    match name:
        case "status":
            return row.status.label
        case "repealed":
            return row.status.date
        case "status_note":
            return row.status.reason
    return getattr(row, name)


def _schema(view: View) -> bytes:
    assert isinstance(view, SchemaView)  # noqa: S101 - the plan pairs views and renderers
    folder = files("site_builder.render").joinpath("schemas")
    return folder.joinpath(f"{view.name}.schema.json").read_bytes().replace(b"\r\n", b"\n")


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(head: Iterable[str], lines: Iterable[Iterable[str]], numbers: tuple[int, ...]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    for line in lines:
        writer.writerow(
            value if column in numbers else _escape_formula(value)
            for column, value in enumerate(line)
        )
    return (_BOM + text.getvalue()).encode()


def _escape_formula(value: str) -> str:
    """Keep a spreadsheet from taking text for a formula."""
    return f"'{value}" if value.startswith(_FORMULA_PREFIXES) else value


def _lazy(module: str, function: str) -> Callable[[View], bytes]:
    """Return a renderer that needs an extra: imported when it is used, not before."""

    def render(view: View) -> bytes:
        data: bytes = getattr(import_module(f"site_builder.render.{module}"), function)(view)
        return data

    return render


FORMATS: dict[str, Callable[[View], bytes]] = {
    "figures.csv": _figures_csv,
    "figures.json": _figures_json,
    "figures.xlsx": _lazy("office.xlsx.report", "report_xlsx"),
    "report.docx": _lazy("office.docx.report", "report_docx"),
    "report.pdf": _lazy("pdf.report", "report_pdf"),
    "series.csv": _series_csv,
    "series.json": _series_json,
    "catalogue.csv": _catalogue_csv,
    "catalogue.json": _catalogue_json,
    "catalogue.xlsx": _lazy("office.xlsx.catalogue", "catalogue_xlsx"),
    "catalog.jsonld": dcat_catalogue,
    "csv-metadata.json": csvw_metadata,
    "schema.json": _schema,
    "application.docx": _lazy("office.docx.application", "application_docx"),
}
