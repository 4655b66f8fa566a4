"""The structure of a parsed text, as rules see it."""

from collections.abc import Iterator
from dataclasses import replace

from markdown_it.token import Token

from site_builder.content.markdown.cjk_line_breaks import ends_line
from site_builder.content.markdown.source import MarkdownSource
from site_builder.core.text.table_markup import column_name
from site_builder.model.location import Location
from site_builder.model.rule_context import MarkupElement


def markup_elements(text: MarkdownSource) -> Iterator[MarkupElement]:
    """Yield headings, links, images and tables of parsed Markdown, before links are pointed."""
    heading: Token | None = None
    for index, token in enumerate(text.tokens):
        if token.type == "heading_open":
            heading = token
        elif token.type == "table_open":
            header_text = _header_text(text.tokens, index)
            yield MarkupElement("table", text.token_location(token), header_text)
            if header_text:
                yield from _unnamed_headers(text, index)
        elif token.type == "inline":
            location = text.token_location(token)
            if heading is not None:
                level = int(heading.tag[1])
                yield MarkupElement("heading", location, token.content, level=level)
                heading = None
            yield from _inline_elements(token.children or [], location)


def _header_text(tokens: list[Token], index: int) -> str:
    words: list[str] = []
    for token in tokens[index:]:
        if token.type == "thead_close":
            break
        if token.type == "inline":
            words.append(token.content)
    return "".join(words)


def _unnamed_headers(text: MarkdownSource, index: int) -> Iterator[MarkupElement]:
    """Yield the header cells of a table that have no name."""
    location, row, column = text.token_location(text.tokens[index]), 0, 0
    for token in text.tokens[index:]:
        if token.type == "table_close":
            return
        if token.type == "tr_open":
            location = text.token_location(token) if token.map else location
            row, column = row + 1, 0
        column += token.type in ("th_open", "td_open")
        if token.type == "th_open" and token.tag == "td":
            name = token.meta.get("name") or f"{column_name(column - 1)}{row}"
            yield MarkupElement("header", location, "", str(name))


def _inline_elements(children: list[Token], location: Location) -> Iterator[MarkupElement]:
    link: MarkupElement | None = None
    for token in children:
        if ends_line(token):
            location = location._replace(line=location.line + 1)
        if token.type == "link_open":
            link = MarkupElement("link", location, "", str(token.attrGet("href") or ""))
        elif token.type == "link_close" and link is not None:
            yield link
            link = None
        elif token.type == "image":
            yield MarkupElement("image", location, token.content, str(token.attrGet("src") or ""))
            if link is not None:
                link = replace(link, text=link.text + token.content)
        elif link is not None and token.type in ("text", "code_inline"):
            link = replace(link, text=link.text + token.content)
