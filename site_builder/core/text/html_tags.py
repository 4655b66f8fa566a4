"""HTML as somebody types or pastes it into a text: its tags and its character references."""

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model.lazy_pattern import lazy_pattern

_NAMES = (
    "a abbr article audio b base big blockquote body br button caption center cite code col "
    "colgroup dd del div dl dt em embed font form h1 h2 h3 h4 h5 h6 head hr html i iframe "
    "img input kbd label li link mark math meta nobr noscript object ol option p pre q rt "
    "ruby s script section select small source span strike strong style sub sup svg table "
    "tbody td template textarea tfoot th thead title tr tt u ul video wbr xml "
)
_TAG_NAMES = frozenset(_NAMES.split())
_TAG = lazy_pattern(
    r"</?(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<word>:[A-Za-z]+)?"
    r"(?:\s+[A-Za-z_:@][\w:.@-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)*\s*/?>"
    r"|<[!?]\[?[A-Za-z][^<>]*>"
)
ENTITY = lazy_pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
"""A character reference: `&nbsp;`, `&#160;`, `&#xA0;`."""
COMMENT_HINT = "注释不能写在公开的文件里，会被读者看到；请删去，内部的话记在别处。"


@dataclass(frozen=True, slots=True)
class HtmlTag:
    """A tag as it stands."""

    offset: int
    name: str
    """In lower case; empty for what belongs to a web page as a whole or to Word."""
    text: str


def find_tags(text: str) -> Iterator[HtmlTag]:
    """Yield the tags of HTML in a text; `价格<100元` and `<单位>` are none."""
    if "<" not in text:
        return
    for match in _TAG.finditer(text):
        name = (match["name"] or "").lower()
        if name in _TAG_NAMES or match["word"] or not match["name"]:
            yield HtmlTag(match.start(), "" if match["word"] else name, match[0])
