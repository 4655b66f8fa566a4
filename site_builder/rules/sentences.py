"""What several rules about reports need: fields, sentences, and distinct names of findings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.inspection import RuleContext, TextFile, TextSpan
from site_builder.nearest import normalize_label, strip_numbering

_END = re.compile(r"[。；！？;!?]")
_LONGEST = 1_000
"""Characters beyond which a stretch without a full stop is no sentence that can be understood."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report's text, without its full stop."""

    passage: TextSpan
    start: int
    """Where in the passage it begins."""
    text: str
    part: str
    """Heading of the part it stands in; empty before the first, and for the front matter."""
    topic: str
    """The nearest heading below that; empty for none."""


def field_text(text: TextFile, desk: RuleContext, field_id: str) -> TextSpan | None:
    """Find the value of a field of the front matter by the field's id."""
    field = next(one for one in desk.standards.document_fields if one.id == field_id)
    names = {normalize_label(name) for name in (field.label, *field.aliases)}
    values = (
        one for one in text.spans if one.kind == "field" and normalize_label(one.label) in names
    )
    return next(values, None)


def sentences(text: TextFile, desk: RuleContext) -> Iterator[Sentence]:
    """Cut the summary and the body of a report into sentences."""
    part = topic = ""
    summary = field_text(text, desk, "summary")
    if summary:
        yield from _cut(summary, "", "")
    for passage in text.spans:
        if passage.kind != "body":
            continue
        mark, _, words = passage.text.strip().partition(" ")
        if mark == "##":
            part, topic = strip_numbering(words), ""
        elif set(mark) == {"#"}:
            topic = strip_numbering(words)
        else:
            yield from _cut(passage, part, topic)


def _cut(passage: TextSpan, part: str, topic: str) -> Iterator[Sentence]:
    start = 0
    for end in (*(found.start() for found in _END.finditer(passage.text)), len(passage.text)):
        if end - start <= _LONGEST and passage.text[start:end].strip():
            yield Sentence(passage, start, passage.text[start:end], part, topic)
        start = end + 1


def numbered(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Tell findings of one name apart: the second of a kind gets -2, and so on."""
    seen: Counter[str] = Counter()
    for one in findings:
        seen[one.id] += 1
        again = seen[one.id]
        yield one if again == 1 else replace(one, subject=f"{one.subject}-{again}")
