"""`report.md` of an imported report: its description, and its text below the form's headings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_builder.core.text.suggest import normalize_label
from site_builder.importing.drafts.places import file_name
from site_builder.importing.drafts.prose_blocks import (
    DraftPicture,
    ProseDrafter,
    footnote_references,
)
from site_builder.importing.drafts.yaml_text import comment_line, quote_value
from site_builder.model.form import Form
from site_builder.model.imported import ImportedReport
from site_builder.model.standards import Field


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A `report.md`, and the pictures it shows."""

    text: str
    pictures: tuple[DraftPicture, ...]


def draft_report(report: ImportedReport, form: Form, fields: Iterable[Field]) -> ReportDraft:
    """Return the text of a report as an office edits it.

    The parts stand below the form's own headings; where the original has another, a comment says
    so. What the original states of itself fills the description, the rest is left to fill in.
    """
    drafter = ProseDrafter(_references(report))
    sections = [drafter.draft(report.preamble)]
    by_id = {part.part: part for part in report.parts}
    for form_part in form.parts:
        part = by_id.get(form_part.id)
        text = drafter.draft(part.blocks) if part else ""
        sections += [f"## {form_part.title}", text]
    head = "\n".join(("---", *_notes(report, form), *_front_matter(report, fields), "---"))
    body = "\n\n".join(section for section in sections if section)
    return ReportDraft(f"{head}\n\n{body}\n", tuple(drafter.pictures))


def _front_matter(report: ImportedReport, fields: Iterable[Field]) -> Iterator[str]:
    """Yield the lines that `new` writes, with what is known filled in, and those that are known."""
    values = {"title": report.title, "issuer": report.body, "published": report.published}
    for field in fields:
        value = values.get(field.id, "") or field.report_value
        if value:
            yield f"{field.label}: {quote_value(value)}"
        elif field.required and field.id != "title":
            yield f"{field.label}:"


def _notes(report: ImportedReport, form: Form) -> Iterator[str]:
    """Yield comments: where the text comes from, and what of it is not as in the original."""
    yield comment_line(f"由 {file_name(report.file)} 导入；请对照原件核对，再补上下面空着的各项。")
    titles = {part.id: part.title for part in form.parts}
    for part in report.parts:
        title = titles.get(part.part, "")
        if part.heading and normalize_label(part.heading) != normalize_label(title):
            yield comment_line(f"原件的标题作“{part.heading}”，这里用表式的标题“{title}”。")
    if any(part.blocks or part.heading for part in report.parts):
        for part in report.parts:
            if not part.heading and part.part in titles:
                yield comment_line(f"原件没有标题“{titles[part.part]}”。")
    if report.left_over:
        yield comment_line(f"原件另有 {len(report.left_over)} 处文字没有归入哪一部分，没有写进来。")


def _references(report: ImportedReport) -> frozenset[str]:
    return footnote_references(
        [*report.preamble, *(block for part in report.parts for block in part.blocks)]
    )
