"""What Markdown would swallow, run together or print raw is reported, each at its line."""

import pytest

from site_builder.content.markdown.lint import MAX_DEPTH
from site_builder.model.diagnostic import Severity
from tests.unit.content.prose_helpers import read

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def diagnostic_lines(markdown: str) -> list[tuple[str, Severity, int]]:
    _, text = read(markdown)
    assert all(diagnostic.hint for diagnostic in text.diagnostics)
    return [
        (diagnostic.code, diagnostic.severity, diagnostic.location.line)
        for diagnostic in text.diagnostics
    ]


def message(markdown: str) -> str:
    _, text = read(markdown)
    (diagnostic,) = text.diagnostics
    return f"{diagnostic.message} {diagnostic.hint}"


def nested(depth: int) -> str:
    return "".join(f"{'  ' * level}- 甲{level}\n" for level in range(depth))


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 12, 30])
def test_a_list_too_deep_is_told_and_nothing_of_it_is_lost(depth: int) -> None:
    assert diagnostic_lines(nested(MAX_DEPTH)) == []
    assert diagnostic_lines(nested(depth)) == [("prose/depth", ERROR, 10 + MAX_DEPTH)]
    prose, _ = read(nested(depth))
    assert f"甲{depth - 1}" in prose.text


@pytest.mark.parametrize("markdown", ["> " * 40 + "甲", "> " * 400 + "甲", "- " * 400 + "甲"])
def test_a_quotation_too_deep(markdown: str) -> None:
    assert diagnostic_lines(markdown) == [("prose/depth", ERROR, 10)]


TABLE = "| 甲 | 乙 |\n| - | - |\n"


@pytest.mark.parametrize(
    ("row", "severity", "words"),
    [
        ("| 1 | 2 | 3 |", ERROR, "这一行有 3 格，表头有 2 格 多出的格子印不出来"),
        ("| 1 | 2 | | 4 |", ERROR, "这一行有 4 格，表头有 2 格"),
        ("| 1 |", WARNING, "这一行有 1 格，表头有 2 格 缺少的格子印成空白"),
        ("注：甲", WARNING, "成了表格的一行 不属于表格的，请在表格后面空一行"),
    ],
)
def test_a_row_that_does_not_fit_its_head(row: str, severity: Severity, words: str) -> None:
    assert diagnostic_lines(f"{TABLE}| 1 | 2 |\n{row}\n") == [("prose/table", severity, 13)]
    assert diagnostic_lines(f"> {TABLE}> | 1 | 2 |\n> {row}\n".replace("\n|", "\n> |")) == [
        ("prose/table", severity, 13)
    ]
    assert words in message(f"{TABLE}{row}\n")


@pytest.mark.parametrize("row", ["| 1 | 2 |", "1 | 2", "| 1 | 2 | |", "| 1 \\| 0 | 2 |"])
def test_a_row_that_fits(row: str) -> None:
    assert diagnostic_lines(f"{TABLE}{row}\n") == []


@pytest.mark.parametrize(
    "markdown",
    ["|甲|乙|\n", "|甲|乙|\n|1|2|\n", "|甲|乙|\n|-|\n|1|2|\n", "甲|乙\n--|--|--\n", "｜甲｜乙｜\n"],
)
def test_what_looks_like_a_table(markdown: str) -> None:
    ((rule, severity, _),) = diagnostic_lines(markdown)
    assert (rule, severity) == ("prose/table", WARNING)
    assert "排不成表格" in message(markdown)


@pytest.mark.parametrize("markdown", ["##一、总则", "#1 号楼", "###（一）甲"])
def test_what_looks_like_a_heading(markdown: str) -> None:
    assert diagnostic_lines(f"甲\n\n{markdown}") == [("prose/heading", WARNING, 12)]


@pytest.mark.parametrize(
    "markdown", ["[甲]（a.md）", "【甲】(a.pdf)", "［甲］（https://www.gov.cn/）"]
)
def test_what_looks_like_a_link(markdown: str) -> None:
    assert diagnostic_lines(f"甲\n见{markdown}。") == [("prose/link", WARNING, 11)]


def test_brackets_that_are_no_link() -> None:
    assert diagnostic_lines("〔2019〕60号、[甲]（试行）、【乙】（2021年1月2日）、1.5（元）") == []


@pytest.mark.parametrize(
    "second",
    [
        "　　乙",
        "（一）乙",
        "(二) 乙",
        "一、乙",
        "十二、乙",
        "2.乙",
        "2、乙",
        "３．乙",
        "    乙",
        "\t乙",
    ],
)
def test_lines_that_run_together(second: str) -> None:
    assert diagnostic_lines(f"甲。\n{second}") == [("prose/paragraph", WARNING, 11)]
    assert diagnostic_lines(f"甲。\n\n{second}") == []
    assert diagnostic_lines(f"甲。  \n{second}") == []
    assert "有 3 处" in message(f"甲。\n{second}\n{second}\n\n丙\n{second}")


@pytest.mark.parametrize("second", ["乙", "1.5万元", "一二、乙", " 乙", "（试行）", "2021年"])
def test_lines_that_belong_together(second: str) -> None:
    assert diagnostic_lines(f"甲。\n{second}") == []


@pytest.mark.parametrize("indent", ["    ", "\t", "　　", "        "])
def test_an_indented_paragraph_is_no_code(indent: str) -> None:
    prose, text = read(f"{indent}园区**办公室**。\n")
    assert text.diagnostics == []
    assert prose.html == "<p>园区<strong>办公室</strong>。</p>\n"


def test_fenced_code_stays() -> None:
    assert "<pre><code>" in read("```\n甲\n```\n")[0].html


def test_what_is_defined_and_never_used() -> None:
    assert diagnostic_lines("甲\n\n[^一]: 以上数字\n") == [("prose/footnote", ERROR, 12)]
    assert diagnostic_lines("[甲](a.md)、![乙](b.png)、丙[^一]\n\n[^一]: 丁\n") == []


def test_an_address_on_a_line_of_its_own_is_printed_and_told() -> None:
    prose, _ = read("[注]\n\n[注]: a.md\n\n[注]: 以上数字\n")
    assert prose.text == "[注]\n[注]: a.md\n[注]: 以上数字"
    assert diagnostic_lines("[注]\n\n[注]: a.md\n\n[注]: 以上数字\n") == [
        ("prose/link", WARNING, 12)
    ]


def test_a_footnote_without_a_text() -> None:
    assert diagnostic_lines("甲[^一]乙") == [("prose/footnote", WARNING, 10)]
    assert diagnostic_lines("甲`[^一]`乙") == []
