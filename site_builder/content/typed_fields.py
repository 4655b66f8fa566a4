"""What is typed into the fields of YAML, as a form shows it: texts, and lists of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from site_builder.config.banned_terms import BANNED_TERM_KEYS, SEVERITIES
from site_builder.config.site_links import NAVIGATION_KEYS, SITE_LINK_KEYS
from site_builder.config.suppressions import SUPPRESSION_KEYS
from site_builder.content.field_values import parse_words
from site_builder.core.errors import ValueProblem
from site_builder.core.text.suggest import normalize_label
from site_builder.core.yaml.nodes import Node
from site_builder.core.yaml.quoted_text import clean_lines
from site_builder.model.standards import Field, Standards

Row = Mapping[str, str]
"""An item of a list, by the ids of its parts; of a word, the id is empty."""
FieldValue = str | tuple[Row, ...]
LIST_TYPES = (
    "words",
    "references",
    "attachments",
    "corrections",
    "suppressions",
    "banned_terms",
    "site_links",
    "navigation",
)
_KEYS = {
    "suppressions": SUPPRESSION_KEYS,
    "site_links": SITE_LINK_KEYS,
    "navigation": NAVIGATION_KEYS,
}
"""What items of a list are made of, by the type of its field."""
WORD = ""
"""Id of the only part of a word."""


def parts_of(field: Field, standards: Standards) -> tuple[Field, ...]:
    """Return what an item of a field's list is made of; nothing for a field that is no list."""
    if field.type == "attachments":
        return standards.attachment_fields
    if field.type == "corrections":
        return standards.correction_fields
    if field.type == "banned_terms":
        *texts, severity = _parts(field, BANNED_TERM_KEYS)
        return (*texts, replace(severity, type="choice", values=SEVERITIES))
    if field.type in _KEYS:
        return _parts(field, _KEYS[field.type])
    if field.type in LIST_TYPES:
        return (replace(field, id=WORD, type="text", aliases=(), required="", help=""),)
    return ()


def _parts(field: Field, labels: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the parts of a field by their ids, each a text."""
    plain = replace(field, aliases=(), type="text", required="practice", help="")
    return tuple(replace(plain, id=part_id, label=label) for part_id, label in labels.items())


def find_key(field: Field, keys: Sequence[str]) -> str | None:
    """Return the key by which a field is written; None when it is not."""
    names = {normalize_label(name) for name in (field.label, *field.aliases)}
    return next((key for key in keys if normalize_label(key) in names), None)


def typed_fields(
    root: Mapping[str, Node], fields: Sequence[Field], standards: Standards
) -> Mapping[str, FieldValue | None]:
    """Return what each field says, by its id; None where it is written as no form can show it."""
    values: dict[str, FieldValue | None] = {}
    for field in fields:
        key = find_key(field, tuple(root))
        node = root[key] if key is not None else None
        parts = parts_of(field, standards)
        if node is None or node.value is None:
            values[field.id] = () if parts else ""
        elif parts:
            rows = numbered_rows(node, field, parts)
            values[field.id] = None if rows is None else tuple(row for _, row in rows)
        else:
            text = node.text()
            values[field.id] = None if text is None else clean_text(text, field)
    return values


def numbered_rows(
    node: Node, field: Field, parts: Sequence[Field]
) -> tuple[tuple[int, Row], ...] | None:
    """Return the rows of a list, each with its place in it; None where some is no row."""
    items = node.items()
    if items is None:
        text = node.text()
        if text is None or field.type not in ("words", "references"):
            return None
        words = parse_words(text) if field.type == "words" else (text.strip(),)
        return tuple((index, {WORD: word}) for index, word in enumerate(words) if word)
    rows: list[tuple[int, Row]] = []
    for index, item in enumerate(items):
        row = _row(item, field, parts)
        if row is None:
            return None
        if row:
            rows.append((index, row))
    return tuple(rows)


def _row(item: Node, field: Field, parts: Sequence[Field]) -> Row | None:
    if item.value is None:
        return {}
    text, mapping = item.text(), item.mapping()
    if text is not None:
        is_short = len(parts) == 1 or field.type == "attachments"
        return _clean_row({parts[0].id: text}, parts) if is_short else None
    if mapping is None or len(parts) == 1:
        return None
    row: dict[str, str] = {}
    for part in parts:
        key = find_key(part, tuple(mapping))
        if key is not None and mapping[key].value is not None:
            typed = mapping[key].text()
            if typed is None:
                return None
            row[part.id] = typed
    return _clean_row(row, parts)


def clean_text(text: str, field: Field) -> str:
    """Return a text as reading understands it: one line, or the lines of a long one."""
    return clean_lines(text) if field.type == "long" else " ".join(clean_lines(text).split())


def _clean_row(row: Row, parts: Sequence[Field]) -> Row:
    cleaned = {part.id: clean_text(row.get(part.id, ""), part) for part in parts}
    return {part_id: text for part_id, text in cleaned.items() if text}


def clean_value(value: object, field: Field, standards: Standards) -> FieldValue:
    """Return what was typed into a form as it would be read. Raises ValueProblem and TypeError."""
    parts = parts_of(field, standards)
    if not parts:
        if not isinstance(value, str):
            raise TypeError
        return clean_text(value, field)
    if not isinstance(value, list | tuple):
        raise TypeError
    rows = []
    for row in value:
        if not isinstance(row, Mapping) or not all(isinstance(text, str) for text in row.values()):
            raise TypeError
        if unknown := row.keys() - {part.id for part in parts}:
            raise ValueProblem(f"“{field.label}”里没有“{min(unknown)}”这一栏")
        rows.append(_clean_row(row, parts))
    return tuple(row for row in rows if row)
