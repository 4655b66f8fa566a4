"""Pictures without metadata, rebuilt from the parts that draw; not one bit of a picture is touched.

What turns the picture upright and what its colours mean stays. JPEG and PNG are here, the dispatch
is for all kinds.
"""

import zlib
from collections.abc import Callable

from site_builder.containers import (
    PNG_SIGNATURE,
    Segment,
    UnsupportedFileError,
    jpeg_segments,
    orientation,
    orientation_only_exif,
    png_chunk,
    png_chunks,
)
from site_builder.write.clean_icc import clean_icc
from site_builder.write.clean_jp2 import SIGNATURE, clean_jp2
from site_builder.write.clean_rasters import clean_bmp, clean_gif, clean_webp
from site_builder.write.clean_svg import clean_svg, is_svg
from site_builder.write.clean_tiff import clean_tiff

_EXIF = b"Exif\0\0"
_APP0, _APP1, _APP2, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_DRAWING = frozenset((0, *range(0xC0, 0xE0))) - {0xC8}
"""Compressed data, frames, tables, scans and marks; all else is for programs."""
_JFIF, _JFIF_LENGTH = b"JFIF\0", 14
_ADOBE_LENGTH = 12
_ICC, _ICC_PIECE = b"ICC_PROFILE\0", 65_000
_MAX_PROFILE = 20_000_000
_STAYING = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD hIST cICP mDCV cLLI "
    b"acTL fcTL fdAT".split()
)


def clean_picture(data: bytes) -> bytes:
    """Return a picture of any kind without metadata. Raises RefusedError with the reason."""
    work = cleaner(data)
    if work is None:
        raise UnsupportedFileError("图片的格式认不出来")
    return work(data)


def cleaner(data: bytes) -> Callable[[bytes], bytes] | None:
    """Return what cleans a picture, by what its bytes are; None for what is no picture."""
    heads: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
        (b"\xff\xd8", clean_jpeg),
        (PNG_SIGNATURE, clean_png),
        (b"GIF8", clean_gif),
        (b"II*\0", clean_tiff),
        (b"MM\0*", clean_tiff),
        (b"BM", clean_bmp),
        (SIGNATURE, clean_jp2),
    )
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return clean_webp
    if is_svg(data):
        return clean_svg
    return next((work for head, work in heads if data.startswith(head)), None)


def clean_jpeg(data: bytes) -> bytes:
    """Leave out EXIF, XMP, IPTC, comments, thumbnails and whatever follows the picture."""
    before = jpeg_segments(data)
    kept = _with_profile([bare for one in before if (bare := _bare(one))])
    turned = _turned(before)
    if turned != 1:
        head = 2 if kept[1].marker == _APP0 else 1
        kept.insert(head, Segment(_APP1, _EXIF + orientation_only_exif(turned)))
    cleaned = b"".join(one.bytes() for one in kept)
    after = jpeg_segments(cleaned)
    drawn = [[one for one in each if one.marker in _DRAWING] for each in (before, after)]
    if drawn[0] != drawn[1] or _turned(after) != turned:
        raise UnsupportedFileError("清理后的图片与原图不一致")
    return cleaned


def _bare(one: Segment) -> Segment | None:
    """Return a segment without what does not draw; None when that is all of it."""
    if one.marker == _APP0 and one.data.startswith(_JFIF):
        return Segment(_APP0, one.data[: _JFIF_LENGTH - 2] + b"\0\0")
    if one.marker == _APP2 and one.data.startswith(_ICC):
        return one
    if one.marker == _ADOBE and one.data.startswith(b"Adobe"):
        return Segment(_ADOBE, one.data[:_ADOBE_LENGTH])
    return one if one.marker in _DRAWING else None


def _with_profile(segments: list[Segment]) -> list[Segment]:
    """Clean the colour profile, which stands in pieces."""
    pieces = [one for one in segments if one.marker == _APP2]
    if not pieces:
        return segments
    head = len(_ICC) + 2
    pieces.sort(key=lambda one: one.data[len(_ICC) : len(_ICC) + 1])
    profile = clean_icc(b"".join(one.data[head:] for one in pieces))
    parts = [profile[at : at + _ICC_PIECE] for at in range(0, len(profile), _ICC_PIECE)]
    fresh = [
        Segment(_APP2, _ICC + bytes((number, len(parts))) + part)
        for number, part in enumerate(parts, 1)
    ]
    at = next(number for number, one in enumerate(segments) if one.marker == _APP2)
    rest = [one for one in segments if one.marker != _APP2]
    return [*rest[:at], *fresh, *rest[at:]]


def _turned(segments: list[Segment]) -> int:
    for one in segments:
        if one.marker == _APP1 and one.data.startswith(_EXIF):
            return orientation(one.data[len(_EXIF) :])
    return 1


def clean_png(data: bytes) -> bytes:
    """Leave out texts, EXIF, times, unknown chunks and whatever follows the picture."""
    before = list(png_chunks(data))
    turned = next((orientation(payload) for kind, payload in before if kind == b"eXIf"), 1)
    unknown = [kind for kind, _ in before if not kind[0] & 0x20 and kind not in _STAYING]
    if unknown:
        raise UnsupportedFileError("图片里有不认识的内容")
    kept = [
        (kind, bare)
        for kind, payload in before
        if kind in _STAYING and ((bare := _unnamed(kind, payload)) or kind == b"IEND")
    ]
    pixels = list(kept)
    if turned != 1:
        kept.insert(1, (b"eXIf", orientation_only_exif(turned)))
    cleaned = PNG_SIGNATURE + b"".join(png_chunk(*one) for one in kept)
    if [one for one in png_chunks(cleaned) if one[0] != b"eXIf"] != pixels:
        raise UnsupportedFileError("清理后的图片与原图不一致")
    return cleaned


def _unnamed(kind: bytes, payload: bytes) -> bytes:
    """Clean a colour profile and take its name off; empty when it is none."""
    if kind != b"iCCP":
        return payload
    unpacking = zlib.decompressobj()
    try:
        raw = unpacking.decompress(payload[payload.index(b"\0") + 2 :], _MAX_PROFILE)
    except (ValueError, zlib.error):
        return b""
    profile = clean_icc(raw)
    return b"ICC\0\0" + zlib.compress(profile, 9) if profile else b""
