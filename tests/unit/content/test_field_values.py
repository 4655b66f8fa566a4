"""Items, themes and words as people write them."""

import pytest

from site_builder.content.field_values import item_parser, parse_words, theme_parser
from site_builder.core.errors import ValueProblem
from tests.helpers.standards import STANDARDS


@pytest.mark.parametrize(
    "typed",
    [
        *("7", "７", "07", "预算决算", " 预算 决算 ", "财政预算、决算信息", "七", "（七）", "(7)"),
        *("第7项", "第七项", "第（七）项", "第二十条第（七）项", "第二十条 第七项"),
        "《政府信息公开条例》第二十条第（七）项",
    ],
)
def test_an_item_of_article_20(typed: str) -> None:
    assert item_parser(STANDARDS.disclosure_items)(typed) == 7


@pytest.mark.parametrize("typed", ["0", "16", "二十", "预算决祘", "", "7²", "⑦", "1 1"])
def test_no_item(typed: str) -> None:
    with pytest.raises(ValueProblem, match=f"没有公开事项“{typed}”。"):
        item_parser(STANDARDS.disclosure_items)(typed)


def test_there_are_fifteen_items_and_twenty_two_themes() -> None:
    assert [item.number for item in STANDARDS.disclosure_items] == list(range(1, 16))
    assert len(STANDARDS.themes) == 22


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("综合政务", "综合政务"),
        ("综合政务\\政务公开", "综合政务\\政务公开"),
        ("综合政务/政务公开", "综合政务\\政务公开"),
        ("综合政务 > 政务公开", "综合政务\\政务公开"),
        ("综合政务＞政务公开", "综合政务\\政务公开"),
        ("财政、金融、审计\\货币(含外汇)", "财政、金融、审计\\货币（含外汇）"),
        ("其他", "其他"),
        ("综合政务-政务公开", "综合政务\\政务公开"),
        ("综合政务·政务公开", "综合政务\\政务公开"),
        ("综合政务——政务公开", "综合政务\\政务公开"),
        ("综合政务 政务公开", "综合政务\\政务公开"),
        ("综合政务：政务公开", "综合政务\\政务公开"),
        ("综合政务政务公开", "综合政务\\政务公开"),
    ],
)
def test_a_theme(typed: str, expected: str) -> None:
    assert theme_parser(STANDARDS.themes)(typed) == expected


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("综和政务", "没有主题“综和政务”。是不是“综合政务”？"),
        ("综合政务\\政务公幵", "“综合政务”下没有“政务公幵”。是不是“综合政务\\政务公开”？"),
        ("政务公开", "没有主题“政务公开”。是不是“综合政务\\政务公开”？"),
        ("政务公幵", "没有主题“政务公幵”。是不是“综合政务\\政务公开”？"),
        ("综和政务/政务公开", "没有主题“综和政务/政务公开”。是不是“综合政务\\政务公开”？"),
        ("综合政务\\甲乙丙", "“综合政务”下没有“甲乙丙”。可以写的有：政务公开，"),
        ("综合政务\\政务公开\\甲", "“综合政务”下没有“政务公开\\甲”"),
        ("其他\\甲", "“其他”下没有“甲”"),
        ("", "没有主题“”"),
    ],
)
def test_no_theme(typed: str, message: str) -> None:
    with pytest.raises(ValueProblem, match="。") as exc:
        theme_parser(STANDARDS.themes)(typed)
    assert str(exc.value).startswith(message)


@pytest.mark.parametrize(
    "typed", ["甲,乙,丙", "甲，乙；丙", "甲、乙 丙", " 甲;  乙\n丙 ", "甲,,乙,丙,"]
)
def test_words(typed: str) -> None:
    assert parse_words(typed) == ("甲", "乙", "丙")


def test_no_words() -> None:
    assert parse_words("  ") == ()
