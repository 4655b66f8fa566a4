"""Blanks of a form that nobody filled in, distinguished from masked names and bold."""

import re
from functools import lru_cache

from site_builder.model.lazy_pattern import lazy_pattern

_CROSSES = (
    r"(?<![A-Za-zＸｘ0-9\-–/×✕*○〇◯_＿一二三四五六七八九十])"
    r"(?:[XxＸｘ×✕]{2,}|[○〇◯]{2,}(?![一二三四五六七八九]))"
)
_LINES = r"(?<![A-Za-z\-–_＿\\])(?:\\?[_＿]){2,}"
"""What is filled in manually may stand within a number: 20__年."""
_BLANKS = rf"(?:{_CROSSES}|{_LINES})"
_UNITS = r"(?:[年月日件条次份个人项宗起期场篇元局委区县市镇]|万元|单位|街道|网站|网址)"
UNFILLED = lazy_pattern(rf"{_BLANKS}\s*{_UNITS}")
BLANK = lazy_pattern(rf"{_CROSSES}(?![A-Za-z0-9\-–/])|{_LINES}(?![A-Za-z0-9_＿\\])")

PREFILTER = lazy_pattern(r"[XxＸｘ×✕○〇◯_＿]{2}|\\_")
"""Most lines hold none of these, and the patterns are slow to decide that."""

_MASK = lazy_pattern(r"[XxＸｘ×✕]+")
_MASK_LENGTH = 2
_SURNAMES = (
    "王李刘陈杨黄赵吴徐孙朱胡郭罗郑宋唐韩冯邓曹彭肖董袁潘蒋蔡杜魏吕沈姚卢姜崔谭汪廖韦邹孟熊秦邱尹"
    "薛闫侯陶黎贺毛郝龚邵覃戴莫孔汤"
)
_AMBIGUOUS_SURNAMES = "张周余曾钱钟范许谢程林苏龙江石田白严史雷付方任段向于万高武何马贾顾梁叶丁陆"
"""Surnames that also end words, as in 提高XX个 and 规范XX件."""
_NAME = lazy_pattern(
    rf"[{_SURNAMES}]$|(?:^|[^\u4e00-\u9fff人]|[人者员长民士告诉和与及对由向为给将被是因同生师户位主系])[{_AMBIGUOUS_SURNAMES}]$"
)
_MEASURE_WORD = lazy_pattern(
    r"\s*(?:年(?![龄纪])|月(?![收薪均])|日(?![前常])|万元|个(?![人体案])|件|条|次(?![日子女])|份(?![额子])|[宗篇]|项(?!目)"
    r"|期(?![间满待]))"
)
"""No name stands right before these."""

_BOLD_MARK = lazy_pattern(r"(?<![_\\])_{2,3}(?!_)|\|")
_CLOSING_PUNCTUATION = "，。、；：！？）》”’】〕"
_OPENING_PUNCTUATION = "，、；：（《“‘【〔"
_UNIT_END = lazy_pattern(rf"{_UNITS}(?:[{_CLOSING_PUNCTUATION}|\s]|$)")


def is_redaction(text: str, match: re.Match[str]) -> bool:
    """Return whether the blank is a masked name, or marks that only make words bold."""
    start = match.start()
    if match[0].startswith("_"):
        return start in _bold_marks(text)
    mask = _MASK.match(text, start)
    if not mask or len(mask[0]) != _MASK_LENGTH or _MEASURE_WORD.match(text, mask.end()):
        return False
    return bool(_NAME.search(text[max(0, start - 2) : start]))


@lru_cache(maxsize=1)
def _bold_marks(text: str) -> frozenset[int]:
    """Return where the marks stand that make words of a line bold: each is one of a pair.

    Between two Chinese characters they make nothing bold, but are printed as they stand.
    """
    marks: set[int] = set()
    opening: re.Match[str] | None = None
    for match in _BOLD_MARK.finditer(text):
        if match[0] == "|":
            opening = None
        elif opening and opening[0] == match[0] and _closes(text, match):
            marks |= {opening.start(), match.start()}
            opening = None
        elif _opens(text, match):
            opening = match
    return frozenset(marks)


def _opens(text: str, match: re.Match[str]) -> bool:
    before, after = _neighbours(text, match)
    inside = (
        bool(after.strip())
        and after not in _CLOSING_PUNCTUATION
        and not _UNIT_END.match(text, match.end())
    )
    return inside and not before.isalnum()


def _closes(text: str, match: re.Match[str]) -> bool:
    before, after = _neighbours(text, match)
    return bool(before.strip()) and before not in _OPENING_PUNCTUATION and not after.isalnum()


def _neighbours(text: str, match: re.Match[str]) -> tuple[str, str]:
    """Return the characters on either side; nothing at the ends of the line."""
    return text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
