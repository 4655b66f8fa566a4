"""Both ways through Markdown, side by side."""

from site_builder.content.markdown import parsed_prose
from site_builder.content.markdown.simple_markdown import read_simple_markdown
from site_builder.content.markdown.source import MarkdownSource
from tests.helpers.standards import STANDARDS


def _source(markdown: str, path: str, language: str) -> MarkdownSource:
    text = MarkdownSource(f"content/{path}", path, 10, ("gov.cn", "www.park.example"), markdown)
    text.languages, text.language = STANDARDS.languages, language
    return text


def difference(markdown: str, path: str = "2021/documents/a.md", language: str = "") -> str | None:
    """Return how both ways differ, empty when they do not; None where the short one refuses."""
    text, parsed = _source(markdown, path, language), _source(markdown, path, language)
    simple = read_simple_markdown(text)
    if simple is None:
        assert not text.elements
        assert not text.diagnostics
        return None
    parsed_prose.parse(parsed)
    expected = parsed_prose.render(parsed, parsed.tokens)
    short = (simple, type(simple.html), text.elements, text.diagnostics, text.rule_lines)
    long = (expected, type(expected.html), parsed.elements, parsed.diagnostics, parsed.rule_lines)
    pairs = zip(short, long, strict=True)
    return "\n".join(f"{markdown!r}:\n{a}\n{b}" for a, b in pairs if a != b)
