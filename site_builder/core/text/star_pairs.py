"""Which stars make the words between them bold, and which may hide parts of names."""

from site_builder.model.lazy_pattern import lazy_pattern

_NEVER_FIRST = frozenset("、，。；：！？…”’）》〉」』】〕］｝·,.;:!?)]}％%")
"""Nothing bold begins with one of these."""
_NEVER_LAST = frozenset("“‘（《〈「『【〔［｛([{")
"""Nothing bold ends with one of these."""
_WORD = lazy_pattern(r"[\w*]")
_WORD_BEFORE = lazy_pattern(r"[\w*]*$")
_BETWEEN = lazy_pattern(r"[、，。；：！？,;:（）()/\s]")
"""What stands between two names, and seldom in a few words made bold."""
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


def can_open_and_close(preceding: str, following: str) -> tuple[bool, bool]:
    """Return whether stars between these characters may open and may close."""
    if _is_latin(preceding) and _is_latin(following):
        return False, False  # 139**5678
    can_open = bool(following.strip()) and following not in _NEVER_FIRST
    return can_open, bool(preceding.strip()) and preceding not in _NEVER_LAST


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def is_strong(text: str, start: int, end: int) -> bool:
    """Return whether two stars at `start` and two at `end` make the words between them bold.

    For texts in which every star belongs to such a pair, and no pair stands within another.
    """
    can_open, _ = can_open_and_close(text[start - 1 : start], text[start + 2 : start + 3])
    _, can_close = can_open_and_close(text[end - 1 : end], text[end + 2 : end + 3])
    return can_open and can_close and not may_be_masks(text, start, end)


def may_be_masks(text: str, start: int, end: int) -> bool:
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
