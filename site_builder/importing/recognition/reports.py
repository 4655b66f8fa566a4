"""An original → the reports in it: form, year and body, every cell, the text of every part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from site_builder.importing.recognition.cells import DIFFERENT, propose_cells
from site_builder.importing.recognition.closure import close
from site_builder.importing.recognition.data_rows import DataRow, SourceTable
from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.heading_cuts import split_at_headings
from site_builder.importing.recognition.parts import split_parts
from site_builder.importing.recognition.published_rows import published_reports
from site_builder.importing.recognition.remainders import table_remainders
from site_builder.importing.recognition.report_split import split_reports
from site_builder.importing.recognition.row_order import Certainty
from site_builder.importing.recognition.tables import TableReading, read_tables
from site_builder.importing.recognition.text_tables import add_text_tables
from site_builder.importing.recognition.titles import TitleFacts, title_facts
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.figures import CellKey
from site_builder.model.form import Form, form_for
from site_builder.model.imported import ImportedCell, ImportedReport, Recognition
from site_builder.model.location import Location
from site_builder.model.original import Block, Original, OriginalTable, TextBlock
from site_builder.model.standards import Standards

_MAX_CONTEXT = 60
_MIN_SHARE = 0.98
"""Share of a form's cells with a clear place in the tables, below which another may fit better."""
_MIN_OTHER_SHARE = 0.99


def recognize_reports(
    original: Original, standards: Standards, *, year: int | None = None, form: str | None = None
) -> Recognition:
    """Recognize the reports of a file.

    `year` and `form` (its id, or what authors type for it) overrule what the file says itself. Of a
    file with several reports, only the one of that year.
    """
    published = published_reports(original, standards.forms, year=year, form=form)
    if published:
        return Recognition(published, (), ())
    frame = FormFrame(
        max(standards.forms.values(), key=lambda candidate: candidate.first_year), standards
    )
    blocks = split_at_headings(original.blocks, frame, standards.import_headings)
    whole = replace(original, blocks=blocks)
    originals = split_reports(whole, frame, standards.import_headings)
    results = [
        _Recognizer(standards, year if len(originals) == 1 else None, form).recognize(part)
        for part in originals
    ]
    reports = tuple(result for result in results if isinstance(result, ImportedReport))
    if year and len(originals) > 1:
        reports = tuple(report for report in reports if report.year == year) or reports
    problems = dict.fromkeys(result for result in results if isinstance(result, Diagnostic))
    return Recognition(reports, () if reports else original.blocks, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Recognizer:
    standards: Standards
    year: int | None
    form: str | None

    def recognize(self, original: Original) -> ImportedReport | Diagnostic:
        """Return the report of a file with one, or why there is none."""
        facts = title_facts(original)
        if self.year and self.year != facts.year:
            facts = replace(facts, year=self.year, year_reason="命令里写明的年份")
        location = Location(original.file)
        if facts.year is None:
            hint = "用 --year 写明年份，如 --year 2024。"
            return error("import/year", location, "没有找到报告的年份", hint)
        sources = tuple(_sources(original.blocks))
        read = self._read(sources, facts.year)
        if read is None:
            message = f"没有“{self.form}”这一表式" if self.form else f"{facts.year} 年没有表式"
            keys = "、".join(candidate.key for candidate in self.standards.forms.values())
            return error("import/form", location, message, f"可以用 --form 写明：{keys}。")
        report = self._report(original, facts, *read)
        rival = self._better_form(sources, *read)
        if rival:
            report = replace(
                report, diagnostics=(*report.diagnostics, _rival_note(report, read[0].form, rival))
            )
        if facts.title or _has_content(report):
            return report
        hint = "年度报告有标题、表格或者“一、总体情况”这样的小标题；请看是不是选错了文件。"
        return error("import/no-report", location, "没有认出年度报告", hint)

    def _read(
        self, sources: Sequence[SourceTable], year: int
    ) -> tuple[FormFrame, TableReading] | None:
        """Return the tables as the form has them that the year has, unless another fits better."""
        forms = self.standards.forms
        expected = (
            next((form for form in forms.values() if self.form in (form.id, form.key)), None)
            if self.form
            else form_for(year, forms)
        )
        if expected is None:
            return None
        frame = FormFrame(expected, self.standards)
        best = frame, read_tables(sources, frame)
        share = _share(*best)
        if self.form or not sources or share >= _MIN_SHARE:
            return best
        for form in forms.values():
            other = FormFrame(form, self.standards)
            reading = read_tables(sources, other)
            # What only stands where this form would have it is no sign of this form.
            clear = _share(other, reading, "certain")
            if clear > max(share, _MIN_OTHER_SHARE):
                best, share = (other, reading), clear
        return best

    def _better_form(
        self, sources: Sequence[SourceTable], frame: FormFrame, reading: TableReading
    ) -> Form | None:
        """Return a form whose rows and columns the tables rather have, though not all of them."""
        share = _share(frame, reading)
        if self.form or not sources or share >= _MIN_SHARE:
            return None
        others = (form for form in self.standards.forms.values() if form is not frame.form)
        for form in others:
            other = FormFrame(form, self.standards)
            if _share(other, read_tables(sources, other), "certain") > share:
                return form
        return None

    def _report(
        self, original: Original, facts: TitleFacts, frame: FormFrame, reading: TableReading
    ) -> ImportedReport:
        form = frame.form
        headings = self.standards.import_headings
        cells = close(form, propose_cells(form, reading.placements, scanned=original.scanned))
        texts = add_text_tables(cells, original, frame, headings, reading.tables)
        statutory = (*reading.tables, *texts.used)
        split = split_parts(texts.blocks, frame, headings, title=facts.title, statutory=statutory)
        diagnostics = _diagnostics(original.file, form, reading, texts.cells)
        return ImportedReport(
            file=original.file,
            form=form.id,
            year=facts.year or 0,
            year_reason=facts.year_reason,
            body=facts.body,
            title=facts.title,
            published=facts.published,
            preamble=split.preamble,
            parts=split.parts,
            cells=texts.cells,
            left_over=(*split.left_over, *table_remainders(reading, frame)),
            omissions=(*original.omissions, *split.omissions),
            diagnostics=(
                *original.diagnostics,
                *self._year_notes(original.file, form, facts),
                *diagnostics,
            ),
        )

    def _year_notes(self, file: str, form: Form, facts: TitleFacts) -> Iterator[Diagnostic]:
        if facts.period_year not in (None, facts.year) and not self.year:
            message = f"标题写的是 {facts.year} 年，正文的统计期限是 {facts.period_year} 年"
            hint = "请核对是哪一年的报告，用 --year 写明。"
            yield warning("import/year-conflict", Location(file), message, hint)
        if not form.applies_to(facts.year or 0) and not self.form:
            message = f"{facts.year} 年度的报告用的是 {form.key} 年版的表式"
            hint = "表格是按这一版认出来的，请核对年份；确实用错了表式的，请和原件一样公布。"
            yield warning("import/form-of-another-year", Location(file), message, hint)


def _rival_note(report: ImportedReport, form: Form, rival: Form) -> Diagnostic:
    message = f"表格像是 {rival.key} 年版的表式，按 {form.key} 年版认出了一部分"
    hint = f"请看原件用的是哪一版；是 {rival.key} 年版的，用 --form {rival.key} 再导入一次。"
    return warning("import/form-of-another-year", Location(report.file), message, hint)


def _has_content(report: ImportedReport) -> bool:
    return any(cell.origin for cell in report.cells.values()) or any(
        part.heading for part in report.parts
    )


def _share(frame: FormFrame, reading: TableReading, *certainties: Certainty) -> float:
    """Return the share of a form's cells that have a place of some certainty in the tables."""
    placed = {
        placement.key
        for placement in reading.placements
        if placement.cell and placement.certainty in (certainties or ("certain", "inferred"))
    }
    return len(placed) / sum(1 for table in frame.form.tables() for _ in table.cells())


def _sources(blocks: Iterable[Block]) -> Iterator[SourceTable]:
    """Yield the tables, each with the heading or short line above it."""
    context = ""
    for block in blocks:
        if isinstance(block, TextBlock):
            context = block.text if len(block.text) <= _MAX_CONTEXT else ""
        elif isinstance(block, OriginalTable):
            yield SourceTable(block, " ".join(filter(None, (context, block.caption))))


def _diagnostics(
    file: str, form: Form, reading: TableReading, cells: Mapping[CellKey, ImportedCell]
) -> Iterator[Diagnostic]:
    location = Location(file)
    for row in reading.extra_rows:
        message = f"表里多出一行，表式里没有：{_row_text(row)}"
        yield warning("import/extra-row", location, message, "请对照原件，看它应当写在哪里。")
    for table in form.tables():
        keys = [key for key in cells if key[0] == table.id]
        if all(cells[key].origin is None for key in keys):
            message = f"没有认出表“{table.title}”，{len(keys)} 格都要核对"
            yield warning("import/table-missing", location, message, "请看原件里有没有这张表。")
        different = [key for key in keys if DIFFERENT in cells[key].reason]
        if different:
            message = f"表“{table.title}”在原件里不止一处，有 {len(different)} 格写的不同，都要核对"
            hint = "可能是两个机关、两个年度的表在一个文件里；请只留要公布的那一张，再导入一次。"
            yield warning("import/table-twice", location, message, hint)


def _row_text(row: DataRow) -> str:
    return " | ".join("".join(cell.text.split()) for cell in row.row.filled)
