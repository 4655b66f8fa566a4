"""Simple Markdown, read in one pass: what `parse` and `render` return, in a tenth of the time.

Simple are paragraphs, headings, lists, quotations and tables of bars that hold plain words,
bold words and links, and about which there is nothing to report but a number in a list. A text with
anything else is refused as a whole: the parser reads it. The parser stays the definition, and
tests/properties/test_simple_markdown.py compares both on generated, hostile and real texts.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from site_builder.content.markdown.cjk import is_cjk
from site_builder.content.markdown.languages import wrap_in_language
from site_builder.content.markdown.leading_signs import LineContext
from site_builder.content.markdown.line_patterns import FULL_WIDTH_LINK, PARAGRAPH_START
from site_builder.content.markdown.list_numbers import PART_LEVEL, report_numbers
from site_builder.content.markdown.simple_inlines import (
    BLANKS,
    NON_ASCII,
    InlineReader,
    NotSimpleError,
)
from site_builder.content.markdown.simple_lists import Item, continues, is_same_kind, list_html
from site_builder.content.markdown.simple_tables import read_table
from site_builder.content.markdown.standalone_lines import standalone_lines
from site_builder.content.markdown.table_captions import CAPTION_START
from site_builder.core.text.star_pairs import MAX_WORK
from site_builder.model.html import Html
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.prose import Heading, Prose
from site_builder.model.rule_context import MarkupElement

if TYPE_CHECKING:
    from site_builder.content.markdown.source import MarkdownSource

_WORDS = (
    rf"(?!{CAPTION_START}|[0-9]{{1,9}}[.)](?: |$)|[：｜])"
    rf"(?:[A-Za-z0-9(\"'{NON_ASCII}]|\*\*[^*]|\[)"
)
"""How words begin that no rule takes for a mark."""
_START = lazy_pattern(
    rf"(?P<paragraph>[{BLANKS}]*)(?={_WORDS})"
    r"|(?P<heading>#{2,6}) (?=[^\s:：])"
    rf"|(?:(?P<quotation>>)|(?P<indent> *)(?P<item>-|[1-9][0-9]{{0,2}}\.)) (?={_WORDS})"
    r"|(?P<row>\|)|(?P<rule>---$)"
)
_NUMBER = lazy_pattern(r"[0-9]+(?:\.|$)")
"""What may be meant to go on with a list."""
_ALONE = LineContext()
"""What is known of a line without its neighbours."""

_Line = tuple[str, str, str]
"""The words of a line as typed, as HTML and as read."""


def read_simple_markdown(text: MarkdownSource) -> Prose | None:
    """Return a text as prose, with its elements added to the source; None when it is not simple."""
    markdown = text.markdown
    if "[" in markdown and markdown.count("[") * len(markdown) > MAX_WORK:
        return None
    has_brackets = "[" in markdown or "【" in markdown or "［" in markdown
    if has_brackets and FULL_WIDTH_LINK.search(markdown):
        return None
    reader = _BlockReader(text)
    try:
        return reader.read()
    except NotSimpleError:
        return None


class _BlockReader:
    """Reads the blocks of one text; for each, a method that returns the line behind it."""

    def __init__(self, text: MarkdownSource) -> None:
        self.text, self.lines = text, _trimmed(text)
        self.inlines = InlineReader(text)
        self.html: list[str] = []
        self.words: list[str] = []
        self.headings: list[Heading] = []
        self.tables = 0
        self.numbers: list[tuple[int, str, str]] = []
        """Lines whose number does not follow, the number before and that one."""
        self.open_level = 0
        """Of the heading that nothing stands below yet."""

    def read(self) -> Prose:
        """Read the whole text."""
        number, count = 0, len(self.lines)
        while number < count:
            line = self.lines[number]
            if not line:
                number += 1
                continue
            match = _match(line)
            kind = match.lastgroup
            if kind == "heading":
                number = self.heading(match, number)
                continue
            self.open_level = 0
            if kind == "paragraph":
                number = self.paragraph(match, number)
            elif kind == "item":
                number = self.items(match, number)
            elif kind == "row":
                number = self.table(number)
            elif kind == "rule":
                self.html.append("<hr />\n")
                number += 1
            else:
                number = self.quotation(match, number)
        if self.open_level > PART_LEVEL:
            raise NotSimpleError
        html = wrap_in_language("".join(self.html), self.text.language, self.text.languages)
        self.text.elements.extend(self.inlines.elements)
        if self.numbers:
            self.text.env["numbers"] = self.numbers
            report_numbers(self.text)
        links = tuple(self.inlines.links)
        return Prose(Html(html), "\n".join(self.words), tuple(self.headings), links)

    def heading(self, match: re.Match[str], number: int) -> int:
        line = match.string
        level, start = match.end("heading"), match.end()
        if self.open_level > PART_LEVEL and level <= self.open_level:
            raise NotSimpleError
        self.open_level = level
        place = self.text.line_location(number)
        self.inlines.elements.append(MarkupElement("heading", place, line[start:], level=level))
        html, words = self.inlines.read(line, start, len(line), number)
        name = f"section-{len(self.headings) + 1}"
        self.headings.append(Heading(level, name, words))
        self.words.append(words)
        self.html.append(f'<h{level} id="{name}">{html}</h{level}>\n')
        return number + 1

    def paragraph(self, match: re.Match[str], number: int) -> int:
        lines = [self.line(match, number)]
        number += 1
        while line := self.lines[number] if number < len(self.lines) else "":
            match = _match(line)
            if match.lastgroup != "paragraph":
                if match["item"] not in (None, "-", "1."):
                    raise NotSimpleError
                break
            if match.end():
                raise NotSimpleError
            lines.append(self.line(match, number))
            number += 1
        for html, words in _paragraphs(lines):
            self.html.append(f"<p>{html}</p>\n")
            self.words.append(words)
        return number

    def line(self, match: re.Match[str], number: int) -> _Line:
        """Return the words of a line, behind its mark."""
        line, start = match.string, match.end()
        return line[start:], *self.inlines.read(line, start, len(line), number)

    def quotation(self, match: re.Match[str], number: int) -> int:
        lines: list[_Line] = []
        while True:
            if match.lastgroup != "quotation" or _ALONE.is_sign(match.string):
                raise NotSimpleError
            lines.append(self.line(match, number))
            number += 1
            line = self.lines[number] if number < len(self.lines) else ""
            if not line:
                break
            match = _match(line)
        [(html, words)] = _paragraphs(lines, "<br />\n")
        self.html.append(f"<blockquote>\n<p>{html}</p>\n</blockquote>\n")
        self.words.append(words)
        return number

    def items(self, match: re.Match[str], number: int) -> int:
        items: list[Item] = []
        is_loose = False
        while True:
            indent, mark = match.end("indent"), match["item"]
            if _ALONE.is_sign(match.string[indent:]) or (indent and not items):
                raise NotSimpleError
            _, html, words = self.line(match, number)
            items.append(Item(indent, mark, html))
            self.words.append(words)
            number += 1
            following = self.next_text(number)
            if following == len(self.lines):
                break
            match = _match(self.lines[following])
            if not self.is_next_item(match, items, following, is_adjacent=following == number):
                break
            is_loose = is_loose or following > number
            number = following
        self.html.append(list_html(items, is_loose=is_loose))
        return number

    def is_next_item(
        self, match: re.Match[str], items: list[Item], number: int, *, is_adjacent: bool
    ) -> bool:
        """Return whether a line goes on with a list."""
        mark, last = match["item"], items[-1]
        if mark and (match["indent"] or last.indent):
            return True
        if mark and is_same_kind(last.mark, mark):
            if continues(last.mark, mark):
                return True
            self.numbers.append((number, last.mark[:-1], mark[:-1]))
            return False
        # Indented words belong to the item, and a number to the list.
        is_number = last.mark != "-" and _NUMBER.match(match.string)
        if is_adjacent or match.string.startswith(" ") or is_number:
            raise NotSimpleError
        return False

    def next_text(self, number: int) -> int:
        """Return the first line from a number on that is not empty, or the count of lines."""
        while number < len(self.lines) and not self.lines[number]:
            number += 1
        return number

    def table(self, number: int) -> int:
        self.tables += 1
        number, html, words = read_table(self.inlines, self.lines, number, self.tables)
        self.html.append(html)
        self.words += words
        return number


def _trimmed(text: MarkdownSource) -> list[str]:
    """Return the lines without the spaces at the end of blocks, which mean nothing."""
    if " \n" not in text.markdown and not text.markdown.endswith(" "):
        return text.lines
    lines = [line if line.strip(" ") else "" for line in text.lines]
    return [line if following else line.rstrip(" ") for line, following in pairwise([*lines, ""])]


def _match(line: str) -> re.Match[str]:
    match = _START.match(line)
    if match is None or line[-1] in BLANKS:
        raise NotSimpleError
    return match


def _paragraphs(lines: list[_Line], line_break: str = "") -> list[tuple[str, str]]:
    """Return the paragraphs of some lines, as HTML and as words.

    A line of its own is a paragraph; with a line break given, it stays in the one they all make.
    """
    if len(lines) == 1:
        return [lines[0][1:]]
    typed = [line[0] for line in lines]
    # Stars at the start of a line may mask the name that the line before ends with.
    if any(PARAGRAPH_START.match(line) or line.startswith("**") for line in typed[1:]):
        raise NotSimpleError
    _, html, words = lines[0]
    paragraphs: list[tuple[str, str]] = []
    for is_standalone, line in zip(standalone_lines(typed), lines[1:], strict=True):
        if is_standalone and not line_break:
            paragraphs.append((html, words))
            _, html, words = line
            continue
        joins = is_cjk(words[-1]) and is_cjk(line[2][0])
        html += (line_break if is_standalone else "" if joins else "\n") + line[1]
        words += ("\n" if is_standalone else "") + line[2]
    return [*paragraphs, (html, words)]
