"""The parts of JPEG and PNG files and the tags of EXIF, listed without decoding a picture.

For the stage `attachments`.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.core.errors import UnsupportedFileError

MAX_PIECES = 50_000
"""Segments or chunks of a picture; those of 100 MB reach 13,000."""


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
    """Return how a picture is turned; 1 for upright, also when nothing is stated."""
    raw = exif_tags(exif).get(ORIENTATION, b"")
    value = int.from_bytes(raw[:2], "little" if exif[:2] == b"II" else "big")
    return value if 1 <= value <= 8 else 1  # noqa: PLR2004 - the ways there are


def orientation_only_exif(value: int) -> bytes:
    """Write an EXIF block that states how a picture is turned, and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, ORIENTATION, 3, 1, value, 0, 0)
