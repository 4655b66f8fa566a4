"""Characters of symbol fonts, as far as offices use them: boxes, ticks, arrows, circled numbers."""

from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.package import attribute

UNKNOWN = "〓"
"""Chinese printers' sign for a character that is not in the case."""
_PRIVATE_AREA, _OFFSET = range(0xF020, 0xF100), 0xF000
_CIRCLED, _BLACK_CIRCLED = range(0x80, 0x8B), range(0x8B, 0x96)
_WINGDINGS = {
    0x20: " ", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆",
    0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "□",
    0xAB: "★", 0xB2: "✧", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔",
    0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # a table of characters, read across  # fmt: skip
_WINGDINGS_2 = {
    0x20: " ", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x96: "•",
    0x97: "●", 0x98: "●", 0xA2: "■", 0xA3: "□", 0xAE: "◆",
}  # a table of characters, read across  # fmt: skip
_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xB7: "•", 0xB0: "°",
    0xA5: "∞", 0xAE: "→", 0xAC: "←", 0xD6: "√", 0x2D: "−", 0xA8: "♦",
}  # a table of characters, read across  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings 3": {}, "webdings": {}}


def is_symbol_font(font: str) -> bool:
    """Return whether letters look like something else in a font."""
    return font.casefold() in _FONTS or font.casefold() == "symbol"


def symbol_character(code: int, font: str) -> str:
    """Return what a character of a symbol font looks like; `UNKNOWN` where no sign is sure."""
    number = code - _OFFSET if code in _PRIVATE_AREA else code
    name = font.casefold()
    if name == "symbol":
        is_plain = chr(number).isdigit() or chr(number) in " ()[]{}+=,./:;<>%!?|"
        return chr(number) if number < _ASCII_END and is_plain else _SYMBOL.get(number, UNKNOWN)
    if name == "wingdings" and number in (*_CIRCLED, *_BLACK_CIRCLED):
        first = 0x2460 if number in _CIRCLED else 0x2776
        index = number - (_CIRCLED if number in _CIRCLED else _BLACK_CIRCLED).start
        zero = "⓪" if number in _CIRCLED else "⓿"
        return chr(first + index - 1) if index else zero
    if name in _FONTS:
        return _FONTS[name].get(number, UNKNOWN)
    is_private = 0xE000 <= code <= 0xF8FF  # noqa: PLR2004 - the private area of Unicode
    return UNKNOWN if is_private else chr(code)


_ASCII_END = 0x80


def read_symbol(element: XmlElement) -> str:
    """Return the character of a `w:sym`."""
    code = attribute(element, "w:char")
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    return symbol_character(number, attribute(element, "w:font")) if 0 < number < _END else UNKNOWN


_END = 0xFFFE
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def shifted(text: str, position: str) -> str:
    """Return text raised or lowered: a raised 1 behind 12 must not make 121 of it."""
    if position == "superscript":
        return text.translate(_RAISED)
    return text.translate(_LOWERED) if position == "subscript" else text
