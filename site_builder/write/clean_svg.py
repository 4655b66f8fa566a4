"""SVG pictures without what drawing programs write about the file and its maker.

Elements and attributes of SVG itself stay, in their order; all others go. Pictures inside are
cleaned as others are.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape

from site_builder.containers import LeftoverError, UnsupportedFileError, parse_xml

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_STAYING = {"": "", _SVG: "", _XLINK: "xlink:", _XML: "xml:"}
_HEAD = re.compile(
    rb"(?:<\?xml[^>]*\?>|<!--(?:(?!-->).)*-->|<!DOCTYPE[^>\[]*>|\s)*<(?:\w+:)?svg\b", re.DOTALL
)
_FIRST = 4_000
_PICTURE = re.compile(r"\s*data:image/[\w.+-]+;base64,(.*)", re.DOTALL)
_DISK = re.compile(r"\s*(?:file:|[A-Za-z]:[\\/]|\\\\)")
_LEFT = {"script": "脚本", "foreignObject": "嵌入的网页"}


def is_svg(data: bytes) -> bool:
    """Tell an SVG picture by its first bytes."""
    return bool(_HEAD.match(data[:_FIRST].removeprefix(b"\xef\xbb\xbf")))


def clean_svg(data: bytes) -> bytes:
    """Leave out metadata, comments and what belongs to programs."""
    work = _Rebuilt()
    parse_xml(work.parser, data)
    cleaned = "".join(work.out).encode()
    if work.left:
        raise LeftoverError(cleaned, sorted(work.left))
    return cleaned


class _Rebuilt:
    """The picture written again from what the parser reads."""

    def __init__(self) -> None:
        self.out: list[str] = ['<?xml version="1.0" encoding="UTF-8"?>\n']
        self.left: set[str] = set()
        self.skipped = 0
        """How deep inside an element that goes."""
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.ordered_attributes = False
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.EntityDeclHandler = self.refuse
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(self, *_parts: object) -> None:
        """Refuse entities, which may grow without bounds."""
        raise UnsupportedFileError("文件里有不允许的 XML 声明")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Write an opening tag, or begin to skip."""
        space, _, local = name.rpartition(" ")
        if self.skipped or space not in ("", _SVG) or local == "metadata":
            self.skipped += 1
            return
        if local in _LEFT:
            self.left.add(_LEFT[local])
        self.out.append(f"<{local}")
        if not self.depth:
            self.out.append(f' xmlns="{_SVG}" xmlns:xlink="{_XLINK}"')
        self.depth += 1
        for key, value in attributes.items():
            of, _, word = key.rpartition(" ")
            if of not in _STAYING or word.startswith("data-") or _DISK.match(value):
                continue
            shown = self.picture(value) if word == "href" else value
            self.out.append(f' {_STAYING[of]}{word}="{shown.translate(_QUOTED)}"')
        self.out.append(">")

    def end(self, name: str) -> None:
        """Write a closing tag."""
        if self.skipped:
            self.skipped -= 1
            return
        self.depth -= 1
        self.out.append(f"</{name.rpartition(' ')[2]}>")

    def text(self, text: str) -> None:
        """Write words, drawn or not."""
        if not self.skipped:
            self.out.append(escape(text))

    def picture(self, value: str) -> str:
        """Clean a picture that stands in an address."""
        from site_builder.write.clean_pictures import clean_picture  # noqa: PLC0415 - a circle

        found = _PICTURE.match(value)
        if not found:
            return value
        try:
            raw = base64.b64decode("".join(found[1].split()), validate=True)
            cleaned = base64.b64encode(clean_picture(raw)).decode()
        except (binascii.Error, ValueError, UnsupportedFileError):
            self.left.add("读不了的图片")
            return value
        return value[: found.start(1)] + cleaned


_QUOTED = str.maketrans(
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
