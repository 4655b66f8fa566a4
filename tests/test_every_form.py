"""Each statutory form against what the notices print: labels, cells, sentences, grids."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.model.figures import Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Form, Header, Table
from site_builder.model.frozendict import frozendict
from site_builder.model.views.parts import HeaderCell, TableSectionView
from site_builder.standards.form_loader import form_for, parse_form
from site_builder.standards.layout import lay_out
from tests.helpers import ROOT
from tests.standards import STANDARDS

FOLDER = ROOT / "tests" / "forms"
BAD = sorted((FOLDER / "bad").glob("*.yaml"))
IDS = sorted(STANDARDS.forms)

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


def tables() -> list[tuple[str, str]]:
    return [(form_id, table.id) for form_id in IDS for table in STANDARDS.forms[form_id].tables()]


def _laid_out_table(form_id: str, table_id: str) -> tuple[Table, tuple[TableSectionView, ...]]:
    form = STANDARDS.forms[form_id]
    table = next(entry for entry in form.tables() if entry.id == table_id)
    # Each cell holds its own number, so that a cell in the wrong place shows.
    keys = [(table.id, row.path, column.path) for _, row, column in table.cells()]
    figures = Figures(form.id, frozendict({key: at for at, key in enumerate(keys)}), frozendict({}))
    return table, lay_out(table, figures).sections


@pytest.mark.parametrize(("form_id", "table_id"), tables())
def test_grid_covers_each_place_once(form_id: str, table_id: str) -> None:
    _, sections = _laid_out_table(form_id, table_id)
    for section in sections:
        width = section.corner_colspan + section.columns
        corner = (
            [(section.corner_rowspan, section.corner_colspan)] if section.corner_colspan else []
        )
        head = [[(header.rowspan, header.colspan) for header in line] for line in section.header]
        head[0] = corner + head[0]
        body = [
            [
                *((header.rowspan, header.colspan) for header in row.header_cells),
                *((1, 1) for _ in row.cells),
            ]
            for row in section.rows
        ]
        assert _uncovered(head, width) == [], f"{section.id}: header"
        assert _uncovered(body, width) == [], f"{section.id}: body"


def _uncovered(lines: list[list[tuple[int, int]]], width: int) -> list[str]:
    """Fill a grid as a browser does; tell of each place that is empty, shared or outside."""
    covered: dict[tuple[int, int], int] = {}
    for y, line in enumerate(lines):
        x = 0
        for rows, columns in line:
            while (y, x) in covered:
                x += 1
            for spot in ((y + dy, x + dx) for dy in range(rows) for dx in range(columns)):
                covered[spot] = covered.get(spot, 0) + 1
    positions = {(y, x) for y in range(len(lines)) for x in range(width)}
    faults = [f"{spot} is empty" for spot in sorted(positions - covered.keys())]
    faults += [f"{spot} is outside" for spot in sorted(covered.keys() - positions)]
    return faults + [f"{spot} is shared" for spot, times in sorted(covered.items()) if times > 1]


def test_the_grid_check_finds_faults() -> None:
    assert _uncovered([[(2, 1), (1, 2)], [(1, 1), (1, 1)]], 3) == []
    assert _uncovered([[(2, 1), (1, 2)], [(1, 1)]], 3) == ["(1, 2) is empty"]
    assert _uncovered([[(1, 1), (2, 1)], [(1, 2)]], 2) == ["(1, 1) is shared"]
    assert _uncovered([[(2, 1)]], 1) == ["(1, 0) is outside"]


@pytest.mark.parametrize(("form_id", "table_id"), tables())
def test_headers_name_exactly_the_labels_above_and_before(form_id: str, table_id: str) -> None:
    table, views = _laid_out_table(form_id, table_id)
    labels: dict[str, str] = {}
    for view in views:
        for head in _heads(view):
            assert head.id not in labels, f"{head.id} twice"
            labels[head.id] = head.label
    cells = iter(enumerate(table.cells()))
    for view in views:
        header_ids = {head.id for head in _heads(view)}
        for head in _heads(view):
            assert set(head.headers.split()) < header_ids
        for row in view.rows:
            for cell in row.cells:
                number, (band, row_head, column) = next(cells)
                named = [labels[header_id] for header_id in cell.headers.split()]
                expected = [
                    *_label_path(band.columns, column.path),
                    *_label_path(band.rows, row_head.path),
                ]
                assert (cell.text.removeprefix("+"), named) == (str(number), expected)
                assert set(cell.headers.split()) <= header_ids
    assert next(cells, None) is None


def _heads(view: TableSectionView) -> list[HeaderCell]:
    lines = [*view.header, *(row.header_cells for row in view.rows)]
    return [head for line in lines for head in line]


def _label_path(heads: tuple[Header, ...], path: str) -> list[str]:
    """List printed labels from the root to a path, by its ids."""
    labels: list[str] = []
    for step in path.split("."):
        (header,) = (item for item in heads if item.id == step)
        heads = header.children
        labels += [header.label] if header.label else []
    return labels


@pytest.mark.parametrize("form_id", IDS)
def test_blank_and_not_applicable_are_printed_apart(form_id: str) -> None:
    form = STANDARDS.forms[form_id]
    table = form.tables()[1]
    (first, second, *rest) = [(table.id, row.path, column.path) for _, row, column in table.cells()]
    cells: dict[CellKey, Cell] = dict.fromkeys(rest, 0)
    cells |= {first: MissingValue.BLANK, second: MissingValue.NOT_APPLICABLE}
    row = (
        lay_out(table, Figures(form.id, frozendict(cells), frozendict({})))
        .sections[0]
        .rows[0]
        .cells
    )
    assert [(cell.text, cell.state) for cell in row[:3]] == [
        ("缺", "blank"),
        ("/", "not-applicable"),
        ("0", "number"),
    ]


def test_the_good_form_loads() -> None:
    form, findings = parse_form((FOLDER / "good.yaml").read_bytes(), "good.yaml")
    assert findings == ()
    assert form is not None
    assert [len(list(table.cells())) for table in form.tables()] == [6]


def test_there_are_bad_forms() -> None:
    assert len(BAD) > 20


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_form_is_refused_with_its_reason(path: Path) -> None:
    """Each file differs from good.yaml in one thing; its first line says what must be found."""
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
