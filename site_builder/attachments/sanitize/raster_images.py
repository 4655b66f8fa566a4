"""GIF, WebP and BMP pictures without metadata: the blocks that draw stay as they are."""
# ruff: noqa: PLR2004 - the numbers of the formats

import struct

from site_builder.attachments.sanitize.icc_profile import sanitize_icc
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.image_segments import orientation, orientation_only_exif

_GIF_CONTROL, _GIF_TEXT = 0xF9, 0x01
"""How long a picture is shown; words that no program shows."""
_GIF_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_WEBP_KEPT_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ALPH"))
_FRAME_KEPT_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"ALPH"))
_WEBP_ICC, _WEBP_EXIF, _WEBP_XMP = 0x20, 0x08, 0x04
_BMP_HEADER_SIZES = (12, 40, 52, 56, 64, 108, 124)


def sanitize_gif(data: bytes) -> bytes:
    """Remove comments, XMP, unknown extensions and whatever follows the end."""
    try:
        return b"".join(_gif_blocks(data))
    except IndexError as exc:
        raise UnsupportedFileError("图片不完整") from exc


def _gif_blocks(data: bytes) -> list[bytes]:
    offset = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    blocks = [data[:offset]]
    while data[offset] != 0x3B:
        start = offset
        if data[offset] == 0x21:
            kind, offset = data[offset + 1], offset + 2
            size = data[offset]
            name = data[offset + 1 : offset + 1 + size]
            is_kept = kind == _GIF_CONTROL or (kind == 0xFF and name in _GIF_APPLICATIONS)
            if kind == _GIF_TEXT and blocks[-1][:2] == bytes((0x21, _GIF_CONTROL)):
                blocks.pop()  # it was about the words
        elif data[offset] == 0x2C:
            packed, is_kept = data[offset + 9], True
            offset += 11 + (3 << (packed & 7) + 1 if packed & 0x80 else 0)
        else:
            raise UnsupportedFileError("图片损坏")
        while size := data[offset]:
            offset += 1 + size
        offset += 1
        if is_kept:
            blocks.append(data[start:offset])
    return [*blocks, b"\x3b"]


def riff_chunks(data: bytes, offset: int, end: int) -> list[tuple[bytes, int, int]]:
    """Return the chunks of a RIFF file as kind, start and end of what they hold."""
    chunks = []
    while offset + 8 <= end:
        size = int.from_bytes(data[offset + 4 : offset + 8], "little")
        if offset + 8 + size > end:
            raise UnsupportedFileError("文件不完整")
        chunks.append((data[offset : offset + 4], offset + 8, offset + 8 + size))
        offset += 8 + size + size % 2
    return chunks


def build_riff_chunk(kind: bytes, payload: bytes) -> bytes:
    """Write a chunk as it stands in the file."""
    return kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def sanitize_webp(data: bytes) -> bytes:
    """Remove EXIF but for how the picture is turned, XMP and unknown chunks."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise UnsupportedFileError("图片不完整")
    chunks, rotation, profile = [], 1, b""
    for kind, start, stop in riff_chunks(data, 12, end):
        payload = data[start:stop]
        if kind == b"EXIF":
            rotation = orientation(payload.removeprefix(b"Exif\0\0"))
        elif kind == b"ANMF":
            inner = riff_chunks(payload, 16, len(payload))
            frame = [
                build_riff_chunk(sub, payload[a:b])
                for sub, a, b in inner
                if sub in _FRAME_KEPT_CHUNKS
            ]
            chunks.append((kind, payload[:16] + b"".join(frame)))
        elif kind == b"ICCP":
            profile = sanitize_icc(payload)
            chunks += [(kind, profile)] if profile else []
        elif kind in _WEBP_KEPT_CHUNKS:
            chunks.append((kind, payload))
    if chunks and chunks[0][0] == b"VP8X":
        flags = chunks[0][1][0] & ~(_WEBP_EXIF | _WEBP_XMP | _WEBP_ICC)
        flags |= (_WEBP_EXIF if rotation != 1 else 0) | (_WEBP_ICC if profile else 0)
        chunks[0] = (b"VP8X", bytes((flags,)) + chunks[0][1][1:])
        if rotation != 1:
            chunks.append((b"EXIF", orientation_only_exif(rotation)))
    body = b"WEBP" + b"".join(build_riff_chunk(*chunk) for chunk in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def sanitize_bmp(data: bytes) -> bytes:
    """Remove what stands between the parts and after the pixels."""
    if len(data) < 26:
        raise UnsupportedFileError("图片不完整")
    offset, header_size = struct.unpack("<II", data[10:18])
    if header_size not in _BMP_HEADER_SIZES or offset < 14 + header_size:
        raise UnsupportedFileError("图片损坏")
    if header_size == 12:
        width, height, _, depth = struct.unpack("<HHHH", data[18:26])
        packing, size, colours, entry = 0, 0, 0, 3
    else:
        width, height, _, depth, packing, size = struct.unpack("<iiHHII", data[18:38])
        colours, entry = struct.unpack("<I", data[46:50])[0], 4
    if header_size == 124 and data[14 + 112 : 14 + 120] != b"\0" * 8:
        raise UnsupportedFileError("图片里有颜色配置文件")
    if packing in (0, 3, 6) or not size:
        size = (width * depth + 31) // 32 * 4 * abs(height)
    masks = {3: 12, 6: 16}.get(packing, 0) if header_size == 40 else 0
    palette = (colours or (1 << depth if depth <= 8 else 0)) * entry
    fixed = min(14 + header_size + masks + palette, offset)
    if size <= 0 or offset + size > len(data):
        raise UnsupportedFileError("图片不完整")
    pixels = data[offset : offset + size]
    start = b"BM" + struct.pack("<IHHI", fixed + size, 0, 0, fixed)
    return start + data[14:fixed] + pixels
