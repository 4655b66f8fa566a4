"""Messages through the real command line: what was meant, the line shown, many warnings."""

import json
import re
from pathlib import Path

import pytest

from site_builder.cli.source_excerpts import SourceExcerpts, excerpt
from site_builder.model.location import Location
from tests.helpers import Project, ProjectFactory, run_cli
from tests.properties.small_site import as_text, document, figures, small_site

PAGE = "content/2020/documents/d0000.md"
TODAY = "2022-01-25"


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    return make_project(as_text(small_site(1)))


def check(site: Project, *words: str) -> tuple[int, str]:
    exit_code, output, _ = run_cli("check", *words, "--project", str(site.path), "--today", TODAY)
    return exit_code, output


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("biuld",), "没有“biuld”这个命令。是不是“build”？"),
        (("chekc", "content"), "是不是“check”？"),
        (("检查",), "是不是“check”？"),
        (("生成",), "是不是“build”？"),
        (("上线",), "是不是“deploy”？"),
        (("新建",), "是不是“new”？"),
        (("qqq",), "可以写的有：new、edit、"),
        (("build", "--celan"), "不认识“--celan”。是不是“--clean”？\n用法：site-builder build"),
        (("check", "--onyl", "v001"), "是不是“--only”？"),
    ],
)
def test_the_nearest_command_or_option_is_told(words: tuple[str, ...], hint: str) -> None:
    exit_code, output, _ = run_cli(*words)
    assert (exit_code, hint in output) == (2, True), output


@pytest.mark.parametrize(
    "words",
    [
        ("--only", "w007", PAGE),
        (PAGE, "--only", "w007"),
        ("--only", "w007,p002", PAGE),
        ("--only", "p002", "w007", "content/2020"),
        ("--only", "p002，w007", "--only", "c001", PAGE),
        ("--only=w007", PAGE),
    ],
)
def test_rules_and_files_in_any_order(site: Project, words: tuple[str, ...]) -> None:
    site.edit(PAGE, document(2020, 0, body="的的。见[清单](gone.md)。"))
    site.edit("content/2021/documents/d0001.md", document(2021, 1, body="的的。"))
    out = check(site, *words)[1]
    assert re.findall(r"(\S+) (?:错误|提醒) (\S+)", out) == [(f"{PAGE}:11:1", "w007/word")]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--only", "w007", "content/9999/x.md"), "项目里没有“content/9999/x.md”"),
        (("w007",), "“w007”是规则的编号，要写在 --only 后面"),
    ],
)
def test_what_is_neither_rule_nor_file(site: Project, words: tuple[str, ...], message: str) -> None:
    exit_code, output = check(site, *words)
    assert (exit_code, message in output) == (2, True), output


def test_the_line_is_shown_with_a_caret(site: Project) -> None:
    site.edit(PAGE, document(2020, 0, body="我们做好的的工作。"))
    assert "  11 | 我们做好的的工作。\n     |         ^\n" in check(site, PAGE)[1]
    assert " | " not in check(site, PAGE, "--brief")[1]


@pytest.mark.parametrize(
    "body", ["张三住靖江市马桥镇某路3号，电话13911115678，的的。", "的的，编号321282199003071216。"]
)
def test_personal_data_are_not_repeated(site: Project, body: str) -> None:
    site.edit(PAGE, document(2020, 0, body=body))
    out = check(site, PAGE)[1]
    assert "w007/word" in out
    assert not any(secret in out for secret in ("张三", "13911115678", "321282199003071216")), out


@pytest.mark.parametrize(
    ("line", "column", "expected_lines"),
    [
        ("甲乙: 丙", 5, ("  7 | 甲乙: 丙", "    |       ^")),
        ("\t甲", 2, ("  7 |     甲", "    |     ^")),
        ("abc", 9, ("  7 | abc", "    |    ^")),
        ("甲\x1b[31m\u202e乙", 7, ("  7 | 甲?[31m?乙", "    |        ^")),
        ("“甲”乙", 4, ("  7 | “甲”乙", "    |     ^")),
    ],
)
def test_the_caret_stands_under_the_place(
    line: str, column: int, expected_lines: tuple[str, ...]
) -> None:
    assert excerpt(line, Location("a.md", 7, column)) == expected_lines


def test_on_a_chinese_console_quotes_are_wide() -> None:
    assert excerpt("“甲”乙", Location("a", 7, 4), ambiguous=True)[1] == "    |       ^"


def test_a_long_line_is_cut_around_the_place() -> None:
    line, caret = excerpt("甲" * 500 + "x" + "乙" * 500, Location("a.md", 7, 501))
    at = len(line.partition("x")[0].encode("gbk"))
    assert (caret.index("^"), line.endswith("..."), len(line.encode("gbk")) <= 76) == (
        at,
        True,
        True,
    )


@pytest.mark.timeout(60)  # where each showing reads the whole line it takes much longer
def test_a_line_of_a_million_characters_is_shown_a_thousand_times(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("甲1" * 500_000, encoding="utf-8")
    lines = SourceExcerpts(tmp_path, [])
    for column in range(1, 1_000_000, 1000):
        (source_line, _) = lines.lines_at(Location("a.md", 1, column))
        assert len(source_line) <= 76
        assert "1" in source_line
        assert "甲" in source_line


def test_likely_causes_name_their_cells_and_what_cannot_be_decided(site: Project) -> None:
    path = "content/2020/figures.yaml"
    site.edit(path, figures(2020).replace("本年新收: [0,", "本年新收: [4,"))
    out = check(site, "--only", "n001")[1]
    assert "“自然人”列相差 4：" in out
    assert out.count("多半是“一、本年新收政府信息公开申请数量”的“自然人”（第 ") == 2
    assert "现在是 4，应为 0（" in out
    report = json.loads(check(site, "--only", "n001", "--format", "json")[1])
    (cause,) = report["findings"][0]["causes"]
    assert report["findings"][0]["decided"] is True
    assert cause["changes"] == [
        {
            "table": "requests",
            "row": "new",
            "column": "applicant.natural",
            "previous_year": False,
            "current": "4",
            "proposed": "0",
        }
    ]
    site.edit(path, figures(2020).replace("复议诉讼: [0,", "复议诉讼: [4,"))
    out = check(site, "--only", "n001")[1]
    assert "n001/review-total" in out
    assert "多半是" not in out
    assert "可能是“行政复议”的“总计”（第 " in out
    assert "；或者“行政复议”的“结果维持”（第 " in out
    assert "是哪一种，勾稽关系无法判断" in out


def test_the_blank_files_of_a_year(site: Project) -> None:
    words = ("new", "report", "2023", "--project", str(site.path))
    assert run_cli(*words)[0] == 0
    text = site.read("content/2023/figures.yaml")
    assert "表式: 2021\n" in text
    assert (
        "  # 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n  本年新收: []\n" in text
    )
    check_output = check(site, "content/2023")[1]
    assert set(re.findall(r"错误 ([a-z]\S+)", check_output)) == {"figures/count", "report/empty"}
    site.edit("content/2023/report.md", "甲")
    exit_code, output, _ = run_cli(*words)
    assert (exit_code, site.read("content/2023/report.md")) == (1, "甲")
    assert "已经有 content/2023/report.md，没有改动它。" in output
    assert run_cli("new", "report", "1999", "--project", str(site.path))[0] == 1
