"""Ogg files without comments: the same pages, the comment blank and as long as it was."""
# ruff: noqa: PLR2004 - the numbers of the format

from site_builder.core.errors import UnsupportedFileError

_COMMENT_PACKETS = {b"\x03vorbis": 1, b"OpusTags": 0, b"\x81theora": 0}
"""How a comment begins, and how many bytes must follow its lists."""


def sanitize_ogg(data: bytes) -> bytes:
    """Blank the comments of every stream. Raises RefusedError for a stream that is not known."""
    out = bytearray(data)
    offset = 0
    streams: dict[bytes, list[tuple[int, int]]] = {}
    done: set[bytes] = set()
    pages: dict[bytes, list[tuple[int, int]]] = {}
    while data[offset : offset + 4] == b"OggS" and offset + 27 <= len(data):
        count = data[offset + 26]
        sizes = data[offset + 27 : offset + 27 + count]
        start = offset + 27 + count
        end = start + sum(sizes)
        if end > len(data):
            raise UnsupportedFileError("文件不完整")
        serial = data[offset + 14 : offset + 18]
        if data[offset + 5] & 2:
            done.discard(serial)
            streams[serial], pages[serial] = [], []
        elif serial not in done:
            pages.setdefault(serial, []).append((offset, end))
            if _add_packet_parts(streams.setdefault(serial, []), sizes, start):
                _blank_comment(out, data, streams[serial])
                for page in pages[serial]:
                    _write_checksum(out, *page)
                done.add(serial)
        offset = end
    if not streams or streams.keys() - done:
        raise UnsupportedFileError("文件不完整")
    return bytes(out[:offset])


def _add_packet_parts(parts: list[tuple[int, int]], sizes: bytes, offset: int) -> bool:
    """Add a page's pieces of the packet; return whether the packet ends here."""
    for size in sizes:
        parts.append((offset, offset + size))
        offset += size
        if size < 255:
            return True
    return False


def _blank_comment(out: bytearray, data: bytes, parts: list[tuple[int, int]]) -> None:
    packet = b"".join(data[start:stop] for start, stop in parts)
    head, closing = next(
        ((head, closing) for head, closing in _COMMENT_PACKETS.items() if packet.startswith(head)),
        (b"", 0),
    )
    room = len(packet) - len(head) - 8 - closing
    if not head or room < 0:
        raise UnsupportedFileError("声音的格式认不出来")
    blank = head + room.to_bytes(4, "little") + b" " * room + bytes(4) + b"\x01" * closing
    offset = 0
    for start, stop in parts:
        out[start:stop] = blank[offset : offset + stop - start]
        offset += stop - start


def _write_checksum(out: bytearray, start: int, end: int) -> None:
    """Write the page's checksum."""
    out[start + 22 : start + 26] = bytes(4)
    checksum = 0
    for byte in out[start:end]:
        checksum = (checksum << 8) & 0xFFFFFFFF ^ _CRC_TABLE[checksum >> 24 ^ byte]
    out[start + 22 : start + 26] = checksum.to_bytes(4, "little")


def _crc_table() -> list[int]:
    table = []
    for number in range(256):
        value = number << 24
        for _ in range(8):
            value = (value << 1) & 0xFFFFFFFF ^ (0x04C11DB7 if value & 0x80000000 else 0)
        table.append(value)
    return table


_CRC_TABLE = _crc_table()
