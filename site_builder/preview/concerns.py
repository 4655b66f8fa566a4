"""Which pages a finding concerns, and which cannot be shown because of one. Called by `state`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.model.diagnostic import Diagnostic, Severity, sort_diagnostics
from site_builder.model.document import Document
from site_builder.model.source import Source
from site_builder.pipeline.looking import Look
from site_builder.pipeline.reviewing import attached, source_of
from site_builder.urls import page_url

HOME = "index.html"
_RULE = re.compile(r"[a-z]\d{3}/")
_WHOLE = ("plan/link", "plan/attachment", "render/", "sign/", "accept/", "attachment/", "write/")
"""Findings beside those of rules that leave a page whole, so that it is shown with them."""


@dataclass(frozen=True, slots=True)
class Concerns:
    """All findings of a site, by the page they concern."""

    on: Mapping[str, tuple[Diagnostic, ...]]
    """URL → findings, errors first."""
    everywhere: tuple[Diagnostic, ...]
    """Errors of the settings, the templates or the whole of content: every page depends on them."""
    files: Mapping[str, str]
    """File → URL of the page that shows it."""


def concerns(look: Look) -> Concerns:
    """Sort the findings of a site to its pages."""
    known = {page.url for page in look.examined.plan.pages} if look.examined else set()
    known |= {_text_url(one) for one in look.sources if one.kind not in ("file", "signoff")}
    holders = _holders(look)
    on: dict[str, list[Diagnostic]] = {}
    files: dict[str, str] = {}
    everywhere = []
    for one in look.findings:
        file = one.location.file
        if not file.startswith("content/") and one.severity is Severity.ERROR:
            everywhere.append(one)
        urls = [url for url in _urls(file, holders) if url in known]
        for url in urls:
            on.setdefault(url, []).append(one)
            files.setdefault(file, url)
    return Concerns(
        {url: errors_first(found) for url, found in on.items()}, tuple(everywhere), files
    )


def errors_first(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort findings as people mend them: what stops publication first, then by place."""
    stops = Severity.ERROR
    return tuple(sorted(sort_diagnostics(found), key=lambda one: one.severity is not stops))


def spoils(finding: Diagnostic) -> bool:
    """Tell whether a file was not understood: a page made of it would show something else."""
    understood = _RULE.match(finding.code) or finding.code.startswith(_WHOLE)
    return finding.severity is Severity.ERROR and not understood


def _urls(file: str, holders: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if file == "config.yaml":
        return (HOME,)
    if not file.startswith("content/"):
        return ()
    path = file.removeprefix("content/")
    if path in holders:
        return holders[path]
    text = path.replace(".sign.yaml", ".md").replace("figures.yaml", "report.md")
    return (page_url(text),) if text.endswith(".md") else ()


def _text_url(source: Source) -> str:
    return page_url(source.path.replace("figures.yaml", "report.md"))


def _holders(look: Look) -> dict[str, tuple[str, ...]]:
    """List the pages that link to each attachment with a finding."""
    files = {one.path for one in look.sources if one.kind == "file"}
    wanted = {one.location.file.removeprefix("content/") for one in look.findings} & files
    found: dict[str, list[str]] = {path: [] for path in wanted}
    for path, url in _links(look) if wanted else ():
        if path in found:
            found[path].append(url)
    return {path: tuple(dict.fromkeys(urls)) for path, urls in found.items()}


def _links(look: Look) -> Iterator[tuple[str, str]]:
    """Yield each attachment of each document with the document's page."""
    if look.examined is None:
        return
    site = look.examined.site
    listed: list[Document] = [*site.pages.values(), *site.introductions.values(), *site.rules]
    listed += [*site.reports.values(), *site.documents]
    for document in listed:
        for path in attached(document):
            yield path, page_url(source_of(document).path)
