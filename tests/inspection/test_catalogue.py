"""Entries of a catalogue in tables and boxes: what each must have, as far as it is shown."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import run_cli
from tests.inspection.portals import TODAY, page

HEADER = "<tr><th>索引号</th><th>名称</th><th>内容概述</th><th>生成日期</th></tr>"
GOOD = "<tr><td>A-1</td><td>机构职能</td><td>职能和机构</td><td>2024-03-01</td></tr>"
TITLED = f"<tr><td colspan=4>园区公开目录</td></tr>{HEADER}{GOOD}"
LINK = '<ul><li><a href="a.html">机构职能</a></li></ul>'
BOX = "<dl><dt>索引号</dt><dd>{}</dd><dt>生成日期</dt><dd>{}</dd><dt>内容概述</dt><dd>{}</dd></dl>"
LINES = "<p>索 引 号：A-1　名　称：机构职能</p><p>内容概述：职能和机构</p><p>成文日期：{}</p>"
CELLS = "<tr><td>索引号：</td><td>A-1</td><td>发布日期：</td><td>{}</td></tr>"
SCRIPT = "<div id=list></div><script>$.ajax({url: '/list'})</script>"
UNREAD = ("inspect/catalogue-unread", "", "")


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def table(*rows: str) -> str:
    return f"<table>{''.join(rows)}</table>"


def inspect(folder: Path, catalogue: str, entry: str) -> dict[str, Any]:
    """Inspect a folder with a catalogue and the page of an entry; return the answer."""
    home = '<a href="c.html">政府信息公开目录</a>'
    pages = {
        "index": ("公开", home),
        "c": ("政府信息公开目录", catalogue),
        "a": ("机构职能", entry),
    }
    for name, (title, body) in pages.items():
        (folder / f"{name}.html").write_text(page(title, body, "utf-8"), "utf-8")
    _, _, output = run_cli("inspect", str(folder), "--today", TODAY, "--json", "-q")
    answer: dict[str, Any] = json.loads(output)
    return answer


LACKS = "inspect/catalogue-entry"
COLUMN = "inspect/catalogue-column"
DATE = "inspect/catalogue-date"
CASES: dict[str, tuple[str, str, set[tuple[str, str, str]]]] = {
    "whole": (table(HEADER, GOOD), "", set()),
    "titled": (table(TITLED), "", set()),
    "laid out in tables": (
        table(row("名称检索　发布日期", table(HEADER, GOOD)), row("友情链接", "")),
        "",
        set(),
    ),
    "menu above": (
        table(row("按索引、名称、概述、日期排列"), row(table(HEADER, row("A-2", "预算", "", "")))),
        "",
        {
            (LACKS, "“预算”没有写内容概述、生成日期", "A-2、预算"),
        },
    ),
    "blank": (
        table(HEADER, GOOD, row("A-2", "预算", " ", "2024-04-01")),
        "",
        {
            (LACKS, "“预算”没有写内容概述", "A-2、预算"),
        },
    ),
    "says-nothing": (
        table(HEADER, row("—", "预算", "无", "2024-04-01")),
        "",
        {
            (LACKS, "“预算”没有写索引、内容概述", "—、预算"),
        },
    ),
    "no-name": (
        table(HEADER, row("A-2", "", "概述", "2024-04-01")),
        "",
        {
            (LACKS, "“A-2”没有写名称", "A-2"),
        },
    ),
    "no-day": (
        table(HEADER, row("A-2", "预算", "概述", "2024-02-30")),
        "",
        {
            (DATE, "“2024-02-30”", "A-2、预算"),
        },
    ),
    "words-for-day": (
        table(HEADER, row("A-2", "预算", "概述", "见正文")),
        "",
        {
            (DATE, "“见正文”", "A-2、预算"),
        },
    ),
    "no-column": (
        table("<tr><th>索引号<th>名称<th>日期</tr>", row("A", "预算", "2024-04-01")),
        "",
        {
            (COLUMN, "“内容概述”", "索引号、名称"),
        },
    ),
    "column-in-box": (
        table("<tr><th>名称<th>日期</tr>", row('<a href="a.html">机构职能</a>', "2024-04-01")),
        BOX.format("A-1", "2024-03-01", "职能和机构"),
        set(),
    ),
    "box": (LINK, BOX.format("A-1", "2024-03-01", "职能和机构"), set()),
    "box-in-lines": (LINK, LINES.format("2024年3月1日"), set()),
    "box-blank": (
        LINK,
        BOX.format("A-1", "2024-03-01", ""),
        {
            (LACKS, "“机构职能”没有写内容概述", "索引：A-1"),
        },
    ),
    "box-blank-number": (
        LINK,
        BOX.format("", "2024-03-01", "职能"),
        {
            (LACKS, "“机构职能”没有写索引", "内容概述：职能"),
        },
    ),
    "box-blank-line": (LINK, LINES.format(""), {(LACKS, "没有写生成日期", "索引：A-1")}),
    "box-in-cells": (
        LINK,
        table(CELLS.format("2024-03-01")),
        {
            (COLUMN, "“内容概述”", "索引：A-1"),
        },
    ),
    "script": (SCRIPT, "", {UNREAD}),
    "links-alone": (LINK, "<p>管委会负责规划、建设和服务，没有一栏写明。</p>", {UNREAD}),
}


@pytest.mark.parametrize("name", CASES)
def test_what_an_entry_lacks_is_said_with_its_place(name: str, tmp_path: Path) -> None:
    catalogue, entry, expected = CASES[name]
    answer = inspect(tmp_path, catalogue, entry)
    findings = [f for f in answer["findings"] if "catalogue" in f["rule"]]
    unread = [f for f in answer["undecided"] if f["rule"] == UNREAD[0]]
    assert len(findings) + len(unread) == len(expected), findings
    for rule, words, excerpt in expected:
        (finding,) = [f for f in (*findings, *unread) if f["rule"] == rule]
        assert words in finding["message"]
        assert excerpt in finding["evidence"]["excerpt"]
        assert finding["file"] in ("c.html", "a.html")
        assert finding["evidence"]["sha256"]


def test_of_many_entries_ten_are_named(tmp_path: Path) -> None:
    rows = [row(f"A-{number}", f"信息{number}", "", "2024-03-01") for number in range(40)]
    answer = inspect(tmp_path, table(HEADER, *rows), "")
    messages = [f["message"] for f in answer["findings"] if f["rule"] == LACKS]
    assert len(messages) == 11
    assert any("40 条里的另外 30 条没有写内容概述" in message for message in messages)
