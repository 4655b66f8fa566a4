"""A report's text → its parts under the headings it was signed with. Called by `read.document`.

Each heading that is not the form's is an error which can be accepted: a signed report is published
as it was signed. So a part keeps its own heading, and stands where the report has it.
"""

from dataclasses import replace

from site_builder.model.document import Prose, ReportPart
from site_builder.model.form import FormPart
from site_builder.model.html import Html
from site_builder.nearest import normalize_label
from site_builder.read import prose
from site_builder.read.headings import as_signed, heading_error, match_headings


def cut_parts(
    text: prose.Text, parts: tuple[FormPart, ...]
) -> tuple[Prose | None, tuple[ReportPart, ...], Prose | None]:
    """Cut a report at its second-level headings: what comes before, the parts, footnotes."""
    last = next(
        (at for at, token in enumerate(text.tokens) if token.type == "footnote_block_open"),
        len(text.tokens),
    )
    cuts = [
        index
        for index, token in enumerate(text.tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0
    ]
    headings = [text.tokens[index + 1].content for index in cuts]
    places = [replace(text.place(text.tokens[index]), column=1) for index in cuts]
    matched = match_headings(text, parts, headings, places)
    ends = [*cuts[1:], last] if cuts else []
    before = text.tokens[: cuts[0] if cuts else last]
    opening = prose.render(text, before) if before else None
    cut: list[ReportPart] = []
    for number, (part, start, end) in enumerate(zip(matched, cuts, ends, strict=True), 1):
        # The heading itself (open, words, close) is printed by the page.
        words = prose.render(text, text.tokens[start + 3 : end])
        title = _title(text, start, part)
        cut.append(ReportPart(part.id if part else f"own-{number}", title, words))
        if part and not part.table and not words.text.strip():
            hint = "请写明情况；确实没有的，写“没有需要报告的事项。”之类的说明。"
            empty = heading_error(places[number - 1], f"“{title}”下没有内容", hint, title)
            named = replace(empty, code="report/empty")
            text.findings.append(replace(named, hint=hint + as_signed(named.id)))
    notes = prose.render(text, text.tokens[last:]) if last < len(text.tokens) else None
    return opening, _with_tables(cut, parts), notes


def _title(text: prose.Text, start: int, part: FormPart | None) -> str:
    """Give a heading as it was signed; one that differs in blanks only, as the form prints it."""
    inline = text.tokens[start + 1]
    if part and normalize_label(inline.content) == normalize_label(part.title):
        return part.title
    words = (one.content for one in inline.children or () if one.type in ("text", "code_inline"))
    return "".join(words).strip() or inline.content


def _with_tables(cut: list[ReportPart], parts: tuple[FormPart, ...]) -> tuple[ReportPart, ...]:
    """Add the parts that have a table and no heading: where the form has them, without one."""
    order = [part.id for part in parts]
    for at, part in enumerate(parts):
        known = [one.id for one in cut]
        if part.table and part.id not in known:
            before = [known.index(name) for name in order[:at] if name in known]
            empty = Prose(Html(""), "", (), ())
            cut.insert(max(before, default=-1) + 1, ReportPart(part.id, "", empty))
    return tuple(cut)
