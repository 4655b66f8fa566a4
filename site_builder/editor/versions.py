"""What a source held before."""

from collections.abc import Mapping
from urllib.parse import quote

from site_builder.core.errors import UsageError
from site_builder.editor.findings import source_page
from site_builder.editor.pages import Action, Answer, Arguments, Page, Request, render
from site_builder.editor.session import Session
from site_builder.usecases.save_source import (
    list_versions,
    read_source,
    read_version,
    save_source,
)


def _versions(session: Session, _rest: str, arguments: Arguments) -> str:
    path, chosen = arguments.get("path", ""), arguments.get("version", "")
    source = read_source(session.project, path)
    text = ""
    if chosen:
        text = read_version(session.project, path, chosen).decode("utf-8", "replace")
    return render(
        session,
        "versions.html",
        path=path,
        query=quote(path),
        page=source_page(path),
        base=source.digest,
        versions=[
            (version, version.replaced_at.replace("T", " "))
            for version in list_versions(session.project, path)
        ],
        chosen=chosen,
        text=text,
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
