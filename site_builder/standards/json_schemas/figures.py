"""The schema of a form's `figures.yaml`: its rows and columns as an office types them."""

from collections.abc import Sequence

from site_builder.core.text.suggest import strip_numbering
from site_builder.model.form import Form, Header, Table, all_leaves
from site_builder.standards.json_schemas.values import (
    JsonSchema,
    either,
    mapping,
    suppressions,
)

_WORDS = "缺|空|空白|/|不适用|待核"
_CELLS: dict[str, JsonSchema] = {
    "count": {
        "type": ["integer", "string"],
        "minimum": 0,
        "pattern": f"^({_WORDS}|[0-9]{{1,15}})$",
        "patternErrorMessage": "写 0 或正整数；原件空着的写 缺，不适用的写 /。",
    },
    "signed": {
        "type": ["integer", "string"],
        "pattern": f"^({_WORDS}|[+-]?[0-9]{{1,15}})$",
        "patternErrorMessage": "写整数，增加写 +1，减少写 -1；原件空着的写 缺，不适用的写 /。",
    },
    "money": {
        "type": ["number", "string"],
        "minimum": 0,
        "pattern": rf"^({_WORDS}|[0-9]{{1,15}}(\.[0-9]{{1,8}})?\s?(元|万元|亿元)?)$",
        "patternErrorMessage": "写金额；表式没有印单位的，写成 35.8万元 这样。",
    },
}


def figures_schema(form: Form) -> JsonSchema:
    """Build the schema of a year's figures in one form."""
    definitions: dict[str, JsonSchema] = {}
    tables = {table.key: _table(table, definitions) for table in form.tables()}
    named = {
        "title": "表式",
        "description": f"《{form.title}》（{form.document_number}）",
        "enum": [_number_or_text(form.key), form.key, form.document_number],
    }
    return {
        "title": f"年度报告的统计数据（{form.document_number}）",
        "description": "一行对应表上一行，数字写进方括号，用半角逗号隔开。"
        "没有发生的填 0；签发的报告空着的填 缺；不适用的填 /。",
        **mapping({"表式": named, **tables, "接受": suppressions()}, ("表式", *tables)),
        "definitions": definitions,
    }


def _number_or_text(key: str) -> int | str:
    return int(key) if key.isdecimal() else key


def _table(table: Table, definitions: dict[str, JsonSchema]) -> JsonSchema:
    for section in table.sections:
        definitions[f"{table.id}/{section.id}"] = _columns(section.columns)
    headers = tuple(row for section in table.sections for row in section.rows)
    return {"title": table.title, **_rows(table, headers, definitions)}


def _rows(
    table: Table, headers: tuple[Header, ...], definitions: dict[str, JsonSchema]
) -> JsonSchema:
    """Build the schema of one level of rows, as `content.figures` walks them."""
    if len(headers) == 1 and not headers[0].key:
        return _row(table, headers[0])
    for header in headers:
        if header.children:
            definitions[f"{table.id}/{header.path}"] = _rows(table, header.children, definitions)
    schemas = [
        _defined(f"{table.id}/{header.path}") if header.children else _row(table, header)
        for header in headers
    ]
    return _level(headers, schemas)


def _defined(name: str) -> JsonSchema:
    """Refer to a definition, so that a title may stand beside it."""
    return {"allOf": [{"$ref": f"#/definitions/{name.replace('/', '~1')}"}]}


def _row(table: Table, row: Header) -> JsonSchema:
    section = next(part for part in table.sections if row in all_leaves(part.rows))
    return _defined(f"{table.id}/{section.id}")


def _level(headers: Sequence[Header], schemas: Sequence[JsonSchema]) -> JsonSchema:
    """Build the schema of a mapping by headers: each by its key or by its label on paper."""
    properties: dict[str, JsonSchema] = {}
    required = []
    for header, schema in zip(headers, schemas, strict=True):
        names = tuple(dict.fromkeys((header.key, strip_numbering(header.label))))
        properties |= {name: {**schema, "title": header.label} for name in names}
        required.append(either(names))
    single = [name for item in required for name in item.get("required", ())]
    several = [item for item in required if "required" not in item]
    return {**mapping(properties, single), **({"allOf": several} if several else {})}


def _columns(headers: tuple[Header, ...]) -> JsonSchema:
    """Build the schema of a row: a list, a pasted text, or a mapping by columns."""
    while len(headers) == 1 and not headers[0].key and headers[0].children:
        headers = headers[0].children
    leaves = all_leaves(headers)
    cells = [{**_CELLS[leaf.value or "count"], "title": leaf.label} for leaf in leaves]
    row = {
        "description": f"依次是：{'、'.join(leaf.label for leaf in leaves)}。",
        "items": cells,
        "minItems": len(cells),
        "maxItems": len(cells),
        "examples": [[0] * len(cells)],
    }
    if len(leaves) > 1:
        parts = [_columns(header.children or (header,)) for header in headers]
        # What is pasted without brackets is cut by the program.
        pasted = {"pattern": r"\S[\s,，、;；|｜]+\S"}
        return {**_level(headers, parts), **row, **pasted, "type": ["array", "object", "string"]}
    cell = {key: value for key, value in cells[0].items() if key != "title"}
    return {**cell, **row, "type": ["array", *cell["type"]]}
