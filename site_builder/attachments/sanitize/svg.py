"""SVG pictures without what drawing programs write about the file and its maker.

Elements and attributes of SVG itself stay, in their order; all others go. Pictures inside are
cleaned as others are.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape

from site_builder.core.errors import LeftoverError, UnsupportedFileError
from site_builder.core.safe_xml import parse_xml
from site_builder.model.lazy_pattern import lazy_pattern

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_PREFIXES = {"": "", _SVG: "", _XLINK: "xlink:", _XML: "xml:"}
_SVG_START = re.compile(
    rb"(?:<\?xml[^>]*\?>|<!--(?:(?!-->).)*-->|<!DOCTYPE[^>\[]*>|\s)*<(?:\w+:)?svg\b", re.DOTALL
)
_HEAD_SIZE = 4_000
_DATA_URL = lazy_pattern(r"\s*data:image/[\w.+-]+;base64,(.*)", re.DOTALL)
_LOCAL_PATH = lazy_pattern(r"\s*(?:file:|[A-Za-z]:[\\/]|\\\\)")
_REPORTED_ELEMENTS = {"script": "脚本", "foreignObject": "嵌入的网页"}


def is_svg(data: bytes) -> bool:
    """Return whether this is an SVG picture, by its first bytes."""
    return bool(_SVG_START.match(data[:_HEAD_SIZE].removeprefix(b"\xef\xbb\xbf")))


def sanitize_svg(data: bytes, sanitize_image: Callable[[bytes], bytes]) -> bytes:
    """Remove metadata, comments and what belongs to programs.

    `sanitize_image` is for the pictures that stand in addresses.
    """
    sanitizer = _SvgSanitizer(sanitize_image)
    parse_xml(sanitizer.parser, data)
    sanitized = "".join(sanitizer.out).encode()
    if sanitizer.leftovers:
        raise LeftoverError(sanitized, sorted(sanitizer.leftovers))
    return sanitized


class _SvgSanitizer:
    """The picture written again from what the parser reads."""

    def __init__(self, sanitize_image: Callable[[bytes], bytes]) -> None:
        self.sanitize_image = sanitize_image
        self.out: list[str] = ['<?xml version="1.0" encoding="UTF-8"?>\n']
        self.leftovers: set[str] = set()
        self.skip_depth = 0
        """How deep inside an element that goes."""
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.ordered_attributes = False
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.EntityDeclHandler = self.reject_entity
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def reject_entity(self, *_parts: object) -> None:
        """Reject entities, which may grow without bounds."""
        raise UnsupportedFileError("文件里有不允许的 XML 声明")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Write an opening tag, or begin to skip."""
        namespace, _, local_name = name.rpartition(" ")
        if self.skip_depth or namespace not in ("", _SVG) or local_name == "metadata":
            self.skip_depth += 1
            return
        if local_name in _REPORTED_ELEMENTS:
            self.leftovers.add(_REPORTED_ELEMENTS[local_name])
        self.out.append(f"<{local_name}")
        if not self.depth:
            self.out.append(f' xmlns="{_SVG}" xmlns:xlink="{_XLINK}"')
        self.depth += 1
        for key, value in attributes.items():
            namespace_uri, _, attribute = key.rpartition(" ")
            if (
                namespace_uri not in _PREFIXES
                or attribute.startswith("data-")
                or _LOCAL_PATH.match(value)
            ):
                continue
            sanitized = self.sanitize_data_url(value) if attribute == "href" else value
            self.out.append(
                f' {_PREFIXES[namespace_uri]}{attribute}="{sanitized.translate(_ESCAPES)}"'
            )
        self.out.append(">")

    def end(self, name: str) -> None:
        """Write a closing tag."""
        if self.skip_depth:
            self.skip_depth -= 1
            return
        self.depth -= 1
        self.out.append(f"</{name.rpartition(' ')[2]}>")

    def text(self, text: str) -> None:
        """Write words, drawn or not."""
        if not self.skip_depth:
            self.out.append(escape(text))

    def sanitize_data_url(self, value: str) -> str:
        """Sanitize a picture that stands in an address."""
        match = _DATA_URL.match(value)
        if not match:
            return value
        try:
            raw = base64.b64decode("".join(match[1].split()), validate=True)
            sanitized = base64.b64encode(self.sanitize_image(raw)).decode()
        except (binascii.Error, ValueError, UnsupportedFileError):
            self.leftovers.add("读不了的图片")
            return value
        return value[: match.start(1)] + sanitized


_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\n": "&#10;",
        "\t": "&#9;",
        "\r": "&#13;",
    }
)
