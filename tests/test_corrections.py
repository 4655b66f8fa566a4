"""Corrections, repeals and withdrawals are stated everywhere, and an address once given stays."""

import csv
import io
import json

import lxml.etree
import lxml.html
import pytest

from tests.helpers import Outcome, ProjectFactory
from tests.helpers.search_reference import search_documents
from tests.properties.small_site import LIGHT_CONFIG, figures, report

CORRECTED = """更正:
  - {日期: 2022-02-15, 内容: 第三行由“3”改为“2”。, 原因: 录入有误。}
  - {日期: 2022-03-01, 内容: 补充附件。}
"""
CORRECTION_TEXTS = (
    "2022年3月1日",
    "补充附件。",
    "2022年2月15日",
    "第三行由“3”改为“2”。",
    "录入有误。",
)
HEAD = """---
索引号: A-2021-1
名称: 关于收费的通知
内容概述: 说明收费。
生成日期: 2021-03-01
发布日期: 2021-03-02
公开事项: 履职依据
主题分类: 综合政务\\其他
"""
TEXT = "---\n\n正文里的话。\n"


def site(document: str = "", *, of_report: str = "", rule: str = "") -> str:
    """Write a small site: one report, one document, one rule, each with more front matter."""
    text = report(2021).replace("---\n", f"---\n{of_report}", 1) if of_report else report(2021)
    return "".join(
        f"--- {path}\n{content}"
        for path, content in {
            "config.yaml": LIGHT_CONFIG,
            "content/2021/report.md": f"{text}\n",
            "content/2021/figures.yaml": figures(2021),
            "content/2021/documents/fees.md": f"{HEAD}{document}{TEXT}",
            "content/rules/own.md": f"---\n标题: 办理制度\n发布日期: 2020-01-02\n{rule}{TEXT}",
        }.items()
    )


def main_text(outcome: Outcome, url: str) -> str:
    """Return what a page states in its own part."""
    (main,) = lxml.html.fromstring(outcome.files[url]).xpath("//main")
    return " ".join(main.text_content().split())


def feed_summary(outcome: Outcome, url: str) -> str:
    """Return the feed's entry of an address."""
    feed = lxml.etree.fromstring(outcome.files["atom.xml"])
    space = {"a": "http://www.w3.org/2005/Atom"}
    entries = feed.xpath(
        "//a:entry[a:link[contains(@href,$url)]]/a:summary/text()", namespaces=space, url=url
    )
    return str(entries[0])


def data_entries(outcome: Outcome, url: str) -> tuple[dict[str, object], dict[str, str]]:
    """Return an address's entry of catalogue.json and of catalogue.csv."""
    entries = json.loads(outcome.files["catalogue.json"])["entries"]
    text = outcome.files["catalogue.csv"].decode("utf-8-sig")
    lines = csv.DictReader(io.StringIO(text, newline=""))
    (match,) = (entry for entry in entries if entry["url"] == url)
    (other,) = (line for line in lines if line["网址"] == url)
    return match, other


@pytest.mark.parametrize("url", ["2021/documents/fees.html", "2021/report.html"])
def test_corrections_are_told_everywhere(url: str, make_project: ProjectFactory) -> None:
    outcome = make_project(site(CORRECTED, of_report=CORRECTED)).build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    for page in (url, "catalogue/index.html"):
        text = main_text(outcome, page)
        assert [phrase for phrase in CORRECTION_TEXTS if phrase not in text] == [], page
        assert text.index(CORRECTION_TEXTS[1]) < text.index(CORRECTION_TEXTS[3]), "newest first"
    feed_text = feed_summary(outcome, url)
    assert [phrase for phrase in CORRECTION_TEXTS if phrase not in feed_text] == []
    entry, line = data_entries(outcome, url)
    assert entry["corrected"] == line["更正日期"] == "2022-03-01"
    assert entry["corrections"] == [
        {"date": "2022-03-01", "what": "补充附件。", "why": None},
        {"date": "2022-02-15", "what": "第三行由“3”改为“2”。", "why": "录入有误。"},
    ]
    assert line["更正"] == (
        "2022-03-01 补充附件。；2022-02-15 第三行由“3”改为“2”。（原因：录入有误。）"
    )
    assert "2022-03-01</lastmod>" in outcome.text("sitemap.xml")


def test_a_rule_has_its_history_too(make_project: ProjectFactory) -> None:
    outcome = make_project(site(rule=CORRECTED)).build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    text = main_text(outcome, "rules/own.html")
    assert [phrase for phrase in CORRECTION_TEXTS if phrase not in text] == []


INACTIVE_FIELDS = "有效性: {}\n废止日期: 2021-05-06\n状态说明: 上级机关撤销了原决定。\n"
REASON = "上级机关撤销了原决定。"
TOTAL = "applicant.total"


@pytest.mark.parametrize("status", ["废止", "失效", "撤回"])
def test_what_no_longer_holds_keeps_its_address(status: str, make_project: ProjectFactory) -> None:
    outcome = make_project(site(INACTIVE_FIELDS.format(status))).build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    url = "2021/documents/fees.html"
    text = main_text(outcome, url)
    assert f"自2021年5月6日起{status}" in text
    assert REASON in text
    assert ("正文里的话。" in text) == (status != "撤回")
    assert REASON in main_text(outcome, "catalogue/index.html")
    feed_text = feed_summary(outcome, url)
    assert feed_text.startswith(f"（{status}）")
    assert REASON in feed_text
    entry, line = data_entries(outcome, url)
    assert (entry["status"], entry["status_note"], entry["repealed"]) == (
        status,
        REASON,
        "2021-05-06",
    )
    assert (line["有效性"], line["状态说明"], line["废止日期"]) == (status, REASON, "2021-05-06")


def test_rules_are_told_in_the_feed_when_they_change(make_project: ProjectFactory) -> None:
    outcome = make_project(site(rule=CORRECTED + INACTIVE_FIELDS.format("失效"))).build(
        today="2022-06-01"
    )
    assert outcome.exit_code == 0, outcome.output
    feed_text = feed_summary(outcome, "rules/own.html")
    assert feed_text.startswith("（失效）")
    assert [phrase for phrase in (*CORRECTION_TEXTS, REASON) if phrase not in feed_text] == []


def test_what_is_yet_to_end_has_not_changed_yet(make_project: ProjectFactory) -> None:
    outcome = make_project(site("有效性: 有效\n废止日期: 2030-01-01\n")).build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    for url in ("atom.xml", "sitemap.xml", "data/catalog.jsonld"):
        assert "2030" not in outcome.text(url), url


def test_a_withdrawal_without_a_reason_is_refused(make_project: ProjectFactory) -> None:
    outcome = make_project(site("有效性: 撤回\n撤回日期: 2021-05-06\n")).build(today="2022-06-01")
    assert outcome.exit_code == 1
    assert "错误 c006/note  有效性是“撤回”，没有写“状态说明”" in outcome.output
    undated = make_project(site("有效性: 撤回\n状态说明: 数据有误。\n")).check(today="2022-06-01")
    assert "没有写“撤回日期”" in undated.output


def test_a_withdrawn_report_is_compared_with_nothing(make_project: ProjectFactory) -> None:
    new = make_project(site())
    cells = {("requests", "carried-in", column): "3" for column in ("applicant.natural", TOTAL)}
    cells |= {
        ("requests", row, column): "3"
        for row in ("carried-out",)
        for column in ("applicant.natural", TOTAL)
    }
    new.edit("content/2022/report.md", report(2022))
    new.edit("content/2022/figures.yaml", figures(2022, cells))
    assert "n001/carried-over" in new.build(today="2023-06-01").output
    text = report(2021).replace("---\n", "---\n" + INACTIVE_FIELDS.format("撤回"), 1)
    new.edit("content/2021/report.md", text)
    assert "n001/carried-over" not in new.build(today="2023-06-01").output


def test_a_rule_that_was_repealed_says_so(make_project: ProjectFactory) -> None:
    outcome = make_project(site(rule=INACTIVE_FIELDS.format("废止"))).build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    text = main_text(outcome, "rules/own.html")
    assert "自2021年5月6日起废止" in text
    assert REASON in text
    assert "废止" in main_text(outcome, "rules/index.html")


def test_rules_in_force_stand_before_repealed_ones(make_project: ProjectFactory) -> None:
    new = make_project(site(rule=INACTIVE_FIELDS.format("废止")))
    new.edit("content/rules/zz-newer.md", "---\n标题: 后来的制度\n有效性: 有效\n---\n正文。\n")
    outcome = new.build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    listed = main_text(outcome, "rules/index.html")
    assert listed.index("后来的制度") < listed.index("废止")


def test_a_withdrawn_report_leaves_its_reason_and_no_figure(make_project: ProjectFactory) -> None:
    new = make_project(site())
    cells = {("proactive", "penalty", "decisions"): "86410"}
    new.edit("content/2021/figures.yaml", figures(2021, cells))
    before = new.build(today="2022-06-01").files
    assert b"86410" in before["2021/figures.csv"]
    assert b"86410" in before["series.json"]
    text = report(2021).replace("---\n", "---\n" + INACTIVE_FIELDS.format("撤回"), 1)
    new.edit("content/2021/report.md", text)
    outcome = new.build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    page_text = main_text(outcome, "2021/report.html")
    assert "自2021年5月6日起撤回" in page_text
    assert REASON in page_text
    assert "总体情况" not in page_text
    assert [url for url in outcome.files if url.startswith("2021/figures")] == []
    assert "2021/figures" not in outcome.text("2021/index.html")
    assert "撤回" in main_text(outcome, "reports/index.html")
    assert "2021年的年度报告已经撤回" in main_text(outcome, "reports/figures.html")
    withheld = (b"86410", "总体情况".encode())
    leaking = {
        url for url, data in outcome.files.items() if any(phrase in data for phrase in withheld)
    }
    assert leaking == set(), "neither the series nor the search tells them"


def test_the_home_page_leads_to_a_report_that_stands(make_project: ProjectFactory) -> None:
    new = make_project(site())
    later = report(2022).replace("---\n", "---\n" + INACTIVE_FIELDS.format("撤回"), 1)
    new.edit("content/2022/report.md", later.replace("2021-05-06", "2023-05-06"))
    new.edit("content/2022/figures.yaml", figures(2022))
    outcome = new.build(today="2023-06-01")
    assert outcome.exit_code == 0, outcome.output
    (home,) = lxml.html.fromstring(outcome.files["index.html"]).xpath("//main")
    assert home.xpath("//*[@class='report-card']//a/@href") == ["2021/report.html"]
    assert home.xpath("//*[@class='brief-figures']"), "its figures stand with it"
    text = report(2021).replace("---\n", "---\n" + INACTIVE_FIELDS.format("撤回"), 1)
    new.edit("content/2021/report.md", text)
    outcome = new.build(today="2023-06-01")
    assert outcome.exit_code == 0, outcome.output
    assert "最新年度报告" not in main_text(outcome, "index.html")


WITHHELD_TEXTS = ("secret-list", "idcard", "other.invalid", "不再提的概述", "不再提的词")
ENCLOSED = """
见[名单](FILES/secret-list.csv)、[外站](https://other.invalid/x?who=secret)。

![证件](FILES/idcard.png)
"""


@pytest.mark.parametrize(
    ("path", "summary", "files"),
    [
        ("2021/documents/fees.md", "内容概述: 不再提的概述\n主题词: [不再提的词]", "../files"),
        ("2021/report.md", "内容概述: 不再提的概述\n主题词: [不再提的词]", "files"),
        ("rules/own.md", "概述: 不再提的概述", "../2021/files"),
    ],
)
def test_nothing_that_only_a_withdrawn_text_reaches_is_published(
    path: str, summary: str, files: str, make_project: ProjectFactory
) -> None:
    new = make_project(site())
    new.edit("content/2021/files/secret-list.csv", "甲\n")
    new.edit("content/2021/files/idcard.png", b"\x89PNG\r\n\x1a\n")
    text = new.read(f"content/{path}").replace("内容概述: 说明收费。\n", "")
    head = f"---\n{INACTIVE_FIELDS.format('撤回')}{summary}\n"
    secret = ENCLOSED.replace("FILES", files)
    new.edit(f"content/{path}", text.replace("---\n", head, 1).rstrip() + f"\n{secret}")
    outcome = new.build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    assert REASON in main_text(outcome, path.replace(".md", ".html"))
    leaking = [
        f"{name}: {url}"
        for name in WITHHELD_TEXTS
        for url, data in outcome.files.items()
        if name in url or name.encode() in data
    ]
    assert leaking == []


def test_a_withdrawn_rule_is_found_by_its_reason_only(make_project: ProjectFactory) -> None:
    rule = INACTIVE_FIELDS.format("撤回") + "概述: 说明办理。\n"
    project = make_project(site(rule=rule))
    outcome = project.build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    (text,) = (
        document for document in search_documents(project) if document.entry.url == "rules/own.html"
    )
    assert REASON in str(text)
    assert "正文里的话" not in str(text)
