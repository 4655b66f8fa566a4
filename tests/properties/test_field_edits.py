"""Five hundred edits of files as people write them: nothing else moves, and it reads as typed."""

import re
from random import Random

import pytest
from yaml import CollectionNode, CSafeLoader, MappingNode, ScalarNode, compose
from yaml import Node as YamlNode

from site_builder.content.edit_verification import FieldGroup
from site_builder.content.field_edits import edit_fields
from site_builder.content.typed_fields import clean_value, find_key, typed_fields
from site_builder.core.errors import ValueProblem
from site_builder.core.yaml.nodes import Node, parse_yaml
from tests.helpers.standards import STANDARDS
from tests.properties.written_front_matter import FIELDS, new_value, written_front_matter

GROUPS = (FieldGroup((), FIELDS),)
COMMENT = re.compile(r"(?<!\S)# ?[^\n\r]*")
ROUNDS = 500


def _root(yaml: str) -> dict[str, Node]:
    root, diagnostics = parse_yaml(yaml.replace("\r\n", "\n"), "")
    assert not diagnostics, (yaml, diagnostics)
    assert root
    mapping = root.mapping()
    assert mapping is not None
    return dict(mapping)


def _without(text: str, changed: set[str]) -> str:
    """Cut the lines of some fields, found by another reader of spans than the one that edits."""
    fields = [field for field in FIELDS if field.id in changed]
    root = compose(text, CSafeLoader)
    assert isinstance(root, MappingNode)
    entries: list[tuple[ScalarNode, YamlNode]] = root.value
    keys = {find_key(field, tuple(key.value for key, _ in entries)) for field in fields}
    for key, value in reversed(entries):
        if key.value in keys:
            end = text.find("\n", max(_value_end(text, value), key.end_mark.index))
            text = text[: key.start_mark.index] + text[end + 1 if end >= 0 else len(text) :]
    return text


def _value_end(text: str, node: YamlNode) -> int:
    """Return where the last word or bracket of a value ends; marks end blocks at what follows."""
    if not isinstance(node, CollectionNode) or node.flow_style or not node.value:
        return len(text[: node.end_mark.index].rstrip())
    last = node.value[-1]
    return _value_end(text, last[1] if isinstance(last, tuple) else last)


def _edit(seed: int) -> tuple[str, str, dict[str, object]]:
    random = Random(seed)  # noqa: S311 - no secret
    yaml = written_front_matter(random)
    if seed % 3 == 0:
        yaml = yaml.replace("\n", "\r\n")
    fields = random.sample(FIELDS, random.randrange(1, 4))
    changes = {field.id: new_value(random, field) for field in fields}
    return yaml, edit_fields(yaml, GROUPS, changes, STANDARDS), changes


@pytest.mark.parametrize("block", range(10))
def test_an_edit_moves_the_bytes_of_its_fields_alone(block: int) -> None:
    size = ROUNDS // 10
    for seed in range(block * size, (block + 1) * size):
        yaml, edited, changes = _edit(seed)
        before, after = _root(yaml), _root(edited)
        typed = typed_fields(after, FIELDS, STANDARDS)
        for field in FIELDS:
            if field.id in changes:
                assert typed[field.id] == clean_value(changes[field.id], field, STANDARDS), seed
        assert _without(edited, set(changes)) == _without(yaml, set(changes)), (seed, yaml, edited)
        unknown = {key for key in before if key not in after}
        assert not unknown, seed
        assert ("\r\n" in yaml) == ("\r\n" in edited)
        assert edited.count("\n") == edited.count("\r\n") or "\r" not in edited


def test_comments_of_fields_that_change_stay() -> None:
    for seed in range(ROUNDS):
        yaml, edited, changes = _edit(seed)
        lists = {field.id for field in FIELDS if isinstance(changes.get(field.id), list)}
        comments = COMMENT.findall(_without(yaml, lists))
        missing = [comment for comment in comments if comment not in edited]
        assert not missing, (seed, yaml, edited, changes)


def test_an_edit_that_changes_nothing_moves_nothing() -> None:
    for seed in range(ROUNDS):
        yaml = written_front_matter(Random(seed))  # noqa: S311 - no secret
        values = typed_fields(_root(yaml), FIELDS, STANDARDS)
        same = {name: value for name, value in values.items() if value is not None}
        assert edit_fields(yaml, GROUPS, same, STANDARDS) == yaml


def test_what_cannot_be_read_again_is_refused() -> None:
    with pytest.raises(ValueProblem, match="不能保存的字符"):
        edit_fields("标题: 甲\n", GROUPS, {"title": "甲\x01乙"}, STANDARDS)
    with pytest.raises(ValueProblem, match="改整个文件"):
        edit_fields("标题: 甲: 乙\n", GROUPS, {"title": "丙"}, STANDARDS)
