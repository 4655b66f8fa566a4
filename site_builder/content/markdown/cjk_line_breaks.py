"""Line ends as Chinese needs them: a markdown-it plugin.

A sentence broken in the middle joins without a space; lines of their own stay lines.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from site_builder.content.markdown.cjk import is_cjk
from site_builder.content.markdown.standalone_lines import standalone_lines

LINE_END = "line-end"
"""Marks a text token that was a line end: whoever counts lines still has to count it."""


def ends_line(token: Token) -> bool:
    """Return whether a line of the file ends with this token; a `<br>` of a cell ends none."""
    broken = token.type in ("softbreak", "hardbreak") and not token.markup
    return broken or token.info == LINE_END


def cjk_line_breaks(markdown: MarkdownIt) -> None:
    """Put the rule behind those of CommonMark."""
    markdown.core.ruler.push("cjk_line_ends", _join_lines)
    markdown.core.ruler.push("own_lines", _split_standalone_lines)


def _join_lines(state: StateCore) -> None:
    """Drop the line end between two Chinese characters: a browser would show it as a space."""
    for block in state.tokens:
        if "\n" not in block.content:
            continue
        children = block.children or []
        breaks = [child for child in children if child.type in ("softbreak", "hardbreak")]
        standalone_flags = standalone_lines(block.content.split("\n")) if breaks else []
        if len(standalone_flags) == len(breaks):
            for token, is_standalone in zip(breaks, standalone_flags, strict=True):
                if is_standalone:
                    token.type, token.meta["standalone"] = "hardbreak", True
        for index, token in enumerate(children):
            if token.type == "softbreak":
                previous = _nearest_character(children, range(index - 1, -1, -1), -1)
                following = _nearest_character(children, range(index + 1, len(children)), 0)
                if previous and following and is_cjk(previous) and is_cjk(following):
                    token.type, token.content, token.info = "text", "", LINE_END


def _split_standalone_lines(state: StateCore) -> None:
    """Build a paragraph of each line of its own; in lists and within bold words it stays a line."""
    tokens: list[Token] = []
    for token in state.tokens:
        previous = tokens[-1] if tokens else token
        is_paragraph = token.type == "inline" and previous.type == "paragraph_open"
        if is_paragraph and not token.level - 1 and not _is_one_line(token):
            tokens.pop()
            for number, piece in enumerate(_split_paragraph(token)):
                if number:
                    tokens.append(Token("paragraph_close", "p", -1, block=True))
                tokens += [replace(previous, map=piece.map), piece]
        else:
            tokens.append(token)
    state.tokens = tokens


def _is_one_line(block: Token) -> bool:
    return "\n" not in block.content and block.map is not None and block.map[1] - block.map[0] == 1


def _split_paragraph(block: Token) -> Iterator[Token]:
    """Cut the words of a paragraph at its own lines."""
    children = block.children or []
    depths = accumulate((child.nesting for child in children), initial=0)
    ends = [
        index
        for index, (child, depth) in enumerate(zip(children, depths, strict=False))
        if child.meta.get("standalone") and not depth
    ]
    lines = block.content.split("\n")
    starts = [*accumulate((len(line) + 1 for line in lines), initial=0)]
    first, start = 0, 0
    for index in (*ends, len(children)):
        count = 1 + sum(ends_line(child) for child in children[start:index])
        last = len(lines) if index == len(children) else first + count
        content = "\n".join(lines[first:last])
        yield _sub_block(block, (first, last), content, starts[first], children[start:index])
        first, start = last, index + 1


def _sub_block(
    block: Token, rows: tuple[int, int], content: str, start: int, children: list[Token]
) -> Token:
    """Build a block of some lines of another; what is noted by its place moves along."""
    stars: dict[int, str] = block.meta.get("stars", {})
    offsets = sorted(stars)
    inner_offsets = offsets[
        bisect_left(offsets, start) : bisect_left(offsets, start + len(content))
    ]
    if children and children[0].type == "text" and rows[0]:
        children[0].content = children[0].content.lstrip()
    return replace(
        block,
        content=content,
        children=children,
        map=[block.map[0] + rows[0], block.map[0] + rows[1]] if block.map else None,
        meta={"stars": {offset - start: stars[offset] for offset in inner_offsets}},
    )


def _nearest_character(tokens: list[Token], indices: range, position: int) -> str:
    """Find the character shown next to a line end, past markup; empty when it is no character."""
    for token in (tokens[index] for index in indices):
        if token.type in ("image", "hardbreak"):
            return ""
        if token.content:
            return token.content[position]
    return ""
