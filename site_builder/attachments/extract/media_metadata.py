"""What is written into sound and film: titles, authors, remarks."""

import re

from site_builder.attachments.extract import binary_numbers
from site_builder.attachments.extract.extraction import ExtractionResult

_FRAME = re.compile(rb"(?:T[A-Z0-9]{3}|COMM|USLT|WXXX|TXXX|IPLS)(.{4})..([\x00-\x03])", re.DOTALL)
_DATA_BOX = re.compile(rb"(.{4})data\0\0\0\x01....", re.DOTALL)
_TEXT_BOX = re.compile(rb"(.{4})(?:\xa9[a-z]{3}|cprt|titl|auth|dscp|loci|perf|gnre)", re.DOTALL)
_ENCODINGS = ("gb18030", "utf-16", "utf-16-be", "utf-8")
_ID3V1_LENGTH = 128
_ID3_HEADER_LENGTH = 10
_MAX_TEXT_LENGTH = 10_000


def read(data: bytes, result: ExtractionResult) -> None:
    """Record the texts of ID3 tags and MP4 boxes; sound and pictures cannot be checked here."""
    texts: list[str] = []
    if data[:3] == b"ID3":
        size = sum(
            (byte & 127) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True)
        )
        tag = data[: _ID3_HEADER_LENGTH + size]
        for frame in _FRAME.finditer(tag):
            length = min(int.from_bytes(frame[1], "big"), _MAX_TEXT_LENGTH)
            raw = tag[frame.end() : frame.end() + max(0, length - 1)]
            texts.append(raw.decode(_ENCODINGS[frame[2][0]], "replace"))
    if data[-_ID3V1_LENGTH:][:3] == b"TAG":
        texts.append(data[-_ID3V1_LENGTH + 3 :].decode("gb18030", "replace"))
    for pattern, header_length in ((_DATA_BOX, 16), (_TEXT_BOX, 8)):
        for box in pattern.finditer(data):
            length = int.from_bytes(box[1], "big")
            if header_length < length < _MAX_TEXT_LENGTH:
                texts.append(
                    data[box.start() + header_length : box.start() + length].decode(
                        "utf-8", "replace"
                    )
                )
    for text in texts:
        for line in re.split(r"[\0\ufffd\ufeff\x01-\x1f]+", text):
            result.add_text("音视频的属性", line)
    for text in binary_numbers.find_numbers(data):
        result.add_text("音视频的属性", text)
