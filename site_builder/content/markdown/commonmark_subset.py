"""CommonMark cut down to what official prose means by it.

No underlined headings, no HTML, no italics, no addresses apart from their links; numbers of lists
stay as typed. What remains is docs/writing.md, sentence by sentence.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, heading
from markdown_it.rules_inline import StateInline, escape


def restrict_commonmark(markdown: MarkdownIt) -> None:
    """Take out and tighten rules of CommonMark."""
    # Whoever pastes from Word indents paragraphs, and never means code by it.
    markdown.disable(["code", "lheading", "reference", "html_block", "html_inline", "entity"])
    markdown.block.ruler.at("heading", _heading, {"alt": ["paragraph", "reference", "blockquote"]})
    markdown.block.ruler.before("list", "list_number", _ends_list, {"alt": ["list"]})
    markdown.inline.ruler.at("escape", _escape)
    # An address in `<…>` is words too: shown as typed.
    markdown.normalizeLinkText = str  # type: ignore[method-assign, assignment]  # shown as typed


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - theirs
    """Take headings of the text itself only, with every `#` behind their words."""
    if state.level or not heading(state, start, end, silent):
        return False
    if not silent:
        offset = state.bMarks[start] + state.tShift[start]
        state.tokens[-2].content = state.src[offset : state.eMarks[start]].lstrip("#").strip()
    return True


def _escape(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - theirs
    """Take the escapes that `literals` left; a `|` is escaped in tables, which did it already."""
    following = state.src[state.pos + 1 : state.pos + 2]
    return following not in ("|", "\n", "") and escape(state, silent)


def _ends_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - theirs
    """End a numbered list where the next number does not follow: a new one begins with it."""
    del end
    if not silent:
        return False
    offset = state.bMarks[start] + state.tShift[start]
    number = state.src[offset : state.eMarks[start]].partition(".")[0]
    if not (number.isascii() and number.isdecimal()):
        return False
    for token in reversed(state.tokens):
        if token.type == "list_item_open" and token.level == state.level:
            if not token.info or int(number) == int(token.info) + 1:
                return False
            state.env.setdefault("numbers", []).append((start, token.info, number))
            return True
    return False
