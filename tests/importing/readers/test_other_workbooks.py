"""ODS, whose cells carry what they display, and XLS, of which only the values can be read."""

import io
import zipfile
from pathlib import Path
from random import Random

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import workbook
from site_builder.importing.readers.xls_records import read_xls_records
from tests.importing.readers.test_workbook import grid

_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
)
_HIDDEN = (
    '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
)


def ods(rows: str, manifest: str = "") -> bytes:
    content = (
        f'{_HEAD}{_HIDDEN}<table:table table:name="表">{rows}</table:table>'
        '<table:table table:name="藏" table:style-name="h"><table:table-row><table:table-cell>'
        "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        "</office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def number(value: str, displayed: str, kind: str = "float", more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}" {more}>'
        f"<text:p>{displayed}</text:p></table:table-cell>"
    )


@pytest.mark.parametrize(
    ("cell", "text", "doubt"),
    [
        (number("12", "12"), "12", ""),
        (number("1234.5", "1,234.50"), "1234.50", ""),
        (number("0.125", "12.5%", "percentage"), "12.5%", ""),
        (number("0.125", "13%", "percentage"), "13%", "显示为 13%，存的是 12.5%"),
        (number("12.345", "12.35"), "12.35", "显示为 12.35，存的是 12.345"),
        (number("-12", "(12)"), "-12", ""),
        (number("-12", "−12"), "-12", ""),
        (number("5", "5万元"), "5万元", ""),
        (number("0", ""), "0", ""),
        (number("0", "-"), "0", "存的是 0，显示为“-”"),
        (
            (
                '<table:table-cell office:value-type="date" office:date-value="2020-01-28">'
                "<text:p>2020年1月28日</text:p></table:table-cell>"
            ),
            "2020-01-28",
            "",
        ),
        (
            (
                '<table:table-cell office:value-type="date" office:date-value="2020-01-01">'
                "<text:p>2020年1月</text:p></table:table-cell>"
            ),
            "2020年1月",
            "",
        ),
        (
            (
                "<table:table-cell><text:p>上<text:s text:c='2'/>下</text:p><text:p>末</text:p>"
                "<office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>"
            ),
            "上  下\n末",
            "",
        ),
        (
            '<table:table-cell table:formula="of:=1+1"/>',
            "",
            "单元格里是公式，保存它的软件没有算出结果",
        ),
    ],
)
def test_a_cell_says_what_it_displays(cell: str, text: str, doubt: str) -> None:
    other = "<table:table-cell><text:p>x</text:p></table:table-cell>"
    original = workbook.read("表.ods", ods(f"<table:table-row>{other}{cell}</table:table-row>"))
    read = next(original.tables()).cells[1]
    assert (read.text, read.doubt) == (text, doubt)


def test_repeated_and_merged_cells_of_ods() -> None:
    rows = (
        "<table:table-row>"
        + number("1", "1", more='table:number-columns-repeated="2"')
        + number("2", "2", more='table:number-columns-spanned="2" table:number-rows-spanned="2"')
        + "<table:covered-table-cell/></table:table-row>"
        + '<table:table-row table:number-rows-repeated="2">'
        + number("3", "3", more='table:number-columns-repeated="2"')
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        + 'table:number-columns-repeated="16384"/></table:table-row>'
    )
    original = workbook.read("表.ods", ods(rows))
    assert grid(next(original.tables())) == [
        ["1", "1", "2", "·"],
        ["3", "3", "·", "·"],
        ["3", "3", "", ""],
    ]
    assert [diagnostic.message for diagnostic in original.diagnostics] == ["工作表“藏”是隐藏的"]


def test_a_fill_of_millions_of_cells_is_refused() -> None:
    row = number("1", "1", more='table:number-columns-repeated="16384"')
    rows = f'<table:table-row table:number-rows-repeated="1048576">{row}</table:table-row>'
    with pytest.raises(UnsupportedFileError, match="表格太大"):
        workbook.read("表.ods", ods(rows))


def test_an_encrypted_ods_is_refused() -> None:
    with pytest.raises(UnsupportedFileError, match="密码"):
        workbook.read("表.ods", ods("", "<manifest:encryption-data/>"))


def test_an_old_workbook_is_read_as_it_is_displayed() -> None:
    pytest.importorskip("python_calamine")
    data = Path(__file__).with_name("list.xls").read_bytes()
    original = workbook.read("list.xls", data)
    table = next(original.tables())
    assert grid(table)[:5] == [
        ["索引号", "名称", "日期", "金额", "比例", "公式"],
        ["00012", "规章\n第二行", "2020-01-28", "1234.50", "12.5%", "2"],
        ["12", "甲", "2020-01-28", "-3", "13%", "1231.5"],
        ["x", "隐", "", "0", "TRUE", ""],
        ["并", "1", "", "", "", ""],
    ]
    assert [cell.doubt for cell in table.cells if cell.doubt] == ["显示为 13%，存的是 12.6%"]
    assert [diagnostic.message for diagnostic in original.diagnostics] == [
        "工作表“第一张”有 1 行是隐藏的（第 5 行）",
        "工作表“第一张”有 3 个单元格是公式（F3、F4、E5）",
        "工作表“藏”是隐藏的",
    ]


def test_records_of_damaged_old_workbooks_are_no_end_of_the_reader() -> None:
    data = Path(__file__).with_name("list.xls").read_bytes()
    random = Random(1)  # noqa: S311 - a test's own dice
    for _ in range(300):
        damaged = bytearray(data)
        for _ in range(random.choice((1, 5, 50))):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        read_xls_records(bytes(damaged[: random.choice((len(damaged), 3000))]))
    assert read_xls_records(b"") is None
