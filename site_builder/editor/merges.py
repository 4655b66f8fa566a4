"""Edits of a file that others have written meanwhile: joined, and chosen where both differ."""

from collections.abc import Iterable, Mapping

from site_builder.core.text.merged_lines import MergedLines, merge_lines
from site_builder.editor.fields_form import document_titles, shown_values
from site_builder.editor.figures_form import cell_name, typed_cells_of
from site_builder.editor.pages import Action, Answer, Request
from site_builder.editor.session import Session, read_cells
from site_builder.usecases.edit_text import field_groups
from site_builder.usecases.merge_edits import (
    conflicting_cells,
    editable_fields,
    editable_text,
    merge_text,
)
from site_builder.usecases.save_source import read_source


def _merge_text(session: Session, request: Request) -> Answer:
    """Join a text as it is edited with what its file holds now."""
    current = read_source(session.project, str(request["path"]))
    pieces = merge_text(str(request["was"]), str(request["text"]), current)
    return {
        "base": current.digest,
        "current": editable_text(current),
        "pieces": _pieces(pieces),
    }


def _merge_figures(session: Session, request: Request) -> Answer:
    """Join a year's cells as they are typed with what their file holds now."""
    source, current, _ = read_cells(session, int(request["year"]))
    was, cells = typed_cells_of(request["was"]), typed_cells_of(request["cells"])
    conflicts = conflicting_cells(was, cells, current)
    return {
        "base": source.digest,
        "current": {cell_name(key): typed for key, typed in current.items()},
        "conflicts": {cell_name(key): typed for key, typed in conflicts.items()},
    }


def _merge_fields(session: Session, request: Request) -> Answer:
    """Join the fields and the body of a text with what its file holds now."""
    current = read_source(session.project, str(request["path"]))
    values, body = editable_fields(current, session.standards)
    groups = field_groups(current.path, session.standards)
    now = shown_values(values, groups, document_titles(session, current.path))
    was, typed = dict(request["was"]["fields"]), dict(request["fields"])
    pieces: tuple[MergedLines, ...] = ()
    if request["body"] is not None:
        pieces = merge_lines(str(request["was"]["body"]), str(request["body"]), body)
    return {
        "base": current.digest,
        "current": {"fields": now, "body": body},
        "conflicts": {
            name: now[name]
            for name, value in typed.items()
            if name in now and now[name] not in (value, was.get(name))
        },
        "pieces": _pieces(pieces),
    }


def _pieces(pieces: Iterable[MergedLines]) -> list[Answer]:
    return [
        {"mine": piece.mine, "current": piece.theirs, "conflict": piece.is_conflict}
        for piece in pieces
    ]


ACTIONS: Mapping[str, Action] = {
    "merge-text": _merge_text,
    "merge-fields": _merge_fields,
    "merge-figures": _merge_figures,
}
