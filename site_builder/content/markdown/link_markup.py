"""Links and pictures written into a text, and read back before they count."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from site_builder.content.markdown.addresses import resolve_address
from site_builder.content.markdown.parsed_prose import parse_blocks
from site_builder.content.markdown.source import MarkdownSource
from site_builder.core.errors import ValueProblem
from site_builder.core.text.markdown_escapes import clean_words, escape_words
from site_builder.model.location import Location

if TYPE_CHECKING:
    from markdown_it.token import Token

_ENCODED = {ord(sign): f"%{ord(sign):02X}" for sign in " ()<>"}
_MAX_LENGTH = 2_000


def write_link(words: str, address: str, path: str) -> str:
    """Return the Markdown of a link in the text at `path`, below `content/`.

    Raises ValueProblem for an address that leads nowhere, and words that a link cannot hold.
    """
    target = _target(address, path, "href")
    label = _collapse_whitespace(words) or target
    for markdown in (label, escape_words(label)):
        link = f"[{markdown}]({target})"
        children = _children(link)
        inner = [child.type for child in children[1:-1]]
        if (
            [child.type for child in (children[:1] + children[-1:])] == ["link_open", "link_close"]
            and not {"link_open", "image", "link_close"} & {*inner}
            and _leads_to(children[0], "href", target)
        ):
            return link
    raise ValueProblem("这几个字不能写成链接", "文字里的方括号、反引号要成对；请改一下再写。")


def write_picture(description: str, address: str, path: str) -> str:
    """Return the Markdown of a picture in the text at `path`, below `content/`.

    Raises ValueProblem for an address that leads nowhere, and words that cannot be a description.
    """
    words = _collapse_whitespace(description)
    if not words:
        raise ValueProblem("图片没有说明", "请写明图上的内容；看不见图的人只能听到这几个字。")
    target = _target(address, path, "src")
    picture = f"![{words}]({target})"
    children = _children(picture)
    if (
        [child.type for child in children] == ["image"]
        and children[0].content == words
        and _leads_to(children[0], "src", target)
    ):
        return picture
    raise ValueProblem("图片的说明里有不能用的符号", "请去掉方括号、反引号、反斜线，再试一次。")


def _target(address: str, path: str, name: str) -> str:
    """Return an address as it is typed into a text. Raises ValueProblem."""
    typed = clean_words(address).strip()
    if not typed or len(typed) > _MAX_LENGTH or "\n" in typed:
        raise ValueProblem("没有写地址", "写 https:// 开头的网址，或者选一篇站内的文稿。")
    source = MarkdownSource(f"content/{path}", path, 1, (), "")
    problem = resolve_address(source, name, typed, Location("")).diagnostic
    if problem:
        raise ValueProblem(problem.message, problem.hint)
    return typed.translate(_ENCODED)


def _collapse_whitespace(words: str) -> str:
    return " ".join(clean_words(words).split())


def _children(markdown: str) -> list[Token]:
    """Return what the parser makes of a line; nothing when it is more than a paragraph."""
    tokens = parse_blocks([markdown])
    is_paragraph = [token.type for token in tokens] == [
        "paragraph_open",
        "inline",
        "paragraph_close",
    ]
    return (tokens[1].children or []) if is_paragraph else []


def _leads_to(token: Token, name: str, target: str) -> bool:
    return unquote(str(token.attrGet(name))) == unquote(target)
