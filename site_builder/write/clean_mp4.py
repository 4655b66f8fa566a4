"""MP4, M4A and MOV files without who recorded them and where.

In place: boxes that neither sound nor show become free space of the same size, so that nothing
the others point to moves.
"""

from site_builder.containers import LeftoverError, UnsupportedFileError
from site_builder.write.clean_mp4_samples import blank_between, boxes, clean_entries, samples

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
_MAX_SPANS = 4_000_000
_REST = "画面和声音以外的数据（可能有拍摄位置）"


def clean_mp4(data: bytes) -> bytes:
    """Blank tags, places, maker's data, times and names of programs."""
    work = _Film(data)
    work.run()
    if work.unknown:
        raise LeftoverError(bytes(work.out), [_REST])
    return bytes(work.out)


class _Film:
    """A copy of the file in which boxes are blanked one by one."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.out = bytearray(data)
        self.unknown = False
        self.spans: list[tuple[int, int]] = []
        """Where samples are."""
        self.stores: list[tuple[int, int]] = []
        """Where they are kept, with what else is there."""
        self.in_pieces = False

    def run(self) -> None:
        """Go through all boxes, then through what lies between the samples."""
        todo, count = [(0, len(self.data))], 0
        while todo:
            spot, end = todo.pop()
            for kind, begin, body, stop in boxes(self.data, spot, end):
                count += 1
                if count > _MAX_BOXES or len(self.spans) > _MAX_SPANS:
                    raise UnsupportedFileError("文件太复杂")
                self.in_pieces = self.in_pieces or kind == b"moof"
                if kind == b"stbl":
                    self._table(body, stop)
                if kind in _HOLDING:
                    todo.append((body, stop))
                else:
                    self._blank(kind, begin, body, stop)
                spot = stop
            self.out[spot:end] = bytes(end - spot)
        if not self.in_pieces:
            for start, stop in self.stores:
                blank_between(self.out, self.spans, start, stop)

    def _table(self, start: int, stop: int) -> None:
        try:
            self.spans.extend(samples(self.data, start, stop))
        except UnsupportedFileError:
            # Nothing can be said of what lies between samples that are not found.
            self.unknown = self.in_pieces = True

    def _blank(self, kind: bytes, begin: int, start: int, stop: int) -> None:
        """Blank a box that only programs need, and within the others what tells of people."""
        out, data = self.out, self.data
        if kind not in _STAYING:
            out[begin + 4 : begin + 8] = b"free"
            out[start:stop] = bytes(stop - start)
        elif kind == b"mdat":
            self.stores.append((start, stop))
        elif kind == b"stsd":
            self.unknown = not clean_entries(out, data, start, stop) or self.unknown
        elif kind in _CLOCKED:
            size = 16 if out[start] == 1 else 8
            out[start + 4 : start + 4 + size] = bytes(size)
        elif kind == b"hdlr":
            self.unknown = self.unknown or data[start + 8 : start + 12] not in _TRACKS
            out[start + 12 : start + 24] = bytes(12)
            out[start + 24 : stop] = bytes(stop - start - 24)
        elif kind == b"dref" and not out[start + 19] & _HERE:
            raise UnsupportedFileError("声音或画面在别的文件里")
