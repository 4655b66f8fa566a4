"""Random tables → text → read for the form → text: the same cells; other lines keep their bytes."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from site_builder.content.markdown.editable_tables import clean_cell, find_table
from site_builder.content.markdown.table_edits import draft_table, replace_table
from site_builder.model.editable_table import EditableTable
from tests.unit.content.prose_helpers import read

HOSTILE = (
    "|",
    "a|b",
    "\\",
    "a\\|",
    "\\\\|",
    "`|`",
    "**",
    "李**大",
    "a\nb",
    "a\n\nb",
    "- 5",
    "> 1",
    "---",
    ":--",
    "# a",
    "1. a",
    "```",
    "~~~",
    '"',
    '""',
    "a,b",
    "表：x",
    "\t",
    "&nbsp;",
    "<b>",
    "<!--",
    "[a](b)",
    "![a](b|c)",
    "[^1]",
    "</script>",
    "\ufdd0",
    "\u2028",
    "=1+1",
    "  a  ",
)
CELLS = st.one_of(
    st.just(""),
    st.sampled_from(HOSTILE),
    st.text("甲乙12|\\`*_<>,\"'\n -:#[](){}!~", max_size=8),
    st.text(max_size=5),
)
AROUND: tuple[tuple[list[str], list[str]], ...] = (
    ([], []),
    (["甲。", ""], ["", "乙。"]),
    (["| 别 | 的 |", "| --- | --- |", "| 1 | 2 |", ""], ["", "- 项"]),
    (["```", "| 原 |", "| --- |", "```", ""], []),
)


@st.composite
def bar_tables(draw: st.DrawFn) -> EditableTable:
    columns = draw(st.integers(1, 5))
    row = st.tuples(*[CELLS] * columns)
    rows = draw(st.lists(row, min_size=1, max_size=6))
    sides = st.sampled_from(["", "left", "center", "right"])
    return EditableTable(
        tuple(rows),
        caption=draw(st.one_of(st.just(""), CELLS)),
        alignments=draw(st.tuples(*[sides] * columns)),
        row_headers=draw(st.integers(0, 3)),
    )


@st.composite
def data_tables(draw: st.DrawFn) -> EditableTable:
    columns, rows = draw(st.integers(2, 5)), draw(st.integers(2, 6))
    filled = CELLS.map(lambda words: words if clean_cell(words) else "甲")
    cells = [[draw(filled) for _ in range(columns)] for _ in range(rows)]
    header = draw(st.integers(1, rows - 1))
    merged: tuple[tuple[int, int, int, int], ...] = ()
    if draw(st.booleans()):
        merged = ((header - 1, 0, header - 1, 1),)
        cells[header - 1][1] = ""
    return EditableTable(
        tuple(map(tuple, cells)),
        "data",
        caption=draw(st.one_of(st.just(""), CELLS)),
        header_rows=header,
        row_headers=draw(st.integers(0, columns - 1)),
        merged=merged,
    )


@settings(max_examples=300, deadline=None)
@given(st.one_of(bar_tables(), data_tables()), st.sampled_from(AROUND))
def test_what_is_written_is_read_as_it_was_meant_and_written_the_same(
    table: EditableTable, around: tuple[list[str], list[str]]
) -> None:
    lines = [*draft_table(table)]
    before, after = around
    text = "\n".join([*before, *lines, *after])
    source = find_table(text, len(before))
    assert source
    assert (source.first, source.end) == (len(before), len(before) + len(lines))
    assert source.table.rows == tuple(tuple(map(clean_cell, row)) for row in table.rows)
    assert draft_table(source.table) == tuple(lines)
    again = find_table("\n".join(lines), 0)
    assert again
    assert again.table == source.table
    # Nothing of a table that is opened and closed moves.
    edit = replace_table(text, len(before), source.table)
    assert (edit.first, edit.end, edit.lines) == (source.first, source.first, ())


@settings(max_examples=200, deadline=None)
@given(st.one_of(bar_tables(), data_tables()), st.data())
def test_a_changed_cell_moves_no_other_line(table: EditableTable, data: st.DataObject) -> None:
    lines = [*draft_table(table)]
    source = find_table("\n".join(lines), 0)
    assert source
    table = source.table
    row = data.draw(st.integers(0, len(table.rows) - 1))
    column = data.draw(st.integers(0, len(table.rows[0]) - 1))
    cells = [[*each] for each in table.rows]
    assume(cells[row][column])
    cells[row][column] = "改过的"
    edit = replace_table("\n".join(lines), 0, replace(table, rows=tuple(map(tuple, cells))))
    others = [line for each, typed in enumerate(source.row_lines) if each != row for line in typed]
    assert [line for line in edit.lines if line in others or line in lines]
    assert len([line for line in lines if line not in edit.lines]) <= max(
        2, len(source.row_lines[row])
    )


@settings(max_examples=150, deadline=None)
@given(bar_tables())
def test_cells_reach_the_page(table: EditableTable) -> None:
    """The builder itself finds one table with so many cells, whatever stands in them."""
    lines = [*draft_table(table)]
    prose, _ = read("\n".join(lines))
    assert prose.html.count("<table>") == 1
    cells = prose.html.count("<td") + prose.html.count("<th") - prose.html.count("<thead")
    assert cells == len(table.rows) * len(table.rows[0])


@pytest.mark.parametrize(
    "text",
    [
        "> | a | b |\n> | --- | --- |\n> | c | d |\n>\n> 后。",
        "- 项\n\n  | a | b |\n  | --- | --- |\n  | c | d |\n",
        "- | a | b |\n  | --- | --- |\n  | c | d |\n- 乙",
        "1. 甲\n\n   表：名（首列为行标题）\n   ```表格\n   表头行数: 1\n\n   a,b\n   c,d\n   ```",
        "  a | b\n---|:-:\n c \\| x | d | 多\n>=9|1",
        "表1：收费\n\n|a|b|\n|-|-|\n|c|d|",
    ],
)
def test_tables_within_something_keep_what_stands_before_their_lines(text: str) -> None:
    line = next(number for number, each in enumerate(text.split("\n")) if "a" in each)
    source = find_table(text, line)
    assert source
    cells = [[*row] for row in source.table.rows]
    cells[1][0] = "改"
    edit = replace_table(text, line, replace(source.table, rows=tuple(map(tuple, cells))))
    lines = text.split("\n")
    edited = "\n".join([*lines[: edit.first], *edit.lines, *lines[edit.end :]])
    changed = find_table(edited, line)
    assert changed
    assert [*map(list, changed.table.rows)] == cells
    assert sum(a != b for a, b in zip(lines, edited.split("\n"), strict=True)) == 1
