"""Pictures on paper: which can stand there, and how large."""

from collections.abc import Mapping
from typing import NamedTuple

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.image_header import read_image_header

_MAX_WIDTH, _MAX_HEIGHT = 156.0, 180.0
"""Millimetres of a page's text, with room for a heading above the picture."""
_PIXEL = 25.4 / 96
"""Millimetres, as a browser at its own size shows it."""
_MAX_BYTES, _MAX_PIXELS = 10_000_000, 50_000_000
_MAX_TOTAL_BYTES = 30_000_000
"""Of one file: it is sent by mail, and laid out in memory."""


class PrintPicture(NamedTuple):
    """A picture that can be printed."""

    kind: str
    """`png`, `jpeg` or `gif`."""
    width: float
    """Millimetres."""
    height: float
    data: bytes


def print_pictures(pictures: Mapping[str, bytes]) -> dict[str, PrintPicture]:
    """Return those of a text's pictures that every program shows, by their address there."""
    printable: dict[str, PrintPicture] = {}
    total = 0
    for name, data in pictures.items():
        picture = _print_picture(data)
        if picture and total + len(data) <= _MAX_TOTAL_BYTES:
            printable[name] = picture
            total += len(data)
    return printable


def _print_picture(data: bytes) -> PrintPicture | None:
    try:
        kind, width, height = read_image_header(data)
    except UnsupportedFileError:
        return None
    if len(data) > _MAX_BYTES or width * height > _MAX_PIXELS:
        return None
    scale = min(_PIXEL, _MAX_WIDTH / width, _MAX_HEIGHT / height)
    return PrintPicture(kind, round(width * scale, 2), round(height * scale, 2), data)
