"""What was imported, on a terminal: the notes of each report, then what to do next."""

from collections.abc import Iterator

from site_builder.cli import catalogue_summary
from site_builder.usecases.import_files import ImportResult
from site_builder.usecases.import_notes import (
    ImportNote,
    is_certain,
    left_over_note,
    report_notes,
    report_title,
    written_notes,
)


def summarize(result: ImportResult, *, dry_run: bool) -> Iterator[str]:
    """Yield the lines about all reports, and what to do next."""
    for report in result.reports:
        yield report_title(report)
        for note in report_notes(report):
            yield from _note_lines(note)
        for each in report.diagnostics:
            hint = (each.hint,) if each.hint else ()
            yield from _note_lines(ImportNote(f"{each.severity.value}：{each.message}", hint))
        for note in () if dry_run else written_notes(report):
            yield from _note_lines(note)
        yield ""
    for outcome in result.catalogues:
        yield from catalogue_summary.describe_outcome(outcome, dry_run=dry_run)
    if result.left_over:
        yield from _note_lines(left_over_note(result.left_over, "认不出报告的文件里的文字"))
    written = sum(1 for report in result.reports if report.files.written)
    if written:
        certain = not result.left_over and all(map(is_certain, result.reports))
        first = "" if certain else "对照原件核对以上各处，再"
        yield f"接下来：{first}运行 site-builder check 检查。"
    elif dry_run and result.reports:
        yield "只是预演，没有写入任何文件；要写入，请去掉 --dry-run 再运行一次。"


def _note_lines(note: ImportNote) -> Iterator[str]:
    yield f"  {note.text}"
    yield from (f"    {detail}" for detail in note.details)
