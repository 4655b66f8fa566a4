"""GIF, WebP and BMP pictures without metadata: the blocks that draw stay as they are."""
# ruff: noqa: PLR2004 - the numbers of the formats

import struct

from site_builder.containers import UnsupportedFileError, orientation, orientation_only_exif
from site_builder.write.clean_icc import clean_icc

_GIF_CONTROL, _GIF_WORDS = 0xF9, 0x01
"""How long a picture is shown; words that no program shows."""
_GIF_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_WEBP_STAYING = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ALPH"))
_FRAME_STAYING = frozenset((b"VP8 ", b"VP8L", b"ALPH"))
_WEBP_ICC, _WEBP_EXIF, _WEBP_XMP = 0x20, 0x08, 0x04
_BMP_HEADS = (12, 40, 52, 56, 64, 108, 124)


def clean_gif(data: bytes) -> bytes:
    """Leave out comments, XMP, unknown extensions and whatever follows the end."""
    try:
        return b"".join(_gif_blocks(data))
    except IndexError as fault:
        raise UnsupportedFileError("图片不完整") from fault


def _gif_blocks(data: bytes) -> list[bytes]:
    spot = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    kept = [data[:spot]]
    while data[spot] != 0x3B:
        start = spot
        if data[spot] == 0x21:
            kind, spot = data[spot + 1], spot + 2
            size = data[spot]
            name = data[spot + 1 : spot + 1 + size]
            stays = kind == _GIF_CONTROL or (kind == 0xFF and name in _GIF_APPLICATIONS)
            if kind == _GIF_WORDS and kept[-1][:2] == bytes((0x21, _GIF_CONTROL)):
                kept.pop()  # it was about the words
        elif data[spot] == 0x2C:
            packed, stays = data[spot + 9], True
            spot += 11 + (3 << (packed & 7) + 1 if packed & 0x80 else 0)
        else:
            raise UnsupportedFileError("图片损坏")
        while size := data[spot]:
            spot += 1 + size
        spot += 1
        if stays:
            kept.append(data[start:spot])
    return [*kept, b"\x3b"]


def riff_chunks(data: bytes, spot: int, end: int) -> list[tuple[bytes, int, int]]:
    """List the chunks of a RIFF file as kind, start and end of what they hold."""
    found = []
    while spot + 8 <= end:
        size = int.from_bytes(data[spot + 4 : spot + 8], "little")
        if spot + 8 + size > end:
            raise UnsupportedFileError("文件不完整")
        found.append((data[spot : spot + 4], spot + 8, spot + 8 + size))
        spot += 8 + size + size % 2
    return found


def riff_chunk(kind: bytes, payload: bytes) -> bytes:
    """Write a chunk as it stands in the file."""
    return kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def clean_webp(data: bytes) -> bytes:
    """Leave out EXIF but for how the picture is turned, XMP and unknown chunks."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise UnsupportedFileError("图片不完整")
    kept, turned, profile = [], 1, b""
    for kind, start, stop in riff_chunks(data, 12, end):
        payload = data[start:stop]
        if kind == b"EXIF":
            turned = orientation(payload.removeprefix(b"Exif\0\0"))
        elif kind == b"ANMF":
            inner = riff_chunks(payload, 16, len(payload))
            frame = [riff_chunk(sub, payload[a:b]) for sub, a, b in inner if sub in _FRAME_STAYING]
            kept.append((kind, payload[:16] + b"".join(frame)))
        elif kind == b"ICCP":
            profile = clean_icc(payload)
            kept += [(kind, profile)] if profile else []
        elif kind in _WEBP_STAYING:
            kept.append((kind, payload))
    if kept and kept[0][0] == b"VP8X":
        flags = kept[0][1][0] & ~(_WEBP_EXIF | _WEBP_XMP | _WEBP_ICC)
        flags |= (_WEBP_EXIF if turned != 1 else 0) | (_WEBP_ICC if profile else 0)
        kept[0] = (b"VP8X", bytes((flags,)) + kept[0][1][1:])
        if turned != 1:
            kept.append((b"EXIF", orientation_only_exif(turned)))
    body = b"WEBP" + b"".join(riff_chunk(*one) for one in kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def clean_bmp(data: bytes) -> bytes:
    """Leave out what stands between the parts and after the pixels."""
    if len(data) < 26:
        raise UnsupportedFileError("图片不完整")
    at, head = struct.unpack("<II", data[10:18])
    if head not in _BMP_HEADS or at < 14 + head:
        raise UnsupportedFileError("图片损坏")
    if head == 12:
        width, height, _, depth = struct.unpack("<HHHH", data[18:26])
        packing, size, colours, entry = 0, 0, 0, 3
    else:
        width, height, _, depth, packing, size = struct.unpack("<iiHHII", data[18:38])
        colours, entry = struct.unpack("<I", data[46:50])[0], 4
    if head == 124 and data[14 + 112 : 14 + 120] != b"\0" * 8:
        raise UnsupportedFileError("图片里有颜色配置文件")
    if packing in (0, 3, 6) or not size:
        size = (width * depth + 31) // 32 * 4 * abs(height)
    masks = {3: 12, 6: 16}.get(packing, 0) if head == 40 else 0
    palette = (colours or (1 << depth if depth <= 8 else 0)) * entry
    fixed = min(14 + head + masks + palette, at)
    if size <= 0 or at + size > len(data):
        raise UnsupportedFileError("图片不完整")
    pixels = data[at : at + size]
    start = b"BM" + struct.pack("<IHHI", fixed + size, 0, 0, fixed)
    return start + data[14:fixed] + pixels
