"""A report's text → its parts under the headings it was signed with.

Each heading that is not the form's is an error which can be accepted: a signed report is published
as it was signed. So a part keeps its own heading, and stands where the report has it.
"""

from dataclasses import replace

from site_builder.content.markdown.parsed_prose import render
from site_builder.content.markdown.source import MarkdownSource
from site_builder.content.report_headings import heading_error, match_headings, suppression_hint
from site_builder.core.text.suggest import normalize_label
from site_builder.model.document import ReportPart
from site_builder.model.form import FormPart
from site_builder.model.html import Html
from site_builder.model.prose import Prose


def split_report(
    text: MarkdownSource, parts: tuple[FormPart, ...]
) -> tuple[Prose | None, tuple[ReportPart, ...], Prose | None]:
    """Cut a report at its second-level headings: what comes before, the parts, footnotes."""
    last = next(
        (index for index, token in enumerate(text.tokens) if token.type == "footnote_block_open"),
        len(text.tokens),
    )
    starts = [
        index
        for index, token in enumerate(text.tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0
    ]
    headings = [text.tokens[index + 1].content for index in starts]
    locations = [text.token_location(text.tokens[index])._replace(column=1) for index in starts]
    matched = match_headings(text, parts, headings, locations)
    ends = [*starts[1:], last] if starts else []
    opening_tokens = text.tokens[: starts[0] if starts else last]
    opening = render(text, opening_tokens) if opening_tokens else None
    report_parts: list[ReportPart] = []
    for number, (part, start, end) in enumerate(zip(matched, starts, ends, strict=True), 1):
        # The heading itself (open, words, close) is printed by the page.
        content = render(text, text.tokens[start + 3 : end])
        title = _title(text, start, part)
        report_parts.append(ReportPart(part.id if part else f"own-{number}", title, content))
        if part and not part.table and not content.text.strip():
            hint = "请写明情况；确实没有的，写“没有需要报告的事项。”之类的说明。"
            empty = heading_error(locations[number - 1], f"“{title}”下没有内容", hint, title)
            coded = replace(empty, code="report/empty")
            text.diagnostics.append(replace(coded, hint=hint + suppression_hint(coded.id)))
    footnotes = render(text, text.tokens[last:]) if last < len(text.tokens) else None
    return opening, _with_tables(report_parts, parts), footnotes


def _title(text: MarkdownSource, start: int, part: FormPart | None) -> str:
    """Return a heading as it was signed; one that differs in blanks only, as the form prints it."""
    inline = text.tokens[start + 1]
    if part and normalize_label(inline.content) == normalize_label(part.title):
        return part.title
    texts = (
        child.content for child in inline.children or () if child.type in ("text", "code_inline")
    )
    return "".join(texts).strip() or inline.content


def _with_tables(
    report_parts: list[ReportPart], parts: tuple[FormPart, ...]
) -> tuple[ReportPart, ...]:
    """Add the parts that have a table and no heading: where the form has them, without one."""
    order = [part.id for part in parts]
    for index, part in enumerate(parts):
        present = [report_part.id for report_part in report_parts]
        if part.table and part.id not in present:
            positions = [present.index(name) for name in order[:index] if name in present]
            empty = Prose(Html(""), "", (), ())
            report_parts.insert(max(positions, default=-1) + 1, ReportPart(part.id, "", empty))
    return tuple(report_parts)
