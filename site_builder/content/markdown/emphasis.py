"""`**` as Chinese needs it, and `*` where it masks a name or number: a markdown-it plugin.

CommonMark decides by white space and punctuation whether `**` may open or close. Chinese writes
no spaces, so `他说**“好”。**然后` stays asterisks there, while `甲*、乙*` and
`139****5678、138****12` lose theirs. Here two stars make words bold where they can mean nothing
else, all other stars are words, and what may be either stays as typed and is reported.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from site_builder.content.markdown.literals import HIDDEN_BACKSLASH
from site_builder.content.markdown.source import MarkdownSource
from site_builder.core.text.star_pairs import MAX_WORK, can_open_and_close, may_be_masks
from site_builder.model.diagnostic import error, warning
from site_builder.model.lazy_pattern import lazy_pattern

_MARKS = lazy_pattern(r"[]!#$%&*+:<=>@\[\\^_`{}~\n-]")
"""Where markdown-it scans for mark-up."""
_ACTIVE_MARKS = lazy_pattern(r"[\n\\`*_<\[]")
"""What a rule for words within a block begins with; a picture has a bracket too."""
_DOUBT_MESSAGES = {
    "masks": (
        "这里的 ** 可能是隐去的字，也可能是加粗，照原样印出来",
        "隐去的字写成 \\*\\*；要加粗的，在前一个 ** 的前面空一格。",
    ),
    "unpaired": (
        "这一段有的 ** 成对，印成粗体；这一个不成对，照原样印出来。可能认错了哪些是隐去的字",
        "隐去的字写成 \\*\\*，如“张\\*\\*”；加粗的，前后各写两个 *。",
    ),
    "open": (
        "这里的 ** 没有配对，照原样印出来",
        "加粗要前后各写两个 *，如“**重要**”；不是加粗的，写成 \\*\\*。",
    ),
    "three": ("这里的 *** 照原样印出来", "加粗用两个 *，如“**重要**”；没有斜体。"),
}


def strong_plugin(markdown: MarkdownIt) -> None:
    """Put the rules in place of CommonMark's."""
    markdown.core.ruler.at("inline", _parse_inlines)
    markdown.inline.ruler.at("emphasis", _tokenize)
    markdown.inline.ruler2.at("emphasis", _mark_pairs)


def _parse_inlines(state: StateCore) -> None:
    """Parse as markdown-it does, but record which block is being parsed."""
    work = 0
    for token in state.tokens:
        if token.type == "inline":
            state.env["inline"] = token
            token.children = token.children or []
            if not _ACTIVE_MARKS.search(token.content):
                token.children += _plain_text(token.content)
                continue
            if "[" in token.content:
                work += token.content.count("[") * len(_MARKS.findall(token.content))
            if work > MAX_WORK:
                state.env.setdefault("tangled", token)
                token.children.append(Token("text", "", 0, content=token.content))
                continue
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _plain_text(content: str) -> list[Token]:
    """Return what the parser makes of text that no rule looks at."""
    return [Token("text", "", 0, content=content)] if content else []


def _record_doubt(state: StateInline, offset: int, doubt: str) -> None:
    token = state.env["inline"]
    # Alternative texts are parsed by themselves; they are shown as typed.
    if token.content == state.src:
        token.meta.setdefault("stars", {})[offset] = doubt


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take two stars as a delimiter; fewer or more are words, and so is `_`."""
    mark, start = state.src[state.pos], state.pos
    if silent or mark not in "*_":
        return False
    while state.pos < state.posMax and state.src[state.pos] == mark:
        state.pos += 1
    end = state.pos
    token = state.push("text", "", 0)
    token.content = state.src[start:end]
    preceding, following = state.src[start - 1 : start] if start else "", state.src[end : end + 1]
    can_open, can_close = can_open_and_close(preceding, following)
    if token.content == "**":
        token.meta["at"] = start
        number = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(mark), 2, number, -1, can_open, can_close))
    elif token.content == "***" and can_open and not preceding.isalnum():
        _record_doubt(state, start, "three")
    return True


def _mark_pairs(state: StateInline) -> None:
    """Build pairs of stars bold, but for those that may be two masks."""
    metas = (meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)
    for delimiters in (state.delimiters, *metas):
        paired: set[int] = set()
        ambiguous: set[int] = set()
        for number, delimiter in enumerate(delimiters):
            if delimiter.end < 0:
                continue
            first, last = (
                state.tokens[delimiter.token],
                state.tokens[delimiters[delimiter.end].token],
            )
            if may_be_masks(state.src, first.meta["at"], last.meta["at"]):
                ambiguous |= {number, delimiter.end}
                _record_doubt(state, first.meta["at"], "masks")
                continue
            paired |= {number, delimiter.end}
            for token, name, nesting in ((first, "strong_open", 1), (last, "strong_close", -1)):
                token.type, token.tag, token.nesting = name, "strong", nesting
                token.markup, token.content = "**", ""
        for number in sorted({*range(len(delimiters))} - paired - ambiguous):
            offset = state.tokens[delimiters[number].token].meta["at"]
            if paired:
                _record_doubt(state, offset, "unpaired")
            elif _opens(state.src, offset):
                _record_doubt(state, offset, "open")


def _opens(text: str, offset: int) -> bool:
    """Return whether two stars resemble the first half of a pair, and like no mask."""
    preceding = text[offset - 1 : offset] if offset else ""
    following = text[offset + 2 : offset + 3]
    return (
        can_open_and_close(preceding, following)[0]
        and following != HIDDEN_BACKSLASH
        and not preceding.isalnum()
    )


def report_stars(text: MarkdownSource) -> None:
    """Report stars that may have been meant otherwise, and text with too many brackets to read."""
    if "tangled" in text.env:
        message = "方括号“[”和别的记号太多，从这一段起的链接、加粗没有检查，排不出来"
        hint = "请分成几段，或删去多余的方括号；大段的数据做成附件。"
        text.diagnostics.append(
            error("prose/tangled", text.token_location(text.env["tangled"]), message, hint)
        )
    for token in text.tokens:
        for offset, doubt in token.meta.get("stars", {}).items() if token.type == "inline" else ():
            location = text.location_at(token, offset)
            text.diagnostics.append(warning("prose/stars", location, *_DOUBT_MESSAGES[doubt]))
