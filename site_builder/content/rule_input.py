"""A read file as rules see it: stretches of text with places."""

from collections.abc import Iterator, Mapping
from datetime import date

from site_builder.content.front_matter import FrontMatter
from site_builder.content.markdown.source import MarkdownSource
from site_builder.core.yaml.nodes import Node
from site_builder.model.frozendict import frozendict
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.rule_context import TextFile, TextSpan
from site_builder.model.source import Source

_URL = lazy_pattern(
    r"(?<=\]\()[^)\s]*|(?<=<)(?:https?|mailto):[^>\s]*(?=>)|https?://[A-Za-z0-9/?#@:%&=._~+-]+"
)
_URL_SIGNS = ("](", "http", "<mailto:")
"""Each address has one of them."""
_EXCLUDED_KEYS = ("接受",)
"""What an office writes about diagnostics is not the document's text."""


def build_text_file(
    source: Source,
    front_matter: FrontMatter,
    text: MarkdownSource,
    figures: tuple[str, str] | None = None,
) -> TextFile:
    """Collect the input of rules: `figures` is the path and the text of a report's figures.yaml."""
    spans = [TextSpan("name", "文件名", source.path, Location(source.display_path))]
    _add_fields(spans, front_matter.root, "")
    spans += _body_lines(_rule_text(text), source.display_path, text.first_line)
    if figures:
        spans += _figures_lines(figures[1], figures[0])
    dates = {name: value for name, value in front_matter.values.items() if isinstance(value, date)}
    return TextFile(source, tuple(spans), tuple(text.elements), frozendict(dates))


def _add_fields(spans: list[TextSpan], fields: Mapping[str, Node], parent_label: str) -> None:
    """Add the values of the front matter, one below the other."""
    for key, node in fields.items():
        if key not in _EXCLUDED_KEYS:
            _add_values(spans, f"{parent_label} → {key}" if parent_label else key, node)


def _add_values(spans: list[TextSpan], label: str, node: Node) -> None:
    value = node.value
    if isinstance(value, str):
        spans.append(TextSpan("field", label, value, node.location))
    elif isinstance(value, tuple):
        for item in value:
            _add_values(spans, label, item)
    elif value is not None:
        _add_fields(spans, value, label)


def _rule_text(text: MarkdownSource) -> str:
    """Return the Markdown as rules read it: the settings of tables are no sentences."""
    if not text.rule_lines:
        return text.markdown
    lines = enumerate(text.lines)
    return "\n".join(text.rule_lines.get(number, line) for number, line in lines)


def _body_lines(text: str, file: str, first: int) -> list[TextSpan]:
    """Return the lines of a Markdown text that have content."""
    return [
        TextSpan("body", "", words, Location(file, number, 1))
        for number, words in _numbered_lines(text, first)
    ]


def _figures_lines(text: str, file: str) -> Iterator[TextSpan]:
    """Yield the lines of a figures.yaml that have content, remarks apart."""
    for number, line in _numbered_lines(text, 1):
        content, sign, remark = line.partition(" #")
        yield TextSpan("figures", "", content, Location(file, number, 1))
        if sign:
            location = Location(file, number, len(content) + 3)
            yield TextSpan("figures", "注释", remark, location)


def _numbered_lines(text: str, first: int) -> list[tuple[int, str]]:
    """Return the lines that have content; addresses are blanked out, columns stay."""
    lines = [
        (number, line)
        for number, line in enumerate(text.split("\n"), first)
        if line and not line.isspace()
    ]
    if any(sign in text for sign in _URL_SIGNS):
        return [
            (number, _URL.sub(lambda match: " " * len(match[0]), line)) for number, line in lines
        ]
    return lines
