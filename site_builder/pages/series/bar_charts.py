"""Small bar charts of one figure over the years: every place in the drawing, ready to write down.

Bars lie, one below the other: so letters keep their size on a phone, and any number of years and
any length of number has room. All start at 0.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from site_builder.model.series import ChartBar, SeriesChart

WIDTH = 320
"""Of the drawing; the template writes it too."""
LEFT = 64
"""Where bars begin, right of the years."""
_ROW_HEIGHT = 30
_BAR_HEIGHT = 18
_TOP = 4
_GAP = 6
_DIGIT_WIDTH = 9
"""Width of a digit; a Chinese character is two."""
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """What one year states."""

    year: int
    text: str
    state: str
    number: Decimal | None
    change: str


def bar_chart(name: str, label: str, points: Sequence[ChartPoint]) -> SeriesChart:
    """Draw one figure; years without a number keep their line and state why."""
    years = f"{points[0].year}年至{points[-1].year}年"
    max_number = max((point.number for point in points if point.number), default=Decimal(0))
    label_width = max(
        (_width(point.text) for point in points if point.number is not None), default=0
    )
    space = WIDTH - LEFT - _GAP - label_width
    summary = "；".join(
        f"{point.year}年{_describe_point(point)}{'，' if point.change else ''}{point.change}"
        for point in points
    )
    return SeriesChart(
        id=name,
        label=label,
        title=f"{label}，{years}",
        description=f"横条图，从0画起，一年一条。{summary}。",
        height=str(2 * _TOP + _ROW_HEIGHT * len(points)),
        bars=tuple(_bar(index, point, max_number, space) for index, point in enumerate(points)),
    )


def _describe_point(point: ChartPoint) -> str:
    return point.text if point.number is not None else f"：{point.text}"


def _bar(index: int, point: ChartPoint, max_number: Decimal, space: int) -> ChartBar:
    length = Decimal(0)
    if point.number:
        # However small next to the largest, what is not zero stays visible.
        length = max(Decimal(1), (point.number * space / max_number).quantize(_TENTH))
    top = _TOP + _ROW_HEIGHT * index
    return ChartBar(
        year=f"{point.year}年",
        text=point.text,
        state=point.state,
        change=point.change,
        y=str(top + (_ROW_HEIGHT - _BAR_HEIGHT) // 2),
        baseline=str(top + _ROW_HEIGHT // 2 + 5),
        length=f"{length:f}" if length else "",
        end=f"{LEFT + _GAP + length:f}",
    )


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return _DIGIT_WIDTH * (len(text) + wide)
