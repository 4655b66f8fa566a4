"""A URL is a function of the path; a link never leads out of the site."""

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.core.urls import (
    ASCII_NAME,
    YEAR,
    casefold_url,
    external_notice_url,
    page_url,
    relative_root,
    relative_url,
    resolve_link,
)


def test_pages() -> None:
    assert page_url("2020/report.md") == "2020/report.html"
    assert page_url("index.md") == "index.html"
    assert page_url("2020/documents/a.md.md") == "2020/documents/a.md.html"


def test_the_way_to_the_root_and_back() -> None:
    assert [relative_root(url) for url in ("index.html", "2020/a.html", "2020/b/c.html")] == [
        "",
        "../",
        "../../",
    ]
    assert relative_url("guide.html", "2020/documents/a.html") == "../../guide.html"
    assert relative_url("guide.html", "index.html") == "guide.html"


NAMES = st.from_regex(ASCII_NAME.pattern, fullmatch=True).filter(lambda name: len(name) < 20)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)


@given(target=PATHS, page=PATHS)
def test_a_relative_link_leads_where_it_should(target: str, page: str) -> None:
    resolved = posixpath.normpath(
        posixpath.join(posixpath.dirname(page), relative_url(target, page))
    )
    assert resolved == target
    assert resolve_link(relative_url(target, page), page) == target


@pytest.mark.parametrize(
    ("target", "path", "expected"),
    [
        ("plan.md", "2021/documents/a.md", "2021/documents/plan.md"),
        ("../files/a.pdf", "2021/documents/a.md", "2021/files/a.pdf"),
        ("../../guide.md", "2021/documents/a.md", "guide.md"),
        ("./a/../b.pdf", "guide.md", "b.pdf"),
        ("../guide.md", "guide.md", None),
        ("../../../a", "2021/documents/a.md", None),
        ("..", "guide.md", None),
        ("/etc/passwd", "2021/report.md", None),
        ("a/../../b", "guide.md", None),
    ],
)
def test_links_are_found_from_the_file(target: str, path: str, expected: str | None) -> None:
    assert resolve_link(target, path) == expected


@given(target=st.lists(st.sampled_from(["..", ".", "a", "", "b"])).map("/".join), page=PATHS)
def test_nothing_leads_out(target: str, page: str) -> None:
    resolved = resolve_link(target, page)
    assert resolved is None or not resolved.startswith(("/", "../"))
    assert resolved != ".."


def test_what_one_host_takes_for_one_file() -> None:
    assert casefold_url("2021/Notice.html") == casefold_url("2021/notice.HTML")
    assert casefold_url("é.html") == casefold_url("e\u0301.html")
    assert casefold_url("a.html") != casefold_url("b.html")


@pytest.mark.parametrize(
    ("name", "fits"),
    [("a.md", True), ("2021-x_y.pdf", True), ("通知.md", False), ("a b.md", False), (".a", False)],
)
def test_names(name: str, fits: bool) -> None:  # noqa: FBT001 - a value of a table of cases
    assert bool(ASCII_NAME.fullmatch(name)) is fits


@pytest.mark.parametrize(
    ("name", "fits"), [("2020", True), ("1949", True), ("2100", False), ("20200", False)]
)
def test_years(name: str, fits: bool) -> None:  # noqa: FBT001 - a value of a table of cases
    assert bool(YEAR.fullmatch(name)) is fits


def test_each_address_outside_has_a_page_of_its_own() -> None:
    first, second = (
        external_notice_url("https://a.example/?x=1"),
        external_notice_url("https://a.example/?x=2"),
    )
    assert first != second
    assert first == external_notice_url("https://a.example/?x=1")
    assert ASCII_NAME.fullmatch(first.removeprefix("outside/"))
