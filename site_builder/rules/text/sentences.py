"""A text's sentences with their places.

Lines of one paragraph belong together; a heading, a list item or a table row stands alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.rule_context import TextFile, TextSpan

_BLOCK_START = lazy_pattern(r"\s*(?:#|[-*+]\s|\d+[.)]\s|\||>|\[\^)")
_SENTENCE = lazy_pattern(r"[^。；！？;|]+[。；！？;]?")
_MARKS = lazy_pattern(r"^[\s#>*+\-\d.)|]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, an item of a list or a cell of a table."""

    text: str
    location: Location
    paragraph: str
    """All of the paragraph it stands in."""
    lead: str
    """What announces the list it stands in: the last paragraph before, if it ends in a colon."""


def split_sentences(text: TextFile) -> Iterator[Sentence]:
    """Yield the sentences of a body."""
    lead = ""
    for block in _blocks(text):
        words = "".join(span.text.strip() for span in block)
        is_list_item = bool(_BLOCK_START.match(block[0].text))
        if not is_list_item:
            lead = words if words.endswith((":", "：")) else ""
        for match in _SENTENCE.finditer(words):
            sentence_text = _MARKS.sub("", match[0])
            if sentence_text.strip():
                start = match.end() - len(sentence_text)
                yield Sentence(
                    sentence_text.strip(),
                    _location_at(block, start),
                    words,
                    lead if is_list_item else "",
                )


def _blocks(text: TextFile) -> Iterator[list[TextSpan]]:
    block: list[TextSpan] = []
    for span in text.spans:
        if span.kind != "body":
            continue
        follows = block and span.location.line == block[-1].location.line + 1
        if block and (not follows or _BLOCK_START.match(span.text)):
            yield block
            block = []
        block.append(span)
    if block:
        yield block


def _location_at(block: list[TextSpan], offset: int) -> Location:
    """Find the place of a character of a paragraph's joined lines."""
    for span in block:
        words = span.text.strip()
        if offset < len(words):
            return span.location_at(len(span.text) - len(span.text.lstrip()) + offset)
        offset -= len(words)
    return block[-1].location
