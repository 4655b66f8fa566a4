"""How runs of a Word file are set: what is bold, hidden, crossed out, raised, in a symbol font."""

from dataclasses import dataclass, replace

from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.package import attribute, is_on, number_attribute
from site_builder.importing.readers.docx.session import ReadingSession
from site_builder.importing.readers.docx.symbols import is_symbol_font


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How a run is set."""

    bold: bool = False
    hidden: bool = False
    struck: bool = False
    highlighted: bool = False
    faint: bool = False
    """White on white, or too small to be seen: paper shows a blank."""
    position: str = ""
    """`superscript`, `subscript` or empty."""
    symbol_font: str = ""
    link: str = ""


def run_format(
    session: ReadingSession, properties: XmlElement | None, text_format: TextFormat
) -> TextFormat:
    """Return how a run is set, within what is set as `text_format` says."""
    if properties is None:
        return text_format
    style = session.styles.character_style(attribute(properties.find("w:rStyle")))
    fonts = properties.find("w:rFonts")
    font = attribute(fonts, "w:ascii") or attribute(fonts, "w:hAnsi")
    struck = _switch(properties, "w:strike", default=style.struck or text_format.struck)
    return replace(
        text_format,
        bold=_switch(properties, "w:b", default=style.bold),
        hidden=_switch(properties, "w:vanish", default=style.hidden or text_format.hidden),
        struck=struck or _switch(properties, "w:dstrike", default=False),
        highlighted=attribute(properties.find("w:highlight")) not in ("", "none", "white"),
        faint=_is_faint(session, properties),
        position=attribute(properties.find("w:vertAlign")),
        symbol_font=font if is_symbol_font(font) else "",
    )


def _is_faint(session: ReadingSession, properties: XmlElement) -> bool:
    color = properties.find("w:color")
    is_white = attribute(color).upper() == "FFFFFF" or (
        attribute(color, "w:themeColor") == "background1" and not attribute(color, "w:themeShade")
    )
    is_on_white = not session.is_shaded and properties.find("w:shd") is None
    size = number_attribute(properties.find("w:sz"), default=_SMALLEST)
    return size < _SMALLEST or (is_white and is_on_white)


_SMALLEST = 6
"""Half points; what is smaller is not meant to be read."""


def is_shaded(properties: XmlElement) -> bool:
    """Return whether a cell or paragraph has a ground of its own."""
    return attribute(properties.find("w:shd"), "w:fill").upper() not in ("", "AUTO", "FFFFFF")


def _switch(properties: XmlElement, name: str, *, default: bool) -> bool:
    element = properties.find(name)
    return default if element is None else is_on(element)
