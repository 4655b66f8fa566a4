"""Digits in every form of writing, and numbers of persons under a mask.

Diagnostics travel into logs and reports; the text of every one of them is masked here, whichever
stage or rule wrote it, so that none repeats a number in full. Shapes decide, not check digits: a
number with one digit mistyped is still a person's.
"""

import re
import unicodedata
from functools import lru_cache

from site_builder.model.lazy_pattern import lazy_pattern

_CHINESE = dict(
    zip("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两", "00012345678911234567892", strict=True)
)
_CHINESE_RUN = lazy_pattern(
    rf"[{''.join(_CHINESE)}](?:[ \u3000—-]?[{''.join(_CHINESE)}0]){{7,19}}"
    r"(?:[ \u3000—-]?[XxＸ])?"
)
"""Digit by digit; shorter runs are years and days. Many type ０ between 一 and 二."""
_RINGS = {
    **{
        start + n: str(n + 1)
        for start in (0x2460, 0x2474, 0x2488, 0x2776, 0x2780, 0x278A, 0x24F5)
        for n in range(9)
    },
    **dict.fromkeys((0x24EA, 0x24FF, 0x1F10B, 0x1F10C), "0"),
    **{0x3220 + n: str(n + 1) for n in range(9)},
    **{0x3280 + n: str(n + 1) for n in range(9)},
}
CHINESE_DIGITS = "".join(_CHINESE)
BASIC_DIGITS = (
    r"0-9\u00b2\u00b3\u00b9\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f"
    r"\u0ae6-\u0aef\u0b66-\u0b6f\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0de6-\u0def"
    r"\u0e50-\u0e59\u0ed0-\u0ed9\u0f20-\u0f29\u1040-\u1049\u1090-\u1099\u1369-\u1371\u17e0-\u17e9"
    r"\u1810-\u1819\u1946-\u194f\u19d0-\u19da\u1a80-\u1a89\u1a90-\u1a99\u1b50-\u1b59\u1bb0-\u1bb9"
    r"\u1c40-\u1c49\u1c50-\u1c59\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490"
    r"\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u3220-\u3228\u3280-\u3288"
    r"\ua620-\ua629\ua8d0-\ua8d9\ua900-\ua909\ua9d0-\ua9d9\ua9f0-\ua9f9\uaa50-\uaa59\uabf0-\uabf9"
    r"\uff10-\uff19"
)
"""For character classes: digits of the basic plane, also in rings, raised, of other scripts."""
SUPPLEMENTARY = r"\U00010000-\U0010ffff"
"""The other planes: a class with some of their characters is slow."""


_UNUSUAL = lazy_pattern(
    r"[^\x00-\x7f\u4e00-\u9fff\u3001-\u301f\u2010-\u2027\uff01-\uff0f\uff1a-\uff5e]"
)
"""All but ASCII, Chinese characters and the usual punctuation: one of these may be a digit."""


@lru_cache(maxsize=1024)
def plain_digits(text: str) -> str:
    """Return the text with each digit of any form as 0–9, every character in its place."""
    if text.isascii():
        return text
    return _CHINESE_RUN.sub(_from_chinese, _UNUSUAL.sub(_plain, text))


def plain_supplementary_digits(text: str) -> str:
    """Return the text with the digits of other planes as 0–9."""
    if len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text):
        return text
    return _SUPPLEMENTARY.sub(_plain, text)


_SUPPLEMENTARY = lazy_pattern(f"[{SUPPLEMENTARY}]")


def _plain(match: re.Match[str]) -> str:
    character = match[0]
    ring = _RINGS.get(ord(character))
    digit = None if ring else unicodedata.digit(character, None)
    return ring or (character if digit is None else str(digit))


_ONE_MORE = (12, 19, 20)
_UNION = "62"
"""Cards begin so, and have nineteen digits."""


def _from_chinese(match: re.Match[str]) -> str:
    digits = "".join(_CHINESE.get(character, character) for character in match[0])
    # The name before a number may end in a numeral: 张三一三九…
    joined = match.string[match.start() - 1 : match.start()].isdigit()
    longer = len(digits) in _ONE_MORE or digits[1:3] == _UNION
    named = longer and not digits.startswith(_UNION) and not joined
    return match[0][0] + digits[1:] if named else digits


_GAP = r"[\s\x01\u00ad\u200b-\u200f\u2010-\u2015\u2060\ufeff.·•_*/-]{0,3}"
_NEXT = rf"{_GAP}\d"
_PERSONAL = lazy_pattern(
    rf"(?<!\d)[1-9](?:{_NEXT}){{5}}{_GAP}(?:1{_GAP}9|2{_GAP}0)(?:{_NEXT}){{2}}"
    rf"{_GAP}(?:0{_GAP}[1-9]|1{_GAP}[0-2]){_GAP}[0-3](?:{_NEXT}){{4}}{_GAP}[\dXx](?!\d)"
    rf"|(?<![\d.,])(?:[3-6]\d{{3}}(?:[ -]?\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?|9558\d{{12,15}})"
    r"(?!\d|/(?:19|20)\d\d)"
    r"|(?<![\d.,])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
    r"(?![\d,]|\.\d| ?[百千万亿]{0,2}元)"
    r"|(?<![\d.,])1[3-9]\d(?:[\s\u200b-\u2015\ufeff.·-]{0,3}\d{4}){2}"
    r"(?![\d,]|\.\d| ?[百千万亿]{0,2}元)"
)
_MAIL = lazy_pattern(
    r"(?<![\w.+-])([A-Za-z0-9_])[A-Za-z0-9_.+-]{2,63}@(?=(?:vip\.)?(?:qq|foxmail|163|126|yeah|139|189|wo|sina|sohu"
    r"|aliyun|21cn|gmail|outlook|hotmail|live|icloud)\.)"
)
"""Addresses at providers where anybody may have one."""
_MANY = lazy_pattern(r"\d\D{0,3}(?:\d\D{0,3}){9}")
_HEAD, _TAIL = 3, 4


def masked(text: str) -> str:
    """Return the text with the middle of every identity, card and mobile number hidden."""
    if "@" in text:
        text = _MAIL.sub(lambda match: f"{match[1]}***@", text)
    plain = plain_digits(text)
    if not _MANY.search(plain):
        return text
    for match in _PERSONAL.finditer(plain):
        spots = [at for at in range(*match.span()) if plain[at] in "0123456789Xx"]
        for at in spots[_HEAD:-_TAIL]:
            text = f"{text[:at]}*{text[at + 1 :]}"
    return text
