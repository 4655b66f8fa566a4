"""Words of HTML, XML and JSON files, those too that no page shows."""

import contextlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from site_builder.attachments.extract.extraction import SIGNIFICANT_TEXT, ExtractionResult
from site_builder.model.lazy_pattern import lazy_pattern

_INLINE = frozenset(
    (
        *("a", "b", "big", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins"),
        *("kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("t", "tspan", "tt", "u", "var", "wbr"),
    )
)
_CHINESE_TAG = lazy_pattern(r"<(/?[\u4e00-\u9fff][^\s<>]{0,40})[^<>]*>")
_ADDRESS = lazy_pattern(r"https?://|urn:|#|data:")
_EMBEDDED = lazy_pattern(r"(?:data:[\w.+/-]+;base64,|base64)[A-Za-z0-9+/\s]{200}")
_ESCAPED = lazy_pattern(r"\\u([0-9A-Fa-f]{4})")


def read(text: str, result: ExtractionResult) -> None:
    """Report what stands between the tags, in attributes, comments and instructions."""
    parser = _MarkupParser(result)
    parser.feed(text)
    parser.close()
    parser.flush()
    if _EMBEDDED.search(text):
        result.add_unreadable("里面有编成 base64 的内容，没有检查到")


class _MarkupParser(HTMLParser):
    def __init__(self, result: ExtractionResult) -> None:
        super().__init__()
        self.result = result
        self.pieces: list[str] = []
        self.line = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record the values of its attributes, and end a block before it."""
        if tag not in _INLINE:
            self.flush()
        for key, value in attrs:
            if value and SIGNIFICANT_TEXT.search(value) and not _ADDRESS.match(value):
                self.result.add_text(f"{tag} 的 {key}", value, self.getpos()[0])
            elif value and key in ("href", "src", "action"):
                self.result.add_text("链接", value.partition("?")[2], self.getpos()[0])

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        if tag not in _INLINE:
            self.flush()

    def handle_data(self, data: str) -> None:
        """Record each line with the text next to it."""
        if self.cdata_elem:
            data = _decode_escapes(data)
        for number, line in enumerate(data.split("\n")):
            self.line = self.line if self.pieces else self.getpos()[0] + number
            self.pieces.append(line)
            if "\n" in data:
                self.flush()

    def handle_comment(self, data: str) -> None:
        """Record a comment, which is published with the file; a closing tag in Chinese is one."""
        self.flush()
        for line in data.splitlines():
            self.result.add_text("注释", line, self.getpos()[0])

    handle_pi = unknown_decl = handle_comment

    def handle_decl(self, decl: str) -> None:
        """Record a declaration, which may hold names of its own."""
        self.handle_comment(decl)

    def flush(self) -> None:
        """Report what was collected, under its tag in Chinese: the parser takes such for text."""
        text, self.pieces = "".join(self.pieces), []
        label = ""
        for index, piece in enumerate(_CHINESE_TAG.split(text)):
            if index % 2:
                label = piece
            elif piece.strip():
                self.result.add_text(label, piece, self.line)


def read_json(text: str, result: ExtractionResult) -> None:
    """Record the lines with characters as they are, then numbers that a list cuts or rounds."""
    for number, line in enumerate(re.split(r"\r?\n", text), 1):
        result.add_text("", _decode_escapes(line), number)
    with contextlib.suppress(ValueError, RecursionError):
        rounded: list[str] = []
        value = json.loads(text, parse_float=rounded.append, parse_int=str)
        for number_text in (*_joined_digits(value), *map(_expand_exponent, rounded)):
            result.add_text("列表", number_text)


def _decode_escapes(text: str) -> str:
    """Return a line of JSON or of a script with its characters as they are, breaks as spaces."""
    decoded = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    decoded = _BREAK.sub(" ", decoded).replace("\\/", "/")
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_BREAK = lazy_pattern(r"\\[nrt]")
_ADJACENT_DIGITS = lazy_pattern(r"\d\0\d")
_MAX_JOINED_LENGTH = 80
_MAX_EXPANDED = 1e30
"""No number of a person or an account has more digits."""


def _expand_exponent(number: str) -> str:
    with contextlib.suppress(ValueError, OverflowError):
        is_expandable = "e" in number.lower() and float(number) < _MAX_EXPANDED
        return f"{float(number):.0f}" if is_expandable else ""
    return ""


def _joined_digits(value: object) -> Iterator[str]:
    """Yield lists of short digits as one number, and what was written with an exponent."""
    if isinstance(value, dict):
        items: list[object] = list(value.values())
    elif isinstance(value, list):
        items = value
        strings = [item for item in items if isinstance(item, str)]
        joined = "".join(strings)
        if (
            len(strings) > 1
            and len(joined) < _MAX_JOINED_LENGTH
            and _ADJACENT_DIGITS.search("\0".join(strings))
        ):
            yield joined
    else:
        return
    for item in items:
        yield from _joined_digits(item)
