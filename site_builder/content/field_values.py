"""Typed values out of what people type: items, themes, words."""

from collections.abc import Callable, Mapping

from site_builder.core.errors import ValueProblem
from site_builder.core.text.fullwidth import to_halfwidth
from site_builder.core.text.suggest import (
    HIGH_CONFIDENCE,
    closest_match,
    did_you_mean,
    normalize_label,
)
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.standards import DisclosureItem, Theme

_NUMERALS = (
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
)
_ITEM = lazy_pattern(
    r"(?:(?:《[^》]*条例》)?\s*第二十条\s*)?第?\s*(\()?\s*([0-9]{1,2}|[一二三四五六七八九十]{1,2})"
    r"\s*(?(1)\))\s*项?"
)
_SEPARATORS = lazy_pattern(r"[,，;；、]\s*|\s+")
_THEME_SEPARATORS = lazy_pattern(r"[\\/＼／>＞\-－‐–—―_·•・:：→\s]+")
"""What people put between a class and its sub-class; no name of a theme holds any of it."""


def item_parser(items: tuple[DisclosureItem, ...]) -> Callable[[str], int]:
    """Return what reads an item of Art. 20: 7, （七）, 第二十条第（七）项 or its name."""
    by_number = {str(item.number): at for at, item in enumerate(items)}
    by_word: dict[str, int] = {}
    for at, item in enumerate(items):
        by_word.setdefault(normalize_label(item.short), at)
        by_word.setdefault(normalize_label(item.text), at)

    def parse(text: str) -> int:
        match = _ITEM.fullmatch(to_halfwidth(text).strip())
        number = match[2] if match else ""
        if number in _NUMERALS:
            number = str(_NUMERALS.index(number) + 1)
        at = by_number.get(number.lstrip("0"))
        if at is None:
            at = by_word.get(normalize_label(text))
        if at is not None:
            return items[at].number
        hint = did_you_mean(text, [disclosure_item.short for disclosure_item in items])
        if number:
            hint = f"条例第二十条有 {len(items)} 项，请写 1 到 {len(items)}，或者写事项的名称。"
        raise ValueProblem(f"没有公开事项“{text}”", hint)

    return parse


def _theme_key(text: str) -> str:
    return _THEME_SEPARATORS.sub("", normalize_label(text))


def theme_parser(themes: tuple[Theme, ...]) -> Callable[[str], str]:
    """Return what reads a theme: its class alone or with a sub-class. Raises ValueProblem."""
    by_key: dict[str, str] = {}
    for theme in themes:
        by_key[_theme_key(theme.label)] = theme.label
    for theme in themes:
        for child in theme.children:
            by_key[_theme_key(theme.label + child)] = theme.full_name(child)
    by_label = {label: by_key[_theme_key(label)] for label in by_key.values()}

    def parse(text: str) -> str:
        label = by_label.get(text) or by_key.get(_theme_key(text))
        if not label:
            raise _unknown_theme(text, themes)
        return label

    return parse


def choice_parser(values: tuple[str, ...]) -> Callable[[str], str]:
    """Return what reads one of some words. Raises ValueProblem."""
    by_label: dict[str, str] = {}
    for value in values:
        by_label.setdefault(normalize_label(value), value)

    def parse(word: str) -> str:
        value = by_label.get(normalize_label(word))
        if not value:
            # A wrong guess would mean the opposite: whoever is not sure lists them all.
            raise ValueProblem(f"没有“{word}”这个选项", did_you_mean(word, values, HIGH_CONFIDENCE))
        return value

    return parse


def _unknown_theme(text: str, themes: tuple[Theme, ...]) -> ValueProblem:
    """Return what is wrong with a theme, with the whole of what may be meant."""
    first, *rest = [part for part in _THEME_SEPARATORS.split(text) if part] or [""]
    theme = next(
        (
            candidate
            for candidate in themes
            if normalize_label(candidate.label) == normalize_label(first)
        ),
        None,
    )
    if theme is None:
        closest_label = (
            closest_match(first, [candidate.label for candidate in themes]) if rest else ""
        )
        theme = next((candidate for candidate in themes if candidate.label == closest_label), None)
        child = (
            closest_match(rest[0], theme.children, HIGH_CONFIDENCE)
            if theme and len(rest) == 1
            else ""
        )
        intended = theme.full_name(child) if theme and child else _find_sub_class(text, themes)
        hint = (
            f"是不是“{intended}”？"
            if intended
            else did_you_mean(first, [candidate.label for candidate in themes])
        )
        return ValueProblem(f"没有主题“{text if intended else first}”", hint)
    sub_class = "\\".join(rest)
    message = f"“{theme.label}”下没有“{sub_class}”"
    if not theme.children:
        return ValueProblem(message, f"这一类不分小类，只写“{theme.label}”。")
    child = closest_match(sub_class, theme.children)
    if child:
        return ValueProblem(message, f"是不是“{theme.full_name(child)}”？")
    return ValueProblem(message, did_you_mean(sub_class, theme.children, 1.0))


def _find_sub_class(text: str, themes: tuple[Theme, ...]) -> str:
    """Return the full name of a sub-class that stands alone, when there is one such only."""
    full_names: Mapping[str, list[str]] = {
        child: [] for theme in themes for child in theme.children
    }
    for theme in themes:
        for child in theme.children:
            full_names[child].append(theme.full_name(child))
    matches = [
        child for child in full_names if normalize_label(child) == normalize_label(text)
    ] or [
        closest_match(
            text, [child for child in full_names if normalize_label(child)], HIGH_CONFIDENCE
        )
    ]
    candidates = full_names.get(matches[0], [])
    return candidates[0] if len(candidates) == 1 else ""


def parse_words(text: str) -> tuple[str, ...]:
    """Split keywords written on one line."""
    return tuple(word for word in _SEPARATORS.split(text.strip()) if word)
