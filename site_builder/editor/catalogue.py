"""The catalogue as a sheet: found, sorted and edited row by row, saved document by document."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from site_builder.build.catalogue_planner import signed_note
from site_builder.editor.catalogue_sheet import choices, sheet_columns, sheet_rows
from site_builder.editor.pages import Action, Answer, Arguments, Page, Request, render
from site_builder.editor.session import Session
from site_builder.editor.unsaved_edits import unsaved_edit
from site_builder.model.catalogue_plan import PlannedDocument
from site_builder.usecases.edit_catalogue import (
    JudgedRow,
    RowEdit,
    judge_edits,
    save_edits,
)
from site_builder.usecases.list_catalogue import CatalogueQuery, list_catalogue, sheet_fields
from site_builder.usecases.unsaved_edits import CATALOGUE_SHEET

_SIZES = (50, 20, 100, 200)
"""Rows of a page; the first is the usual one."""
_FILTERS = ("q", "year", "item", "status", "theme", "findings", "edited")


def _catalogue(session: Session, _rest: str, arguments: Arguments) -> str:
    sources = session.catalogue.read(session.project, session.standards)
    fields = sheet_fields(sources.values(), session.standards)
    findings = Counter(each.location.file for each in session.state().snapshot.diagnostics)
    unsaved = unsaved_edit(session, CATALOGUE_SHEET)
    query = _query(arguments, unsaved["unsaved"])
    listed = list_catalogue(sources.values(), query, findings, fields)
    columns = sheet_columns(fields, session.standards, arguments.get("sort", ""))
    size = _number(arguments.get("size", ""), _SIZES[0], max(_SIZES))
    pages = max(1, -(-len(listed) // size))
    page = _number(arguments.get("page", ""), 1, pages)
    start = (page - 1) * size
    return render(
        session,
        "catalogue.html",
        arguments={name: arguments.get(name, "") for name in (*_FILTERS, "sort", "size")},
        is_filtered=any(arguments.get(name) for name in _FILTERS),
        head=columns[0],
        columns=columns[1:],
        rows=sheet_rows(listed[start : start + size], columns[1:], findings),
        choices=choices(sources.values(), session.standards),
        sizes=sorted(_SIZES),
        size=size,
        total=len(sources),
        count=len(listed),
        first=start + 1,
        last=min(start + size, len(listed)),
        page=page,
        pages=pages,
        links=_page_links(arguments, page, pages),
        sheet=CATALOGUE_SHEET,
        **unsaved,
    )


def _query(arguments: Arguments, unsaved: str) -> CatalogueQuery:
    sort = arguments.get("sort", "")
    return CatalogueQuery(
        text=arguments.get("q", "")[:200],
        year=arguments.get("year", ""),
        item=arguments.get("item", ""),
        status=arguments.get("status", ""),
        theme=arguments.get("theme", ""),
        has_findings=bool(arguments.get("findings")),
        only=_edited_paths(unsaved) if arguments.get("edited") else None,
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
    )


def _edited_paths(unsaved: str) -> frozenset[str]:
    """Return the documents with values that are not saved yet."""
    try:
        return frozenset(json.loads(unsaved or "{}"))
    except (ValueError, TypeError, RecursionError):
        return frozenset()


def _number(text: str, default: int, limit: int) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 7  # noqa: PLR2004 - digits enough
    return min(max(1, int(text)), limit) if is_number else default


def _page_links(arguments: Arguments, page: int, pages: int) -> Iterator[tuple[str, str]]:
    """Yield the other pages that can be turned to: label and address."""
    others = {"第一页": 1, "上一页": page - 1, "下一页": page + 1, "最后一页": pages}
    asked = [(name, value) for name, value in arguments.items() if value and name != "page"]
    for label, number in others.items():
        if 1 <= number <= pages and number != page:
            yield label, f"/_edit/catalogue?{urlencode([*asked, ('page', number)])}"


def _check(session: Session, request: Request) -> Answer:
    """Judge what is typed, and tell what saving it would change."""
    sources = session.catalogue.read(session.project, session.standards)
    rows = judge_edits(_edits(request), sources, session.standards)
    planned = [row.planned for row in rows if row.planned]
    return {
        "rows": {row.edit.path: _judged(row) for row in rows},
        "current": {
            row.edit.path: {"digest": source.digest, "texts": source.typed.texts}
            for row in rows
            if row.is_conflict and (source := sources.get(row.edit.path))
        },
        "note": signed_note(planned, session.project),
    }


def _judged(row: JudgedRow) -> Answer:
    return {
        "problems": {name: "；".join(reasons) for name, reasons in row.problems.items()},
        "reasons": list(row.reasons),
        "conflict": row.is_conflict,
        "ready": row.is_ready,
        **planned_document(row.planned),
    }


def planned_document(planned: PlannedDocument | None) -> Answer:
    """Return what is going to be changed in a document, for a list of it."""
    changes = planned.changes if planned else ()
    return {
        "title": planned.title if planned else "",
        "changes": [[each.label, each.old, each.new] for each in changes],
    }


def _save(session: Session, request: Request) -> Answer:
    """Save what is typed, each document whole or not at all."""
    sources = session.catalogue.read(session.project, session.standards)
    rows = judge_edits(_edits(request), sources, session.standards)
    result = save_edits(session.project, rows, sources, session.now())
    failed = dict(result.failed)
    for row in rows:
        if not row.is_ready and (row.is_conflict or row.reasons or row.problems):
            failed[row.edit.path] = "没有保存：这一行有没改好的问题，或者文稿被别的程序改过"
    current = session.catalogue.read(session.project, session.standards)
    unchanged = [row.edit.path for row in rows if row.planned is None]
    return {
        "saved": {
            path: {"digest": current[path].digest, "texts": current[path].typed.texts}
            for path in (*result.saved, *unchanged)
            if path in current and path not in failed
        },
        "files": len(result.saved),
        "failed": failed,
    }


def _edits(request: Request) -> list[RowEdit]:
    """Return edits as a browser sends them. Raises KeyError, TypeError and ValueError."""
    edits = request["edits"]
    if not isinstance(edits, dict):
        raise TypeError
    return [
        RowEdit(
            str(path),
            str(edit["digest"]),
            {str(name): str(text) for name, text in dict(edit["texts"]).items()},
        )
        for path, edit in edits.items()
    ]


PAGES: Mapping[str, Page] = {"catalogue": _catalogue}
ACTIONS: Mapping[str, Action] = {"check-catalogue": _check, "save-catalogue": _save}
