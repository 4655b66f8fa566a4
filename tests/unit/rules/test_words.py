import pytest

from site_builder.fields.load import load_standards
from tests.tools import ProjectFactory

DOCUMENT = """--- config.yaml
站点: {名称: 样例, 机关: 样例}
--- content/2021/documents/a.md
---
索引号: A-1
名称: 甲
---

"""
WORDS = load_standards().banned_terms
TABLES = load_standards().characters


def test_every_wording_is_wrong_once_and_told_with_a_cure_and_a_reason() -> None:
    wrong = [one.term for one in WORDS.terms]
    assert len(wrong) == len(set(wrong))
    assert all(one.replacement and one.reason for one in WORDS.terms)
    severe = [one.term for one in WORDS.terms if one.is_error and one.valid_until]
    assert severe == [], "a former name may stand in a history: never an error"


def test_no_cure_is_itself_a_wrong_wording(project: ProjectFactory) -> None:
    cures = sorted({one.replacement for one in WORDS.terms if not one.replacement.startswith("《")})
    out = project(DOCUMENT + "\n\n".join(cures) + "\n").check(only="w004").out
    assert "没有发现问题" in out


def test_spared_words_are_spared_and_hold_a_wrong_one(project: ProjectFactory) -> None:
    wrong = [one.term for one in WORDS.terms]
    assert [word for word in WORDS.exceptions if not any(one in word for one in wrong)] == []
    out = project(DOCUMENT + "\n\n".join(WORDS.exceptions) + "\n").check(only="w004").out
    assert "没有发现问题" in out


def test_every_wording_is_found(project: ProjectFactory) -> None:
    wrong = [one.term for one in WORDS.terms]
    text = DOCUMENT.replace("content/2021", "content/2030")
    out = project(text + "\n\n".join(wrong) + "\n").check(only="w004").out
    assert [one for one in wrong if f"w004/wording:{one}\n" not in out] == []


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
    project: ProjectFactory, body: str, place: str
) -> None:
    out = project(DOCUMENT + body + "\n").check(only="w001").out
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
def test_pairs(project: ProjectFactory, body: str, unpaired: int) -> None:
    out = project(DOCUMENT + body + "\n").check(only="w008").out
    assert out.count(" 提醒 w008/unpaired") == unpaired, out


@pytest.mark.timeout(60)
@pytest.mark.parametrize("mark", ["，", "1", "甲", "（", "“", "*", "|", "（》", "约1", "《甲"])
def test_long_runs_take_no_long_time(project: ProjectFactory, mark: str) -> None:
    outcome = project(DOCUMENT + mark * 20_000 + "\n").check(only="w001")
    assert outcome.code in (0, 1)


def test_own_wordings_add_to_ours(project: ProjectFactory) -> None:
    own = (
        "用语:\n  - {错: 老园区, 对: 新园区, 理由: 更名, 严重: 是}\n  - {错: 甲公司, 理由: 注销}\n"
    )
    text = DOCUMENT.replace("--- content", own + "--- content", 1)
    outcome = project(text + "老园区、甲公司和帐户。\n").check(only="w004")
    assert outcome.code == 1
    for words in (
        "错误 w004/wording  不用“老园区”",
        "请改为“新园区”",
        "不用“甲公司”",
        "不用“帐户”",
    ):
        assert words in outcome.out


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("用语: 老园区", "“用语”应当逐项写"),
        ("用语:\n  - 老园区", "每一项都要写明“错”和“理由”"),
        ("用语:\n  - {错: 老园区}", "每一项都要写明“错”和“理由”"),
        ("用语:\n  - {错的: 老园区, 理由: 更名}", "“用语”里没有“错的”"),
        ("用语:\n  - {错: 老园区, 理由: 更名, 严重: 很}", "“严重”不能是“很”"),
    ],
)
def test_own_wordings_written_wrong(project: ProjectFactory, own: str, said: str) -> None:
    text = DOCUMENT.replace("--- content", own + "\n--- content", 1)
    outcome = project(text + "甲。\n").check()
    assert outcome.code == 1
    assert said in outcome.out
