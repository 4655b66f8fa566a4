"""`figures.yaml` of an imported report."""

from decimal import Decimal
from random import Random

from site_builder.importing.drafts.figures_file import draft_figures, draft_value
from site_builder.model.figures import Amount, MissingValue
from site_builder.model.form import Header
from site_builder.model.imported import ImportedCell
from tests.helpers.imported_reports import ORIGIN, imported_report
from tests.helpers.random_figures import random_figures
from tests.helpers.standards import STANDARDS

FORM = STANDARDS.forms["annual-report-2019"]
CELLS = random_figures(FORM, Random(1))  # noqa: S311 - figures, the same every time
KEY = ("proactive", "penalty", "change")


def rows_of(changes: dict[tuple[str, str, str], ImportedCell]) -> list[str]:
    return draft_figures(imported_report(FORM, CELLS, changes=changes), FORM).split("\n")


def test_each_value_is_written_as_it_is_typed() -> None:
    count, signed = (Header("a", "a", "甲", "甲", value) for value in ("count", "signed"))
    typed = {
        "0": draft_value(0, count),
        "12": draft_value(12, count),
        "+1": draft_value(1, signed),
        "-34": draft_value(-34, signed),
        "24252.311082": draft_value(Decimal("24252.311082"), count),
        "251000元": draft_value(Amount(Decimal(251000), "元"), count),
        "缺": draft_value(MissingValue.BLANK, count),
        "/": draft_value(MissingValue.NOT_APPLICABLE, count),
        "待核": draft_value(None, count),
    }
    assert all(text == written for text, written in typed.items())


def test_what_the_number_does_not_say_stands_above_its_row() -> None:
    cell = ImportedCell(KEY, "article20-6", -34, "read", ORIGIN, text="34（减）")
    rows = rows_of({KEY: cell})
    number = next(index for index, row in enumerate(rows) if row.startswith("  行政处罚: "))
    assert ", -34, " in rows[number]
    assert rows[number - 1] == "  # 本年增/减：原件作“34（减）”"


def test_a_doubt_states_its_candidates_and_its_place() -> None:
    cell = ImportedCell(
        KEY, "article20-6", None, "doubtful", ORIGIN, "3 4", ("34", "3"), "数字中间有空格。"
    )
    rows = rows_of({KEY: cell})
    number = next(index for index, row in enumerate(rows) if row.startswith("  行政处罚: "))
    assert ", 待核, " in rows[number]
    assert rows[number - 1] == (
        "  # 待核 本年增/减：可能是 34、3；原件作“3 4”；数字中间有空格；"
        "见原件第 2 页第 1 张表第 3 行第 4 列"
    )
    assert rows[2] == "# 有 1 格认不准，写作 待核：请对照原件改成原件上的数，改完才能生成网站。"


def test_a_reason_of_many_cells_is_given_once() -> None:
    reason = "连写的数字只有一种分法"
    changes = {
        key: ImportedCell(key, "requests", value, "inferred", ORIGIN, reason=reason)
        for key, value in CELLS.items()
        if key[0] == "requests"
    }
    rows = rows_of(changes)
    assert [row for row in rows if reason in row] == [f"  # 这张表有 {len(changes)} 格：{reason}"]
    few = dict(list(changes.items())[:7])
    assert f"整行：{reason}" in next(row for row in rows_of(few) if reason in row)
