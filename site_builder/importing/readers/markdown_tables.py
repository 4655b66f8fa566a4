"""Tables of Markdown: between bars, and our own ones written as data."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace

from site_builder.importing.readers.text_lines import SourceLine
from site_builder.importing.readers.text_tables import Row, build_table, unescape_bar
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.original import OriginalCell, OriginalTable

_RULER = lazy_pattern(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BARS = lazy_pattern(r"(?<!\\)\|")
_SETTING = lazy_pattern(r"\s*([^\s:：,，]{2,8})\s*[:：]\s*(.*)")
_RANGE = lazy_pattern(
    r"([A-Za-z]{1,2})([1-9][0-9]{0,3})\s*[:：]\s*([A-Za-z]{1,2})([1-9][0-9]{0,3})"
)
_CAPTION = lazy_pattern(r"\s*表[ \u3000]?([0-9０-９一二三四五六七八九十]{0,3})[：:]\s*(.*?)\s*")
_NOTE = lazy_pattern(r"[（(]\s*(?:首|前[2-3２３两二三])列为行标题\s*[）)]\s*$")


def is_ruler(text: str) -> bool:
    """Return whether a line parts the header of a table from its rows."""
    return "-" in text and "|" in text and bool(_RULER.fullmatch(text))


def is_row(text: str) -> bool:
    """Return whether a line is a row between bars."""
    return text.lstrip().startswith("|") and len(_BARS.findall(text)) > 1


def split_row(text: str) -> list[str]:
    """Return the cells between bars."""
    words = text.strip()
    words = words.removeprefix("|")
    if words.endswith("|") and not words.endswith("\\|"):
        words = words[:-1]
    return [unescape_bar(cell) for cell in _BARS.split(words)]


def read_caption(text: str) -> str | None:
    """Return the caption in a line above a table; None when it is another line."""
    match = _CAPTION.fullmatch(text)
    if match is None:
        return None
    words = _NOTE.sub("", match[2]).rstrip()
    return f"表{match[1]}　{words}" if match[1] else words


def table_rows(lines: Sequence[SourceLine]) -> list[Row]:
    """Return the rows of some lines, without rulers."""
    return [(line, split_row(line.text)) for line in lines if not is_ruler(line.text)]


def row_diagnostics(file: str, rows: Sequence[Row]) -> list[Diagnostic]:
    """Report rows with more or fewer cells than the first."""
    width = len(rows[0][1])
    ragged = [(line, cells) for line, cells in rows if len(cells) != width]
    if not ragged:
        return []
    line, cells = ragged[0]
    message = f"表格的这一行有 {len(cells)} 格，第一行有 {width} 格（这样的行共 {len(ragged)} 行）"
    hint = "请对照原件核对这个表格的每一列。"
    return [warning("import/table", Location(file, line.number), message, hint)]


def data_table(
    file: str, lines: Sequence[SourceLine], number: int, caption: str
) -> OriginalTable | None:
    """Build a table from rows with commas, and what is said above them on merged cells."""
    merged: list[tuple[int, int, int, int]] = []
    start = 0
    for line in lines:
        match = _SETTING.fullmatch(line.text)
        if match is None:
            break
        start += 1
        if match[1] == "合并":
            merged += [_merged(item) for item in _RANGE.findall(match[2])]
    if start and start < len(lines) and not lines[start].text.strip():
        start += 1
    body = [line for line in lines[start:] if line.text.strip()]
    try:
        rows = [(line, next(csv.reader([line.text]), [])) for line in body]
    except csv.Error:
        return None
    if not rows or not any(cells for _, cells in rows):
        return None
    table = build_table(file, rows, number, caption)
    return replace(table, cells=merge_cells(table.cells, merged))


def _merged(item: tuple[str, ...]) -> tuple[int, int, int, int]:
    left, top, right, bottom = item
    return int(top) - 1, _column(left), int(bottom) - 1, _column(right)


def _column(name: str) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def merge_cells(
    cells: Sequence[OriginalCell], merged: Sequence[tuple[int, int, int, int]]
) -> tuple[OriginalCell, ...]:
    """Return cells with some ranges merged; a range that holds several texts is left alone."""
    result = {(cell.row, cell.column): cell for cell in cells}
    for top, left, bottom, right in merged:
        places = [
            place for place in result if top <= place[0] <= bottom and left <= place[1] <= right
        ]
        first = result.get((top, left))
        if first is None or any(result[place].text for place in places if place != (top, left)):
            continue
        for place in places:
            del result[place]
        result[top, left] = replace(first, row_span=bottom - top + 1, column_span=right - left + 1)
    return tuple(result[place] for place in sorted(result))


MarkdownCell = Callable[[str], tuple[str, str]]


def with_words(table: OriginalTable, words: MarkdownCell) -> OriginalTable:
    """Return a table whose cells have been read as Markdown."""
    cells: list[OriginalCell] = []
    for cell in table.cells:
        text, markdown = words(cell.text)
        cells.append(replace(cell, text=text, markdown="" if markdown == text else markdown))
    return replace(table, cells=tuple(cells))
