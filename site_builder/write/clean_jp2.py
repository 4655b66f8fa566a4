"""JPEG 2000 pictures without metadata: the boxes and segments that draw stay."""
# ruff: noqa: PLR2004 - the numbers of the format

from collections.abc import Iterator

from site_builder.containers import UnsupportedFileError

SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
_CODESTREAM = b"\xff\x4f\xff\x51"
_STAYING = frozenset((b"jP  ", b"ftyp", b"jp2h"))
_COMMENT, _TILE = 0x64, 0x90


def clean_jp2(data: bytes) -> bytes:
    """Leave out XML, UUID and unknown boxes, comments, and what follows the picture."""
    if data.startswith(_CODESTREAM):
        return _codestream(data)
    if not data.startswith(SIGNATURE):
        raise UnsupportedFileError("不是 JPEG 2000 图片")
    kept = []
    for kind, payload in _boxes(data):
        if kind in _STAYING:
            kept.append((len(payload) + 8).to_bytes(4, "big") + kind + payload)
        elif kind == b"jp2c":
            stream = _codestream(payload)
            kept.append((len(stream) + 8).to_bytes(4, "big") + kind + stream)
    return b"".join(kept)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    spot = 0
    while spot + 8 <= len(data):
        size, kind, head = (
            int.from_bytes(data[spot : spot + 4], "big"),
            data[spot + 4 : spot + 8],
            8,
        )
        if size == 1:
            size, head = int.from_bytes(data[spot + 8 : spot + 16], "big"), 16
        size = size or len(data) - spot
        if size < head or spot + size > len(data):
            raise UnsupportedFileError("图片损坏")
        yield kind, data[spot + head : spot + size]
        spot += size


def _codestream(data: bytes) -> bytes:
    """Leave the comments out of the main header; tiles stay, up to the end mark."""
    kept, spot = [data[:2]], 2
    while spot + 4 <= len(data) and data[spot] == 0xFF and data[spot + 1] != _TILE:
        end = spot + 2 + int.from_bytes(data[spot + 2 : spot + 4], "big")
        if data[spot + 1] != _COMMENT:
            kept.append(data[spot:end])
        spot = end
    last = data.rfind(b"\xff\xd9")
    if data[spot : spot + 2] != bytes((0xFF, _TILE)) or last < spot:
        raise UnsupportedFileError("图片损坏")
    kept.append(data[spot : last + 2])
    return b"".join(kept)
