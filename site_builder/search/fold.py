"""One form for what reads the same: how text is searched. `fold.js` does the same to a query.

Marks and blanks between letters are no obstacle: the letter behind them is *spaced*, moved by
`SPACED`, and a search compares letters without that. So it finds 三公经费 in “三公”经费 and still
knows which of the two was typed. Between two digits a mark says that they are two numbers: 3-5,
3、5 and 3 5 are alike and none is 35. A decimal point stays what it is, and 1,234 is 1234.
"""

import unicodedata

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.search.fold_table import COMMA, DASH, MARK, POINT, READS_AS, SLASH

LINE_BREAK = "\n"
FIELD_BREAK = "\f"
"""Ends of lines and of fields: no match reaches over one."""
SPACED = 0x40000
_SPACED_RANGE = range(SPACED, 2 * SPACED)
"""A letter behind marks is this much further up, where Unicode has no characters."""

_NOT_PLAIN = lazy_pattern(r"[^\u4e00-\u9fffa-z0-9\n\f]")
"""What may be read as something else: most of a text is plain ideographs, which are as they are."""

_THOUSANDS = lazy_pattern(r",(?=[0-9]{3}(?![0-9]))(?<=[0-9],)(?<![0-9]{4},)")
_DECIMAL_POINT = lazy_pattern(r"\.(?=[0-9])(?<=[0-9]\.)")
_SEPARATOR = lazy_pattern(r"([0-9])[\x01.,/-]+(?=[0-9])")
_KEPT_POINT, _KEPT_COMMA, _GROUPING = "\x02", "\x03", "\x04"
"""Stand for a point and a comma that are letters, and for one that parts thousands."""
_AFTER_MARK = bytes(4 if code == ord(MARK) else 0 for code in range(256))
"""A mark → what it adds to the plane of the letter behind it."""

_DATE = lazy_pattern(
    r"((?:19|20)[0-9]{2})(?<![0-9]{5})"
    r"(?:\x01*年\x01*(1[0-2]|0?[1-9])\x01*月(?:\x01*(3[01]|[12][0-9]|0?[1-9])\x01*日)?"
    r"|([-/.])(1[0-2]|0?[1-9])(?![0-9])(?:\4(3[01]|[12][0-9]|0?[1-9])(?![0-9]))?)"
)
"""A day or a month; `dateInWords` of fold.js reads the same forms."""


class _Readings(dict[str, str]):
    """Character → what it is read as; found out once for each."""

    def __missing__(self, character: str) -> str:
        folded = unicodedata.normalize("NFKC", character).lower()
        reading = "".join(map(_reading, folded))
        self[character] = reading
        return reading


def _reading(character: str) -> str:
    reading = READS_AS.get(character, character)
    if ord(character) not in range(SPACED, 0x110000):
        return reading
    # Nothing readable is there, except invisible labels of other characters.
    return "" if ord(character) in range(0xE0000, 0xE1000) else "\ufffd"


_readings = _Readings({LINE_BREAK: LINE_BREAK, FIELD_BREAK: FIELD_BREAK})


def normalize(text: str) -> str:
    """Write each character as it is read; marks stay, each as one of a few."""
    characters = _readable(text)
    if any(map(_joins_others, characters)):
        text = unicodedata.normalize("NFKC", text)
        characters = _readable(text)
    for character in characters:
        reading = _readings[character]
        if reading != character:
            text = text.replace(character, reading)
    return text


def _readable(text: str) -> list[str]:
    """Return the characters of a text that may be read as others."""
    return sorted(set(_NOT_PLAIN.findall(text)))


def join_letters(normalized: str) -> str:
    """Leave the marks of a normalized text out; the letters behind them become spaced."""
    text = _THOUSANDS.sub(_GROUPING, normalized)
    text = _DECIMAL_POINT.sub(_KEPT_POINT, text)
    text = _SEPARATOR.sub(rf"\1{_KEPT_COMMA}", text)
    for mark in (POINT, COMMA, SLASH, DASH, _GROUPING):
        text = text.replace(mark, MARK)
    text = text.replace(_KEPT_POINT, POINT).replace(_KEPT_COMMA, COMMA)
    data = bytearray(text.encode("utf-32-le"))
    # All letters at once, as columns of bytes: one by one would take longer than all the rest.
    behind = b"\0" + text.encode("latin-1", "replace")[:-1].translate(_AFTER_MARK)
    planes = int.from_bytes(data[2::4], "little") | int.from_bytes(behind, "little")
    data[2::4] = planes.to_bytes(len(text), "little")
    text = data.decode("utf-32-le").replace(MARK, "").replace(spaced(MARK), "")
    for line_break in (LINE_BREAK, FIELD_BREAK):
        text = text.replace(spaced(line_break), line_break)
    return text


def spaced(letter: str) -> str:
    """Return a letter as one that stands behind a mark."""
    return chr(ord(letter) + SPACED)


def fold(text: str) -> str:
    """Fold a text: its letters, each of which may be spaced."""
    return join_letters(normalize(text))


def unspaced(folded: str) -> str:
    """Return the letters alone, whatever stood between them."""
    data = bytearray(folded.encode("utf-32-le"))
    data[2::4] = data[2::4].translate(_UNSPACED_PLANES)
    return data.decode("utf-32-le")


_UNSPACED_PLANES = bytes(
    plane - 4 if plane << 16 in _SPACED_RANGE else plane for plane in range(256)
)
_SYLLABLE_PARTS = range(0x1100, 0x1200)
_JOINING = dict[str, bool]()


def _joins_others(character: str) -> bool:
    """Return whether NFKC may join a character to others: an accent, a part of a syllable."""
    joins = _JOINING.get(character)
    if joins is None:
        parts = unicodedata.normalize("NFKC", character)
        joins = any(
            unicodedata.category(part)[0] == "M" or ord(part) in _SYLLABLE_PARTS for part in parts
        )
        _JOINING[character] = joins
    return joins


def date_variants(normalized: str) -> list[str]:
    """Write each day and each month of a normalized text as the search queries them.

    2021.3.5 gives 2021年3月5日 and 2022-03 gives 2022年3月, where the text does not have it anyway.
    """
    variants: set[str] = set()
    for match in _DATE.finditer(normalized):
        month, day = match[2] or match[5], match[3] or match[6]
        variants.add(f"{match[1]}年{int(month)}月" + (f"{int(day)}日" if day else ""))
    return sorted(variant for variant in variants if variant not in normalized)
