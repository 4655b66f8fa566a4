"""Edits of a file that others have written meanwhile: joined, and chosen where both differ."""

from collections.abc import Mapping

from site_builder.editor.figures_form import cell_name, typed_cells_of
from site_builder.editor.pages import Action, Answer, Request
from site_builder.editor.session import Session, read_cells
from site_builder.usecases.merge_edits import conflicting_cells, editable_text, merge_text
from site_builder.usecases.save_source import read_source


def _merge_text(session: Session, request: Request) -> Answer:
    """Join a text as it is edited with what its file holds now."""
    current = read_source(session.project, str(request["path"]))
    pieces = merge_text(str(request["was"]), str(request["text"]), current)
    return {
        "base": current.digest,
        "current": editable_text(current),
        "pieces": [
            {"mine": piece.mine, "current": piece.theirs, "conflict": piece.is_conflict}
            for piece in pieces
        ],
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


ACTIONS: Mapping[str, Action] = {"merge-text": _merge_text, "merge-figures": _merge_figures}
