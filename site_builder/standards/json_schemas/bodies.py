"""The schema of `bodies.yaml`, the register of bodies."""

from site_builder.config.bodies import LIST_KEY
from site_builder.model.standards import Field, Standards
from site_builder.standards.json_schemas.values import (
    JsonSchema,
    choice,
    day,
    described,
    either,
    mapping,
    text,
)

_BODY_CODE = r"^[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._-]{0,39}$"
_YEARS = "^[0-9][0-9年度至今起以后到—–~～,，、;；\\s-]*$"
_ALL = "^(是|否|不编制|全部)$"
_FOLDER = r"^(?!/|~)(?!.*\.\.).+$"


def bodies_schema(standards: Standards) -> JsonSchema:
    """Build the schema of a register: a list, or one under its key."""
    body = {"$ref": "#/definitions/body"}
    entries = {"type": "array", "items": body, "minItems": 1}
    return {
        "title": "机构名录",
        "description": "每个机构写“- 代码: …”，下面逐行写别的。",
        **mapping({LIST_KEY: described(entries, LIST_KEY, "一个机构一项。")}, (LIST_KEY,)),
        "type": ["object", "array"],
        "items": body,
        "definitions": {"body": _body(standards)},
        "examples": [{LIST_KEY: [{"代码": "gkb", "名称": "示范市政务公开办", "类别": "部门"}]}],
    }


def _body(standards: Standards) -> JsonSchema:
    properties: dict[str, JsonSchema] = {}
    required = []
    for field in standards.body_fields:
        schema = described(_value(field, standards), field.label, field.help, field.example)
        properties |= dict.fromkeys((field.label, *field.aliases), schema)
        if field.required:
            required.append(either((field.label, *field.aliases)))
    return {**mapping(properties), "allOf": required}


def _value(field: Field, standards: Standards) -> JsonSchema:
    years = {"type": ["integer", "string"], "pattern": _YEARS}
    some_years = {"items": years, "type": ["integer", "string", "array", "null"]}
    name = mapping(
        {
            "名称": described(text(), "名称", "当时的名称。"),
            "起": described(day(), "起", "从哪一天起用；不清楚的不写。"),
            "止": described(day(), "止", "用到哪一天。"),
        },
        ("名称", "止"),
    )
    shapes: dict[str, JsonSchema] = {
        "date": day(),
        "kind": choice(
            label for kind in standards.body_kinds for label in (kind.label, *kind.aliases)
        ),
        "code": text(_BODY_CODE),
        "years": {**some_years, "pattern": _YEARS},
        "years_or_all": {**some_years, "pattern": f"{_YEARS}|{_ALL}"},
        "names": {
            **name,
            "type": ["array", "object", "string", "null"],
            "items": {**name, "type": ["object", "string"]},
        },
        "reports": {
            "type": ["object", "null"],
            "patternProperties": {"^[0-9]{4}$": text()},
            "additionalProperties": False,
        },
        "folder": text(_FOLDER),
    }
    return shapes.get(field.type, text())
