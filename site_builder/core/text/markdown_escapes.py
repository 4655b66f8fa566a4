r"""Words → Markdown that reads as the same words: what docs/writing.md would take for a mark.

A `\` escapes only `\*\*` and, at a line's start, `\#`, `\-`, `\>` and `1\.`. Any other sign that
could be a mark (a bracket of a link, a back-tick) becomes a code span, whose words stay as typed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from site_builder.core.text.star_pairs import is_strong
from site_builder.model.lazy_pattern import lazy_pattern

_PLACEHOLDER = "\ufdd0"
"""Stands for a mark while the words around it are escaped; `clean_words` leaves none in them."""
_MARK = lazy_pattern(
    r"`+|(?<=[\]\ufdd0])\(|\[(?=\^)|\\(?=\*)|(?<!\*)\*\*(?!\*)"
    r"|<(?=[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*>|[^<>\s@]+@[^<>\s]+>|[bB][rR]\s*/?>)"
)
"""What would begin or join a mark, wherever it stands in a line."""
_LONE_STARS = lazy_pattern(r"\*\*(?!\.[A-Za-z]|\\)")
_SEPARATOR = lazy_pattern(r"[\s，、。；：]")
_PATH_END = lazy_pattern(r"\\|[A-Za-z]:$")
_MAX_PATH_LENGTH = 200
_INVISIBLE = lazy_pattern(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_BREAK = lazy_pattern("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CODE_SPAN = lazy_pattern(r"(`+)( ?)([^\n]*?)\2\1(?!`)")
_BACKTICKS = lazy_pattern("`+")


@dataclass(frozen=True, slots=True)
class WordRun:
    """Words of one kind within a paragraph."""

    text: str
    is_strong: bool = False
    is_mark: bool = False
    """The text is Markdown already: a reference to a footnote, a link."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some words, and the Markdown of them."""

    start: int
    end: int
    output: str
    is_verbatim: bool = False
    """Each character of it is its own Markdown."""


def clean_words(text: str) -> str:
    """Return a text without characters that nobody sees and no page may hold; lines end in LF."""
    return _INVISIBLE.sub("", _LINE_BREAK.sub("\n", text)).replace("\t", " ")


def escape_words(text: str) -> str:
    """Return Markdown that shows these words, but for what a line of it may begin with."""
    words = clean_words(text)
    return "".join(piece.output for piece in _pieces(words, ()))


def code_span(words: str) -> str:
    """Return words, of one line, as Markdown that nothing is a mark in."""
    longest = max((len(run) for run in _BACKTICKS.findall(words)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{padding}{words}{padding}{fence}"


def code_character(markdown: str, index: int) -> str:
    """Return Markdown with one of its characters as code, joined with the code that follows it."""
    span = _CODE_SPAN.match(markdown, index + 1)
    words = markdown[index] + (span[3] if span else "")
    return markdown[:index] + code_span(words) + markdown[span.end() if span else index + 1 :]


def join_runs(runs: Iterable[WordRun]) -> str:
    """Return the Markdown of a paragraph; bold where its stars can be taken for nothing else."""
    marks: list[str] = []
    words = ""
    spans: list[tuple[int, int]] = []
    for is_bold, group in groupby(runs, key=lambda run: run.is_strong):
        start = len(words)
        for run in group:
            words += _PLACEHOLDER if run.is_mark else clean_words(run.text)
            marks += [run.text] if run.is_mark else []
        if is_bold:
            spans += _bold_spans(words, start)
    pieces = [*_pieces(words, marks)]
    output = "".join(piece.output for piece in pieces)
    for start, end in reversed(spans):
        first, last = _output_offset(pieces, start), _output_offset(pieces, end)
        if first is not None and last is not None:
            output = _set_bold(output, first, last)
    return output


def _bold_spans(words: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of a run that have words, without the blanks around them."""
    for line in words[start:].split("\n"):
        if line.strip():
            first = start + len(line) - len(line.lstrip())
            yield first, first + len(line.strip())
        start += len(line) + 1


def _set_bold(text: str, start: int, end: int) -> str:
    """Return a text with stars around some words, where they make those bold for certain."""
    bold = f"{text[:start]}**{text[start:end]}**{text[end:]}"
    is_touching = "*" in (text[start - 1 : start], text[start], text[end - 1], text[end : end + 1])
    return bold if not is_touching and is_strong(bold, start, end + 2) else text


def _output_offset(pieces: list[_Piece], offset: int) -> int | None:
    """Return where a place of the words is in their Markdown; None within what is escaped."""
    position = 0
    for piece in pieces:
        if offset == piece.start:
            return position
        if offset < piece.end:
            return position + offset - piece.start if piece.is_verbatim else None
        position += len(piece.output)
    return position


def _pieces(words: str, marks: Iterable[str]) -> Iterator[_Piece]:
    """Yield the words in pieces; signs side by side that become code are one."""
    codes: list[_Piece] = []
    remaining_marks = iter(marks)
    for piece in _raw_pieces(words):
        if piece.output:
            yield from _code_pieces(words, codes)
            codes = []
            yield _insert_mark(piece, remaining_marks)
        else:
            codes.append(piece)
    yield from _code_pieces(words, codes)


def _insert_mark(piece: _Piece, marks: Iterator[str]) -> _Piece:
    if piece.output != _PLACEHOLDER:
        return piece
    return _Piece(piece.start, piece.end, next(marks))


def _code_pieces(words: str, codes: list[_Piece]) -> Iterator[_Piece]:
    if codes:
        start, end = codes[0].start, codes[-1].end
        yield _Piece(start, end, code_span(words[start:end]))


def _raw_pieces(words: str) -> Iterator[_Piece]:
    """Yield words as they are, escaped stars, marks, and what has to be code: without output."""
    position = 0
    for match in _MARK.finditer(words):
        yield from _verbatim_pieces(words, position, match.start())
        position = match.end()
        is_escapable = match[0] == "**" and _is_escapable(words, match.start())
        yield _Piece(match.start(), position, r"\*\*" if is_escapable else "")
    yield from _verbatim_pieces(words, position, len(words))


def _verbatim_pieces(words: str, start: int, end: int) -> Iterator[_Piece]:
    for part in words[start:end].replace(_PLACEHOLDER, f"\0{_PLACEHOLDER}\0").split("\0"):
        if part:
            is_verbatim = part != _PLACEHOLDER
            yield _Piece(start, start + len(part), part, is_verbatim=is_verbatim)
            start += len(part)


def _is_escapable(words: str, start: int) -> bool:
    r"""Return whether `\*\*` there is read as two stars: not where it may be part of a path."""
    preceding = words[max(0, start - _MAX_PATH_LENGTH) : start]
    last_word = _SEPARATOR.split(preceding)[-1]
    return bool(_LONE_STARS.match(words, start)) and not _PATH_END.search(last_word)
