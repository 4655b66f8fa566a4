"""Compressed streams of a PDF file, looked at before it is opened: bombs, and damage."""

import re
import zlib

from site_builder.core.errors import UnsupportedFileError

_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_BYTES = 600
_MAX_STREAM = 120_000_000
_MAX_ALL = 500_000_000
_MAX_STREAMS = 50_000
_TAIL = 2048
_CHUNK = 65_536
_MAX_BYTES = 150_000_000


def check_streams(data: bytes) -> bool:
    """Return whether some stream of a file is damaged.

    Raises UnsupportedFileError for a file that is cut off, or that is small only while compressed.
    """
    if len(data) > _MAX_BYTES:
        raise UnsupportedFileError(
            f"文件超过 {_MAX_BYTES // 1_000_000} MB",
            "请把年度报告所在的几页单独存成一个文件再导入。",
        )
    end = data.rfind(b"%%EOF")
    if end < 0 or len(data[end + 5 :].strip(b"\0\r\n\t ")) > _TAIL:
        raise UnsupportedFileError(
            "PDF 文件不完整，末尾被截断了", "请重新下载，或者向原单位要一份完整的文件。"
        )
    if b"/Encrypt" in data:
        return False  # what is encrypted cannot be judged from outside
    total, damaged = 0, False
    for count, match in enumerate(_STREAM.finditer(data)):
        if count > _MAX_STREAMS:
            raise UnsupportedFileError(
                "PDF 文件里的对象太多", "请用 WPS 或者 Word 另存为 PDF 再导入。"
            )
        dictionary = data[max(0, match.start() - _DICTIONARY_BYTES) : match.start()]
        dictionary = dictionary[dictionary.rfind(b" obj") + 1 :]
        if b"FlateDecode" not in dictionary or data[match.start() - 3 : match.start()] == b"end":
            continue
        size, is_whole = _measure(data, match.end())
        total += 0 if b"/Image" in dictionary else size
        damaged = damaged or not is_whole
        if size > _MAX_STREAM or total > _MAX_ALL:
            raise UnsupportedFileError(
                "PDF 文件解压以后大得不正常", "这不像一份年度报告，没有读它。"
            )
    return damaged


def _measure(data: bytes, start: int) -> tuple[int, bool]:
    """Return how large a stream gets, up to just above the bound, and whether it is whole."""
    stream, size = zlib.decompressobj(), 0
    view, position = memoryview(data), start
    try:
        while not stream.eof and size <= _MAX_STREAM:
            chunk = stream.unconsumed_tail
            if not chunk:
                chunk = bytes(view[position : position + _CHUNK])
                position += _CHUNK
            if not chunk:
                break
            size += len(stream.decompress(chunk, _CHUNK * 64))
    except zlib.error:
        return size, False
    return size, stream.eof or size > _MAX_STREAM
