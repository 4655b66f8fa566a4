"""Typed values out of what people type: dates, items, themes, words. Called by `read.document`."""

import re
import unicodedata
from datetime import date

from site_builder.model.field import DisclosureItem, Theme
from site_builder.nearest import did_you_mean, plain

_DATE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_SEPARATORS = re.compile(r"[,，;；、]\s*|\s+")
_THEME = re.compile(r"[\\/＼／>＞]")


def to_date(text: str) -> date:
    """Read 2021-01-28, 2021/1/28, 2021.1.28 or 2021年1月28日. Raises ValueError with the cure."""
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        raise ValueError(f"“{text}”不是日期；请写成 2021-01-28 这样。")
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"没有“{text}”这一天；请核对月份和日期。") from None


def to_item(text: str, items: tuple[DisclosureItem, ...]) -> int:
    """Read an item of Art. 20 by number or by name. Raises ValueError with the cure."""
    word = plain(text)
    for item in items:
        if word in (str(item.number), plain(item.short), plain(item.text)):
            return item.number
    raise ValueError(f"没有公开事项“{text}”；{did_you_mean(text, [one.short for one in items])}")


def to_theme(text: str, themes: tuple[Theme, ...]) -> str:
    """Read a theme: its class alone or with a sub-class. Raises ValueError with the cure."""
    first, *rest = (part.strip() for part in _THEME.split(text))
    theme = next((one for one in themes if plain(one.label) == plain(first)), None)
    if theme is None:
        raise ValueError(f"没有主题“{first}”；{did_you_mean(first, [one.label for one in themes])}")
    if not rest:
        return theme.label
    child = next((one for one in theme.children if plain(one) == plain(rest[0])), None)
    if child is None or len(rest) > 1:
        wrong = "\\".join(rest)
        cure = did_you_mean(wrong, theme.children or (theme.label,))
        raise ValueError(f"“{theme.label}”下没有“{wrong}”；{cure}")
    return f"{theme.label}\\{child}"


def to_words(text: str) -> tuple[str, ...]:
    """Split keywords written on one line."""
    return tuple(word for word in _SEPARATORS.split(text.strip()) if word)
