"""Signs that may have been meant otherwise, and words that only a mark holds."""

import re

from markdown_it.token import Token

from site_builder.content.markdown.list_numbers import PART_LEVEL, report_numbers
from site_builder.content.markdown.literals import literal_backslashes
from site_builder.content.markdown.source import MarkdownSource
from site_builder.content.markdown.table_captions import TABLE_FENCE
from site_builder.model.diagnostic import warning
from site_builder.model.lazy_pattern import lazy_pattern

_ESCAPED = lazy_pattern(r"\\[!-/:-@\[-`{-~]")
_PATH = lazy_pattern(r"[A-Za-z]:[\\/]|\\[^\W_]|^\\\\")
_FOOTNOTE_DEFINITION = lazy_pattern(r"\[\^([^\]\s]+)\]:(.*)")
_DOCUMENT_LINK = lazy_pattern(r"\.(?:md|html?|pdf|docx?|xlsx?|csv|txt|zip)$", re.IGNORECASE)
_CONTEXT_LENGTH = 200
"""Characters around a sign that may be its word."""
_LEVELS = {f"h{level}": level for level in range(1, 7)}


def report_ambiguities(text: MarkdownSource) -> None:
    """Report all of them."""
    code = _code_lines(text)
    _report_signs(text, code)
    _report_backslashes(text, code)
    report_numbers(text)
    _report_titles(text)
    _report_fences(text)
    _report_notes(text)
    _report_empty(text)


def _code_lines(text: MarkdownSource) -> set[int]:
    """Return the lines of fences, those included that became tables: nothing in them is mark-up."""
    return {
        line
        for token in text.tokens
        if token.map and text.lines[token.map[0] : token.map[0] + 1]
        if token.type == "fence"
        or (token.type == "table_open" and text.lines[token.map[0]].lstrip(" >").startswith("```"))
        for line in range(*token.map)
    }


def _report_signs(text: MarkdownSource, code: set[int]) -> None:
    for number, group in enumerate(text.contexts):
        if group.is_ambiguous and number not in code:
            line = text.lines[number].strip()
            sign, example = line[0], f"{line[0]}{line[1:].strip()[:8]}"
            name, other = ("负号", "列表") if sign == "-" else ("大于号", "引用")
            message = f"行首的“{sign}”当作符号，照原样印出来"
            hint = f"是{name}的，后面不空格，如“{example}”；要排成{other}的，至少一行以文字开头。"
            text.diagnostics.append(
                warning("prose/sign", text.line_location(number), message, hint)
            )


def _report_backslashes(text: MarkdownSource, code: set[int]) -> None:
    r"""Report a `\` before a sign: printed, though many write it to keep the sign."""
    for number, line in enumerate(text.lines):
        if "\\" not in line or number in code:
            continue
        start, quoted = len(line) - len(line.lstrip(" \t>")), "`" in line
        for offset in sorted(literal_backslashes(line, start)):
            preceding, following = (
                line[max(0, offset - _CONTEXT_LENGTH) : offset],
                line[offset : offset + _CONTEXT_LENGTH],
            )
            word = re.split(r"[\s，、。；：（）“”]", preceding)[-1] + following.split()[0]
            if _ESCAPED.match(line, offset) and not _PATH.search(word) and not quoted:
                message = f"“{line[offset : offset + 2]}”里的 \\ 会照原样印出来"
                hint = (
                    f"“{line[offset + 1]}”前面不用写 \\，请删去；"
                    f"要写的只有 \\*\\* 和行首的 \\#、\\-。"
                )
                location = text.line_location(number, offset + 1)
                text.diagnostics.append(warning("prose/escape", location, message, hint))
                break


def _report_titles(text: MarkdownSource) -> None:
    """Report titles of links, which only a mouse shows, and links that a `!` makes pictures."""
    for token in text.tokens:
        for child in token.children or ():
            title = child.attrs.pop("title", "")
            if title:
                message = f"链接后面引号里的“{title}”不会印出来"
                hint = "请写进正文，或删去；链接只写 [文字](地址)。"
                text.diagnostics.append(
                    warning("prose/link", text.token_location(token), message, hint)
                )
            if child.type == "image" and _DOCUMENT_LINK.search(str(child.attrGet("src"))):
                message = f"“![{child.content}]”是图片的写法，地址却不是图片，“!”不会印出来"
                hint = "是链接的，删去半角的 !，或改成全角“！”；是图片的，请写图片的地址。"
                text.diagnostics.append(
                    warning("prose/link", text.token_location(token), message, hint)
                )


def _report_fences(text: MarkdownSource) -> None:
    for token in text.tokens:
        if token.type != "fence" or not token.map:
            continue
        if token.info.strip() not in ("", TABLE_FENCE):  # a table that cannot be made was reported
            message = f"``` 后面的“{token.info.strip()[:20]}”不会印出来"
            hint = "要印的文字请从下一行写起；不要的，请删去。"
            text.diagnostics.append(
                warning("prose/code", text.token_location(token), message, hint)
            )
            token.info = ""


def _report_notes(text: MarkdownSource) -> None:
    """Report footnotes that are written twice or are empty, and numbers that come out other."""
    if "[^" not in text.markdown:
        return
    first_lines: dict[str, int] = {}
    for number, line in enumerate(text.lines):
        match = _FOOTNOTE_DEFINITION.match(line.strip())
        if match and match[1] in first_lines:
            message = f"脚注“{match[1]}”写了两次，只有一次会印出来"
            hint = f"第一次在第 {first_lines[match[1]] + text.first_line} 行。请换一个记号。"
            text.diagnostics.append(
                warning("prose/footnote", text.line_location(number), message, hint)
            )
        elif match:
            first_lines[match[1]] = number
    for label, number in text.env.get("footnotes", {}).get("refs", {}).items():
        name = label[1:]
        if number >= 0 and name.isdecimal() and int(name) != number + 1:
            message = f"脚注 [^{name}] 印成 [{number + 1}]：脚注按在正文里出现的先后编号"
            hint = "请按先后改记号里的数字；正文提到“注几”的，也请核对。"
            location = text.line_location(first_lines.get(name, 0))
            text.diagnostics.append(warning("prose/footnote", location, message, hint))


def _report_empty(text: MarkdownSource) -> None:
    """Report headings below the second level with nothing below them; parts have a rule."""
    open_heading: tuple[int, Token, str] | None = None
    for number, token in enumerate([*text.tokens, Token("heading_open", "h1", 1)]):
        if token.type == "heading_open":
            if (
                open_heading
                and _LEVELS[token.tag] <= open_heading[0]
                and open_heading[0] > PART_LEVEL
            ):
                message = f"“{open_heading[2]}”下没有内容"
                hint = "请补上，或删去这个标题；确实没有的，写“无”。"
                text.diagnostics.append(
                    warning("prose/empty", text.token_location(open_heading[1]), message, hint)
                )
            heading_text = text.tokens[number + 1].content if number < len(text.tokens) else ""
            open_heading = (_LEVELS[token.tag], token, heading_text)
        elif token.type == "heading_close":
            continue
        elif token.level == 0 and token.type != "footnote_block_open":
            open_heading = None
