"""Lines of Markdown → blocks, whatever program wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from site_builder.importing.readers.markdown_paragraphs import PICTURE, join_lines, split_paragraphs
from site_builder.importing.readers.markdown_tables import (
    data_table,
    is_row,
    is_ruler,
    read_caption,
    row_diagnostics,
    table_rows,
    with_words,
)
from site_builder.importing.readers.markdown_words import MarkdownDialect, read_words
from site_builder.importing.readers.markup.fragment import read_fragment
from site_builder.importing.readers.markup.pictures import OpenSibling, read_source
from site_builder.importing.readers.markup.runs import (
    markdown_text,
    plain_text,
    split_lines,
)
from site_builder.importing.readers.text_lines import SourceLine
from site_builder.importing.readers.text_tables import build_table, find_tables
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, Footnote, Origin, TextBlock

if TYPE_CHECKING:
    from site_builder.model.diagnostic import Diagnostic

_HEADING = lazy_pattern(r" {0,3}(#{1,6})(?:[ \t\u3000]+|(?=[^#\s]))(.*?)[ \t]*#*\s*")
_FENCE = lazy_pattern(r" {0,3}(`{3,}|~{3,})\s*(.*?)\s*")
_BULLET = lazy_pattern(r"([ \t]*)[-*+•][ \t]+(\S.*)")
_NUMBER = lazy_pattern(r"([ \t]*)([0-9]{1,3})[.)][ \t]+(\S.*)")
_QUOTE = lazy_pattern(r"[ \t]*>[ \t]?(.*)")
_NOTE = lazy_pattern(r" {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*)")
_RULE = lazy_pattern(r"\s*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_UNDERLINE = lazy_pattern(r"\s*={3,}\s*")
_TABLE = lazy_pattern(r"(?i)<table\b")
_TABLE_TAG = lazy_pattern(r"(?i)<(/?)table\b")
_INDENT = 2


class MarkdownBlocks:
    """Reads one block after the other."""

    def __init__(
        self,
        file: str,
        lines: Sequence[SourceLine],
        dialect: MarkdownDialect,
        open_sibling: OpenSibling | None,
    ) -> None:
        self.file, self.lines, self.dialect = file, lines, dialect
        self.open_sibling = open_sibling
        self.blocks: list[Block] = []
        self.diagnostics: list[Diagnostic] = []
        self.tables = 0
        self.caption = ""
        self.number = 0
        """Of the last item of the numbered list that is open."""
        self.position = 0

    def read(self) -> list[Block]:
        """Return all blocks."""
        steps = (
            self._heading,
            self._fence,
            self._html_table,
            self._bars,
            self._rule,
            self._note,
            self._item,
            self._quote,
            self._paragraph,
        )
        while self.position < len(self.lines):
            line = self.lines[self.position]
            if not line.text.strip():
                self.position += 1
                continue
            start = self.position
            next(step for step in steps if step(line))
            self.position = max(self.position, start + 1)
        return self.blocks

    def _words(self, text: str) -> tuple[str, str]:
        """Return some lines as words and as Markdown."""
        lines = [line for line in split_lines(read_words(text, self.dialect)) if line]
        return "\n".join(map(plain_text, lines)), "\n".join(map(markdown_text, lines))

    def _add(self, block: TextBlock) -> None:
        if block.text or block.markdown:
            self.blocks.append(block)
        if block.kind != "list-item":
            self.number = 0

    def _heading(self, line: SourceLine) -> bool:
        match = _HEADING.fullmatch(line.text)
        if not match or not match[2]:
            return False
        text, markdown = self._words(match[2].strip())
        if markdown == f"**{text}**":
            markdown = text
        origin = Origin(self.file, line=line.number)
        self._add(TextBlock("heading", text, markdown, origin, len(match[1])))
        self.position += 1
        return True

    def _fence(self, line: SourceLine) -> bool:
        match = _FENCE.fullmatch(line.text)
        if not match:
            return False
        end = self.position + 1
        while end < len(self.lines) and not self.lines[end].text.strip().startswith(match[1]):
            end += 1
        body = self.lines[self.position + 1 : end]
        self.position = end + 1
        caption, self.caption = self.caption, ""
        table = None
        if match[2] == "表格":
            table = data_table(self.file, body, self.tables + 1, caption)
        if table is not None:
            self.tables += 1
            self.blocks.append(with_words(table, self._words))
        else:
            self._plain(body)
        return True

    def _html_table(self, line: SourceLine) -> bool:
        if self.dialect.is_own or not _TABLE.search(line.text):
            return False
        depth, end = 0, self.position
        while end < len(self.lines):
            for tag in _TABLE_TAG.finditer(self.lines[end].text):
                depth += -1 if tag[1] else 1
            end += 1
            if depth <= 0:
                break
        lines = self.lines[self.position : end]
        fragment = read_fragment(
            self.file, lines[0].number, [item.text for item in lines], self.tables
        )
        self.tables = fragment.tables
        self.blocks += fragment.blocks
        self.diagnostics += fragment.diagnostics
        self.position = end
        return True

    def _bars(self, line: SourceLine) -> bool:
        following = (
            self.lines[self.position + 1].text if self.position + 1 < len(self.lines) else ""
        )
        has_ruler = "|" in line.text and is_ruler(following)
        if not has_ruler and not (is_row(line.text) and (is_row(following) or is_ruler(line.text))):
            return False
        end = self.position
        while end < len(self.lines) and (
            is_row(self.lines[end].text) or (has_ruler and "|" in self.lines[end].text)
        ):
            end += 1
        rows = table_rows(self.lines[self.position : end])
        self.position = end
        caption, self.caption = self.caption, ""
        if rows:
            self.tables += 1
            self.diagnostics += row_diagnostics(self.file, rows)
            self.blocks.append(
                with_words(build_table(self.file, rows, self.tables, caption), self._words)
            )
        return True

    def _rule(self, line: SourceLine) -> bool:
        if not _RULE.fullmatch(line.text):
            return False
        self.position += 1
        return True

    def _note(self, line: SourceLine) -> bool:
        match = _NOTE.fullmatch(line.text)
        if not match:
            return False
        text, markdown = self._words(match[2])
        origin = Origin(self.file, line=line.number)
        self.blocks.append(Footnote(match[1], text, markdown, origin))
        self.position += 1
        return True

    def _item(self, line: SourceLine) -> bool:
        bullet, number = _BULLET.fullmatch(line.text), _NUMBER.fullmatch(line.text)
        match = bullet or number
        if match is None or (self.dialect.is_own and bullet and line.text.lstrip()[0] != "-"):
            return False
        self.position += 1
        words = [match[match.re.groups]]
        while self.position < len(self.lines) and self._continues(self.lines[self.position].text):
            words.append(self.lines[self.position].text.strip())
            self.position += 1
        text, markdown = self._words("\n".join(words))
        origin = Origin(self.file, line=line.number)
        level = len(match[1].expandtabs(4)) // _INDENT
        if number and int(number[2]) != self.number + 1:
            prefix = f"{number[2]}. "
            self._add(TextBlock("paragraph", prefix + text, prefix + markdown, origin))
            return True
        if number:
            self.number += 1
        self._add(TextBlock("list-item", text, markdown, origin, level, numbered=bool(number)))
        return True

    def _continues(self, text: str) -> bool:
        is_indented = text.startswith(("  ", "\t")) and bool(text.strip())
        return is_indented and not (_BULLET.fullmatch(text) or _NUMBER.fullmatch(text))

    def _quote(self, line: SourceLine) -> bool:
        match = _QUOTE.fullmatch(line.text)
        if not match or not match[1].strip():
            return False
        text, markdown = self._words(match[1])
        origin = Origin(self.file, line=line.number)
        self._add(TextBlock("quote", text, markdown, origin))
        self.position += 1
        return True

    def _paragraph(self, _line: SourceLine) -> bool:
        end = self.position + 1
        while end < len(self.lines) and not self._interrupts(end):
            end += 1
        lines = self.lines[self.position : end]
        self.position = end
        following = self.lines[end].text if end < len(self.lines) else ""
        caption = read_caption(lines[-1].text)
        if caption is not None and (is_row(following) or _FENCE.fullmatch(following)):
            self.caption, lines = caption, lines[:-1]
        if _UNDERLINE.fullmatch(following) and lines and not self.dialect.is_own:
            words, markdown = self._words(" ".join(line.text.strip() for line in lines))
            origin = Origin(self.file, line=lines[0].number)
            self._add(TextBlock("heading", words, markdown, origin, 1))
            self.position += 1
            return True
        self._plain(lines)
        return True

    def _plain(self, lines: Sequence[SourceLine]) -> None:
        """Add paragraphs, the pictures in them, and tables of tabs or columns."""
        tables = find_tables(self.file, lines, self.tables)
        position = start = 0
        while position < len(lines):
            if position not in tables:
                position += 1
                continue
            self._paragraphs(lines[start:position])
            table, length = tables[position]
            self.tables += 1
            self.blocks.append(with_words(table, self._words))
            position = start = position + length
        self._paragraphs(lines[start:])

    def _paragraphs(self, lines: Sequence[SourceLine]) -> None:
        for paragraph in split_paragraphs(lines, is_own=self.dialect.is_own):
            origin = Origin(self.file, line=paragraph[0].number)
            text, markdown = self._words(join_lines([line.text for line in paragraph]))
            self._add(TextBlock("paragraph", text, markdown, origin))
            for line in paragraph:
                self._pictures(line)

    def _pictures(self, line: SourceLine) -> None:
        origin = Origin(self.file, line=line.number)
        for match in PICTURE.finditer(line.text):
            reading = read_source(match[2], match[1], origin, self.open_sibling)
            if reading.picture is not None:
                self.blocks.append(reading.picture)
            if reading.diagnostic is not None:
                self.diagnostics.append(reading.diagnostic)

    def _interrupts(self, position: int) -> bool:
        text = self.lines[position].text
        following = self.lines[position + 1].text if position + 1 < len(self.lines) else ""
        return not text.strip() or bool(
            _HEADING.fullmatch(text)
            or _FENCE.fullmatch(text)
            or _TABLE.search(text)
            or is_row(text)
            or ("|" in text and is_ruler(following))
            or _RULE.fullmatch(text)
            or _UNDERLINE.fullmatch(text)
            or _NOTE.fullmatch(text)
            or _BULLET.fullmatch(text)
            or _NUMBER.fullmatch(text)
        )
