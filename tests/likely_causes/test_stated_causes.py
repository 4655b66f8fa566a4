"""What is said of mistakes of every kind, as an office reads it."""

from collections.abc import Callable

from site_builder.model.figures import Cell, CellKey, MissingValue
from site_builder.model.form import all_leaves
from site_builder.standards.likely_causes import likely_causes
from tests.helpers import ROOT, Expected
from tests.helpers.mistyped_numbers import Cells
from tests.helpers.standards import STANDARDS
from tests.helpers.true_figures import figures_of, read_true_figures

FORM = STANDARDS.forms["annual-report-2021"]
REQUESTS = next(table for table in FORM.tables() if table.id == "requests")
COLUMNS = [leaf.path for leaf in all_leaves(REQUESTS.sections[0].columns)]
NATURAL, BUSINESS, *_, TOTAL = COLUMNS


def _cell(row: str, column: str = NATURAL) -> CellKey:
    return "requests", row, column


def _remedy(column: str) -> CellKey:
    return "remedies", "value", column


def _row(true: Cells, row: str, numbers: Callable[[list[Cell]], list[Cell]]) -> Cells:
    keys = [_cell(row, column) for column in COLUMNS]
    return dict(zip(keys, numbers([true[key] for key in keys]), strict=True))


def _mistakes(true: Cells) -> dict[str, Cells]:
    def moved(first: CellKey, second: CellKey, amount: int) -> Cells:
        source, other = true[first], true[second]
        assert isinstance(source, int)
        assert isinstance(other, int)
        return {first: source - amount, second: other + amount}

    return {
        "一位数字漏打": {_cell("new"): 523},
        "一位数字打了两遍": {_cell("new"): 55523},
        "两位数字颠倒": {_cell("results.granted"): 1135},
        "一位数字打错": {_cell("results.granted"): 1253},
        "总计不对": {_cell("results.granted", TOTAL): 1300},
        "复议总计不对": {_remedy("review.total"): 20},
        "新收一件填错了列": moved(_cell("new"), _cell("new", BUSINESS), 1),
        "办理结果一件填错了列": moved(
            _cell("results.granted"), _cell("results.granted", BUSINESS), 1
        ),
        "数填到了旁边一行": moved(_cell("results.granted"), _cell("results.partial"), 1153),
        "两格填反": {
            _cell("carried-in"): true[_cell("carried-in", BUSINESS)],
            _cell("carried-in", BUSINESS): true[_cell("carried-in")],
        },
        "整行错一列": _row(true, "new", lambda numbers: [0, *numbers[:-1]]),
        "明细行错一列": _row(true, "results.partial", lambda numbers: [*numbers[1:], 0]),
        "两处各错一处": {_cell("new"): 523, _cell("results.granted", BUSINESS): 52},
        "三处各错一处": {
            _cell("new"): 523,
            _cell("results.granted", BUSINESS): 52,
            _cell("carried-out", TOTAL): 1,
        },
        "漏填": {_cell("results.granted"): MissingValue.BLANK},
        "处处不对": {key: 7 for key in true if key[0] == "requests"},
    }


def test_causes_as_they_are_said(expected: Expected) -> None:
    true = dict(read_true_figures("city").cells)
    blocks = []
    for title, changes in _mistakes(true).items():
        lines = [f"## {title}"]
        for group in likely_causes(FORM, figures_of(FORM, {**true, **changes})):
            failed = [f"{item.identity} {item.line}" for item in group.failed]
            lines.append(f"{'；'.join(failed[:6])}{' …' if failed[6:] else ''}")
            lines.append(f"  {' '.join(cause.kind for cause in group.causes) or '—'}")
            lines.append(f"  {group.summary}")
        blocks.append("\n".join(lines))
    expected(ROOT / "tests" / "likely_causes" / "expected.txt", "\n\n".join(blocks) + "\n")


def test_a_cell_that_is_not_known_leaves_its_sums_open() -> None:
    true = dict(read_true_figures("city").cells)
    wrong = {**true, _cell("new"): 523}
    del wrong[_cell("carried-out")]
    (group,) = likely_causes(FORM, figures_of(FORM, wrong))
    assert [item.identity for item in group.failed] == ["row-total"]
    assert not group.decided
    del wrong[_cell("new", TOTAL)]
    assert likely_causes(FORM, figures_of(FORM, wrong)) == ()


def test_a_mistake_of_last_year_is_looked_for_there() -> None:
    true = dict(read_true_figures("county").cells)
    out = true[_cell("carried-out")]
    assert isinstance(out, int)
    this_year = figures_of(FORM, _carried_on(true))
    (group,) = likely_causes(
        FORM, this_year, figures_of(FORM, {**true, _cell("carried-out"): out + 10})
    )
    (cause,) = group.causes
    assert (group.decided, cause.changes[0].previous_year) == (True, True)
    assert cause.sentence.startswith("上年报告的“四、结转下年度继续办理”的“自然人”现在是 ")
    assert likely_causes(FORM, this_year, figures_of(FORM, true)) == ()


def _carried_on(last: Cells) -> Cells:
    """Return a year that takes over what the last one carried out, and so finishes more."""
    cells = dict(last)
    for column in COLUMNS:
        carried_in, out = last[_cell("carried-in", column)], last[_cell("carried-out", column)]
        for row, sign in (("new", 1), ("carried-in", -1)):
            number = last[_cell(row, column)]
            assert isinstance(number, int)
            assert isinstance(carried_in, int)
            assert isinstance(out, int)
            cells[_cell(row, column)] = number + sign * (carried_in - out)
    for row in ("rules", "normative"):
        issued, repealed, before = (
            last["proactive", row, column] for column in ("made", "repealed", "valid")
        )
        assert isinstance(issued, int)
        assert isinstance(repealed, int)
        assert isinstance(before, int)
        cells["proactive", row, "valid"] = before + issued - repealed
    return cells


def test_a_lost_sign_is_found_by_the_next_year() -> None:
    form = STANDARDS.forms["annual-report-2019"]
    last = dict(read_true_figures("bureau").cells)
    change = ("proactive", "penalty", "change")
    previous = ("proactive", "penalty", "previous")
    cells = {key: cell for key, cell in last.items() if key[:2] == change[:2]}
    now: Cells = {**cells, previous: 58}
    before: Cells = {**cells, previous: 66, change: 8}
    (group,) = likely_causes(form, figures_of(form, now), figures_of(form, before))
    assert not group.decided
    assert "sign" in {cause.kind for cause in group.causes}
