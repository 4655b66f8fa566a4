"""Wordings and characters: each wrong one is found with its hint, no right one is."""

import pytest

from tests.helpers import ProjectFactory
from tests.helpers.standards import STANDARDS

DOCUMENT = """--- config.yaml
站点: {名称: 样例, 机关: 样例}
--- content/2021/documents/a.md
---
索引号: A-1
名称: 甲
---

"""
WORDS = STANDARDS.banned_terms
TABLES = STANDARDS.characters


def test_every_wording_is_wrong_once_and_told_with_a_cure_and_a_reason() -> None:
    wrong = [entry.term for entry in WORDS.terms]
    assert len(wrong) == len(set(wrong))
    assert all(entry.replacement and entry.reason for entry in WORDS.terms)
    severe = [entry.term for entry in WORDS.terms if entry.is_error and entry.valid_until]
    assert severe == [], "a former name may stand in a history: never an error"


def test_no_cure_is_itself_a_wrong_wording(make_project: ProjectFactory) -> None:
    replacements = sorted(
        {entry.replacement for entry in WORDS.terms if not entry.replacement.startswith("《")}
    )
    out = make_project(DOCUMENT + "\n\n".join(replacements) + "\n").check(only="w004").output
    assert "没有发现问题" in out


def test_spared_words_are_spared_and_hold_a_wrong_one(make_project: ProjectFactory) -> None:
    wrong = [item.term for item in WORDS.terms]
    assert [word for word in WORDS.exceptions if not any(item in word for item in wrong)] == []
    out = make_project(DOCUMENT + "\n\n".join(WORDS.exceptions) + "\n").check(only="w004").output
    assert "没有发现问题" in out


def test_every_wording_is_found(make_project: ProjectFactory) -> None:
    wrong = [item.term for item in WORDS.terms]
    text = DOCUMENT.replace("content/2021", "content/2030")
    out = make_project(text + "\n\n".join(wrong) + "\n").check(only="w004").output
    assert [item for item in wrong if f"w004/wording:{item}\n" not in out] == []


def test_traditional_characters_are_not_simplified_ones() -> None:
    for character, simple in TABLES.traditional.items():
        simple.encode("gb2312")
        with pytest.raises(UnicodeEncodeError):
            character.encode("gb2312")
    assert set("乾著後於徵藉瞭里后台面昇堃喆") & TABLES.traditional.keys() == set()


def test_radicals_are_radicals() -> None:
    for radical, character in TABLES.radicals.items():
        assert "⺀" <= radical <= "⻿"
        assert "一" <= character <= "鿿"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("`,` 甲,乙", "6:6"),
        ("甲\n**乙**,丙", "7:6"),
        ("见[甲](a.md),乙", "6:11"),
        ("甲[^1],乙\n\n[^1]: 注。", "6:6"),
        ("- 甲,乙", "6:4"),
        ("| 甲 |\n| --- |\n| 乙,丙 |", "8:4"),
    ],
)
def test_a_finding_stands_where_the_mark_was_typed(
    make_project: ProjectFactory, body: str, place: str
) -> None:
    out = make_project(DOCUMENT + body + "\n").check(only="w001").output
    assert f"content/2021/documents/a.md:{place} " in out, out


@pytest.mark.parametrize(
    ("body", "unpaired"),
    [
        ("“甲\n\n“乙”", 0),
        ("“甲\n\n乙”", 0),
        ("“甲，“乙”", 1),
        ("甲”", 1),
        ("（甲\n\n乙）", 2),
        ("（甲\n乙）", 0),
        ("1）甲；（2）乙", 0),
        ("（甲（乙））", 0),
        ("《甲〈乙〉》", 0),
        ("（甲》）", 1),
    ],
)
def test_pairs(make_project: ProjectFactory, body: str, unpaired: int) -> None:
    out = make_project(DOCUMENT + body + "\n").check(only="w008").output
    assert out.count(" 提醒 w008/unpaired") == unpaired, out


@pytest.mark.timeout(60)
@pytest.mark.parametrize("mark", ["，", "1", "甲", "（", "“", "*", "|", "（》", "约1", "《甲"])
@pytest.mark.slow
def test_long_runs_take_no_long_time(make_project: ProjectFactory, mark: str) -> None:
    outcome = make_project(DOCUMENT + mark * 20_000 + "\n").check(only="w001")
    assert outcome.exit_code in (0, 1)


def test_own_wordings_add_to_ours(make_project: ProjectFactory) -> None:
    setting = (
        "用语:\n  - {错: 老园区, 对: 新园区, 理由: 更名, 严重: 是}\n  - {错: 甲公司, 理由: 注销}\n"
    )
    text = DOCUMENT.replace("--- content", setting + "--- content", 1)
    outcome = make_project(text + "老园区、甲公司和帐户。\n").check(only="w004")
    assert outcome.exit_code == 1
    for words in (
        "错误 w004/wording  不用“老园区”",
        "请改为“新园区”",
        "不用“甲公司”",
        "不用“帐户”",
    ):
        assert words in outcome.output


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("用语: 老园区", "“用语”应当逐项写"),
        ("用语:\n  - 老园区", "每一项都要写明“错”和“理由”"),
        ("用语:\n  - {错: 老园区}", "每一项都要写明“错”和“理由”"),
        ("用语:\n  - {错的: 老园区, 理由: 更名}", "“用语”里没有“错的”"),
        ("用语:\n  - {错: 老园区, 理由: 更名, 严重: 很}", "“严重”不能是“很”"),
    ],
)
def test_own_wordings_written_wrong(
    make_project: ProjectFactory, setting: str, message: str
) -> None:
    text = DOCUMENT.replace("--- content", setting + "\n--- content", 1)
    outcome = make_project(text + "甲。\n").check()
    assert outcome.exit_code == 1
    assert message in outcome.output
