"""Passages in another language: `::: 维吾尔文` … `:::`, and paragraphs that run from right to left.

A document's own language stands in its front matter (语种).
"""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from site_builder.content.markdown.languages import find_language, language_attributes
from site_builder.content.markdown.source import MarkdownSource
from site_builder.core.text.suggest import did_you_mean
from site_builder.core.text.unicode_scripts import is_right_to_left
from site_builder.model.diagnostic import error, warning
from site_builder.model.lazy_pattern import lazy_pattern

_CLOSING_FENCE = lazy_pattern(r"[ >]*:{3,}\s*")
_COLON = lazy_pattern("[:：]")
_MALFORMED_FENCE = lazy_pattern(r"\s*[:：]{3,}")
_CONTAINERS = ("paragraph_open", "heading_open", "td_open", "th_open", "dt_open")


def language_block_plugin(markdown: MarkdownIt) -> None:
    """Add passages between `::: 语种` and `:::`."""
    container_plugin(markdown, "language", validate=_is_named, render=_render_block)


def _is_named(params: str, _markup: str) -> bool:
    return bool(params.strip())


def _render_block(
    self: object, tokens: Sequence[Token], index: int, _options: object, _env: object
) -> str:
    del self
    if tokens[index].nesting < 0:
        return "</div>\n"
    return f"<div{language_attributes(tokens[index].meta.get('language'))}>\n"


def mark_directions(text: MarkdownSource) -> None:
    """Mark what begins in a right-to-left script, so that it runs that way."""
    for index, token in enumerate(text.tokens[:-1]):
        inline = text.tokens[index + 1]
        if (
            token.type in _CONTAINERS
            and inline.type == "inline"
            and is_right_to_left(inline.content)
        ):
            parent = text.tokens[index - 1]
            # The paragraph of a close list is not printed: its item is.
            container = parent if token.hidden and parent.type == "list_item_open" else token
            container.attrSet("dir", "auto")


def check_languages(text: MarkdownSource) -> None:
    """Record passages whose language nobody knows, that have no end, or that are none."""
    for token in text.tokens:
        if token.type == "container_language_open":
            _check_block(text, token)
        elif token.type == "inline" and token.map and _COLON.search(token.content):
            for number, line in enumerate(token.content.split("\n"), token.map[0]):
                if _MALFORMED_FENCE.match(line):
                    message = "这里像其他文字的段落的开头或结尾，但是排不成，会照原样印出来"
                    hint = (
                        "开头写“::: 维吾尔文”（三个半角冒号、空格、语种），结尾写“:::”，各占一行。"
                    )
                    text.diagnostics.append(
                        warning("prose/language", text.line_location(number), message, hint)
                    )


def _check_block(text: MarkdownSource, token: Token) -> None:
    language = token.meta["language"] = find_language(token.info, text.languages)
    if language is None:
        message = f"不认识的语种“{token.info.strip()}”"
        names = [candidate.label for candidate in text.languages]
        hint = did_you_mean(token.info.strip(), names)
        text.diagnostics.append(error("prose/language", text.token_location(token), message, hint))
    last = token.map[1] if token.map else 0
    if last >= len(text.lines) or not _CLOSING_FENCE.fullmatch(text.lines[last]):
        message = f"“::: {token.info.strip()}”没有结尾"
        hint = "请在这一段文字后面另起一行写“:::”。"
        text.diagnostics.append(error("prose/language", text.token_location(token), message, hint))
