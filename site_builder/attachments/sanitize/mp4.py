"""MP4, M4A and MOV files without who recorded them and where.

In place: boxes that neither sound nor show become free space of the same size, so that nothing
the others point to moves.
"""

from site_builder.attachments.sanitize.mp4_samples import (
    blank_gaps,
    boxes,
    sample_ranges,
    sanitize_sample_entries,
)
from site_builder.core.errors import LeftoverError, UnsupportedFileError

_CONTAINER_BOXES = frozenset(
    b"moov trak mdia minf stbl dinf edts mvex moof traf tref gmhd mfra sinf schi".split()
)
_KEPT_BOXES = frozenset(
    b"ftyp styp mdat mvhd tkhd mdhd hdlr elst vmhd smhd nmhd sthd gmin gmhd dref stsd stts ctts "
    b"stsc stsz stz2 stco co64 stss sdtp sbgp sgpd subs cslg saiz saio mehd trex mfhd tfhd tfdt "
    b"trun tfra mfro sidx ssix hint cdsc chap sync tmcd load matt".split()
)
_TIMESTAMPED_BOXES = frozenset((b"mvhd", b"tkhd", b"mdhd"))
_TRACK_HANDLERS = frozenset((*b"vide soun text sbtl subt clcp hint tmcd alis".split(), b"url "))
_SELF_CONTAINED = 1
_MAX_BOXES = 200_000
_MAX_SAMPLE_RANGES = 4_000_000
_NOT_SANITIZED = "画面和声音以外的数据（可能有拍摄位置）"


def sanitize_mp4(data: bytes) -> bytes:
    """Blank tags, places, maker's data, times and names of programs."""
    sanitizer = _Mp4Sanitizer(data)
    sanitizer.run()
    if sanitizer.unknown:
        raise LeftoverError(bytes(sanitizer.out), [_NOT_SANITIZED])
    return bytes(sanitizer.out)


class _Mp4Sanitizer:
    """A copy of the file in which boxes are blanked one by one."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.out = bytearray(data)
        self.unknown = False
        self.sample_ranges: list[tuple[int, int]] = []
        """Where samples are."""
        self.media_data_ranges: list[tuple[int, int]] = []
        """Where they are stored, with what else is there."""
        self.is_fragmented = False

    def run(self) -> None:
        """Sanitize all boxes, then through what lies between the samples."""
        pending, count = [(0, len(self.data))], 0
        while pending:
            offset, end = pending.pop()
            for kind, box_start, payload_start, stop in boxes(self.data, offset, end):
                count += 1
                if count > _MAX_BOXES or len(self.sample_ranges) > _MAX_SAMPLE_RANGES:
                    raise UnsupportedFileError("文件太复杂")
                self.is_fragmented = self.is_fragmented or kind == b"moof"
                if kind == b"stbl":
                    self._read_sample_table(payload_start, stop)
                if kind in _CONTAINER_BOXES:
                    pending.append((payload_start, stop))
                else:
                    self._blank_box(kind, box_start, payload_start, stop)
                offset = stop
            self.out[offset:end] = bytes(end - offset)
        if not self.is_fragmented:
            for start, stop in self.media_data_ranges:
                blank_gaps(self.out, self.sample_ranges, start, stop)

    def _read_sample_table(self, start: int, stop: int) -> None:
        try:
            self.sample_ranges.extend(sample_ranges(self.data, start, stop))
        except UnsupportedFileError:
            # Nothing is known of what lies between samples that are not found.
            self.unknown = self.is_fragmented = True

    def _blank_box(self, kind: bytes, box_start: int, start: int, stop: int) -> None:
        """Blank a box that only programs need, and within the others what names people."""
        out, data = self.out, self.data
        if kind not in _KEPT_BOXES:
            out[box_start + 4 : box_start + 8] = b"free"
            out[start:stop] = bytes(stop - start)
        elif kind == b"mdat":
            self.media_data_ranges.append((start, stop))
        elif kind == b"stsd":
            self.unknown = not sanitize_sample_entries(out, data, start, stop) or self.unknown
        elif kind in _TIMESTAMPED_BOXES:
            size = 16 if out[start] == 1 else 8
            out[start + 4 : start + 4 + size] = bytes(size)
        elif kind == b"hdlr":
            self.unknown = self.unknown or data[start + 8 : start + 12] not in _TRACK_HANDLERS
            out[start + 12 : start + 24] = bytes(12)
            out[start + 24 : stop] = bytes(stop - start - 24)
        elif kind == b"dref" and not out[start + 19] & _SELF_CONTAINED:
            raise UnsupportedFileError("声音或画面在别的文件里")
