"""What a picture states about itself at its head, without decoding it."""

import struct
from typing import NamedTuple

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.image_segments import (
    PNG_SIGNATURE,
    jpeg_segments,
    orientation,
    png_chunks,
)

_GIF_SIGNATURES = (b"GIF87a", b"GIF89a")
_GIF_END = b";"
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG file behind which its size stands."""
_APP1, _EXIF = 0xE1, b"Exif\0\0"


class ImageHeader(NamedTuple):
    """Kind and size of a picture."""

    kind: str
    """`png`, `jpeg` or `gif`."""
    width: int
    """Pixels."""
    height: int


def read_image_header(data: bytes) -> ImageHeader:
    """Return kind and size of a whole PNG, JPEG or GIF file.

    Raises UnsupportedFileError for another kind, for a file that is cut off or damaged, and for a
    picture that is upright only for who reads its EXIF block.
    """
    if data.startswith(PNG_SIGNATURE):
        heads = (payload for chunk_type, payload in list(png_chunks(data)) if chunk_type == b"IHDR")
        header = ImageHeader("png", *_integers(">II", next(heads, b"")))
    elif data.startswith(_GIF_SIGNATURES) and data.endswith(_GIF_END):
        header = ImageHeader("gif", *_integers("<HH", data[6:]))
    else:
        header = _jpeg_header(data)
    if 0 in header:
        raise UnsupportedFileError("图片损坏")
    return header


def _jpeg_header(data: bytes) -> ImageHeader:
    segments = jpeg_segments(data)
    blocks = (segment.data for segment in segments if segment.marker == _APP1)
    if any(block.startswith(_EXIF) and orientation(block[len(_EXIF) :]) != 1 for block in blocks):
        raise UnsupportedFileError("图片没有放正")
    frames = (segment.data for segment in segments if segment.marker in _JPEG_FRAMES)
    height, width = _integers(">HH", next(frames, b"")[1:])
    return ImageHeader("jpeg", width, height)


def _integers(layout: str, data: bytes) -> tuple[int, int]:
    size = struct.calcsize(layout)
    first, second = struct.unpack(layout, data[:size].ljust(size, b"\0"))
    return first, second
