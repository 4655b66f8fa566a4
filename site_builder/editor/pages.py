"""URL → page of the editor: what there is to do, a year's figures, a text, its earlier versions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.core.errors import SiteBuilderError
from site_builder.core.urls import YEAR, page_url
from site_builder.editor.figures_form import form_tables
from site_builder.editor.session import Session, read_cells
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.source import SourceFile
from site_builder.render.environment import Templates, environment
from site_builder.usecases.save_source import list_versions, read_edit, read_source

Arguments = Mapping[str, str]
_FOLDER = Path(__file__).parent / "templates"
_TEMPLATES = Templates(_FOLDER, "")
_STATIC = ("editor.css", "figures.js", "grid.js", "paste.js", "requests.js", "start.js", "text.js")
_TEXT_KINDS = ("report", "document", "page", "rule")


def respond(session: Session, url: str, arguments: Arguments) -> tuple[int, str]:
    """Return the status and the page of an address below the editor's."""
    try:
        if url == "":
            return 200, _start(session)
        kind, _, rest = url.partition("/")
        if kind == "figures" and YEAR.fullmatch(rest):
            return 200, _figures(session, int(rest))
        pages: Mapping[str, Callable[[Session, str], str]] = {"text": _text, "versions": _versions}
        if url in pages:
            return 200, pages[url](session, arguments.get("path", ""))
    except SiteBuilderError as exc:
        return 422, _render(session, "problem.html", message=str(exc))
    except OSError as exc:
        return 422, _render(session, "problem.html", message=f"打不开：{exc.strerror}")
    return 404, _render(session, "problem.html", message="没有这个网页。")


def static_file(name: str) -> bytes | None:
    """Return one of the editor's own files; None for a name that is none of them."""
    return (_FOLDER / name).read_bytes() if name in _STATIC else None


def _render(session: Session, template: str, **words: object) -> str:
    checked_site = session.state().snapshot.checked_site
    site = checked_site.site.settings.name if checked_site else ""
    return (
        environment(_TEMPLATES)
        .get_template(template)
        .render(site=site, token=session.token, **words)
    )


@dataclass(frozen=True, slots=True)
class _Year:
    """A section of the start page."""

    year: int
    has_figures: bool
    texts: tuple[tuple[str, str, int], ...]
    """Path, title, number of diagnostics."""


def _start(session: Session) -> str:
    snapshot = session.state().snapshot
    counts: dict[str, int] = {}
    for diagnostic in snapshot.diagnostics:
        counts[diagnostic.location.file] = counts.get(diagnostic.location.file, 0) + 1
    sources = [source for source in snapshot.sources if source.kind in _TEXT_KINDS]
    titles = _titles(session)
    years = []
    for year in sorted({source.year for source in snapshot.sources if source.year}, reverse=True):
        has_figures = any(
            source.kind == "figures" and source.year == year for source in snapshot.sources
        )
        texts = tuple(
            _text_line(source, titles, counts) for source in sources if source.year == year
        )
        years.append(_Year(year, has_figures, texts))
    standalone = tuple(_text_line(source, titles, counts) for source in sources if not source.year)
    return _render(
        session,
        "start.html",
        years=years,
        standalone=standalone,
        diagnostics=snapshot.diagnostics[:200],
        rest=len(snapshot.diagnostics[200:]),
    )


def _titles(session: Session) -> Mapping[str, str]:
    checked_site = session.state().snapshot.checked_site
    if checked_site is None:
        return {}
    return {document.source.path: document.title for document in checked_site.site.all_documents()}


def _text_line(
    source: SourceFile, titles: Mapping[str, str], counts: Mapping[str, int]
) -> tuple[str, str, int]:
    path = f"content/{source.path}"
    return path, titles.get(source.path, "") or source.path, counts.get(path, 0)


def _figures(session: Session, year: int) -> str:
    source, typed, notes = read_cells(session, year)
    form = session.form(year)
    return _render(
        session,
        "figures.html",
        year=year,
        form=form,
        path=source.path,
        base=source.digest,
        unsaved=read_edit(session.project, source.path).decode("utf-8", "replace"),
        tables=form_tables(form, typed, notes, session.previous_figures(year)),
        has_previous=session.previous_figures(year) is not None,
    )


def _text(session: Session, path: str) -> str:
    source = read_source(session.project, path)
    text = source.data.decode("utf-8-sig")
    in_content = path.removeprefix("content/")
    return _render(
        session,
        "text.html",
        path=path,
        base=source.digest,
        text=text.replace("\r\n", "\n"),
        unsaved=read_edit(session.project, path).decode("utf-8", "replace"),
        page=page_url(in_content) if path.endswith(".md") else "",
        diagnostics=tuple(_diagnostics_of(session, path)),
    )


def _diagnostics_of(session: Session, path: str) -> Iterator[Diagnostic]:
    diagnostics = session.state().snapshot.diagnostics
    return (diagnostic for diagnostic in diagnostics if diagnostic.location.file == path)


def _versions(session: Session, path: str) -> str:
    source = read_source(session.project, path)
    return _render(
        session,
        "versions.html",
        path=path,
        base=source.digest,
        versions=list_versions(session.project, path),
    )
