"""Dates, items, themes and words as people write them."""

from datetime import date

import pytest

from site_builder.content.field_values import item_parser, parse_date, parse_words, theme_parser
from site_builder.core.errors import ValueProblem
from tests.helpers.standards import STANDARDS


@pytest.mark.parametrize(
    "typed",
    [
        *("2021-01-08", "2021-1-8", "2021/1/8", "2021.1.8", "2021.01.08", "2021年1月8日"),
        *("2021年01月08日", "2021年1月8", "２０２１年１月８日", "2021－01－08", "2021／1／8"),
        *(" 2021-01-08 ", "2021 - 1 - 8", "2021年 1月 8日"),
    ],
)
def test_a_day(typed: str) -> None:
    assert parse_date(typed) == date(2021, 1, 8)


def test_a_leap_day() -> None:
    assert parse_date("2020-2-29") == date(2020, 2, 29)


@pytest.mark.parametrize(
    "typed", ["2021-02-29", "2021-13-01", "2021-00-10", "2021-1-32", "2021年2月30日", "0000-1-1"]
)
def test_a_day_that_never_was(typed: str) -> None:
    with pytest.raises(ValueProblem, match=f"没有“{typed}”这一天"):
        parse_date(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "昨天", "2021", "2021-01", "21-1-8", "2021-001-08", "8/1/2021", "20210108"),
        *("二〇二一年一月八日", "2021-01-08 10:00", "٢٠٢١-٠١-٠٨", "2021—01—08"),
        *("2021-01-0①", "2021-01-2²", "2021-01-2 8"),
    ],
)
def test_no_day(typed: str) -> None:
    with pytest.raises(ValueProblem, match=r"不是日期。请写成 2021-01-28 这样"):
        parse_date(typed)


@pytest.mark.parametrize(
    ("typed", "year"),
    [("1021-03-01", 1021), ("1949-09-30", 1949), ("2101-01-01", 2101), ("2201年3月1日", 2201)],
)
def test_a_day_of_no_office(typed: str, year: int) -> None:
    with pytest.raises(ValueProblem, match=f"“{typed}”的年份是 {year} 年。请核对年份"):
        parse_date(typed)


@pytest.mark.parametrize("typed", ["1949-10-01", "2100-12-31"])
def test_the_first_and_the_last_day(typed: str) -> None:
    assert parse_date(typed).isoformat() == typed


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
