"""The start page: what there is to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.editor.pages import Arguments, Page, render
from site_builder.editor.session import Session
from site_builder.model.source import SourceFile

_TEXT_KINDS = ("report", "document", "page", "rule")


@dataclass(frozen=True, slots=True)
class _Year:
    """A section of the start page."""

    year: int
    has_figures: bool
    texts: tuple[tuple[str, str, int], ...]
    """Path, title, number of diagnostics."""


def _start(session: Session, _rest: str, _arguments: Arguments) -> str:
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
    return render(
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


PAGES: Mapping[str, Page] = {"": _start}
