"""Who made a picture and where, as JPEG and PNG files carry it."""

import re
import zlib

from site_builder.attachments.extract import binary_numbers
from site_builder.attachments.extract.extraction import (
    NUMBER_REMAINDER,
    SIGNIFICANT_TEXT,
    ExtractionResult,
)
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.image_segments import GPS, exif_tags, jpeg_segments, png_chunks
from site_builder.model.lazy_pattern import lazy_pattern

_APP1, _APP13, _COMMENT = 0xE1, 0xED, 0xFE
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PERSON_TAGS = {0x013B: "作者", 0xA430: "相机主人", 0x9C9D: "作者"}
_USER_COMMENT = 0x9286
_WINDOWS_TAGS = frozenset((0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F))
"""Tags that Windows writes, in UTF-16."""
_TEXT_TAGS = {
    0x010E: "说明",
    0x8298: "版权",
    _USER_COMMENT: "注释",
    0x9C9B: "标题",
    0x9C9C: "备注",
    0x9C9E: "关键词",
    0x9C9F: "主题",
}
_MARKUP = lazy_pattern(r"<[^<>]*>")
_VALUE = lazy_pattern(r"=\s*[\"']([^\"'<>]{4,2000})[\"']")
_WINDOWS_AUTHOR = 0x9C9D
_CREATOR = re.compile(rb"<dc:creator>(.{0,2000}?)</dc:creator>", re.DOTALL)
_ITEM = re.compile(rb"<rdf:li[^>]*>([^<]{1,200})</rdf:li>")
_GIF_TRAILER, _GIF_EXTENSION, _GIF_IMAGE = 0x3B, 0x21, 0x2C
_GIF_COMMENT, _GIF_APPLICATION = 0xFE, 0xFF
_IPTC = re.compile(rb"\x1c\x02(.)(..)", re.DOTALL)
_BYLINE = b"\x50"
_PERSONAL_KEYS = (b"author", b"creator", b"artist", b"copyright")
_MAX_TEXT = 1_000_000
_PIXEL_CHUNKS = frozenset(
    (
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB"),
        *(b"bKGD", b"hIST", b"pHYs", b"sPLT", b"tIME", b"acTL", b"fcTL", b"fdAT"),
    )
)


_SIGNATURES = (b"\xff\xd8", b"\x89PNG", b"GIF8", b"RIFF", b"<svg", b"<?xml", b"ID3", b"\0\0\0")


def has_known_signature(data: bytes) -> bool:
    """Return whether a picture, sound or film is of the type that its name claims."""
    return data.startswith(_SIGNATURES) or data[1:2] >= b"\xe0"


def read_jpeg(data: bytes, result: ExtractionResult) -> None:
    """Read the metadata of a JPEG picture."""
    for segment in jpeg_segments(data):
        if segment.marker == _APP1 and segment.data.startswith(_EXIF):
            _read_exif(segment.data[len(_EXIF) :], result)
        elif segment.marker == _APP1 and segment.data.startswith(_XMP):
            read_xmp(segment.data, result)
        elif segment.marker == _APP13:
            _read_iptc(segment.data, result)
        elif segment.marker == _COMMENT:
            _read_comment(segment.data, result)
        elif segment.marker in _APPLICATION_MARKERS:
            _read_unknown(segment.data, result)
    end = data.rfind(b"\xff\xd9")
    _read_unknown(data[end + 2 :], result)


def _read_iptc(data: bytes, result: ExtractionResult) -> None:
    """Read what news agencies write into pictures: a caption, keywords, who took it."""
    for match in _IPTC.finditer(data):
        raw = data[match.end() : match.end() + int.from_bytes(match[2], "big")]
        if match[1] == _BYLINE:
            result.add_person("作者", raw.decode("utf-8", "replace"))
        result.add_text("图片的说明（IPTC）", _decode(raw))


_APPLICATION_MARKERS = frozenset(range(0xE1, 0xF0)) - {0xEE}
"""Segments of programs; one of them defines how colours are stored."""


def _read_unknown(data: bytes, result: ExtractionResult) -> None:
    """Report what can be read of a part whose form is not known."""
    try:
        lines = re.split(r"[\0-\x1f]+", data.decode("utf-8"))
    except UnicodeDecodeError:
        lines = [*binary_numbers.find_numbers(data)]
    for line in lines if SIGNIFICANT_TEXT.search("\n".join(lines)) else ():
        result.add_text("图片里的其他内容", line)


def read_png(data: bytes, result: ExtractionResult) -> None:
    """Read the metadata of a PNG picture."""
    for kind, payload in png_chunks(data):
        if kind == b"eXIf":
            _read_exif(payload, result)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            key, _, rest = payload.partition(b"\0")
            if key == b"XML:com.adobe.xmp":
                read_xmp(rest, result)
            elif key.lower() in _PERSONAL_KEYS:
                result.add_person("作者", _chunk_text(kind, rest))
                result.add_text("图片的属性", _chunk_text(kind, rest))
            else:
                for line in _chunk_text(kind, rest).splitlines():
                    result.add_text("图片的说明文字", line)
                result.add_text("图片的说明文字", key.decode("latin-1"))
        elif kind not in _PIXEL_CHUNKS:
            _read_unknown(payload, result)
    _read_unknown(data[data.rfind(b"IEND") + 8 :], result)


def read_gif(data: bytes, result: ExtractionResult) -> None:
    """Read the comments of a GIF picture."""
    offset = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while data[offset] != _GIF_TRAILER:
        if data[offset] == _GIF_EXTENSION:
            kind, offset = data[offset + 1], offset + 2
        elif data[offset] == _GIF_IMAGE:
            flags = data[offset + 9]
            kind, offset = 0, offset + 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
        else:
            raise UnsupportedFileError("图片损坏")
        pieces = []
        while size := data[offset]:
            pieces.append(data[offset + 1 : offset + 1 + size])
            offset += 1 + size
        offset += 1
        content = b"".join(pieces) if kind in (_GIF_COMMENT, _GIF_APPLICATION) else b""
        if kind == _GIF_COMMENT:
            _read_comment(content, result)
        read_xmp(content, result)


def read_webp(data: bytes, result: ExtractionResult) -> None:
    """Read the metadata of a WebP picture."""
    offset = 12
    while offset + 8 <= len(data):
        kind, size = (
            data[offset : offset + 4],
            int.from_bytes(data[offset + 4 : offset + 8], "little"),
        )
        payload = data[offset + 8 : offset + 8 + size]
        if kind == b"EXIF":
            _read_exif(payload.removeprefix(_EXIF), result)
        elif kind == b"XMP ":
            read_xmp(payload, result)
        offset += 8 + size + size % 2


def _read_comment(data: bytes, result: ExtractionResult) -> None:
    """Record a comment, which is both somebody's and words like others."""
    text = _decode(data)
    result.add_person("注释", text[:200])
    for line in text.splitlines():
        result.add_text("图片的注释", line)


def _decode(data: bytes) -> str:
    """Return text of a picture, in UTF-8 or the encoding of old Chinese programs."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding).replace("\0", " ")
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace").replace("\0", " ")


def _chunk_text(kind: bytes, rest: bytes) -> str:
    if kind == b"zTXt":
        return zlib.decompressobj().decompress(rest[1:], _MAX_TEXT).decode("latin-1")
    if kind == b"iTXt":
        is_compressed, rest = rest[:1] == b"\x01", rest[2:].split(b"\0", 2)[-1]
        decompressed = zlib.decompressobj().decompress(rest, _MAX_TEXT) if is_compressed else rest
        return decompressed.decode("utf-8", "replace")
    return rest.decode("latin-1")


def _read_exif(data: bytes, result: ExtractionResult) -> None:
    tags = exif_tags(data)
    for tag, label in _PERSON_TAGS.items():
        if tag in tags:
            encoding = "utf-16-le" if tag == _WINDOWS_AUTHOR else "utf-8"
            result.add_person(label, tags[tag].decode(encoding, "replace"))
    for tag, label in _TEXT_TAGS.items():
        if tag in tags:
            result.add_text(f"图片的{label}", _exif_text(tag, tags[tag], data[:2]))
    if GPS in tags:
        result.add_person("拍摄位置", "经纬度")


def _exif_text(tag: int, raw: bytes, order: bytes) -> str:
    if tag in _WINDOWS_TAGS:
        return raw.decode("utf-16-le", "replace").replace("\0", " ")
    if tag == _USER_COMMENT:
        code, raw = raw[:8], raw[8:]
        if code.startswith(b"UNICODE"):
            encoding = "utf-16-le" if order == b"II" else "utf-16-be"
            return raw.decode(encoding, "replace").replace("\0", " ")
    return _decode(raw)


def read_xmp(data: bytes, result: ExtractionResult) -> None:
    """Read the creators that an XMP packet names."""
    for creator in _CREATOR.finditer(data):
        for item in _ITEM.finditer(creator[1]):
            result.add_person("作者", item[1].decode("utf-8", "replace"))
    text = _decode(data)
    lines = [*_MARKUP.sub("\n", text).splitlines()]
    lines += [match[1] for match in _VALUE.finditer(text) if "://" not in match[1]]
    ends_in_digits = False
    for line in lines:
        is_remainder = ends_in_digits and NUMBER_REMAINDER.fullmatch(line.strip())
        ends_in_digits = bool(SIGNIFICANT_TEXT.search(line)) and line[-1:].isdigit()
        if is_remainder or (SIGNIFICANT_TEXT.search(line) and not _PROGRAM_VALUE.search(line)):
            result.add_text("文件属性（XMP）", line)


_PROGRAM_VALUE = lazy_pattern(
    r"uuid:|xmp\.[di]id|\d{4}-\d\d-\d\dT|\d{4}:\d\d:\d\d |^[0-9A-Fa-f-]{32,36}$"
)
"""What programs write about themselves: identifiers and times."""
