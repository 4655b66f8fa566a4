"""What was imported, for programs: the facts of `import --json`, described in `docs/import.md`."""

from collections.abc import Iterator
from typing import Any

from site_builder.cli import catalogue_summary
from site_builder.model.block_text import block_text
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.failure import FailureGroup
from site_builder.model.figures import Amount, Cell, MissingValue
from site_builder.model.form import Header, Table
from site_builder.model.imported import ImportedCell, ImportedPart
from site_builder.model.original import (
    Block,
    Footnote,
    Omission,
    Origin,
    OriginalPicture,
    OriginalTable,
)
from site_builder.standards.header_grid import cell_state, decimal_text, header_labels
from site_builder.standards.identities import Evaluation
from site_builder.usecases.import_files import ImportResult, ReportImport


def facts(result: ImportResult) -> dict[str, Any]:
    """Return what became of all files."""
    return {
        "reports": [_report(report) for report in result.reports],
        "left_over": [_block(block) for block in result.left_over],
        "catalogues": [catalogue_summary.as_json(item) for item in result.catalogues],
    }


def report_diagnostics(result: ImportResult) -> Iterator[Diagnostic]:
    """Yield what is to be looked at in the reports; `result.diagnostics` has all else."""
    for imported in result.reports:
        yield from (*imported.report.diagnostics, *imported.diagnostics)


def _report(imported: ReportImport) -> dict[str, Any]:
    report, form = imported.report, imported.form
    return {
        "report": {
            "file": report.file,
            "year": report.year,
            "year_reason": report.year_reason,
            "form": form.id,
            "document_number": form.document_number,
            "body": report.body,
            "title": report.title,
            "date": report.published or None,
        },
        "cells": [
            _cell(table, section.id, row, column, report.cells[table.id, row.path, column.path])
            | {
                "band_title": section.title,
                "row_labels": list(header_labels(section.rows, row.path)),
                "column_labels": list(header_labels(section.columns, column.path)),
            }
            for table in form.tables()
            for section, row, column in table.cells()
        ],
        "identities": {
            "held": [_identity(item, imported) for item in imported.evaluations if item.holds],
            "failed": [
                _identity(item, imported) for item in imported.evaluations if not item.holds
            ],
        },
        "causes": [_causes(group) for group in imported.causes],
        "parts": [_part(part) for part in report.parts],
        "left_over": [_block(block) for block in report.left_over],
        "omissions": [_omission(omission) for omission in report.omissions],
        "written": list(imported.files.written),
        "backups": list(imported.files.backups),
    }


def _cell(
    table: Table, band: str, row: Header, column: Header, cell: ImportedCell
) -> dict[str, Any]:
    """Write a cell; `value`, `unit` and `state` are those of a published `figures.json`.

    A doubtful cell has neither value nor state: it is nothing that could be published.
    """
    value = MissingValue.BLANK if cell.value is None else cell.value
    return {
        "table": table.id,
        "band": band,
        "row": row.path,
        "column": column.path,
        "value": decimal_text(value) or None,
        "unit": _unit(value, column),
        "state": None if cell.value is None else cell_state(value),
        "reading": cell.reading,
        "origin": _origin(cell.origin),
        "candidates": list(cell.candidates),
        "reason": cell.reason or None,
        "text": cell.text or None,
    }


def _unit(value: Cell, column: Header) -> str:
    if isinstance(value, MissingValue):
        return ""
    return value.unit if isinstance(value, Amount) else column.unit


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    return {
        "file": origin.file,
        "page": origin.page,
        "table": origin.table,
        "row": origin.row,
        "column": origin.column,
        "line": origin.line,
    }


def _identity(evaluation: Evaluation, imported: ReportImport) -> dict[str, Any]:
    return {
        "table": evaluation.table.id,
        "band": evaluation.section.id,
        "identity": evaluation.identity.id,
        "axis": evaluation.identity.axis,
        "line": evaluation.line.path,
        "statement": evaluation.identity.statement,
        "expression": evaluation.identity.expression,
        "left": f"{evaluation.left:f}",
        "right": f"{evaluation.right:f}",
        "has_blanks": evaluation.has_blanks,
        "has_doubts": imported.has_doubts(evaluation),
        "cells": [
            {"table": table, "row": row, "column": column}
            for table, row, column in dict.fromkeys(evaluation.keys)
        ],
    }


def _causes(group: FailureGroup) -> dict[str, Any]:
    return {
        "summary": group.summary,
        "decided": group.decided,
        "failed": [
            {"table": item.table, "identity": item.identity, "line": item.line}
            for item in group.failed
        ],
        "causes": [
            {
                "kind": cause.kind,
                "sentence": cause.sentence,
                "changes": [
                    {
                        **dict(zip(("table", "row", "column"), change.key, strict=True)),
                        "current": None if change.current is None else f"{change.current:f}",
                        "proposed": f"{change.proposed:f}",
                        "previous_year": change.previous_year,
                    }
                    for change in cause.changes
                ],
            }
            for cause in group.causes
        ],
    }


def _part(part: ImportedPart) -> dict[str, Any]:
    return {
        "part": part.part,
        "heading": part.heading or None,
        "origin": _origin(part.origin),
        "blocks": len(part.blocks),
        "text": "\n".join(block_text(block) for block in part.blocks),
    }


def _block(block: Block) -> dict[str, Any]:
    return {"kind": _kind(block), "text": block_text(block), "origin": _origin(block.origin)}


def _kind(block: Block) -> str:
    if isinstance(block, OriginalTable):
        return "table"
    if isinstance(block, OriginalPicture):
        return "picture"
    return "footnote" if isinstance(block, Footnote) else block.kind


def _omission(omission: Omission) -> dict[str, Any]:
    return {
        "text": omission.text,
        "reason": omission.reason,
        "origin": _origin(omission.origin),
    }
