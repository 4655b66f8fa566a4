"""`bodies.yaml` (机构名录) → `Register`."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from site_builder.config.body_checks import check_bodies
from site_builder.config.body_values import CODE, body_parsers
from site_builder.core.file_names import REGISTER_FILE
from site_builder.core.yaml.errors import find_syntax_mistake
from site_builder.core.yaml.nodes import Node, decode_text, parse_yaml
from site_builder.core.yaml.schema import MappingValues, Schema, SchemaField, read_mapping
from site_builder.model.body import Body, Register
from site_builder.model.diagnostic import Diagnostic, error, sort_diagnostics
from site_builder.model.location import Location
from site_builder.model.standards import Field, Standards

LIST_KEY = "机构"
MAX_NODES = 4_000_000
"""A hundred thousand bodies of twenty lines."""
_FILE_CODE = "bodies/file"
_SHAPE_HINT = "写成“机构:”，下面每个机构写“- 代码: …”“  名称: …”“  类别: …”。"


def read_register(
    data: bytes | None, standards: Standards, file: str = REGISTER_FILE
) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    """Read a register; None when there is none to read.

    With errors it holds the bodies that could be read, so that more can be said in the same run;
    nothing is built or counted by it.
    """
    if data is None:
        hint = f"请在 {REGISTER_FILE} 所在的文件夹里运行，或用 --project 指明那个文件夹。"
        return None, (error(_FILE_CODE, Location(file), f"没有机构名录 {REGISTER_FILE}", hint),)
    text, undecodable = decode_text(data, file)
    root, malformed = parse_yaml(text, file, limit=MAX_NODES)
    if undecodable or malformed:
        return None, undecodable or malformed
    items, problems = _items(root, text, file)
    entries = [(node, read_entry(node, standards)) for node in items]
    bodies = [(_body(node, values), values) for node, values in entries if _is_usable(values)]
    diagnostics = [
        *problems,
        *(diagnostic for _, values in entries for diagnostic in values.diagnostics),
    ]
    diagnostics += check_bodies(bodies, frozenset(_incomplete_codes(entries)))
    by_code: dict[str, Body] = {}
    for body, _ in bodies:
        by_code.setdefault(body.code, body)
    return Register(tuple(by_code.values())), sort_diagnostics(diagnostics)


def _items(
    root: Node | None, text: str, file: str
) -> tuple[tuple[Node, ...], tuple[Diagnostic, ...]]:
    """Return the entries: those of 机构, or the file itself where it is a list."""
    if root is None or root.value is None or isinstance(root.value, str):
        empty = error(_FILE_CODE, Location(file, 1), "名录里没有机构", _SHAPE_HINT)
        return (), (find_syntax_mistake(text, file) or empty,)
    mapping = root.mapping()
    if mapping is None:
        return root.items() or (), ()
    schema = Schema(_FILE_CODE, (SchemaField("bodies", LIST_KEY),))
    top = read_mapping(mapping.items(), schema, root.location)
    node = top.nodes.get("bodies")
    items = node.items() if node else None
    if items:
        return items, tuple(top.diagnostics)
    place = node.location if node else Location(file, 1)
    return (), (*top.diagnostics, error(_FILE_CODE, place, "名录里没有机构", _SHAPE_HINT))


def register_entries(root: Node, standards: Standards) -> list[MappingValues]:
    """Read what the entries of a register say, as it was typed too."""
    return [read_entry(node, standards) for node in _items(root, "", REGISTER_FILE)[0]]


def read_entry(node: Node, standards: Standards) -> MappingValues:
    """Read what one entry says."""
    mapping = node.mapping()
    if mapping is None:
        values = MappingValues()
        message = "名录里的每一项应当是一个机构"
        values.diagnostics.append(error(_FILE_CODE, node.location, message, _SHAPE_HINT))
        return values
    return read_mapping(mapping.items(), _schema(standards), node.location)


@lru_cache(maxsize=2)
def _schema(standards: Standards) -> Schema:
    parsers = body_parsers(standards.body_kinds)

    def field(declared: Field) -> SchemaField:
        parse = parsers[declared.type]
        required = declared.required == "law"
        return SchemaField(declared.id, declared.label, parse, declared.aliases, required=required)

    return Schema(
        CODE,
        tuple(map(field, standards.body_fields)),
        lambda absent, location: error(
            CODE, location, f"这个机构没有写“{absent.name}”", f"请补上“{absent.name}: …”。"
        ),
        lambda key: (f"机构里没有“{key}”这一项", ""),
    )


def _is_usable(values: MappingValues) -> bool:
    """Return whether an entry says enough to be compared with the others."""
    return {"code", "name", "kind"} <= values.values.keys()


def _incomplete_codes(entries: list[tuple[Node, MappingValues]]) -> Iterator[str]:
    """Yield the codes of entries that cannot be used: to call them unknown would mislead."""
    return (values.text("code") for _, values in entries if not _is_usable(values))


def _body(node: Node, values: MappingValues) -> Body:
    fields: dict[str, Any] = dict(values.values)
    return Body(location=node.location, **fields)
