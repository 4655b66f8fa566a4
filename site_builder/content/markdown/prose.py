"""Markdown → `Prose`: the short way for ordinary texts, the parser for whatever else is written."""

from site_builder.content.markdown.simple_markdown import read_simple_markdown
from site_builder.content.markdown.source import MarkdownSource
from site_builder.model.prose import Prose


def read(text: MarkdownSource) -> Prose:
    """Read Markdown: what is wrong with it, and what rules see, is added to the source."""
    simple = read_simple_markdown(text)
    if simple is not None:
        return simple
    from site_builder.content.markdown.parsed_prose import (  # noqa: PLC0415 - 80 modules of the parser
        parse,
        render,
    )

    parse(text)
    return render(text, text.tokens)
