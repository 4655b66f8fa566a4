"""Values of a file's front matter as typed, and names for findings. Used by rules on one text."""

from collections import Counter
from functools import cache

from site_builder.model.field import Field
from site_builder.model.inspection import RuleContext, TextFile, TextSpan
from site_builder.nearest import normalize_label


def field_of(passage: TextSpan, text: TextFile, desk: RuleContext) -> Field | None:
    """Find the field a value was typed for; None for lines of the body and parts of a field."""
    if passage.kind != "field":
        return None
    listed = text.source.kind in ("document", "report")
    known = desk.standards.document_fields if listed else desk.standards.standalone_page_fields
    word = normalize_label(passage.label)
    return next((one for one in known if word in _names(one)), None)


def value(text: TextFile, desk: RuleContext, field: str) -> TextSpan | None:
    """Find the value typed for a field."""
    for passage in text.spans:
        found = field_of(passage, text, desk)
        if found is not None and found.id == field:
            return passage
    return None


@cache
def _names(field: Field) -> frozenset[str]:
    return frozenset(normalize_label(name) for name in (field.label, *field.aliases))


class Subjects:
    """Names findings within one file: the same words twice get a number."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def name(self, words: str) -> str:
        """Give a name that no other finding of the file has."""
        self._seen[words] += 1
        count = self._seen[words]
        return words if count == 1 else f"{words}（{count}）"
