"""Values of a file's front matter as typed, and names for diagnostics."""

from collections import Counter
from functools import lru_cache

from site_builder.core.text.suggest import normalize_label
from site_builder.model.rule_context import RuleContext, TextFile, TextSpan
from site_builder.model.standards import Field


def field_of(span: TextSpan, text: TextFile, context: RuleContext) -> Field | None:
    """Find the field a value was typed for; None for lines of the body and parts of a field."""
    if span.kind != "field":
        return None
    in_catalogue = text.source.kind in ("document", "report")
    fields = (
        context.standards.document_fields
        if in_catalogue
        else context.standards.standalone_page_fields
    )
    word = normalize_label(span.label)
    return next((field for field in fields if word in _names(field)), None)


def field_value(text: TextFile, context: RuleContext, field: str) -> TextSpan | None:
    """Find the value typed for a field."""
    for span in text.spans:
        span_field = field_of(span, text, context)
        if span_field is not None and span_field.id == field:
            return span
    return None


@lru_cache(maxsize=256)
def _names(field: Field) -> frozenset[str]:
    return frozenset(normalize_label(name) for name in (field.label, *field.aliases))


class UniqueSubjects:
    """Names diagnostics within one file: the same words twice get a number."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def unique(self, words: str) -> str:
        """Return a name that no other diagnostic of the file has."""
        self._counts[words] += 1
        count = self._counts[words]
        return words if count == 1 else f"{words}（{count}）"
