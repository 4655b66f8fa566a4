"""Pictures inside a PDF file: JPEG and JPEG 2000 without place and camera, the same pixels."""

import re
import zlib

import pikepdf

from site_builder.containers import UnsupportedFileError
from site_builder.write.clean_icc import clean_icc, is_profile
from site_builder.write.clean_jp2 import clean_jp2
from site_builder.write.clean_pictures import clean_jpeg

_MAX_PROFILE = 20_000_000
_CLEANERS = {"/DCTDecode": clean_jpeg, "/DCT": clean_jpeg, "/JPXDecode": clean_jp2}
_FLATE = ("/FlateDecode", "/Fl")
_MAX = 100_000_000


def clean_image(stream: pikepdf.Stream) -> None:
    """Clean the compressed picture in place."""
    filters = _listed(stream.get("/Filter"))
    names = [str(one) for one in filters]
    if not names or names[-1] not in _CLEANERS:
        return
    raw = data = stream.read_raw_bytes()
    for name in names[:-1]:
        if name not in _FLATE:
            raise UnsupportedFileError("图片的压缩方式认不出来")
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(data, _MAX)
        if unpacking.unconsumed_tail:
            raise UnsupportedFileError("解压后太大")
    parameters = _listed(stream.get("/DecodeParms"))
    cleaned = _CLEANERS[names[-1]](data)
    if cleaned == raw:
        return
    last = parameters[-1] if len(parameters) == len(names) else None
    stream.write(
        cleaned,
        filter=pikepdf.Name(names[-1]),
        decode_parms=last if isinstance(last, pikepdf.Dictionary) else None,
    )


def clean_profile(stream: pikepdf.Stream) -> None:
    """Clean a colour profile in place."""
    raw = stream.read_bytes()
    if is_profile(raw) and len(raw) < _MAX_PROFILE and (cleaned := clean_icc(raw)) != raw:
        stream.write(cleaned)


_MARKS = re.compile(rb"\\\\.|[()%]|\bID\s", re.DOTALL)
_PROPERTIES = re.compile(rb"<<([^<>]*(?:<[0-9A-Fa-f\s]*>[^<>]*)*)>>\s*(?:BDC|DP)\b")
"""What is said of a stretch of drawing."""
_TEXT_KEY = re.compile(rb"/(\w+)\s*[(<]")
_SPOKEN = frozenset((b"ActualText", b"Alt", b"E", b"Lang"))
_IMAGE_END = re.compile(rb"\sEI\b")


def has_remark(data: bytes) -> bool:
    """Tell whether drawing instructions hold a remark, which nobody sees."""
    for properties in _PROPERTIES.finditer(data):
        if any(key[1] not in _SPOKEN for key in _TEXT_KEY.finditer(properties[1])):
            return True
    spot = depth = 0
    if b"%" not in data:
        return False
    while match := _MARKS.search(data, spot):
        mark, spot = match[0], match.end()
        if mark == b"(":
            depth += 1
        elif mark == b")":
            depth = max(0, depth - 1)
        elif mark == b"%" and not depth:
            return True
        elif mark[:2] == b"ID" and not depth:
            end = _IMAGE_END.search(data, spot)
            spot = end.end() if end else len(data)
    return False


def _listed(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
