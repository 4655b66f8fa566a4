"""Excel files of a rollup: every row is in them, whatever a sheet holds."""

import io

import openpyxl

from site_builder.model.views.rollup import TableDataView, TableField, TablePart
from site_builder.render.office.xlsx.data_table import table_xlsx
from tests.helpers.published_bodies import MadeBodies
from tests.helpers.rollup_sites import run_rollup

FIELDS = (TableField("code", "代码", "代码"), TableField("value", "数值", "数", is_number=True))


def sheets(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def table(count: int) -> TableDataView:
    rows = [(f"B{number}", str(number)) for number in range(count)]
    return TableDataView("表", "说明", FIELDS, (TablePart(lambda: rows),))


def test_rows_that_a_sheet_has_no_room_for_are_in_the_next() -> None:
    head = ("代码", "数值")
    by_title = sheets(table_xlsx(table(7), max_rows=3))
    assert [*by_title] == ["数据", "数据2", "数据3", "说明"]
    assert [len(rows) for rows in by_title.values()] == [4, 4, 2, 3]
    assert by_title["数据"] == [head, ("B0", 0), ("B1", 1), ("B2", 2)]
    assert by_title["数据3"] == [head, ("B6", 6)]
    assert [*sheets(table_xlsx(table(6), max_rows=3))] == ["数据", "数据2", "说明"]
    assert sheets(table_xlsx(table(0)))["数据"] == [head]
    assert table_xlsx(table(7)) == table_xlsx(table(7))


def test_they_say_what_the_other_files_say(small: MadeBodies) -> None:
    config = small.folder / "config.yaml"
    config.write_text(config.read_text("utf-8") + "下载: [csv, xlsx]\n", "utf-8")
    site = run_rollup(small.folder)
    assert site.exit_code == 0, site.output
    names = [url for url in site.files if url.startswith("data/") and url.endswith(".csv")]
    assert len(names) > 9
    for name in names:
        lines = len(site.files[name].decode("utf-8-sig").splitlines())
        assert len(sheets(site.files[name.replace(".csv", ".xlsx")])["数据"]) == lines
