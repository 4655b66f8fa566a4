"""How a figure differs from the year before's: only numbers of one unit are subtracted."""

from decimal import Decimal

import pytest

from site_builder.model.views.downloads import FigureCell
from site_builder.pages.series.report_series import change, format_change


def cell(value: str, unit: str = "", state: str = "number") -> FigureCell:
    return FigureCell("t", "表", "b", "", "r", ("行",), "c", ("列",), value, unit, state)


BLANK, SLASH = cell("", "", "blank"), cell("", "", "not-applicable")


@pytest.mark.parametrize(
    ("now", "before", "difference", "words"),
    [
        (cell("5"), cell("3"), "2", "比上年增加 2"),
        (cell("3"), cell("5"), "-2", "比上年减少 2"),
        (cell("0"), cell("0"), "0", "与上年持平"),
        (cell("-6"), cell("3"), "-9", "比上年减少 9"),
        (cell("12.60"), cell("12.6"), "0.00", "与上年持平"),
        (cell("0.1"), cell("0.3"), "-0.2", "比上年减少 0.2"),
        (cell("1", "万元"), cell("1", "元"), None, "与上年单位不同"),
        (cell("5"), BLANK, None, "上年空缺"),
        (cell("5"), SLASH, None, "上年不适用"),
        (cell("0"), None, None, "上年无此项"),
        (BLANK, cell("5"), None, ""),
        (SLASH, cell("5"), None, ""),
        (None, cell("5"), None, ""),
    ],
)
def test_change(
    now: FigureCell | None, before: FigureCell | None, difference: str | None, words: str
) -> None:
    result = change(now, before)
    assert result == (None if difference is None else Decimal(difference))
    assert format_change(now, before, "absent") == words


def test_a_line_that_was_several_the_year_before_says_so() -> None:
    assert format_change(cell("5"), None, "split") == "上年分列"
