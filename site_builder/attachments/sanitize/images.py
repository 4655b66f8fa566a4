"""Pictures without metadata, rebuilt from the parts that draw; not one bit of a picture is touched.

What turns the picture upright and what its colours mean stays. JPEG and PNG are here, the dispatch
is for all kinds.
"""

import zlib
from collections.abc import Callable
from functools import partial

from site_builder.attachments.sanitize.icc_profile import sanitize_icc
from site_builder.attachments.sanitize.jpeg2000 import SIGNATURE, sanitize_jpeg2000
from site_builder.attachments.sanitize.raster_images import (
    sanitize_bmp,
    sanitize_gif,
    sanitize_webp,
)
from site_builder.attachments.sanitize.svg import is_svg, sanitize_svg
from site_builder.attachments.sanitize.tiff import sanitize_tiff
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.image_segments import (
    PNG_SIGNATURE,
    Segment,
    jpeg_segments,
    orientation,
    orientation_only_exif,
    png_chunk,
    png_chunks,
)

_EXIF = b"Exif\0\0"
_APP0, _APP1, _APP2, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_IMAGE_MARKERS = frozenset((0, *range(0xC0, 0xE0))) - {0xC8}
"""Compressed data, frames, tables, scans and marks; all else is for programs."""
_JFIF, _JFIF_LENGTH = b"JFIF\0", 14
_ADOBE_LENGTH = 12
_ICC, _ICC_PIECE = b"ICC_PROFILE\0", 65_000
_MAX_PROFILE = 20_000_000
_KEPT_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD hIST cICP mDCV cLLI "
    b"acTL fcTL fdAT".split()
)


def sanitize_image(data: bytes) -> bytes:
    """Return a picture of any kind without metadata. Raises RefusedError with the reason."""
    sanitizer = find_sanitizer(data)
    if sanitizer is None:
        raise UnsupportedFileError("图片的格式认不出来")
    return sanitizer(data)


def find_sanitizer(data: bytes) -> Callable[[bytes], bytes] | None:
    """Return what cleans a picture, by what its bytes are; None for what is no picture."""
    signatures: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
        (b"\xff\xd8", sanitize_jpeg),
        (PNG_SIGNATURE, sanitize_png),
        (b"GIF8", sanitize_gif),
        (b"II*\0", sanitize_tiff),
        (b"MM\0*", sanitize_tiff),
        (b"BM", sanitize_bmp),
        (SIGNATURE, sanitize_jpeg2000),
    )
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return sanitize_webp
    if is_svg(data):
        return partial(sanitize_svg, sanitize_image=sanitize_image)
    return next(
        (sanitizer for signature, sanitizer in signatures if data.startswith(signature)), None
    )


def sanitize_jpeg(data: bytes) -> bytes:
    """Remove EXIF, XMP, IPTC, comments, thumbnails and whatever follows the picture."""
    before = jpeg_segments(data)
    segments = _sanitize_profile(
        [stripped for segment in before if (stripped := _strip_segment(segment))]
    )
    rotation = _jpeg_orientation(before)
    if rotation != 1:
        index = 2 if segments[1].marker == _APP0 else 1
        segments.insert(index, Segment(_APP1, _EXIF + orientation_only_exif(rotation)))
    sanitized = b"".join(segment.bytes() for segment in segments)
    after = jpeg_segments(sanitized)
    image_segments = [
        [segment for segment in segment_list if segment.marker in _IMAGE_MARKERS]
        for segment_list in (before, after)
    ]
    if image_segments[0] != image_segments[1] or _jpeg_orientation(after) != rotation:
        raise UnsupportedFileError("清理后的图片与原图不一致")
    return sanitized


def _strip_segment(segment: Segment) -> Segment | None:
    """Return a segment without what does not draw; None when that is all of it."""
    if segment.marker == _APP0 and segment.data.startswith(_JFIF):
        return Segment(_APP0, segment.data[: _JFIF_LENGTH - 2] + b"\0\0")
    if segment.marker == _APP2 and segment.data.startswith(_ICC):
        return segment
    if segment.marker == _ADOBE and segment.data.startswith(b"Adobe"):
        return Segment(_ADOBE, segment.data[:_ADOBE_LENGTH])
    return segment if segment.marker in _IMAGE_MARKERS else None


def _sanitize_profile(segments: list[Segment]) -> list[Segment]:
    """Sanitize the colour profile, which stands in pieces."""
    pieces = [segment for segment in segments if segment.marker == _APP2]
    if not pieces:
        return segments
    head = len(_ICC) + 2
    pieces.sort(key=lambda segment: segment.data[len(_ICC) : len(_ICC) + 1])
    profile = sanitize_icc(b"".join(segment.data[head:] for segment in pieces))
    parts = [profile[index : index + _ICC_PIECE] for index in range(0, len(profile), _ICC_PIECE)]
    new_segments = [
        Segment(_APP2, _ICC + bytes((number, len(parts))) + part)
        for number, part in enumerate(parts, 1)
    ]
    index = next(number for number, segment in enumerate(segments) if segment.marker == _APP2)
    rest = [segment for segment in segments if segment.marker != _APP2]
    return [*rest[:index], *new_segments, *rest[index:]]


def _jpeg_orientation(segments: list[Segment]) -> int:
    for segment in segments:
        if segment.marker == _APP1 and segment.data.startswith(_EXIF):
            return orientation(segment.data[len(_EXIF) :])
    return 1


def sanitize_png(data: bytes) -> bytes:
    """Remove texts, EXIF, times, unknown chunks and whatever follows the picture."""
    before = list(png_chunks(data))
    rotation = next((orientation(payload) for kind, payload in before if kind == b"eXIf"), 1)
    unknown = [kind for kind, _ in before if not kind[0] & 0x20 and kind not in _KEPT_CHUNKS]
    if unknown:
        raise UnsupportedFileError("图片里有不认识的内容")
    chunks = [
        (kind, stripped)
        for kind, payload in before
        if kind in _KEPT_CHUNKS
        and ((stripped := _strip_profile_name(kind, payload)) or kind == b"IEND")
    ]
    pixels = list(chunks)
    if rotation != 1:
        chunks.insert(1, (b"eXIf", orientation_only_exif(rotation)))
    sanitized = PNG_SIGNATURE + b"".join(png_chunk(*chunk) for chunk in chunks)
    if [chunk for chunk in png_chunks(sanitized) if chunk[0] != b"eXIf"] != pixels:
        raise UnsupportedFileError("清理后的图片与原图不一致")
    return sanitized


def _strip_profile_name(kind: bytes, payload: bytes) -> bytes:
    """Sanitize a colour profile and take its name off; empty when it is none."""
    if kind != b"iCCP":
        return payload
    decompressor = zlib.decompressobj()
    try:
        raw = decompressor.decompress(payload[payload.index(b"\0") + 2 :], _MAX_PROFILE)
    except (ValueError, zlib.error):
        return b""
    profile = sanitize_icc(raw)
    return b"ICC\0\0" + zlib.compress(profile, 9) if profile else b""
