"""A text as the paragraphs that a reviewer speaks of, and where a quoted one stands by now."""

import difflib
from collections.abc import Sequence

from site_builder.content.front_matter_fences import split_front_matter
from site_builder.model.lazy_pattern import lazy_pattern

_KEY = lazy_pattern(r"([^\s#:：'\"-][^:：]*?)\s*[:：]")
_SIMILAR = 0.5
_MAX_COMPARED = 4_000
"""Characters of a paragraph; comparing costs their product."""


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Return the lines of the front matter, each by itself, and the blocks of the body."""
    front_matter, body, _ = split_front_matter(text.replace("\r\n", "\n"))
    paragraphs = [line.rstrip() for line in front_matter.split("\n") if line.strip()]
    block: list[str] = []
    for line in (*body.split("\n"), ""):
        if line.strip() and not line.startswith("#"):
            block.append(line.rstrip())
            continue
        if block:
            paragraphs.append("\n".join(block))
        block = []
        if line.strip():
            paragraphs.append(line.rstrip())
    return tuple(paragraphs)


def paragraph_places(text: str) -> tuple[str, ...]:
    """Return for each paragraph what a reader calls its place.

    A line of the front matter is its field, a heading its words; the others are counted as they
    are seen on the page.
    """
    paragraphs = split_paragraphs(text)
    front_matter, _, _ = split_front_matter(text.replace("\r\n", "\n"))
    described = sum(bool(line.strip()) for line in front_matter.split("\n"))
    places: list[str] = []
    field, count = "说明", 0
    for number, paragraph in enumerate(paragraphs):
        if number < described:
            key = _KEY.match(paragraph)
            field = f"“{key[1]}”一项" if key else field
            places.append("说明里的注释" if paragraph.startswith("#") else field)
        elif paragraph.startswith("#"):
            places.append(f"标题“{paragraph.lstrip('#').strip()}”")
        else:
            count += 1
            places.append(f"第 {count} 段")
    return tuple(places)


def find_paragraph(paragraphs: Sequence[str], quote: str, number: int) -> tuple[int, bool]:
    """Return the number of a quoted paragraph, from 1, and whether it still reads the same.

    Of equal ones the nearest to where it stood is meant. Where none reads the same, the most
    similar is returned; 0 where none is similar.
    """
    same = [place for place, text in enumerate(paragraphs, 1) if text == quote]
    if same:
        return min(same, key=lambda place: abs(place - number)), True
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(quote[:_MAX_COMPARED])
    best, best_ratio = 0, _SIMILAR
    for place, text in enumerate(paragraphs, 1):
        matcher.set_seq1(text[:_MAX_COMPARED])
        if matcher.real_quick_ratio() > best_ratio and matcher.quick_ratio() > best_ratio:
            ratio = matcher.ratio()
            if ratio > best_ratio:
                best, best_ratio = place, ratio
    return best, False
