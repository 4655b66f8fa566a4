"""What is written into sound and film: titles, authors, remarks. Called by `read.attachments`."""

import re

from site_builder.read import loose
from site_builder.read.gathered import Gathered

_FRAME = re.compile(rb"(?:T[A-Z0-9]{3}|COMM|USLT|WXXX|TXXX|IPLS)(.{4})..([\x00-\x03])", re.DOTALL)
_DATA = re.compile(rb"(.{4})data\0\0\0\x01....", re.DOTALL)
_NOTE = re.compile(rb"(.{4})(?:\xa9[a-z]{3}|cprt|titl|auth|dscp|loci|perf|gnre)", re.DOTALL)
_ENCODINGS = ("gb18030", "utf-16", "utf-16-be", "utf-8")
_OLD_TAG = 128
_HEAD = 10
_LONG = 10_000


def read(data: bytes, gathered: Gathered) -> None:
    """Tell the texts of ID3 tags and MP4 boxes; what is heard and seen cannot be checked here."""
    said: list[str] = []
    if data[:3] == b"ID3":
        size = sum(
            (byte & 127) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True)
        )
        tag = data[: _HEAD + size]
        for frame in _FRAME.finditer(tag):
            length = min(int.from_bytes(frame[1], "big"), _LONG)
            raw = tag[frame.end() : frame.end() + max(0, length - 1)]
            said.append(raw.decode(_ENCODINGS[frame[2][0]], "replace"))
    if data[-_OLD_TAG:][:3] == b"TAG":
        said.append(data[-_OLD_TAG + 3 :].decode("gb18030", "replace"))
    for pattern, head in ((_DATA, 16), (_NOTE, 8)):
        for box in pattern.finditer(data):
            length = int.from_bytes(box[1], "big")
            if head < length < _LONG:
                said.append(
                    data[box.start() + head : box.start() + length].decode("utf-8", "replace")
                )
    for text in said:
        for line in re.split(r"[\0\ufffd\ufeff\x01-\x1f]+", text):
            gathered.say("音视频的属性", line)
    for text in loose.numbers(data):
        gathered.say("音视频的属性", text)
