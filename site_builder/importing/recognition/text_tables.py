"""The tables of a report that has none: found in its text, part by part."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from site_builder.importing.recognition.cells import DIFFERENT, figure_text
from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.heading_cuts import blocks_by_part
from site_builder.importing.recognition.run_text import TextTable, solve_text
from site_builder.model.figures import CellKey
from site_builder.model.import_headings import ImportHeadings
from site_builder.model.imported import ImportedCell
from site_builder.model.original import Block, Original, OriginalTable

_SCANNED = "文字由图像识别，连写的数字不能当真"


@dataclass(frozen=True, slots=True)
class TextTables:
    """A report with the tables that stand in its text."""

    cells: Mapping[CellKey, ImportedCell]
    blocks: tuple[Block, ...]
    """All blocks, cut where such a table begins or ends."""
    used: tuple[Block, ...]
    """The blocks that are tables."""


def add_text_tables(
    cells: Mapping[CellKey, ImportedCell],
    original: Original,
    frame: FormFrame,
    headings: ImportHeadings,
    tables: Collection[OriginalTable],
) -> TextTables:
    """Find the tables of which no cell was read in the text; `tables` are those that were.

    Of a scan no figure is taken: a digit that was recognized wrongly may make sums true.
    """
    result = dict(cells)
    blocks: Sequence[Block] = original.blocks
    used: list[Block] = [*tables]
    for name, table in frame.form.tables_by_part().items():
        if any(cell.origin for key, cell in cells.items() if key[0] == table.id):
            continue
        section = blocks_by_part(blocks, frame, headings).get(name, ())
        # Without its heading, and in a text without lines, it may stand anywhere.
        for place in (section, blocks):
            rest = [block for block in place if all(block is not other for other in used)]
            text = solve_text(rest, table, frame)
            if text.cells:
                pieces = {id(rest[index]): cut for index, cut in text.cuts.items()}
                blocks = [part for block in blocks for part in pieces.get(id(block), (block,))]
                used += text.used
                break
        others = [block for block in blocks if all(block is not other for other in used)]
        for key, cell in _compared(text, solve_text(others, table, frame)).items():
            result[key] = _doubted(cell) if original.scanned and cell.value is not None else cell
    return TextTables(result, tuple(blocks), tuple(used[len(tables) :]))


def _compared(first: TextTable, second: TextTable) -> Mapping[CellKey, ImportedCell]:
    """Return the cells of a table; those in doubt of which the text says something else too."""
    if 2 * len(second.cells) < len(first.cells) or not second.cells:
        return first.cells
    result = dict(first.cells)
    for key in (key for key in first.cells if key in second.cells):
        texts = dict.fromkeys((*_texts(first.cells[key]), *_texts(second.cells[key])))
        if first.cells[key].value != second.cells[key].value:
            result[key] = replace(
                first.cells[key],
                value=None,
                reading="doubtful",
                candidates=tuple(texts),
                reason=DIFFERENT,
            )
    return result


def _texts(cell: ImportedCell) -> tuple[str, ...]:
    return cell.candidates if cell.value is None else (figure_text(cell.value),)


def _doubted(cell: ImportedCell) -> ImportedCell:
    text = cell.text or f"{cell.value}"
    return replace(
        cell, value=None, reading="doubtful", text=text, candidates=(text,), reason=_SCANNED
    )
