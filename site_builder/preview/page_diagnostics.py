"""Which pages a diagnostic concerns, and which cannot be shown because of one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.build.reviews import attachment_paths
from site_builder.core.urls import page_url
from site_builder.model.diagnostic import Diagnostic, Severity, sort_diagnostics
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.source import REVIEW_RECORDS, Source
from site_builder.usecases.preview_snapshot import SiteSnapshot

HOME = "index.html"
_RULE_CODE = lazy_pattern(r"[a-z]\d{3}/")
_HARMLESS_CODES = (
    "plan/link",
    "plan/attachment",
    "render/",
    "sign/",
    "remarks/",
    "accept/",
    "attachment/",
    "write/",
)
"""Diagnostics besides those of rules that leave a page whole, so that it is shown with them."""


@dataclass(frozen=True, slots=True)
class PageDiagnostics:
    """All diagnostics of a site, by the page they concern."""

    by_page: Mapping[str, tuple[Diagnostic, ...]]
    """URL → diagnostics, errors first."""
    site_wide: tuple[Diagnostic, ...]
    """Errors of the settings, the templates or the whole of content: every page depends on them."""
    page_by_file: Mapping[str, str]
    """File → URL of the page that shows it."""


def group_by_page(snapshot: SiteSnapshot) -> PageDiagnostics:
    """Sort the diagnostics of a site to its pages."""
    page_urls = (
        {page.url for page in snapshot.checked_site.plan.pages} if snapshot.checked_site else set()
    )
    page_urls |= {
        _text_url(source)
        for source in snapshot.sources
        if source.kind not in ("file", *REVIEW_RECORDS)
    }
    pages_by_source = _pages_by_source(snapshot)
    by_page: dict[str, list[Diagnostic]] = {}
    page_by_file: dict[str, str] = {}
    site_wide = []
    for diagnostic in snapshot.diagnostics:
        file = diagnostic.location.file
        if not file.startswith("content/") and diagnostic.severity is Severity.ERROR:
            site_wide.append(diagnostic)
        urls = [url for url in _urls(file, pages_by_source) if url in page_urls]
        for url in urls:
            by_page.setdefault(url, []).append(diagnostic)
            page_by_file.setdefault(file, url)
    return PageDiagnostics(
        {url: errors_first(group) for url, group in by_page.items()}, tuple(site_wide), page_by_file
    )


def errors_first(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort diagnostics as people correct them: what stops publication first, then by place."""
    stops = Severity.ERROR
    return tuple(
        sorted(
            sort_diagnostics(diagnostics), key=lambda diagnostic: diagnostic.severity is not stops
        )
    )


def blocks_page(diagnostic: Diagnostic) -> bool:
    """Return whether a file was not understood: a page made of it would show something else."""
    understood = _RULE_CODE.match(diagnostic.code) or diagnostic.code.startswith(_HARMLESS_CODES)
    return diagnostic.severity is Severity.ERROR and not understood


def _urls(file: str, pages_by_source: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if file == "config.yaml":
        return (HOME,)
    if not file.startswith("content/"):
        return ()
    path = file.removeprefix("content/")
    if path in pages_by_source:
        return pages_by_source[path]
    text = path.replace(".sign.yaml", ".md").replace(".remarks.yaml", ".md")
    text = text.replace("figures.yaml", "report.md")
    return (page_url(text),) if text.endswith(".md") else ()


def _text_url(source: Source) -> str:
    return page_url(source.path.replace("figures.yaml", "report.md"))


def _pages_by_source(snapshot: SiteSnapshot) -> dict[str, tuple[str, ...]]:
    """Return the pages that link to each attachment with a diagnostic."""
    files = {source.path for source in snapshot.sources if source.kind == "file"}
    paths = {entry.location.file.removeprefix("content/") for entry in snapshot.diagnostics} & files
    pages: dict[str, list[str]] = {path: [] for path in paths}
    for path, url in _links(snapshot) if paths else ():
        if path in pages:
            pages[path].append(url)
    return {path: tuple(dict.fromkeys(urls)) for path, urls in pages.items()}


def _links(snapshot: SiteSnapshot) -> Iterator[tuple[str, str]]:
    """Yield each attachment of each document with the document's page."""
    if snapshot.checked_site is None:
        return
    site = snapshot.checked_site.site
    for document in site.all_documents():
        for path in attachment_paths(document):
            yield path, page_url(document.source.path)
