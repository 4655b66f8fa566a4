"""Ogg files without comments: the same pages, the comment blank and as long as it was."""
# ruff: noqa: PLR2004 - the numbers of the format

from site_builder.containers import UnsupportedFileError

_HEADS = {b"\x03vorbis": 1, b"OpusTags": 0, b"\x81theora": 0}
"""How a comment begins, and how many bytes must follow its lists."""


def clean_ogg(data: bytes) -> bytes:
    """Blank the comments of every stream. Raises RefusedError for a stream that is not known."""
    out = bytearray(data)
    spot = 0
    streams: dict[bytes, list[tuple[int, int]]] = {}
    done: set[bytes] = set()
    pages: dict[bytes, list[tuple[int, int]]] = {}
    while data[spot : spot + 4] == b"OggS" and spot + 27 <= len(data):
        count = data[spot + 26]
        sizes = data[spot + 27 : spot + 27 + count]
        start = spot + 27 + count
        end = start + sum(sizes)
        if end > len(data):
            raise UnsupportedFileError("文件不完整")
        serial = data[spot + 14 : spot + 18]
        if data[spot + 5] & 2:
            done.discard(serial)
            streams[serial], pages[serial] = [], []
        elif serial not in done:
            pages.setdefault(serial, []).append((spot, end))
            if _collect(streams.setdefault(serial, []), sizes, start):
                _blank(out, data, streams[serial])
                for page in pages[serial]:
                    _seal(out, *page)
                done.add(serial)
        spot = end
    if not streams or streams.keys() - done:
        raise UnsupportedFileError("文件不完整")
    return bytes(out[:spot])


def _collect(parts: list[tuple[int, int]], sizes: bytes, spot: int) -> bool:
    """Add a page's pieces of the packet; tells whether the packet ends here."""
    for size in sizes:
        parts.append((spot, spot + size))
        spot += size
        if size < 255:
            return True
    return False


def _blank(out: bytearray, data: bytes, parts: list[tuple[int, int]]) -> None:
    packet = b"".join(data[start:stop] for start, stop in parts)
    head, closing = next(
        ((head, closing) for head, closing in _HEADS.items() if packet.startswith(head)), (b"", 0)
    )
    room = len(packet) - len(head) - 8 - closing
    if not head or room < 0:
        raise UnsupportedFileError("声音的格式认不出来")
    blank = head + room.to_bytes(4, "little") + b" " * room + bytes(4) + b"\x01" * closing
    spot = 0
    for start, stop in parts:
        out[start:stop] = blank[spot : spot + stop - start]
        spot += stop - start


def _seal(out: bytearray, start: int, end: int) -> None:
    """Write the page's checksum."""
    out[start + 22 : start + 26] = bytes(4)
    check = 0
    for byte in out[start:end]:
        check = (check << 8) & 0xFFFFFFFF ^ _TABLE[check >> 24 ^ byte]
    out[start + 22 : start + 26] = check.to_bytes(4, "little")


def _table() -> list[int]:
    found = []
    for number in range(256):
        value = number << 24
        for _ in range(8):
            value = (value << 1) & 0xFFFFFFFF ^ (0x04C11DB7 if value & 0x80000000 else 0)
        found.append(value)
    return found


_TABLE = _table()
