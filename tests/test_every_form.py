"""Each statutory form against what the notices print: labels, cells, sentences, grids."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.model.form import Form, Header, form_for
from site_builder.standards.form_loader import parse_form
from tests.helpers import ROOT
from tests.helpers.forms import IDS
from tests.helpers.standards import STANDARDS

FOLDER = ROOT / "tests" / "forms"
BAD = sorted((FOLDER / "bad").glob("*.yaml"))
CELLS = {
    "annual-report-2019": {"proactive": 22, "requests": 161, "remedies": 15},
    "annual-report-2021": {"proactive": 10, "requests": 175, "remedies": 15},
}

# The identities of the facts file. Left: its id; right: table, band, what each sentence ranges
# over, severity, the sentence. `errors` are printed or follow from the words; the rest is custom.
_T3_SUM = (
    "results.total = results.granted + results.partial + results.refused.*"
    " + results.unable.* + results.not-processed.* + results.other.*"
)
_OUTCOMES = ("upheld", "corrected", "other", "pending")
_T4_SUM = tuple(
    (
        "remedies",
        "remedies",
        "rows",
        "ERROR",
        f"{group}.total = " + " + ".join(f"{group}.{outcome}" for outcome in _OUTCOMES),
    )
    for group in ("review", "suit.direct", "suit.after-review")
)
_BOTH: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "T3-PRINTED": (
        (
            "requests",
            "requests",
            "columns",
            "ERROR",
            "new + carried-in = results.total + carried-out",
        ),
    ),
    "T3-SUM": (
        (
            "requests",
            "requests",
            "columns",
            "ERROR",
            _T3_SUM,
        ),
    ),
    "T3-ROW": (
        (
            "requests",
            "requests",
            "rows",
            "ERROR",
            "applicant.total = applicant.natural + applicant.organisation.*",
        ),
    ),
    "T3-YEAR": (("requests", "requests", "columns", "WARNING", "carried-in = last.carried-out"),),
    "T4-SUM": _T4_SUM,
}
IDENTITIES = {
    "annual-report-2019": {
        **_BOTH,
        "T2-SUB-19": (("proactive", "article20-1", "rows", "WARNING", "opened <= public"),),
        "T2-ITEMS": tuple(
            ("proactive", band, "rows", "ERROR", "previous + change >= 0")
            for band in ("article20-5", "article20-6", "article20-8")
        ),
        "T2-YEAR-19": tuple(
            ("proactive", band, "rows", "WARNING", "previous = last.previous + last.change")
            for band in ("article20-5", "article20-6", "article20-8")
        ),
    },
    "annual-report-2021": {
        **_BOTH,
        "T2-YEAR-21": (
            ("proactive", "article20-1", "rows", "WARNING", "valid = last.valid + made - repealed"),
        ),
    },
}


def test_every_form_is_known_here() -> None:
    assert IDS == sorted(CELLS) == sorted(IDENTITIES)


@pytest.mark.parametrize("form_id", IDS)
def test_cells(form_id: str) -> None:
    tables = STANDARDS.forms[form_id].tables()
    assert {table.id: len(list(table.cells())) for table in tables} == CELLS[form_id]


@pytest.mark.parametrize("form_id", IDS)
def test_labels_are_the_printed_ones(form_id: str) -> None:
    printed = (FOLDER / f"{form_id}.labels.txt").read_text(encoding="utf-8").splitlines()
    assert list(_labels(STANDARDS.forms[form_id])) == printed


def _labels(form: Form) -> Iterator[str]:
    yield form.document_number
    yield form.title
    yield f"年度 {form.first_year} 至 {form.last_year or '今'}"
    for part in form.parts:
        yield ""
        yield part.title
        yield from (f"  话题 {topic.label}" for topic in part.topics)
        for section in part.table.sections if part.table else ():
            named = (("段", section.title), ("角", section.stub), ("注", section.note))
            yield from (f"  {name} {text}" for name, text in named if text)
            yield from _tree("列", section.columns, "  ")
            yield from _tree("行", section.rows, "  ")


def _tree(axis: str, headers: tuple[Header, ...], indent: str) -> Iterator[str]:
    for header in headers:
        if header.label:
            yield f"{indent}{axis} {header.label}"
        yield from _tree(axis, header.children, f"{indent}  ")


@pytest.mark.parametrize("form_id", IDS)
def test_identities_are_those_of_the_facts(form_id: str) -> None:
    actual = sorted(
        (table.id, section.id, item.axis, item.severity.name, " ".join(item.expression.split()))
        for table in STANDARDS.forms[form_id].tables()
        for section in table.sections
        for item in section.identities
    )
    assert actual == sorted(item for facts in IDENTITIES[form_id].values() for item in facts)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2018, None),
        (2019, "annual-report-2019"),
        (2020, "annual-report-2019"),
        (2021, "annual-report-2021"),
        (2022, "annual-report-2021"),
        (2035, "annual-report-2021"),
    ],
)
def test_the_year_chooses_the_form(year: int, expected: str | None) -> None:
    chosen = form_for(year, STANDARDS.forms)
    assert (chosen.id if chosen else None) == expected
    assert sum(form.applies_to(year) for form in STANDARDS.forms.values()) <= 1


def test_the_good_form_loads() -> None:
    form, findings = parse_form((FOLDER / "good.yaml").read_bytes(), "good.yaml")
    assert findings == ()
    assert form is not None
    assert [len(list(table.cells())) for table in form.tables()] == [6]


def test_there_are_bad_forms() -> None:
    assert len(BAD) > 20


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_form_is_refused_with_its_reason(path: Path) -> None:
    """Each file differs from good.yaml in one thing; its first line states what must be found."""
    data = path.read_bytes()
    mark, _, expected = data.split(b"\n", 1)[0].decode().partition("# expect: ")
    assert (mark, bool(expected)) == ("", True)
    form, findings = parse_form(data, path.name)
    messages = [
        f"{item.location.line}:{item.location.column} {item.message} {item.hint}"
        for item in findings
    ]
    assert form is None
    assert [item for item in messages if expected in item], messages
