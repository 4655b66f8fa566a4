"""Bars: from 0, in proportion, with room for their numbers, and none where there is no number."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_builder.pages.series.bar_charts import LEFT, WIDTH, ChartPoint, bar_chart


def point(year: int, number: str | None, text: str = "", state: str = "number") -> ChartPoint:
    return ChartPoint(year, text or number or "", state, Decimal(number) if number else None, "")


def test_zero_blank_and_no_report_have_no_bar_and_keep_their_line() -> None:
    result = bar_chart(
        "c",
        "新收",
        [
            point(2019, "0"),
            point(2020, None, "缺", "blank"),
            point(2021, None, "没有报告", "no-report"),
            point(2022, "5"),
        ],
    )
    assert [bool(bar.length) for bar in result.bars] == [False, False, False, True]
    assert [bar.text for bar in result.bars] == ["0", "缺", "没有报告", "5"]
    tops = [int(bar.y) for bar in result.bars]
    assert len({b - a for a, b in pairwise(tops)}) == 1
    assert "2019年0；2020年：缺；2021年：没有报告；2022年5。" in result.description


@given(
    st.lists(
        st.decimals(min_value=0, max_value=10**12, places=2) | st.integers(0, 10**12).map(Decimal),
        min_size=1,
        max_size=30,
    )
)
def test_bars_are_in_proportion_and_inside(numbers: list[Decimal]) -> None:
    result = bar_chart(
        "c", "数", [point(2000 + at, f"{value:f}") for at, value in enumerate(numbers)]
    )
    lengths = [Decimal(bar.length or 0) for bar in result.bars]
    maximum = max(numbers)
    for number, length, bar in zip(numbers, lengths, result.bars, strict=True):
        assert bool(number) == bool(length)
        exact = number / maximum * max(lengths) if maximum else Decimal(0)
        assert abs(length - exact) <= 1
        # A digit at 16 px is less than 10 px wide in any of the fonts.
        assert Decimal(bar.end) + 9 * len(bar.text) <= WIDTH
        assert Decimal(bar.end) >= LEFT
    assert int(result.height) >= int(result.bars[-1].y) + 18
