"""TIFF pictures without metadata: in place, so that what the picture points to need not move.

Only the tags that draw stay; every byte to which none of them points becomes zero.
"""
# ruff: noqa: PLR2004 - the numbers of the format

import struct
from dataclasses import dataclass

from site_builder.attachments.sanitize.icc_profile import sanitize_icc
from site_builder.core.errors import UnsupportedFileError

_KEPT_TAGS = frozenset(
    (
        *(254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280),
        *(281, 282, 283, 284, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322),
        *(323, 324, 325, 332, 334, 338, 339, 340, 341, 347, 512, 513, 514, 515, 517, 518, 519),
        *(520, 521, 529, 530, 531, 532, 34675),
    )
)
_DATA_TAGS = ((273, 279), (324, 325), (513, 514))
"""Where the compressed pieces stand, and how long they are."""
_TYPE_SIZES = {1: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 2: 1}
_MAX_PAGES = 10_000
_JPEG_COMPRESSIONS = (6, 7)
_ICC_TAG = 34675


@dataclass(frozen=True, slots=True)
class _TiffEntry:
    tag: int
    kind: int
    count: int
    raw: bytes
    """The twelve bytes as they stand."""
    value: bytes


class _CopyBudget:
    """How many bytes may still be copied: pieces of a crafted picture may overlap without end."""

    def __init__(self, size: int) -> None:
        self.remaining = size

    def take(self, size: int) -> None:
        """Take some of it. Raises RefusedError when it is used up."""
        self.remaining -= size
        if self.remaining < 0:
            raise UnsupportedFileError("图片损坏")


def sanitize_tiff(data: bytes) -> bytes:
    """Remove every tag that does not draw, and all that no tag points to."""
    order = "<" if data[:2] == b"II" else ">"
    out = bytearray(len(data))
    out[:8] = data[:8]
    offset = struct.unpack(order + "I", data[4:8])[0]
    visited: set[int] = set()
    budget = _CopyBudget(2 * len(data))
    while offset:
        if offset in visited or len(visited) >= _MAX_PAGES or offset + 6 > len(data):
            raise UnsupportedFileError("图片损坏")
        visited.add(offset)
        offset = _copy_page(data, out, offset, order, budget)
    end = len(out)
    while end > 8 and not out[end - 1]:
        end -= 1
    return bytes(out[: max(end, _used_size(data, order))])


def _used_size(data: bytes, order: str) -> int:
    """Return where the last byte of the picture stands; zeros may be pixels."""
    offset, last = struct.unpack(order + "I", data[4:8])[0], 8
    while offset:
        entries, following, end = _read_entries(data, offset, order)
        last = max(last, end)
        for entry in entries:
            if len(entry.value) > 4:
                last = max(last, _value_offset(entry, order) + len(entry.value))
        last = max([last, *(start + size for start, size in _data_ranges(entries, order))])
        offset = following
    return last


def _copy_page(data: bytes, out: bytearray, offset: int, order: str, budget: _CopyBudget) -> int:
    """Copy one page's directory, values and pieces; return where the next page stands."""
    entries, following, _ = _read_entries(data, offset, order)
    compression = next((_numbers(entry, order)[:1] for entry in entries if entry.tag == 259), [1])
    if compression and compression[0] in _JPEG_COMPRESSIONS:
        raise UnsupportedFileError("TIFF 图片里有 JPEG 压缩的内容")
    head = struct.pack(order + "H", len(entries)) + b"".join(entry.raw for entry in entries)
    head += struct.pack(order + "I", following)
    out[offset : offset + len(head)] = head
    for entry in entries:
        budget.take(len(entry.raw) + len(entry.value))
        if len(entry.value) > 4:
            value_offset = _value_offset(entry, order)
            out[value_offset : value_offset + len(entry.value)] = (
                _sanitize_profile(entry) if entry.tag == _ICC_TAG else entry.value
            )
    for start, size in _data_ranges(entries, order):
        budget.take(size)
        if start + size > len(data):
            raise UnsupportedFileError("图片不完整")
        out[start : start + size] = data[start : start + size]
    return following


def _sanitize_profile(entry: _TiffEntry) -> bytes:
    """Sanitize a colour profile in the room that it has."""
    sanitized = sanitize_icc(entry.value)
    return (sanitized if len(sanitized) <= len(entry.value) else b"").ljust(len(entry.value), b"\0")


def _read_entries(data: bytes, offset: int, order: str) -> tuple[list[_TiffEntry], int, int]:
    count = struct.unpack(order + "H", data[offset : offset + 2])[0]
    end = offset + 2 + 12 * count + 4
    if end > len(data):
        raise UnsupportedFileError("图片不完整")
    entries = []
    for number in range(count):
        raw = data[offset + 2 + 12 * number : offset + 14 + 12 * number]
        tag, kind, amount = struct.unpack(order + "HHI", raw[:8])
        size = _TYPE_SIZES.get(kind, 1) * amount
        value_offset = struct.unpack(order + "I", raw[8:])[0]
        if tag in _KEPT_TAGS and size > 4 and value_offset + size > len(data):
            raise UnsupportedFileError("图片损坏")
        if tag in _KEPT_TAGS:
            value = raw[8 : 8 + size] if size <= 4 else data[value_offset : value_offset + size]
            entries.append(_TiffEntry(tag, kind, amount, raw, value))
    return entries, struct.unpack(order + "I", data[end - 4 : end])[0], end


def _value_offset(entry: _TiffEntry, order: str) -> int:
    return int(struct.unpack(order + "I", entry.raw[8:])[0])


def _numbers(entry: _TiffEntry, order: str) -> list[int]:
    letter, size = {3: ("H", 2), 4: ("I", 4)}.get(entry.kind, ("B", 1))
    return list(struct.unpack(f"{order}{len(entry.value) // size}{letter}", entry.value))


def _data_ranges(entries: list[_TiffEntry], order: str) -> list[tuple[int, int]]:
    by_tag = {entry.tag: entry for entry in entries}
    ranges: list[tuple[int, int]] = []
    for offsets_tag, lengths_tag in _DATA_TAGS:
        if offsets_tag in by_tag and lengths_tag in by_tag:
            starts, sizes = (
                _numbers(by_tag[offsets_tag], order),
                _numbers(by_tag[lengths_tag], order),
            )
            if len(starts) != len(sizes):
                raise UnsupportedFileError("图片损坏")
            ranges.extend(zip(starts, sizes, strict=True))
    return ranges
