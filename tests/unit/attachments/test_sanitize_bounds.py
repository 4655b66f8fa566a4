"""Crafted files end in time: the work grows with the size of a file, never with its square."""

import struct
import zlib

import pytest

from site_builder.attachments.sanitize.sanitizer import sanitize
from tests.helpers import marked_pdf
from tests.helpers.marked_media import FRAME

_SVG = b'<svg xmlns="http://www.w3.org/2000/svg">'


def overlapping(pages: int) -> bytes:
    """Build a TIFF whose pages all claim the same large piece."""
    tiff = b"II*\0" + struct.pack("<I", 8)
    for number in range(pages):
        following = 8 + (number + 1) * 30 if number < pages - 1 else 0
        tiff += struct.pack("<HHHIIHHII", 2, 273, 4, 1, 0, 279, 4, 1, 900_000)
        tiff += struct.pack("<I", following)
    return tiff + bytes(1_000_000)


CASES = {
    "a.svg": b" " * 3_990 + b"<x",
    "comments.svg": b"<!-- a -->" * 390 + b"<x",
    "deep.svg": _SVG + b"<g>" * 50_000 + b"</g>" * 50_000 + b"</svg>",
    "sync.mp3": FRAME + b"\xff" * 2_000_000,
    "frames.mp3": FRAME + b"\xff\xfb\x90\0" * 300_000,
    "tags.mp3": b"ID3\3\0\0\0\0\0\0" * 300_000,
    "a.mp4": b"\0\0\0\x10ftypmp42\0\0\0\0" + b"\0\0\0\x08free" * 500_000,
    "a.jpg": b"\xff\xd8" + b"\xff\xfe\0\2" * 500_000 + b"\xff\xd9",
    "a.gif": b"GIF89a" + bytes(7) + b"\x21\xfe\1a\0" * 200_000 + b"\x3b",
    "a.png": b"\x89PNG\r\n\x1a\n"
    + (bytes(4) + b"prVt" + struct.pack(">I", zlib.crc32(b"prVt"))) * 200_000,
    "a.tif": overlapping(3_000),
    "xmp.pdf": marked_pdf.saved(marked_pdf.packet("<a>" * 50_000 + "</a>" * 50_000)),
}


@pytest.mark.parametrize("path", CASES)
@pytest.mark.timeout(60)  # where the work grows with the square it takes much longer
def test_a_crafted_file_ends_in_time(path: str) -> None:
    cleaned = sanitize(path, CASES[path])
    assert sanitize(path, CASES[path]) == cleaned
