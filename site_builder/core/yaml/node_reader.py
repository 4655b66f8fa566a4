"""Form files, node by node: what is not of the expected shape is a diagnostic."""

from collections.abc import Iterable, Mapping

from site_builder.core.text.suggest import did_you_mean
from site_builder.core.yaml.nodes import Node
from site_builder.core.yaml.schema import Schema, SchemaField, read_mapping
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.location import Location

_CODE = "forms/file"


def form_file_error(location: Location, message: str, hint: str = "") -> Diagnostic:
    """Return what is wrong with a form file."""
    return error(_CODE, location, message, hint)


class NodeReader:
    """Takes values from nodes, collecting diagnostics; unreadable parts become empty ones."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def add_error(self, location: Location, message: str, hint: str = "") -> None:
        """Record a diagnostic."""
        self.diagnostics.append(form_file_error(location, message, hint))

    def fields(self, node: Node, keys: str) -> Mapping[str, Node]:
        """Take a mapping that may hold only the known keys; a `*` marks those it must hold."""
        mapping = node.mapping()
        if mapping is None:
            self.add_error(node.location, "这里应当是“键: 值”")
            return {}
        schema = Schema(
            _CODE,
            tuple(
                SchemaField(key.rstrip("*"), key.rstrip("*"), required=key.endswith("*"))
                for key in keys.split()
            ),
            lambda absent, location: form_file_error(location, f"缺少“{absent.name}”"),
            lambda key: (f"不认识的键“{key}”", ""),
        )
        result = read_mapping(mapping.items(), schema, node.location)
        self.diagnostics.extend(result.diagnostics)
        return result.nodes

    def text(self, fields: Mapping[str, Node], key: str, default: str = "") -> str:
        """Take a text."""
        node = fields.get(key)
        if node is None:
            return default
        value = node.text()
        if value is None:
            self.add_error(node.location, f"“{key}”应当是文字")
        return value or ""

    def year(self, fields: Mapping[str, Node], key: str) -> int:
        """Take a year."""
        text = self.text(fields, key)
        if text.isdecimal():
            return int(text)
        if key in fields:
            self.add_error(fields[key].location, f"“{key}”应当是年份")
        return 0

    def enum(self, fields: Mapping[str, Node], key: str, choices: Iterable[str]) -> str:
        """Take one of some words."""
        text = self.text(fields, key)
        if text and text not in choices:
            self.add_error(
                fields[key].location, f"“{key}”不能是“{text}”", did_you_mean(text, choices)
            )
        return text

    def items(self, fields: Mapping[str, Node], key: str) -> tuple[Node, ...]:
        """Take a list."""
        node = fields.get(key)
        if node is None:
            return ()
        items = node.items()
        if items is None:
            self.add_error(node.location, f"“{key}”应当是列表")
        return items or ()
