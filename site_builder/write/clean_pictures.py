"""JPEG and PNG pictures without metadata; not one bit of the picture is touched.

What turns the picture upright and what its colours mean stays.
"""

from site_builder.containers import (
    PNG,
    RefusedError,
    Segment,
    jpeg_segments,
    orientation,
    png_chunk,
    png_chunks,
    upright_exif,
)

_EXIF = b"Exif\0\0"
_APP0, _APP1, _APP2, _ADOBE, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_APPS = range(0xE0, 0xF0)
_STAYING = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD hIST sPLT cICP mDCV cLLI "
    b"acTL fcTL fdAT".split()
)


def clean_jpeg(data: bytes) -> bytes:
    """Leave out EXIF, XMP, IPTC, comments and whatever follows the picture."""
    before = jpeg_segments(data)
    kept = [one for one in before if _stays(one)]
    turned = _turned(before)
    if turned != 1:
        head = 2 if kept[1].marker == _APP0 else 1
        kept.insert(head, Segment(_APP1, _EXIF + upright_exif(turned)))
    cleaned = b"".join(one.bytes() for one in kept)
    after = jpeg_segments(cleaned)
    same = [one for one in after if _stays(one)] == [one for one in before if _stays(one)]
    if not same or _turned(after) != turned:
        raise RefusedError("清理后的图片与原图不一致")
    return cleaned


def _stays(one: Segment) -> bool:
    if one.marker == _APP2:
        return one.data.startswith(b"ICC_PROFILE\0")
    if one.marker in _APPS:
        return one.marker in (_APP0, _ADOBE)
    return one.marker != _COMMENT


def _turned(segments: list[Segment]) -> int:
    for one in segments:
        if one.marker == _APP1 and one.data.startswith(_EXIF):
            return orientation(one.data[len(_EXIF) :])
    return 1


def clean_png(data: bytes) -> bytes:
    """Leave out texts, EXIF, times, unknown chunks and whatever follows the picture."""
    before = list(png_chunks(data))
    turned = next((orientation(payload) for kind, payload in before if kind == b"eXIf"), 1)
    unknown = [kind for kind, _ in before if not kind[0] & 0x20 and kind not in _STAYING]
    if unknown:
        raise RefusedError("图片里有不认识的内容")
    kept = [one for one in before if one[0] in _STAYING]
    pixels = list(kept)
    if turned != 1:
        kept.insert(1, (b"eXIf", upright_exif(turned)))
    cleaned = PNG + b"".join(png_chunk(*one) for one in kept)
    if [one for one in png_chunks(cleaned) if one[0] != b"eXIf"] != pixels:
        raise RefusedError("清理后的图片与原图不一致")
    return cleaned
