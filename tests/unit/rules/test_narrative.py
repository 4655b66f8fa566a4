"""Sentences against the example's table of 2021: all wrong ones are reported, no right one is.

Each stands alone below 依申请公开 or 行政复议: where another agrees, doubtful ones are not asked.
"""

from typing import Literal

import pytest

from site_builder.config.settings import read_settings
from site_builder.model.location import Location
from site_builder.model.rule_context import RuleContext, TextFile, TextSpan
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.rules.annual_report import n003_narrative
from tests.helpers import EXAMPLE, ROOT
from tests.helpers.standards import STANDARDS

FOLDER = ROOT / "tests" / "unit" / "rules" / "narrative"
FIGURES = EXAMPLE / "content" / "2021" / "figures.yaml"
HEADINGS = ("## 一、总体情况", "### （二）依申请公开")


def listed(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


def diagnostic_ids(sentence: str, settings: Settings) -> list[str]:
    """Return what the rule reports of a 2021 report of one sentence."""
    body = [*HEADINGS, sentence]
    lines = FIGURES.read_text(encoding="utf-8").splitlines()
    kinds: tuple[tuple[Literal["body", "figures"], str, list[str]], ...] = (
        ("body", "report.md", body),
        ("figures", "figures.yaml", lines),
    )
    passages = [
        TextSpan(kind, "", line, Location(f"content/2021/{name}", number, 1))
        for kind, name, words in kinds
        for number, line in enumerate(words, 1)
    ]
    source = Source("2021/report.md", "report", 2021)
    text = TextFile(source, tuple(passages), (), {})
    return [
        diagnostic.id for diagnostic in n003_narrative.check(text, RuleContext(settings, STANDARDS))
    ]


@pytest.mark.parametrize("sentence", listed("wrong.txt"))
def test_a_wrong_sentence_is_told(sentence: str, settings: Settings) -> None:
    assert diagnostic_ids(sentence, settings)


@pytest.mark.parametrize("sentence", listed("right.txt"))
def test_a_right_sentence_is_not(sentence: str, settings: Settings) -> None:
    assert diagnostic_ids(sentence, settings) == []


@pytest.fixture(scope="module")
def settings() -> Settings:
    result, _ = read_settings((EXAMPLE / "config.yaml").read_bytes(), STANDARDS)
    assert result
    return result
