"""JPEG 2000 pictures without metadata: the boxes and segments that draw stay."""
# ruff: noqa: PLR2004 - the numbers of the format

from collections.abc import Iterator

from site_builder.core.errors import UnsupportedFileError

SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
_CODESTREAM = b"\xff\x4f\xff\x51"
_KEPT_BOXES = frozenset((b"jP  ", b"ftyp", b"jp2h"))
_COMMENT_MARKER, _TILE_MARKER = 0x64, 0x90


def sanitize_jpeg2000(data: bytes) -> bytes:
    """Remove XML, UUID and unknown boxes, comments, and what follows the picture."""
    if data.startswith(_CODESTREAM):
        return _sanitize_codestream(data)
    if not data.startswith(SIGNATURE):
        raise UnsupportedFileError("不是 JPEG 2000 图片")
    boxes = []
    for kind, payload in _boxes(data):
        if kind in _KEPT_BOXES:
            boxes.append((len(payload) + 8).to_bytes(4, "big") + kind + payload)
        elif kind == b"jp2c":
            stream = _sanitize_codestream(payload)
            boxes.append((len(stream) + 8).to_bytes(4, "big") + kind + stream)
    return b"".join(boxes)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    offset = 0
    while offset + 8 <= len(data):
        size, kind, head = (
            int.from_bytes(data[offset : offset + 4], "big"),
            data[offset + 4 : offset + 8],
            8,
        )
        if size == 1:
            size, head = int.from_bytes(data[offset + 8 : offset + 16], "big"), 16
        size = size or len(data) - offset
        if size < head or offset + size > len(data):
            raise UnsupportedFileError("图片损坏")
        yield kind, data[offset + head : offset + size]
        offset += size


def _sanitize_codestream(data: bytes) -> bytes:
    """Leave the comments out of the main header; tiles stay, up to the end mark."""
    segments, offset = [data[:2]], 2
    while offset + 4 <= len(data) and data[offset] == 0xFF and data[offset + 1] != _TILE_MARKER:
        end = offset + 2 + int.from_bytes(data[offset + 2 : offset + 4], "big")
        if data[offset + 1] != _COMMENT_MARKER:
            segments.append(data[offset:end])
        offset = end
    last = data.rfind(b"\xff\xd9")
    if data[offset : offset + 2] != bytes((0xFF, _TILE_MARKER)) or last < offset:
        raise UnsupportedFileError("图片损坏")
    segments.append(data[offset : last + 2])
    return b"".join(segments)
