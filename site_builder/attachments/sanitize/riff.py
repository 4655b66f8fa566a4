"""WAV and AVI files without who recorded them: chunks that sound and show stay where they are."""

from site_builder.attachments.sanitize.raster_images import build_riff_chunk, riff_chunks
from site_builder.core.errors import UnsupportedFileError

_WAV_CHUNKS = frozenset((b"fmt ", b"fact", b"data"))
_AVI_CHUNKS = frozenset((b"idx1", b"avih", b"strh", b"strf", b"indx", b"vprp", b"dmlh"))
_AVI_LISTS = frozenset((b"hdrl", b"strl", b"odml"))


def sanitize_wav(data: bytes) -> bytes:
    """Remove INFO, bext, iXML, id3 and all else that does not sound."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise UnsupportedFileError("文件不完整")
    chunks = [
        build_riff_chunk(kind, data[start:stop])
        for kind, start, stop in riff_chunks(data, 12, end)
        if kind in _WAV_CHUNKS
    ]
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def sanitize_avi(data: bytes) -> bytes:
    """Blank what neither shows nor sounds: other chunks are found by their place in the file."""
    out = bytearray(data)
    offset = 0
    while data[offset : offset + 4] == b"RIFF" and data[offset + 8 : offset + 12] in (
        b"AVI ",
        b"AVIX",
    ):
        end = offset + 8 + int.from_bytes(data[offset + 4 : offset + 8], "little")
        if end > len(data):
            raise UnsupportedFileError("文件不完整")
        _blank_chunks(out, data, offset + 12, end)
        offset = end + end % 2
    return bytes(out[:offset])


def _blank_chunks(out: bytearray, data: bytes, offset: int, end: int) -> None:
    for kind, start, stop in riff_chunks(data, offset, end):
        if kind == b"LIST" and data[start : start + 4] == b"movi":
            continue
        if kind == b"LIST" and data[start : start + 4] in _AVI_LISTS:
            _blank_chunks(out, data, start + 4, stop)
        elif kind not in _AVI_CHUNKS:
            out[start - 8 : start - 4] = b"JUNK"
            out[start:stop] = bytes(stop - start)
