"""Emphasis and line ends as Chinese needs them: a markdown-it plugin. Called by `read.prose`.

CommonMark decides by white space and punctuation whether `**` may open or close. Chinese writes no
spaces, so `他说**“好”。**然后` stays asterisks there. The rule used here treats a CJK neighbour the
way CommonMark treats a space (the proposal known as markdown-cjk-friendly).
"""

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

_CJK = (
    (0x1100, 0x11FF),
    (0x2E80, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)

LINE_END = "line-end"
"""Marks a text token that was a line end: whoever counts lines still has to count it."""


def is_cjk(char: str) -> bool:
    """Tell whether a character is Chinese, Japanese or Korean, full-width punctuation included."""
    code = ord(char)
    return any(low <= code <= high for low, high in _CJK)


def cjk_friendly(markdown: MarkdownIt) -> None:
    """Put the rules in place of CommonMark's."""
    markdown.inline.ruler.at("emphasis", _emphasis)
    markdown.core.ruler.push("cjk_line_ends", _join_lines)


def _emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Collect a run of `*` or `_` as delimiters."""
    mark = state.src[state.pos]
    if silent or mark not in "*_":
        return False
    end = state.pos
    while end < state.posMax and state.src[end] == mark:
        end += 1
    before = state.src[state.pos - 1] if state.pos > 0 else " "
    after = state.src[end] if end < state.posMax else " "
    can_open, can_close = _flanks(before, after, mark)
    for _ in range(end - state.pos):
        token = state.push("text", "", 0)
        token.content = mark
        state.delimiters.append(
            Delimiter(
                marker=ord(mark),
                length=end - state.pos,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos = end
    return True


def _flanks(before: str, after: str, mark: str) -> tuple[bool, bool]:
    """Decide whether a run may open and may close."""

    def loose(char: str) -> bool:
        return isWhiteSpace(ord(char)) or _punctuation(char) or is_cjk(char)

    def tight(char: str) -> bool:
        return not isWhiteSpace(ord(char)) and (is_cjk(char) or not _punctuation(char))

    left = tight(after) or (not isWhiteSpace(ord(after)) and loose(before))
    right = tight(before) or (not isWhiteSpace(ord(before)) and loose(after))
    if mark == "*":
        return left, right
    return left and (not right or _punctuation(before)), right and (not left or _punctuation(after))


def _punctuation(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)


def _join_lines(state: StateCore) -> None:
    """Drop the line end between two Chinese characters: a browser would show it as a space."""
    for block in state.tokens:
        children = block.children or []
        for index, token in enumerate(children):
            if token.type == "softbreak":
                before = _nearest_character(children, range(index - 1, -1, -1), -1)
                after = _nearest_character(children, range(index + 1, len(children)), 0)
                if before and after and is_cjk(before) and is_cjk(after):
                    token.type, token.content, token.info = "text", "", LINE_END


def _nearest_character(tokens: list[Token], way: range, end: int) -> str:
    """Find the character shown next to a line end, past markup; empty when it is no character."""
    for token in (tokens[index] for index in way):
        if token.type in ("image", "hardbreak"):
            return ""
        if token.content:
            return token.content[end]
    return ""
