"""What the page of figures states around its numbers: gaps, links, names, downloads, marks."""

import re
from pathlib import Path

import lxml.html
import pytest

from tests.helpers import Site, build_site
from tests.series.series_pages import URL, displayed_values, page_of, text_of
from tests.series.series_sites import EVIL, make_project

# --- sites of one report, of none, of strange names ---------------------------------------------


def test_one_report_is_said_to_be_one(tmp_path: Path) -> None:
    project = make_project(tmp_path / "source", (2021,))
    site = build_site("one", project.path, tmp_path)
    page = page_of(site)
    text = text_of(page)
    assert "目前只有2021年一份年度报告，还没有可以对照的年份" in text
    assert not page.find_class("series-charts__chart")
    assert not page.find_class("series-table__change")
    assert "核对：" not in text
    assert "无此项" not in text
    assert {year for year, *_ in displayed_values(site)} == {2021}


NOTICE = """---
索引号: SFYQ-2021-00001
名称: 通知
概述: 通知一件事
生成日期: 2021-03-01
发布日期: 2021-03-02
---
你好。
"""


def test_no_report_no_page_no_link(tmp_path: Path) -> None:
    project = make_project(tmp_path / "source", (2021,))
    project.remove("content/2021/report.md")
    project.remove("content/2021/figures.yaml")
    project.edit("content/2021/documents/notice.md", NOTICE)
    site = build_site("none", project.path, tmp_path)
    schema = "schemas/series.schema.json"
    assert [url for url in site.outcome.files if "series" in url or url == URL] == [schema]
    assert not [url for url in site.pages if URL in site.outcome.text(url)]


def test_reports_lists_and_map_lead_to_it(built_example: Site) -> None:
    for url in ("index.html", "reports/index.html", "sitemap.html", "2020/report.html"):
        links = lxml.html.fromstring(built_example.outcome.text(url)).xpath("//main//a/@href")
        assert [link for link in links if link.removeprefix("../") == URL], url


def test_a_gap_and_two_forms_are_told_before_the_tables(mixed_site: Site) -> None:
    text = text_of(page_of(mixed_site))
    assert "2023年的年度报告尚未收录" in text
    assert "无此项”，不是零" in text


def test_strange_names_stay_words(mixed_site: Site) -> None:
    assert "<script>" not in mixed_site.outcome.text(URL)
    page = page_of(mixed_site)
    assert EVIL in page.xpath("string(//meta[@name='Description']/@content)")
    assert f"各年报告机关不同（示范园区管理委员会、{EVIL}）" in text_of(page)


@pytest.mark.parametrize("chosen", ["[csv]", "[json]", "[]"])
def test_downloads_are_those_that_are_chosen(chosen: str, tmp_path: Path) -> None:
    project = make_project(tmp_path / "source", (2021, 2022))
    project.edit(
        "config.yaml", re.sub(r"(?m)^下载:.*", f"下载: {chosen}", project.read("config.yaml"))
    )
    site = build_site("chosen", project.path, tmp_path)
    urls = {url for url in site.outcome.files if "series" in url}
    expected = {
        "[csv]": {"series.csv", "series.csv-metadata.json"},
        "[json]": {"series.json", "schemas/series.schema.json"},
    }
    assert urls == expected.get(chosen, set())
    links = page_of(site).xpath("//main//a/@href")
    assert {link.removeprefix("../") for link in links if "series." in link} == {
        url for url in urls if url in ("series.csv", "series.json")
    }


def test_what_is_not_signed_is_marked(tmp_path: Path) -> None:
    project = make_project(tmp_path / "source", (2021, 2022))
    project.edit("config.yaml", project.read("config.yaml") + "\n审核: 必须\n")
    project.build(drafts=True)
    drafts = (project.path / "drafts" / URL).read_text(encoding="utf-8")
    assert "本页没有经过各级审核" in drafts
