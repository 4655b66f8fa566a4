"""Workbooks that are damaged, hostile, or larger than any report; each is bounded."""

import io
import zipfile

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_zip import MAX_MEMBER_SIZE
from site_builder.importing.readers import workbook
from site_builder.importing.readers.number_formats import number_cell
from tests.importing.readers.test_workbook import texts


def sparse(cells: str, *, merged: str = "") -> bytes:
    """Build a workbook from the XML of its cells."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        f'<Relationship Id="r1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>'
        f"{merged}</worksheet>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_a_cell_in_the_last_row_costs_nothing() -> None:
    cells = "".join(
        f'<row><c r="A{row}"><v>1</v></c><c r="ZZ{row}"><v>2</v></c></row>'
        for row in (1, 1_048_576)
    )
    merged = '<mergeCells><mergeCell ref="B2:XFD1048575"/></mergeCells>'
    original = workbook.read("表.xlsx", sparse(cells, merged=merged))
    assert [cell.text for cell in next(original.tables()).cells] == ["1", "2", "1", "2"]


def test_a_table_of_more_columns_than_anybody_reads_is_refused() -> None:
    row = "".join(f"<c><v>{n % 10}</v></c>" for n in range(16_384))
    with pytest.raises(UnsupportedFileError, match="超过 1000 列"):
        workbook.read("表.xlsx", sparse(f"<row>{row}</row>"))


def test_more_cells_than_anybody_reads_are_refused() -> None:
    row = "".join(f"<c><v>{n % 10}</v></c>" for n in range(16_384))
    assert len(row) * 60 < MAX_MEMBER_SIZE
    with pytest.raises(UnsupportedFileError, match="表格太大"):
        workbook.read("表.xlsx", sparse(f"<row>{row}</row>" * 60))


@pytest.mark.parametrize("code", ["0." + "0" * 300, "[" * 300, '"' * 301, ";;;;;", "\\", "_", "[$"])
def test_an_odd_format_is_no_end_of_the_reader(code: str) -> None:
    for number in (0, 1.5, -1e300, 1e-300, 2_958_466):
        assert number_cell(number, code).text
        assert number_cell(number, f"yyyy{code}").text


def test_text_below_a_merged_cell_is_left_out_and_said() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
    merged = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    original = workbook.read("表.xlsx", sparse(cells, merged=merged))
    assert [cell.text for cell in next(original.tables()).cells] == ["1", "3"]
    assert [omission.text for omission in original.omissions] == ["2"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04damaged",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        sparse("<row><c><v>1</v>"),
        sparse("<row></row>"),
        sparse("<row><c><v>1</v></c></row>").replace(b"sheet1.xml", b"sheet2.xml", 1),
        sparse('<!DOCTYPE x [<!ENTITY a "b">]>'),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedFileError):
        workbook.read("表.xlsx", data)


def test_a_cell_of_blanks_alone_is_no_cell() -> None:
    cells = (
        '<row><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>'
        '<c r="XFD1" t="inlineStr"><is><t>　 </t></is></c></row>'
    )
    assert texts(workbook.read("表.xlsx", sparse(cells))) == [["1", "2"]]
