"""Figures, their series and the catalogue as JSON, and its schemas."""

import json
from collections.abc import Iterable
from importlib.resources import files
from json.encoder import encode_basestring

from site_builder.model.series import CarryOverCheck
from site_builder.model.views.downloads import (
    CatalogueDataView,
    FigureCell,
    FiguresDataView,
    SchemaView,
    SeriesDataView,
)
from site_builder.model.views.parts import EntryRow
from site_builder.model.views.rollup import TableDataView
from site_builder.render.data.entries import (
    CORRECTIONS_COLUMN,
    ENTRY_FIELDS,
    LIST_COLUMNS,
    entry_values,
)

_encode_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ENTRY_NAMES = tuple(name for name, _ in ENTRY_FIELDS)


def figures_json(view: FiguresDataView) -> bytes:
    """Write the figures of a report."""
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
        # A string preserves 24252.311082 exactly in every language's reader.
        "value": cell.value or None,
        "unit": cell.unit,
        "state": cell.state,
    }


def series_json(view: SeriesDataView) -> bytes:
    """Write the figures of all years, and whether each continues the year before."""
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


def catalogue_json(view: CatalogueDataView) -> bytes:
    """Write the catalogue."""
    head = {
        "$schema": "schemas/catalogue.schema.json",
        "site": view.site,
        "address": view.address or None,
        "count": view.count,
    }
    # An entry a line: a change of one shows as one, and thousands are written by the C encoder.
    lines = b",\n".join(view.lines(_catalogue_lines))
    return b'%s,"entries":[\n%s\n]}\n' % (_encode_line(head)[:-1].encode(), lines)


def _catalogue_lines(rows: Iterable[EntryRow]) -> bytes:
    return ",\n".join([_encode_line(_entry(row)) for row in rows]).encode()


def _entry(row: EntryRow) -> dict[str, object]:
    values = entry_values(row)
    entry = {name: value or None for name, value in zip(_ENTRY_NAMES, values, strict=True)}
    for column in LIST_COLUMNS:
        entry[_ENTRY_NAMES[column]] = list(values[column])
    entry[_ENTRY_NAMES[CORRECTIONS_COLUMN]] = [
        {"date": correction.date, "what": correction.change, "why": correction.reason or None}
        for correction in row.corrections
    ]
    return entry


def table_json(view: TableDataView) -> bytes:
    """Write a table of a rollup: what its columns mean, then a row a line."""
    head = {
        "$schema": "../schemas/rollup-table.schema.json",
        "title": view.title,
        "description": view.description,
        "columns": [
            {"id": field.id, "label": field.label, "description": field.description}
            for field in view.fields
        ],
    }
    # There may be hundreds of thousands of rows of texts: each is put into a line as it is.
    line = ",".join(f'"{field.id}":%s' for field in view.fields).join(("{", "}"))

    def write(rows: Iterable[tuple[str, ...]]) -> bytes:
        lines = [
            line % tuple([encode_basestring(text) if text else "null" for text in row])
            for row in rows
        ]
        return ",\n".join(lines).encode()

    lines = view.lines(write) or [b""]
    # Put together once: the whole is large.
    lines[0] = b'%s,"rows":[\n%s' % (_encode_line(head)[:-1].encode(), lines[0])
    lines[-1] += b"\n]}\n"
    return b",\n".join(lines)


def published_schema(view: SchemaView) -> bytes:
    """Read a schema that JSON files follow."""
    folder = files("site_builder.render").joinpath("schemas")
    return folder.joinpath(f"{view.name}.schema.json").read_bytes().replace(b"\r\n", b"\n")


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
