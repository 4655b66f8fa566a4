"""Where the values of a mapping stand in its text: what edits one value without the others."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from site_builder.core.yaml.errors import UNICODE_LINE_BREAKS

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - wheels carry libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]  # the same, in Python


@dataclass(frozen=True, slots=True)
class ValueSpan:
    """An entry of the outermost mapping, in characters of the text."""

    key: int
    """Where its key begins."""
    colon: int
    """Behind the colon."""
    start: int
    end: int
    """Of the value as typed, quotes and brackets included; both behind the colon for none."""
    in_block: bool
    """The value is a list or a mapping on lines of its own."""


def value_spans(text: str) -> dict[str, ValueSpan]:
    """Return the entries of a mapping by their keys. The text must be YAML with such a root.

    Raises yaml.YAMLError or ValueError for any other text.
    """
    events = yaml.parse(text.translate(UNICODE_LINE_BREAKS), Loader)
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            return dict(_entries(text, events))
    raise ValueError("no mapping")


def _entries(text: str, events: Iterator[yaml.Event]) -> Iterator[tuple[str, ValueSpan]]:
    for key in events:
        if isinstance(key, yaml.MappingEndEvent):
            return
        if not isinstance(key, yaml.ScalarEvent):
            raise ValueError("a key that is no word")  # noqa: TRY004 - of a text, not of a type
        colon = text.index(":", _end(key)) + 1
        first = next(events)
        end = _value_end(text, first, events)
        start = _start(first)
        if end <= colon:
            start = end = colon
        in_block = isinstance(first, yaml.CollectionStartEvent) and not first.flow_style
        yield key.value, ValueSpan(_start(key), colon, start, end, in_block)


def _start(event: yaml.Event) -> int:
    if event.start_mark is None:  # pragma: no cover - libyaml marks every event
        raise ValueError("no mark")
    return event.start_mark.index


def _end(event: yaml.Event) -> int:
    if event.end_mark is None:  # pragma: no cover - libyaml marks every event
        raise ValueError("no mark")
    return event.end_mark.index


def _value_end(text: str, first: yaml.Event, events: Iterator[yaml.Event]) -> int:
    """Return where a value ends, its last letter or bracket included."""
    event, depth, end = first, 0, 0
    while True:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        mark = _end(event)
        is_bracket = isinstance(event, yaml.CollectionEndEvent) and text[mark - 1] in "]}"
        if isinstance(event, yaml.ScalarEvent) or is_bracket:
            end = max(end, len(text[:mark].rstrip()))
        if not depth:
            return end
        event = next(events)
