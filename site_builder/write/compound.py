"""Compound files, the outer form of old office files: their streams, read and overwritten in place.

Used by `write.clean_compound`.
"""
# ruff: noqa: PLR2004 - the numbers of the format

import struct
from dataclasses import dataclass

from site_builder.containers import UnsupportedFileError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""From here on, numbers of sectors are marks."""
_FREE = 0xFFFFFFFF
_MINI = 64


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream with where its bytes stand in the file."""

    name: str
    size: int
    pieces: tuple[tuple[int, int], ...]
    """Start and end of each, in order; the last one may hold more than the stream."""


class Compound:
    """A file of streams. Raises RefusedError where its tables lead nowhere."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        if data[:8] != MAGIC or len(data) < 512 or data[30:32] not in (b"\x09\0", b"\x0c\0"):
            raise UnsupportedFileError("文件损坏，打不开")
        self.sector = 1 << struct.unpack_from("<H", data, 30)[0]
        self.fat = self._fat()
        entries = self._directory()
        self.streams: list[Stream] = []
        root = next((one for one in entries if one[1] == 5), None)
        if root is None:
            raise UnsupportedFileError("文件损坏，打不开")
        host = self._pieces(root[2])
        first, cut = struct.unpack_from("<I", data, 60)[0], struct.unpack_from("<I", data, 56)[0]
        mini = self._numbers(first)
        for name, kind, start, size in entries:
            if kind == 2 and size:
                chain = self._mini(start, mini, host) if size < cut else self._pieces(start)
                if sum(end - begin for begin, end in chain) < size:
                    raise UnsupportedFileError("文件不完整")
                self.streams.append(Stream(name, size, tuple(chain)))
        self._wipe_free()

    def read(self, stream: Stream) -> bytes:
        """Return the bytes of a stream."""
        return b"".join(self.data[a:b] for a, b in stream.pieces)[: stream.size]

    def write(self, stream: Stream, content: bytes) -> None:
        """Overwrite a stream with as many bytes, and what its last sector holds beyond it."""
        spot = 0
        for start, end in stream.pieces:
            piece = content[spot : spot + end - start]
            self.data[start:end] = piece + bytes(end - start - len(piece))
            spot += end - start

    def _at(self, number: int) -> tuple[int, int]:
        start = (number + 1) * self.sector
        if start >= len(self.data):
            raise UnsupportedFileError("文件不完整")
        return start, min(start + self.sector, len(self.data))

    def _fat(self) -> list[int]:
        table = list(struct.unpack_from("<109I", self.data, 76))
        following, seen = struct.unpack_from("<I", self.data, 68)[0], 0
        while following < _END:
            start, end = self._at(following)
            *more, following = struct.unpack(f"<{(end - start) // 4}I", self.data[start:end])
            table += more
            seen += 1
            if seen * self.sector > len(self.data):
                raise UnsupportedFileError("文件损坏，打不开")
        found: list[int] = []
        for number in table:
            if number < _END:
                start, end = self._at(number)
                found += struct.unpack_from(f"<{(end - start) // 4}I", self.data, start)
        return found

    def _chain(self, number: int, table: list[int]) -> list[int]:
        found: list[int] = []
        while number < _END:
            if number >= len(table) or len(found) > len(table):
                raise UnsupportedFileError("文件损坏，打不开")
            found.append(number)
            number = table[number]
        return found

    def _pieces(self, number: int) -> list[tuple[int, int]]:
        return [self._at(one) for one in self._chain(number, self.fat)]

    def _numbers(self, number: int) -> list[int]:
        raw = b"".join(self.data[a:b] for a, b in self._pieces(number))
        return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))

    def _mini(
        self, number: int, table: list[int], host: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        found = []
        for one in self._chain(number, table):
            sector, rest = divmod(one * _MINI, self.sector)
            if sector >= len(host):
                raise UnsupportedFileError("文件不完整")
            start = host[sector][0] + rest
            found.append((start, start + _MINI))
        return found

    def _directory(self) -> list[tuple[str, int, int, int]]:
        """List the entries as name, kind, first sector and size; their times go."""
        found = []
        for begin, end in self._pieces(struct.unpack_from("<I", self.data, 48)[0]):
            for spot in range(begin, end - 127, 128):
                length, kind = struct.unpack_from("<HB", self.data, spot + 64)
                if not kind:
                    self.data[spot : spot + 68] = bytes(68)
                    continue
                name = bytes(self.data[spot : spot + max(0, min(length, 64) - 2)])
                start, size = struct.unpack_from("<II", self.data, spot + 116)
                found.append((name.decode("utf-16-le", "replace"), kind, start, size))
                self.data[spot + len(name) : spot + 64] = bytes(64 - len(name))
                self.data[spot + 100 : spot + 116] = bytes(16)
        return found

    def _wipe_free(self) -> None:
        """Blank the sectors that belong to nothing: earlier states of the file."""
        for number, following in enumerate(self.fat):
            start = (number + 1) * self.sector
            if following == _FREE and start < len(self.data):
                end = min(start + self.sector, len(self.data))
                self.data[start:end] = bytes(end - start)
        last = (len(self.fat) + 1) * self.sector
        if last < len(self.data):
            self.data[last:] = b""
