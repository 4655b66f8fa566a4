"""Random tables with merged cells → CSV → page → read back: the same cells, the right headers."""

import csv
import io
from dataclasses import dataclass, field

import lxml.html
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.core.text.table_markup import column_name
from site_builder.model.html import Html
from site_builder.render.blocks import TableBlock, plain_text
from site_builder.render.html_to_blocks import html_to_blocks
from tests.properties.table_headers import PageTable, Slot
from tests.unit.content.prose_helpers import read

TEXTS = st.one_of(
    st.sampled_from(
        [
            "1.50",
            "007",
            "1,234.5",
            "=SUM(A1)",
            "<b>",
            "**甲**",
            "|",
            '"引"',
            "\\",
            "&amp;",
            "#",
            "#1",
        ]
    ),
    st.text("甲乙丙丁ab12|*_<>&\"'[](){}`=", min_size=1, max_size=6),
)


@dataclass
class Table:
    """A table as its author means it."""

    rows: int
    columns: int
    header: int
    labels: int
    groups: list[int]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Top, left, bottom, right."""
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    """Of cells that begin there, by row and column."""

    def owner(self, row: int, column: int) -> tuple[int, int]:
        """Return where the cell begins that covers a place."""
        if row in self.groups:
            return row, 0
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column

    def markdown(self) -> str:
        """Write it as an author does."""
        out = io.StringIO()
        grid = [[self.texts.get((y, x), "") for x in range(self.columns)] for y in range(self.rows)]
        csv.writer(out, lineterminator="\n").writerows(grid)
        names = [
            f"{column_name(left)}{top + 1}:{column_name(right)}{bottom + 1}"
            for top, left, bottom, right in self.merged
        ]
        lines = [f"表头行数: {self.header}", f"行标题列数: {self.labels}"]
        lines += [f"合并: {'、'.join(names)}"] if names else []
        lines += [f"分组行: {'、'.join(str(y + 1) for y in self.groups)}"] if self.groups else []
        return "表：名称\n```表格\n" + "\n".join(lines) + "\n\n" + out.getvalue() + "```\n"

    def headers(self, row: int, column: int) -> set[str]:
        """List the headers of the data cell that begins at a place."""
        _, _, bottom, right = next(
            (item for item in self.merged if item[:2] == (row, column)), (row, column, row, column)
        )
        above = {self.owner(y, x) for y in range(self.header) for x in range(column, right + 1)}
        row_headers = {self.owner(y, x) for y in range(row, bottom + 1) for x in range(self.labels)}
        group = [(y, 0) for y in self.groups if y < row][-1:]
        return {self.texts[item] for item in (*above, *row_headers, *group)} - {""}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a table: merged cells lie in the header, in the row headers, or in the data."""
    columns, header = draw(st.integers(2, 6)), draw(st.integers(1, 3))
    rows = header + draw(st.integers(1, 6))
    labels = draw(st.integers(0, min(2, columns - 1)))
    groups = (
        sorted(draw(st.sets(st.integers(header, rows - 2), max_size=2)))
        if rows > header + 1
        else []
    )
    groups = [y for y in groups if y + 1 not in groups]
    table = Table(rows, columns, header, labels, groups)
    bands = [(0, header, 0, columns)]
    starts = [header, *(y + 1 for y in groups)]
    for start, end in zip(starts, [*groups, rows], strict=True):
        bands += [(start, end, 0, labels), (start, end, labels, columns)]
    for top, end, left, right in bands:
        for _ in range(draw(st.integers(0, 2)) if end > top and right > left else 0):
            y, x = draw(st.integers(top, end - 1)), draw(st.integers(left, right - 1))
            y2, x2 = draw(st.integers(y, end - 1)), draw(st.integers(x, right - 1))
            places = [(a, b) for a in range(y, y2 + 1) for b in range(x, x2 + 1)]
            free = all(table.owner(*position) == position for position in places)
            free = free and not any(
                t <= a <= e and m <= b <= r for a, b in places for t, m, e, r in table.merged
            )
            if len(places) > 1 and free and x2 - x + 1 < columns:
                table.merged.append((y, x, y2, x2))
    for y in range(rows):
        for x in range(columns):
            if table.owner(y, x) == (y, x):
                table.texts[y, x] = draw(TEXTS).strip()
    return table


def has_empty_line(table: Table) -> bool:
    """Return whether a row or column has no cell of its own: such tables are refused."""
    lines = [{y for y, _ in table.texts}, {x for _, x in table.texts}]
    return lines != [set(range(table.rows)), set(range(table.columns))]


@settings(max_examples=150, deadline=None)
@given(tables())
def test_a_table_comes_out_as_it_was_meant(table: Table) -> None:
    prose, text = read(table.markdown())
    if has_empty_line(table):
        assert [item.code for item in text.diagnostics] == ["prose/table"]
        return
    # A cell is plain text; that tags in it are shown as typed is reported.
    others = [item for item in text.diagnostics if item.code != "prose/html"]
    assert others == [], table.markdown()
    (element,) = lxml.html.fromstring(f"<div>{prose.html}</div>").xpath("//table")
    page = PageTable(element)
    assert {(item.row, item.column): item.text for item in page.cells} == table.texts
    assert (page.rows, page.columns) == (table.rows, table.columns)
    assert len(page.slots) == table.rows * table.columns
    for cell in page.cells:
        is_data = cell.row >= table.header and cell.column >= table.labels
        assert (cell.tag == "td") == (is_data and cell.row not in table.groups)
        if cell.tag == "td":
            assert page.headers(cell) == table.headers(cell.row, cell.column)
    assert sorted(prose.text.split("\n")) == sorted(["名称", *table.texts.values()])
    assert_same_in_print(prose.html, page.cells)


def assert_same_in_print(html: Html, cells: list[Slot]) -> None:
    """Check that papers lay the table out as the page does."""
    (grid,) = (item for item in html_to_blocks(html, str, {}) if isinstance(item, TableBlock))
    assert plain_text(grid.caption) == "名称"
    assert [
        (item.scope, item.row, item.column, item.rowspan, item.colspan, plain_text(item.runs))
        for item in grid.cells
    ] == [
        (item.scope, item.row, item.column, item.rowspan, item.colspan, item.text) for item in cells
    ]
