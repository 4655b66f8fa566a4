"""Who made a picture and where, as JPEG and PNG files carry it. Called by `read.attachments`."""

import re
import zlib

from site_builder.containers import GPS, UnsupportedFileError, exif_tags, jpeg_segments, png_chunks
from site_builder.read import loose
from site_builder.read.gathered import Gathered

_APP1, _APP13, _COMMENT = 0xE1, 0xED, 0xFE
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_NAMES = {0x013B: "作者", 0xA430: "相机主人", 0x9C9D: "作者"}
_USER_COMMENT = 0x9286
_WINDOWS = frozenset((0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F))
"""Tags that Windows writes, in UTF-16."""
_WORDS = {
    0x010E: "说明",
    0x8298: "版权",
    _USER_COMMENT: "注释",
    0x9C9B: "标题",
    0x9C9C: "备注",
    0x9C9E: "关键词",
    0x9C9F: "主题",
}
_MARKUP = re.compile(r"<[^<>]*>")
_VALUE = re.compile(r"=\s*[\"']([^\"'<>]{4,2000})[\"']")
_WINDOWS_AUTHOR = 0x9C9D
_CREATOR = re.compile(rb"<dc:creator>(.{0,2000}?)</dc:creator>", re.DOTALL)
_ITEM = re.compile(rb"<rdf:li[^>]*>([^<]{1,200})</rdf:li>")
_IPTC = re.compile(rb"\x1c\x02(.)(..)", re.DOTALL)
_BYLINE = b"\x50"
_PERSONAL_KEYS = (b"author", b"creator", b"artist", b"copyright")
_MAX_TEXT = 1_000_000
_DRAWN = frozenset(
    (
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB"),
        *(b"bKGD", b"hIST", b"pHYs", b"sPLT", b"tIME", b"acTL", b"fcTL", b"fdAT"),
    )
)


_KNOWN = (b"\xff\xd8", b"\x89PNG", b"GIF8", b"RIFF", b"<svg", b"<?xml", b"ID3", b"\0\0\0")


def is_known(data: bytes) -> bool:
    """Tell whether a picture, sound or film is what its name says."""
    return data.startswith(_KNOWN) or data[1:2] >= b"\xe0"


def read_jpeg(data: bytes, gathered: Gathered) -> None:
    """Read the metadata of a JPEG picture."""
    for segment in jpeg_segments(data):
        if segment.marker == _APP1 and segment.data.startswith(_EXIF):
            _exif(segment.data[len(_EXIF) :], gathered)
        elif segment.marker == _APP1 and segment.data.startswith(_XMP):
            xmp(segment.data, gathered)
        elif segment.marker == _APP13:
            _iptc(segment.data, gathered)
        elif segment.marker == _COMMENT:
            _comment(segment.data, gathered)
        elif segment.marker in _APPLICATIONS:
            _unknown(segment.data, gathered)
    end = data.rfind(b"\xff\xd9")
    _unknown(data[end + 2 :], gathered)


def _iptc(data: bytes, gathered: Gathered) -> None:
    """Read what news agencies write into pictures: a caption, keywords, who took it."""
    for match in _IPTC.finditer(data):
        raw = data[match.end() : match.end() + int.from_bytes(match[2], "big")]
        if match[1] == _BYLINE:
            gathered.name("作者", raw.decode("utf-8", "replace"))
        gathered.say("图片的说明（IPTC）", _decoded(raw))


_APPLICATIONS = frozenset(range(0xE1, 0xF0)) - {0xEE}
"""Segments of programs; one of them says how colours are kept."""


def _unknown(data: bytes, gathered: Gathered) -> None:
    """Tell what can be read of a part whose form is not known."""
    try:
        lines = re.split(r"[\0-\x1f]+", data.decode("utf-8"))
    except UnicodeDecodeError:
        lines = [*loose.numbers(data)]
    for line in lines if _TELLING.search("\n".join(lines)) else ():
        gathered.say("图片里的其他内容", line)


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
                gathered.say("图片的属性", _text(kind, rest))
            else:
                for line in _text(kind, rest).splitlines():
                    gathered.say("图片的说明文字", line)
                gathered.say("图片的说明文字", key.decode("latin-1"))
        elif kind not in _DRAWN:
            _unknown(payload, gathered)
    _unknown(data[data.rfind(b"IEND") + 8 :], gathered)


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
            raise UnsupportedFileError("图片损坏")
        pieces = []
        while size := data[spot]:
            pieces.append(data[spot + 1 : spot + 1 + size])
            spot += 1 + size
        spot += 1
        said = b"".join(pieces) if kind in (0xFE, 0xFF) else b""
        if kind == 0xFE:  # noqa: PLR2004 - a comment
            _comment(said, gathered)
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


def _comment(data: bytes, gathered: Gathered) -> None:
    """Tell a comment, which is both somebody's and words like others."""
    text = _decoded(data)
    gathered.name("注释", text[:200])
    for line in text.splitlines():
        gathered.say("图片的注释", line)


def _decoded(data: bytes) -> str:
    """Return text of a picture, in UTF-8 or the encoding of old Chinese programs."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding).replace("\0", " ")
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace").replace("\0", " ")


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
    for tag, what in _WORDS.items():
        if tag in tags:
            gathered.say(f"图片的{what}", _exif_words(tag, tags[tag], data[:2]))
    if GPS in tags:
        gathered.name("拍摄位置", "经纬度")


def _exif_words(tag: int, raw: bytes, order: bytes) -> str:
    if tag in _WINDOWS:
        return raw.decode("utf-16-le", "replace").replace("\0", " ")
    if tag == _USER_COMMENT:
        code, raw = raw[:8], raw[8:]
        if code.startswith(b"UNICODE"):
            encoding = "utf-16-le" if order == b"II" else "utf-16-be"
            return raw.decode(encoding, "replace").replace("\0", " ")
    return _decoded(raw)


def xmp(data: bytes, gathered: Gathered) -> None:
    """Read the creators that an XMP packet names."""
    for found in _CREATOR.finditer(data):
        for item in _ITEM.finditer(found[1]):
            gathered.name("作者", item[1].decode("utf-8", "replace"))
    text = _decoded(data)
    words = [*_MARKUP.sub("\n", text).splitlines()]
    words += [match[1] for match in _VALUE.finditer(text) if "://" not in match[1]]
    cut = False
    for line in words:
        rest = cut and _REST.fullmatch(line.strip())
        cut = bool(_TELLING.search(line)) and line[-1:].isdigit()
        if rest or (_TELLING.search(line) and not _PROGRAM.search(line)):
            gathered.say("文件属性（XMP）", line)


_TELLING = re.compile(r"[\u3400-\u9fff]|@|(?:\d[\W_]*){7}")
_REST = re.compile(r"\d{1,17}[Xx]?|[Xx]")
"""What may end a number that a line break has cut."""
_PROGRAM = re.compile(r"uuid:|xmp\.[di]id|\d{4}-\d\d-\d\dT|\d{4}:\d\d:\d\d |^[0-9A-Fa-f-]{32,36}$")
"""What programs write about themselves: identifiers and times."""
