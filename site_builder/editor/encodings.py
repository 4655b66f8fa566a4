"""A source that is not in UTF-8: its text shown, converted with one press."""

from collections.abc import Mapping

from site_builder.core.errors import UsageError
from site_builder.editor.findings import source_page
from site_builder.editor.pages import Action, Answer, Request, render
from site_builder.editor.session import Session
from site_builder.model.saved_version import SourceText
from site_builder.usecases.convert_to_utf8 import convert_to_utf8, decode_source
from site_builder.usecases.save_source import read_source

_MAX_SHOWN = 20_000
"""Characters; who judges an encoding reads no more."""


def encoding_page(session: Session, path: str) -> str:
    """Return the page that stands in for the one of a source in another encoding."""
    source = read_source(session.project, path)
    decoded, refusal = None, ""
    try:
        decoded = decode_source(source)
    except UsageError as exc:
        refusal = str(exc)
    return render(
        session,
        "encoding.html",
        path=path,
        base=source.digest,
        decoded=decoded,
        excerpt=decoded.text[:_MAX_SHOWN] if decoded else "",
        is_cut=decoded is not None and len(decoded.text) > _MAX_SHOWN,
        refusal=refusal,
    )


def _convert(session: Session, request: Request) -> Answer:
    """Write a source in UTF-8."""
    path = str(request["path"])
    base = SourceText(path, b"", str(request["base"]))
    convert_to_utf8(session.project, base, session.now())
    return {"page": source_page(path)}


ACTIONS: Mapping[str, Action] = {"convert-encoding": _convert}
