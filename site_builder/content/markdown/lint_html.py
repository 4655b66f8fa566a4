"""HTML in a text: comments, tags and codes of characters, which are printed as they stand.

`<br>` in a cell becomes a line break; all else is reported at its place.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from markdown_it.token import Token

from site_builder.content.markdown.source import MarkdownSource
from site_builder.core.text.html_tags import COMMENT_HINT, ENTITY, HtmlTag, find_tags
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

_HINTS_BY_NAMES = {
    "br": "表格的格子里可以写 <br>；别处要另起一行的，请在两行之间空一行。",
    "b strong": "加粗写成 **文字**。",
    "i em u s del strike font span big small mark center": "没有这种格式，请删去标记，只留文字。",
    "sub sup": "请删去标记，直接写上标、下标字符，如“m²”“CO₂”。",
    "a": "链接写成 [文字](地址)。",
    "img": "图片写成 ![图片的说明](地址)。",
    "table thead tbody tfoot tr td th col colgroup caption": (
        "网页的表格不能直接粘贴，请改成“| 甲 | 乙 |”这样的行，表头下面加一行“| --- | --- |”；"
        "大表做成附件。"
    ),
    "p div section article": "请删去标记；段与段之间空一行。",
    "ul ol li dl dt dd": "列表的每一项写成“- 文字”或“1. 文字”。",
    "h1 h2 h3 h4 h5 h6": "标题写成“## 文字”“### 文字”。",
    "hr": "分隔线写成单独的一行 ---，前后空一行。",
    "pre code tt kbd": "请删去标记；原样的文字写在两个 ` 之间。",
}
_DEFAULT_HINT = "正文不能用网页的标记，请删去，只留文字。"
_HINTS = {name: hint for names, hint in _HINTS_BY_NAMES.items() for name in names.split()}
_COMMENT = lazy_pattern(r"<!--(?:(?:(?!<!--).)*?-->)?", re.DOTALL)
BREAK = lazy_pattern(r"<br\s*/?>", re.IGNORECASE)
CELL_BREAK_MARKUP = "<br>"


def convert_cell_breaks(tokens: list[Token]) -> None:
    """Turn `<br>` in the cells of tables into line breaks."""
    for previous, token in pairwise(tokens):
        if previous.type in ("td_open", "th_open") and "<" in token.content:
            token.children = [*_with_breaks(token.children or [])]
            token.meta["broken"] = True


def _with_breaks(children: list[Token]) -> Iterator[Token]:
    for child in children:
        pieces = BREAK.split(child.content) if child.type == "text" else []
        if len(pieces) < 2:  # noqa: PLR2004 - nothing was split
            yield child
            continue
        for number, piece in enumerate(pieces):
            if number:
                # One of a cell ends no line of the file.
                yield Token("hardbreak", "br", 0, markup=CELL_BREAK_MARKUP)
            yield Token("text", "", 0, content=piece)


def report_html(text: MarkdownSource) -> None:
    """Report comments, tags and codes of characters that the page would print."""
    tags: dict[str, list[tuple[Location, HtmlTag]]] = {}
    codes: list[tuple[Location, str]] = []
    for token in text.tokens:
        if token.type != "inline" or not ("<" in token.content or "&" in token.content):
            continue
        words = _visible_text(token)
        for comment in _COMMENT.finditer(words):
            closed = comment[0].endswith("-->")
            message = "这里的注释 <!-- 会照原样公布" + ("" if closed else "，而且没有写完")
            location = text.location_at(token, comment.start())
            text.diagnostics.append(error("prose/comment", location, message, COMMENT_HINT))
        for tag in find_tags(_COMMENT.sub(lambda match: " " * len(match[0]), words)):
            tags.setdefault(tag.name, []).append((text.location_at(token, tag.offset), tag))
        codes += [
            (text.location_at(token, match.start()), match[0]) for match in ENTITY.finditer(words)
        ]
    text.diagnostics.extend(_tag_diagnostics(tags))
    if codes:
        location, code = codes[0]
        message = f"“{code}”是网页里的写法，会照原样印出来{_count_suffix(len(codes))}"
        hint = "请删去，直接写要印的字；空格用键盘输入。"
        text.diagnostics.append(warning("prose/html", location, message, hint))


_CODE_SPAN = lazy_pattern(r"(`+)(?!`)(?:.|\n)*?(?<!`)\1(?!`)")
_LINK_TARGET = lazy_pattern(r"\]\([^()\n]*\)")


def _visible_text(token: Token) -> str:
    """Return the words as typed, with code and addresses blanked out."""
    words = token.content
    if any(child.type == "code_inline" for child in token.children or ()):
        words = _CODE_SPAN.sub(lambda match: " " * len(match[0]), words)
    if "](" in words:
        words = _LINK_TARGET.sub(lambda match: " " * len(match[0]), words)
    if token.meta.get("broken"):
        words = BREAK.sub(lambda match: " " * len(match[0]), words)
    return words


def _tag_diagnostics(tags: Mapping[str, list[tuple[Location, HtmlTag]]]) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each kind of tag: at the first, counting the others."""
    by_hint: dict[str, list[tuple[Location, HtmlTag]]] = {}
    for name, occurrences in tags.items():
        by_hint.setdefault(_HINTS.get(name, _DEFAULT_HINT), []).extend(occurrences)
    for hint, occurrences in by_hint.items():
        occurrences.sort(key=lambda occurrence: (occurrence[0].line, occurrence[0].column))
        location, tag = occurrences[0]
        message = f"网页的标记 {tag.text[:40]} 会照原样印出来{_count_suffix(len(occurrences))}"
        yield warning("prose/html", location, message, hint)


def _count_suffix(count: int) -> str:
    return f"（这个文件里这样的地方有 {count} 处）" if count > 1 else ""
