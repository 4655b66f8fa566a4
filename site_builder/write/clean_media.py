"""Sound and film without who made them, where and with what; not one frame is touched."""
# ruff: noqa: PLR2004 - the numbers of the formats

import re
from collections.abc import Callable

from site_builder.containers import UnsupportedFileError
from site_builder.write.clean_mp4 import clean_mp4
from site_builder.write.clean_ogg import clean_ogg
from site_builder.write.clean_riff import clean_avi, clean_wav

_ENDINGS = frozenset(
    (
        *("heic", "heif", "avif", "ico", "jxl", "psd", "ai", "eps", "wmf", "emf", "dng", "jpg"),
        *("jpeg", "png", "gif", "webp", "tif", "tiff", "bmp", "svg", "jp2", "aac", "wma", "wmv"),
        *("mkv", "webm", "flv", "rm", "rmvb", "amr", "mid", "mpg", "mpeg", "ts", "3gp", "aiff"),
        *("aif", "ape", "mp3", "mp4", "m4a", "m4v", "mov", "wav", "avi", "flac", "ogg", "opus"),
    )
)
"""Endings of pictures, sound and film; what else the bytes may be, it is not cleaned unseen."""
_STILL = frozenset(
    (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
)


def cleaner(data: bytes, ending: str) -> Callable[[bytes], bytes] | None:
    """Return what cleans a file of sound or film; None for what is neither."""
    if data[4:8] == b"ftyp":
        return _refuse if data[8:12] in _STILL else clean_mp4
    if data[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return clean_mp4
    if data[:4] == b"RIFF":
        return {b"WAVE": clean_wav, b"AVI ": clean_avi}.get(data[8:12], _refuse)
    for head, work in ((b"OggS", clean_ogg), (b"fLaC", clean_flac), (b"ID3", _tagged)):
        if data.startswith(head):
            return work
    if ending == "mp3" or (
        data[:1] == b"\xff" and data[1:2] in (b"\xfb", b"\xfa", b"\xf3", b"\xf2")
    ):
        return clean_mp3
    return _refuse if data and ending in _ENDINGS else None


def _refuse(_data: bytes) -> bytes:
    raise UnsupportedFileError("这种格式不能自动清除")


def _tagged(data: bytes) -> bytes:
    body = _without_head(data)
    return clean_flac(data[body:]) if data[body : body + 4] == b"fLaC" else clean_mp3(data)


def _without_head(data: bytes) -> int:
    """Return where the sound begins after the tags before it."""
    spot = 0
    for _ in range(_MAX_TAGS):
        if data[spot : spot + 3] == b"ID3" and spot + 10 <= len(data):
            size = 0
            for byte in data[spot + 6 : spot + 10]:
                size = size << 7 | byte & 0x7F
            spot += 10 + size + (10 if data[spot + 5] & 0x10 else 0)
        elif data[spot : spot + 8] == b"APETAGEX" and spot + 32 <= len(data):
            spot += 32 + int.from_bytes(data[spot + 12 : spot + 16], "little")
        else:
            return spot
    raise UnsupportedFileError("声音里有不认识的内容")


_LAYER_THREE = re.compile(rb"(?=\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef])", re.DOTALL)
"""How a frame may begin."""
_MAX_TRIES = 20_000
_MAX_TAGS = 1_000
_RATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def clean_mp3(data: bytes) -> bytes:
    """Leave all but the frames of sound: ID3, APE and Lyrics tags at both ends, and between."""
    spot, kept = _without_head(data), []
    while spot + 4 <= len(data):
        size = _frame(data[spot : spot + 4])
        if size and spot + size <= len(data):
            frame = data[spot : spot + size]
            kept.append(frame)
            spot += size
            continue
        spot = _next_frame(data, spot + 1)
    if not kept:
        raise UnsupportedFileError("文件损坏，打不开")
    return b"".join(kept)


def _next_frame(data: bytes, spot: int) -> int:
    """Find where sound goes on: at a frame that another follows, or that ends the file."""
    for number, match in enumerate(_LAYER_THREE.finditer(data, spot)):
        start = match.start()
        size = _frame(data[start : start + 4])
        end = start + size
        if size and (end == len(data) or (end + 4 <= len(data) and _frame(data[end : end + 4]))):
            return start
        if number > _MAX_TRIES:
            raise UnsupportedFileError("声音里有不认识的内容")
    return len(data)


def _frame(head: bytes) -> int:
    """Return the length of a frame of layer III, from its head; 0 when it is none."""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, sample = head[2] >> 4, head[2] >> 2 & 3
    if head[0] != 0xFF or head[1] < 0xE0 or version == 1 or layer != 1 or sample == 3:
        return 0
    if rate in (0, 15):
        return 0
    bits = _RATES[1 if version == 3 else 2][rate] * 1000
    samples = 144 if version == 3 else 72
    return samples * bits // _SAMPLES[version][sample] + (head[2] >> 1 & 1)


def clean_flac(data: bytes) -> bytes:
    """Leave of the blocks before the sound those that play it: stream and seek points."""
    spot, kept, last = 4, [], False
    while not last:
        if spot + 4 > len(data):
            raise UnsupportedFileError("文件不完整")
        last, kind = bool(data[spot] & 0x80), data[spot] & 0x7F
        size = int.from_bytes(data[spot + 1 : spot + 4], "big")
        if kind in (0, 3):
            kept.append((kind, data[spot + 4 : spot + 4 + size]))
        spot += 4 + size
    end = len(data) - 128 if data[-128:-125] == b"TAG" else len(data)
    if data[end - 32 : end - 24] == b"APETAGEX":
        end -= 32 + int.from_bytes(data[end - 20 : end - 16], "little")
    if not kept or kept[0][0] != 0 or data[spot : spot + 1] != b"\xff":
        raise UnsupportedFileError("文件损坏，打不开")
    heads = [
        bytes((kind | (0x80 if number == len(kept) - 1 else 0),)) + len(block).to_bytes(3, "big")
        for number, (kind, block) in enumerate(kept)
    ]
    blocks = b"".join(head + block for head, (_, block) in zip(heads, kept, strict=True))
    return b"fLaC" + blocks + data[spot:end]
