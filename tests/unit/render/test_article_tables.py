"""Tables for telephones: never wider than seven columns, nothing lost, headers in each piece."""

import lxml.html
import pytest

from site_builder.render.article_tables import MAX_COLUMNS, narrow_tables
from tests.properties.table_headers import PageTable
from tests.unit.content.prose_helpers import read

WIDE = """表：宽表
```表格
表头行数: 2
行标题列数: 1
合并: A1:A2、B1:E1、F1:I1、J1:L1、B4:L4
分组行: 3

名,甲,,,,乙,,,,丙,,
,1a,1b,1c,1d,2a,2b,2c,2d,3a,3b,3c
一组,,,,,,,,,,,
行一,无,,,,,,,,,,
行二,1,2,3,4,5,6,7,8,9,10,11
```
"""


def pieces(markdown: str) -> list[tuple[str, list[list[tuple[str, str, int]]]]]:
    """List the tables of an article: what stands above, and rows of tag, text and width."""
    article = lxml.html.fromstring(f"<div>{narrow_tables(read(markdown)[0].html)}</div>")
    result = []
    for table in article.iter("table"):
        above = table.getprevious()
        rows = [
            [(str(cell.tag), cell.text_content(), int(cell.get("colspan", "1"))) for cell in row]
            for row in table.iter("tr")
        ]
        result.append(("" if above is None else above.text_content(), rows))
    return result


def test_a_wide_table_comes_in_pieces_cut_between_its_heads() -> None:
    first, second, third = pieces(WIDE)
    assert [piece[0] for piece in (first, second, third)] == [f"宽表（{n}/3）" for n in (1, 2, 3)]
    assert first[1] == [
        [("th", "名", 1), ("th", "甲", 4)],
        [("th", "1a", 1), ("th", "1b", 1), ("th", "1c", 1), ("th", "1d", 1)],
        [("th", "一组", 5)],
        [("th", "行一", 1), ("td", "无", 4)],
        [("th", "行二", 1), ("td", "1", 1), ("td", "2", 1), ("td", "3", 1), ("td", "4", 1)],
    ]
    assert third[1][-1] == [("th", "行二", 1), ("td", "9", 1), ("td", "10", 1), ("td", "11", 1)]


@pytest.mark.parametrize("columns", [2, 7, 8, 30])
def test_no_table_is_too_wide_and_none_loses_a_cell(columns: int) -> None:
    lines = ["|".join(f"{mark}{n}" for n in range(columns)) for mark in "ab"]
    table = f"|{lines[0]}|\n|{'-|' * columns}\n|{lines[1]}|\n"
    parts = pieces(table)
    assert all(len(row) <= MAX_COLUMNS for _, rows in parts for row in rows)
    texts = {cell[1] for _, rows in parts for row in rows for cell in row}
    assert texts == {f"{mark}{n}" for n in range(columns) for mark in "ab"}
    assert all(rows[1][0][1] == "b0" for _, rows in parts)
    assert [above for above, _ in parts] == (
        [""] if columns < 8 else [f"表格（{n + 1}/{len(parts)}）" for n in range(len(parts))]
    )


def test_pieces_are_whole_tables() -> None:
    article = lxml.html.fromstring(f"<div>{narrow_tables(read(WIDE)[0].html)}</div>")
    for table in article.iter("table"):
        body = lxml.html.fromstring(
            f"<table><tbody>{lxml.html.tostring(table).decode()[7:-8]}</tbody></table>"
        )
        page = PageTable(body)
        assert len(page.slots) == page.rows * page.columns
