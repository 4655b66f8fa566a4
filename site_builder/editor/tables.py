"""A table of a text as a form: opened where the caret stands, written back as text."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from site_builder.content.markdown.editable_tables import find_table
from site_builder.content.markdown.table_edits import draft_table, replace_table
from site_builder.editor.pages import Action, Answer, Request
from site_builder.editor.session import Session
from site_builder.model.editable_table import EditableTable

_ALIGNMENTS = ("", "left", "center", "right")


def _read_table(_session: Session, request: Request) -> Answer:
    """Read the table on a line of a text; null where there is none."""
    source = find_table(str(request["text"]), int(request["line"]))
    return {"table": asdict(source.table) if source else None}


def _write_table(_session: Session, request: Request) -> Answer:
    """Write a table anew in place of that on a line; without a line, as a new one.

    Answers with the lines, and which they take the place of; none where nothing was changed.
    """
    table = _table(request["table"])
    line = request.get("line")
    if line is None:
        return {"lines": draft_table(table)}
    edit = replace_table(str(request["text"]), int(line), table)
    return {"first": edit.first, "end": edit.end, "lines": edit.lines}


def _table(typed: Mapping[str, Any]) -> EditableTable:
    """Raise ValueError, KeyError or TypeError for what is no table."""
    alignments = tuple(map(str, typed["alignments"]))
    if not set(alignments) <= {*_ALIGNMENTS} or typed["notation"] not in ("bars", "data"):
        raise ValueError
    numbers = [*map(int, (typed["header_rows"], typed["row_headers"]))]
    merged = [tuple(map(int, each)) for each in typed["merged"]]
    if min(numbers) < 0 or any(len(each) != 4 or min(each) < 0 for each in merged):  # noqa: PLR2004 - its sides
        raise ValueError
    return EditableTable(
        tuple(tuple(map(str, row)) for row in typed["rows"]),
        typed["notation"],
        caption=str(typed["caption"]),
        alignments=alignments,
        header_rows=numbers[0],
        row_headers=numbers[1],
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in merged),
        groups=tuple(
            (int(row), None if last is None else int(last)) for row, last in typed["groups"]
        ),
    )


ACTIONS: Mapping[str, Action] = {"read-table": _read_table, "write-table": _write_table}
