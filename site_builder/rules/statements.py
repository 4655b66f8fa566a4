"""A text's sentences with their places. Used by rules that read what a page says.

Lines of one paragraph belong together; a heading, a list item or a table row stands alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model.inspection import TextFile, TextSpan
from site_builder.model.place import Location

_BEGINS = re.compile(r"\s*(?:#|[-*+]\s|\d+[.)]\s|\||>|\[\^)")
_SENTENCE = re.compile(r"[^。；！？;|]+[。；！？;]?")
_MARKS = re.compile(r"^[\s#>*+\-\d.)|]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, an item of a list or a cell of a table."""

    text: str
    place: Location
    paragraph: str
    """All of the paragraph it stands in."""
    lead: str
    """What announces the list it stands in: the last paragraph before, if it ends in a colon."""


def sentences(text: TextFile) -> Iterator[Sentence]:
    """List the sentences of a body."""
    lead = ""
    for block in _blocks(text):
        words = "".join(one.text.strip() for one in block)
        listed = bool(_BEGINS.match(block[0].text))
        if not listed:
            lead = words if words.endswith((":", "：")) else ""
        for found in _SENTENCE.finditer(words):
            said = _MARKS.sub("", found[0])
            if said.strip():
                start = found.end() - len(said)
                yield Sentence(said.strip(), _place(block, start), words, lead if listed else "")


def _blocks(text: TextFile) -> Iterator[list[TextSpan]]:
    block: list[TextSpan] = []
    for passage in text.spans:
        if passage.kind != "body":
            continue
        follows = block and passage.location.line == block[-1].location.line + 1
        if block and (not follows or _BEGINS.match(passage.text)):
            yield block
            block = []
        block.append(passage)
    if block:
        yield block


def _place(block: list[TextSpan], offset: int) -> Location:
    """Find the place of a character of a paragraph's joined lines."""
    for passage in block:
        words = passage.text.strip()
        if offset < len(words):
            return passage.location_at(len(passage.text) - len(passage.text.lstrip()) + offset)
        offset -= len(words)
    return block[-1].location
