"""An entry of YAML taken out of its text: its own lines go, all other bytes stay."""

from collections.abc import Mapping, Sequence

import yaml

from site_builder.content.edit_verification import plain_value
from site_builder.core.errors import ValueProblem
from site_builder.core.yaml import source_edits
from site_builder.core.yaml.nodes import parse_yaml
from site_builder.core.yaml.source_tree import SourceEntry, parse_source


def remove_entry(text: str, path: Sequence[str]) -> str:
    """Return YAML without the entry that some keys lead to.

    Raises ValueProblem where there is none, or it does not stand in lines of its own.
    """
    entry = _find_entry(text, path)
    start = text.rfind("\n", 0, entry.key_start) + 1
    end = source_edits.line_end(text, max(entry.key_end, entry.value.end))
    result = text[:start] + text[end:]
    label = path[-1]
    if text[start : entry.key_start].strip() or _plain(result) != _without(_plain(text), path):
        raise ValueProblem(f"“{label}”没有写在单独的行里", source_edits.BY_HAND)
    return result


def _find_entry(text: str, path: Sequence[str]) -> SourceEntry:
    try:
        node = parse_source(text)
    except (yaml.YAMLError, ValueError, RecursionError) as exc:
        raise ValueProblem("设置的写法不常见，改不了里面的内容", source_edits.BY_HAND) from exc
    entry = None
    for key in path:
        entry = next((each for each in node.entries or () if each.key == key), None)
        if entry is None:
            raise ValueProblem(f"没有“{key}”这一项")
        node = entry.value
    if entry is None:
        raise ValueProblem("没有写明删去哪一项")
    return entry


def _plain(text: str) -> object:
    root, diagnostics = parse_yaml(text.replace("\r\n", "\n"), "")
    if diagnostics:
        raise ValueProblem("设置的写法有错，改不了里面的内容", source_edits.BY_HAND)
    return plain_value(root) if root else None


def _without(value: object, path: Sequence[str]) -> object:
    """Return a value without an entry; a mapping that holds nothing else is an empty value."""
    if not isinstance(value, Mapping):
        return value
    rest = {key: child for key, child in value.items() if key != path[0]}
    if len(path) > 1:
        rest = {**value, path[0]: _without(value[path[0]], path[1:])}
    return rest or None
