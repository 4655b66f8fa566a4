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
from site_builder.model.diagnostic import error, warning
from site_builder.model.lazy_pattern import lazy_pattern

_NEVER_FIRST = frozenset("、，。；：！？…”’）》〉」』】〕］｝·,.;:!?)]}％%")
"""Nothing bold begins with one of these."""
_NEVER_LAST = frozenset("“‘（《〈「『【〔［｛([{")
"""Nothing bold ends with one of these."""
_WORD = lazy_pattern(r"[\w*]")
_WORD_BEFORE = lazy_pattern(r"[\w*]*$")
_BETWEEN = lazy_pattern(r"[、，。；：！？,;:（）()/\s]")
"""What stands between two names, and seldom in a few words made bold."""
_MARKS = lazy_pattern(r"[]!#$%&*+:<=>@\[\\^_`{}~\n-]")
"""Where markdown-it scans for mark-up."""
_ACTIVE_MARKS = lazy_pattern(r"[\n\\`*_<\[]")
"""What a rule for words within a block begins with; a picture has a bracket too."""
MAX_WORK = 1_000_000
"""From each `[` on, markdown-it scans each mark behind it: beyond this it takes for ever."""
_MAX_NAME_LENGTH = 2
"""Characters of a name next to its mask."""
_MAX_WORD_LENGTH = 60
"""Characters scanned for a word; longer ones are no names."""
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万"
    "钱严覃武戴莫孔向汤甲乙丙丁某"
)
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
    can_open, can_close = _can_open_and_close(preceding, following)
    if token.content == "**":
        token.meta["at"] = start
        number = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(mark), 2, number, -1, can_open, can_close))
    elif token.content == "***" and can_open and not preceding.isalnum():
        _record_doubt(state, start, "three")
    return True


def _can_open_and_close(preceding: str, following: str) -> tuple[bool, bool]:
    """Return whether stars between these characters may open and may close."""
    if _is_latin(preceding) and _is_latin(following):
        return False, False  # 139**5678
    can_open = bool(following.strip()) and following not in _NEVER_FIRST
    return can_open, bool(preceding.strip()) and preceding not in _NEVER_LAST


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


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
            if _may_be_masks(state.src, first.meta["at"], last.meta["at"]):
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


def is_strong(text: str, start: int, end: int) -> bool:
    """Return whether two stars at `start` and two at `end` make the words between them bold.

    For texts in which every star belongs to such a pair, and no pair stands within another.
    """
    can_open, _ = _can_open_and_close(text[start - 1 : start], text[start + 2 : start + 3])
    _, can_close = _can_open_and_close(text[end - 1 : end], text[end + 2 : end + 3])
    return can_open and can_close and not _may_be_masks(text, start, end)


def _opens(text: str, offset: int) -> bool:
    """Return whether two stars resemble the first half of a pair, and like no mask."""
    preceding = text[offset - 1 : offset] if offset else ""
    following = text[offset + 2 : offset + 3]
    return (
        _can_open_and_close(preceding, following)[0]
        and following != HIDDEN_BACKSLASH
        and not preceding.isalnum()
    )


def _may_be_masks(text: str, start: int, end: int) -> bool:
    """Return whether two pairs of stars may hide parts of two names: 李**大、王**."""
    word_match = _WORD_BEFORE.search(text, max(0, start - _MAX_WORD_LENGTH), start)
    prefix = word_match[0] if word_match else ""
    inner = text[start + 2 : end]
    if not prefix or not (inner[-1].isalnum() or inner[-1] == "*"):
        return False
    if _BETWEEN.search(inner):
        return True
    are_surnames = prefix[-1] in _SURNAMES and inner[-1] in _SURNAMES
    following = _WORD.match(text, end + 2)
    return are_surnames or (len(prefix) <= _MAX_NAME_LENGTH >= len(inner) and not following)


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
