"""Sound and film without who made them, where and with what; not one frame is touched."""
# ruff: noqa: PLR2004 - the numbers of the formats

import re
from collections.abc import Callable

from site_builder.attachments.sanitize.mp4 import sanitize_mp4
from site_builder.attachments.sanitize.ogg import sanitize_ogg
from site_builder.attachments.sanitize.riff import sanitize_avi, sanitize_wav
from site_builder.core.errors import UnsupportedFileError

_UNSUPPORTED_SUFFIXES = frozenset(
    (
        *("heic", "heif", "avif", "ico", "jxl", "psd", "ai", "eps", "wmf", "emf", "dng", "jpg"),
        *("jpeg", "png", "gif", "webp", "tif", "tiff", "bmp", "svg", "jp2", "aac", "wma", "wmv"),
        *("mkv", "webm", "flv", "rm", "rmvb", "amr", "mid", "mpg", "mpeg", "ts", "3gp", "aiff"),
        *("aif", "ape", "mp3", "mp4", "m4a", "m4v", "mov", "wav", "avi", "flac", "ogg", "opus"),
    )
)
"""Endings of pictures, sound and film; what else the bytes may be, it is not cleaned unseen."""
_STILL_IMAGE_BRANDS = frozenset(
    (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
)


def find_sanitizer(data: bytes, suffix: str) -> Callable[[bytes], bytes] | None:
    """Return what cleans a file of sound or film; None for what is neither."""
    if data[4:8] == b"ftyp":
        return _reject if data[8:12] in _STILL_IMAGE_BRANDS else sanitize_mp4
    if data[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return sanitize_mp4
    if data[:4] == b"RIFF":
        return {b"WAVE": sanitize_wav, b"AVI ": sanitize_avi}.get(data[8:12], _reject)
    for signature, sanitizer in (
        (b"OggS", sanitize_ogg),
        (b"fLaC", sanitize_flac),
        (b"ID3", _sanitize_id3_tagged),
    ):
        if data.startswith(signature):
            return sanitizer
    if suffix == "mp3" or (
        data[:1] == b"\xff" and data[1:2] in (b"\xfb", b"\xfa", b"\xf3", b"\xf2")
    ):
        return sanitize_mp3
    return _reject if data and suffix in _UNSUPPORTED_SUFFIXES else None


def _reject(_data: bytes) -> bytes:
    raise UnsupportedFileError("这种格式不能自动清除")


def _sanitize_id3_tagged(data: bytes) -> bytes:
    body = _skip_tags(data)
    return sanitize_flac(data[body:]) if data[body : body + 4] == b"fLaC" else sanitize_mp3(data)


def _skip_tags(data: bytes) -> int:
    """Return where the sound begins after the tags before it."""
    offset = 0
    for _ in range(_MAX_TAGS):
        if data[offset : offset + 3] == b"ID3" and offset + 10 <= len(data):
            size = 0
            for byte in data[offset + 6 : offset + 10]:
                size = size << 7 | byte & 0x7F
            offset += 10 + size + (10 if data[offset + 5] & 0x10 else 0)
        elif data[offset : offset + 8] == b"APETAGEX" and offset + 32 <= len(data):
            offset += 32 + int.from_bytes(data[offset + 12 : offset + 16], "little")
        else:
            return offset
    raise UnsupportedFileError("声音里有不认识的内容")


_LAYER_THREE_SYNC = re.compile(rb"(?=\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef])", re.DOTALL)
"""How a frame may begin."""
_MAX_TRIES = 20_000
_MAX_TAGS = 1_000
_BIT_RATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def sanitize_mp3(data: bytes) -> bytes:
    """Leave all but the frames of sound: ID3, APE and Lyrics tags at both ends, and between."""
    offset, frames = _skip_tags(data), []
    while offset + 4 <= len(data):
        size = _frame_length(data[offset : offset + 4])
        if size and offset + size <= len(data):
            frame = data[offset : offset + size]
            frames.append(frame)
            offset += size
            continue
        offset = _next_frame(data, offset + 1)
    if not frames:
        raise UnsupportedFileError("文件损坏，打不开")
    return b"".join(frames)


def _next_frame(data: bytes, offset: int) -> int:
    """Find where sound goes on: at a frame that another follows, or that ends the file."""
    for number, match in enumerate(_LAYER_THREE_SYNC.finditer(data, offset)):
        start = match.start()
        size = _frame_length(data[start : start + 4])
        end = start + size
        if size and (
            end == len(data) or (end + 4 <= len(data) and _frame_length(data[end : end + 4]))
        ):
            return start
        if number > _MAX_TRIES:
            raise UnsupportedFileError("声音里有不认识的内容")
    return len(data)


def _frame_length(head: bytes) -> int:
    """Return the length of a frame of layer III, from its head; 0 when it is none."""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, sample = head[2] >> 4, head[2] >> 2 & 3
    if head[0] != 0xFF or head[1] < 0xE0 or version == 1 or layer != 1 or sample == 3:
        return 0
    if rate in (0, 15):
        return 0
    bits = _BIT_RATES[1 if version == 3 else 2][rate] * 1000
    samples = 144 if version == 3 else 72
    return samples * bits // _SAMPLE_RATES[version][sample] + (head[2] >> 1 & 1)


def sanitize_flac(data: bytes) -> bytes:
    """Leave of the blocks before the sound those that play it: stream and seek points."""
    offset, metadata_blocks, last = 4, [], False
    while not last:
        if offset + 4 > len(data):
            raise UnsupportedFileError("文件不完整")
        last, kind = bool(data[offset] & 0x80), data[offset] & 0x7F
        size = int.from_bytes(data[offset + 1 : offset + 4], "big")
        if kind in (0, 3):
            metadata_blocks.append((kind, data[offset + 4 : offset + 4 + size]))
        offset += 4 + size
    end = len(data) - 128 if data[-128:-125] == b"TAG" else len(data)
    if data[end - 32 : end - 24] == b"APETAGEX":
        end -= 32 + int.from_bytes(data[end - 20 : end - 16], "little")
    if not metadata_blocks or metadata_blocks[0][0] != 0 or data[offset : offset + 1] != b"\xff":
        raise UnsupportedFileError("文件损坏，打不开")
    heads = [
        bytes((kind | (0x80 if number == len(metadata_blocks) - 1 else 0),))
        + len(block).to_bytes(3, "big")
        for number, (kind, block) in enumerate(metadata_blocks)
    ]
    blocks = b"".join(head + block for head, (_, block) in zip(heads, metadata_blocks, strict=True))
    return b"fLaC" + blocks + data[offset:end]
