"""The common shape of front matter, read line by line; libyaml takes four times as long.

A line is `键: 值`; the value is a text, plain or in quotes, `[甲, 乙]`, or a list on lines below it
whose items are texts or lines `键: 值`. Comments stand on lines of their own. Whatever YAML reads
in another way is left out of the patterns, and what does not match is None: libyaml reads it, and
stays the definition of all of it. `tests/fuzz/test_flat_mappings.py` proves that both return the
same.
"""

import re

from site_builder.core.yaml.node import NULLS, Node
from site_builder.model.digits import SUPPLEMENTARY
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

_MAX_LENGTH = 20_000
"""Characters; with fewer, none of the limits of `parse_yaml` is ever met."""
_NEVER = (
    rf"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff{SUPPLEMENTARY}"
)
"""What breaks lines, marks the order of bytes or may be in no value. Patterns state what they leave
out: to name the thousands of characters that they let in would take 40 ms at every start."""
_KEY = r"([0-9A-Za-z_\u3007\u4e00-\u9fff]{1,40})"
_DOUBLE_QUOTED = rf'"([^"\\{_NEVER}]*)"'
_SINGLE_QUOTED = rf"'([^'{_NEVER}]*)'"
_INSIDE, _BEHIND_COLON = f"[^:{_NEVER}]", f"[^ :{_NEVER}]"
_PLAIN = rf"([^ -\-:-@\[-`{{-~{_NEVER}]{_INSIDE}*(?::{_BEHIND_COLON}{_INSIDE}*)*)"
"""A colon stands inside a word. That no ` #` is inside is asked of the whole text."""
_LIST = rf"\[([^!-'*:<>-@\[-^`{{-~{_NEVER}]*)\]"
_VALUE = f"(?:{_DOUBLE_QUOTED}|{_SINGLE_QUOTED}|{_PLAIN}|{_LIST})"
_PLAIN_GROUP, _LIST_GROUP = 4, 5
_ENTRY = lazy_pattern(rf"{_KEY}:(?: +{_VALUE})? *")
_ITEM = lazy_pattern(rf"(){_VALUE} *")
_NO_FIRST = frozenset("()+;=_-")
_COMMENT = lazy_pattern(f"#[^{_NEVER}]*")


class _OtherShapeError(Exception):
    """The text is not of the common shape."""


def read_flat_mapping(text: str, file: str, first_line: int) -> Node | None:
    """Return the root of a text of the common shape, and None for any other."""
    if len(text) > _MAX_LENGTH or " #" in text:
        return None
    lines = text.split("\n")
    if "#" in text:
        lines = ["" if _COMMENT.fullmatch(line) else line for line in lines]
    reader = _LineReader(lines, file, first_line)
    try:
        mapping = reader.read_mapping(0)
    except _OtherShapeError:
        return None
    if not mapping or reader.index < len(reader.lines):
        return None
    location = next(iter(mapping.values())).key_location
    return Node(mapping, location, location)


class _LineReader:
    """Goes through the lines once. Raises _OtherShapeError for what it does not know."""

    def __init__(self, lines: list[str], file: str, first_line: int) -> None:
        self.lines, self.file, self.first_line = lines, file, first_line
        self.index = 0
        """Of the line to read next."""

    def read_mapping(self, column: int) -> dict[str, Node]:
        """Read the lines `键: 值` that begin at a column, up to the first other line."""
        mapping: dict[str, Node] = {}
        lines, file, indent = self.lines, self.file, " " * column
        while self.index < len(lines):
            line = lines[self.index]
            number = self.index + self.first_line
            if line:
                match = _ENTRY.fullmatch(line, column) if line.startswith(indent) else None
                if match is None:
                    break
                key = match[1]
                if key in mapping:
                    raise _OtherShapeError
                self.index += 1
                key_location = Location(file, number, column + 1)
                if match.lastindex == 1:
                    mapping[key] = self.read_list(column, key_location) or Node(
                        None, Location(file, number, match.end(1) + 2), key_location
                    )
                else:
                    mapping[key] = self.value(match, number, key_location)
            else:
                self.index += 1
        return mapping

    def value(self, match: re.Match[str], number: int, key_location: Location | None) -> Node:
        """Return the value that stands on a line."""
        group = match.lastindex or 0
        text, column = match[group], match.start(group)
        value: str | tuple[Node, ...] = text
        if group == _PLAIN_GROUP:
            value, column = text.rstrip(" "), column + 1
            if value in NULLS:
                raise _OtherShapeError
        elif group == _LIST_GROUP:
            value = self.words(text, number, column + 1)
        location = Location(self.file, number, column)
        return Node(value, location, key_location or location)

    def words(self, text: str, number: int, column: int) -> tuple[Node, ...]:
        """Return what stands in brackets, from a column on."""
        if not text.strip(" "):
            return ()
        nodes: list[Node] = []
        for part in text.split(","):
            word = part.strip(" ")
            if word in NULLS or word[0] in _NO_FIRST:
                raise _OtherShapeError
            location = Location(self.file, number, column + len(part) - len(part.lstrip(" ")))
            nodes.append(Node(word, location, location))
            column += len(part) + 1
        return tuple(nodes)

    def read_list(self, parent_column: int, key_location: Location) -> Node | None:
        """Read the lines `- 值` below a key; None when there are none."""
        while self.index < len(self.lines) and not self.lines[self.index]:
            self.index += 1
        first = self.lines[self.index] if self.index < len(self.lines) else ""
        indent = first[: len(first) - len(first.lstrip(" "))]
        if parent_column or not first.startswith("- ", len(indent)):
            return None
        location = Location(self.file, self.index + self.first_line, len(indent) + 1)
        items: list[Node] = []
        while self.index < len(self.lines):
            line = self.lines[self.index]
            if line.startswith(f"{indent}- "):
                items.append(self.read_item(line, len(indent) + 2))
            elif line:
                break
            else:
                self.index += 1
        return Node(tuple(items), location, key_location)

    def read_item(self, line: str, column: int) -> Node:
        """Read a value behind a `- `, or lines `键: 值` of which that is the first."""
        match = _ITEM.fullmatch(line, column)
        if match:
            self.index += 1
            return self.value(match, self.index + self.first_line - 1, None)
        self.lines[self.index] = " " * column + line[column:]
        mapping = self.read_mapping(column)
        if not mapping:
            raise _OtherShapeError
        location = next(iter(mapping.values())).key_location
        return Node(mapping, location, location)
