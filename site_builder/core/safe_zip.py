"""The outer form of attachments — archives, pictures — read within bounds, whatever the bytes are.

Called by the reader of attachments, which looks inside, and by the writer, which takes names out.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

MAX_MEMBERS = 5_000
MAX_MEMBER_SIZE = 100_000_000
MAX_TOTAL_SIZE = 300_000_000
MAX_PIECES = 50_000
"""Segments or chunks of a picture; those of 100 MB reach 13,000."""
MAX_RATIO = 300
"""Unpacked size over packed size; texts of offices reach 30, bombs 1000."""
_RATIO_EXEMPT_SIZE = 1_000_000
"""Below this the ratio says nothing."""
_ENCRYPTED_FLAG = 1


class UnsupportedFileError(Exception):
    """The bytes cannot be read or changed, or not within bounds; says why, in Chinese."""


class LeftoverError(UnsupportedFileError):
    """The copy is clean but for parts that only its author can judge; says which, in Chinese."""

    def __init__(self, data: bytes, parts: Iterable[str]) -> None:
        super().__init__(f"还留有{'、'.join(dict.fromkeys(parts))}")
        self.data = data


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open a ZIP archive whose sizes are within bounds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as exc:  # a damaged archive may fail in any way
        raise UnsupportedFileError("文件损坏，打不开") from exc
    members = archive.infolist()
    names = [info.filename for info in members]
    if len(members) > MAX_MEMBERS or len(set(names)) != len(names):
        raise UnsupportedFileError("压缩包里的文件太多或重名")
    if sum(info.file_size for info in members) > MAX_TOTAL_SIZE:
        raise UnsupportedFileError("解压后太大")
    if any(info.flag_bits & _ENCRYPTED_FLAG for info in members):
        raise UnsupportedFileError("文件加了密码")
    return archive


def read_member(archive: zipfile.ZipFile, name: str, max_size: int = MAX_MEMBER_SIZE) -> bytes:
    """Unpack one member, never more of it than its bounds allow."""
    info = archive.getinfo(name)
    size = min(max_size, info.file_size)
    if info.file_size > max_size or (
        size > _RATIO_EXEMPT_SIZE and info.file_size > MAX_RATIO * max(1, info.compress_size)
    ):
        raise UnsupportedFileError("解压后太大")
    try:
        with archive.open(info) as stream:
            data = stream.read(max_size + 1)
    except Exception as exc:  # so may a damaged member
        raise UnsupportedFileError("文件损坏，打不开") from exc
    if len(data) > max_size:
        raise UnsupportedFileError("解压后太大")
    return data


def xml_parser(*, namespaces: bool = True) -> expat.XMLParserType:
    """Build a parser that knows names by `namespace name` and refuses every DTD and entity.

    Without namespaces, names are as they are written.
    """
    parser = expat.ParserCreate(namespace_separator=" ") if namespaces else expat.ParserCreate()
    parser.buffer_text = True

    def reject(*_parts: object) -> None:
        raise UnsupportedFileError("文件里有不允许的 XML 声明")

    parser.StartDoctypeDeclHandler = reject
    parser.EntityDeclHandler = reject
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


def parse_xml(parser: expat.XMLParserType, data: bytes) -> None:
    """Run a parser over a whole file."""
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
    except (expat.ExpatError, ValueError, LookupError) as exc:
        raise UnsupportedFileError("文件损坏，打不开") from exc


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a JPEG file: a marker with its payload, or the compressed picture itself."""

    marker: int
    """The second byte of the marker; 0 for compressed data."""
    data: bytes

    def bytes(self) -> bytes:
        """Write it as it stands in the file."""
        if self.marker == 0:
            return self.data
        head = bytes((0xFF, self.marker))
        standalone = self.marker in _STANDALONE_MARKERS
        return head if standalone else head + struct.pack(">H", len(self.data) + 2) + self.data


_SOI, _EOI, _SOS, _TEM = 0xD8, 0xD9, 0xDA, 0x01
_STANDALONE_MARKERS = frozenset((_SOI, _EOI, _TEM, *range(0xD0, 0xD8)))


def jpeg_segments(data: bytes) -> list[Segment]:
    """Cut a JPEG file into segments, up to its end; whatever follows the end is left out."""
    if data[:2] != b"\xff\xd8":
        raise UnsupportedFileError("不是 JPEG 图片")
    segments = [Segment(_SOI, b"")]
    offset = 2
    while offset < len(data):
        if data[offset] != 0xFF:  # noqa: PLR2004 - every marker begins with it
            raise UnsupportedFileError("图片损坏")
        while data[offset + 1 : offset + 2] == b"\xff":
            offset += 1
        marker = data[offset + 1] if offset + 1 < len(data) else _EOI
        offset += 2
        if len(segments) > MAX_PIECES:
            raise UnsupportedFileError("图片太复杂")
        if marker in _STANDALONE_MARKERS:
            segments.append(Segment(marker, b""))
            if marker == _EOI:
                return segments
            continue
        length = int.from_bytes(data[offset : offset + 2], "big")
        if length < 2 or offset + length > len(data):  # noqa: PLR2004 - it counts itself
            raise UnsupportedFileError("图片损坏")
        segments.append(Segment(marker, data[offset + 2 : offset + length]))
        offset += length
        if marker == _SOS:
            end = _scan_end(data, offset)
            segments.append(Segment(0, data[offset:end]))
            offset = end
    raise UnsupportedFileError("图片不完整")


def _scan_end(data: bytes, offset: int) -> int:
    """Find the marker after compressed data, in which FF 00 and restart marks mean nothing."""
    while True:
        offset = data.find(b"\xff", offset)
        if offset < 0 or offset + 1 >= len(data):
            return len(data)
        next_byte = data[offset + 1]
        if next_byte and not 0xD0 <= next_byte <= 0xD7:  # noqa: PLR2004 - restart marks
            return offset
        offset += 2


PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG file as kind and payload, up to its end."""
    if not data.startswith(PNG_SIGNATURE):
        raise UnsupportedFileError("不是 PNG 图片")
    offset = len(PNG_SIGNATURE)
    for _ in range(MAX_PIECES):
        if offset + 12 > len(data):
            break
        length = int.from_bytes(data[offset : offset + 4], "big")
        chunk_type, payload = data[offset + 4 : offset + 8], data[offset + 8 : offset + 8 + length]
        stored = data[offset + 8 + length : offset + 12 + length]
        if len(payload) != length or stored != zlib.crc32(chunk_type + payload).to_bytes(4, "big"):
            raise UnsupportedFileError("图片损坏")
        yield chunk_type, payload
        if chunk_type == b"IEND":
            return
        offset += 12 + length
    raise UnsupportedFileError("图片不完整")


def png_chunk(chunk_type: bytes, payload: bytes) -> bytes:
    """Write a chunk as it stands in the file."""
    check = zlib.crc32(chunk_type + payload).to_bytes(4, "big")
    return len(payload).to_bytes(4, "big") + chunk_type + payload + check


def exif_tags(data: bytes) -> dict[int, bytes]:
    """Read the tags of a TIFF block (EXIF) as number and raw value; what is damaged is left out."""
    byte_order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if byte_order is None or len(data) < 8:  # noqa: PLR2004 - its head
        return {}
    tags: dict[int, bytes] = {}
    pending = [struct.unpack(byte_order + "I", data[4:8])[0]]
    visited: set[int] = set()
    while pending:
        offset = pending.pop()
        if offset in visited or offset + 2 > len(data):
            continue
        visited.add(offset)
        entry_count = struct.unpack(byte_order + "H", data[offset : offset + 2])[0]
        for index in range(entry_count):
            entry = data[offset + 2 + 12 * index : offset + 14 + 12 * index]
            if len(entry) < 12:  # noqa: PLR2004 - an entry's size
                break
            tag, field_type, value_count = struct.unpack(byte_order + "HHI", entry[:8])
            size = _TIFF_SIZES.get(field_type, 1) * value_count
            value_offset = struct.unpack(byte_order + "I", entry[8:])[0]
            is_inline = size <= _INLINE_SIZE
            tags[tag] = (
                entry[8 : 8 + size]
                if is_inline
                else data[value_offset : value_offset + min(size, _MAX_VALUE_SIZE)]
            )
            if tag == EXIF_BLOCK:
                pending.append(value_offset)
    return tags


_TIFF_SIZES = {3: 2, 4: 4, 5: 8, 8: 2, 9: 4, 10: 8, 12: 8}
_MAX_VALUE_SIZE = 2_000
_INLINE_SIZE = 4
"""Bytes that an entry holds itself; longer values stand elsewhere."""
EXIF_BLOCK, ORIENTATION, GPS = 0x8769, 0x0112, 0x8825


def orientation(exif: bytes) -> int:
    """Return how a picture is turned; 1 for upright, also when nothing is said."""
    raw = exif_tags(exif).get(ORIENTATION, b"")
    value = int.from_bytes(raw[:2], "little" if exif[:2] == b"II" else "big")
    return value if 1 <= value <= 8 else 1  # noqa: PLR2004 - the ways there are


def orientation_only_exif(value: int) -> bytes:
    """Write an EXIF block that says how a picture is turned, and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, ORIENTATION, 3, 1, value, 0, 0)
