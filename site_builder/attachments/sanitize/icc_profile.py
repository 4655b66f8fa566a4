"""Colour profiles of pictures without who made them: the colours stay, the texts go."""
# ruff: noqa: PLR2004 - the numbers of the format

import struct

from site_builder.core.errors import UnsupportedFileError

_COLOUR_TAGS = frozenset(
    b"A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 rXYZ gXYZ bXYZ rTRC "
    b"gTRC bTRC kTRC wtpt bkpt lumi chad chrm gamt pre0 pre1 pre2 cicp".split()
)
_SIGNATURE = b"acsp"
_KEPT_HEADER_RANGES = ((8, 24), (44, 48), (56, 80))
"""Version, class and spaces; flags; attributes, intent and illuminant."""
_CORRUPT_MESSAGE = "颜色配置文件损坏"
_MAX_TAGS = 200
_TAG_ENTRY_SIZE = 12


def is_profile(data: bytes) -> bool:
    """Return whether this is a colour profile, by its head."""
    return data[36:40] == _SIGNATURE


def sanitize_icc(data: bytes) -> bytes:
    """Return the profile with its colours only; empty for what is none, which nobody heeds."""
    if len(data) < 132 or not is_profile(data):
        return b""
    count = struct.unpack_from(">I", data, 128)[0]
    if count > _MAX_TAGS or 132 + _TAG_ENTRY_SIZE * count > len(data):
        raise UnsupportedFileError(_CORRUPT_MESSAGE)
    parts: dict[bytes, tuple[int, int]] = {}
    for number in range(count):
        name, offset, size = struct.unpack_from(">4sII", data, 132 + _TAG_ENTRY_SIZE * number)
        if name in _COLOUR_TAGS:
            if offset + size > len(data):
                raise UnsupportedFileError(_CORRUPT_MESSAGE)
            parts[name] = (offset, size)
    if sum(size for _, size in set(parts.values())) > 2 * len(data):
        raise UnsupportedFileError(_CORRUPT_MESSAGE)
    return _build_profile(data, parts)


def _build_profile(data: bytes, parts: dict[bytes, tuple[int, int]]) -> bytes:
    """Write the profile anew; values that were shared still are."""
    text = _placeholder_text(b"cprt", data[8])
    bodies: list[bytes] = [_placeholder_text(b"desc", data[8]), text]
    numbers_by_tag: dict[bytes, int] = {b"desc": 0, b"cprt": 1}
    body_numbers: dict[tuple[int, int], int] = {}
    for name, (start_offset, size) in parts.items():
        if (start_offset, size) not in body_numbers:
            body_numbers[start_offset, size] = len(bodies)
            bodies.append(data[start_offset : start_offset + size])
        numbers_by_tag[name] = body_numbers[start_offset, size]
    offset = 132 + _TAG_ENTRY_SIZE * len(numbers_by_tag)
    starts: list[int] = []
    for body in bodies:
        starts.append(offset)
        offset += len(body) + -len(body) % 4
    table = b"".join(
        struct.pack(">4sII", name, starts[number], len(bodies[number]))
        for name, number in numbers_by_tag.items()
    )
    head = bytearray(128)
    for start, stop in _KEPT_HEADER_RANGES:
        head[start:stop] = data[start:stop]
    head[:4], head[36:40] = struct.pack(">I", offset), _SIGNATURE
    padded = b"".join(body + bytes(-len(body) % 4) for body in bodies)
    return bytes(head) + struct.pack(">I", len(numbers_by_tag)) + table + padded


def _placeholder_text(name: bytes, version: int) -> bytes:
    """Return a text that the format demands: it is left without content."""
    if version >= 4:
        return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", 2, 28) + b"\0-"
    if name == b"cprt":
        return b"text" + bytes(4) + b"-\0"
    return b"desc" + bytes(4) + struct.pack(">I", 2) + b"-\0" + bytes(78)
