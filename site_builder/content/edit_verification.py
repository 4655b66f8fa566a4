"""An edit of fields compared with what was asked for: nothing else may read otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from site_builder.content.typed_fields import FieldValue, find_key, typed_fields
from site_builder.core.errors import ValueProblem
from site_builder.core.yaml.nodes import Node
from site_builder.core.yaml.source_edits import BY_HAND
from site_builder.model.standards import Field, Standards


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that stand in one mapping."""

    label: str
    """Key of the mapping; empty for the outermost."""
    fields: tuple[Field, ...]


def verify_edit(
    before: Mapping[str, Node],
    after: Mapping[str, Node],
    groups: Sequence[FieldGroup],
    new: Mapping[str, FieldValue],
    standards: Standards,
) -> None:
    """Raise ValueProblem unless the new values are read as typed, and all others as before."""
    old_rest, new_rest = _plain(before), _plain(after)
    for group in groups:
        nodes = after
        if group.label:
            node = after.get(group.label)
            nodes = (node.mapping() if node else None) or {}
        changed = [field for field in group.fields if field.id in new]
        typed = typed_fields(nodes, changed, standards)
        for field in changed:
            if typed[field.id] != new[field.id]:
                raise ValueProblem(
                    f"“{field.label}”里有不能保存的字符", "请删去看不见的字符，重新输入。"
                )
        for rest in (old_rest, new_rest):
            _forget(rest, group.label, changed)
    if old_rest != new_rest:
        raise ValueProblem("改动会影响别的内容，没有保存", BY_HAND)


def _plain(mapping: Mapping[str, Node]) -> dict[str, object]:
    return {key: _plain_value(node) for key, node in mapping.items()}


def _plain_value(node: Node) -> object:
    if node.value is None or isinstance(node.value, str):
        return node.value
    if isinstance(node.value, tuple):
        return [_plain_value(item) for item in node.value]
    return _plain(node.value)


def _forget(rest: dict[str, object], label: str, changed: Sequence[Field]) -> None:
    """Leave out fields that change, and a group that holds nothing else."""
    within = rest.get(label) or {} if label else rest
    if isinstance(within, dict):
        for field in changed:
            key = find_key(field, tuple(within))
            if key is not None:
                del within[key]
        if label and not within:
            rest.pop(label, None)
