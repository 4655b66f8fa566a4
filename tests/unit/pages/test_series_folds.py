"""What did not change over the years is folded; what did, and what is missing, is not."""

import pytest

from site_builder.model.series import SeriesCell, SeriesRow, SeriesTable
from site_builder.pages.series.series_tables import fold_rows, is_unchanged


def row(name: str, level: int, *values: str) -> SeriesRow:
    cells = tuple(SeriesCell(*state_of(value), "", "") for value in values)
    return SeriesRow(name, name, "", level, "", "", cells)


def state_of(value: str) -> tuple[str, str]:
    states = {"缺": "blank", "/": "not-applicable", "无此项": "absent", "分列": "split"}
    return value, states.get(value, "number")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("0", "0", "0"), True),
        (("7", "7"), True),
        (("无此项", "0", "0"), True),
        (("0", "0", "1"), False),
        (("0",), False),
        (("缺", "缺"), False),
        (("/", "/"), False),
        (("0", "缺"), False),
        (("分列", "0"), False),
    ],
)
def test_a_line_is_unchanged(values: tuple[str, ...], *, expected: bool) -> None:
    assert is_unchanged(row("行", 1, *values)) is expected


def fold(*rows: SeriesRow) -> SeriesTable:
    return fold_rows(SeriesTable("t", "表", (), 3, rows, ()), is_unchanged, "各年相同")


def test_a_heading_is_folded_with_all_its_lines() -> None:
    table = fold(
        row("一", 1),
        row("（一）", 2, "0", "0"),
        row("（二）", 2),
        row("1", 3, "0", "0"),
        row("二", 1),
        row("（一）", 2, "0", "0"),
        row("（二）", 2, "1", "2"),
    )
    assert [line.is_folded for line in table.rows] == [True] * 4 + [False, True, False]
    assert (table.fold, table.is_folded) == ("另有 3 行各年相同", False)


def test_a_table_in_which_nothing_changed_is_folded_whole() -> None:
    table = fold(row("一", 1), row("（一）", 2, "0", "0"))
    assert (table.fold, table.is_folded) == ("表（1 行，各年相同）", True)


def test_a_table_in_which_all_changed_has_no_fold() -> None:
    table = fold(row("一", 1, "1", "2"))
    assert (table.fold, table.is_folded) == ("", False)
