"""A value as people typed it, with its place."""

from collections.abc import Mapping
from typing import NamedTuple

from site_builder.model.location import Location

NULLS = frozenset(("", "~", "null", "Null", "NULL"))
"""What YAML reads as nothing, where it stands without quotes."""


class Node(NamedTuple):
    """A value of a YAML file: text, a list or a mapping, with its place."""

    value: "str | tuple[Node, ...] | Mapping[str, Node] | None"
    """None: nothing was written (`键:` or `~`)."""
    location: Location
    key_location: Location
    """Where its key stands; the value's own place outside mappings."""

    def text(self) -> str | None:
        """Return the typed text, or None when nothing or no single value was typed."""
        return self.value if isinstance(self.value, str) else None

    def items(self) -> tuple["Node", ...] | None:
        """Return the list, or None when this is no list."""
        return self.value if isinstance(self.value, tuple) else None

    def mapping(self) -> "Mapping[str, Node] | None":
        """Return the mapping, or None when this is none."""
        value = self.value
        return None if value is None or isinstance(value, str | tuple) else value
