"""A read file as rules see it: stretches of text with places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from site_builder.content.front_matter import FrontMatter
from site_builder.content.markdown.source import MarkdownSource
from site_builder.core.yaml.nodes import Node
from site_builder.model.frozendict import frozendict
from site_builder.model.location import Location
from site_builder.model.rule_context import TextFile, TextSpan
from site_builder.model.source import Source

_URL = re.compile(
    r"(?<=\]\()[^)\s]*|(?<=<)(?:https?|mailto):[^>\s]*(?=>)|https?://[A-Za-z0-9/?#@:%&=._~+-]+"
)
_EXCLUDED_KEYS = ("接受",)
"""What an office writes about diagnostics is not the document's text."""


def build_text_file(
    source: Source,
    front_matter: FrontMatter,
    text: MarkdownSource,
    figures: tuple[str, str] | None = None,
) -> TextFile:
    """Collect the input of rules: `figures` is the path and the text of a report's figures.yaml."""
    spans = [
        TextSpan("name", "文件名", source.path, Location(source.display_path)),
        *_fields(front_matter.root, ""),
        *_lines("body", _rule_text(text), source.display_path, text.first_line),
    ]
    if figures:
        spans += _lines("figures", figures[1], figures[0], 1)
    dates = {name: value for name, value in front_matter.values.items() if isinstance(value, date)}
    return TextFile(source, tuple(spans), tuple(text.elements), frozendict(dates))


def _fields(fields: Mapping[str, Node], parent_label: str) -> Iterator[TextSpan]:
    """Yield the values of the front matter, one below the other."""
    for key, node in fields.items():
        if key not in _EXCLUDED_KEYS:
            yield from _values(key if not parent_label else f"{parent_label} → {key}", node)


def _values(label: str, node: Node) -> Iterator[TextSpan]:
    if isinstance(node.value, str):
        yield TextSpan("field", label, node.value, node.location)
    elif isinstance(node.value, tuple):
        for item in node.value:
            yield from _values(label, item)
    elif node.value is not None:
        yield from _fields(node.value, label)


def _rule_text(text: MarkdownSource) -> str:
    """Return the Markdown as rules read it: the settings of tables are no sentences."""
    lines = enumerate(text.lines)
    return "\n".join(text.rule_lines.get(number, line) for number, line in lines)


def _lines(kind: str, text: str, file: str, first: int) -> Iterator[TextSpan]:
    """Yield the lines of a text that have content; addresses are blanked out, columns stay."""
    for number, line in enumerate(text.split("\n"), first):
        if line.strip():
            words = _URL.sub(lambda match: " " * len(match[0]), line)
            location = Location(file, number, 1)
            if kind == "figures":
                content, sign, remark = words.partition(" #")
                yield TextSpan("figures", "", content, location)
                if sign:
                    yield TextSpan(
                        "figures", "注释", remark, replace(location, column=len(content) + 3)
                    )
            else:
                yield TextSpan("body", "", words, location)
