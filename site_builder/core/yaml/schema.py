"""One reader for every mapping that an author writes.

A schema declares the keys of a mapping. The reader finds what is unknown, double or missing,
lets each field's parser take its value, and collects every mistake with its place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from site_builder.core.errors import ValueProblem
from site_builder.core.text.suggest import closest_match, did_you_mean, normalize_label
from site_builder.core.yaml.nodes import Node
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.location import Location

Parser = Callable[[Node, str, list[Diagnostic]], object]
"""Takes a value: its node, its field's name, and where to report what has a place of its own.

Returns None where nothing was written. Raises ValueProblem for a value that cannot be understood.
"""


def parse_node(node: Node, _name: str, _diagnostics: list[Diagnostic]) -> Node:
    """Return the value as it stands, for whoever walks on from there."""
    return node


def parse_text(node: Node, name: str, _diagnostics: list[Diagnostic]) -> str | None:
    """Return a text without white space around it; None when it is empty."""
    text = node.value
    if text is None:
        return None
    if not isinstance(text, str):
        hint = "请去掉方括号或花括号；文字以括号开头的，用引号括起来。"
        raise ValueProblem(f"“{name}”应当是一段文字", hint)
    return text.strip() or None


@dataclass(frozen=True, slots=True)
class SchemaField:
    """A key that a mapping may hold."""

    id: str
    name: str
    """As it is printed and recommended."""
    parse: Parser = parse_node
    aliases: tuple[str, ...] = ()
    required: bool = False
    default: object = None


@dataclass(frozen=True)
class Schema:
    """The keys of one kind of mapping, and how its mistakes are worded.

    One is read with many times: what it looks up is computed once.
    """

    code: str
    """Of what is wrong with a value, and of all else where no other is given."""
    fields: tuple[SchemaField, ...]
    missing: Callable[[SchemaField, Location], Diagnostic] | None = None
    """The message about a required field that has no value."""
    unknown: Callable[[str], tuple[str, str]] = lambda key: (f"不认识的“{key}”", "")
    """Key → message and hint; where the hint is empty, the closest name is recommended."""
    unknown_code: str = ""
    double_code: str = ""
    fold: Callable[[str], str] = normalize_label
    """What makes two keys the same; names and aliases are compared by `normalize_label`."""

    @cached_property
    def by_label(self) -> Mapping[str, SchemaField]:
        """Return the fields by their folded names and aliases."""
        return {
            normalize_label(name): candidate
            for candidate in self.fields
            for name in (candidate.name, *candidate.aliases)
        }

    @cached_property
    def by_name(self) -> Mapping[str, SchemaField]:
        """Return the fields by their names and aliases as printed: such a key needs no folding."""
        names = [name for each in self.fields for name in (each.name, *each.aliases)]
        labels = {name: self.fold(name) for name in names}
        return {name: self.by_label[to] for name, to in labels.items() if to in self.by_label}

    @cached_property
    def defaults(self) -> Mapping[str, object]:
        """Return what stands, by id, for the fields that are not written."""
        return {each.id: each.default for each in self.fields if each.default is not None}

    @cached_property
    def required(self) -> tuple[SchemaField, ...]:
        """Return the fields that must have a value."""
        return tuple(each for each in self.fields if each.required)


@dataclass(slots=True)
class MappingValues:
    """What was read of a mapping, by the ids of its fields."""

    values: dict[str, object] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    """Of every key that is known."""
    invalid: set[str] = field(default_factory=set)
    """Written, but not so that it is understood, or doubled; to call it missing would mislead."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def text(self, field_id: str) -> str:
        """Return a text; empty when none was written."""
        value = self.values.get(field_id)
        return value if isinstance(value, str) else ""


def read_mapping(
    entries: Iterable[tuple[str, Node]], schema: Schema, location: Location
) -> MappingValues:
    """Read the keys and values of one mapping; keys that are missing are reported at `location`."""
    result = MappingValues()
    typed: dict[str, str] = {}
    for key, node in entries:
        target = schema.by_name.get(key) or schema.by_label.get(schema.fold(key))
        if target is None:
            _report_unknown(key, node, schema, result)
        elif target.id in result.nodes:
            first = result.nodes[target.id].key_location.line
            message = f"“{key}”和第 {first} 行写的是同一项（{target.name}）"
            if key == typed[target.id]:
                message = f"“{key}”写了两次，第一次在第 {first} 行"
            code = schema.double_code or schema.code
            result.diagnostics.append(error(code, node.key_location, message, "请只留一个。"))
            result.invalid.add(target.id)
        else:
            result.nodes[target.id], typed[target.id] = node, key
            _parse_value(target, node, schema, result)
    for absent, default in schema.defaults.items():
        result.values.setdefault(absent, default)
    result.diagnostics.extend(_missing(schema, result, location))
    return result


def _report_unknown(key: str, node: Node, schema: Schema, result: MappingValues) -> None:
    ids = {candidate.name: candidate.id for candidate in schema.fields}
    closest = closest_match(key, ids)
    if closest:
        result.invalid.add(ids[closest])
    message, hint = schema.unknown(key)
    hint = hint or did_you_mean(key, ids)
    code = schema.unknown_code or schema.code
    result.diagnostics.append(error(code, node.key_location, message, hint))


def _parse_value(target: SchemaField, node: Node, schema: Schema, result: MappingValues) -> None:
    known_problems = len(result.diagnostics)
    value = None
    try:
        value = target.parse(node, target.name, result.diagnostics)
    except ValueProblem as exc:
        result.diagnostics.append(error(schema.code, node.location, exc.message, exc.hint))
    if value is not None:
        result.values[target.id] = value
    elif len(result.diagnostics) > known_problems:
        result.invalid.add(target.id)


def _missing(schema: Schema, result: MappingValues, location: Location) -> Iterator[Diagnostic]:
    present = result.values.keys() | result.invalid
    reported: set[str] = set()
    for absent in schema.required:
        if schema.missing and absent.id not in present:
            node = result.nodes.get(absent.id)
            diagnostic = schema.missing(absent, node.key_location if node else location)
            # One message may name several fields, each of them empty at a place of its own.
            if diagnostic.message not in reported:
                reported.add(diagnostic.message)
                yield diagnostic


def read_mappings(
    node: Node, schema: Schema, shape: ValueProblem
) -> tuple[tuple[tuple[Node, MappingValues], ...], tuple[Diagnostic, ...]]:
    """Read a list of mappings; `shape` describes the form it should have.

    Returns those without a mistake, each with its node, and what is wrong with the others.
    """
    if node.value is None:
        return (), ()
    items = node.items()
    if items is None:
        return (), (error(schema.code, node.location, shape.message, shape.hint),)
    results = [
        (item, read_mapping((item.mapping() or {}).items(), schema, item.location))
        for item in items
    ]
    return tuple((item, result) for item, result in results if not result.diagnostics), tuple(
        diagnostic for _, result in results for diagnostic in result.diagnostics
    )
