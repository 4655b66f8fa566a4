"""WAV and AVI files without who recorded them: chunks that sound and show stay where they are."""

from site_builder.containers import UnsupportedFileError
from site_builder.write.clean_rasters import riff_chunk, riff_chunks

_WAV = frozenset((b"fmt ", b"fact", b"data"))
_AVI = frozenset((b"idx1", b"avih", b"strh", b"strf", b"indx", b"vprp", b"dmlh"))
_AVI_LISTS = frozenset((b"hdrl", b"strl", b"odml"))


def clean_wav(data: bytes) -> bytes:
    """Leave out INFO, bext, iXML, id3 and all else that does not sound."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise UnsupportedFileError("文件不完整")
    kept = [
        riff_chunk(kind, data[start:stop])
        for kind, start, stop in riff_chunks(data, 12, end)
        if kind in _WAV
    ]
    body = b"WAVE" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def clean_avi(data: bytes) -> bytes:
    """Blank what neither shows nor sounds: other chunks are found by their place in the file."""
    out = bytearray(data)
    spot = 0
    while data[spot : spot + 4] == b"RIFF" and data[spot + 8 : spot + 12] in (b"AVI ", b"AVIX"):
        end = spot + 8 + int.from_bytes(data[spot + 4 : spot + 8], "little")
        if end > len(data):
            raise UnsupportedFileError("文件不完整")
        _blank(out, data, spot + 12, end)
        spot = end + end % 2
    return bytes(out[:spot])


def _blank(out: bytearray, data: bytes, spot: int, end: int) -> None:
    for kind, start, stop in riff_chunks(data, spot, end):
        if kind == b"LIST" and data[start : start + 4] == b"movi":
            continue
        if kind == b"LIST" and data[start : start + 4] in _AVI_LISTS:
            _blank(out, data, start + 4, stop)
        elif kind not in _AVI:
            out[start - 8 : start - 4] = b"JUNK"
            out[start:stop] = bytes(stop - start)
