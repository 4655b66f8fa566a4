"""Every link and asset of every page leads to a file of the output, from any folder."""

from collections import Counter
from functools import cache
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from tests.browser.page_types import SITES, SiteOf
from tests.helpers import Site, format_list

ATTRIBUTES = ("href", "src", "data", "poster", "action", "cite", "longdesc")
OUTSIDE_SCHEMES = {"http", "https", "mailto", "tel"}
IDREFS = ("headers", "for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")


@pytest.mark.parametrize("site_name", SITES)
def test_links_lead_somewhere(site_name: str, site_of: SiteOf) -> None:
    site = site_of(site_name)
    assert site.pages
    problems = [f"{url}: {line}" for url in site.pages for line in _link_problems(site, url)]
    assert not problems, format_list(problems)


@pytest.mark.parametrize("site_name", SITES)
def test_ids_are_unique_and_named_ids_exist(site_name: str, site_of: SiteOf) -> None:
    site = site_of(site_name)
    problems: list[str] = []
    for url in site.pages:
        tree = html.document_fromstring(site.outcome.text(url))
        ids = Counter(element.get("id") for element in tree.iter("*") if element.get("id"))
        problems += [f"{url}: id {name} stands {n} times" for name, n in ids.items() if n > 1]
        problems += [
            f"{url}: {attribute}={name} names no id"
            for element in tree.iter("*")
            for attribute in IDREFS
            for name in (element.get(attribute) or "").split()
            if name not in ids
        ]
    assert not problems, format_list(problems)


@pytest.mark.parametrize("site_name", SITES)
def test_every_page_can_be_found(site_name: str, site_of: SiteOf) -> None:
    site = site_of(site_name)
    pages = set(site.pages)
    reached = {"index.html"}
    ahead = ["index.html"]
    while ahead:
        for address in _targets(site, ahead.pop()):
            if address in pages and address not in reached:
                reached.add(address)
                ahead.append(address)
    unreachable = pages - reached - {"404.html"}
    assert not unreachable, f"no way leads from the home page to {sorted(unreachable)}"


def _links(text: str) -> list[tuple[str, str]]:
    """List attribute and value of everything that points somewhere."""
    tree = html.document_fromstring(text)
    links = [
        (name, value)
        for element in tree.iter("*")
        # A canonical address is meant for the published place.
        if element.get("rel") != "canonical"
        for name in ATTRIBUTES
        if (value := element.get(name)) is not None
    ]
    links += [
        ("srcset", part.split()[0])
        for element in tree.iter("*")
        for part in (element.get("srcset") or "").split(",")
        if part.strip()
    ]
    return links


def _targets(site: Site, url: str) -> list[str]:
    """List the files of the output that a page links to."""
    return [
        resolve(url, urlsplit(value).path)
        for _, value in _links(site.outcome.text(url))
        if not urlsplit(value).scheme and urlsplit(value).path
    ]


def resolve(url: str, path: str) -> str:
    """Return the file that a relative link of a page leads to."""
    return normpath(join(dirname(url), unquote(path)))


def _link_problems(site: Site, url: str) -> list[str]:
    """Return what is wrong with the links of one page."""
    text = site.outcome.text(url)
    assert html.document_fromstring(text).find(".//base") is None
    # 404.html is answered under any address: its links start at the host's root, and for its
    # style it tries the ways up too.
    is_404 = url == "404.html"
    problems: list[str] = []
    for attribute, value in _links(text):
        if is_404 and value.startswith("../"):
            continue
        parts = urlsplit(value)
        if parts.scheme or parts.netloc:
            if parts.scheme not in OUTSIDE_SCHEMES or attribute != "href":
                problems.append(f"{attribute}={value} is neither relative nor an outside link")
        elif parts.path.startswith("/") and is_404:
            problems += _missing(site, url, attribute, value.removeprefix("/"))
        elif parts.path.startswith("/"):
            problems.append(f"{attribute}={value} is an absolute path")
        else:
            problems += _missing(site, url, attribute, value)
    return problems


def _missing(site: Site, url: str, attribute: str, value: str) -> list[str]:
    """Report that a relative link leads nowhere, if it does."""
    parts = urlsplit(value)
    target = resolve(url, parts.path) if parts.path else url
    if target not in site.outcome.files:
        return [f"{attribute}={value} leads to no file"]
    if parts.fragment and unquote(parts.fragment) not in _ids(site.outcome.files[target]):
        return [f"{attribute}={value}: no such place in {target}"]
    return []


@cache
def _ids(page: bytes) -> frozenset[str]:
    """List the ids of a page."""
    tree = html.document_fromstring(page.decode())
    return frozenset(str(element.get("id")) for element in tree.iter("*") if element.get("id"))
