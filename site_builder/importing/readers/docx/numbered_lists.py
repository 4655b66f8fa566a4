"""Numbers that Word generates before paragraphs: counted as Word counts them."""

import re
from dataclasses import dataclass, field

from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.list_number_formats import format_number
from site_builder.importing.readers.docx.package import attribute, is_on, number_attribute
from site_builder.model.lazy_pattern import lazy_pattern

_LEVELS = 9
_PLACEHOLDER = lazy_pattern("%([1-9])")
_TIGHT_ENDS = frozenset("、，。：；．）】〕》」)")
"""After these Word's tab is no blank between words; half-width brackets likewise in Chinese."""
NO_LIST = "0"
"""Id of the list of a paragraph that is taken out of its style's list."""


@dataclass(slots=True)
class _Level:
    number_format: str = "decimal"
    template: str = ""
    start: int = 1
    restart: int | None = None
    """After which level it begins anew, from 1; 0 for never; None: after any above it."""
    legal: bool = False
    """All numbers in figures."""
    suffix: str = "tab"
    style: str = ""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: list[_Level]
    starts: dict[int, int] = field(default_factory=dict)
    """Numbers with which this list begins anew, by level."""


@dataclass(frozen=True, slots=True)
class ListMark:
    """What stands before a paragraph of a list."""

    text: str
    """With the blank behind it, if any; empty for a bullet."""
    is_bullet: bool
    level: int
    """From 0."""


class Numbering:
    """The lists of a file, and how far each has counted."""

    def __init__(self, root: XmlElement | None) -> None:
        self._abstract: dict[str, list[_Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: XmlElement) -> None:
        elements = {
            attribute(element, "w:abstractNumId"): element
            for element in root.find_all("w:abstractNum")
        }
        by_style = {
            attribute(link): key
            for key, element in elements.items()
            if (link := element.find("w:styleLink")) is not None
        }
        for key, element in elements.items():
            linked = by_style.get(attribute(element.find("w:numStyleLink")), key)
            self._abstract[key] = _read_levels(elements[linked])
        for element in root.find_all("w:num"):
            key = attribute(element.find("w:abstractNumId"))
            if key in self._abstract:
                self._lists[attribute(element, "w:numId")] = self._read_list(element, key)

    def _read_list(self, element: XmlElement, abstract: str) -> _List:
        numbered = _List(abstract, list(self._abstract[abstract]))
        for override in element.find_all("w:lvlOverride"):
            level = _level_number(override)
            own = override.find("w:lvl")
            if own is not None:
                numbered.levels[level] = _read_level(own)
            start = override.find("w:startOverride")
            if start is not None:
                numbered.starts[level] = number_attribute(start, default=1)
        return numbered

    def level_of_style(self, list_id: str, style_id: str, default: int) -> int:
        """Return the level of a list that is bound to a style."""
        numbered = self._lists.get(list_id)
        for number, level in enumerate(numbered.levels if numbered else ()):
            if style_id and level.style == style_id:
                return number
        return default

    def next_mark(self, list_id: str, level: int) -> ListMark | None:
        """Count a paragraph of a list and return what stands before it; None for no list."""
        numbered = self._lists.get(list_id)
        if numbered is None:
            return None
        level = min(max(level, 0), _LEVELS - 1)
        counts = self._count(numbered, list_id, level)
        definition = numbered.levels[level]
        if definition.number_format == "bullet":
            return ListMark("", is_bullet=True, level=level)
        text = "" if definition.number_format == "none" else _fill(numbered.levels, level, counts)
        if definition.number_format == "none":
            text = _PLACEHOLDER.sub("", definition.template)
        tight = definition.suffix == "nothing" or not text or text[-1] in _TIGHT_ENDS
        return ListMark(text if tight else f"{text} ", is_bullet=False, level=level)

    def _count(self, numbered: _List, list_id: str, level: int) -> list[int | None]:
        """Count on; levels below begin anew."""
        counts = self._counts.setdefault(numbered.abstract, [None] * _LEVELS)
        current = counts[level]
        if level in numbered.starts and (list_id, level) not in self._begun:
            counts[level] = numbered.starts[level]
        else:
            counts[level] = numbered.levels[level].start if current is None else current + 1
        self._begun.add((list_id, level))
        for above in range(level):
            if counts[above] is None:
                counts[above] = numbered.levels[above].start
        for below in range(level + 1, _LEVELS):
            restart = numbered.levels[below].restart
            if restart is None or level < restart:
                counts[below] = None
        return counts


def _fill(levels: list[_Level], level: int, counts: list[int | None]) -> str:
    legal = levels[level].legal

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        if index > level:
            return ""
        count = counts[index]
        value = levels[index].start if count is None else count
        return format_number(value, "decimal" if legal else levels[index].number_format)

    return _PLACEHOLDER.sub(number, levels[level].template)


def _level_number(element: XmlElement) -> int:
    return min(max(number_attribute(element, "w:ilvl"), 0), _LEVELS - 1)


def _read_levels(element: XmlElement) -> list[_Level]:
    levels = [_Level() for _ in range(_LEVELS)]
    for child in element.find_all("w:lvl"):
        levels[_level_number(child)] = _read_level(child)
    return levels


def _read_level(element: XmlElement) -> _Level:
    restart = element.find("w:lvlRestart")
    number_format = element.find("w:numFmt") or next(element.descendants("w:numFmt"), None)
    return _Level(
        number_format=attribute(number_format) or "decimal",
        template=attribute(element.find("w:lvlText")),
        start=number_attribute(
            element.find("w:start"), default=1 if element.find("w:start") else 0
        ),
        restart=None if restart is None else number_attribute(restart),
        legal=is_on(element.find("w:isLgl")),
        suffix=attribute(element.find("w:suff")) or "tab",
        style=attribute(element.find("w:pStyle")),
    )
