"""A workbook's number and its format → the text that an office sees, in plain digits.

Thousands separators go, decimals and units of the format stay. Where what is displayed is another
number than what is stored, that is a doubt: nobody knows which of them was meant.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from site_builder.importing.readers.sheets import SheetCell
from site_builder.model.lazy_pattern import lazy_pattern

_MAX_DIGITS = 15
"""Decimal digits that a workbook stores of a number."""
_MAX_EXPONENT = 25
"""Beyond it a number is written with its exponent."""
_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "0", 6: "0", 7: "0.00",
    8: "0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss",
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: "h:mm",
    56: "h:mm:ss", 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # one a line is fifty lines of numbers  # fmt: skip
"""Formats that a workbook refers to by number alone, as Excel in Chinese shows them."""
_TOKENS = lazy_pattern(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM/PM|General|[eE][+-]|.')
_WHOLE_VALUES = frozenset(("General", "@"))
_DATE_LETTERS = frozenset("ymdhse")


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format: for positive, negative, zero, and text."""

    prefix: str
    suffix: str
    digits: int
    """How many stand before the point at the least: 00012."""
    decimals: tuple[int, int]
    """How many are always displayed, and at the most."""
    percent: int
    has_digits: bool
    is_colored: bool
    is_general: bool
    is_unusual: bool
    """Scaled, a fraction, an exponent, a condition: the digits displayed are not those stored."""
    date_letters: str
    """Empty: no date."""


def built_in_format(number: int) -> str:
    """Return the code of a format that has a number and no code of its own."""
    return _BUILT_IN.get(number, "General")


def plain_number(number: float) -> str:
    """Return a number in plain digits, as a workbook shows it: 12 for 12.0, 0.3 for 0.1 + 0.2."""
    return _plain(_stored(number))


def _stored(number: float) -> Decimal:
    """Return a binary number as the decimal one that was typed."""
    shortest = Decimal(repr(float(number)))
    if len(shortest.normalize().as_tuple().digits) <= _MAX_DIGITS:
        return shortest
    return Decimal(f"{number:.{_MAX_DIGITS}g}")


def _plain(number: Decimal) -> str:
    if number and abs(number.adjusted()) > _MAX_EXPONENT:
        return str(number.normalize())
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def number_cell(number: float, code: str, *, starts_1904: bool = False) -> SheetCell:
    """Return what a cell says that holds a number: `code` is its format."""
    sections = _sections(code)
    value = _stored(number)
    at = 1 if value < 0 and len(sections) > 1 else 2 if not value and len(sections) > 2 else 0  # noqa: PLR2004 - positive, negative, zero
    section = sections[at]
    if section.date_letters:
        return _date_cell(number, section, starts_1904=starts_1904)
    if section.is_unusual:
        doubt = "单元格的格式比较特别，显示的可能是另一个样子"
        return SheetCell(_plain(value), doubt, (_plain(value),))
    if section.is_general:
        return _checked_length(f"{section.prefix}{_plain(value)}{section.suffix}", value)
    if not section.has_digits:
        return _without_digits(value, section)
    return _formatted(value, section, hides_sign=at == 1 and "-" not in section.prefix)


def _checked_length(text: str, value: Decimal) -> SheetCell:
    if abs(value) >= Decimal(10) ** _MAX_DIGITS:
        doubt = f"数字超过 {_MAX_DIGITS} 位，电子表格存不下，后面几位可能已经变成 0"
        return SheetCell(text, doubt, (text,))
    return SheetCell(text)


def _without_digits(value: Decimal, section: _Section) -> SheetCell:
    """Return a number that its format shows as words, as a dash, or not at all."""
    text = _plain(value)
    words = section.prefix
    if not value and words in ("-", "－", "—"):
        return SheetCell(text)
    display = f"“{words}”" if words else "空白"
    return SheetCell(text, f"填的是 {text}，显示为{display}", (text, words))


def _formatted(value: Decimal, section: _Section, *, hides_sign: bool) -> SheetCell:
    exact = value * 100**section.percent
    least, most = (min(count, _MAX_DIGITS) for count in section.decimals)
    if exact.adjusted() + most > _MAX_EXPONENT:
        return _checked_length(f"{_plain(exact)}{section.suffix}", value)
    rounded = exact.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    body = f"{abs(rounded):f}"
    if "." in body:
        whole, _, decimals = body.partition(".")
        decimals = decimals[:least] + decimals[least:].rstrip("0")
        body = f"{whole}.{decimals}" if decimals else whole
    whole, point, decimals = body.partition(".")
    body = f"{whole:0>{section.digits}}{point}{decimals}"
    sign = "-" if value < 0 and rounded else ""
    prefix = section.prefix.replace("-", "").replace("(", "")
    suffix = section.suffix.replace(")", "")
    text = f"{sign}{prefix}{body}{suffix}"
    if rounded != exact:
        stored = f"{_plain(exact)}{suffix}"
        return SheetCell(text, f"显示为 {text}，存的是 {stored}", (text, stored))
    if hides_sign and not section.is_colored and "(" not in section.prefix:
        return SheetCell(text, "存的是负数，显示的没有负号", (text, text.removeprefix("-")))
    return _checked_length(text, value)


def _date_cell(number: float, section: _Section, *, starts_1904: bool) -> SheetCell:
    moment = excel_moment(number, starts_1904=starts_1904)
    if moment is None:
        return SheetCell(plain_number(number), "不是能显示的日期", (plain_number(number),))
    letters = section.date_letters
    if not set(letters) & set("yde") and set(letters) & set("hs"):
        return SheetCell(_time_text(moment))
    has_year = "y" in letters or "e" in letters
    if has_year and "d" not in letters:
        return SheetCell(
            f"{moment.year}年{moment.month}月" if "m" in letters else f"{moment.year}年"
        )
    has_time = "h" in letters and (moment.hour or moment.minute or moment.second)
    text = moment.date().isoformat() + (f" {_time_text(moment)}" if has_time else "")
    if not has_year and "d" in letters:
        return SheetCell(text, "单元格里没有显示年份", (text,))
    return SheetCell(text)


def _time_text(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


_LAST_SERIAL = 2_958_466
_PHANTOM_DAY = 60
"""29 February 1900, which a workbook counts and no calendar has."""


def excel_moment(number: float, *, starts_1904: bool = False) -> datetime | None:
    """Return the time that a workbook counts as a number of days; None for what is none."""
    if not 0 <= number < _LAST_SERIAL:
        return None
    if starts_1904:
        start = datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook knows no zones
    elif number >= _PHANTOM_DAY + 1:
        start = datetime(1899, 12, 30)  # noqa: DTZ001 - the same
    elif number >= _PHANTOM_DAY:
        return None
    else:
        start = datetime(1899, 12, 31)  # noqa: DTZ001 - the same
    days = int(number)
    return start + timedelta(days=days, seconds=round((number - days) * 86_400))


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[str]] = [[]]
    for match in _TOKENS.finditer(code[:255]):
        if match[0] == ";":
            parts.append([])
        else:
            parts[-1].append(match[0])
    return tuple(_parse_section(part) for part in parts)


def _parse_section(tokens: list[str]) -> _Section:
    letters = _date_letters(tokens)
    texts = ["", ""]
    pattern = ""
    """Placeholders, in their order."""
    is_colored = is_unusual = is_general = False
    for token in tokens:
        if token in _WHOLE_VALUES:
            is_general = True
        elif token[0] == "[":
            is_colored |= token[1:-1].isalpha()
            is_unusual |= token[1:2] in ("<", ">", "=")
            texts[bool(pattern)] += _currency(token)
        elif token[0] in "_*":
            pass
        elif token[0] in '"\\':
            texts[bool(pattern)] += token.strip('"') if token[0] == '"' else token[1:]
        elif token[0] in "0#?.,%/eE":
            pattern += token[0]
        else:
            texts[bool(pattern or is_general)] += token.strip()
    digits = pattern.replace("%", "")
    decimals = digits.partition(".")[2]
    is_unusual |= "/" in digits or "e" in digits.lower() or digits.endswith(",")
    if "%" in pattern:
        texts[1] = "%" * pattern.count("%") + texts[1]
    return _Section(
        prefix=texts[0],
        suffix=texts[1],
        digits=min(digits.partition(".")[0].count("0"), _MAX_DIGITS),
        decimals=(decimals.count("0"), len(decimals.replace(",", ""))),
        percent=pattern.count("%"),
        has_digits=any(character in digits for character in "0#?"),
        is_colored=is_colored,
        is_general=is_general,
        is_unusual=bool(is_unusual and not letters),
        date_letters=letters,
    )


def _currency(token: str) -> str:
    """Return the sign of money in `[$￥-804]`; empty for colours, conditions and languages."""
    return token[2:-1].partition("-")[0] if token.startswith("[$") else ""


def _date_letters(tokens: list[str]) -> str:
    """Return the letters of a date's format, in lower case; empty for what is none."""
    letters = ""
    for token in tokens:
        if token[0] == "[" and token[1:-1].lower().strip("hms") == "" and len(token) > 2:  # noqa: PLR2004 - the brackets
            letters += token[1:-1].lower()
        elif len(token) == 1 and token.lower() in _DATE_LETTERS:
            letters += token.lower()
    return letters if set(letters) - {"e"} else ""
