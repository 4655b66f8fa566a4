"""CSV and TSV as offices save them: encodings, separators, quotes, the guard of our own files."""

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import delimited_text, published_data
from site_builder.model.original import OriginalTable


def grid(data: bytes, file: str = "表.csv") -> list[list[str]]:
    (table,) = delimited_text.read(file, data).tables()
    return as_grid(table)


def as_grid(table: OriginalTable) -> list[list[str]]:
    lines = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        lines[cell.row][cell.column] = cell.text
    return lines


ROWS = [["名称", "数量"], ["规章", "3"]]
TEXT = "名称,数量\r\n规章,3\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "，").encode("gbk"),
        TEXT.replace(",", "|").encode(),
        ("sep=;\r\n" + TEXT.replace(",", ";")).encode(),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
        b'"\xe5\x90\x8d\xe7\xa7\xb0","\xe6\x95\xb0\xe9\x87\x8f"\n"\xe8\xa7\x84\xe7\xab\xa0","3"',
    ],
)
def test_every_encoding_and_separator(data: bytes) -> None:
    assert grid(data) == ROWS


def test_quotes_commas_and_lines_inside_of_cells() -> None:
    data = '名称,说明\n"甲,乙","上\r\n下"\n"他说""好""",00012\n'.encode()
    assert grid(data) == [["名称", "说明"], ["甲,乙", "上\n下"], ['他说"好"', "00012"]]


def test_rows_are_counted_as_a_workbook_counts_them() -> None:
    (table,) = delimited_text.read("表.csv", '甲,"上\n下"\n\n乙,2\n'.encode()).tables()
    assert [cell.origin.row for cell in table.cells if cell.text] == [1, 1, 3, 3]


def test_our_own_guard_is_taken_off_and_no_other_apostrophe() -> None:
    data = "甲,乙\n'=1+1,'＋5\n'好',-5\n".encode()
    assert grid(data) == [["甲", "乙"], ["=1+1", "＋5"], ["'好'", "-5"]]


def test_a_quote_that_never_ends_is_refused() -> None:
    with pytest.raises(UnsupportedFileError, match="双引号没有配对"):
        delimited_text.read("表.csv", '甲,乙\n"丙,丁\n戊,己\n'.encode())


def test_odd_quotes_are_read_and_said() -> None:
    original = delimited_text.read("表.csv", '甲,乙\n"丙"x,"丁"\n'.encode())
    assert [diagnostic.code for diagnostic in original.diagnostics] == ["import/quotes"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b",,,\n", b"\xff\xff\x80\xfe,\x81\n", b"a,b\0\n"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedFileError):
        delimited_text.read("表.csv", data)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"cells": 1}', b"\xff", b"[" * 100_000])
def test_other_json_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedFileError):
        published_data.read("数据.json", data)


def test_published_figures_are_the_table_of_their_csv() -> None:
    data = """{"title": "年度报告", "year": 2021, "body": "测试市", "form": "annual-2021",
    "document_number": "国办公开办函〔2021〕30号", "cells": [
    {"table": "t", "table_title": "表", "band": "b", "band_title": "分", "row": "r",
     "row_labels": ["甲", "乙"], "column": "c", "column_labels": ["丙"], "value": "0.50",
     "unit": "万元", "state": "number"},
    {"table": "t", "table_title": "表", "band": "b", "band_title": "", "row": "r",
     "row_labels": [], "column": "c", "column_labels": ["丙"], "value": null,
     "unit": "", "state": "blank"}]}""".encode()
    original = published_data.read("figures.json", data)
    (table,) = original.tables()
    assert (original.title, original.body) == ("年度报告", "测试市")
    number = "国办公开办函〔2021〕30号"
    assert as_grid(table)[1:] == [
        ["2021", "测试市", number, "表", "分", "甲 > 乙", "丙", "0.50", "万元", "数值", "t/r/c"],
        ["2021", "测试市", number, "表", "", "", "丙", "", "", "空缺", "t/r/c"],
    ]
