"""What the tests of prose share: a text read as the document reader reads it."""

from site_builder.model.document import Prose
from site_builder.read import prose
from site_builder.read.prose import Text

GOVERNMENT = ("gov.cn", "政务", "xn--zfr164b", "www.park.example")


def read(markdown: str, path: str = "2021/documents/a.md") -> tuple[Prose, Text]:
    """Read a text whose Markdown starts on line 10 of its file."""
    text = Text(f"content/{path}", path, 10, GOVERNMENT, markdown)
    prose.parse(text)
    return prose.render(text, text.tokens), text


def told(markdown: str) -> list[tuple[str, int, str]]:
    """List what is wrong with a text: rule, line, message."""
    _, text = read(markdown)
    return [(one.code, one.location.line, one.message) for one in text.findings]
