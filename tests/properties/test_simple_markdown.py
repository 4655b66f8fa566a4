"""The short way through Markdown returns what the long way returns, or refuses."""

import re

import pytest

from site_builder.content.markdown.simple_inlines import NON_ASCII
from site_builder.core.text.unicode_scripts import RTL_LETTER
from tests.helpers import ROOT, format_list
from tests.helpers.simple_markdown import difference
from tests.properties.markdown_texts import MarkdownTexts

TEXTS = 2400
"""In a normal run; as many as `--fuzz` says when asked for."""
SEEDS = 3
PATHS = ("2021/documents/a.md", "a.md")
LANGUAGES = ("", "", "维吾尔文", "不认识的")


@pytest.mark.parametrize("seed", range(SEEDS))
def test_both_ways_agree_on_generated_texts(seed: int, request: pytest.FixtureRequest) -> None:
    texts = MarkdownTexts(seed + SEEDS * int(request.config.getoption("--fuzz-seed")))
    count = (int(request.config.getoption("--fuzz")) or TEXTS) // SEEDS
    differences: list[str] = []
    simple = 0
    for number in range(count):
        result = difference(texts.text(), PATHS[number % 2], LANGUAGES[number % 4])
        simple += result is not None
        differences += [result] if result else []
    assert not differences, format_list(differences[:5])
    assert simple > count // 4, f"{simple} of {count}"


def test_no_letter_that_is_let_pass_is_a_blank_or_runs_from_the_right() -> None:
    letters = "".join(chr(code) for code in range(0xA1, 0x32000) if not 0xD800 <= code < 0xE000)
    passed = re.findall(f"[{NON_ASCII}]", letters)
    assert len(passed) > 50_000
    assert [letter for letter in passed if letter.isspace() or RTL_LETTER.match(letter)] == []


def test_both_ways_agree_on_every_text_of_the_repository() -> None:
    folders = (ROOT / "content", ROOT / "examples", ROOT / "tests", ROOT / "docs")
    files = [file for folder in folders for file in folder.rglob("*.md")]
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in files]
    bodies = [text.partition("\n---\n")[2] or text for text in texts]
    results = [difference(body) for body in bodies]
    assert not any(results), format_list([result for result in results if result])
    assert sum(result is not None for result in results) > len(results) // 2


def test_most_documents_of_the_example_are_simple() -> None:
    files = [*ROOT.glob("examples/**/documents/*.md")]
    bodies = [file.read_text(encoding="utf-8").partition("\n---\n")[2] for file in files]
    refused = [
        file.name for file, body in zip(files, bodies, strict=True) if difference(body) is None
    ]
    assert len(refused) < len(files) // 2, format_list(refused)


@pytest.mark.parametrize(
    "markdown",
    [
        "甲\n**乙**",
        "李\n**大、王**",
        "1. 甲\n\n1.乙",
        "1. 甲\n\n2020",
        "| 甲 |\n|---|\n| 乙\x85 |",
        "> 2021年",
        "- 5℃",
        "表：名称",
        "### 甲\n\n## 乙",
        "甲  \n乙",
        "甲\n 乙",
        "甲\n一、乙",
        "# 甲",
        "甲*、乙*",
        "[甲](/a.md)",
        "[甲](a b.md)",
        "![甲](a.png)",
        "【甲】(a.md)",
        "甲&amp;乙",
        "甲<br>乙",
        "甲\\乙",
        "a | b\n--|--",
        "甲\n: 乙",
        "甲[^1]\n\n[^1]: 乙",
        "\u3000\u3000",
        "نص",
        "---\u3000",
        "| 甲 |\n|---|\xa0",
        "- 甲\n\n  乙",
        "- 甲\n   - 乙",
        "1. 甲\n   2. 乙",
        "- 甲\n  - 乙\n\n- 丙",
    ],
)
def test_what_the_parser_has_to_judge_is_refused(markdown: str) -> None:
    assert difference(markdown) is None


@pytest.mark.parametrize(
    "markdown",
    [
        "",
        "\n\n",
        "\u3000\u3000第一条\u3000为了公开。",
        "甲\n乙\nword\nword",
        "现公告如下：\n1. 甲\n2. 乙\n\n\n3. 丙\n\n- 丁",
        "示范园区管理委员会\n2021年6月1日",
        "1. 甲\n   - 乙\n     1. 丙\n     2. 丁\n   - 戊\n2. 己\n\n---\n\n甲  ",
        "1. 甲\n2. 乙\n\n1. 丙\n\n7. 丁\n8. 戊",
        "> 第一条：\n> 联系人：王某\n> 甲",
        "## 一、总则\n### “甲”\n**重要**：见[乙](../a.md)、[丙](https://www.example.com/a)。",
        "| 甲 | 乙 |\n| --- | ---: |\n| **丙** | -1.5 |\n|  | [丁](b.md#c) |",
    ],
)
def test_what_offices_write_most_is_simple(markdown: str) -> None:
    assert difference(markdown) == ""
