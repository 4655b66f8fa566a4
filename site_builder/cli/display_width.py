"""How wide a text stands on a terminal, and lines broken as Chinese is broken."""

import unicodedata
from collections.abc import Iterator

_NEVER_FIRST = "，。、；：？！）》”’…％)]},.;:?!%"
"""What no line begins with."""
_NEVER_LAST = "（《“‘([{"
"""What no line ends with."""


def display_width(text: str, *, ambiguous: bool = False) -> int:
    """Count the columns that a text takes; some consoles give two to `ambiguous` characters."""
    wide = "FWA" if ambiguous else "FW"
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me")
        else 1 + (unicodedata.east_asian_width(character) in wide)
        for character in text
    )


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many columns, where it can be broken."""
    lines, used = [""], 0
    for word in _words(" ".join(text.split())):
        size = display_width(word.rstrip())
        if lines[-1] and used + size > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            used = 0
        lines[-1] += word
        used += display_width(word)
    return lines


def _words(text: str) -> Iterator[str]:
    """Yield what stays together: words of letters, Chinese characters with their punctuation."""
    word = ""
    for character in text:
        if word and _can_break(word[-1], character):
            yield word
            word = ""
        word += character
    if word:
        yield word


def _can_break(before: str, after: str) -> bool:
    if after == " " or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return before == " " or display_width(before) > 1 or display_width(after) > 1
