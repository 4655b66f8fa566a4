"""A text: saved as it was edited, its page and what checking says of it beside."""

from collections.abc import Iterator, Mapping

from site_builder.core.urls import page_url
from site_builder.editor.pages import Action, Answer, Arguments, Page, Request, render
from site_builder.editor.session import Session
from site_builder.model.diagnostic import Diagnostic
from site_builder.usecases.merge_edits import editable_text
from site_builder.usecases.save_source import read_edit, read_source, save_source


def _text(session: Session, _rest: str, arguments: Arguments) -> str:
    path = arguments.get("path", "")
    source = read_source(session.project, path)
    in_content = path.removeprefix("content/")
    return render(
        session,
        "text.html",
        path=path,
        base=source.digest,
        text=editable_text(source),
        unsaved=read_edit(session.project, path).decode("utf-8", "replace"),
        page=page_url(in_content) if path.endswith(".md") else "",
        diagnostics=tuple(_diagnostics_of(session, path)),
    )


def _diagnostics_of(session: Session, path: str) -> Iterator[Diagnostic]:
    diagnostics = session.state().snapshot.diagnostics
    return (diagnostic for diagnostic in diagnostics if diagnostic.location.file == path)


def _save_text(session: Session, request: Request) -> Answer:
    """Save a whole text as it was edited; line ends stay those of the file."""
    source = read_source(session.project, str(request["path"]))
    text = str(request["text"]).replace("\r\n", "\n")
    if b"\r\n" in source.data:
        text = text.replace("\n", "\r\n")
    data = text.encode()
    if source.data.startswith(b"\xef\xbb\xbf"):
        data = b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf")
    base = type(source)(source.path, source.data, str(request["base"]))
    return {"base": save_source(session.project, base, data, session.now()).digest}


PAGES: Mapping[str, Page] = {"text": _text}
ACTIONS: Mapping[str, Action] = {"save-text": _save_text}
