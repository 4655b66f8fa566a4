"""Old Word, Excel and PowerPoint files, and those of WPS: the properties and users become blank.

In place, each stream as long as it was. Not all of these formats is understood, so what is left is
always reported.
"""
# ruff: noqa: PLR2004 - the numbers of the formats

import struct

from site_builder.core.compound_file import CompoundFile, CompoundStream
from site_builder.core.errors import LeftoverError, UnsupportedFileError

_PROPERTY_STREAMS = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
_ENCRYPTED_STREAMS = ("EncryptedPackage", "EncryptionInfo")
_NOT_SANITIZED = "程序看不懂的部分（旧格式里的图片、批注、修订和宏）"
_CODEPAGE, _TITLE = 1, 2
_FIB, _ENCRYPTED_WORD, _TABLE_ONE = 0x9A, 0x0100, 0x0200
_NAME_TABLES = (32, 51, 71)
"""Where a Word file states its properties, who revised it, who saved it last and where."""
_COMMENT_AUTHORS = 36
"""Who commented."""
_BOF, _FILEPASS, _NOTE, _WRITE_ACCESS = 0x0809, 0x2F, 0x1C, 0x5C


def sanitize(data: bytes) -> bytes:
    """Raise LeftoverError with the copy, UnsupportedFileError for what is locked or damaged."""
    file = CompoundFile(data)
    by_name = {item.name: item for item in file.streams}
    if not by_name.keys().isdisjoint(_ENCRYPTED_STREAMS):
        raise UnsupportedFileError("文件加了密码")
    if any(item.startswith(("_signatures", "_xmlsignatures")) for item in by_name):
        raise UnsupportedFileError("文件有数字签名，改动会使签名失效")
    for stream in file.streams:
        content = file.read(stream)
        if stream.name in _PROPERTY_STREAMS:
            content = _blank_properties(content)
        elif stream.name in ("Workbook", "Book"):
            content = _blank_workbook_users(content)
        elif stream.name == "Current User":
            content = _blank_presentation_user(content)
        file.write(stream, content)
    if "WordDocument" in by_name:
        _sanitize_word(file, by_name)
    raise LeftoverError(bytes(file.data), [_NOT_SANITIZED])


def _blank_properties(content: bytes) -> bytes:
    """Return a set of properties with the title only, as long as it was."""
    if content[:2] != b"\xfe\xff" or len(content) < 80:
        return bytes(len(content))
    start = struct.unpack_from("<I", content, 44)[0]
    properties = []
    if content[28:32] == b"\xe0\x85\x9f\xf2":
        count = min(struct.unpack_from("<I", content, start + 4)[0], 200)
        for number in range(count):
            key, offset = struct.unpack_from("<II", content, start + 8 + 8 * number)
            if key in (_CODEPAGE, _TITLE):
                properties.append((key, _property_value(content, start + offset)))
    offset = 8 + 8 * len(properties)
    heads, values = b"", b""
    for key, value in properties:
        heads += struct.pack("<II", key, offset + len(values))
        values += value
    body = struct.pack("<II", offset + len(values), len(properties)) + heads + values
    blanked = content[:4] + bytes(20) + struct.pack("<I", 1) + content[28:44]
    blanked += struct.pack("<I", 48) + body
    return blanked + bytes(max(0, len(content) - len(blanked)))


def _property_value(content: bytes, offset: int) -> bytes:
    kind = struct.unpack_from("<I", content, offset)[0]
    if kind in (30, 31):
        size = int.from_bytes(content[offset + 4 : offset + 8], "little") * (kind - 29)
        raw = content[offset : offset + 8 + size]
    else:
        raw = content[offset : offset + 8]
    return raw + bytes(-len(raw) % 4)


def _blank_workbook_users(content: bytes) -> bytes:
    """Blank who opened a workbook, and who commented its cells."""
    out, offset = bytearray(content), 0
    while offset + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, offset)
        start, end = offset + 4, offset + 4 + size
        if kind == _FILEPASS:
            raise UnsupportedFileError("文件加了密码")
        if kind == _WRITE_ACCESS and size > 3:
            out[start:end] = b"\0\0\0" + b" " * (size - 3)
        elif kind == _NOTE and size > 11:
            wide = content[start + 10] & 1
            length = min(struct.unpack_from("<H", content, start + 8)[0] * (1 + wide), size - 11)
            blank = " ".encode("utf-16-le") if wide else b" "
            out[start + 11 : start + 11 + length] = (blank * length)[:length]
        offset = end
    return bytes(out)


def _blank_presentation_user(content: bytes) -> bytes:
    """Blank who saved a presentation; the name stands in two spellings."""
    if len(content) < 28:
        return content
    length = min(int.from_bytes(content[20:22], "little"), len(content) - 28)
    tail = len(content) - 32 - length
    wide = b" \0" * (tail // 2) if tail > 0 else b""
    end = content[28 + length : 32 + length]
    return content[:28] + b" " * length + end + wide + bytes(max(0, tail - len(wide)))


def _sanitize_word(file: CompoundFile, by_name: dict[str, CompoundStream]) -> None:
    head = file.read(by_name["WordDocument"])
    flags = struct.unpack_from("<H", head, 10)[0]
    if flags & _ENCRYPTED_WORD:
        raise UnsupportedFileError("文件加了密码")
    table = by_name.get("1Table" if flags & _TABLE_ONE else "0Table")
    if table is None or len(head) < _FIB + 8 * 72:
        return
    content = bytearray(file.read(table))
    for number in (*_NAME_TABLES, _COMMENT_AUTHORS):
        start, size = struct.unpack_from("<II", head, _FIB + 8 * number)
        if size and start + size <= len(content):
            offset = start if number == _COMMENT_AUTHORS else start + 6
            extra = (
                0 if number == _COMMENT_AUTHORS else struct.unpack_from("<H", content, start + 4)[0]
            )
            if number == _COMMENT_AUTHORS or content[start : start + 2] == b"\xff\xff":
                _blank_strings(content, offset, start + size, extra)
    file.write(table, bytes(content))


def _blank_strings(content: bytearray, offset: int, end: int, extra: int) -> None:
    """Blank counted strings, each followed by so many bytes."""
    while offset + 2 <= end:
        length = 2 * struct.unpack_from("<H", content, offset)[0]
        if offset + 2 + length > end:
            return
        content[offset + 2 : offset + 2 + length] = b" \0" * (length // 2)
        offset += 2 + length + extra
