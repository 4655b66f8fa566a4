"""Sheets as offices keep them: merged headers and cells, real dates, numbers, odd encodings."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from site_builder.build.recognized_files import recognize_file
from site_builder.importing.combination import has_figures
from site_builder.importing.readers import delimited_text, workbook
from site_builder.importing.recognition.catalogue import (
    CatalogueRow,
    CatalogueSheet,
    is_catalogue,
    recognize_catalogue,
)
from site_builder.model.form import form_for
from site_builder.model.imported import Recognition
from site_builder.usecases.import_catalogue import import_catalogue
from tests.helpers.standards import STANDARDS
from tests.importing.office_files import xlsx_file
from tests.importing.sample_report import consistent_cells, grids

FIELDS = STANDARDS.document_fields


def rows_of(fill: Callable[[Any], None]) -> tuple[CatalogueRow, ...]:
    book = openpyxl.Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    sheet = recognize_catalogue(workbook.read("a.xlsx", buffer.getvalue()), FIELDS)
    assert sheet
    return tuple(row for table in sheet.tables for row in table.rows)


def test_a_header_of_two_rows_and_cells_merged_downwards() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - openpyxl has no types
        sheet = book.active
        sheet.append(["测试市公开目录"])
        sheet.merge_cells("A1:E1")
        sheet.append(["索引号", "名称", "日期", None, "发文机关"])
        sheet.append([None, None, "成文日期", "发布日期", None])
        for merged in ("A2:A3", "B2:B3", "C2:D2", "E2:E3"):
            sheet.merge_cells(merged)
        sheet.append(["A-1", "甲", "2020-01-01", "2020-01-02", "测试市人民政府"])
        sheet.append(["A-2", "乙", "2020-01-03", "2020-01-04"])
        sheet.merge_cells("E4:E5")

    first, second = rows_of(fill)
    assert first.texts == {
        "index_number": "A-1",
        "title": "甲",
        "created": "2020-01-01",
        "published": "2020-01-02",
        "issuer": "测试市人民政府",
    }
    assert (second.get("issuer"), second.origin.row) == ("测试市人民政府", 5)


def test_days_and_numbers_are_read_as_they_are_displayed() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - openpyxl has no types
        sheet = book.active
        sheet.append(["索引号", "名称", "生成日期", "发布日期"])
        sheet.append([12, "甲", date(2020, 1, 28), 43858])
        sheet["A2"].number_format = "00000"
        sheet["C2"].number_format = 'yyyy"年"m"月"d"日"'
        sheet["D2"].number_format = "yyyy/m/d"

    (row,) = rows_of(fill)
    assert [row.get(name) for name in ("index_number", "created", "published")] == [
        "00012",
        "2020-01-28",
        "2020-01-28",
    ]


def test_headers_that_come_again_and_sheets_that_follow() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - openpyxl has no types
        for number in (1, 2):
            sheet = book.active if number == 1 else book.create_sheet()
            for page in (1, 2):
                sheet.append(["序号", "标题", "索引", "备注"])
                sheet.append([page, f"标题{number}{page}", f"A-{number}{page}", "x"])

    assert [row.get("title") for row in rows_of(fill)] == ["标题11", "标题12", "标题21", "标题22"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_csv_as_spreadsheets_save_it(encoding: str, tmp_path: Path) -> None:
    text = "标题,索引号,概述,生成日期,发布日期\r\n关于甲,〔2020〕1,概述,2020/1/5,2020/1/6\r\n"
    (tmp_path / "content").mkdir()
    original = delimited_text.read("a.csv", text.encode(encoding))
    sheet = recognize_catalogue(original, FIELDS)
    assert sheet
    outcome = import_catalogue(sheet, tmp_path, STANDARDS)
    (path,) = outcome.written
    assert path.startswith("content/2020/documents/2020-1-")
    written = (tmp_path / path).read_text(encoding="utf-8")
    assert "生成日期: 2020-01-05\n发布日期: 2020-01-06\n" in written
    again = import_catalogue(sheet, tmp_path, STANDARDS)
    assert (again.plan.unchanged, again.written, again.failed) == (1, (), False)


@pytest.mark.parametrize(
    "text",
    [
        "信息内容,制发件数,废止件数\n规章,1,2\n",
        "名称,数量\n甲,1\n",
        "年度,机关,表,行,列,数值,状态\n2020,a,b,c,d,1,数值\n",
    ],
)
def test_other_tables_are_no_catalogue(text: str) -> None:
    assert not is_catalogue(delimited_text.read("a.csv", text.encode()), FIELDS)


def test_a_document_that_cannot_be_read_stays_out_of_the_way(tmp_path: Path) -> None:
    folder = tmp_path / "content/2020/documents"
    folder.mkdir(parents=True)
    (folder / "broken.md").write_text("---\n名称: [\n---\n", encoding="utf-8")
    head = "来源文件,名称,索引号\ncontent/2020/documents/broken.md"
    for line, failed in ((f"{head},,\n", False), (f"{head},新的,\n", True)):
        sheet = recognize_catalogue(delimited_text.read("a.csv", line.encode()), FIELDS)
        assert sheet
        assert import_catalogue(sheet, tmp_path, STANDARDS).failed is failed


def test_what_a_document_was_is_set_aside(tmp_path: Path) -> None:
    folder = tmp_path / "content/2020/documents"
    folder.mkdir(parents=True)
    before = "---\n索引号: A-1\n名称: 甲\n---\n正文\n"
    (folder / "a.md").write_text(before, encoding="utf-8")
    text = "来源文件,名称,索引号\ncontent/2020/documents/a.md,乙,A-1\n"
    sheet = recognize_catalogue(delimited_text.read("a.csv", text.encode()), FIELDS)
    assert sheet
    assert import_catalogue(sheet, tmp_path, STANDARDS).written == ()
    outcome = import_catalogue(sheet, tmp_path, STANDARDS, force=True)
    assert outcome.backups == ("import-backups/1/content/2020/documents/a.md",)
    assert (tmp_path / outcome.backups[0]).read_text(encoding="utf-8") == before
    assert (folder / "a.md").read_text(encoding="utf-8") == before.replace("甲", "乙")


def test_a_page_that_is_named_a_workbook_is_a_catalogue() -> None:
    rows = "<tr><td>索引号</td><td>名称</td></tr><tr><td>A-1</td><td>甲</td></tr>"
    data = f"<html><head><meta charset='utf-8'></head><table>{rows}</table></html>".encode()
    for name, expected in (("目录.xls", CatalogueSheet), ("目录.html", Recognition)):
        assert isinstance(recognize_file(name, data, STANDARDS, 2020, None), expected)


def test_a_report_with_a_list_of_documents_stays_a_report() -> None:
    form = form_for(2021, STANDARDS.forms)
    assert form
    tables = grids(form, consistent_cells(form, Random(1)))  # noqa: S311 - a test's own dice
    blocks = [("table", grid) for each in tables.values() for grid in each]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(blocks)))
    sheet = book.create_sheet("规范性文件")
    sheet.append(["名称", "文号", "发布日期"])
    for number in range(80):
        sheet.append([f"办法{number}", f"测发〔2021〕{number}号", "2021-01-01"])
    buffer = io.BytesIO()
    book.save(buffer)
    recognized = recognize_file("2021年报.xlsx", buffer.getvalue(), STANDARDS, 2021, None)
    assert isinstance(recognized, Recognition)
    (report,) = recognized.reports
    assert has_figures(report)
