"""Who made a picture and where, as JPEG and PNG files carry it. Called by `read.attachments`."""

import re
import zlib

from site_builder.containers import GPS, RefusedError, exif_tags, jpeg_segments, png_chunks
from site_builder.read.gathered import Gathered

_APP1, _APP13, _COMMENT = 0xE1, 0xED, 0xFE
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_NAMES = {0x013B: "作者", 0xA430: "相机主人", 0x9C9D: "作者"}
_WINDOWS_AUTHOR = 0x9C9D
_CREATOR = re.compile(rb"<dc:creator>(.{0,2000}?)</dc:creator>", re.DOTALL)
_ITEM = re.compile(rb"<rdf:li[^>]*>([^<]{1,200})</rdf:li>")
_BYLINE = re.compile(rb"\x1c\x02\x50(..)", re.DOTALL)
_PERSONAL_KEYS = (b"author", b"creator", b"artist", b"copyright")
_MAX_TEXT = 1_000_000


def read_jpeg(data: bytes, gathered: Gathered) -> None:
    """Read the metadata of a JPEG picture."""
    for segment in jpeg_segments(data):
        if segment.marker == _APP1 and segment.data.startswith(_EXIF):
            _exif(segment.data[len(_EXIF) :], gathered)
        elif segment.marker == _APP1 and segment.data.startswith(_XMP):
            xmp(segment.data, gathered)
        elif segment.marker == _APP13:
            for found in _BYLINE.finditer(segment.data):
                length = int.from_bytes(found[1], "big")
                raw = segment.data[found.end() : found.end() + length]
                gathered.name("作者", raw.decode("utf-8", "replace"))
        elif segment.marker == _COMMENT:
            gathered.name("注释", segment.data[:200].decode("utf-8", "replace"))


def read_png(data: bytes, gathered: Gathered) -> None:
    """Read the metadata of a PNG picture."""
    for kind, payload in png_chunks(data):
        if kind == b"eXIf":
            _exif(payload, gathered)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            key, _, rest = payload.partition(b"\0")
            if key == b"XML:com.adobe.xmp":
                xmp(rest, gathered)
            elif key.lower() in _PERSONAL_KEYS:
                gathered.name("作者", _text(kind, rest))


def read_gif(data: bytes, gathered: Gathered) -> None:
    """Read the comments of a GIF picture."""
    spot = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while data[spot] != 0x3B:  # noqa: PLR2004 - the end
        if data[spot] == 0x21:  # noqa: PLR2004 - an extension
            kind, spot = data[spot + 1], spot + 2
        elif data[spot] == 0x2C:  # noqa: PLR2004 - a picture
            packed = data[spot + 9]
            kind, spot = 0, spot + 11 + (3 << (packed & 7) + 1 if packed & 0x80 else 0)
        else:
            raise RefusedError("图片损坏")
        pieces = []
        while size := data[spot]:
            pieces.append(data[spot + 1 : spot + 1 + size])
            spot += 1 + size
        spot += 1
        said = b"".join(pieces) if kind in (0xFE, 0xFF) else b""
        if kind == 0xFE:  # noqa: PLR2004 - a comment
            gathered.name("注释", said[:200].decode("utf-8", "replace"))
        xmp(said, gathered)


def read_webp(data: bytes, gathered: Gathered) -> None:
    """Read the metadata of a WebP picture."""
    spot = 12
    while spot + 8 <= len(data):
        kind, size = data[spot : spot + 4], int.from_bytes(data[spot + 4 : spot + 8], "little")
        payload = data[spot + 8 : spot + 8 + size]
        if kind == b"EXIF":
            _exif(payload.removeprefix(_EXIF), gathered)
        elif kind == b"XMP ":
            xmp(payload, gathered)
        spot += 8 + size + size % 2


def _text(kind: bytes, rest: bytes) -> str:
    if kind == b"zTXt":
        return zlib.decompressobj().decompress(rest[1:], _MAX_TEXT).decode("latin-1")
    if kind == b"iTXt":
        packed, rest = rest[:1] == b"\x01", rest[2:].split(b"\0", 2)[-1]
        plain = zlib.decompressobj().decompress(rest, _MAX_TEXT) if packed else rest
        return plain.decode("utf-8", "replace")
    return rest.decode("latin-1")


def _exif(data: bytes, gathered: Gathered) -> None:
    tags = exif_tags(data)
    for tag, what in _NAMES.items():
        if tag in tags:
            encoding = "utf-16-le" if tag == _WINDOWS_AUTHOR else "utf-8"
            gathered.name(what, tags[tag].decode(encoding, "replace"))
    if GPS in tags:
        gathered.name("拍摄位置", "经纬度")


def xmp(data: bytes, gathered: Gathered) -> None:
    """Read the creators that an XMP packet names."""
    for found in _CREATOR.finditer(data):
        for item in _ITEM.finditer(found[1]):
            gathered.name("作者", item[1].decode("utf-8", "replace"))
