"""An original → the reports in it: form, year and body, every cell, the text of every part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from site_builder.importing.recognition.cells import propose_cells
from site_builder.importing.recognition.closure import close
from site_builder.importing.recognition.data_rows import DataRow, SourceTable
from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.tables import TableReading, read_tables
from site_builder.importing.recognition.titles import TitleFacts, title_facts
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.figures import CellKey
from site_builder.model.form import Form, form_for
from site_builder.model.imported import ImportedCell, ImportedPart, ImportedReport, Recognition
from site_builder.model.location import Location
from site_builder.model.original import Block, Original, OriginalTable, TextBlock
from site_builder.model.standards import Standards

_MAX_CONTEXT = 60


def recognize_reports(
    original: Original, standards: Standards, *, year: int | None = None, form: str | None = None
) -> Recognition:
    """Recognize the reports of a file.

    `year` and `form` (its id, or what authors type for it) overrule what the file says itself.
    """
    facts = title_facts(original)
    year = year or facts.year
    location = Location(original.file)
    if year is None:
        message = "没有找到报告的年份"
        hint = "用 --year 写明年份，如 --year 2024。"
        return Recognition((), original.blocks, (error("import/year", location, message, hint),))
    frames = _frames(standards, year, form)
    if not frames:
        message = f"没有 {form or f'{year} 年'} 的表式"
        keys = "、".join(candidate.key for candidate in standards.forms.values())
        hint = f"可以用 --form 写明：{keys}。"
        return Recognition((), original.blocks, (error("import/form", location, message, hint),))
    sources = tuple(_sources(original.blocks))
    readings = [(frame, read_tables(sources, frame)) for frame in frames]
    frame, reading = max(readings, key=lambda pair: len(pair[1].placements))
    return Recognition((_report(original, replace(facts, year=year), frame, reading),), (), ())


def _frames(standards: Standards, year: int, form: str | None) -> tuple[FormFrame, ...]:
    """Return the forms a report may follow, the likeliest first."""
    if form:
        chosen = [
            candidate
            for candidate in standards.forms.values()
            if form in (candidate.id, candidate.key)
        ]
    else:
        by_year = form_for(year, standards.forms)
        chosen = [by_year] if by_year else []
    return tuple(FormFrame(candidate, standards) for candidate in chosen)


def _sources(blocks: Iterable[Block]) -> Iterator[SourceTable]:
    """Yield the tables, each with the heading or short line above it."""
    context = ""
    for block in blocks:
        if isinstance(block, TextBlock):
            context = block.text if len(block.text) <= _MAX_CONTEXT else ""
        elif isinstance(block, OriginalTable):
            yield SourceTable(block, " ".join(filter(None, (context, block.caption))))


def _report(
    original: Original, facts: TitleFacts, frame: FormFrame, reading: TableReading
) -> ImportedReport:
    form = frame.form
    proposals = propose_cells(form, reading.placements, scanned=original.scanned)
    cells = close(form, proposals)
    return ImportedReport(
        file=original.file,
        form=form.id,
        year=facts.year or 0,
        year_reason=facts.year_reason or "命令里写明的年份",
        body=facts.body,
        title=facts.title,
        published=facts.published,
        preamble=(),
        parts=tuple(ImportedPart(part.id, "", None, ()) for part in form.parts),
        cells=cells,
        left_over=(),
        omissions=original.omissions,
        diagnostics=(*original.diagnostics, *_diagnostics(original.file, form, reading, cells)),
    )


def _diagnostics(
    file: str, form: Form, reading: TableReading, cells: Mapping[CellKey, ImportedCell]
) -> Iterator[Diagnostic]:
    location = Location(file)
    for row in reading.extra_rows:
        yield warning("import/extra-row", location, f"表里多出一行，表式里没有：{_row_text(row)}")
    for table in form.tables():
        keys = [key for key in cells if key[0] == table.id]
        if all(cells[key].origin is None for key in keys):
            message = f"没有认出表“{table.title}”，{len(keys)} 格都要核对"
            yield warning("import/table-missing", location, message)


def _row_text(row: DataRow) -> str:
    texts: Sequence[str] = ["".join(cell.text.split()) for cell in row.row.filled]
    return " | ".join(texts)
