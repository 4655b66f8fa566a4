"""Windows metafiles: drawings inside office files, whose header may name who drew them."""

import struct

from site_builder.core.errors import UnsupportedFileError

_EMF_HEADER, _EMF_COMMENT = 1, 70
_EMF_PLUS = b"EMF+"
_WMF_SIGNATURES = (b"\xd7\xcd\xc6\x9a", b"\1\0\x09\0")
_WMF_ESCAPE = 0x0626


def sanitize_metafile(data: bytes) -> bytes | None:
    """Return a metafile without its description; None for what is none.

    Raises RefusedError for one in which a program left something of its own.
    """
    if data[:4] == b"\1\0\0\0" and data[40:44] == b" EMF":
        return _sanitize_emf(data)
    if data.startswith(_WMF_SIGNATURES):
        return _check_wmf(data)
    return None


def _sanitize_emf(data: bytes) -> bytes:
    offset = 0
    while offset < len(data):
        kind, size = struct.unpack_from("<II", data, offset)
        if size < 8 or size % 4 or offset + size > len(data):  # noqa: PLR2004 - it counts its head
            raise UnsupportedFileError("图片损坏")
        if kind == _EMF_COMMENT and data[offset + 12 : offset + 16] != _EMF_PLUS:
            raise UnsupportedFileError("图片里有不认识的内容")
        offset += size
    length, start = struct.unpack_from("<II", data, 60)
    size = struct.unpack_from("<I", data, 4)[0]
    end = start + 2 * length
    if length and not 0 < start <= end <= size:
        raise UnsupportedFileError("图片损坏")
    return data[:start] + bytes(end - start) + data[end:] if length else data


def _check_wmf(data: bytes) -> bytes:
    offset = 40 if data.startswith(_WMF_SIGNATURES[0]) else 18
    while offset + 6 <= len(data):
        size, kind = struct.unpack_from("<IH", data, offset)
        if kind == 0:
            return data[: offset + 6]
        if kind == _WMF_ESCAPE or size < 3:  # noqa: PLR2004 - words of a record's head
            raise UnsupportedFileError("图片里有不认识的内容")
        offset += 2 * size
    raise UnsupportedFileError("图片不完整")
