"""The tables of a report that has none: found in its text, part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.heading_cuts import blocks_by_part
from site_builder.importing.recognition.run_text import solve_text
from site_builder.model.figures import CellKey
from site_builder.model.import_headings import ImportHeadings
from site_builder.model.imported import ImportedCell
from site_builder.model.original import Block

_SCANNED = "文字由图像识别，连写的数字不能当真"


def add_text_tables(
    cells: Mapping[CellKey, ImportedCell],
    blocks: Sequence[Block],
    frame: FormFrame,
    headings: ImportHeadings,
    *,
    scanned: bool = False,
) -> tuple[dict[CellKey, ImportedCell], tuple[Block, ...]]:
    """Return the cells with those of tables that stand in running text, and the blocks they take.

    Only tables of which no cell was found are sought. `blocks` are without the tables that were
    read. Of a scan no figure is taken: a digit that was recognized wrongly may make sums true.
    """
    result = dict(cells)
    used: list[Block] = []
    missing = {
        part: table
        for part, table in frame.form.tables_by_part().items()
        if all(cell.origin is None for key, cell in cells.items() if key[0] == table.id)
    }
    sections = blocks_by_part(blocks, frame, headings) if missing else {}
    for part, table in missing.items():
        text = solve_text(sections.get(part, ()), table, frame)
        used += text.used
        for key, cell in text.cells.items():
            result[key] = _doubted(cell) if scanned and cell.value is not None else cell
    return result, tuple(used)


def _doubted(cell: ImportedCell) -> ImportedCell:
    text = cell.text or f"{cell.value}"
    return replace(
        cell, value=None, reading="doubtful", text=text, candidates=(text,), reason=_SCANNED
    )
