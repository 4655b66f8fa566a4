"""Views → files to take away: CSV and JSON here, what needs an extra in modules of its own."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.resources import files

from site_builder.model.files import (
    CatalogueDataView,
    FigureCell,
    FiguresDataView,
    SchemaView,
    SeriesDataView,
)
from site_builder.model.parts import CorrectionView, EntryRow
from site_builder.model.series import CarryOverCheck
from site_builder.model.view import View
from site_builder.render.columns import CATALOGUE, FIGURES, SERIES, STATES
from site_builder.render.csv_columns import csv_columns
from site_builder.render.data_catalogue import data_catalogue

_BOM = "\ufeff"
"""Excel on Windows reads a CSV without it as GBK."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Full-width signs too: a spreadsheet set to an East Asian language may read them as the others."""

_LISTS = tuple(one.id for one in CATALOGUE if one.separator)
ENTRY_FIELDS = tuple((one.id, one.label) for one in CATALOGUE)


def _figures_csv(view: View) -> bytes:
    assert isinstance(view, FiguresDataView)  # noqa: S101 - the plan pairs views and renderers
    head = [one.label for one in FIGURES]
    lines = (
        (
            str(view.year),
            view.organization,
            *_in_words(cell),
        )
        for cell in view.cells
    )
    return _csv(head, lines, numbers=(0, 6))


def _in_words(cell: FigureCell) -> tuple[str, ...]:
    """Write a figure as both CSV files do."""
    return (
        cell.table_title,
        cell.section_title,
        " > ".join(cell.row_labels),
        " > ".join(cell.column_labels),
        cell.value,
        cell.unit,
        STATES[cell.state],
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
    head = [one.label for one in SERIES]
    reports = {report.year: report for report in view.reports}
    lines = (
        (
            str(one.year),
            reports[one.year].body,
            reports[one.year].form_number,
            *_in_words(one.cell),
            one.change,
            f"{one.cell.table}/{one.cell.row}/{one.cell.column}",
        )
        for one in view.figures
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
                    "year": one.year,
                    "title": one.title,
                    "body": one.body,
                    "form": one.form,
                    "document_number": one.form_number,
                    "url": one.url,
                }
                for one in view.reports
            ],
            "missing_years": list(view.missing),
            "withdrawn_years": list(view.withdrawn),
            "figures": [
                {"year": one.year, **_cell(one.cell), "change": one.change or None}
                for one in view.figures
            ],
            "carry_over": [_carry(one) for one in view.carry_over_checks],
        }
    )


def _carry(one: CarryOverCheck) -> dict[str, object]:
    return {
        "year": one.year,
        "table": one.table,
        "identity": one.identity,
        "says": one.statement,
        "line": one.line,
        "line_labels": list(one.line_labels),
        "state": one.state,
        "stated": one.actual or None,
        "expected": one.expected or None,
        "difference": one.difference or None,
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
    if name in _LISTS:
        return " ".join(getattr(row, name))
    if name == "corrections":
        return "；".join(_correction(one) for one in row.corrections)
    return str(getattr(row, name))


def _correction(one: CorrectionView) -> str:
    return f"{one.date} {one.change}{f'（原因：{one.reason}）' if one.reason else ''}"


def _entry_value(row: EntryRow, name: str) -> object:
    if name in _LISTS:
        return list(getattr(row, name))
    if name == "corrections":
        return [
            {"date": one.date, "what": one.change, "why": one.reason or None}
            for one in row.corrections
        ]
    return getattr(row, name) or None


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
            value if at in numbers else _harmless(value) for at, value in enumerate(line)
        )
    return (_BOM + text.getvalue()).encode()


def _harmless(value: str) -> str:
    """Keep a spreadsheet from taking text for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _by_extra(module: str) -> Callable[[View], bytes]:
    """Give a renderer that needs an extra: imported when it is used, not before."""

    def made(view: View) -> bytes:
        found = import_module(f"site_builder.render.{module}")
        data: bytes = getattr(found, module)(view)
        return data

    return made


DOWNLOADS: dict[str, Callable[[View], bytes]] = {
    "figures.csv": _figures_csv,
    "figures.json": _figures_json,
    "figures.xlsx": _by_extra("report_xlsx"),
    "report.docx": _by_extra("report_docx"),
    "report.pdf": _by_extra("report_pdf"),
    "series.csv": _series_csv,
    "series.json": _series_json,
    "catalogue.csv": _catalogue_csv,
    "catalogue.json": _catalogue_json,
    "catalogue.xlsx": _by_extra("catalogue_xlsx"),
    "catalog.jsonld": data_catalogue,
    "csv-metadata.json": csv_columns,
    "schema.json": _schema,
    "application.docx": _by_extra("application_docx"),
}
