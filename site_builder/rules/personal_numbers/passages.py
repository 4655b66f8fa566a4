"""A file as the privacy rules read it: with numbers and addresses put together."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar
from urllib.parse import unquote

from site_builder.model.rule_context import AttachmentText, MarkupElement, TextFile, TextSpan
from site_builder.rules.personal_numbers.rejoined_lines import rejoin_numbers

LINK_LABEL = "链接里"
_Content = TypeVar("_Content", bound=TextFile | AttachmentText)


def with_joined_passages(content: _Content) -> _Content:
    """Add the numbers that lines or cells cut, and the addresses of links."""
    elements: tuple[MarkupElement, ...]
    elements = content.elements if isinstance(content, TextFile) else ()
    added: tuple[TextSpan, ...] = (*rejoin_numbers(content.spans), *_addresses(elements))
    return replace(content, spans=(*content.spans, *added)) if added else content


def _addresses(elements: tuple[MarkupElement, ...]) -> Iterator[TextSpan]:
    for element in elements:
        scheme, _, rest = element.target.partition(":")
        if rest and (rest.startswith("//") or rest not in element.text):
            # What resembles a number in an address of a page may be its page's own.
            yield TextSpan(
                "figures" if rest.startswith("//") else "body",
                LINK_LABEL,
                unquote(rest),
                element.location,
                is_page_address=scheme.lower() not in ("mailto", "tel", "sms"),
            )
