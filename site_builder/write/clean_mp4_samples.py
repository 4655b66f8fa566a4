"""What describes the samples of an MP4 file, and where they are: all else around them is blank."""
# ruff: noqa: PLR2004 - the numbers of the format

import struct
from collections.abc import Iterator

from site_builder.containers import UnsupportedFileError

_SHOWING = frozenset(
    b"avc1 avc3 hvc1 hev1 mp4v av01 vp08 vp09 jpeg mjpa mjpb dvh1 dvhe encv apch apcn apcs apco "
    b"ap4h s263 H263 png  raw  ".split(b" ")
)
_SOUNDING = frozenset(
    (b"mp4a", b"alac", b"Opus", b"ac-3", b"ec-3", b"sowt", b"twos", b"lpcm", b"samr", b"sawb")
) | {b"fLaC", b".mp3", b"enca", b"ulaw", b"alaw", b"raw ", b"in24", b"fl32", b"ms\0U"}
_SETTINGS = frozenset(
    b"avcC hvcC av1C vpcC esds pasp colr clap btrt fiel gama chan wave dOps dfLa dac3 dec3 damr "
    b"alac sinf mdcv clli dvcC dvvC lhvC d263 glbl".split()
)
_MAX_CHUNKS = 2_000_000


def boxes(data: bytes, spot: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """List boxes as kind, start, start of what they hold, and end."""
    while spot + 8 <= end:
        size, head = int.from_bytes(data[spot : spot + 4], "big"), 8
        kind = data[spot + 4 : spot + 8]
        if size == 1:
            size, head = int.from_bytes(data[spot + 8 : spot + 16], "big"), 16
        size = size or end - spot
        if size < head or spot + size > end:
            raise UnsupportedFileError("文件损坏，打不开")
        yield kind, spot, spot + head, spot + size
        spot += size


def clean_entries(out: bytearray, data: bytes, start: int, stop: int) -> bool:
    """Blank programs and unknown boxes in a description; tells whether all of it is known."""
    known = True
    for kind, spot, _, end in boxes(data, start + 8, stop):
        if kind in _SHOWING and end - spot >= 86:
            out[spot + 20 : spot + 24] = bytes(4)
            out[spot + 50 : spot + 82] = bytes(32)
            inner = spot + 86
        elif kind in _SOUNDING and end - spot >= 36:
            out[spot + 20 : spot + 24] = bytes(4)
            inner = spot + {1: 52, 2: 72}.get(
                int.from_bytes(data[spot + 16 : spot + 18], "big"), 36
            )
        else:
            known = False
            continue
        rest = inner
        for child, begin, body, after in boxes(data, inner, end):
            if child not in _SETTINGS:
                out[begin + 4 : begin + 8] = b"free"
                out[body:after] = bytes(after - body)
            rest = after
        out[rest:end] = bytes(max(0, end - rest))
    return known


def samples(data: bytes, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """List where the samples of a track are, from its tables. Raises RefusedError without them."""
    parts = {kind: data[body:end] for kind, _, body, end in boxes(data, start, stop)}
    try:
        chunks = (
            _numbers(parts, b"stco", "I") if b"stco" in parts else _numbers(parts, b"co64", "Q")
        )
        runs = list(struct.iter_unpack(">3I", parts[b"stsc"][8:]))
        fixed, count = struct.unpack_from(">2I", parts[b"stsz"], 4)
        sizes = () if fixed else struct.unpack_from(f">{count}I", parts[b"stsz"], 12)
    except (KeyError, struct.error) as fault:
        raise UnsupportedFileError("文件损坏，打不开") from fault
    if len(chunks) > _MAX_CHUNKS or (chunks and not runs):
        raise UnsupportedFileError("文件太复杂")
    run, sample = 0, 0
    for number, at in enumerate(chunks, 1):
        while run + 1 < len(runs) and runs[run + 1][0] <= number:
            run += 1
        more = min(runs[run][1], count - sample)
        length = fixed * more if fixed else sum(sizes[sample : sample + more])
        sample += more
        yield at, at + length


def _numbers(parts: dict[bytes, bytes], kind: bytes, letter: str) -> tuple[int, ...]:
    count = struct.unpack_from(">I", parts[kind], 4)[0]
    return struct.unpack_from(f">{count}{letter}", parts[kind], 8)


def blank_between(out: bytearray, spans: list[tuple[int, int]], start: int, stop: int) -> None:
    """Blank what no sample uses."""
    spot = start
    for begin, end in sorted(spans):
        if begin > spot:
            gap = min(begin, stop)
            if gap > spot:
                out[spot:gap] = bytes(gap - spot)
        spot = max(spot, end)
        if spot >= stop:
            return
    out[spot:stop] = bytes(stop - spot)
