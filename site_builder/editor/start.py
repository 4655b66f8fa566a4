"""The start page: what there is to do, the most pressing first."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from site_builder.editor.findings import group_findings, source_page
from site_builder.editor.pages import Arguments, Page, render
from site_builder.editor.session import Session
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.source import SourceFile
from site_builder.rules import registry
from site_builder.usecases.due_dates import due_items
from site_builder.usecases.preview_snapshot import SiteSnapshot
from site_builder.usecases.unsaved_edits import unsaved_paths

_TEXT_KINDS = ("report", "document", "page", "rule", "year")
_MAX_LISTED = 50
"""Texts of a list; the catalogue shows all."""
_CHANNELS = "c008/"
_UNSIGNED = "v001/"


@dataclass(frozen=True, slots=True)
class StartText:
    """A text of the office."""

    path: str
    page: str
    """Where it is edited, below the editor's pages."""
    title: str
    problems: int


@dataclass(frozen=True, slots=True)
class TextList:
    """Texts, as many as anybody reads."""

    texts: tuple[StartText, ...]
    unlisted: int


@dataclass(frozen=True, slots=True)
class YearTexts:
    """A section of the site."""

    year: int
    has_figures: bool
    documents: int
    problems: int
    listed: TextList


def _start(session: Session, _rest: str, _arguments: Arguments) -> str:
    if not (session.project / "content").is_dir():
        return render(session, "new-site.html", folder=str(session.project.resolve()))
    snapshot = session.state().snapshot
    checked_site = snapshot.checked_site
    lines = _text_lines(snapshot)
    paths = [f"content/{source.path}" for source in snapshot.sources]
    required, unsigned, errors, warnings = _sorted_findings(snapshot.diagnostics)
    standalone = [path for path, (year, _) in lines.items() if not year]
    return render(
        session,
        "start.html",
        required=group_findings(required, session.standards),
        due=due_items(checked_site.site, snapshot.sources, session.standards, session.today())
        if checked_site
        else (),
        unsaved=_listed(lines, unsaved_paths(session.project, ("config.yaml", *paths))),
        unsigned=_listed(lines, _unsigned_paths(snapshot, unsigned), _review_page),
        remarked=_listed(lines, _remarked_paths(snapshot), _review_page),
        errors=group_findings(errors, session.standards),
        warnings=group_findings(warnings, session.standards),
        years=_years(snapshot, lines),
        standalone=_listed(lines, standalone, most=len(standalone)),
        this_year=session.today().year,
        report_year=session.today().year - 1,
    )


def _sorted_findings(
    diagnostics: tuple[Diagnostic, ...],
) -> tuple[list[Diagnostic], list[Diagnostic], list[Diagnostic], list[Diagnostic]]:
    """Return what the law requires, what is unsigned, other errors, other warnings."""
    groups: tuple[list[Diagnostic], ...] = ([], [], [], [])
    for each in diagnostics:
        if registry.is_required_to_publish(each) or each.code.startswith(_CHANNELS):
            place = 0
        elif each.code.startswith(_UNSIGNED):
            place = 1
        else:
            place = 2 if each.is_error else 3
        groups[place].append(each)
    required, unsigned, errors, warnings = groups
    return required, unsigned, errors, warnings


def _unsigned_paths(snapshot: SiteSnapshot, unsigned: list[Diagnostic]) -> list[str]:
    """Return the texts that still wait for a level of review."""
    if snapshot.checked_site is None:
        return sorted({each.location.file for each in unsigned})
    reviews = snapshot.checked_site.reviews
    return [review.source.display_path for review in reviews if review.missing]


def _remarked_paths(snapshot: SiteSnapshot) -> list[str]:
    """Return the texts with remarks that nobody has closed."""
    reviews = snapshot.checked_site.reviews if snapshot.checked_site else ()
    return [review.source.display_path for review in reviews if review.open_remarks]


def _review_page(path: str) -> str:
    return f"review?path={quote(path)}"


def _text_lines(snapshot: SiteSnapshot) -> Mapping[str, tuple[int, StartText]]:
    """Return each text by its path, with its year."""
    checked_site = snapshot.checked_site
    documents = checked_site.site.all_documents() if checked_site else ()
    titles = {document.source.path: document.title for document in documents}
    problems = Counter(each.location.file for each in snapshot.diagnostics)
    return {
        path: (
            source.year,
            StartText(
                path,
                source_page(path),
                titles.get(source.path) or _untitled(source),
                problems[path],
            ),
        )
        for source in snapshot.sources
        if source.kind in _TEXT_KINDS
        for path in (f"content/{source.path}",)
    }


def _untitled(source: SourceFile) -> str:
    """Return what a text without a title is called."""
    return f"{source.year} 年度报告" if source.kind == "report" else source.path


def _listed(
    lines: Mapping[str, tuple[int, StartText]],
    paths: Sequence[str],
    page_of: Callable[[str], str] = source_page,
    most: int = _MAX_LISTED,
) -> TextList:
    texts = tuple(
        replace(lines[path][1], page=page_of(path))
        if path in lines
        else StartText(path, page_of(path), path, 0)
        for path in paths[:most]
    )
    return TextList(texts, len(paths) - len(texts))


def _years(
    snapshot: SiteSnapshot, lines: Mapping[str, tuple[int, StartText]]
) -> tuple[YearTexts, ...]:
    by_year: dict[int, list[SourceFile]] = {}
    for source in snapshot.sources:
        if source.year:
            by_year.setdefault(source.year, []).append(source)
    years = []
    for year, sources in sorted(by_year.items(), reverse=True):
        texts = [f"content/{each.path}" for each in sources if each.kind in _TEXT_KINDS]
        # The report first: it is what the year is about.
        texts.sort(key=lambda path: (not path.endswith("/report.md"), path))
        years.append(
            YearTexts(
                year,
                any(each.kind == "figures" for each in sources),
                sum(each.kind == "document" for each in sources),
                sum(lines[path][1].problems for path in texts),
                _listed(lines, texts),
            )
        )
    return tuple(years)


PAGES: Mapping[str, Page] = {"": _start}
