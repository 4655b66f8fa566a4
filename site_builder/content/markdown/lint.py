"""What Markdown would swallow, join or print raw: reported, so that no text disappears silently."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, table
from markdown_it.token import Token

from site_builder.content.markdown.emphasis import report_stars
from site_builder.content.markdown.line_patterns import FULL_WIDTH_LINK, PARAGRAPH_START
from site_builder.content.markdown.lint_ambiguities import report_ambiguities
from site_builder.content.markdown.lint_html import report_html
from site_builder.content.markdown.lint_pasted_text import report_pasted
from site_builder.content.markdown.source import MarkdownSource
from site_builder.content.markdown.standalone_lines import standalone_lines
from site_builder.model.diagnostic import error, warning
from site_builder.model.lazy_pattern import lazy_pattern

MAX_DEPTH = 8
"""Lists and quotations within each other; no text of an office goes deeper."""
PARSER_MAX_DEPTH = 100
"""markdown-it drops what lies deeper, silently; MAX_DEPTH is reported long before."""

_DEPTH_CHANGES = {
    f"{block}_{end}": change
    for block in ("blockquote", "bullet_list", "ordered_list", "dl")
    for end, change in (("open", 1), ("close", -1))
}
_DELIMITERS = lazy_pattern(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*|\s*\|\s*:?-+:?\s*\|\s*")
_INNER_HEADING = lazy_pattern(r"#{1,6} +\S")
_MALFORMED_HEADING = lazy_pattern(r"\s*#{1,6}[^#\s]")
_BAR, _BRACKET = re.compile("[|｜]"), re.compile(r"[\[【［]")
"""What tables, and what links and footnotes cannot do without."""
_INDENTED = lazy_pattern(r" {4}|\t")
_FOOTNOTE_DEFINITION = lazy_pattern(r"\[\^((?:[^\]\[\s]|\[(?!\^))+)\]:")
_FOOTNOTE_REFERENCE = lazy_pattern(r"\[\^((?:[^\]\[\s]|\[(?!\^))+)\]")


def record_table_cells(markdown: MarkdownIt) -> None:
    """Record for each table how many cells its lines hold: it drops those beyond its head."""
    markdown.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - theirs
    first_token = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    if not silent:
        opening = state.tokens[first_token]
        first, last = opening.map or (start, start)
        rows = range(first + 2, last)
        opening.meta["rows"] = [(row, _cells(state, row)) for row in rows]
    return True


def _cells(state: StateBlock, line: int) -> list[str]:
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
    cells = escapedSplit(text)
    if cells and cells[0] == "":
        cells.pop(0)
    if cells and cells[-1] == "":
        cells.pop()
    return cells


def lint_markdown(text: MarkdownSource) -> None:
    """Record whatever would not be printed, or not as it was meant."""
    _check_depth(text)
    _check_unused_footnotes(text)
    for index, token in enumerate(text.tokens):
        if token.type == "table_open":
            _check_rows(text, index)
    paragraphs = [*_paragraphs(text.tokens)]
    for inline in paragraphs:
        _check_unrendered(text, inline)
    _check_joined_lines(text, paragraphs)
    report_stars(text)
    report_html(text)
    report_pasted(text, paragraphs)
    report_ambiguities(text)


def _paragraphs(tokens: list[Token]) -> Iterator[Token]:
    for index, token in enumerate(tokens):
        if token.type == "paragraph_open" and tokens[index + 1].map:
            yield tokens[index + 1]


def _check_depth(text: MarkdownSource) -> None:
    depth = 0
    for token in text.tokens:
        depth += _DEPTH_CHANGES.get(token.type, 0)
        if depth > MAX_DEPTH:
            message = f"列表或引用一层套一层，超过了 {MAX_DEPTH} 层"
            hint = "请减少层数：少用行首的空格、- 和 >，改用小标题（###）分层。"
            text.diagnostics.append(error("prose/depth", text.token_location(token), message, hint))
            return


def _check_rows(text: MarkdownSource, index: int) -> None:
    """Record the lines of a table that hold more or fewer cells than its head."""
    columns = 0
    for token in text.tokens[index + 1 :]:
        if token.type == "tr_close":
            break
        columns += token.type == "th_open"
    rows: list[tuple[int, list[str]]] = text.tokens[index].meta.get("rows", [])
    for line, cells in rows:
        message = f"表格的这一行有 {len(cells)} 格，表头有 {columns} 格"
        if any(cell.strip() for cell in cells[columns:]):
            hint = "多出的格子印不出来。请核对竖线；文字里的竖线写成 \\|。"
            text.diagnostics.append(error("prose/table", text.line_location(line), message, hint))
        elif len(cells) == 1 < columns and "|" not in text.lines[line]:
            message = "这一行紧接着表格，成了表格的一行"
            hint = "不属于表格的，请在表格后面空一行。"
            text.diagnostics.append(warning("prose/table", text.line_location(line), message, hint))
        elif len(cells) < columns:
            hint = "缺少的格子印成空白。请核对竖线；空的格子也要写出来。"
            text.diagnostics.append(warning("prose/table", text.line_location(line), message, hint))


def _check_unrendered(text: MarkdownSource, inline: Token) -> None:
    """Record lines that resemble a table or a heading, and are printed as they stand."""
    assert inline.map is not None  # noqa: S101 - what _paragraphs gives
    first = inline.map[0]
    lines = inline.content.split("\n")
    for number, line in enumerate(lines, first) if _BAR.search(inline.content) else ():
        if line.lstrip().startswith(("|", "｜")) or _DELIMITERS.fullmatch(line):
            is_full_width = "｜" in line
            hint = "竖线要用半角“|”。" if is_full_width else ""
            hint += "表头下面要有一行 | --- | --- |，格数和表头相同；表格前面空一行。"
            message = "这里像一张表格，但是排不成表格，会照原样印出来"
            text.diagnostics.append(
                warning("prose/table", text.line_location(number), message, hint)
            )
            break
    for number, line in enumerate(lines, first) if "#" in inline.content else ():
        if _MALFORMED_HEADING.match(line):
            hint = "标题的 # 后面空一格，如“## 一、总则”；不是标题的，在 # 前面加 \\。"
            message = "这里像一个标题，但是排不成标题，# 会照原样印出来"
            text.diagnostics.append(
                warning("prose/heading", text.line_location(number), message, hint)
            )
        elif _INNER_HEADING.match(line):
            message = "标题不能写在列表、引用、其他文字的段落里，# 会照原样印出来"
            hint = "请把标题移到外面，单独成段；只要醒目的，删去 #，在文字前后写 **。"
            text.diagnostics.append(
                warning("prose/heading", text.line_location(number), message, hint)
            )
    if _BRACKET.search(inline.content):
        _check_unrendered_marks(text, inline, first)


def _check_unrendered_marks(text: MarkdownSource, inline: Token, first: int) -> None:
    """Record footnotes without a text, and links in brackets that make none."""
    defined = text.env.get("footnotes", {}).get("refs", {})
    for number, line in enumerate(inline.content.split("\n"), first):
        if FULL_WIDTH_LINK.search(line):
            message = "这里像一个链接，但是括号用了全角，会照原样印出来"
            hint = "写成 [文字](地址) 这样，方括号和圆括号都用半角，中间没有空格。"
            text.diagnostics.append(
                warning("prose/link", text.line_location(number), message, hint)
            )
    for child in inline.children or ():
        for match in _FOOTNOTE_REFERENCE.finditer(child.content) if child.type == "text" else ():
            if f":{match[1]}" not in defined:
                hint = f"请在文末写“[^{match[1]}]: 脚注的内容”。"
                message = f"脚注“{match[1]}”没有内容"
                text.diagnostics.append(
                    warning("prose/footnote", text.line_location(first), message, hint)
                )


def _check_joined_lines(text: MarkdownSource, paragraphs: list[Token]) -> None:
    """Record lines that were meant to begin a paragraph, and run on the line before."""
    joined: list[int] = []
    for inline in paragraphs:
        if "\n" not in inline.content:
            continue
        lines = inline.content.split("\n")
        standalone = standalone_lines(lines)
        for number, line in enumerate(lines[1:], 1):
            broken = lines[number - 1].endswith("  ") or standalone[number - 1]
            starts = PARAGRAPH_START.match(line) or (inline.level == 1 and _INDENTED.match(line))
            # A list of `* ` or `- 5` is reported as one.
            mark = re.match(r"\s*([-+*])[ \t]", line)
            listed = mark and lines[number - 1].lstrip().startswith(f"{mark[1]} ")
            if starts and not broken and not listed:
                joined.append((inline.map or [0])[0] + number)
    if joined:
        count_suffix = f"（这个文件里这样的地方有 {len(joined)} 处）" if len(joined) > 1 else ""
        message = f"这一行与上一行连成了一段{count_suffix}"
        hint = "要分段，请在两行之间空一行。"
        text.diagnostics.append(
            warning("prose/paragraph", text.line_location(joined[0]), message, hint)
        )


def _check_unused_footnotes(text: MarkdownSource) -> None:
    """Record footnotes that are defined and never used: they are not printed."""
    if not text.env.get("footnotes", {}).get("refs"):
        return
    notes = {
        match[1]: n
        for n, source_line in enumerate(text.lines)
        for match in _FOOTNOTE_DEFINITION.finditer(source_line)
    }
    for name, count in text.env.get("footnotes", {}).get("refs", {}).items():
        if count < 0:
            line = notes.get(name[1:], 0)
            message = f"脚注“{name[1:]}”没有印出来：正文里没有引用它"
            hint = f"请在正文要加脚注的地方写 [^{name[1:]}]；不要的，请删去。"
            text.diagnostics.append(
                error("prose/footnote", text.line_location(line), message, hint)
            )
