"""OFD files: the same tables and text as in a PDF file with the same marks."""

import io
import zipfile

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.ofd import read
from site_builder.model.original import TextBlock
from tests.helpers.drawn_ofd import DrawnOfdPage, draw_ofd

COLUMNS = [60, 160, 260, 360]
ROWS = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "12", ""], ["⽂件", "/", "1,204"]]


def _sample() -> bytes:
    first, second = DrawnOfdPage(), DrawnOfdPage()
    first.text(61, 60, "一、总体情况", bold=True)
    first.grid(COLUMNS, [100, 120, 140, 160], ROWS)
    first.text(280, 800, "— 1 —")
    second.grid(COLUMNS, [100, 120, 140], [ROWS[0], ["许可", "3", "4"]])
    second.text(280, 800, "— 2 —")
    return draw_ofd(first, second, title="测试市年度报告")


def test_tables_text_and_page_numbers() -> None:
    original = read("报告.ofd", _sample())
    (table,) = original.tables()
    assert [cell.text for cell in table.cells] == [
        *ROWS[0],
        "规章",
        "12",
        "",
        "文件",
        "/",
        "1,204",
        "许可",
        "3",
        "4",
    ]
    assert not any(cell.doubt for cell in table.cells)
    assert [(b.kind, b.text) for b in original.blocks if isinstance(b, TextBlock)] == [
        ("heading", "一、总体情况")
    ]
    assert [o.reason for o in original.omissions] == ["页码", "页码", "跨页重复的表头、续表字样"]
    assert original.title == "测试市年度报告"


@pytest.mark.parametrize("missing", ["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/2.xml"])
def test_a_file_with_a_part_missing_is_refused(missing: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_sample())) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name != missing:
                new.writestr(name, old.read(name))
    with pytest.raises(UnsupportedFileError):
        read("报告.ofd", buffer.getvalue())


def test_a_file_without_text_is_refused() -> None:
    with pytest.raises(UnsupportedFileError, match="没有文字"):
        read("报告.ofd", draw_ofd(DrawnOfdPage()))


def test_bytes_that_are_no_archive_are_refused() -> None:
    with pytest.raises(UnsupportedFileError):
        read("报告.ofd", b"PK\x03\x04" + b"\0" * 100)
