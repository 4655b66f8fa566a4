"""The line above a table that names it: `表：名称（首列为行标题）`. A markdown-it plugin."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_builder.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

TABLE_FENCE = "表格"
"""What stands behind the three backticks of a table written as data."""

_NUMERAL = "[0-9０-９一二三四五六七八九十]{0,3}"
CAPTION_START = rf"表[ \u3000]?({_NUMERAL})[：:]"
"""A pattern: how a caption begins, and its number."""
_MARK = lazy_pattern(rf"{CAPTION_START}[ \t\u3000]*")
_ROW_HEADERS = lazy_pattern(r"[（(]\s*(首|前(?:[23２３]|两|二|三))列为行标题\s*[）)]\s*$")
_MISSPELT_NOTE = lazy_pattern(r"[（(][^（）()]*(?:行标题|首列|第一列)[^（）()]*[）)]\s*$")
ROW_HEADER_NOTES = ("", "（首列为行标题）", "（前两列为行标题）", "（前三列为行标题）")
"""By how many columns."""
_COUNTS = {"首": 1, "2": 2, "两": 2, "二": 2, "3": 3, "三": 3}
_DELIMITERS = lazy_pattern(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_FENCE = lazy_pattern(rf"\s*(?:`{{3,}}|~{{3,}})\s*{TABLE_FENCE}\s*")


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """The parsed line above a table."""

    name: str
    """Markdown; empty when the line only states which columns hold row headers."""
    start: int
    """Characters before the name."""
    row_headers: int
    misspelt: str
    """A note in brackets that means row headers and is not written as it should be."""


def read_caption(line: str) -> CaptionLine | None:
    """Read a line that stands above a table; None when it is no caption."""
    number, caption = split_caption(line)
    if caption is None or not number:
        return caption
    return replace(caption, name=f"表{number}　{caption.name}")


def split_caption(line: str) -> tuple[str, CaptionLine | None]:
    """Read a line that stands above a table: its number, and the caption without it."""
    mark = _MARK.match(line)
    if mark is None:
        return "", None
    name, row_headers, misspelt = line[mark.end() :].rstrip(), 0, ""
    note = _ROW_HEADERS.search(name)
    if note:
        row_headers = _COUNTS[unicodedata.normalize("NFKC", note[1][-1])]
        name = name[: note.start()].rstrip()
    elif misspelt_note := _MISSPELT_NOTE.search(name):
        misspelt = misspelt_note[0].strip()
    return mark[1], CaptionLine(name, mark.end(), row_headers, misspelt)


def table_captions(markdown: MarkdownIt) -> None:
    """Parse captions before anything else that may begin with such a line."""
    alternatives = ["paragraph", "reference", "blockquote", "list"]
    markdown.block.ruler.before("table", "table_caption", _parse_caption, {"alt": alternatives})


def _parse_caption(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - theirs
    if not state.src.startswith("表", state.bMarks[start] + state.tShift[start]):
        return False
    caption = None if state.is_code_block(start) else read_caption(_line(state, start))
    if caption is None or not _precedes_table(state, start + 1, end):
        return False
    if silent:
        return True
    state.line = start + 1
    opening = state.push("caption_open", "caption", 1)
    opening.map, opening.meta = [start, start + 1], {"caption": caption}
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = caption.name, [start, start + 1], []
    state.push("caption_close", "caption", -1)
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _precedes_table(state: StateBlock, line: int, end: int) -> bool:
    """Return whether a table begins on a line, or after one empty line."""
    if line < end and state.isEmpty(line):
        line += 1
    if line >= end or state.sCount[line] < state.blkIndent:
        return False
    text = _line(state, line)
    if _FENCE.fullmatch(text):
        return True
    below = _line(state, line + 1) if line + 1 < end else ""
    return "|" in text and "-" in below and _DELIMITERS.fullmatch(below) is not None
