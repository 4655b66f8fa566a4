"""A target of config.yaml as a form: read, written with all other bytes kept, taken out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from site_builder.config.targets import ENUMS, read_targets
from site_builder.content.edit_verification import FieldGroup, mapping_at
from site_builder.content.entry_removal import remove_entry
from site_builder.content.field_edits import edit_fields
from site_builder.content.typed_fields import FieldValue, find_key, typed_fields
from site_builder.core.errors import SaveConflictError, UsageError
from site_builder.core.yaml.nodes import Node, parse_yaml
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.saved_version import SourceText
from site_builder.model.standards import Field, Standards
from site_builder.usecases.edit_text import BOM, SETTINGS, decode
from site_builder.usecases.save_source import read_source, save_source

KIND = "kind"
"""Id of the field that says what kind of target it is."""


@dataclass(frozen=True, slots=True)
class TargetProblem:
    """Why a target is not one."""

    field: str
    """Id of the field it concerns; empty where it is none."""
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class TypedTarget:
    """A target as it is typed."""

    name: str
    kind: str
    """Empty where none is written."""
    values: Mapping[str, FieldValue | None]
    """By the ids of its fields."""
    problems: tuple[TargetProblem, ...]


@dataclass(frozen=True, slots=True)
class TargetChanges:
    """What was typed of a target."""

    name: str
    kind: str
    values: Mapping[str, object]
    """By the ids of its fields, only those that changed."""
    is_new: bool


def target_fields(kind: str, standards: Standards) -> tuple[Field, ...]:
    """Return what a target of a kind may hold, besides its kind."""
    return tuple(
        Field(
            id=each.id,
            label=each.key,
            aliases=(),
            type="choice" if each.format in ENUMS else "text",
            required="law" if each.required else "",
            basis="",
            values=ENUMS.get(each.format, ()),
            default="",
            max_length=0,
            help=each.help,
        )
        for each in standards.targets
        if each.id != KIND and each.belongs_to(kind)
    )


def read_target(source: SourceText, name: str, standards: Standards) -> TypedTarget:
    """Return a target as it is typed. Raises UsageError where there is none; ValueProblem."""
    nodes = _target_nodes(decode(source), standards)
    if name not in nodes:
        raise UsageError(f"{SETTINGS} 的“部署”里没有“{name}”")
    entries = nodes[name].mapping() or {}
    kind = typed_fields(entries, (_kind_field(standards),), standards)[KIND]
    written = kind if isinstance(kind, str) else ""
    fields = target_fields(written, standards)
    return TypedTarget(
        name=name,
        kind=written,
        values=typed_fields(entries, fields, standards),
        problems=tuple(_problems(name, nodes[name], fields, standards)),
    )


def target_names(source: SourceText, standards: Standards) -> tuple[str, ...]:
    """Return what targets are called. Raises ValueProblem."""
    return tuple(_target_nodes(decode(source), standards))


def save_target(
    project: Path, base: SourceText, changes: TargetChanges, standards: Standards, now: datetime
) -> tuple[SourceText, tuple[TargetProblem, ...]]:
    """Write a target. Returns why it is none, and the file as it was then: nothing is written.

    Raises as `save_source`; ValueProblem for what cannot be written, TypeError for no values.
    """
    current = _current(project, base)
    text = decode(current)
    bom = BOM if text.startswith(BOM) else ""
    text = text.removeprefix(BOM)
    if changes.is_new and changes.name in _target_nodes(text, standards):
        problem = TargetProblem("name", f"已经有叫“{changes.name}”的了", "请换一个名称。")
        return current, (problem,)
    path = (_settings_key(standards), changes.name)
    fields = target_fields(changes.kind, standards)
    group = FieldGroup(path, (_kind_field(standards), *fields))
    text = edit_fields(text, (group,), {KIND: changes.kind, **changes.values}, standards)
    root = _root(text)
    for key in mapping_at(root, path):
        if not any(find_key(field, (key,)) for field in group.fields):
            # Another kind of target had it.
            text = remove_entry(text, (*path, key))
    node = _target_nodes(text, standards)[changes.name]
    problems = tuple(_problems(changes.name, node, fields, standards))
    if problems:
        return current, problems
    return save_source(project, base, f"{bom}{text}".encode(), now), ()


def remove_target(
    project: Path, base: SourceText, name: str, standards: Standards, now: datetime
) -> SourceText:
    """Take a target out of the settings; what stands on it stays there.

    Raises as `save_source`; ValueProblem where it does not stand in lines of its own.
    """
    text = decode(_current(project, base))
    bom = BOM if text.startswith(BOM) else ""
    path = (_settings_key(standards), name)
    text = remove_entry(text.removeprefix(BOM), path)
    return save_source(project, base, f"{bom}{text}".encode(), now)


def _current(project: Path, base: SourceText) -> SourceText:
    current = read_source(project, SETTINGS)
    if current.digest != base.digest:
        raise SaveConflictError(current.path, current.data)
    return current


def _settings_key(standards: Standards) -> str:
    return next(setting.key for setting in standards.settings if setting.id == "targets")


def _kind_field(standards: Standards) -> Field:
    label = next(each.key for each in standards.targets if each.id == KIND)
    return Field(KIND, label, (), "text", "law", "", (), "", 0, "")


def _root(text: str) -> Mapping[str, Node]:
    root, _ = parse_yaml(text.removeprefix(BOM).replace("\r\n", "\n"), SETTINGS)
    return (root.mapping() if root else None) or {}


def _target_nodes(text: str, standards: Standards) -> Mapping[str, Node]:
    return mapping_at(_root(text), (_settings_key(standards),))


def _problems(
    name: str, node: Node, fields: Sequence[Field], standards: Standards
) -> Iterator[TargetProblem]:
    """Yield what the reader of targets finds in one, by its fields."""
    alone = node._replace(value={name: node})
    _, diagnostics = read_targets(alone, standards.targets)
    entries = node.mapping() or {}
    by_id = {find_key(field, tuple(entries)): field.id for field in fields}
    for diagnostic in diagnostics:
        yield TargetProblem(
            _field_at(diagnostic, entries, by_id), diagnostic.message, diagnostic.hint
        )


def _field_at(
    diagnostic: Diagnostic, entries: Mapping[str, Node], by_id: Mapping[str | None, str]
) -> str:
    for key, node in entries.items():
        if diagnostic.location in (node.location, node.key_location):
            return by_id.get(key, "")
    return ""
