"""YAML with the span of every value in its text: what changes one value and no other byte."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from site_builder.core.yaml.errors import UNICODE_LINE_BREAKS

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - wheels carry libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]  # the same, in Python


@dataclass(frozen=True, slots=True)
class SourceNode:
    """A value, in characters of the text; both ends are equal where nothing is typed."""

    start: int
    end: int
    """Behind the last letter or bracket; of a block, behind its last value."""
    text: str | None = None
    """Of a scalar, as YAML reads it."""
    plain: bool = False
    """Typed without quotes, in one line."""
    items: tuple["SourceNode", ...] | None = None
    """Of a list."""
    entries: tuple["SourceEntry", ...] | None = None
    """Of a mapping, in order."""
    is_flow: bool = False
    """Written in brackets."""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A key of a mapping, and its value."""

    key: str
    key_start: int
    key_end: int
    """Behind the colon."""
    key_column: int
    """Counted from 0."""
    value: SourceNode


def parse_source(text: str) -> SourceNode:
    """Read a document. Raises yaml.YAMLError or ValueError for what is none, or has aliases."""
    events = yaml.parse(text.translate(UNICODE_LINE_BREAKS), Loader)
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            return _Parser(text, events).node(next(events))
    raise ValueError("no document")


@dataclass(slots=True)
class _Parser:
    text: str
    events: Iterator[Any]
    after_key: int = field(default=0)
    """Where an empty value would stand."""

    def node(self, event: yaml.Event) -> SourceNode:
        start, end = _index(event.start_mark), _index(event.end_mark)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(start, is_flow=bool(event.flow_style))
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(start, is_flow=bool(event.flow_style))
        if not isinstance(event, yaml.ScalarEvent):
            raise ValueError("an alias")  # noqa: TRY004 - of a text, not of a type
        if start == end:
            start = end = self.after_key or start
        end = start + len(self.text[start:end].rstrip())
        plain = event.style in (None, "") and "\n" not in self.text[start:end]
        return SourceNode(start, end, event.value, plain)

    def sequence(self, start: int, *, is_flow: bool) -> SourceNode:
        items = []
        self.after_key = 0
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event))
        end = _index(event.end_mark) if is_flow else _last_end(items, start)
        return SourceNode(start, end, items=tuple(items), is_flow=is_flow)

    def mapping(self, start: int, *, is_flow: bool) -> SourceNode:
        entries = []
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise ValueError("a key that is no word")  # noqa: TRY004 - of a text, not of a type
            key_start, column = _index(event.start_mark), _column(event.start_mark)
            key_end = self.after_key = self.text.index(":", _index(event.end_mark)) + 1
            value = self.node(next(self.events))
            self.after_key = 0
            entries.append(SourceEntry(event.value, key_start, key_end, column, value))
        end = _index(event.end_mark) if is_flow else _last_end([e.value for e in entries], start)
        return SourceNode(start, end, entries=tuple(entries), is_flow=is_flow)


def _last_end(nodes: list[SourceNode], start: int) -> int:
    return nodes[-1].end if nodes else start


def _index(mark: Any) -> int:  # noqa: ANN401 - of either of two loaders
    if mark is None:  # pragma: no cover - libyaml marks every event
        raise ValueError("no mark")
    return int(mark.index)


def _column(mark: Any) -> int:  # noqa: ANN401 - of either of two loaders
    return int(mark.column)
