"""The sentences of the forms on numbers: published, hand-made, and any consistent ones."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.content.figures import read_figures
from site_builder.model.figures import Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Form, Table, all_leaves
from site_builder.model.frozendict import frozendict
from site_builder.standards import identities
from tests.helpers import ROOT
from tests.helpers.standards import STANDARDS

FORM_IDS = sorted(STANDARDS.forms)
PEOPLE = (
    "applicant.natural",
    *(
        f"applicant.organisation.{kind}"
        for kind in ("business", "research", "welfare", "legal", "other")
    ),
)
TOTAL = "applicant.total"


def _table(form: Form, table_id: str) -> Table:
    return next(table for table in form.tables() if table.id == table_id)


def _failed_identities(
    form: Form, cells: dict[CellKey, Cell], last: dict[CellKey, Cell] | None = None
) -> set[str]:
    """Name the sentences that do not hold, over every table that has any cell given."""
    figures = Figures(form.id, frozendict(cells), frozendict({}))
    before = Figures(form.id, frozendict(last), frozendict({})) if last is not None else None
    return {
        f"{result.identity.id} {result.line.path}"
        for table in form.tables()
        for result in identities.evaluate(table, figures, before)
        if not result.holds
    }


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_a_citys_published_totals_balance(form_id: str) -> None:
    rows = {"new": 14069, "carried-in": 560, "results.total": 13810, "carried-out": 819}
    cells: dict[CellKey, Cell] = {("requests", row, TOTAL): n for row, n in rows.items()}
    form = STANDARDS.forms[form_id]
    assert f"balance {TOTAL}" not in _failed_identities(form, cells)
    for key, number in tuple(cells.items()):
        assert isinstance(number, int)
        for off in (-1, 1):
            assert f"balance {TOTAL}" in _failed_identities(form, {**cells, key: number + off})


def _read(year: int) -> Figures:
    path = ROOT / "tests" / "forms" / f"figures-{year}.yaml"
    figures, findings = read_figures(
        path.read_text(encoding="utf-8"), path.name, year, STANDARDS.forms
    )
    assert findings == ()
    assert figures is not None
    return figures


@pytest.mark.parametrize(("year", "after"), [(2020, 0), (2021, 2020)])
def test_whole_hand_made_report_satisfies_every_sentence(year: int, after: int) -> None:
    now, last = _read(year), _read(after) if after else None
    form = STANDARDS.forms[now.form]
    assert _failed_identities(form, dict(now.cells), dict(last.cells) if last else None) == set()
    stated = {
        item.identity.id
        for table in form.tables()
        for item in identities.evaluate(table, now, last)
    }
    all_of_them = {
        item.id
        for table in form.tables()
        for section in table.sections
        for item in section.identities
    }
    # 2020 has no report before it; the report before 2021 is in the older form.
    unstated = (
        {item for item in all_of_them if "carried" in item} if not last else {"valid-carried"}
    )
    assert stated == all_of_them - unstated


@st.composite
def consistent(draw: st.DrawFn, form: Form) -> dict[CellKey, Cell]:
    """Build a table three whose sentences all hold, built up from its single counts."""
    section = _table(form, "requests").sections[0]
    rows = [leaf.path for leaf in all_leaves(section.rows) if leaf.path.startswith("results.")]
    rows.remove("results.total")
    size = len(rows) * len(PEOPLE)
    values = iter(draw(st.lists(st.integers(0, 999), min_size=size, max_size=size)))
    numbers: dict[tuple[str, str], int] = {}
    for column in PEOPLE:
        for row in rows:
            numbers[row, column] = next(values)
        processed = sum(numbers[row, column] for row in rows)
        remainder = draw(st.integers(0, 99))
        carried = draw(st.integers(0, processed + remainder))
        numbers["results.total", column] = processed
        numbers["carried-out", column] = remainder
        numbers["carried-in", column] = carried
        numbers["new", column] = processed + remainder - carried
    for row in (*rows, "results.total", "carried-out", "carried-in", "new"):
        numbers[row, TOTAL] = sum(numbers[row, column] for column in PEOPLE)
    return {("requests", *key): number for key, number in numbers.items()}


@pytest.mark.parametrize("form_id", FORM_IDS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_change_of_any_one_cell_is_found(form_id: str, data: st.DataObject) -> None:
    form = STANDARDS.forms[form_id]
    cells = data.draw(consistent(form))
    assert cells.keys() == {
        ("requests", row.path, column.path) for _, row, column in _table(form, "requests").cells()
    }
    assert _failed_identities(form, cells) == set()
    key = data.draw(st.sampled_from(sorted(cells)))
    off = data.draw(st.integers(-50, 50).filter(bool))
    number = cells[key]
    assert isinstance(number, int)
    assert _failed_identities(form, {**cells, key: number + off})


@pytest.mark.parametrize("group", ["review", "suit.direct", "suit.after-review"])
@pytest.mark.parametrize("form_id", FORM_IDS)
def test_remedies_add_up_in_each_group(form_id: str, group: str) -> None:
    outcomes = {"upheld": 3, "corrected": 1, "other": 4, "pending": 2, "total": 10}
    cells: dict[CellKey, Cell] = {
        ("remedies", "value", f"{group}.{name}"): number for name, number in outcomes.items()
    }
    form = STANDARDS.forms[form_id]
    assert _failed_identities(form, cells) == set()
    for name, number in outcomes.items():
        changed: dict[CellKey, Cell] = {
            **cells,
            ("remedies", "value", f"{group}.{name}"): number + 1,
        }
        assert len(_failed_identities(form, changed)) == 1


def test_what_was_carried_out_is_carried_in_a_year_later() -> None:
    form = STANDARDS.forms["annual-report-2021"]
    last: dict[CellKey, Cell] = {("requests", "carried-out", TOTAL): 819}
    for carried, expected in ((819, set()), (818, {f"carried-over {TOTAL}"})):
        now: dict[CellKey, Cell] = {("requests", "carried-in", TOTAL): carried}
        assert {
            identity for identity in _failed_identities(form, now, last) if "over" in identity
        } == expected
    # Nothing is reported where last year's report is not there, or leaves the cell empty.
    now = {("requests", "carried-in", TOTAL): 1}
    assert not any("over" in identity for identity in _failed_identities(form, now))
    last = {("requests", "carried-out", TOTAL): MissingValue.BLANK}
    assert not any("over" in identity for identity in _failed_identities(form, now, last))


def test_documents_in_force_follow_from_last_year() -> None:
    form = STANDARDS.forms["annual-report-2021"]
    last: dict[CellKey, Cell] = {("proactive", "normative", "valid"): 14}
    row = {"made": 5, "repealed": 2}
    for valid, expected in ((17, set()), (16, {"valid-carried normative"})):
        now: dict[CellKey, Cell] = {
            ("proactive", "normative", name): number
            for name, number in {**row, "valid": valid}.items()
        }
        assert _failed_identities(form, now, last) == expected


@pytest.mark.parametrize(
    ("band", "row"), [("5", "licence"), ("5", "other-service"), ("6", "penalty"), ("8", "fee")]
)
def test_items_of_2019_are_counted_on_and_never_fall_below_zero(band: str, row: str) -> None:
    form = STANDARDS.forms["annual-report-2019"]
    last: dict[CellKey, Cell] = {
        ("proactive", row, "previous"): 80,
        ("proactive", row, "change"): -34,
    }
    now: dict[CellKey, Cell] = {
        ("proactive", row, "previous"): 46,
        ("proactive", row, "change"): -46,
    }
    assert _failed_identities(form, now, last) == set()
    now["proactive", row, "previous"] = 45
    assert _failed_identities(form, now, last) == {
        f"items-carried-{band} {row}",
        f"items-not-negative-{band} {row}",
    }


def test_newly_opened_are_among_all_open() -> None:
    form = STANDARDS.forms["annual-report-2019"]
    cells: dict[CellKey, Cell] = {
        ("proactive", "normative", "opened"): 10,
        ("proactive", "normative", "public"): 10,
    }
    assert _failed_identities(form, cells) == set()
    cells["proactive", "normative", "opened"] = 11
    assert _failed_identities(form, cells) == {"opened-within-public normative"}


def test_a_sum_over_an_empty_cell_says_so() -> None:
    form = STANDARDS.forms["annual-report-2021"]
    cells: dict[CellKey, Cell] = {("requests", "new", column): 1 for column in PEOPLE}
    cells |= {("requests", "new", PEOPLE[0]): MissingValue.BLANK, ("requests", "new", TOTAL): 5}
    (result,) = (
        result
        for result in identities.evaluate(
            _table(form, "requests"), Figures(form.id, frozendict(cells), frozendict({})), None
        )
        if result.identity.id == "row-total"
    )
    assert (result.holds, result.has_blanks, result.left, result.right) == (
        True,
        True,
        Decimal(5),
        Decimal(5),
    )
