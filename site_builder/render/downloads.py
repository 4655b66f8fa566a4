"""Views → data files: CSV and JSON of figures and catalogue, and the schemas they keep to."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from importlib.resources import files

from site_builder.model.parts import EntryRow
from site_builder.model.view import CatalogueDataView, FiguresDataView, SchemaView, View
from site_builder.render.columns import CATALOGUE, FIGURES
from site_builder.render.csv_columns import csv_columns
from site_builder.render.data_catalogue import data_catalogue

_BOM = "\ufeff"
"""Excel on Windows reads a CSV without it as GBK."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Full-width signs too: a spreadsheet set to an East Asian language may read them as the others."""

ENTRY_FIELDS = tuple((one.id, one.label) for one in CATALOGUE)


def _figures_csv(view: View) -> bytes:
    assert isinstance(view, FiguresDataView)  # noqa: S101 - the plan pairs views and renderers
    head = [one.label for one in FIGURES]
    states = {"number": "数值", "blank": "空缺", "not-applicable": "不适用"}
    lines = (
        (
            str(view.year),
            view.body,
            cell.table_title,
            cell.band_title,
            " > ".join(cell.row_labels),
            " > ".join(cell.column_labels),
            cell.value,
            cell.unit,
            states[cell.state],
        )
        for cell in view.cells
    )
    return _csv(head, lines, numbers=(0, 6))


def _figures_json(view: View) -> bytes:
    assert isinstance(view, FiguresDataView)  # noqa: S101 - the plan pairs views and renderers
    return _json(
        {
            "$schema": "../schemas/figures.schema.json",
            "title": view.title,
            "year": view.year,
            "body": view.body,
            "form": view.form,
            "document_number": view.form_number,
            "cells": [
                {
                    "table": cell.table,
                    "table_title": cell.table_title,
                    "band": cell.band,
                    "band_title": cell.band_title,
                    "row": cell.row,
                    "row_labels": list(cell.row_labels),
                    "column": cell.column,
                    "column_labels": list(cell.column_labels),
                    # A string keeps 24252.311082 what it is in every language's reader.
                    "value": cell.value or None,
                    "unit": cell.unit,
                    "state": cell.state,
                }
                for cell in view.cells
            ],
        }
    )


def _catalogue_csv(view: View) -> bytes:
    assert isinstance(view, CatalogueDataView)  # noqa: S101 - the plan pairs views and renderers
    names = [name for name, _ in ENTRY_FIELDS]
    lines = ([_entry_text(row, name) for name in names] for row in view.entries)
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


def _entry_text(row: EntryRow, name: str) -> str:
    if name == "keywords":
        return " ".join(row.keywords)
    if name == "corrections":
        whys = {one: f"（原因：{one.why}）" if one.why else "" for one in row.corrections}
        return "；".join(f"{one.day} {one.what}{why}" for one, why in whys.items())
    return str(getattr(row, name))


def _entry_value(row: EntryRow, name: str) -> object:
    if name == "keywords":
        return list(row.keywords)
    if name == "corrections":
        return [
            {"date": one.day, "what": one.what, "why": one.why or None} for one in row.corrections
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


def _application_docx(view: View) -> bytes:
    from site_builder.render.application_docx import application_docx  # noqa: PLC0415 - an extra

    return application_docx(view)


DOWNLOADS: dict[str, Callable[[View], bytes]] = {
    "figures.csv": _figures_csv,
    "figures.json": _figures_json,
    "catalogue.csv": _catalogue_csv,
    "catalogue.json": _catalogue_json,
    "catalog.jsonld": data_catalogue,
    "csv-metadata.json": csv_columns,
    "schema.json": _schema,
    "application.docx": _application_docx,
}
