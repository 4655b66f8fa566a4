"""The printed grid of each form: every place once, every cell under its labels."""

import pytest

from site_builder.model.figures import Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Header, Table
from site_builder.model.frozendict import frozendict
from site_builder.model.views.parts import HeaderCell, TableSectionView
from site_builder.standards.header_grid import lay_out
from tests.helpers.forms import IDS, tables
from tests.helpers.standards import STANDARDS


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
    """Fill a grid as a browser does; report each place that is empty, shared or outside."""
    covered: dict[tuple[int, int], int] = {}
    for y, line in enumerate(lines):
        x = 0
        for rows, columns in line:
            while (y, x) in covered:
                x += 1
            for position in ((y + dy, x + dx) for dy in range(rows) for dx in range(columns)):
                covered[position] = covered.get(position, 0) + 1
    positions = {(y, x) for y in range(len(lines)) for x in range(width)}
    faults = [f"{position} is empty" for position in sorted(positions - covered.keys())]
    faults += [f"{position} is outside" for position in sorted(covered.keys() - positions)]
    return faults + [
        f"{position} is shared" for position, times in sorted(covered.items()) if times > 1
    ]


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
