"""Office files without marks are unharmed."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from site_builder.attachments.sanitize.sanitizer import sanitize
from tests.downloads.libreoffice import convert
from tests.helpers import marked_office
from tests.helpers.sample_files import picture


def texts(extension: str, data: bytes) -> list[object]:
    """Read the words or cells by a library that did not write the copy."""
    if extension == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return [cell.value for table in book for row in table.iter_rows() for cell in row]
    read = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in read.paragraphs), *cells, len(read.inline_shapes)]


@pytest.mark.parametrize(
    ("name", "data"),
    list(marked_office.unmarked())[::3],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.slow
def test_words_and_cells_stay(name: str, data: bytes) -> None:
    cleaned, reason = sanitize("a", data)
    extension = name.partition(" ")[0]
    assert reason == ""
    assert texts(extension, cleaned) == texts(extension, data)


@pytest.mark.slow
def test_libreoffice_opens_a_cleaned_file(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("正文一")
    document.add_comment(paragraph.runs, text="批注", author="张三", initials="张")
    document.add_picture(io.BytesIO(picture("JPEG", comment=b"x")))
    document.add_table(1, 1).cell(0, 0).text = "表中"
    out = io.BytesIO()
    document.save(out)
    path = tmp_path / "a.docx"
    path.write_bytes(sanitize("a.docx", out.getvalue())[0])
    words = convert(path, "txt", tmp_path).decode("utf-8-sig").split()
    assert words == ["正文一", "表中"]
