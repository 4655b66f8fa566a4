"""Pictures inside a PDF file: JPEG and JPEG 2000 without place and camera, the same pixels."""

import re
import zlib

import pikepdf

from site_builder.attachments.sanitize.icc_profile import is_profile, sanitize_icc
from site_builder.attachments.sanitize.images import sanitize_jpeg
from site_builder.attachments.sanitize.jpeg2000 import sanitize_jpeg2000
from site_builder.core.errors import UnsupportedFileError

_MAX_PROFILE = 20_000_000
_SANITIZERS = {"/DCTDecode": sanitize_jpeg, "/DCT": sanitize_jpeg, "/JPXDecode": sanitize_jpeg2000}
_FLATE = ("/FlateDecode", "/Fl")
_MAX_UNPACKED_SIZE = 100_000_000


def sanitize_image(stream: pikepdf.Stream) -> None:
    """Sanitize the compressed picture in place."""
    filters = _as_list(stream.get("/Filter"))
    names = [str(item) for item in filters]
    if not names or names[-1] not in _SANITIZERS:
        return
    raw = data = stream.read_raw_bytes()
    for name in names[:-1]:
        if name not in _FLATE:
            raise UnsupportedFileError("图片的压缩方式认不出来")
        decompressor = zlib.decompressobj()
        data = decompressor.decompress(data, _MAX_UNPACKED_SIZE)
        if decompressor.unconsumed_tail:
            raise UnsupportedFileError("解压后太大")
    parameters = _as_list(stream.get("/DecodeParms"))
    sanitized = _SANITIZERS[names[-1]](data)
    if sanitized == raw:
        return
    last = parameters[-1] if len(parameters) == len(names) else None
    stream.write(
        sanitized,
        filter=pikepdf.Name(names[-1]),
        decode_parms=last if isinstance(last, pikepdf.Dictionary) else None,
    )


def sanitize_profile(stream: pikepdf.Stream) -> None:
    """Sanitize a colour profile in place."""
    raw = stream.read_bytes()
    if is_profile(raw) and len(raw) < _MAX_PROFILE and (sanitized := sanitize_icc(raw)) != raw:
        stream.write(sanitized)


_OPERATOR_TOKENS = re.compile(rb"\\\\.|[()%]|\bID\s", re.DOTALL)
_MARKED_CONTENT_PROPERTIES = re.compile(rb"<<([^<>]*(?:<[0-9A-Fa-f\s]*>[^<>]*)*)>>\s*(?:BDC|DP)\b")
"""The properties of a stretch of drawing."""
_TEXT_KEY = re.compile(rb"/(\w+)\s*[(<]")
_ACCESSIBILITY_KEYS = frozenset((b"ActualText", b"Alt", b"E", b"Lang"))
_IMAGE_END = re.compile(rb"\sEI\b")


def has_comment(data: bytes) -> bool:
    """Return whether drawing instructions hold a remark, which nobody sees."""
    for properties in _MARKED_CONTENT_PROPERTIES.finditer(data):
        if any(key[1] not in _ACCESSIBILITY_KEYS for key in _TEXT_KEY.finditer(properties[1])):
            return True
    offset = depth = 0
    if b"%" not in data:
        return False
    while match := _OPERATOR_TOKENS.search(data, offset):
        token, offset = match[0], match.end()
        if token == b"(":
            depth += 1
        elif token == b")":
            depth = max(0, depth - 1)
        elif token == b"%" and not depth:
            return True
        elif token[:2] == b"ID" and not depth:
            end = _IMAGE_END.search(data, offset)
            offset = end.end() if end else len(data)
    return False


def _as_list(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
