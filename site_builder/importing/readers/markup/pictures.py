"""Pictures of a page: within the page itself, or in the folder that browsers save beside it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from site_builder.importing.readers.markup.tree import style_of
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.original import Origin, OriginalPicture

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

OpenSibling = Callable[[str], bytes | None]
"""Returns the bytes of a file by its address in the page; None where there is none."""
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_MAX_BYTES = 20_000_000
_SMALL = 24
"""Pixels; what is no larger is an icon or keeps a distance."""
_PIXELS = lazy_pattern(r"\s*([0-9]{1,5})(?:\.[0-9]*)?(?:px)?\s*$")
_STYLE_PIXELS = lazy_pattern(r"(?:^|[;\s])(?:width|height)\s*:\s*([0-9]{1,5})(?:\.[0-9]*)?px")
_DATA = lazy_pattern(r"data:[^,]*,")


@dataclass(frozen=True, slots=True)
class PictureReading:
    """A picture, or why there is none; neither for an icon."""

    picture: OriginalPicture | None = None
    diagnostic: Diagnostic | None = None


def picture_type(data: bytes) -> str:
    """Return the media type of a picture that a page may show; empty for everything else."""
    for signature, media_type in _SIGNATURES:
        if data.startswith(signature):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return ""


def read_picture(
    image: Element, origin: Origin, open_sibling: OpenSibling | None
) -> PictureReading:
    """Read what an `<img>` shows."""
    source = (image.get("src") or image.get("data-src") or "").strip()
    if not source or _is_icon(image):
        return PictureReading()
    description = " ".join((image.get("alt") or image.get("title") or "").split())
    return read_source(source, description, origin, open_sibling)


def read_source(
    source: str, description: str, origin: Origin, open_sibling: OpenSibling | None
) -> PictureReading:
    """Read the picture at an address."""
    data = _read(source, open_sibling)
    media_type = picture_type(data) if data else ""
    if data and media_type and len(data) <= _MAX_BYTES:
        return PictureReading(OriginalPicture(data, media_type, description, origin))
    name = "" if source.startswith("data:") else unquote(source)[-80:]
    message = f"图片“{name}”没有读入" if name else "有一张图片没有读入"
    if data:
        hint = "它不是 PNG、JPG、GIF 或 WebP 图片，或者太大；请另存为 PNG，放进 files 文件夹。"
    else:
        hint = "它不在这个文件里。请从原网页另存这张图片，放进 files 文件夹，在正文里补上。"
    location = Location(origin.file, origin.line or 0)
    return PictureReading(diagnostic=warning("import/pictures", location, message, hint))


def _is_icon(image: Element) -> bool:
    values = [_PIXELS.match(image.get(name) or "") for name in ("width", "height")]
    sizes = [int(match[1]) for match in values if match]
    sizes += [int(match[1]) for match in _STYLE_PIXELS.finditer(style_of(image))]
    return any(size <= _SMALL for size in sizes)


def _read(source: str, open_sibling: OpenSibling | None) -> bytes | None:
    match = _DATA.match(source)
    if match:
        body = source[match.end() :]
        if ";base64" not in match[0].lower():
            return unquote_to_bytes(body)
        try:
            return base64.b64decode("".join(unquote(body).split()) + "==")
        except (binascii.Error, ValueError):
            return b""
    if open_sibling is None:
        return None
    data = open_sibling(source)
    if data is None:
        try:
            local = unquote(urlsplit(source).path)
        except ValueError:
            return None
        data = open_sibling(local) if local != source else None
    return data
