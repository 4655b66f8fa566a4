"""What a source held before."""

from collections.abc import Mapping

from site_builder.core.errors import UsageError
from site_builder.editor.pages import Action, Answer, Arguments, Page, Request, render
from site_builder.editor.session import Session
from site_builder.usecases.save_source import (
    list_versions,
    read_source,
    read_version,
    save_source,
)


def _versions(session: Session, _rest: str, arguments: Arguments) -> str:
    path = arguments.get("path", "")
    source = read_source(session.project, path)
    return render(
        session,
        "versions.html",
        path=path,
        base=source.digest,
        versions=list_versions(session.project, path),
    )


def _restore(session: Session, request: Request) -> Answer:
    """Restore what a source held before."""
    source = read_source(session.project, str(request["path"]))
    if source.digest != str(request["base"]):
        raise UsageError(f"{source.path} 刚刚又改过", "请刷新网页再看。")
    data = read_version(session.project, source.path, str(request["version"]))
    return {"base": save_source(session.project, source, data, session.now()).digest}


PAGES: Mapping[str, Page] = {"versions": _versions}
ACTIONS: Mapping[str, Action] = {"restore": _restore}
