"""A policy and what explains it: named once, linked on both pages, in the data too."""

import csv
import io
import json

import lxml.html

from tests.helpers import ProjectFactory, Site
from tests.properties.small_site import as_text, document, small_site

POLICY, TEXT = "2022/documents/one-window-rules.html", "2022/documents/one-window-explained.html"


def links(html: bytes, section: str) -> list[str]:
    hrefs = lxml.html.fromstring(html).xpath(f"//section[@aria-labelledby='{section}']//a/@href")
    return [str(href) for href in hrefs]


def graph(html: bytes) -> dict[str, list[dict[str, str]]]:
    (text,) = lxml.html.fromstring(html).xpath("//script[@type='application/ld+json']/text()")
    data: dict[str, list[dict[str, str]]] = next(
        node for node in json.loads(text)["@graph"] if node["@type"] == "DigitalDocument"
    )
    return data


def test_both_pages_of_the_example_lead_to_each_other(built_example: Site) -> None:
    policy = (built_example.folder / POLICY).read_bytes()
    text = (built_example.folder / TEXT).read_bytes()
    assert links(policy, "interpretations") == [f"../../{TEXT}"]
    assert links(text, "policies") == [f"../../{POLICY}"]
    assert (links(policy, "policies"), links(text, "interpretations")) == ([], [])
    assert graph(policy)["subjectOf"][0]["@id"].endswith(TEXT)
    assert graph(text)["about"][0]["@id"].endswith(POLICY)


def test_the_data_tell_it_too(built_example: Site) -> None:
    data = json.loads((built_example.folder / "catalogue.json").read_bytes())
    entries = {entry["url"]: entry for entry in data["entries"]}
    assert (entries[POLICY]["interpretations"], entries[POLICY]["policies"]) == ([TEXT], [])
    assert entries[TEXT]["policies"] == [POLICY]
    table = (built_example.folder / "catalogue.csv").read_text(encoding="utf-8-sig")
    rows = {row["网址"]: row for row in csv.DictReader(io.StringIO(table))}
    assert rows[POLICY]["解读"] == TEXT


def test_what_was_withdrawn_keeps_its_title_with_a_mark(make_project: ProjectFactory) -> None:
    withdrawn = document(2020, 1, "某办法的解读").replace(
        "有效性: 有效", "有效性: 撤回\n撤回日期: 2021-03-01\n状态说明: 内容有误。"
    )
    site = make_project(
        as_text(
            small_site(0)
            | {
                "content/2020/documents/a.md": document(2020, 0, "某办法").replace(
                    "有效性", "解读: b.md\n有效性", 1
                ),
                "content/2020/documents/b.md": withdrawn,
            }
        )
    )
    assert site.run("build", today="2022-01-25").exit_code == 0
    page = (site.output / "2020/documents/a.html").read_text(encoding="utf-8")
    assert "某办法的解读</a>（已撤回）" in page
    assert links((site.output / "2020/documents/b.html").read_bytes(), "policies") == []
