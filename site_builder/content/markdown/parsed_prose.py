"""Markdown → `Prose`, by markdown-it: whatever is written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from site_builder.content.markdown.cjk_line_breaks import cjk_line_breaks
from site_builder.content.markdown.commonmark_subset import restrict_commonmark
from site_builder.content.markdown.csv_rows import MAX_COLUMNS
from site_builder.content.markdown.emphasis import strong_plugin
from site_builder.content.markdown.language_blocks import (
    check_languages,
    language_block_plugin,
    mark_directions,
)
from site_builder.content.markdown.languages import wrap_in_language
from site_builder.content.markdown.leading_signs import LineContext, line_contexts
from site_builder.content.markdown.links import normalize_link, rewrite_links
from site_builder.content.markdown.lint import PARSER_MAX_DEPTH, lint_markdown, record_table_cells
from site_builder.content.markdown.lint_html import convert_cell_breaks
from site_builder.content.markdown.literals import hide_literals, show_in_tokens, show_literals
from site_builder.content.markdown.markup_elements import markup_elements
from site_builder.content.markdown.source import MarkdownSource
from site_builder.content.markdown.table_captions import table_captions
from site_builder.content.markdown.tables import read_tables
from site_builder.model.diagnostic import error
from site_builder.model.html import Html
from site_builder.model.prose import Heading, Link, Prose

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPTIONS = {"html": False, "maxNesting": PARSER_MAX_DEPTH, "store_labels": True}


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", _OPTIONS).enable("table")
    restrict_commonmark(markdown)
    record_table_cells(markdown)
    markdown.use(table_captions).use(language_block_plugin)
    markdown.use(footnote_plugin, inline=False).use(deflist_plugin)
    markdown.use(strong_plugin).use(cjk_line_breaks)
    # Every address is checked below, with its place; nothing may drop out silently before that.
    markdown.validateLink = bool  # type: ignore[method-assign, assignment]  # checked here
    markdown.normalizeLink = normalize_link  # type: ignore[method-assign, assignment]  # the same
    markdown.add_render_rule("footnote_anchor", _footnote_anchor)
    markdown.add_render_rule("footnote_caption", _footnote_caption)
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    return markdown


def _table_open(
    self: object, tokens: Sequence[Token], index: int, _options: object, _env: object
) -> str:
    """Put a table into a labelled region of its own: a wide one scrolls there, not the page."""
    del self
    number, caption = tokens[index].meta["number"], tokens[index].meta.get("caption")
    label = f"表格 {number}" + (f"：{escapeHtml(caption)}" if caption else "")
    return f'<div class="prose-table" role="region" tabindex="0" aria-label="{label}"><table>\n'


def _table_close(
    self: object, _tokens: Sequence[Token], _index: int, _options: object, _env: object
) -> str:
    del self
    return "</table></div>\n"


def _footnote_caption(
    self: object, tokens: Sequence[Token], index: int, _options: object, _env: object
) -> str:
    """Number a call of a footnote; called again, it has the same number."""
    del self
    return f"[{tokens[index].meta['id'] + 1}]"


def _footnote_anchor(
    self: object, tokens: Sequence[Token], index: int, _options: object, _env: object
) -> str:
    del self
    number = tokens[index].meta["id"] + 1
    occurrence = tokens[index].meta.get("subId", 0)
    target = f"{number}:{occurrence}" if occurrence > 0 else str(number)
    label = f"返回正文脚注 {number}" + (f" 第 {occurrence + 1} 处" if occurrence > 0 else "")
    return f' <a href="#fnref{target}" class="footnote-backref" aria-label="{label}">↩</a>'


def parse_blocks(lines: list[str]) -> list[Token]:
    """Return the tokens of some lines, with no table of theirs read and nothing checked."""
    return _parse_lines(lines, line_contexts(lines), {})


def _parse_lines(lines: list[str], contexts: list[LineContext], env: dict[str, Any]) -> list[Token]:
    hidden = hide_literals(lines, contexts)
    tokens = _markdown().parse(hidden, env)
    show_in_tokens(tokens, hidden)
    return tokens


def parse(text: MarkdownSource) -> None:
    """Parse Markdown into the text's tokens, judging links, headings and tables on the way."""
    text.contexts = line_contexts(text.lines)
    text.tokens = _parse_lines(text.lines, text.contexts, text.env)
    convert_cell_breaks(text.tokens)
    notes = text.env.get("footnotes", {})
    notes["refs"] = {show_literals(name): number for name, number in notes.get("refs", {}).items()}
    read_tables(text)
    lint_markdown(text)
    check_languages(text)
    mark_directions(text)
    for index, token in enumerate(text.tokens):
        if token.type == "heading_open":
            text.headings += 1
            token.attrSet("id", f"section-{text.headings}")
            if token.tag == "h1":
                text.diagnostics.append(
                    error(
                        "prose/heading",
                        text.token_location(token),
                        "正文里用了一级标题（一个 #）",
                        "标题写在文件开头的“标题”里；正文的标题从 ## 开始。",
                    )
                )
        elif token.type in ("th_open", "td_open"):
            _repair_cell(text.tokens, index)
        elif token.type == "table_open":
            _check_table_width(text, index)
    text.elements.extend(markup_elements(text))


def _repair_cell(tokens: list[Token], index: int) -> None:
    """Turn a cell's inline style into a class, and state what a header cell heads."""
    token = tokens[index]
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", f"align-{style.removeprefix('text-align:')}")
    if token.type == "th_open":
        if tokens[index + 1].content:
            token.attrs.setdefault("scope", "col")
        else:
            token.attrs.pop("scope", None)
            # An empty header cell heads nothing; readers would announce a nameless column.
            token.tag = tokens[index + 2].tag = "td"


def _check_table_width(text: MarkdownSource, index: int) -> None:
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
        text.diagnostics.append(
            error("prose/table", text.token_location(text.tokens[index]), message, hint)
        )


def render(text: MarkdownSource, tokens: list[Token]) -> Prose:
    """Render some of a text's tokens: links pointed to pages, words and headings listed."""
    words: list[str] = []
    links: list[Link] = []
    headings: list[Heading] = []
    heading: Token | None = None
    for token in tokens:
        if token.type == "heading_open":
            heading = token
        elif token.type == "fence":
            words.append(token.content.rstrip("\n"))
        elif token.type == "table_open" and token.meta.get("file"):
            links.append(token.meta["file"])
        if token.type != "inline" or token.children is None:
            continue
        visible = "".join(_visible_text(child) for child in token.children)
        words.append(visible)
        if heading is not None:
            headings.append(Heading(int(heading.tag[1]), str(heading.attrGet("id")), visible))
            heading = None
        rewrite_links(text, token, links)
    markdown = _markdown()
    html = markdown.renderer.render(tokens, markdown.options, {})
    html = wrap_in_language(html, text.language, text.languages)
    return Prose(Html(html), "\n".join(words), tuple(headings), tuple(links))


_TEXT_TOKENS = frozenset(("text", "code_inline", "softbreak", "image"))


def _visible_text(token: Token) -> str:
    if token.type == "hardbreak":
        return "\n"
    return token.content if token.type in _TEXT_TOKENS else ""
