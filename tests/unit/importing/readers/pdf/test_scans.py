"""Scans: what is recognized is right on a clean picture, and doubted in every cell."""

import io

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import pdf, picture
from site_builder.model.original import Original, TextBlock
from tests.helpers.drawn_pdf import DrawnPage, draw_pdf

pytest.importorskip("rapidocr")
Image = pytest.importorskip("PIL.Image")
ImageDraw = pytest.importorskip("PIL.ImageDraw")
ImageFont = pytest.importorskip("PIL.ImageFont")
fonts = pytest.importorskip("pylopdf_fonts_zh_cn")

COLUMNS = [100, 500, 800, 1100]
ROWS = [
    ["信息内容", "本年制发件数", "现行有效件数"],
    ["规章", "1", "1204"],
    ["行政规范性文件", "", "8"],
]


def _draw(angle: float) -> bytes:
    """Return a table and a line of text as a scanner of 150 dpi would see them."""
    image = Image.new("L", (1240, 900), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(fonts.serif_path()), 26)
    draw.text((120, 100), "测试市政府信息公开工作年度报告", font=font, fill=0)
    for row in range(len(ROWS) + 1):
        draw.line((COLUMNS[0], 200 + 60 * row, COLUMNS[-1], 200 + 60 * row), fill=0, width=2)
    for x in COLUMNS:
        draw.line((x, 200, x, 200 + 60 * len(ROWS)), fill=0, width=2)
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            draw.text((COLUMNS[column] + 20, 212 + 60 * row), text, font=font, fill=0)
    buffer = io.BytesIO()
    image.rotate(angle, fillcolor=255, resample=Image.BICUBIC).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _check(original: Original) -> None:
    (table,) = original.tables()
    assert [cell.text for cell in table.cells] == [text for row in ROWS for text in row]
    assert all(cell.doubt == "扫描件识别" for cell in table.cells)
    assert original.scanned
    texts = [block.text for block in original.blocks if isinstance(block, TextBlock)]
    assert texts == ["测试市政府信息公开工作年度报告"]


@pytest.mark.slow
def test_a_photograph_that_stands_a_little_askew() -> None:
    _check(picture.read("扫描.jpg", _draw(0.8)))


@pytest.mark.slow
def test_a_pdf_file_that_is_a_scan() -> None:
    buffer = io.BytesIO()
    Image.open(io.BytesIO(_draw(0))).save(buffer, "PDF", resolution=150)
    _check(pdf.read("扫描.pdf", buffer.getvalue()))


def test_a_picture_too_small_to_read_is_refused() -> None:
    buffer = io.BytesIO()
    Image.new("L", (100, 100), 255).save(buffer, "PNG")
    with pytest.raises(UnsupportedFileError, match="太小"):
        picture.read("图.png", buffer.getvalue())


def test_bytes_that_are_no_picture_are_refused() -> None:
    with pytest.raises(UnsupportedFileError, match="损坏"):
        picture.read("图.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50)


def test_more_pages_than_can_be_recognized_in_time_are_refused() -> None:
    pages = []
    for _ in range(13):
        page = DrawnPage()
        page.picture(0, 0, 595, 842)
        pages.append(page)
    with pytest.raises(UnsupportedFileError, match="超过 12 页"):
        pdf.read("扫描.pdf", draw_pdf(*pages))
