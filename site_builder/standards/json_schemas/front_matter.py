"""The schema of a file's front matter, from the fields that its kind of file has."""

from collections.abc import Callable, Iterable
from functools import partial

from site_builder.model.standards import Field, Standards
from site_builder.standards.json_schemas.values import (
    JsonSchema,
    choice,
    day,
    described,
    either,
    list_of,
    mapping,
    suppressions,
    text,
)

_NUMERAL = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_ITEM = rf"^\s*(《[^》]*条例》)?\s*(第二十条)?\s*第?\s*[(（]?\s*({_NUMERAL})\s*[)）]?\s*项?\s*$"
_PLACE = r"^[!-~]+\.md$"


def front_matter_schema(
    title: str, description: str, fields: Iterable[Field], standards: Standards
) -> JsonSchema:
    """Build the schema of the lines between the two `---`."""
    return {"title": title, "description": description, **_fields(fields, standards)}


def _fields(fields: Iterable[Field], standards: Standards, *, strict: bool = False) -> JsonSchema:
    """Build the schema of a mapping by its fields; with `strict` those that are required must be.

    Elsewhere a missing line only warns: the page shows it as unknown.
    """
    properties: dict[str, JsonSchema] = {}
    required = []
    for field in fields:
        schema = described(_value(field, standards), field.label, field.help, field.example)
        properties[field.label] = schema
        for alias in field.aliases:
            properties[alias] = {**schema, "description": f"同“{field.label}”。{field.help}"}
        if strict and field.required:
            required.append(either((field.label, *field.aliases)))
    return {**mapping(properties), **({"allOf": required} if required else {})}


def _value(field: Field, standards: Standards) -> JsonSchema:
    shapes: dict[str, Callable[[], JsonSchema]] = {
        "date": day,
        "choice": partial(choice, field.values),
        "item": partial(_item, standards),
        "theme": partial(choice, (name for theme in standards.themes for name in theme.names)),
        "words": partial(_one_or_more, text()),
        "references": partial(_one_or_more, {"type": "string", "pattern": _PLACE}),
        "attachments": partial(_attachments, standards),
        "corrections": partial(_corrections, standards),
        "suppressions": suppressions,
    }
    return shapes.get(field.type, text)()


def _item(standards: Standards) -> JsonSchema:
    items = standards.disclosure_items
    names = choice(name for item in items for name in (item.short, item.text))
    number = {"type": "integer", "minimum": 1, "maximum": len(items)}
    numbered = {"type": "string", "pattern": _ITEM}
    return {"anyOf": [names, number, numbered], "examples": [items[0].short, items[0].number]}


def _one_or_more(schema: JsonSchema) -> JsonSchema:
    """Build the schema of a value that may be a list of such values."""
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"], "null"]
    return {**schema, "type": ["array", *types], "items": schema}


def _attachments(standards: Standards) -> JsonSchema:
    part = _fields(standards.attachment_fields, standards, strict=True)
    return list_of({**part, "type": ["object", "string"]})


def _corrections(standards: Standards) -> JsonSchema:
    return list_of(_fields(standards.correction_fields, standards, strict=True))
