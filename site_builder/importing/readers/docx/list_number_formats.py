"""Numbers as Word writes them in lists: 一、 （二） ③ iv."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LETTERS = 26
_MAX_NUMBER = 9999


def format_number(number: int, number_format: str) -> str:
    """Return a number in one of Word's formats; in figures where the format has no such number."""
    writer = _WRITERS.get(number_format, str)
    return (writer(number) if 0 < number <= _MAX_NUMBER else "") or str(number)


def _counted(number: int, digits: str, units: tuple[str, ...]) -> str:
    """Return 二十一, 一百零五."""
    text, zero = "", False
    figures = str(number)
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if figure == "0":
            zero = bool(text)
            continue
        text += ("零" if zero else "") + digits[int(figure)] + units[place]
        zero = False
    return text


def chinese_number(number: int) -> str:
    """Return 十一, 二十, 一百零五."""
    text = _counted(number, _DIGITS, _UNITS)
    return text[1:] if text.startswith("一十") else text


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(figure)] for figure in str(number))


def _full_width(number: int) -> str:
    return "".join(chr(ord(figure) + 0xFEE0) for figure in str(number))


def _letter(number: int) -> str:
    repeats, position = divmod(number - 1, _LETTERS)
    return chr(ord("a") + position) * (repeats + 1)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _of_series(series: str) -> Callable[[int], str]:
    return lambda number: series[number - 1] if number <= len(series) else ""


def _from(first: int, last: int) -> Callable[[int], str]:
    return _of_series("".join(map(chr, range(first, last + 1))))


_CIRCLED = "".join(
    map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)))
)
_WRITERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _of_series(_CIRCLED),
    "decimalEnclosedCircleChinese": _of_series(_CIRCLED),
    "decimalEnclosedFullstop": _from(0x2488, 0x249B),
    "decimalEnclosedParen": _from(0x2474, 0x2487),
    "ideographEnclosedCircle": _from(0x3280, 0x3289),
    "ideographTraditional": _of_series(_STEMS),
    "ideographZodiac": _of_series(_BRANCHES),
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,
    "taiwaneseCounting": chinese_number,
    "taiwaneseCountingThousand": chinese_number,
    "koreanCounting": chinese_number,
    "chineseLegalSimplified": lambda number: _counted(number, _LEGAL_DIGITS, _LEGAL_UNITS),
    "ideographLegalTraditional": lambda number: _counted(number, _LEGAL_DIGITS, _LEGAL_UNITS),
    "japaneseLegal": lambda number: _counted(number, _LEGAL_DIGITS, _LEGAL_UNITS),
}
