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

    path: tuple[str, ...]
    """Keys that lead to the mapping; none for the outermost."""
    fields: tuple[Field, ...]

    @property
    def label(self) -> str:
        """Return the key of the mapping; empty for the outermost."""
        return self.path[-1] if self.path else ""


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
        nodes = mapping_at(after, group.path)
        changed = [field for field in group.fields if field.id in new]
        typed = typed_fields(nodes, changed, standards)
        for field in changed:
            if typed[field.id] != new[field.id]:
                raise ValueProblem(
                    f"“{field.label}”里有不能保存的字符", "请删去看不见的字符，重新输入。"
                )
        for rest in (old_rest, new_rest):
            _forget(rest, group.path, changed)
    if old_rest != new_rest:
        raise ValueProblem("改动会影响别的内容，没有保存", BY_HAND)


def mapping_at(root: Mapping[str, Node], path: Sequence[str]) -> Mapping[str, Node]:
    """Return the mapping that some keys lead to; an empty one where there is none."""
    for label in path:
        node = root.get(label)
        root = (node.mapping() if node else None) or {}
    return root


def _plain(mapping: Mapping[str, Node]) -> dict[str, object]:
    return {key: plain_value(node) for key, node in mapping.items()}


def plain_value(node: Node) -> object:
    """Return a value without its places."""
    if node.value is None or isinstance(node.value, str):
        return node.value
    if isinstance(node.value, tuple):
        return [plain_value(item) for item in node.value]
    return _plain(node.value)


def _forget(rest: dict[str, object], path: Sequence[str], changed: Sequence[Field]) -> None:
    """Leave out fields that change, and groups that hold nothing else."""
    if path:
        within = rest.get(path[0]) or {}
        if isinstance(within, dict):
            _forget(within, path[1:], changed)
            if not within:
                rest.pop(path[0], None)
        return
    for field in changed:
        key = find_key(field, tuple(rest))
        if key is not None:
            del rest[key]
