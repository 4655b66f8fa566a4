"""Numbers beside a figure that call a note: they lead elsewhere on the page or are set smaller."""

from typing import TYPE_CHECKING

from site_builder.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NOTE_CALL = lazy_pattern(r"[\s(\[（【]*[0-9]{1,2}[\s)\]）】]*")
_FONT_SIZE = lazy_pattern(r"font-size\s*:\s*([0-9]*\.?[0-9]+)\s*(pt|px|em|rem|%)")
_BODY_SIZES = {"pt": 12.0, "px": 16.0, "em": 1.0, "rem": 1.0, "%": 100.0}
"""What a page without styles of its own is set in."""
_FONT_TAG_SIZES = {"1": 0.63, "2": 0.82, "3": 1.0, "-1": 0.82, "-2": 0.63}
_SMALLER = 0.85
"""Share of the size beside it from which on digits are no part of the same number."""


def is_note_call(element: "Element", tag: str) -> bool:
    """Return whether an element of a cell is a number that is no part of the figure before it."""
    if tag not in ("a", "span", "font", "small") or not _NOTE_CALL.fullmatch(
        "".join(element.itertext())
    ):
        return False
    if tag == "a":
        href = (element.get("href") or "").strip()
        return href.startswith("#") and len(href) > 1
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    neighbour = parent
    if not before and previous is not None:
        before, neighbour = "".join(previous.itertext()), previous
    if not (before or "").rstrip()[-1:].isdigit():
        return False
    return _size(element) < _SMALLER * (_size(neighbour) if neighbour is not None else 1.0)


def _size(element: "Element") -> float:
    """Return the size of an element's letters as far as it states it, 1 for that of the page."""
    match = _FONT_SIZE.search(element.get("style") or "")
    if match:
        return float(match[1]) / _BODY_SIZES[match[2]]
    return _FONT_TAG_SIZES.get(element.get("size") or "", 0.83 if element.tag == "small" else 1.0)
