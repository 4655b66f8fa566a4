"""Rules that depend on the day: what one bad and one good case cannot show."""

import pytest

from tests.helpers import ROOT, ProjectFactory

CONFIG = """\
--- config.yaml
站点:
  名称: 样例园区政府信息公开
  机关: 样例园区管理委员会
"""


def document(number: int, created: str, published: str, more: str = "") -> str:
    return f"""\
--- content/{created[:4]}/documents/notice-{number}.md
---
索引号: YLYQ-{created[:4]}-{number:05d}
名称: 第{number}号通知
内容概述: 说明。
生成日期: {created}
发布日期: {published}
{more}---

内容。

"""


def test_a_period_without_a_notice_says_so(make_project: ProjectFactory) -> None:
    later = make_project(CONFIG + document(1, "2030-03-01", "2030-04-01"))
    out = later.check(today="2030-05-01", only="c005").output
    assert "隔了 21 个工作日；最迟应当在 2030-03-29 公开" in out
    assert "2027年起的放假安排还没有收入" in out
    outcome = make_project(CONFIG + document(1, "2024-03-01", "2024-04-08"))
    assert "放假安排" not in outcome.check(today="2030-05-01", only="c005").output


@pytest.mark.parametrize(
    ("count", "today", "limit"),
    [
        (11, "2026-03-14", ""),  # thirteen days after the newest
        (11, "2026-03-16", "超过两周"),
        (10, "2026-03-16", ""),  # a site that publishes little is left alone for longer
        (10, "2026-09-01", ""),
        (10, "2026-09-02", "超过六个月"),
        (11, "2026-09-02", "超过六个月"),
    ],
)
def test_how_old_the_newest_may_be(
    make_project: ProjectFactory, count: int, today: str, limit: str
) -> None:
    texts = [document(number, "2026-03-01", "2026-03-01") for number in range(1, count + 1)]
    out = make_project(CONFIG + "".join(texts)).check(today=today, only="c009").output
    assert ("c009/stale" in out) is bool(limit)
    assert limit in out


@pytest.mark.parametrize(
    ("body", "today", "missing"),
    [
        ("样例园区管理委员会", "2026-01-31", False),
        ("样例园区管理委员会", "2026-02-01", True),
        ("样例市人民政府", "2026-03-31", False),
        ("样例市人民政府", "2026-04-01", True),
    ],
)
def test_when_the_report_of_last_year_is_due(
    make_project: ProjectFactory,
    body: str,
    today: str,
    missing: bool,  # noqa: FBT001 - a column of the table
) -> None:
    site = make_project(CONFIG.replace("样例园区管理委员会", body))
    base = "tests/bad/base/content/2021"
    for name in ("report.md", "figures.yaml"):
        site.edit(f"content/2021/{name}", (ROOT / base / name).read_bytes())
    assert ("2025年的政府信息公开" in site.check(today=today, only="c009").output) is missing


def test_a_planned_end_is_no_contradiction_until_its_day(make_project: ProjectFactory) -> None:
    ends = "有效性: 有效\n失效日期: 2026-06-01\n"
    site = make_project(CONFIG + document(1, "2021-03-01", "2021-03-01", ends))
    assert site.check(today="2026-05-31", only="c006").exit_code == 0
    assert site.check(today="2026-06-01", only="c006").exit_code == 1


def test_a_number_is_kept_against_the_last_publication(make_project: ProjectFactory) -> None:
    site = make_project(CONFIG + document(1, "2021-03-01", "2021-03-01"))
    assert site.build(today="2026-06-01").exit_code == 0
    path = "content/2021/documents/notice-1.md"
    site.edit(path, site.read(path).replace("00001", "00009"))
    out = site.build(today="2026-06-01")
    assert (out.exit_code, "c002/changed" in out.output) == (1, True)
    accept = "接受:\n  - 问题: c002/changed:YLYQ-2021-00001\n    理由: 原号重复编制。\n生成日期"
    site.edit(path, site.read(path).replace("生成日期", accept))
    out = site.build(today="2026-06-01")  # an error: no word lets it stand
    assert (out.exit_code, "accept/refused" in out.output) == (1, True)


def test_a_number_changes_only_when_the_page_says_so(make_project: ProjectFactory) -> None:
    site = make_project(CONFIG + document(1, "2021-03-01", "2021-03-01"))
    path = "content/2021/documents/notice-1.md"
    assert site.build(today="2026-06-01").exit_code == 0

    def change(old: str, new: str, what: str) -> int:
        corrections = f"更正:\n  - 日期: 2021-05-06\n    内容: {what}\n"
        head, _, rest = site.read(path).partition("生成日期")
        head = head.partition("更正:")[0].replace(old, new)
        site.edit(path, f"{head}{corrections}生成日期{rest}")
        return site.build(today="2026-06-01").exit_code

    message = "索引号由 YLYQ-2021-00001 更正为 YLYQ-2021-00009。"
    assert change("00001", "00009", "索引号更正为 YLYQ-2021-00009。") == 1
    assert change("00001", "00009", "索引号由 YLYQ-2021-00001 更正为 YLYQ-2021-000091。") == 1
    assert change("00001", "00009", message) == 0
    assert "YLYQ-2021-00001" in site.build().text("2021/documents/notice-1.html")
    assert change("00009", "00001", message) == 1, "back again is another change"
    assert change("索引号: YLYQ-2021-00001\n", "", message) == 1, "no page goes without its number"
