"""Words of statutory tables that are neither a label nor a figure of the form: none is lost."""

from collections.abc import Iterator

from site_builder.core.text.markdown_escapes import escape_words
from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.grids import grid_rows, is_blank
from site_builder.importing.recognition.tables import TableReading
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Origin, OriginalCell, OriginalTable, TextBlock

_WORD = lazy_pattern(r"[0-9A-Za-z\u3400-\u9fff]")
_MIN_SPLIT_LABEL = 2


def table_remainders(reading: TableReading, frame: FormFrame) -> tuple[TextBlock, ...]:
    """Return what the tables say besides the form, a block for each row."""
    return tuple(
        block for table in reading.tables for block in _rows(table, reading.accounted, frame)
    )


def _rows(
    table: OriginalTable, accounted: frozenset[tuple[Origin, str]], frame: FormFrame
) -> Iterator[TextBlock]:
    for row in grid_rows(table):
        rest = [
            cell
            for cell in row.cells
            if cell.row == row.index
            and not is_blank(cell)
            and (cell.origin, cell.text) not in accounted
            and _says_more(cell, frame)
        ]
        if rest:
            text = " | ".join(" ".join(cell.text.split()) for cell in rest)
            yield TextBlock("paragraph", text, escape_words(text), rest[0].origin)


def _says_more(cell: OriginalCell, frame: FormFrame) -> bool:
    """Return whether a cell holds other words than the form's."""
    if not _WORD.search(cell.text):
        return False
    label = frame.normalize(cell.text)
    is_label = (
        any(frame.normalize(part.title).full == label.full for part in frame.form.parts)
        or label.full in frame.stubs
        or label.full in frame.titles
        or any(
            section.rows.find(label) or section.columns.find(label) for section in frame.sections
        )
    )
    # Labels are set upright, a character a cell: 三、本年度办理结果.
    is_piece = len(label.full) < _MIN_SPLIT_LABEL and any(
        label.full in words for words in frame.label_words
    )
    return not is_label and not is_piece
