"""MP4, M4A and MOV files without who recorded them and where.

In place: boxes that neither sound nor show become free space of the same size, so that nothing
the others point to moves.
"""

from site_builder.containers import LeftoverError, RefusedError

_HOLDING = frozenset(
    b"moov trak mdia minf stbl dinf edts mvex moof traf tref gmhd mfra sinf schi".split()
)
_STAYING = frozenset(
    b"ftyp styp mdat mvhd tkhd mdhd hdlr elst vmhd smhd nmhd sthd gmin gmhd dref stsd stts ctts "
    b"stsc stsz stz2 stco co64 stss sdtp sbgp sgpd subs cslg saiz saio mehd trex mfhd tfhd tfdt "
    b"trun tfra mfro sidx ssix hint cdsc chap sync tmcd load matt".split()
)
_CLOCKED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
_TRACKS = frozenset((*b"vide soun text sbtl subt clcp hint tmcd alis".split(), b"url "))
_HERE = 1
_MAX_BOXES = 200_000


def clean_mp4(data: bytes) -> bytes:
    """Blank tags, places, maker's data, times and names of programs."""
    out = bytearray(data)
    unknown = False
    count, todo = 0, [(0, len(data))]
    while todo:
        spot, end = todo.pop()
        while spot + 8 <= end:
            size, head = int.from_bytes(data[spot : spot + 4], "big"), 8
            kind = data[spot + 4 : spot + 8]
            if size == 1:
                size, head = int.from_bytes(data[spot + 8 : spot + 16], "big"), 16
            size = size or end - spot
            count += 1
            if size < head or spot + size > end or count > _MAX_BOXES:
                raise RefusedError("文件损坏，打不开")
            if kind == b"hdlr" and data[spot + head + 8 : spot + head + 12] not in _TRACKS:
                unknown = True
            if kind in _HOLDING:
                todo.append((spot + head, spot + size))
            else:
                _blank(out, kind, spot + head, spot + size)
            spot += size
        out[spot:end] = bytes(end - spot)
    if unknown:
        raise LeftoverError(bytes(out), ["画面和声音以外的数据（可能有拍摄位置）"])
    return bytes(out)


def _blank(out: bytearray, kind: bytes, start: int, stop: int) -> None:
    """Blank a box that only programs need, and within the others what tells of people."""
    if kind not in _STAYING:
        mark = start - 4 if out[start - 4 : start] == kind else start - 12
        out[mark : mark + 4] = b"free"
        out[start:stop] = bytes(stop - start)
    elif kind in _CLOCKED:
        size = 16 if out[start] == 1 else 8
        out[start + 4 : start + 4 + size] = bytes(size)
    elif kind == b"hdlr":
        out[start + 12 : start + 24] = bytes(12)
        out[start + 24 : stop] = bytes(stop - start - 24)
    elif kind == b"dref" and not out[start + 19] & _HERE:
        raise RefusedError("声音或画面在别的文件里")
