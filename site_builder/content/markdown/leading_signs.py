"""Is a `-` or `>` at a line's start a mark or a sign: decided by the lines around it.

`- 5℃` alone is a temperature; below `- 最低气温` it is an item of a list.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from site_builder.model.lazy_pattern import lazy_pattern

_BULLET = lazy_pattern(r"[ \t>]*-[ \t]+(?=\S)")
_QUOTE = lazy_pattern(r"[ \t]*>")
_COUNTED = (
    r"(?:年|月|日|号|个(?!百分点)|[名人家件条项次份种类期届级岁楼层座台套辆张间处天周]|小时|分钟"
    r"|[./、．）)]|[-—–~～至到])"
)
"""What is counted and never below zero: a number before it is no signed one."""
_SIGNED = lazy_pattern(
    rf"[-+>][ \t]+=?[0-9０-９](?![0-9０-９.]*\s*{_COUNTED})(?![0-9０-９.]*[A-Za-z])"
)
_COMPARED = lazy_pattern(r">[ \t]*[=＝0-9０-９]")


@dataclass(frozen=True, slots=True)
class LineContext:
    """What the lines around a line imply about the marks it begins with."""

    in_list: bool = False
    """A list: some item begins with a word."""
    in_quotation: bool = False
    """A quotation: some line begins with `> ` and a word."""
    is_ambiguous: bool = False
    """It begins with a sign and a blank, and nothing around it shows which it is."""

    def is_sign(self, rest: str) -> bool:
        """Return whether these words begin with a sign of a number instead of a mark."""
        if rest.startswith(">"):
            return bool(_COMPARED.match(rest)) and not (self.in_quotation and rest[1:2] == " ")
        return not self.in_list and bool(_SIGNED.match(rest))


_context = cache(LineContext)
"""Of eight that there are, the one with these facts."""


def line_contexts(lines: list[str]) -> list[LineContext]:
    """Return for each line what its neighbours imply."""
    listed = _flag_runs(lines, _BULLET, _is_list)
    quoted = _flag_runs(lines, _QUOTE, _is_quotation)
    return [
        _context(is_listed, is_quoted, _is_ambiguous(line, is_listed, is_quoted))
        for line, is_listed, is_quoted in zip(lines, listed, quoted, strict=True)
    ]


def _is_ambiguous(line: str, listed: bool, quoted: bool) -> bool:  # noqa: FBT001 - two of a kind
    words = line.lstrip(" \t")
    signed = words[:1] in ("-", ">") and bool(_SIGNED.match(words))
    return signed and ((words[0] == "-" and not listed) or (words[0] == ">" and not quoted))


def _is_list(lines: list[str]) -> bool:
    bullets = (_BULLET.match(line) for line in lines)
    return any(
        bullet and not _SIGNED.match(f"- {bullet.string[bullet.end() :]}") for bullet in bullets
    )


def _is_quotation(lines: list[str]) -> bool:
    words = (line.lstrip(" \t") for line in lines)
    return any(
        text.startswith("> ") and text[1:].strip() and not _COMPARED.match(text) for text in words
    )


def _flag_runs(
    lines: list[str], mark: re.Pattern[str], predicate: Callable[[list[str]], bool]
) -> list[bool]:
    """Check each run of lines that begin with a mark, and report it for all its lines."""
    flags = [False] * len(lines)
    if not any(map(mark.match, lines)):
        return flags
    for start, end in _runs(lines, mark):
        if predicate(lines[start:end]):
            flags[start:end] = [True] * (end - start)
    return flags


def _runs(lines: list[str], mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines with a mark; those indented or next to one belong to it."""
    start, end = -1, -1
    for number, line in enumerate(lines):
        if mark.match(line):
            start, end = (number if start < 0 else start), number + 1
        elif not line.strip():
            if mark is _QUOTE and start >= 0:
                yield start, end
                start = -1
        elif start >= 0 and end < number and line[:1] not in (" ", "\t"):
            yield start, end
            start = -1
        elif start >= 0:
            end = number + 1
    if start >= 0:
        yield start, end
