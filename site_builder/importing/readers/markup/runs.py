"""Words with their style: joined to lines, and written as plain text and as safe Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit

from site_builder.core.text.markdown_escapes import WordRun, escape_words, join_runs
from site_builder.model.lazy_pattern import lazy_pattern

RunKind = Literal["text", "break", "note"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one style, the end of a line, or the call of a footnote."""

    kind: RunKind
    text: str
    """Of a call: the label of its note."""
    is_bold: bool = False
    link: str = ""
    """A safe address; empty when it leads nowhere."""
    is_struck: bool = False
    """Crossed out: it can be seen, and does not count."""
    is_verbatim: bool = False
    """Its spaces and lines are as typed."""


_SPACES = lazy_pattern("[ \t\r\n\f\v\u2028\u2029]+")
_INVISIBLE = lazy_pattern("[\u200b\u2060\ufeff\u00ad]")
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u201c\u201d\u2018\u2019\u2026"
_BROKEN_CJK = lazy_pattern(f"(?<=[{_CJK}])[ \t]*[\r\n][ \t\r\n]*(?=[{_CJK}])")
_DIRECTION_MARKS = lazy_pattern("[\u200e\u202a\u202c\u202d\u2066\u2068\u2069]")
_REVERSED = lazy_pattern("[\u200f\u202b\u202e\u2067\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_GAP = lazy_pattern(" {2,}")
EDGES = "".join((" \t\u00a0\u1680\u202f\u205f\u3000", *map(chr, range(0x2000, 0x200B))))
"""Spaces at the ends of a line: an indent, or nothing at all."""
_MAX_BOLD = 300
_SUPERSCRIPTS = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def raised(text: str) -> str:
    """Return digits and signs as superscripts: a `2` of `m²` must not join a number."""
    return text.translate(_SUPERSCRIPTS)


def lowered(text: str) -> str:
    """Return digits and signs as subscripts."""
    return text.translate(_SUBSCRIPTS)


def safe_address(address: str, base: str) -> str:
    """Return an address that may be linked to, absolute; empty for scripts and what is local."""
    try:
        target = urljoin(base, "".join(address.split())) if base else address.strip()
        parts = urlsplit(target)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https", "mailto") or (
        parts.scheme != "mailto" and not parts.netloc
    ):
        return ""
    return quote(target, safe="/:?#@!$&'*+,;=%~.-_[]")


def split_lines(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    """Yield the lines of some runs, their white space as a browser shows it, empty ones too."""
    line: list[Run] = []
    for run in runs:
        if run.kind == "break":
            yield _normalized(line)
            line = []
        else:
            line.append(run)
    yield _normalized(line)


def _normalized(line: Sequence[Run]) -> tuple[Run, ...]:
    """Join neighbours of one style, and fold white space over their borders."""
    joined: list[Run] = []
    for run in line:
        if run.kind == "text" and joined and replace(joined[-1], text=run.text) == run:
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    result: list[Run] = []
    ends_in_space = True
    for run in joined:
        if run.kind != "text" or run.is_verbatim:
            result.append(run)
            ends_in_space = False
            continue
        text = _INVISIBLE.sub("", _SPACES.sub(" ", _BROKEN_CJK.sub("", run.text)))
        if ends_in_space:
            text = text.removeprefix(" ")
        if text:
            ends_in_space = text.endswith(" ")
            result.append(replace(run, text=text))
    return tuple(result)


def plain_text(line: Iterable[Run]) -> str:
    """Return the words of a line, without what is crossed out."""
    text = "".join(_words(run) for run in line if run.kind == "text" and not run.is_struck)
    return without_direction_marks(text).strip(EDGES)


def without_direction_marks(text: str) -> str:
    """Return words without marks of direction that change nothing; spreadsheets copy them along.

    What turns the order of characters round stays: a number within it reads otherwise.
    """
    if not _DIRECTION_MARKS.search(text) or _REVERSED.search(text):
        return text
    return _DIRECTION_MARKS.sub("", text)


def _words(run: Run) -> str:
    """Return the words of a run; spaces that only keep a distance are one."""
    text = run.text.replace("\u00a0", " ")
    return text if run.is_verbatim or "  " not in text else _GAP.sub(" ", text)


def struck_text(line: Iterable[Run]) -> str:
    """Return what is crossed out."""
    return "".join(run.text for run in line if run.is_struck).strip(EDGES)


def markdown_text(line: Sequence[Run], *, bold: bool = True) -> str:
    """Return a line as inline Markdown; without `bold`, as a heading needs it."""
    words: list[WordRun] = []
    trimmed = _trimmed(line)
    if len(trimmed) == 1 and not (trimmed[0].is_bold or trimmed[0].link):
        text = without_direction_marks(_words(trimmed[0]))
        return f"[^{text}]" if trimmed[0].kind == "note" else escape_words(text)
    # Each bold word is looked up in the whole line.
    bold = bold and sum(run.is_bold for run in trimmed) <= _MAX_BOLD
    for run in trimmed:
        is_strong = bold and run.is_bold
        text = _words(run)
        if run.kind == "note":
            words.append(WordRun(f"[^{text}]", is_strong, is_mark=True))
        elif run.link and text.strip(EDGES) and text.count("[") == text.count("]"):
            lead, label, tail = _split_edges(text)
            link = f"[{escape_words(label)}]({run.link})"
            words += [
                WordRun(lead, is_strong),
                WordRun(link, is_strong, is_mark=True),
                WordRun(tail, is_strong),
            ]
        else:
            words.append(WordRun(text, is_strong))
    return join_runs(words)


def _trimmed(line: Sequence[Run]) -> list[Run]:
    """Return a line without the spaces at its ends."""
    runs = [run for run in line if run.kind == "note" or (run.text and not run.is_struck)]
    while runs and runs[0].kind == "text":
        text = runs[0].text.lstrip(EDGES)
        if text:
            runs[0] = replace(runs[0], text=text)
            break
        runs.pop(0)
    while runs and runs[-1].kind == "text":
        text = runs[-1].text.rstrip(EDGES)
        if text:
            runs[-1] = replace(runs[-1], text=text)
            break
        runs.pop()
    return runs


def _split_edges(text: str) -> tuple[str, str, str]:
    words = text.strip(EDGES)
    start = text.index(words)
    return text[:start], words, text[start + len(words) :]
