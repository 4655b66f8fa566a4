"""The office's main colour: whether all that is printed on it, and in it, can be read."""

from collections.abc import Iterable

from site_builder.model.lazy_pattern import lazy_pattern

BUILT_IN_COLOUR = "#0b3a73"
"""The main colour of who has none."""
MIN_CONTRAST = 7.0
"""WCAG 2.2, 1.4.6: what every text of the site reaches."""
LIGHT_GROUNDS = ("#ffffff", "#f2f5f9")
"""What stands behind text of the main colour, in light."""
DARK_GROUNDS = ("#0f161e", "#19232e")
"""The same, in dark."""
TEXTS_ON_COLOUR = ("#ffffff", "#dce7f5", "#d4e2f4")
"""What is printed on the main colour, in light and in dark. The high-contrast mode keeps its own
colours."""
_COLOUR = lazy_pattern(r"#?(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STEPS = 256
_LINEAR_LIMIT = 0.04045


def normalize_colour(text: str) -> str:
    """Return a colour as `#rrggbb`; empty for none."""
    if not _COLOUR.fullmatch(text):
        return ""
    digits = text.removeprefix("#").lower()
    return "#" + (digits if len(digits) > len("rgb") else "".join(digit * 2 for digit in digits))


def contrast(colour: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((_luminance(colour), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lowest_contrast(
    colour: str, others: Iterable[str] = (*LIGHT_GROUNDS, *TEXTS_ON_COLOUR)
) -> float:
    """Return the lowest contrast of a colour with some others: those it is used with."""
    return min(contrast(colour, other) for other in others)


def passing_colour(colour: str) -> str:
    """Return the colour of the same hue, nearest to this, that can be used: itself, or a darker."""
    return _first_passing(colour, "#000000", (*LIGHT_GROUNDS, *TEXTS_ON_COLOUR))


def dark_mode_text(colour: str) -> str:
    """Return the tint of a colour in which text can be read on dark grounds."""
    return _first_passing(colour, "#ffffff", DARK_GROUNDS)


def _first_passing(colour: str, end: str, others: Iterable[str]) -> str:
    """Return the first colour on the way to another one that can be read with all of some."""
    grounds = tuple(others)
    mixed = (_mix(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    return next(each for each in mixed if lowest_contrast(each, grounds) >= MIN_CONTRAST)


def _mix(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= _LINEAR_LIMIT:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
