"""However a table was copied, no number lands in a cell it does not belong to."""

import re
from collections.abc import Iterator

import pytest

from site_builder.model.figures import UNCONFIRMED, CellKey
from site_builder.model.form import form_for
from site_builder.usecases.recognize_pasted import PastedCells, recognize_pasted
from tests.browser.editor_pages import typed_cells
from tests.editor.table_variants import (
    Grid,
    as_html,
    as_tsv,
    grid_of,
    merged,
    with_column,
    with_row,
    without,
)
from tests.helpers.form_tables import form_rows
from tests.helpers.standards import STANDARDS

_NUMBER = re.compile(r"-?\d+")
_MARKS = "①②③④"


def variants(grid: Grid) -> Iterator[tuple[str, Grid]]:
    """Yield a table in the ways in which offices have it."""
    first = next(row for row in range(grid.height) if _numbers(grid, row) >= min(3, grid.width - 1))
    last = grid.width - 1
    totals = [row for row in range(first, grid.height) if "总计" in grid.row_text(row)]
    yield (
        "remarks",
        with_column(grid, lambda row: "" if row % 3 else "备注" if not row else "含上年"),
    )
    yield "blank remarks", with_column(grid, lambda row: "" if row else "备注")
    yield "numbers as remarks", with_column(grid, lambda row: str(row) if row else "备注")
    yield "notes", with_column(grid, lambda row: _MARKS[row % 4] if row >= first else "")
    yield "numbered notes", with_column(grid, lambda row: f"注{row}" if row >= first else "")
    yield "serial numbers", with_column(grid, lambda row: str(row) if row else "序号", at_left=True)
    yield "no total column", without(grid, lambda _: False, lambda column: column == last)
    yield "no total row", without(grid, lambda row: row in totals, lambda _: False)
    yield "no second row", without(grid, lambda row: row == first + 1, lambda _: False)
    yield "no header", without(grid, lambda row: row < first, lambda _: False)
    yield "numbers alone lack one", without(grid, lambda row: row < first, lambda at: at == last)
    yield "footnote", with_row(grid, ["注：含转办 3 件，共 12 件。"])
    yield "a row of others", with_row(grid, ["核对", *("9" for _ in range(last))])
    yield "merged across", merged(grid, (first, last - 1), (first, last))
    yield "merged down", merged(grid, (first, last), (first + 1, last))


def _numbers(grid: Grid, row: int) -> int:
    return sum(bool(_NUMBER.fullmatch(grid.text(row, at))) for at in range(grid.width))


@pytest.mark.parametrize(
    ("name", "year", "kind"),
    [
        ("requests", 2023, "html"),
        ("requests", 2020, "text"),
        ("remedies", 2023, "text"),
        ("remedies", 2020, "html"),
    ],
)
def test_no_number_lands_elsewhere_unasked(name: str, year: int, kind: str) -> None:
    form = form_for(year, STANDARDS.forms)
    assert form
    truth = typed_cells(year)
    table = next(each for each in form.tables() if each.id == name)
    grid = grid_of(form_rows(table, truth))
    for variant, copied in (("as printed", grid), *variants(grid)):
        pasted = (
            recognize_pasted(as_html(copied), "html", STANDARDS, form, year)
            if kind == "html"
            else recognize_pasted(as_tsv(copied), "text", STANDARDS, form, year)
        )
        assert not _misplaced(pasted, truth), variant
        if variant in ("as printed", "footnote"):
            assert len(pasted.typed) == sum(key[0] == name for key in truth)


def _misplaced(pasted: PastedCells, truth: dict[CellKey, str]) -> list[CellKey]:
    """Return the cells that get another number; what is to be confirmed by somebody is none."""
    return [
        key
        for key, typed in pasted.typed.items()
        if typed != truth.get(key) and not (typed == UNCONFIRMED and key in pasted.doubts)
    ]
