"""The example park as built: which files, their text, and data that other programs can read.

Pages are stored as the text people see, so that a change of markup alone changes nothing here.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator

import docx
import jsonschema
import lxml.etree
import lxml.html
import pytest

from tests.helpers import EXAMPLE, ROOT, Expected, Site
from tests.helpers.typed_figures import list_typed_values as values_typed

GOLDEN = ROOT / "tests" / "golden" / "shifan-park"
YEARS = (2020, 2021, 2022)
PAGES = (
    "2020/report.html",
    "2021/report.html",
    "2021/documents/penalty.html",
    "2021/index.html",
    "reports/index.html",
    "reports/figures.html",
)
DATA = ("catalogue.csv", "2021/figures.csv", "atom.xml")
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

BLOCKS = {"p", "h1", "h2", "h3", "h4", "li", "dt", "dd", "tr", "caption", "summary", "title"}


def main_text(html: bytes) -> str:
    """Return the text of a page's own part, a line for each block, `|` between table cells."""
    (text,) = lxml.html.fromstring(html).xpath("//main")
    result = "\n".join(line for line in _lines(text) if line) + "\n"
    # Another version of a library makes another size; tests/downloads looks at the files.
    return re.sub(r" (PDF|Word|Excel)(，| )\d+ KB$", r" \1\2※ KB", result, flags=re.MULTILINE)


def frame(html: bytes) -> str:
    """Return the text around the page's own."""
    page = lxml.html.fromstring(html)
    for main in page.xpath("//main"):
        main.drop_tree()
    return "\n".join(line for line in _lines(page) if line) + "\n"


def _lines(page: lxml.html.HtmlElement) -> Iterator[str]:
    for block in page.iter(*BLOCKS):
        if any(ancestor.tag in BLOCKS for ancestor in block.iterancestors()):
            continue
        if block.tag == "tr":
            yield " | ".join(_words(cell) for cell in block.iterchildren("th", "td"))
        else:
            yield _words(block)


def _words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_files_of_the_site(built_example: Site, expected: Expected) -> None:
    # How many files the index of the search has is its own affair.
    varies = re.compile(r"(/(?:site|icon|modes|search)\.|/(?:shard|cards)-)\w+")
    names = sorted({varies.sub(r"\1※", url) for url in built_example.outcome.files})
    expected(GOLDEN / "files.txt", "".join(f"{name}\n" for name in names))


@pytest.mark.parametrize("url", PAGES)
def test_what_a_page_says(url: str, built_example: Site, expected: Expected) -> None:
    expected(GOLDEN / f"{url}.txt", main_text(built_example.outcome.files[url]))


def test_what_stands_around_each_page(built_example: Site, expected: Expected) -> None:
    expected(GOLDEN / "frame.txt", frame(built_example.outcome.files["2021/report.html"]))


@pytest.mark.parametrize("url", DATA)
def test_what_a_data_file_holds(url: str, built_example: Site, expected: Expected) -> None:
    data = built_example.outcome.files[url].decode("utf-8-sig")
    expected(GOLDEN / f"{url}.txt", data.replace("\r\n", "\n"))


# --- data that other programs read --------------------------------------------------------------


def test_every_json_keeps_to_its_published_schema(built_example: Site) -> None:
    files = built_example.outcome.files
    # What describes the columns of a CSV keeps to the rules of CSV on the Web instead.
    urls = [url for url in files if url.endswith(".json") and "csv-metadata" not in url]
    # The index of the search is no data for others: it may change with any version.
    data = [url for url in urls if not url.startswith(("schemas/", "search/"))]
    years = (f"{year}/figures.json" for year in YEARS)
    assert sorted(data) == [*years, "catalogue.json", "series.json"]
    for url in data:
        value = json.loads(files[url])
        folder = url.rpartition("/")[0]
        named = re.sub(r"^[^/]+/\.\./", "", f"{folder}/{value['$schema']}".lstrip("/"))
        schema = json.loads(files[named])
        jsonschema.Draft202012Validator.check_schema(schema)
        checker = jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )
        assert [
            f"{url}: {error.json_path}: {error.message}" for error in checker.iter_errors(value)
        ] == []


def test_the_schemas_refuse_what_is_wrong(built_example: Site) -> None:
    files = built_example.outcome.files
    figures = json.loads(files["2021/figures.json"])
    checker = jsonschema.Draft202012Validator(json.loads(files["schemas/figures.schema.json"]))
    for key, wrong in (("value", 3), ("value", "1,2"), ("value", None), ("state", "none")):
        cell = {**figures["cells"][0], key: wrong}
        assert list(checker.iter_errors({**figures, "cells": [cell]})), (key, wrong)
    catalogue = json.loads(files["catalogue.json"])
    checker = jsonschema.Draft202012Validator(json.loads(files["schemas/catalogue.schema.json"]))
    for key, wrong in (("published", "2021年1月8日"), ("year", "2021"), ("url", "/a.html")):
        entry = {**catalogue["entries"][0], key: wrong}
        assert list(checker.iter_errors({**catalogue, "entries": [entry]})), (key, wrong)


def typed_values(year: int) -> list[str]:
    """List the numbers of a year's figures.yaml in the order they were typed."""
    text = (EXAMPLE / "content" / str(year) / "figures.yaml").read_text(encoding="utf-8")
    return values_typed(text)


def rows(site: Site, url: str) -> list[dict[str, str]]:
    data = site.outcome.files[url]
    assert data.startswith(b"\xef\xbb\xbf"), "Excel reads a CSV without a mark as GBK"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


STATES = {"缺": "空缺", "/": "不适用"}


@pytest.mark.parametrize("year", YEARS)
def test_the_figures_come_out_as_typed(year: int, built_example: Site) -> None:
    expected = typed_values(year)
    assert len(expected) == {2020: 198, 2021: 200, 2022: 200}[year]
    table = rows(built_example, f"{year}/figures.csv")
    states = [STATES.get(text, "数值") for text in expected]
    values = [
        "" if text in STATES else re.sub(r"[^\d.-]", "", text.removeprefix("+"))
        for text in expected
    ]
    units = [re.sub(r"[\d.+/缺-]", "", text) for text in expected]
    assert [row["状态"] for row in table] == states
    assert [row["数值"] for row in table] == values
    assert all(row["单位"] == unit for row, unit in zip(table, units, strict=True) if unit)
    assert {(row["年度"], row["机关"]) for row in table} == {(str(year), "示范园区管理委员会")}
    assert len({(row["表"], row["分表"], row["行"], row["列"]) for row in table}) == len(table)
    cells = json.loads(built_example.outcome.files[f"{year}/figures.json"])["cells"]
    assert [cell["value"] or "" for cell in cells] == values


@pytest.mark.parametrize("year", YEARS)
def test_the_page_prints_the_figures_as_typed(year: int, built_example: Site) -> None:
    page = lxml.html.fromstring(built_example.outcome.files[f"{year}/report.html"])
    cells = page.xpath("//table//td[@headers]")
    printed = [_words(cell) for cell in cells]
    # The page writes an increase with its sign, typed or not.
    assert [text.removeprefix("+") for text in printed] == [
        text.removeprefix("+") for text in typed_values(year)
    ]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {header_id for cell in cells for header_id in cell.get("headers").split()} <= set(ids)


@pytest.mark.parametrize("year", YEARS)
def test_each_printed_table_has_its_labels_on_every_number(year: int, built_example: Site) -> None:
    page = lxml.html.fromstring(built_example.outcome.files[f"{year}/report.html"])
    labels = {header.get("id"): _words(header) for header in page.xpath("//table//th[@id]")}
    table = rows(built_example, f"{year}/figures.csv")
    named = [
        [labels[item] for item in cell.get("headers").split()]
        for cell in page.xpath("//table//td[@headers]")
    ]
    expected = [
        [text for text in (*item["列"].split(" > "), *item["行"].split(" > ")) if text]
        for item in table
    ]
    assert named == expected


def test_the_catalogue_lists_every_document_once(built_example: Site) -> None:
    table = rows(built_example, "catalogue.csv")
    sources = [
        path.relative_to(EXAMPLE / "content").as_posix().removesuffix(".md") + ".html"
        for pattern in ("20*/documents/*.md", "20*/report.md")
        for path in (EXAMPLE / "content").glob(pattern)
    ]
    assert sorted(entry["网址"] for entry in table) == sorted(sources)
    assert set(sources) <= built_example.outcome.files.keys()
    days = [entry["发布日期"] for entry in table]
    assert days == sorted(days, reverse=True)
    numbers = [entry["索引号"] for entry in table]
    assert len(set(numbers)) == len(numbers)
    entries = json.loads(built_example.outcome.files["catalogue.json"])
    assert entries["count"] == len(table)
    assert [entry["index_number"] for entry in entries["entries"]] == numbers


def test_no_text_of_a_csv_starts_a_formula(built_example: Site) -> None:
    for url in ("catalogue.csv", "series.csv", *(f"{year}/figures.csv" for year in YEARS)):
        for row in rows(built_example, url):
            for name, text in row.items():
                assert name in ("数值", "比上年增减") or not text.startswith(
                    ("=", "+", "-", "@", "\t")
                )


def _text(element: lxml.etree._Element, path: str) -> str:
    child = element.find(path)
    assert child is not None, path
    return (child.text or "").strip()


TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def test_the_feed_is_atom(built_example: Site) -> None:
    feed = lxml.etree.fromstring(built_example.outcome.files["atom.xml"])
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for element in (feed, *entries):
        assert _text(element, f"{ATOM}id").startswith("urn:uuid:")
        assert _text(element, f"{ATOM}title")
        assert TIMESTAMP.fullmatch(_text(element, f"{ATOM}updated"))
    assert _text(feed, f"{ATOM}author/{ATOM}name") == "示范园区管理委员会"
    (self_url,) = feed.xpath("a:link[@rel='self']/@href", namespaces={"a": ATOM.strip("{}")})
    assert self_url == "https://gk.shifan-park.example/atom.xml"
    ids = [_text(element, f"{ATOM}id") for element in entries]
    assert len(set(ids)) == len(ids)
    updated = [_text(element, f"{ATOM}updated") for element in entries]
    assert updated == sorted(updated, reverse=True)
    assert _text(feed, f"{ATOM}updated") == updated[0]
    for element in entries:
        link = element.find(f"{ATOM}link")
        assert link is not None
        url = link.get("href", "").removeprefix("https://gk.shifan-park.example/")
        assert url in built_example.outcome.files
        assert element.find(f"{ATOM}summary") is not None


def test_the_map_lists_every_page_people_read(built_example: Site) -> None:
    site_map = lxml.etree.fromstring(built_example.outcome.files["sitemap.xml"])
    assert site_map.tag == f"{MAP}urlset"
    listed = []
    for element in site_map.findall(f"{MAP}url"):
        listed.append(_text(element, f"{MAP}loc").removeprefix("https://gk.shifan-park.example/"))
        changed = element.find(f"{MAP}lastmod")
        assert changed is None or re.fullmatch(r"\d{4}-\d\d-\d\d", changed.text or "")
    pages = [url for url in built_example.pages if url != "404.html" and "outside/" not in url]
    assert listed == sorted(pages)


def test_robots_know_the_map(built_example: Site) -> None:
    text = built_example.outcome.text("robots.txt")
    assert "Sitemap: https://gk.shifan-park.example/sitemap.xml" in text.splitlines()


def test_the_application_form_opens_as_a_word_file(built_example: Site) -> None:
    data = built_example.outcome.files["apply-form.docx"]
    document = docx.Document(io.BytesIO(data))
    styles = [(item.style.name if item.style else "", item.text) for item in document.paragraphs]
    headings = [text for style, text in styles if (style or "").startswith("Heading")]
    assert headings[0] == "政府信息公开申请表"
    assert len(document.tables) == len(headings) - 2, "one below each heading but the title, notes"
    labels = [row.cells[0].text for table in document.tables for row in table.rows[1:]]
    page = main_text(built_example.outcome.files["apply-form.html"])
    assert len(labels) > 10
    assert [label for label in labels if label not in page] == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
