"""Office files without marks are unharmed."""

import io

import docx
import openpyxl
import pytest

from site_builder.write.clean import clean
from tests import marked_office


def texts(ending: str, data: bytes) -> list[object]:
    """Read the words or cells by a library that did not write the copy."""
    if ending == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return [cell.value for table in book for row in table.iter_rows() for cell in row]
    read = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in read.paragraphs), *cells, len(read.inline_shapes)]


@pytest.mark.parametrize(
    ("name", "data"),
    list(marked_office.unmarked())[::3],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_words_and_cells_stay(name: str, data: bytes) -> None:
    cleaned, reason = clean("a", data)
    ending = name.partition(" ")[0]
    assert reason == ""
    assert texts(ending, cleaned) == texts(ending, data)
