"""PDF files that cannot be read: each is refused in words, none hangs, none takes the memory."""

import io
import zlib

import pikepdf
import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.page_grid import find_grids
from site_builder.importing.readers.page_marks import MarkBudget, RulingLine
from site_builder.importing.readers.pdf import read
from tests.helpers.drawn_pdf import DrawnPage, draw_pdf


def _sample() -> bytes:
    page = DrawnPage()
    page.grid([60, 160, 260], [100, 120, 140], [["规章", "文件"], ["1", "2"]])
    page.text(60, 200, "正文。")
    return draw_pdf(page)


def _refusal(data: bytes) -> str:
    with pytest.raises(UnsupportedFileError) as caught:
        read("报告.pdf", data)
    assert caught.value.hint
    return caught.value.message


def test_a_file_with_a_password() -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(_sample())) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert _refusal(buffer.getvalue()) == "PDF 文件加了密码"


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(_sample())) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="a", user=""))
    assert len(list(read("报告.pdf", buffer.getvalue()).tables())) == 1


def test_a_file_that_is_cut_off() -> None:
    data = _sample()
    for length in (5, 100, len(data) // 2, len(data) - 40):
        assert _refusal(data[:length]) == "PDF 文件不完整，末尾被截断了"


def test_a_file_of_too_many_pages() -> None:
    page = DrawnPage()
    page.text(60, 100, "正文。")
    assert _refusal(draw_pdf(*[page] * 151)).startswith("文件超过 150 页")


def test_more_lines_than_a_report_has() -> None:
    budget = MarkBudget()
    budget.add_lines(150_000)
    with pytest.raises(UnsupportedFileError, match="线条超过"):
        budget.add_lines()


def test_a_grid_of_more_places_than_a_table_has() -> None:
    steps = [4.0 * number for number in range(300)]
    lines = [RulingLine(horizontal, x, 0, 1200) for x in steps for horizontal in (True, False)]
    with pytest.raises(UnsupportedFileError, match="线条太密"):
        find_grids(lines)


@pytest.mark.slow
def test_a_stream_that_bursts() -> None:
    bomb = zlib.compress(b"\0" * 130_000_000, 9)
    body = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(bomb) + bomb + b"\nendstream"
    data = _sample().replace(b"xref\n", b"90 0 obj\n" + body + b"\nendobj\nxref\n", 1)
    assert "解压" in _refusal(data)


def test_damage_in_a_stream_makes_every_cell_doubtful() -> None:
    data = bytearray(_sample())
    end = data.rfind(b"\nendstream")
    data[end - 3] ^= 0xFF
    original = read("报告.pdf", bytes(data))
    assert [d.code for d in original.diagnostics] == ["import/damaged-file"]
    assert all(cell.doubt for table in original.tables() for cell in table.cells)


def test_a_file_without_any_text() -> None:
    assert _refusal(draw_pdf(DrawnPage())) == "PDF 文件里没有文字"
