"""`figures.yaml`: every way of writing a row, every mistake in a cell, and its hint."""

from decimal import Decimal

import pytest

from site_builder.model.figures import Amount, Cell, CellKey, MissingValue
from site_builder.model.location import Location
from tests.unit.content.figures_helpers import (
    FILE,
    TEXTS,
    diagnostic_text,
    read,
    read_valid,
    with_change,
)

SLOTS: dict[str, tuple[int, str, CellKey]] = {
    "count": (2021, "  行政许可: [※203]", ("proactive", "licence", "decisions")),
    "fee": (2021, "  行政事业性收费: [※43.788]", ("proactive", "fee", "amount")),
    "change": (2020, "  行政处罚: [80, ※-34, 19]", ("proactive", "penalty", "change")),
    "amount": (2020, "  政府集中采购: [4, ※251000.5元]", ("proactive", "procurement", "amount")),
}
"""A cell of each kind; ※ stands before its number."""


def with_cell(kind: str, typed: str) -> tuple[str, int, int, int]:
    """Put something into a cell. Returns the text, the year, and where the cell stands."""
    year, line, _ = SLOTS[kind]
    before, _, rest = line.partition("※")
    end = min(at for at in (rest.find(","), rest.find("]")) if at >= 0)
    text = with_change(before + rest, f"{before}{typed}{rest[end:]}", year)
    return text, year, TEXTS[year].split(before)[0].count("\n") + 1, len(before) + 1


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("count", "0", 0),
        ("count", "007", 7),
        ("count", "２０３", 203),
        ("count", '"12"', 12),
        ("count", "999999999999", 999_999_999_999),
        ("count", "缺", MissingValue.BLANK),
        ("count", "空", MissingValue.BLANK),
        ("count", "空白", MissingValue.BLANK),
        ("count", "/", MissingValue.NOT_APPLICABLE),
        ("count", "／", MissingValue.NOT_APPLICABLE),
        ("count", "不适用", MissingValue.NOT_APPLICABLE),
        ("change", "+1", 1),
        ("change", "＋1", 1),
        ("change", "-34", -34),
        ("change", "－34", -34),
        ("change", "−34", -34),
        ("change", "0", 0),
        ("change", "缺", MissingValue.BLANK),
        ("fee", "43.788", Decimal("43.788")),
        ("fee", "24252.311082", Decimal("24252.311082")),
        ("fee", "1.10", Decimal("1.10")),
        ("fee", "0", Decimal(0)),
        ("fee", "４３．７８８", Decimal("43.788")),
        ("count", "　12", 12),
        ("fee", "/", MissingValue.NOT_APPLICABLE),
        ("amount", "35.8万元", Amount(Decimal("35.8"), "万元")),
        ("amount", "251000元", Amount(Decimal(251000), "元")),
        ("amount", "35.8 万元", Amount(Decimal("35.8"), "万元")),
        ("amount", "1.2亿元", Amount(Decimal("1.2"), "亿元")),
        ("amount", "0", Amount(Decimal(0), "")),
        ("amount", "缺", MissingValue.BLANK),
    ],
)
def test_a_cell_is_read(kind: str, typed: str, expected: Cell) -> None:
    text, year, line, column = with_cell(kind, typed)
    figures, findings = read(text, year)
    assert figures is not None, findings
    key = SLOTS[kind][2]
    cell = figures.cells[key]
    assert (type(cell), cell, str(cell)) == (type(expected), expected, str(expected))
    assert figures.locations[key] == Location(FILE, line, column)
    warned = [
        (diagnostic.code, diagnostic.location.line, diagnostic.location.column)
        for diagnostic in findings
    ]
    assert warned == ([("figures/blank", line, column)] if expected is MissingValue.BLANK else [])


@pytest.mark.parametrize(
    ("kind", "typed", "message", "hint"),
    [
        ("count", "无", "“无”不是整数", "没有发生的填 0"),
        ("count", "-", "“-”不是整数", "不适用的填 /"),
        ("count", "—", "“—”不是整数", "原报告空着的填 缺"),
        ("count", "~", "没有写", "没有发生的填 0"),
        ("count", "12件", "“12件”不是整数", "只写数字：12；"),
        ("count", "约12", "“约12”不是整数", "一格只写一个整数"),
        ("count", "12万", "“12万”不是整数", "一格只写一个整数"),
        ("count", ".5", "“.5”不是整数", "小数点前面或后面缺了数字"),
        ("count", "5.", "“5.”不是整数", "小数点前面或后面缺了数字"),
        ("count", "11①", "“11①”里有不能当数字用的“①”", "脚注号"),
        ("count", "11²", "“11²”里有不能当数字用的“²”", "请对照原件核对"),
        ("count", "²", "“²”里有不能当数字用的“²”", "请对照原件核对"),
        ("count", "⑫", "“⑫”里有不能当数字用的“⑫”", "请对照原件核对"),
        ("count", "½", "“½”里有不能当数字用的“½”", "请对照原件核对"),
        ("count", "1 2", "“1 2”里有空格", "删去空格"),
        ("count", "1　2", "“1　2”里有空格", "删去空格"),
        ("count", '"- 2"', "“- 2”里有空格", "删去空格"),
        ("count", '""', "没有写", "没有发生的填 0"),
        ("count", "1.5", "“1.5”不是整数", "请写整数；没有发生的填 0"),
        ("count", "3-5", "“3-5”不是整数", "请写整数；没有发生的填 0"),
        ("count", '"1,234"', "“1,234”不是整数", "不要写千位分隔号，写成 1234"),
        ("count", "１，２３４", "“１，２３４”不是整数", "不要写千位分隔号，写成 1234"),
        ("count", "-2", "不能是负数“-2”", "0 或正整数"),
        ("count", "+2", "“+2”不需要正号", "0 或正整数"),
        ("count", "1e3", "“1e3”不是整数", "请写整数"),
        ("count", "0x1F", "“0x1F”不是整数", "请写整数"),
        ("count", "1_000", "“1_000”不是整数", "请写整数"),
        ("count", "9" * 16, "位数太多", "请核对"),
        ("count", "9" * 400, "位数太多", "请核对"),
        ("count", "[1]", "应当是一个数", "方括号"),
        ("count", "{a: 1}", "应当是一个数", "方括号"),
        ("count", "٣", "“٣”里有不能当数字用的“٣”", "普通数字"),
        ("change", "1（增）", "“1（增）”不是整数", "写成带正负号的数：+1"),
        ("change", "34（减）", "“34（减）”不是整数", "写成带正负号的数：-34"),
        ("change", "34(减)", "“34(减)”不是整数", "写成带正负号的数：-34"),
        ("change", "增1", "“增1”不是整数", "写成带正负号的数：+1。"),
        ("change", "减3", "“减3”不是整数", "写成带正负号的数：-3。"),
        ("change", "-34（减）", "“-34（减）”不是整数", "一格只写一个整数"),
        ("change", "+1（减）", "“+1（减）”不是整数", "一格只写一个整数"),
        ("change", "持平", "“持平”不是整数", "整数（增加写 +1，减少写 -1）"),
        ("change", "1.5", "“1.5”不是整数", "请写整数（增加写 +1，减少写 -1）"),
        ("change", "增1.5", "“增1.5”不是整数", "一格只写一个整数"),
        ("change", '"+1,036"', "“+1,036”不是整数", "写成 +1036"),
        ("fee", "43.788万元", "“43.788万元”里写了单位", "只写数字：43.788"),
        ("fee", "437880元", "“437880元”的单位和表上的不同", "请换算后只写数字。"),
        ("fee", "1 2.6", "“1 2.6”里有空格", "删去空格"),
        ("fee", "12.6①", "“12.6①”里有不能当数字用的“①”", "脚注"),
        ("fee", ".5", "“.5”不是金额", "小数点前面或后面缺了数字"),
        ("fee", "1.123456789", "“1.123456789”不是金额", "小数点后面位数太多"),
        ("fee", "-1", "“-1”不是金额", "金额不能是负数"),
        ("fee", '"1,234.5"', "“1,234.5”不是金额", "不要写千位分隔号，写成 1234.5"),
        ("fee", "无", "“无”不是金额", "请写数字；没有发生的填 0"),
        ("fee", "1万2千", "“1万2千”不是金额", "一格只写一个数"),
        ("fee", "约43.788", "“约43.788”不是金额", "一格只写一个数"),
        ("amount", "251000", "“251000”没有写单位", "35.8万元 或 251000元"),
        ("amount", "12美元", "“12美元”的单位不认识", "35.8万元"),
        ("amount", "万元", "“万元”不是金额", "没有发生的填 0"),
    ],
)
def test_a_slip_of_a_cell_is_told_with_its_cure(
    kind: str, typed: str, message: str, hint: str
) -> None:
    text, year, line, column = with_cell(kind, typed)
    diagnostic = diagnostic_text(text, year)
    assert diagnostic.startswith(f"{line}:{column} figures/number ")
    assert SLOTS[kind][1].partition(":")[0].strip() in diagnostic
    assert message in diagnostic
    assert hint in diagnostic


@pytest.mark.parametrize("typed", ["0", "缺", "/"])
def test_blank_zero_and_not_applicable_stay_three(typed: str) -> None:
    text, year, _, _ = with_cell("count", typed)
    figures, _ = read(text, year)
    assert figures is not None
    number = figures.number(SLOTS["count"][2])
    assert number == (Decimal(0) if typed == "0" else None)


@pytest.mark.parametrize("text", ["", "# 说明\n", "表式\n", "- 表式: 2021\n"])
def test_no_figures_at_all(text: str) -> None:
    assert "figures/empty" in diagnostic_text(text)


@pytest.mark.parametrize("name", ["2021", '"2021"', "２０２１", "国办公开办函〔2021〕30号"])
def test_the_form_goes_by_year_or_number(name: str) -> None:
    assert read_valid(with_change("表式: 2021", f"表式: {name}")).form == "annual-report-2021"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2019", "表式“2019”不适用于 2021 年度报告"),
        ("国办公开办函〔2019〕60号", "不适用于 2021 年度报告"),
        ("2020", "没有表式“2020”"),
        ("202①", "没有表式“202①”"),
        ("~", "没有表式“（空）”"),
        ("[2021]", "没有表式“（空）”"),
    ],
)
def test_another_form(name: str, expected: str) -> None:
    diagnostic = diagnostic_text(with_change("表式: 2021", f"表式: {name}"))
    assert diagnostic.startswith("2:5 figures/form ")
    assert expected in diagnostic
    assert "请写“表式: 2021”" in diagnostic


def test_every_slip_of_a_file_is_told_at_once() -> None:
    text = with_change("[203]", "[无]").replace("[11]", "[-1]").replace("行政复议", "行证复议", 1)
    figures, findings = read(text)
    assert figures is None
    assert [diagnostic.location.line for diagnostic in findings] == [6, 7, 42]
