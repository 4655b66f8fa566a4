"""What is typed and not saved yet: kept for its window, shown again, forgotten once it is saved."""

from collections.abc import Mapping

from site_builder.core.hashing import digest
from site_builder.editor.pages import Action, Answer, Request
from site_builder.editor.session import Session
from site_builder.usecases.unsaved_edits import discard_edit, keep_edit, read_edit


def unsaved_edit(session: Session, path: str) -> Mapping[str, str]:
    """Return what was typed last into a source, for its page, and the digest it goes by."""
    data = read_edit(session.project, path)
    return {"unsaved": data.decode("utf-8", "replace"), "edit_id": digest(data) if data else ""}


def forget_edit(session: Session, path: str, request: Request) -> None:
    """Forget what the window that was saved had kept; what others keep stays."""
    discard_edit(session.project, path, str(request.get("edit_id", "")))


def _keep(session: Session, request: Request) -> Answer:
    """Keep what is being typed, until it is saved or thrown away."""
    path, text, previous = (str(request[name]) for name in ("path", "text", "edit_id"))
    if text:
        return {"edit_id": keep_edit(session.project, path, text.encode(), previous)}
    discard_edit(session.project, path, previous)
    return {"edit_id": ""}


ACTIONS: Mapping[str, Action] = {"keep": _keep}
