"""What was recognized in a file, in a compact text: the expectation of a case.

A number stands for itself; `=4` was inferred, `_` is blank in the original, `.` is not in it at
all, `?(1|2)` is doubtful with its candidates.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.figures import Amount, MissingValue
from site_builder.model.form import Form
from site_builder.model.imported import ImportedCell, ImportedReport, Recognition
from site_builder.model.original import (
    Block,
    Footnote,
    OriginalPicture,
    OriginalTable,
)
from site_builder.standards.header_grid import decimal_text
from site_builder.usecases.import_files import check_report
from tests.helpers.standards import STANDARDS

_MAX_TEXT = 60


def recognition_text(recognition: Recognition) -> str:
    """Return all that was recognized, a fact a line."""
    lines: list[str] = []
    for report in recognition.reports:
        lines += _report_lines(report)
    lines += [f"left over: {_block_text(block)}" for block in recognition.left_over]
    lines += _diagnostic_lines(recognition.diagnostics)
    return "\n".join(lines) + "\n"


def _report_lines(report: ImportedReport) -> Iterator[str]:
    form = STANDARDS.forms[report.form]
    yield f"{report.year} {report.form} {report.body or '-'} {report.published or '-'}"
    yield f"title: {report.title or '-'}"
    yield from _cell_lines(report, form)
    noted = (cell for cell in report.cells.values() if _details(cell))
    for (table, row, reading, details), group in groupby(noted, key=_note):
        columns = [cell.key[2].rpartition(".")[2] for cell in group]
        yield f"{table} {row} {reading}: {details} [{' '.join(columns)}]"
    evaluations = check_report(report, form, None).evaluations
    for item in evaluations:
        if not item.holds:
            yield f"failed: {item.table.id} {item.identity.id} {item.line.path}"
    yield from _part_lines(report)
    yield from _diagnostic_lines(report.diagnostics)
    yield ""


def _cell_lines(report: ImportedReport, form: Form) -> Iterator[str]:
    for table in form.tables():
        rows: dict[tuple[str, str], list[str]] = {}
        for section, row, column in table.cells():
            cell = report.cells[table.id, row.path, column.path]
            rows.setdefault((section.id, row.path), []).append(_mark(cell))
        for (section_id, row_path), marks in rows.items():
            name = table.id if section_id == table.id else section_id
            yield f"{name} {row_path}: {' '.join(marks)}"


def _mark(cell: ImportedCell) -> str:
    if cell.value is None:
        return f"?({'|'.join(cell.candidates)})"
    if cell.value is MissingValue.BLANK:
        return "_" if cell.origin else "."
    text = decimal_text(cell.value) or "/"
    if isinstance(cell.value, Amount):
        text += cell.value.unit
    return f"={text}" if cell.reading == "inferred" else text


def _note(cell: ImportedCell) -> tuple[str, ...]:
    return (*cell.key[:2], cell.reading, _details(cell))


def _details(cell: ImportedCell) -> str:
    if cell.reading == "blank" and not cell.text:
        return ""
    return "; ".join(filter(None, (cell.text.replace("\n", "⏎"), cell.reason)))


def _part_lines(report: ImportedReport) -> Iterator[str]:
    if report.preamble:
        yield f"preamble: {_blocks_text(report.preamble)}"
    for part in report.parts:
        yield f"part {part.part} ← {part.heading or '-'}: {_blocks_text(part.blocks)}"
    yield from (f"left over: {_block_text(block)}" for block in report.left_over)
    yield from (f"omitted: {_short(item.text)} ({item.reason})" for item in report.omissions)


def _blocks_text(blocks: Iterable[Block]) -> str:
    return " ¶ ".join(_block_text(block) for block in blocks) or "-"


def _block_text(block: Block) -> str:
    if isinstance(block, OriginalTable):
        words = " ".join(cell.text for cell in block.cells)
        return f"[table {block.row_count}x{block.column_count} {_short(words)}]"
    if isinstance(block, OriginalPicture):
        return f"[picture {block.media_type} {block.description}]"
    if isinstance(block, Footnote):
        return f"[note {block.label} {_short(block.text)}]"
    level = f"{block.kind}{block.level or ''} " if block.kind != "paragraph" else ""
    return f"{level}{_short(block.text)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_TEXT else f"{line[:_MAX_TEXT]}…"


def _diagnostic_lines(diagnostics: Iterable[Diagnostic]) -> list[str]:
    return [
        f"{item.severity.name.lower()} {item.code}: {item.message}。{item.hint}"
        for item in diagnostics
    ]
