"""TIFF pictures without metadata: in place, so that what the picture points to need not move.

Only the tags that draw stay; every byte to which none of them points becomes zero.
"""
# ruff: noqa: PLR2004 - the numbers of the format

import struct
from dataclasses import dataclass

from site_builder.containers import UnsupportedFileError
from site_builder.write.clean_icc import clean_icc

_STAYING = frozenset(
    (
        *(254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280),
        *(281, 282, 283, 284, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322),
        *(323, 324, 325, 332, 334, 338, 339, 340, 341, 347, 512, 513, 514, 515, 517, 518, 519),
        *(520, 521, 529, 530, 531, 532, 34675),
    )
)
_PIECES = ((273, 279), (324, 325), (513, 514))
"""Where the compressed pieces stand, and how long they are."""
_SIZES = {1: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 2: 1}
_MAX_PAGES = 10_000
_JPEG = (6, 7)
_ICC = 34675


@dataclass(frozen=True, slots=True)
class _Entry:
    tag: int
    kind: int
    count: int
    raw: bytes
    """The twelve bytes as they stand."""
    value: bytes


class _Room:
    """How many bytes may still be copied: pieces of a crafted picture may overlap without end."""

    def __init__(self, size: int) -> None:
        self.left = size

    def take(self, size: int) -> None:
        """Take some of it. Raises RefusedError when it is used up."""
        self.left -= size
        if self.left < 0:
            raise UnsupportedFileError("图片损坏")


def clean_tiff(data: bytes) -> bytes:
    """Leave out every tag that does not draw, and all that no tag points to."""
    order = "<" if data[:2] == b"II" else ">"
    out = bytearray(len(data))
    out[:8] = data[:8]
    spot = struct.unpack(order + "I", data[4:8])[0]
    seen: set[int] = set()
    room = _Room(2 * len(data))
    while spot:
        if spot in seen or len(seen) >= _MAX_PAGES or spot + 6 > len(data):
            raise UnsupportedFileError("图片损坏")
        seen.add(spot)
        spot = _page(data, out, spot, order, room)
    end = len(out)
    while end > 8 and not out[end - 1]:
        end -= 1
    return bytes(out[: max(end, _used(data, order))])


def _used(data: bytes, order: str) -> int:
    """Return where the last byte of the picture stands; zeros may be pixels."""
    spot, last = struct.unpack(order + "I", data[4:8])[0], 8
    while spot:
        entries, following, end = _entries(data, spot, order)
        last = max(last, end)
        for one in entries:
            if len(one.value) > 4:
                last = max(last, _at(one, order) + len(one.value))
        last = max([last, *(start + size for start, size in _pieces(entries, order))])
        spot = following
    return last


def _page(data: bytes, out: bytearray, spot: int, order: str, room: _Room) -> int:
    """Copy one page's directory, values and pieces; return where the next page stands."""
    kept, following, _ = _entries(data, spot, order)
    packing = next((_numbers(one, order)[:1] for one in kept if one.tag == 259), [1])
    if packing and packing[0] in _JPEG:
        raise UnsupportedFileError("TIFF 图片里有 JPEG 压缩的内容")
    head = struct.pack(order + "H", len(kept)) + b"".join(one.raw for one in kept)
    head += struct.pack(order + "I", following)
    out[spot : spot + len(head)] = head
    for one in kept:
        room.take(len(one.raw) + len(one.value))
        if len(one.value) > 4:
            at = _at(one, order)
            out[at : at + len(one.value)] = _profile(one) if one.tag == _ICC else one.value
    for start, size in _pieces(kept, order):
        room.take(size)
        if start + size > len(data):
            raise UnsupportedFileError("图片不完整")
        out[start : start + size] = data[start : start + size]
    return following


def _profile(one: _Entry) -> bytes:
    """Clean a colour profile in the room that it has."""
    cleaned = clean_icc(one.value)
    return (cleaned if len(cleaned) <= len(one.value) else b"").ljust(len(one.value), b"\0")


def _entries(data: bytes, spot: int, order: str) -> tuple[list[_Entry], int, int]:
    count = struct.unpack(order + "H", data[spot : spot + 2])[0]
    end = spot + 2 + 12 * count + 4
    if end > len(data):
        raise UnsupportedFileError("图片不完整")
    found = []
    for number in range(count):
        raw = data[spot + 2 + 12 * number : spot + 14 + 12 * number]
        tag, kind, amount = struct.unpack(order + "HHI", raw[:8])
        size = _SIZES.get(kind, 1) * amount
        at = struct.unpack(order + "I", raw[8:])[0]
        if tag in _STAYING and size > 4 and at + size > len(data):
            raise UnsupportedFileError("图片损坏")
        if tag in _STAYING:
            value = raw[8 : 8 + size] if size <= 4 else data[at : at + size]
            found.append(_Entry(tag, kind, amount, raw, value))
    return found, struct.unpack(order + "I", data[end - 4 : end])[0], end


def _at(one: _Entry, order: str) -> int:
    return int(struct.unpack(order + "I", one.raw[8:])[0])


def _numbers(one: _Entry, order: str) -> list[int]:
    letter, size = {3: ("H", 2), 4: ("I", 4)}.get(one.kind, ("B", 1))
    return list(struct.unpack(f"{order}{len(one.value) // size}{letter}", one.value))


def _pieces(entries: list[_Entry], order: str) -> list[tuple[int, int]]:
    by_tag = {one.tag: one for one in entries}
    found: list[tuple[int, int]] = []
    for where, length in _PIECES:
        if where in by_tag and length in by_tag:
            starts, sizes = _numbers(by_tag[where], order), _numbers(by_tag[length], order)
            if len(starts) != len(sizes):
                raise UnsupportedFileError("图片损坏")
            found.extend(zip(starts, sizes, strict=True))
    return found
