"""Colour profiles of pictures without who made them: the colours stay, the texts go."""
# ruff: noqa: PLR2004 - the numbers of the format

import struct

from site_builder.containers import UnsupportedFileError

_COLOURS = frozenset(
    b"A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 rXYZ gXYZ bXYZ rTRC "
    b"gTRC bTRC kTRC wtpt bkpt lumi chad chrm gamt pre0 pre1 pre2 cicp".split()
)
_SIGNATURE = b"acsp"
_KEPT_HEAD = ((8, 24), (44, 48), (56, 80))
"""Version, class and spaces; flags; attributes, intent and illuminant."""
_BROKEN = "颜色配置文件损坏"
_MAX_TAGS = 200
_FIRST = 12


def is_profile(data: bytes) -> bool:
    """Tell a colour profile by its head."""
    return data[36:40] == _SIGNATURE


def clean_icc(data: bytes) -> bytes:
    """Return the profile with its colours only; empty for what is none, which nobody heeds."""
    if len(data) < 132 or not is_profile(data):
        return b""
    count = struct.unpack_from(">I", data, 128)[0]
    if count > _MAX_TAGS or 132 + _FIRST * count > len(data):
        raise UnsupportedFileError(_BROKEN)
    parts: dict[bytes, tuple[int, int]] = {}
    for number in range(count):
        name, at, size = struct.unpack_from(">4sII", data, 132 + _FIRST * number)
        if name in _COLOURS:
            if at + size > len(data):
                raise UnsupportedFileError(_BROKEN)
            parts[name] = (at, size)
    if sum(size for _, size in set(parts.values())) > 2 * len(data):
        raise UnsupportedFileError(_BROKEN)
    return _packed(data, parts)


def _packed(data: bytes, parts: dict[bytes, tuple[int, int]]) -> bytes:
    """Write the profile anew; values that were shared still are."""
    text = _text(b"cprt", data[8])
    bodies: list[bytes] = [_text(b"desc", data[8]), text]
    names: dict[bytes, int] = {b"desc": 0, b"cprt": 1}
    places: dict[tuple[int, int], int] = {}
    for name, (at, size) in parts.items():
        if (at, size) not in places:
            places[at, size] = len(bodies)
            bodies.append(data[at : at + size])
        names[name] = places[at, size]
    spot = 132 + _FIRST * len(names)
    starts: list[int] = []
    for body in bodies:
        starts.append(spot)
        spot += len(body) + -len(body) % 4
    table = b"".join(
        struct.pack(">4sII", name, starts[number], len(bodies[number]))
        for name, number in names.items()
    )
    head = bytearray(128)
    for start, stop in _KEPT_HEAD:
        head[start:stop] = data[start:stop]
    head[:4], head[36:40] = struct.pack(">I", spot), _SIGNATURE
    padded = b"".join(body + bytes(-len(body) % 4) for body in bodies)
    return bytes(head) + struct.pack(">I", len(names)) + table + padded


def _text(name: bytes, version: int) -> bytes:
    """Return a text that the format demands: it says nothing."""
    if version >= 4:
        return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", 2, 28) + b"\0-"
    if name == b"cprt":
        return b"text" + bytes(4) + b"-\0"
    return b"desc" + bytes(4) + struct.pack(">I", 2) + b"-\0" + bytes(78)
