"""What describes the samples of an MP4 file, and where they are: all else around them is blank."""
# ruff: noqa: PLR2004 - the numbers of the format

import struct
from collections.abc import Iterator

from site_builder.core.errors import UnsupportedFileError

_VIDEO_CODECS = frozenset(
    b"avc1 avc3 hvc1 hev1 mp4v av01 vp08 vp09 jpeg mjpa mjpb dvh1 dvhe encv apch apcn apcs apco "
    b"ap4h s263 H263 png  raw  ".split(b" ")
)
_AUDIO_CODECS = frozenset(
    (b"mp4a", b"alac", b"Opus", b"ac-3", b"ec-3", b"sowt", b"twos", b"lpcm", b"samr", b"sawb")
) | {b"fLaC", b".mp3", b"enca", b"ulaw", b"alaw", b"raw ", b"in24", b"fl32", b"ms\0U"}
_CODEC_BOXES = frozenset(
    b"avcC hvcC av1C vpcC esds pasp colr clap btrt fiel gama chan wave dOps dfLa dac3 dec3 damr "
    b"alac sinf mdcv clli dvcC dvvC lhvC d263 glbl".split()
)
_MAX_CHUNKS = 2_000_000


def boxes(data: bytes, offset: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield boxes as kind, start, start of what they hold, and end."""
    while offset + 8 <= end:
        size, head = int.from_bytes(data[offset : offset + 4], "big"), 8
        kind = data[offset + 4 : offset + 8]
        if size == 1:
            size, head = int.from_bytes(data[offset + 8 : offset + 16], "big"), 16
        size = size or end - offset
        if size < head or offset + size > end:
            raise UnsupportedFileError("文件损坏，打不开")
        yield kind, offset, offset + head, offset + size
        offset += size


def sanitize_sample_entries(out: bytearray, data: bytes, start: int, stop: int) -> bool:
    """Blank programs and unknown boxes in a description; return whether all of it is known."""
    all_known = True
    for kind, offset, _, end in boxes(data, start + 8, stop):
        if kind in _VIDEO_CODECS and end - offset >= 86:
            out[offset + 20 : offset + 24] = bytes(4)
            out[offset + 50 : offset + 82] = bytes(32)
            inner = offset + 86
        elif kind in _AUDIO_CODECS and end - offset >= 36:
            out[offset + 20 : offset + 24] = bytes(4)
            inner = offset + {1: 52, 2: 72}.get(
                int.from_bytes(data[offset + 16 : offset + 18], "big"), 36
            )
        else:
            all_known = False
            continue
        rest = inner
        for child, begin, body, after in boxes(data, inner, end):
            if child not in _CODEC_BOXES:
                out[begin + 4 : begin + 8] = b"free"
                out[body:after] = bytes(after - body)
            rest = after
        out[rest:end] = bytes(max(0, end - rest))
    return all_known


def sample_ranges(data: bytes, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield where the samples of a track are, from its tables. Raises RefusedError without them."""
    parts = {kind: data[body:end] for kind, _, body, end in boxes(data, start, stop)}
    try:
        chunks = (
            _chunk_offsets(parts, b"stco", "I")
            if b"stco" in parts
            else _chunk_offsets(parts, b"co64", "Q")
        )
        runs = list(struct.iter_unpack(">3I", parts[b"stsc"][8:]))
        fixed, count = struct.unpack_from(">2I", parts[b"stsz"], 4)
        sizes = () if fixed else struct.unpack_from(f">{count}I", parts[b"stsz"], 12)
    except (KeyError, struct.error) as exc:
        raise UnsupportedFileError("文件损坏，打不开") from exc
    if len(chunks) > _MAX_CHUNKS or (chunks and not runs):
        raise UnsupportedFileError("文件太复杂")
    run, sample = 0, 0
    for number, offset in enumerate(chunks, 1):
        while run + 1 < len(runs) and runs[run + 1][0] <= number:
            run += 1
        chunk_samples = min(runs[run][1], count - sample)
        length = fixed * chunk_samples if fixed else sum(sizes[sample : sample + chunk_samples])
        sample += chunk_samples
        yield offset, offset + length


def _chunk_offsets(parts: dict[bytes, bytes], kind: bytes, letter: str) -> tuple[int, ...]:
    count = struct.unpack_from(">I", parts[kind], 4)[0]
    return struct.unpack_from(f">{count}{letter}", parts[kind], 8)


def blank_gaps(out: bytearray, ranges: list[tuple[int, int]], start: int, stop: int) -> None:
    """Blank what no sample uses."""
    offset = start
    for begin, end in sorted(ranges):
        if begin > offset:
            gap = min(begin, stop)
            if gap > offset:
                out[offset:gap] = bytes(gap - offset)
        offset = max(offset, end)
        if offset >= stop:
            return
    out[offset:stop] = bytes(stop - offset)
