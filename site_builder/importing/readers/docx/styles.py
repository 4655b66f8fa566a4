"""Styles of a Word file: which are headings, which are numbered, what is bold or hidden."""

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.package import attribute, is_on, number_attribute
from site_builder.model.lazy_pattern import lazy_pattern

_MAX_INHERITANCE = 20
_HEADING_NAME = lazy_pattern(r"(?i)(?:heading|标题)\s*([1-9])")
_CONTENTS_NAME = lazy_pattern(r"(?i)(?:toc|目录)\s*(?:[1-9]|heading|标题)?|table of figures")
_BODY_LEVEL = 9
"""Outline level of what is no heading."""


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph has from its style."""

    level: int = 0
    """Of a heading, from 1; 0 for anything else."""
    is_title: bool = False
    is_contents: bool = False
    """A line of the table of contents."""
    list_id: str = ""
    list_style: str = ""
    """Id of the style that it has the list from."""
    list_level: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class CharacterStyle:
    """What a run has from its style."""

    bold: bool = False
    hidden: bool = False
    struck: bool = False


class StyleSheet:
    """The styles of a file."""

    def __init__(self, root: XmlElement | None) -> None:
        elements = root.find_all("w:style") if root else ()
        self._styles = {attribute(element, "w:styleId"): element for element in elements}
        self._default = next(
            (
                key
                for key, element in self._styles.items()
                if attribute(element, "w:type") == "paragraph"
                and attribute(element, "w:default") in ("1", "true", "on")
            ),
            "",
        )
        self._paragraph_styles: dict[str, ParagraphStyle] = {}
        self._character_styles: dict[str, CharacterStyle] = {}

    def paragraph_style(self, style_id: str) -> ParagraphStyle:
        """Return the style of a paragraph, `` for the default."""
        style_id = style_id or self._default
        if style_id not in self._paragraph_styles:
            self._paragraph_styles[style_id] = self._read_paragraph_style(style_id)
        return self._paragraph_styles[style_id]

    def character_style(self, style_id: str) -> CharacterStyle:
        """Return the style of a run, `` for none."""
        if style_id not in self._character_styles:
            chain = list(self._chain(style_id)) if style_id else []
            self._character_styles[style_id] = CharacterStyle(
                bold=_first_switch(chain, "w:b"),
                hidden=_first_switch(chain, "w:vanish"),
                struck=_first_switch(chain, "w:strike") or _first_switch(chain, "w:dstrike"),
            )
        return self._character_styles[style_id]

    def _chain(self, style_id: str) -> Iterator[XmlElement]:
        """Yield a style and what it is based on."""
        for _ in range(_MAX_INHERITANCE):
            element = self._styles.get(style_id)
            if element is None:
                return
            yield element
            style_id = attribute(element.find("w:basedOn"))

    def _read_paragraph_style(self, style_id: str) -> ParagraphStyle:
        chain = list(self._chain(style_id))
        names = [attribute(element.find("w:name")) for element in chain] or [style_id]
        level = 0
        for element, name in zip(chain, names, strict=False):
            outline = element.find("w:pPr", "w:outlineLvl")
            heading = _HEADING_NAME.fullmatch(name)
            if outline is not None:
                level = outline_level(outline)
                break
            if heading:
                level = int(heading[1])
                break
        if not chain and (heading := _HEADING_NAME.fullmatch(style_id)):
            level = int(heading[1])
        numbering, list_style = next(
            (
                (item, attribute(element, "w:styleId"))
                for element in chain
                if (item := element.find("w:pPr", "w:numPr"))
            ),
            (None, ""),
        )
        return ParagraphStyle(
            level=level,
            is_title=names[0].casefold() in ("title", "标题"),
            is_contents=bool(_CONTENTS_NAME.fullmatch(names[0])),
            list_id=attribute(numbering.find("w:numId")) if numbering else "",
            list_style=list_style,
            list_level=number_attribute(numbering.find("w:ilvl")) if numbering else 0,
            hidden=_first_switch(chain, "w:vanish"),
        )


def outline_level(element: XmlElement | None) -> int:
    """Return the level of a heading, from 1; 0 for the level of a text."""
    level = number_attribute(element, default=_BODY_LEVEL)
    return level + 1 if 0 <= level < _BODY_LEVEL else 0


def _first_switch(chain: list[XmlElement], name: str) -> bool:
    for element in chain:
        switch = element.find("w:rPr", name)
        if switch is not None:
            return is_on(switch)
    return False
