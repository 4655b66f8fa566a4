"""Values of a file's front matter as typed, and names for diagnostics."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from site_builder.core.text.suggest import normalize_label
from site_builder.model.rule_context import RuleContext, TextFile, TextSpan
from site_builder.model.standards import Field


def field_of(span: TextSpan, text: TextFile, context: RuleContext) -> Field | None:
    """Find the field a value was typed for; None for lines of the body and parts of a field."""
    if span.kind != "field":
        return None
    in_catalogue = text.source.kind in ("document", "report")
    return _fields_by_name(context, in_catalogue=in_catalogue).get(_normalized(span.label))


@lru_cache(maxsize=4)
def _fields_by_name(context: RuleContext, *, in_catalogue: bool) -> Mapping[str, Field]:
    """Return the fields by each of their names; the first that has a name has it."""
    standards = context.standards
    fields = standards.document_fields if in_catalogue else standards.standalone_page_fields
    return {
        normalize_label(name): field
        for field in reversed(fields)
        for name in (field.label, *field.aliases)
    }


_normalized = lru_cache(maxsize=256)(normalize_label)


def field_value(text: TextFile, context: RuleContext, field: str) -> TextSpan | None:
    """Find the value typed for a field."""
    for span in text.spans:
        span_field = field_of(span, text, context)
        if span_field is not None and span_field.id == field:
            return span
    return None


class UniqueSubjects:
    """Names diagnostics within one file: the same words twice get a number."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def unique(self, words: str) -> str:
        """Return a name that no other diagnostic of the file has."""
        self._counts[words] += 1
        count = self._counts[words]
        return words if count == 1 else f"{words}（{count}）"
