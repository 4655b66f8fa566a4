"""Markdown → `Prose`. Called by `read.document` for every text an office writes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Heading, Link, Prose
from site_builder.model.html import Html
from site_builder.model.inspection import Element
from site_builder.model.place import Place
from site_builder.read.cjk import LINE_END, cjk_friendly
from site_builder.urls import outside_url, page_url, root_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_COLUMNS = 50


@dataclass(slots=True)
class Text:
    """A text on its way to prose: its tokens, where they stand, and what was wrong."""

    file: str
    """As diagnostics quote it."""
    path: str
    """Below `content/`."""
    first_line: int
    """Line of the file on which the Markdown starts."""
    government: tuple[str, ...]
    """Endings of host names that count as government sites."""
    markdown: str
    tokens: list[Token] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    """Its structure, as typed."""
    headings: int = 0
    tables: int = 0

    def place(self, token: Token) -> Place:
        """Give the line on which a block starts."""
        return Place(self.file, (token.map[0] if token.map else 0) + self.first_line)


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.use(footnote_plugin).use(deflist_plugin).use(cjk_friendly)
    # Every address is judged below, with its place; nothing may drop out in silence before that.
    markdown.validateLink = bool  # type: ignore[method-assign, assignment]
    markdown.add_render_rule("footnote_anchor", _footnote_anchor)
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    return markdown


def _table_open(
    self: object, tokens: Sequence[Token], index: int, _options: object, _env: object
) -> str:
    """Put a table into a labelled region of its own: a wide one scrolls there, not the page."""
    del self
    number = tokens[index].meta["number"]
    return (
        f'<div class="prose-table" role="region" tabindex="0" aria-label="表格 {number}"><table>\n'
    )


def _table_close(
    self: object, _tokens: Sequence[Token], _index: int, _options: object, _env: object
) -> str:
    del self
    return "</table></div>\n"


def _footnote_anchor(
    self: object, tokens: Sequence[Token], index: int, _options: object, _env: object
) -> str:
    del self
    number = tokens[index].meta["id"] + 1
    again = tokens[index].meta.get("subId", 0)
    target = f"{number}:{again}" if again > 0 else str(number)
    label = f"返回正文脚注 {number}" + (f" 第 {again + 1} 处" if again > 0 else "")
    return f' <a href="#fnref{target}" class="footnote-backref" aria-label="{label}">↩</a>'


def parse(text: Text) -> None:
    """Parse Markdown into the text's tokens, judging links, headings and tables on the way."""
    text.tokens = _markdown().parse(text.markdown)
    for index, token in enumerate(text.tokens):
        if token.type == "heading_open":
            text.headings += 1
            token.attrSet("id", f"section-{text.headings}")
            if token.tag == "h1":
                text.findings.append(
                    error(
                        "prose/heading",
                        text.place(token),
                        "正文里用了一级标题（一个 #）",
                        "标题写在文件开头的“标题”里；正文的标题从 ## 开始。",
                    )
                )
        elif token.type in ("th_open", "td_open"):
            _mend_cell(text.tokens, index)
        elif token.type == "table_open":
            _judge_table(text, index)


def _mend_cell(tokens: list[Token], index: int) -> None:
    """Turn a cell's inline style into a class, and say what a header cell heads."""
    token = tokens[index]
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", f"align-{style.removeprefix('text-align:')}")
    if token.type == "th_open":
        if tokens[index + 1].content:
            token.attrSet("scope", "col")
        else:
            # An empty header cell heads nothing; readers would announce a nameless column.
            token.tag = tokens[index + 2].tag = "td"


def _judge_table(text: Text, index: int) -> None:
    columns = 0
    for token in text.tokens[index + 1 :]:
        if token.type == "tr_close":
            break
        columns += token.type == "th_open"
    text.tables += 1
    text.tokens[index].meta["number"] = text.tables
    if columns > MAX_COLUMNS:
        message = f"表格有 {columns} 列，超过 {MAX_COLUMNS} 列"
        hint = "请把大表做成附件，或拆成几张表。"
        text.findings.append(error("prose/table", text.place(text.tokens[index]), message, hint))


def render(text: Text, tokens: list[Token]) -> Prose:
    """Render some of a text's tokens: links pointed to pages, words and headings listed."""
    words: list[str] = []
    links: list[Link] = []
    headings: list[Heading] = []
    heading: Token | None = None
    for token in tokens:
        if token.type == "heading_open":
            heading = token
        if token.type != "inline" or token.children is None:
            continue
        shown = "".join(child.content for child in token.children if child.type in _WORDS)
        words.append(shown)
        if heading is not None:
            headings.append(Heading(int(heading.tag[1]), str(heading.attrGet("id")), shown))
            heading = None
        _point_links(text, token, links)
    markdown = _markdown()
    html = markdown.renderer.render(tokens, markdown.options, {})
    return Prose(Html(html), "\n".join(words), tuple(headings), tuple(links))


_WORDS = frozenset(("text", "code_inline", "softbreak", "image"))


def _point_links(text: Text, inline: Token, links: list[Link]) -> None:
    """Point each link and image of a paragraph to where it stands in the output."""
    place = text.place(inline)
    pointed: list[Token] = []
    outside = False
    for token in inline.children or ():
        if token.type in ("softbreak", "hardbreak") or token.info == LINE_END:
            place = replace(place, line=place.line + 1)
        if token.type == "link_open":
            outside = _point(text, token, "href", place, links)
        elif token.type == "image":
            _point(text, token, "src", place, links)
        elif token.type == "link_close" and outside:
            pointed.append(Token("text", "", 0, content="（外部链接）"))
            outside = False
        pointed.append(token)
    inline.children = pointed


def _point(text: Text, token: Token, name: str, place: Place, links: list[Link]) -> bool:
    """Point one link. Returns whether it leaves government sites."""
    target = str(token.attrGet(name) or "")
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if name == "href" and parts.scheme in ("mailto", "tel"):
        return False
    if name == "href" and parts.scheme in ("http", "https") and host:
        if is_government(host, text.government):
            token.attrSet("rel", "external")
            return False
        links.append(Link(target, place, outside=True))
        token.attrSet("href", root_of(text.path) + outside_url(target))
        token.attrSet("class", "outside")
        return True
    if not target or parts.scheme or parts.netloc or target.startswith("/") or "\\" in target:
        hint = "写成 https:// 开头的完整地址，或从本文件出发的相对地址，如 ../files/x.pdf。"
        if name == "src":
            hint = "图片请放进 files 文件夹，写相对地址，如 ../files/x.png。"
        text.findings.append(error("prose/link", place, f"不能用的链接“{unquote(target)}”", hint))
        return False
    links.append(Link(unquote(target), place, outside=False))
    if parts.path.endswith(".md"):
        token.attrSet(name, target.replace(parts.path, page_url(parts.path), 1))
    return False


def is_government(host: str, endings: tuple[str, ...]) -> bool:
    """Tell whether a host counts as a government site: it is one of these, or lies below one."""
    host = host.lower().rstrip(".")
    return any(host == ending or host.endswith(f".{ending}") for ending in endings)
