"""A typed telephone number or mail address → its pieces with `tel:` and `mailto:` links.

A wrong link calls somebody else, so a value is linked only when it is, as a whole, certainly a list
of numbers or addresses; anything else stays the text it is. What is shown never changes.
"""

import re
from collections.abc import Callable, Iterator

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.views.parts import TextPart

_ASCII = str.maketrans("０１２３４５６７８９－—–‐‑（）＋　", "0123456789-----()+ ")
"""One character for one: what is found in the plain form is cut out of the typed one."""

# A space is no separator: it also stands within a number (0523 8000 0000).
_SEPARATOR = lazy_pattern(r"\s*[、，,；;/／或]\s*")
_AREA = r"(?P<area>10|2\d|[3-9]\d{2})"
_LOCAL = r"(?P<local>[1-9]\d{2,3}[- ]?\d{4}|12\d{3})"
# An extension behind a hyphen may as well be the end of a range (…8001-8003), so it is no link.
_EXTENSION = r"(?:\s*转\s*(?P<extension>\d{1,6}))?"
_LANDLINES = tuple(
    re.compile(prefix + _LOCAL + _EXTENSION)
    for prefix in (rf"\+86[- ]?{_AREA}[- ]?", rf"\(0{_AREA}\)[- ]?", rf"0{_AREA}[- ]?")
)
_SHORT_LENGTH = 7
_WITHOUT_AREA = lazy_pattern(r"(?P<local>[1-9]\d{6,7})" + _EXTENSION)
_MOBILE = lazy_pattern(r"(?:\+86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})")
_NATIONAL = lazy_pattern(r"[48]00[- ]?\d{3}[- ]?\d{4}|[48]00[- ]?\d{4}[- ]?\d{3}|12\d{3}")
"""400, 800 and the government's short numbers (12345): the same in every area."""
_MAIL = lazy_pattern(
    r"[A-Za-z0-9_-]+(?:[.+][A-Za-z0-9_-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)


def telephone_links(value: str) -> tuple[TextPart, ...]:
    """Return the value in pieces, its telephone numbers linked; empty when in any doubt."""
    return _link_each(value, _TelephoneReader().url)


def mail_links(value: str) -> tuple[TextPart, ...]:
    """Return the value in pieces, its mail addresses linked; empty when in any doubt."""
    return _link_each(value, lambda text: f"mailto:{text}" if _MAIL.fullmatch(text) else "")


class _TelephoneReader:
    """Reads the numbers of one value in order: a later one may leave the area code out."""

    def __init__(self) -> None:
        self.area = ""

    def url(self, text: str) -> str:
        """Return the `tel:` address (RFC 3966) of one number; empty when it is none."""
        for pattern in _LANDLINES:
            if (match := pattern.fullmatch(text)) and _has_valid_length(
                match["area"], match["local"]
            ):
                self.area = match["area"]
                return self._landline(match)
        if match := _MOBILE.fullmatch(text):
            return f"tel:+86{_digits(match[1])}"
        if _NATIONAL.fullmatch(text):
            return f"tel:{_digits(text)}"
        match = _WITHOUT_AREA.fullmatch(text) if self.area else None
        if match and _has_valid_length(self.area, match["local"]):
            return self._landline(match)
        return ""

    def _landline(self, match: re.Match[str]) -> str:
        extension = f";ext={match['extension']}" if match["extension"] else ""
        return f"tel:+86{self.area}{_digits(match['local'])}{extension}"


def _has_valid_length(area: str, local: str) -> bool:
    """Return whether an area has numbers of that length: Beijing and the 02x have eight digits."""
    return area[0] not in "12" or len(_digits(local)) != _SHORT_LENGTH


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _link_each(value: str, url_of: Callable[[str], str]) -> tuple[TextPart, ...]:
    """Link every item of a list; nothing at all when one item is not understood."""
    parts = tuple(_split(value, value.translate(_ASCII), url_of))
    return parts if all(part.url for part in parts[::2]) else ()


def _split(value: str, ascii_value: str, url_of: Callable[[str], str]) -> Iterator[TextPart]:
    """Yield item, separator, item and so on."""
    start = 0
    for match in _SEPARATOR.finditer(ascii_value):
        yield TextPart(value[start : match.start()], url_of(ascii_value[start : match.start()]))
        yield TextPart(value[match.start() : match.end()])
        start = match.end()
    yield TextPart(value[start:], url_of(ascii_value[start:]))
