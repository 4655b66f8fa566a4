"""Office files with one mark each: cleaned of it, or reported; and those without, unharmed."""

import io

import docx
import openpyxl
import pytest

from site_builder.write.clean import clean
from tests import marked_office
from tests.marked_office import members
from tests.marked_pictures import MARK

CASES = list(marked_office.marked())


def holds(data: bytes) -> bool:
    return any(MARK in one for one in members(data))


def texts(ending: str, data: bytes) -> list[object]:
    """Read the words or cells by a library that did not write the copy."""
    if ending == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return [cell.value for table in book for row in table.iter_rows() for cell in row]
    read = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in read.paragraphs), *cells, len(read.inline_shapes)]


@pytest.mark.parametrize(("name", "data"), CASES, ids=[name for name, _ in CASES])
def test_a_mark_goes_or_is_reported(name: str, data: bytes) -> None:
    assert holds(data)
    cleaned, reason = clean(f"a.{name.partition(' ')[0]}", data)
    assert reason or not holds(cleaned)
    assert clean("a.docx", cleaned) == (cleaned, reason), "twice is once"


def test_figures() -> None:
    reasons = [clean("a.docx", data)[1] for _, data in CASES]
    assert len(CASES) >= 90
    assert sum(not one for one in reasons) >= 80


@pytest.mark.parametrize(
    ("name", "data"),
    list(marked_office.unmarked()),
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_words_and_cells_stay(name: str, data: bytes) -> None:
    cleaned, reason = clean("a", data)
    ending = name.partition(" ")[0]
    assert reason == ""
    assert texts(ending, cleaned) == texts(ending, data)
