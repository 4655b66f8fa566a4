"""Authors' tables with a caption, row headers or merged cells: written into the parsed text.

What comes out are the tokens of an ordinary table, so pages, papers, articles and the search
need to know nothing of how it was written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.content.markdown.csv_rows import (
    decode_csv,
    find_spreadsheet_errors,
    read_rows,
    to_prose,
)
from site_builder.content.markdown.table_captions import TABLE_FENCE, CaptionLine, read_caption
from site_builder.content.markdown.table_grid import build_grid
from site_builder.content.markdown.table_settings import (
    FILE,
    ROW_HEADERS,
    TableSettings,
    read_table_settings,
)
from site_builder.content.markdown.table_tokens import table_tokens
from site_builder.core.errors import CsvRowsError
from site_builder.core.text.suggest import HIGH_CONFIDENCE, closest_match
from site_builder.core.urls import resolve_link
from site_builder.model.diagnostic import error, warning
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.prose import Link

if TYPE_CHECKING:
    from markdown_it.token import Token

    from site_builder.content.markdown.csv_rows import CsvRow
    from site_builder.content.markdown.source import MarkdownSource
    from site_builder.content.markdown.table_grid import TableGrid

_CSV_NAME = lazy_pattern(r"[A-Za-z0-9_./%-]+\.csv", re.IGNORECASE)
_SIMILAR_INFO = ("table", "tables", "csv", "表", "tabel", "合并表格")


def read_tables(text: MarkdownSource) -> None:
    """Put captions into their tables, mark row headers, and build the tables written as data."""
    output: list[Token] = []
    tokens = text.tokens
    caption: list[Token] = []
    for token in tokens:
        if token.type == "caption_open" or (caption and caption[-1].type != "caption_close"):
            caption.append(token)
            continue
        if token.type == "fence":
            _check_closed(text, token)
        if token.type == "fence" and token.info.strip() == TABLE_FENCE:
            output += _DataTable(text, token, _caption_line(caption)).build_tokens(
                _caption_tokens(text, caption)
            )
        elif token.type == "table_open":
            output += [token, *_caption_tokens(text, caption)]
            _open_table(token, caption)
        else:
            _check_fence(text, token)
            output.append(token)
        caption = []
    text.tokens = output
    _mark_row_headers(output)
    _check_stray_captions(text)


def _caption_line(caption: list[Token]) -> CaptionLine | None:
    return caption[0].meta["caption"] if caption else None


def _open_table(table: Token, caption: list[Token]) -> None:
    line = _caption_line(caption)
    if line:
        table.meta["row_headers"] = line.row_headers
        table.meta["caption"] = _plain_text(caption)


def _plain_text(caption: list[Token]) -> str:
    children = caption[1].children or () if caption else ()
    return "".join(child.content for child in children if child.type in ("text", "code_inline"))


def _caption_tokens(text: MarkdownSource, caption: list[Token]) -> list[Token]:
    """Return a caption's tokens, none where it only marks row headers; check how it is written."""
    line = _caption_line(caption)
    if line is None:
        return []
    number = caption[0].map[0] if caption[0].map else 0
    raw = text.lines[number]
    start = raw.find("表")
    visible = raw[start + line.start :]
    text.rule_lines[number] = " " * (start + line.start) + visible
    if line.misspelt:
        column = raw.rfind(line.misspelt) + 1
        message = f"不认识“{line.misspelt}”"
        hint = "首列是行标题的，写“（首列为行标题）”；前两列都是的，写“（前两列为行标题）”。"
        text.diagnostics.append(
            error("prose/table", text.line_location(number, column), message, hint)
        )
    if not line.name and not line.row_headers:
        hint = "请在“表：”后面写上名称，或删去这一行。"
        text.diagnostics.append(
            warning("prose/table", text.line_location(number), "表格没有写名称", hint)
        )
    return caption if line.name else []


def _check_fence(text: MarkdownSource, token: Token) -> None:
    if token.type == "fence" and token.info.strip().lower() in _SIMILAR_INFO:
        message = f"“{token.info.strip()}”这一段会照原样印出来，排不成表格"
        hint = f"要排成表格的，三个反引号后面写“{TABLE_FENCE}”。"
        text.diagnostics.append(warning("prose/table", text.token_location(token), message, hint))


def _check_closed(text: MarkdownSource, token: Token) -> None:
    """Report a fence without its end: what follows has become a part of it."""
    if not token.map:
        return
    first, end = token.map
    last = text.lines[min(end, len(text.lines)) - 1].strip(" \t>")
    if end - first == 1 or not last.startswith(token.markup):
        table = token.info.strip() == TABLE_FENCE
        effect = "成了表格的内容" if table else "照原样排印，不分标题、段落"
        message = f"``` 没有结束，下面的文字都{effect}"
        hint = f"请在{'表格' if table else '原样文字'}的后面加一行 ```；不要的，请删去。"
        text.diagnostics.append(warning("prose/code", text.token_location(token), message, hint))


def _check_stray_captions(text: MarkdownSource) -> None:
    """Report a line `表：…` that has no table below it."""
    for index, token in enumerate(text.tokens):
        if token.type != "inline" or not token.map or "表" not in token.content:
            continue
        if text.tokens[index - 1].tag != "p":
            continue
        for number, line in enumerate(token.content.split("\n"), token.map[0]):
            if line.startswith(("表：", "表:")) and read_caption(line):
                message = "这一行像表格的名称，但是下面没有表格，会照原样印出来"
                hint = "名称写在表格上面紧挨着的一行；不是名称的，请换一种写法。"
                text.diagnostics.append(
                    warning("prose/table", text.line_location(number), message, hint)
                )


def _mark_row_headers(tokens: list[Token]) -> None:
    """Turn the first cells of each row of a table of bars into row headers, where so marked."""
    count = column = 0
    for token in tokens:
        if token.type == "table_open":
            count = token.meta.get("row_headers", 0)
        elif token.type == "tr_open":
            column = 0
        elif token.type in ("td_open", "td_close") and column < count:
            header = token.type.replace("td", "th")
            token.type, token.tag = header, "th"
            if token.nesting == 1:
                token.attrSet("scope", "row")
        column += token.type in ("td_close", "th_close")


class _DataTable:
    """One fenced block on its way to a table."""

    def __init__(self, text: MarkdownSource, fence: Token, caption: CaptionLine | None) -> None:
        self.text, self.fence, self.caption = text, fence, caption
        self.first = (fence.map[0] if fence.map else 0) + 1
        self.lines = fence.content.rstrip("\n").split("\n")
        self.file: Link | None = None

    def location(self, line: int, column: int) -> Location:
        """Return the place of a line and a column of the block."""
        number = self.first + line
        raw = self.text.lines[number] if number < len(self.text.lines) else ""
        shift = len(raw) - len(self.lines[line]) if line < len(self.lines) else 0
        return self.text.line_location(number, column + max(shift, 0))

    def build_tokens(self, caption: list[Token]) -> list[Token]:
        """Build the tokens; the block as it stands when it makes no table."""
        settings = read_table_settings(self.lines, self.location)
        self._hide_from_rules(settings.lines)
        if self.caption and self.caption.row_headers:
            self._apply_caption_mark(settings, self.caption.row_headers)
        diagnostics = settings.diagnostics
        rows = () if diagnostics else self._read_rows(settings)
        grid = None
        if rows:
            start = self.text.line_location(self.first - 1)
            grid, diagnostics = build_grid(rows, settings, start)
        self.text.diagnostics.extend(diagnostics)
        if grid is None:
            return [*self._as_paragraph(caption), self.fence]
        first = self.first + settings.lines
        lines = [first + row.line for row in rows]
        if settings.file:
            lines = [settings.locations[FILE].line - self.text.first_line] * len(rows)
        return self._table_tokens(grid, caption, lines)

    def _as_paragraph(self, caption: list[Token]) -> list[Token]:
        for token in caption:
            if token.tag == "caption":
                token.type, token.tag = token.type.replace("caption", "paragraph"), "p"
        return caption

    def _hide_from_rules(self, settings: int) -> None:
        """Show rules the cells alone: settings are no sentences, commas here no punctuation."""
        for number, line in enumerate(self.lines):
            rule_line = "" if number < settings else to_prose(line)
            self.text.rule_lines[self.first + number] = rule_line

    def _apply_caption_mark(self, settings: TableSettings, count: int) -> None:
        if settings.row_headers is None:
            settings.row_headers = count
        elif settings.row_headers != count:
            message = f"表名说前 {count} 列是行标题，这里写的是 {settings.row_headers} 列"
            location = settings.locations[ROW_HEADERS]
            diagnostic = error("prose/table", location, message, "两处只写一处，或写成一样。")
            settings.diagnostics.append(diagnostic)

    def _read_rows(self, settings: TableSettings) -> tuple[CsvRow, ...]:
        rest = self.lines[settings.lines :]
        content, file = "\n".join(rest), self.text.file
        if settings.file:
            if content.strip():
                message = "写了“文件”，下面又写了表格的内容"
                hint = "两处只留一处：内容在文件里的，请删去下面的各行。"
                diagnostic = error("prose/table", self.location(settings.lines, 1), message, hint)
                self.text.diagnostics.append(diagnostic)
                return ()
            content, file = self._read_csv_file(settings)
            if not content:
                return ()

        def line_location(line: int) -> Location:
            if settings.file:
                return Location(file, line + 1, 1)
            return self.location(min(settings.lines + line, len(self.lines) - 1), 1)

        try:
            rows = read_rows(content)
        except CsvRowsError as exc:
            diagnostic = error("prose/table", line_location(exc.line), exc.message, exc.hint)
            self.text.diagnostics.append(diagnostic)
            return ()
        for line, message, hint in find_spreadsheet_errors(rows):
            self.text.diagnostics.append(warning("prose/table", line_location(line), message, hint))
        return rows

    def _read_csv_file(self, settings: TableSettings) -> tuple[str, str]:
        """Return the text of the CSV file, and the file as diagnostics quote it."""
        location, target, files = settings.locations[FILE], settings.file, self.text.csv_files
        path = resolve_link(target, self.text.path) if _CSV_NAME.fullmatch(target) else None
        if path is None or "files" not in path.split("/")[:2]:
            message = f"“{target}”不是 files 文件夹里的 CSV 文件"
            hint = "写从本文件出发的地址，如 ../files/shoufei.csv；文件名用英文字母和数字。"
            self.text.diagnostics.append(error("prose/table", location, message, hint))
            return "", ""
        if path not in files.contents:
            folder, _, name = path.rpartition("/")
            suggestion = closest_match(
                name, [csv_path.rpartition("/")[2] for csv_path in files.names], HIGH_CONFIDENCE
            )
            guess = f"是不是“{suggestion}”？" if suggestion else ""
            message = f"找不到表格文件“{target}”"
            hint = f"{guess}请把文件放进 content/{folder}，核对文件名和大小写。"
            self.text.diagnostics.append(error("prose/table", location, message, hint))
            return "", ""
        self.file = Link(target, location, is_external=False)
        file = f"content/{path}"
        content, undecodable = decode_csv(files.contents[path], file)
        self.text.diagnostics.extend(undecodable)
        if not content.strip() and not undecodable:
            diagnostic = error(
                "prose/table", Location(file), "表格文件是空的", "请写上表头和各行。"
            )
            self.text.diagnostics.append(diagnostic)
        return content if content.strip() else "", file

    def _table_tokens(self, grid: TableGrid, caption: list[Token], lines: list[int]) -> list[Token]:
        output = table_tokens(grid, caption, self.fence, lines)
        output[0].meta.update(caption=_plain_text(caption), file=self.file)
        return output
