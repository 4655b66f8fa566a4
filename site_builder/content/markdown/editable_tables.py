"""The table on a line of a text, as it is edited: what the parser makes of it, cell by cell."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from site_builder.content.markdown.csv_rows import MAX_COLUMNS, read_rows
from site_builder.content.markdown.lint_html import BREAK
from site_builder.content.markdown.literals import show_literals
from site_builder.content.markdown.parsed_prose import parse_blocks
from site_builder.content.markdown.table_captions import TABLE_FENCE, CaptionLine, split_caption
from site_builder.content.markdown.table_grid import build_grid
from site_builder.content.markdown.table_settings import read_table_settings
from site_builder.core.errors import ValueProblem
from site_builder.core.text.markdown_escapes import clean_words
from site_builder.model.editable_table import EditableTable, TableSource
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

if TYPE_CHECKING:
    import re

    from markdown_it.token import Token

    from site_builder.model.diagnostic import Diagnostic

MAX_CELLS = 3_000
"""More fields than these no browser shows at once with comfort."""
_BY_HAND = "请直接在文稿里改；检查结果会说明哪里不对。"
_INDENT = lazy_pattern(r"[ \t]*")
_INNER = lazy_pattern(r"[ \t>]*")
_OUTER = lazy_pattern(r"[ \t]*(?:(?:>|[-+*]|[0-9]{1,9}[.)])[ \t]+|>)*")
"""What stands before a line: of the text itself, within a quotation or a list, where one begins."""


def find_table(markdown: str, line: int) -> TableSource | None:
    """Return the table whose lines, from its caption on, hold a line; None where there is none.

    Raises ValueProblem for a table that cannot be read, or is not in the text.
    """
    lines = markdown.split("\n")
    tokens = parse_blocks(lines)
    caption: Token | None = None
    for index, token in enumerate(tokens):
        if token.type == "caption_open":
            caption = token
            continue
        if token.type == "table_open" or _is_fence(token):
            first, end = token.map or (0, 0)
            start = caption.map[0] if caption and caption.map else first
            if start <= line < end:
                return _TableReader(lines, start, first, end).read(tokens, index)
        if caption and tokens[index - 1].type == "caption_close":
            caption = None
    return None


def _is_fence(token: Token) -> bool:
    return token.type == "fence" and token.info.strip() == TABLE_FENCE


class _TableReader:
    """The lines of one table, and what stands before them."""

    def __init__(self, lines: list[str], start: int, first: int, end: int) -> None:
        self.lines, self.start, self.first, self.end = lines, start, first, end

    def read(self, tokens: list[Token], index: int) -> TableSource:
        token = tokens[index]
        outer, self.inner = (_OUTER, _INNER) if token.level else (_INDENT, _INDENT)
        sample = self.end - 1 if token.type == "fence" else self.first + 1
        self.prefixes = (
            _start(outer, self.lines[self.start]),
            _start(self.inner, self.lines[sample]),
        )
        caption_line = self.line(self.start) if self.start < self.first else ""
        _, caption = split_caption(caption_line)
        if token.type == "fence":
            return self._read_fence(token, caption_line, caption)
        return self._read_bars(tokens, index, caption_line, caption)

    def line(self, number: int) -> str:
        """Return a line without what stands before it."""
        prefix = self.prefixes[number > self.start]
        line = self.lines[number]
        return line.removeprefix(prefix if line.startswith(prefix) else _start(self.inner, line))

    def _read_bars(
        self, tokens: list[Token], index: int, caption_line: str, caption: CaptionLine | None
    ) -> TableSource:
        header: list[str] = []
        alignments: list[str] = []
        for token, following in pairwise(tokens[index:]):
            if token.type == "thead_close":
                break
            if token.type == "th_open":
                header.append(following.content)
                style = str(token.attrs.get("style", ""))
                alignments.append(style.removeprefix("text-align:"))
        body = [(row, [*map(show_literals, cells)]) for row, cells in tokens[index].meta["rows"]]
        width = max(len(cells) for cells in (header, *(cells for _, cells in body)))
        rows = [_padded(header, width), *(_padded(cells, width) for _, cells in body)]
        _check_size(len(rows), width)
        table = EditableTable(
            tuple(tuple(map(_bar_words, row)) for row in rows),
            caption=caption.name if caption else "",
            alignments=tuple(_padded(alignments, width)),
            row_headers=caption.row_headers if caption else 0,
        )
        head = tuple(self.line(number) for number in (self.first, self.first + 1))
        return TableSource(
            self.start,
            self.end,
            table,
            caption_line,
            self.first - self.start > 1,
            self.prefixes,
            (head, *((self.line(row),) for row, _ in body)),
        )

    def _read_fence(
        self, token: Token, caption_line: str, caption: CaptionLine | None
    ) -> TableSource:
        lines = token.content.rstrip("\n").split("\n")
        settings = read_table_settings(lines, lambda *_: Location(""))
        _raise_first(settings.diagnostics)
        if settings.file:
            raise ValueProblem(
                f"这张表的内容在文件“{settings.file}”里", "请在 WPS、Excel 里改那个文件。"
            )
        self._check_closed(token)
        content = lines[settings.lines :]
        rows = read_rows("\n".join(content))
        _check_size(len(rows), len(rows[0].cells))
        ends = [*(row.line for row in rows[1:]), len(content)]
        if settings.row_headers is None and caption:
            settings.row_headers = caption.row_headers
        _raise_first(build_grid(rows, settings, Location(""))[1])
        table = EditableTable(
            tuple(tuple(map(clean_cell, row.cells)) for row in rows),
            "data",
            caption=caption.name if caption else "",
            header_rows=settings.header_rows,
            row_headers=settings.row_headers or 0,
            merged=tuple(
                (each.top, each.left, each.bottom, each.right) for each in settings.merged
            ),
            groups=tuple((group.row, group.last) for group in settings.groups),
        )
        return TableSource(
            self.start,
            self.end,
            table,
            caption_line,
            self.first - self.start > 1,
            self.prefixes,
            tuple(tuple(content[row.line : end]) for row, end in zip(rows, ends, strict=True)),
            tuple(lines[: settings.lines]),
            self.line(self.first),
        )

    def _check_closed(self, fence: Token) -> None:
        if not self.lines[self.end - 1].strip(" \t>").startswith(fence.markup):
            raise ValueProblem("这张表没有结束的 ```", "请先在表的后面加一行 ```。")


def _raise_first(diagnostics: list[Diagnostic]) -> None:
    for diagnostic in diagnostics:
        raise ValueProblem(diagnostic.message, diagnostic.hint)


def clean_cell(words: str) -> str:
    """Return a cell's words as a table can hold them: no blanks around its lines."""
    return "\n".join(line.strip() for line in clean_words(words).split("\n")).strip("\n")


def _bar_words(markdown: str) -> str:
    return clean_cell(BREAK.sub("\n", markdown))


def _start(pattern: re.Pattern[str], line: str) -> str:
    match = pattern.match(line)
    return match[0] if match else ""


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _check_size(rows: int, columns: int) -> None:
    """Raise ValueProblem for a table that is no text's, or too large to be shown in fields."""
    if columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise ValueProblem(f"这张表有 {rows} 行 {columns} 列，太大，不能逐格改", _BY_HAND)
