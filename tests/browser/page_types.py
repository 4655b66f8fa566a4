"""Which pages stand for which kind: found in the built files, so no test can check nothing."""

import re
from collections.abc import Callable
from functools import lru_cache

from lxml import html

from site_builder.model.form import Form
from tests.helpers import Site
from tests.helpers.standards import STANDARDS

MAX_PAGES = 8
"""Pages checked of one kind, at most: one for each look."""

REPORT = re.compile(r"(\d{4})/report\.html")

PATTERNS = {
    "home": r"index\.html",
    "year": r"\d{4}/index\.html",
    "report-list": r"reports/index\.html",
    "figures": r"reports/figures\.html",
    "guide": r"guide\.html",
    "apply": r"apply\.html",
    "application-form": r"apply-form\.html",
    "rule-list": r"rules/index\.html",
    "rule": r"rules/(?!index\.html)[^/]+\.html",
    "catalogue": r"catalogue/index\.html",
    "catalogue-narrowed": r"catalogue/(?!index\.|(?:.+-)?page-\d)[^/]+\.html",
    "catalogue-further": r"catalogue/(?:.+-)?page-\d+\.html",
    "document": r"\d{4}/documents/.+\.html",
    "search": r"search\.html",
    "data": r"data/index\.html",
    "sitemap": r"sitemap\.html",
    "accessibility": r"accessibility\.html",
    "404": r"404\.html",
    "outside": r"outside/.+\.html",
}
KINDS = (*PATTERNS, "report-2019", "report-2021")
SITES = ("built_park", "built_example")

ABSENT = {
    # The repository's own site publishes one annual report and the rules it stands on.
    ("built_park", "report-2021"),
    ("built_park", "document"),
    ("built_park", "outside"),
    ("built_park", "catalogue-further"),
}
"""Kinds that one of the sites has no page of; the other has."""

CASES = tuple((site, kind) for site in SITES for kind in KINDS if (site, kind) not in ABSENT)

SiteOf = Callable[[str], Site]
"""A site by the name of its fixture."""


def form_of(url: str) -> Form:
    """Return the statutory form that a report page's year uses."""
    match = REPORT.fullmatch(url)
    assert match, f"{url} is not a report"
    serving = [form for form in STANDARDS.forms.values() if form.applies_to(int(match[1]))]
    assert len(serving) == 1, f"{url}: {len(serving)} forms serve its year"
    return serving[0]


def urls_of(site: Site, kind: str) -> tuple[str, ...]:
    """List all pages of a kind."""
    if kind.startswith("report-2"):
        reports = (url for url in site.pages if REPORT.fullmatch(url))
        return tuple(url for url in reports if form_of(url).id.endswith(kind[-4:]))
    return tuple(url for url in site.pages if re.fullmatch(PATTERNS[kind], url))


@lru_cache
def pages_of(site: Site, kind: str) -> tuple[str, ...]:
    """List pages of a kind, one for each set of styles, the largest first; there must be one."""
    urls = urls_of(site, kind)
    assert urls, f"{site.name} has no page of kind {kind}"
    by_style: dict[frozenset[str], str] = {}
    for url in sorted(urls, key=lambda url: -len(site.outcome.files[url])):
        by_style.setdefault(_style_signature(site.outcome.files[url]), url)
    return tuple(by_style.values())[:MAX_PAGES]


def _style_signature(page: bytes) -> frozenset[str]:
    """Return what styles a page can show, by its elements and their classes."""
    tree = html.document_fromstring(page.decode())
    return frozenset(
        f"{element.tag}.{name}"
        for element in tree.iter("*")
        for name in (element.get("class") or "").split() or [""]
    )
