"""The shapes of values that several schemas share.

YAML reads `225300` as a number and an empty value as null: to the program all are text.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from site_builder.config.suppressions import SUPPRESSION_KEYS

JsonSchema = dict[str, Any]
_TEXT_TYPES = ["string", "number", "boolean", "null"]
_DATE = r"^\s*[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*日?\s*$"
_DATE_EXAMPLE = "2026-01-31"
_SUPPRESSION_HELP = {
    "code": "检查结果里的编号，如 settings/required:传真。",
    "reason": "为什么可以保留。",
    "file": "只对哪个文件，如 content/2025/report.md；空着对所有文件。",
}


def text(pattern: str = "") -> JsonSchema:
    """Build the schema of a text, which may look like a number."""
    return {"type": _TEXT_TYPES, **({"pattern": pattern} if pattern else {})}


def day() -> JsonSchema:
    """Build the schema of a date."""
    hint = f"日期写成 {_DATE_EXAMPLE}。"
    return {
        "type": ["string", "null"],
        "pattern": _DATE,
        "patternErrorMessage": hint,
        "examples": [_DATE_EXAMPLE],
    }


def choice(values: Iterable[str]) -> JsonSchema:
    """Build the schema of one word out of some."""
    return {"enum": [*values, None]}


def number(low: int, high: int) -> JsonSchema:
    """Build the schema of a whole number, which may stand in quotes."""
    types = ["integer", "string", "null"]
    return {"type": types, "minimum": low, "maximum": high, "pattern": "^[0-9]+$"}


def words() -> JsonSchema:
    """Build the schema of a list of words."""
    return {"type": ["array", "null"], "items": text()}


def mapping(properties: Mapping[str, JsonSchema], required: Iterable[str] = ()) -> JsonSchema:
    """Build the schema of a mapping that holds these keys and no others."""
    keys = list(required)
    return {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
        **({"required": keys} if keys else {}),
    }


def either(names: Sequence[str]) -> JsonSchema:
    """Build the schema of a mapping that has a key under one of its names."""
    if len(names) == 1:
        return {"required": list(names)}
    return {"anyOf": [{"required": [name]} for name in names]}


def list_of(item: JsonSchema) -> JsonSchema:
    """Build the schema of a list; without any item the key may stay empty."""
    return {"type": ["array", "null"], "items": item}


def described(schema: JsonSchema, title: str, description: str, example: str = "") -> JsonSchema:
    """Return a schema with what an editor shows about it."""
    return {
        "title": title,
        **({"description": description} if description else {}),
        **schema,
        **({"examples": [example]} if example else {}),
    }


def suppressions() -> JsonSchema:
    """Build the schema of what an office has reviewed and accepts."""
    keys = SUPPRESSION_KEYS
    example = {keys["code"]: "settings/required:传真", keys["reason"]: "本机关没有传真"}
    item = mapping(
        {key: described(text(), key, _SUPPRESSION_HELP[key_id]) for key_id, key in keys.items()},
        (keys["code"], keys["reason"]),
    )
    return {**list_of(item), "examples": [[example]]}
