"""What an author types is what the public reads: on every text, sign by sign."""

import re
from random import Random
from urllib.parse import unquote

import pytest
from markdown_it.token import Token

from site_builder.content.markdown import parsed_prose
from site_builder.content.markdown.source import MarkdownSource
from site_builder.model.prose import Prose
from tests.helpers import ROOT, format_list
from tests.properties.text_conservation import find_differences

TEXTS = 1500
_PIECES = (
    *"*_>+-#\\|<&~`[]()!:=.;/^*_>+-#\\|` \t",
    *("甲乙丙王李区、，。（）“”：35%℃" + "\n\n\n  "),
    *("**", "**", "\n\n", "\n\n", "12", "2021年", "ab", "电话：", "  \n", "\n2021年6月1日"),
    *("- ", "\n- ", "\n> ", "> ", "\n1. ", "\n2. ", "\n## ", "\n### ", "\n---\n", "\n```\n"),
    *("\n| 甲 | 乙 |\n| - | - |\n", "| 丙 | 丁 |\n", "甲*、", "王**", "139****5678"),
    *("<br>", "<u>", "<!-- ", " -->", "&nbsp;", "&#160;", "Z:\\a\\", "\\*\\*", "\\#", "\\|"),
    *("[甲](a.md)", "[乙](../b_c.md)", "![图*](c.png)", "<https://a.gov.cn/_b>"),
    *("[^1]", "\n\n[^1]: 注\n\n", "\n: 义"),
)


def parse(markdown: str) -> tuple[Prose, MarkdownSource]:
    text = MarkdownSource("content/a.md", "2021/documents/a.md", 10, ("gov.cn",), markdown)
    parsed_prose.parse(text)
    # Before links are pointed elsewhere: an address is a mark of its own.
    for token in text.tokens:
        for child in token.children or ():
            child.meta["typed"] = _address(child)
    return parsed_prose.render(text, text.tokens), text


def _address(child: Token) -> str:
    return unquote(str(child.attrGet("href") or child.attrGet("src") or ""))


@pytest.mark.parametrize("seed", range(3))
def test_nothing_typed_is_lost_or_changed_in_silence(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - texts, the same every time
    wrong = []
    for _ in range(TEXTS // 3):
        markdown = "".join(random.choices(_PIECES, k=random.randint(3, 30)))
        differences = find_differences(markdown, *parse(markdown))
        wrong += [f"{markdown!r}: {difference}" for difference in differences]
    assert not wrong, format_list(wrong)


DATA_TABLE = re.compile(r"^(?:表[0-9]*：[^\n]*\n+)?```表格\n.*?^```$", re.MULTILINE | re.DOTALL)
"""A table written as data: test_tables.py reads it back cell by cell."""
LANGUAGE_FENCE = re.compile(r"^:::.*$", re.MULTILINE)
"""Where a passage in another language begins and ends: an attribute of it, and no text."""


def test_no_text_of_the_repository_loses_anything() -> None:
    files = [*ROOT.glob("content/**/*.md"), *ROOT.glob("examples/**/*.md")]
    assert len(files) > 30
    for file in files:
        markdown = file.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        markdown = LANGUAGE_FENCE.sub("", DATA_TABLE.sub("", markdown))
        result, text = parse(markdown)
        assert find_differences(markdown, result, text) == [], file
        assert [
            diagnostic.message
            for diagnostic in text.diagnostics
            if diagnostic.code.startswith("prose/")
        ] == []
