"""What people paste from Word and spreadsheets, and what it becomes: reported at its line."""

from collections.abc import Iterable

from markdown_it.token import Token

from site_builder.content.markdown.literals import UNSUPPORTED_RULE
from site_builder.content.markdown.source import MarkdownSource
from site_builder.model.diagnostic import warning
from site_builder.model.lazy_pattern import lazy_pattern

_TABS = lazy_pattern(r"(?<=\S)\t+(?=\S)")
_MIN_GAPS = 2
"""Gaps on one line, or lines with a gap, that make a table."""
_MAX_EXAMPLE_LENGTH = 40
_DEFINITION = lazy_pattern(
    r"[ \t]*\[[^\]\n^][^\]\n]*\]:[ \t]*(?:https?://|\S+\.(?:md|pdf|docx?|xlsx?|html?)\b)"
)
_STAR_ITEM = lazy_pattern(r"[ \t]*[*+][ \t]+(?![0-9０-９])\S")
_QUOTED = lazy_pattern(r"[ \t]*>+[^\s>=＝0-9０-９]")
_SIGN = lazy_pattern(r"[ \t]*[*+>=_\[-]")
"""What all of these begin with."""
_EQUALS_LINE = lazy_pattern(r"={3,}")


def report_pasted(text: MarkdownSource, paragraphs: Iterable[Token]) -> None:
    """Report tables of tabs, and lines that resemble marks and are printed as they stand."""
    for inline in paragraphs:
        first = (inline.map or [0])[0]
        lines = inline.content.split("\n")
        if "\t" in inline.content:
            _report_tabs(text, first, lines)
        for number, line in enumerate(lines):
            _report_line(text, first + number, line, lines[number + 1 : number + 2])


def _report_tabs(text: MarkdownSource, first: int, lines: list[str]) -> None:
    gaps = [len(_TABS.findall(line.strip())) for line in lines]
    if max(gaps) < _MIN_GAPS and sum(map(bool, gaps)) < _MIN_GAPS:
        return
    number = next(index for index, count in enumerate(gaps) if count)
    cells = [cell.strip() for cell in _TABS.split(lines[number].strip())]
    header = f"| {' | '.join(cells)} |"
    example = header if len(header) <= _MAX_EXAMPLE_LENGTH else "| 姓名 | 职务 |"
    message = "这里像从 Word、WPS 或电子表格粘贴的表格（格子之间是制表符），排不成表格，会连成一段"
    ruler = "| " + " | ".join("---" for _ in (cells if example == header else "12")) + " |"
    hint = f"每一行写成“{example}”这样，表头下面加一行“{ruler}”；大表做成附件。"
    text.diagnostics.append(
        warning("prose/table", text.line_location(first + number), message, hint)
    )


def _report_line(text: MarkdownSource, number: int, line: str, following: list[str]) -> None:
    typed = text.lines[number] if number < len(text.lines) else line
    if not _SIGN.match(line) and not _SIGN.match(typed):
        return
    words = line.strip(" \t")
    if _STAR_ITEM.match(line) and any(_STAR_ITEM.match(next_line) for next_line in following):
        message = f"行首的“{line.strip()[0]}”会照原样印出来，不成列表"
        hint = "列表的每一项写成“- 文字”，- 后面空一格。"
        text.diagnostics.append(warning("prose/list", text.line_location(number), message, hint))
    elif _QUOTED.match(typed):
        message = "行首的“>”会照原样印出来，不成引用"
        hint = "是引用的，> 后面空一格；不是的，写成全角“＞”。"
        text.diagnostics.append(warning("prose/list", text.line_location(number), message, hint))
    elif _EQUALS_LINE.fullmatch(words) or (words[:1] != "_" and UNSUPPORTED_RULE.fullmatch(words)):
        message = "这一行会照原样印出来，不是分隔线"
        hint = "分隔线写成单独的一行 ---，前后空一行；不要的，请删去。"
        text.diagnostics.append(warning("prose/list", text.line_location(number), message, hint))
    elif _DEFINITION.match(line):
        message = "这一行会照原样印出来：链接的地址不能另写一行"
        hint = "链接写成 [文字](地址)。"
        text.diagnostics.append(warning("prose/link", text.line_location(number), message, hint))
