"""What the tests of prose share: a text read as the document reader reads it."""

from site_builder.content.markdown import parsed_prose
from site_builder.content.markdown.source import MarkdownSource
from site_builder.model.prose import Prose
from tests.helpers.simple_markdown import difference
from tests.helpers.standards import STANDARDS

GOVERNMENT = ("gov.cn", "政务", "xn--zfr164b", "www.park.example")


def read(markdown: str, path: str = "2021/documents/a.md") -> tuple[Prose, MarkdownSource]:
    """Read a text whose Markdown starts on line 10 of its file."""
    text = MarkdownSource(f"content/{path}", path, 10, GOVERNMENT, markdown)
    text.languages = STANDARDS.languages
    parsed_prose.parse(text)
    assert not difference(markdown, path)
    return parsed_prose.render(text, text.tokens), text


def diagnostics(markdown: str) -> list[tuple[str, int, str]]:
    """List what is wrong with a text: rule, line, message."""
    _, text = read(markdown)
    return [
        (diagnostic.code, diagnostic.location.line, diagnostic.message)
        for diagnostic in text.diagnostics
    ]
