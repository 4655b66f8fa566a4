"""What several rules about reports need: fields, sentences, and distinct names of diagnostics."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from site_builder.core.text.suggest import closest_match, normalize_label, strip_numbering
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.form import FormPart, PartRole
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile, TextSpan

_END = lazy_pattern(r"[。；！？;!?]")
_MAX_LENGTH = 1_000
"""Characters beyond which a stretch without a full stop is no sentence that can be understood."""


@dataclass(frozen=True, slots=True)
class ReportSentence:
    """A sentence of a report's text, without its full stop."""

    span: TextSpan
    start: int
    """Where in the passage it begins."""
    text: str
    part: str
    """Heading of the part it stands in; empty before the first, and for the front matter."""
    topic: str
    """The nearest heading below that; empty for none."""
    role: PartRole = ""
    """The part's subject according to the form."""


def field_text(text: TextFile, context: RuleContext, field_id: str) -> TextSpan | None:
    """Find the value of a field of the front matter by the field's id."""
    field = next(field for field in context.standards.document_fields if field.id == field_id)
    names = {normalize_label(name) for name in (field.label, *field.aliases)}
    values = (
        span for span in text.spans if span.kind == "field" and normalize_label(span.label) in names
    )
    return next(values, None)


def report_sentences(
    text: TextFile, context: RuleContext, parts: tuple[FormPart, ...]
) -> Iterator[ReportSentence]:
    """Cut the summary and the body of a report, written in these parts, into sentences."""
    part = topic = ""
    role: PartRole = ""
    summary = field_text(text, context, "summary")
    if summary:
        yield from _cut(summary, "", "", "")
    for span in text.spans:
        if span.kind != "body":
            continue
        mark, _, words = span.text.strip().partition(" ")
        if mark == "##":
            part, topic, role = strip_numbering(words), "", _role(words, parts)
        elif set(mark) == {"#"}:
            topic = strip_numbering(words)
        else:
            yield from _cut(span, part, topic, role)


def _role(heading: str, parts: tuple[FormPart, ...]) -> PartRole:
    """Return what the part is about whose title a heading is, or is most like."""
    title = closest_match(heading, (part.title for part in parts))
    return next((part.role for part in parts if part.title == title), "")


def _cut(span: TextSpan, part: str, topic: str, role: PartRole) -> Iterator[ReportSentence]:
    start = 0
    for end in (*(match.start() for match in _END.finditer(span.text)), len(span.text)):
        if end - start <= _MAX_LENGTH and span.text[start:end].strip():
            yield ReportSentence(span, start, span.text[start:end], part, topic, role)
        start = end + 1


def number_subjects(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield diagnostics of one name apart: the second of a kind gets -2, and so on."""
    counts: Counter[str] = Counter()
    for diagnostic in diagnostics:
        counts[diagnostic.id] += 1
        ordinal = counts[diagnostic.id]
        yield (
            diagnostic
            if ordinal == 1
            else replace(diagnostic, subject=f"{diagnostic.subject}-{ordinal}")
        )
