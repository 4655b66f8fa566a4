"""Rows of a catalogue → front matter: new, or of a document that is there with some values changed.

Only the bytes of the values that change do: keys, order, comments, line ends and text stay.
"""

from collections.abc import Mapping, Sequence

import yaml

from site_builder.core.errors import ValueProblem
from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.core.yaml.quoted_text import quote
from site_builder.core.yaml.source_edits import draft_words, line_break, line_end
from site_builder.core.yaml.source_tree import SourceEntry, parse_source
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.standards import Field

_WORD_SEPARATORS = lazy_pattern(r"[,，;；、\n]\s*|\s+")
_DATE = lazy_pattern(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_BY_HAND = "请直接在文稿里改"
_UNREADABLE = "文稿开头的说明读不懂"


def draft_document(texts: Mapping[str, str], fields: Sequence[Field]) -> str:
    """Write a document of front matter alone, in the order of the standards.

    `texts`: what each field says, by its id; empty ones are left out.
    """
    lines = [
        f"{field.label}:{draft_value(field, texts[field.id])}\n"
        for field in fields
        if texts.get(field.id)
    ]
    return f"---\n{''.join(lines)}---\n"


def draft_value(field: Field, text: str) -> str:
    """Write a value as it stands behind the colon, a blank before it."""
    if field.type == "words":
        return draft_words(split_words(text))
    if field.type == "references":
        return "".join(f"\n  - {quote(path)}" for path in text.split())
    if field.type == "date":
        text = iso_date(text)
    if "\n" in text:
        return " |-\n" + "\n".join(f"  {line}".rstrip() for line in text.strip("\n").split("\n"))
    return f" {quote(text)}"


def iso_date(text: str) -> str:
    """Return a day as 2021-01-28; any other text as it is, for the reader to refuse."""
    match = _DATE.fullmatch(to_halfwidth(text).strip())
    if not match:
        return text
    year, month, day = match.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def split_words(text: str) -> list[str]:
    """Return the words of a cell, whatever stands between them."""
    return [word for word in _WORD_SEPARATORS.split(text.strip()) if word]


def change_values(
    front_matter: str,
    changes: Mapping[str, tuple[str, str]],
    fields: Sequence[Field],
) -> str:
    """Return YAML with some values changed.

    `changes`: by id of the field, the key under which it is written (empty for none yet) and what
    it is to say (empty to take it out). Raises ValueProblem where that would lose a comment.
    """
    text = front_matter
    for field in fields:
        if field.id in changes:
            key, value = changes[field.id]
            text = _change(text, field, key, value, fields)
    return text


def _change(text: str, field: Field, key: str, value: str, fields: Sequence[Field]) -> str:
    entries = _entries(text)
    newline = line_break(text)
    drafted = draft_value(field, value).replace("\n", newline) if value else ""
    if not key:
        at = _insertion(text, entries, field, fields)
        opening = newline if at and text[at - 1] != "\n" else ""
        return f"{text[:at]}{opening}{field.label}:{drafted}{newline}{text[at:]}"
    entry = next(each for each in reversed(entries) if each.key == key)
    colon, start, end = entry.key_end, entry.value.start, entry.value.end
    rest = text[end : line_end(text, end)]
    if _has_comment(text, entry):
        raise ValueProblem(f"“{key}”的几行之间有注释", _BY_HAND)
    if rest.strip() and ("\n" in drafted or not value):
        raise ValueProblem(f"“{key}”这一行的后面有注释", _BY_HAND)
    if not value:
        return text[: entry.key_start] + text[line_end(text, end) :]
    is_block = entry.value.text is None and not entry.value.is_flow
    if "\n" in drafted or is_block or start == colon:
        return text[:colon] + drafted + text[end:]
    return text[:start] + drafted.lstrip(" ") + text[end:]


def _entries(text: str) -> tuple[SourceEntry, ...]:
    """Return the lines of front matter. Raises ValueProblem for what is no mapping."""
    try:
        entries = parse_source(text).entries
    except (yaml.YAMLError, ValueError, RecursionError) as exc:
        raise ValueProblem(_UNREADABLE, _BY_HAND) from exc
    if entries is None:
        raise ValueProblem(_UNREADABLE, _BY_HAND)
    return entries


def _has_comment(text: str, entry: SourceEntry) -> bool:
    """Return whether a comment stands between the colon and the end of a value."""
    colon, start = entry.key_end, entry.value.start
    typed = text[colon : entry.value.end]
    if "#" not in typed:
        return False
    first, *rest = typed.split("\n")
    if text[start] in "'\"":
        return "#" in text[colon:start]
    if text[start] in "|>":
        return " #" in first
    return any(line.lstrip().startswith("#") or " #" in line for line in (first, *rest))


def _insertion(
    text: str, entries: Sequence[SourceEntry], field: Field, fields: Sequence[Field]
) -> int:
    """Return where a new field belongs: behind the last of those that the standards list before."""
    order = {name: at for at, each in enumerate(fields) for name in (each.label, *each.aliases)}
    own = order[field.label]
    before = [entry.value.end for entry in entries if order.get(entry.key, len(fields)) < own]
    if not before:
        return min((entry.key_start for entry in entries), default=0)
    return line_end(text, max(before))
