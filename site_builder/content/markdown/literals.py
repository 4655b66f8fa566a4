r"""What in a text is mark-up to CommonMark and none to an office: hidden from the parser.

`>=90分`, `- 5℃`, `Z:\名单\*.xls`, `2021. 年` and `&nbsp;` are words. Each of their signs is
replaced, one for one, by a character that no text may hold (`core.yaml.nodes` refuses them)
before markdown-it reads the text, and given back in its tokens; so every line keeps its columns,
and the parser needs no second opinion. What is mark-up: docs/writing.md.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from markdown_it.token import Token

from site_builder.content.markdown.leading_signs import LineContext
from site_builder.core.text.html_tags import ENTITY
from site_builder.model.lazy_pattern import lazy_pattern

_SIGNS = "\\&>-+*~_.)"
_HIDDEN = {sign: chr(0xFDD0 + number) for number, sign in enumerate(_SIGNS)}
HIDDEN_BACKSLASH = _HIDDEN["\\"]
_SIGN_BY_HIDDEN = {ord(hidden): sign for sign, hidden in _HIDDEN.items()}
_ENCODED = {quote(hidden): quote(sign, safe=_SIGNS) for sign, hidden in _HIDDEN.items()}
_ANY_HIDDEN = lazy_pattern(f"[{''.join(_HIDDEN.values())}]")

_NUMBER = lazy_pattern(r"[0-9]{1,9}[.)](?=[ \t]|$)")
_MAY_BE_MARKED = lazy_pattern(r"[ \t]*(?:[>:+*_~-]|\[\^|[0-9]{1,9}[.)])")
_LIST_ITEM = lazy_pattern(r"[1-9][0-9]{0,2}\.[ \t]+\S")
_FOOTNOTE_DEFINITION = lazy_pattern(r"\[\^[^\]\s]+\]:")
UNSUPPORTED_RULE = lazy_pattern(
    r"(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?=-+[ \t]+-)-(?:[ \t]*-){2,}[ \t]*"
)
"""Lines that CommonMark draws; here `---` alone does."""
_ESCAPED_STARS = lazy_pattern(r"(?:\\\*){2,}(?!\.[A-Za-z]|\\)")
"""Stars written as stars. `Z:\\*\\*.xls` is none: what follows, or stands before, is a path."""
_PATH_BEFORE = lazy_pattern(r"\\|[A-Za-z]:$")
_MAX_MARKS = 200
"""At the start of a line; so deep nothing is printed, which is an error."""
_MAX_PATH_LENGTH = 200
"""Characters before stars that may be a path."""
_ESCAPE_AT_START = lazy_pattern(
    r"\\(?:#|[->+*](?=[ \t])|[->+](?=[0-9=>+-]))|[0-9]{1,9}\\[.)](?=[ \t]|$)"
)


def hide_literals(lines: list[str], contexts: list[LineContext]) -> str:
    """Return the text with all signs hidden that are words."""
    return "\n".join(_hide(line, group) for line, group in zip(lines, contexts, strict=True))


def _hide(line: str, group: LineContext) -> str:
    if "&" not in line and "\\" not in line and not _MAY_BE_MARKED.match(line):
        return line
    start, hidden = _read_marks(line, group)
    if "&" in line:
        hidden |= {match.start() for match in ENTITY.finditer(line)}
    if "\\" in line:
        hidden |= literal_backslashes(line, start)
    if not hidden:
        return line
    return "".join(
        _HIDDEN[character] if index in hidden else character for index, character in enumerate(line)
    )


def _read_marks(line: str, group: LineContext) -> tuple[int, set[int]]:
    """Read the marks that a line begins with. Returns where its words start, and signs to hide."""
    offset = 0
    for _ in range(_MAX_MARKS):
        while line[offset : offset + 1] in (" ", "\t"):
            offset += 1
        rest = line[offset:]
        length = _mark_length(rest, group)
        if length == 0:
            return offset, {offset + index for index in _false_mark_offsets(rest)}
        offset += length
    return offset, set()


def _mark_length(rest: str, group: LineContext) -> int:
    """Return the length of the mark that a line goes on with; 0 when it goes on with words."""
    is_spaced = rest[1:2] in (" ", "\t")
    words = rest[1:].strip(" \t")
    if rest.startswith(">"):
        return int(group.in_quotation and (not words or not group.is_sign(rest)))
    if rest.startswith("-"):
        is_item = is_spaced and words and not UNSUPPORTED_RULE.fullmatch(rest)
        return int(bool(is_item) and not group.is_sign(rest))
    if rest.startswith(":"):
        return int(is_spaced)
    note = _FOOTNOTE_DEFINITION.match(rest)
    if note:
        return note.end()
    listed = _LIST_ITEM.match(rest)
    return rest.index(".") + 1 if listed else 0


def _false_mark_offsets(rest: str) -> Iterable[int]:
    """Yield the signs that CommonMark would take for a mark at the start of these words."""
    sign = rest[:1]
    number = _NUMBER.match(rest)
    if UNSUPPORTED_RULE.fullmatch(rest):
        yield from (offset for offset, character in enumerate(rest) if character == sign)
    elif sign == ">" or (sign and sign in "-+*~" and rest[1:2] in ("", " ", "\t")):
        yield 0
    elif rest.startswith("~~~"):
        yield from range(len(rest) - len(rest.lstrip("~")))
    elif number:
        yield number.end() - 1


def literal_backslashes(line: str, start: int) -> set[int]:
    """Return the places of all backslashes that are words; the line's words begin at `start`."""
    escapes: set[int] = set()
    opening = _ESCAPE_AT_START.match(line, start)
    if opening:
        escapes.add(opening.start() + opening[0].index("\\"))
    for pair in _ESCAPED_STARS.finditer(line):
        preceding = line[max(0, pair.start() - _MAX_PATH_LENGTH) : pair.start()]
        word = re.split(r"[\s，、。；：]", _ESCAPED_STARS.sub("", preceding))[-1]
        if not _PATH_BEFORE.search(word):
            escapes.update(range(pair.start(), pair.end(), 2))
    return {
        offset
        for offset, character in enumerate(line)
        if character == "\\" and offset not in escapes and line[offset + 1 : offset + 2] != "|"
    }


def show_literals(text: str) -> str:
    """Return the hidden signs of a text back."""
    return text.translate(_SIGN_BY_HIDDEN) if _ANY_HIDDEN.search(text) else text


def show_in_tokens(tokens: Iterable[Token], hidden: str) -> None:
    """Restore the hidden signs of Markdown that was parsed with them, wherever they got to."""
    if _ANY_HIDDEN.search(hidden) or "%EF%B7" in hidden:
        _show_in_tokens(tokens)
    if "![" not in hidden:
        return
    for image in _images(tokens):
        # An alternative text has no style: it is read out as typed.
        image.children = [Token("text", "", 0, content=image.content)]


def _show_in_tokens(tokens: Iterable[Token]) -> None:
    for token in tokens:
        token.content = show_literals(token.content)
        token.info = show_literals(token.info)
        for name, value in token.attrs.items():
            if isinstance(value, str) and (_ANY_HIDDEN.search(value) or "%EF%B7" in value):
                token.attrs[name] = _show_address(value)
        _show_in_tokens(token.children or ())


def _images(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "image":
            yield token
        else:
            yield from _images(token.children or ())


def _show_address(value: str) -> str:
    for encoded, sign in _ENCODED.items():
        value = value.replace(encoded, sign)
    return show_literals(value)
