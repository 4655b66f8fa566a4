"""Compound files, the container of old office files: streams read and overwritten in place."""
# ruff: noqa: PLR2004 - the numbers of the format

import struct
from dataclasses import dataclass

from site_builder.core.errors import UnsupportedFileError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MIN_SPECIAL_SECTOR = 0xFFFFFFFA
"""From here on, numbers of sectors are marks."""
_FREE_SECTOR = 0xFFFFFFFF
_MINI_SECTOR_SIZE = 64


def has_stream(data: bytes, name: str) -> bool:
    """Return whether a file may have a stream of that name; nothing is unpacked."""
    # A directory's entry holds the name, ended by a zero, two bytes a character.
    return f"{name}\0".encode("utf-16-le") in data


@dataclass(frozen=True, slots=True)
class CompoundStream:
    """A stream with where its bytes stand in the file."""

    name: str
    size: int
    ranges: tuple[tuple[int, int], ...]
    """Start and end of each, in order; the last one may hold more than the stream."""


class CompoundFile:
    """A file of streams. Raises RefusedError where its tables lead nowhere."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        if data[:8] != SIGNATURE or len(data) < 512 or data[30:32] not in (b"\x09\0", b"\x0c\0"):
            raise UnsupportedFileError("文件损坏，打不开")
        self.sector_size = 1 << struct.unpack_from("<H", data, 30)[0]
        self.fat = self._read_fat()
        entries = self._read_directory()
        self.streams: list[CompoundStream] = []
        root = next((entry for entry in entries if entry[1] == 5), None)
        if root is None:
            raise UnsupportedFileError("文件损坏，打不开")
        mini_container = self._sector_ranges(root[2])
        first, mini_cutoff = (
            struct.unpack_from("<I", data, 60)[0],
            struct.unpack_from("<I", data, 56)[0],
        )
        mini_fat = self._numbers(first)
        for name, kind, start, size in entries:
            if kind == 2 and size:
                chain = (
                    self._mini_ranges(start, mini_fat, mini_container)
                    if size < mini_cutoff
                    else self._sector_ranges(start)
                )
                if sum(end - begin for begin, end in chain) < size:
                    raise UnsupportedFileError("文件不完整")
                self.streams.append(CompoundStream(name, size, tuple(chain)))
        self._blank_free_sectors()

    def read(self, stream: CompoundStream) -> bytes:
        """Return the bytes of a stream."""
        return b"".join(self.data[a:b] for a, b in stream.ranges)[: stream.size]

    def write(self, stream: CompoundStream, content: bytes) -> None:
        """Overwrite a stream with as many bytes, and what its last sector holds beyond it."""
        offset = 0
        for start, end in stream.ranges:
            piece = content[offset : offset + end - start]
            self.data[start:end] = piece + bytes(end - start - len(piece))
            offset += end - start

    def _sector_range(self, number: int) -> tuple[int, int]:
        start = (number + 1) * self.sector_size
        if start >= len(self.data):
            raise UnsupportedFileError("文件不完整")
        return start, min(start + self.sector_size, len(self.data))

    def _read_fat(self) -> list[int]:
        table = list(struct.unpack_from("<109I", self.data, 76))
        following, sector_count = struct.unpack_from("<I", self.data, 68)[0], 0
        while following < _MIN_SPECIAL_SECTOR:
            start, end = self._sector_range(following)
            *more, following = struct.unpack(f"<{(end - start) // 4}I", self.data[start:end])
            table += more
            sector_count += 1
            if sector_count * self.sector_size > len(self.data):
                raise UnsupportedFileError("文件损坏，打不开")
        fat: list[int] = []
        for number in table:
            if number < _MIN_SPECIAL_SECTOR:
                start, end = self._sector_range(number)
                fat += struct.unpack_from(f"<{(end - start) // 4}I", self.data, start)
        return fat

    def _chain(self, number: int, table: list[int]) -> list[int]:
        sectors: list[int] = []
        while number < _MIN_SPECIAL_SECTOR:
            if number >= len(table) or len(sectors) > len(table):
                raise UnsupportedFileError("文件损坏，打不开")
            sectors.append(number)
            number = table[number]
        return sectors

    def _sector_ranges(self, number: int) -> list[tuple[int, int]]:
        return [self._sector_range(sector) for sector in self._chain(number, self.fat)]

    def _numbers(self, number: int) -> list[int]:
        raw = b"".join(self.data[a:b] for a, b in self._sector_ranges(number))
        return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))

    def _mini_ranges(
        self, number: int, table: list[int], container: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        ranges = []
        for mini_sector in self._chain(number, table):
            sector, rest = divmod(mini_sector * _MINI_SECTOR_SIZE, self.sector_size)
            if sector >= len(container):
                raise UnsupportedFileError("文件不完整")
            start = container[sector][0] + rest
            ranges.append((start, start + _MINI_SECTOR_SIZE))
        return ranges

    def _read_directory(self) -> list[tuple[str, int, int, int]]:
        """Return the entries as name, kind, first sector and size; their times go."""
        entries = []
        for begin, end in self._sector_ranges(struct.unpack_from("<I", self.data, 48)[0]):
            for offset in range(begin, end - 127, 128):
                length, entry_type = struct.unpack_from("<HB", self.data, offset + 64)
                if not entry_type:
                    self.data[offset : offset + 68] = bytes(68)
                    continue
                name = bytes(self.data[offset : offset + max(0, min(length, 64) - 2)])
                start, size = struct.unpack_from("<II", self.data, offset + 116)
                entries.append((name.decode("utf-16-le", "replace"), entry_type, start, size))
                self.data[offset + len(name) : offset + 64] = bytes(64 - len(name))
                self.data[offset + 100 : offset + 116] = bytes(16)
        return entries

    def _blank_free_sectors(self) -> None:
        """Blank the sectors that belong to nothing: earlier states of the file."""
        for number, following in enumerate(self.fat):
            start = (number + 1) * self.sector_size
            if following == _FREE_SECTOR and start < len(self.data):
                end = min(start + self.sector_size, len(self.data))
                self.data[start:end] = bytes(end - start)
        last = (len(self.fat) + 1) * self.sector_size
        if last < len(self.data):
            self.data[last:] = b""
