"""A table of simple Markdown: bars on both sides, as many cells in each row as in the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.content.markdown.csv_rows import MAX_COLUMNS
from site_builder.content.markdown.simple_inlines import PLAIN, NotSimpleError, escape_plain
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import MarkupElement

if TYPE_CHECKING:
    from site_builder.content.markdown.simple_inlines import InlineReader

_PLAIN_ROW = lazy_pattern(rf"\|[{PLAIN}|]+\|")
_ROW = lazy_pattern(rf"\|[{PLAIN}|*\[\]]+\|")
_COLONS = lazy_pattern("[:：]{3}")
"""What may resemble the bounds of a passage in another language."""
_DELIMITERS = lazy_pattern(r"\|(?: *:?-+:? *\|)+")
_CLASSES = {
    (False, False): "",
    (True, False): ' class="align-left"',
    (False, True): ' class="align-right"',
    (True, True): ' class="align-center"',
}
"""By whether a colon stands before and behind the dashes."""


def read_table(
    inlines: InlineReader, lines: list[str], number: int, table_number: int
) -> tuple[int, str, list[str]]:
    """Read a table. Returns the line behind it, its HTML and the words of its cells."""
    head = lines[number]
    delimiters = lines[number + 1] if number + 1 < len(lines) else ""
    cells = [cell.strip() for cell in head[1:-1].split("|")]
    if not _DELIMITERS.fullmatch(delimiters) or not all(cells):
        raise NotSimpleError
    marks = [mark.strip() for mark in delimiters[1:-1].split("|")]
    if len(marks) != len(cells) or len(cells) > MAX_COLUMNS:
        raise NotSimpleError
    classes = [_CLASSES[mark.startswith(":"), mark.endswith(":")] for mark in marks]
    place = inlines.text.line_location(number)
    inlines.elements.append(MarkupElement("table", place, "".join(cells)))
    words: list[str] = []
    html = [
        '<div class="prose-table" role="region" tabindex="0" aria-label="表格 ',
        f'{table_number}"><table>\n<thead>\n',
        _row(
            inlines,
            head,
            number,
            [(f'<th{name} scope="col">', "</th>\n") for name in classes],
            words,
        ),
        "</thead>\n",
    ]
    number += 2
    tags = [(f"<td{name}>", "</td>\n") for name in classes]
    rows: list[str] = []
    while number < len(lines) and lines[number]:
        rows.append(_row(inlines, lines[number], number, tags, words))
        number += 1
    if rows:
        html += ["<tbody>\n", *rows, "</tbody>\n"]
    html.append("</table></div>\n")
    return number, "".join(html), words


def _row(
    inlines: InlineReader,
    line: str,
    number: int,
    tags: list[tuple[str, str]],
    words: list[str],
) -> str:
    """Return a row as HTML, and add the words of its cells."""
    cells = line[1:-1].split("|")
    is_plain = _PLAIN_ROW.fullmatch(line)
    if len(cells) != len(tags) or not (is_plain or _ROW.fullmatch(line)) or _COLONS.search(line):
        raise NotSimpleError
    html = ["<tr>\n"]
    start = 1
    for cell, (opening, closing) in zip(cells, tags, strict=True):
        typed = cell.strip()
        if is_plain or not typed:
            cell_html, cell_words = escape_plain(typed), typed
        else:
            offset = start + len(cell) - len(cell.lstrip())
            cell_html, cell_words = inlines.read(line, offset, offset + len(typed), number)
        html.append(f"{opening}{cell_html}{closing}")
        words.append(cell_words)
        start += len(cell) + 1
    html.append("</tr>\n")
    return "".join(html)
