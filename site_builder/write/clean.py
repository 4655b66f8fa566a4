"""Copies of attachments without the names of who made them, proved to hold the same content.

Called by the pipeline for each attachment. What cannot be cleaned for certain is left as it is,
and the reason goes to the author: nothing passes in silence because nobody knows its format.
"""

from collections.abc import Callable
from functools import partial

from site_builder.containers import LeftoverError, UnsupportedFileError
from site_builder.write import (
    clean_archive,
    clean_compound,
    clean_media,
    clean_ofd,
    clean_office,
    clean_pdf,
    clean_pictures,
    clean_rtf,
    clean_texts,
    compound,
)
from site_builder.write.clean_nested import Nested, ending_of

MAX_FILE = 100_000_000
_UNKNOWN = "程序不认识这种格式"
_PACKED = {
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "GZ 压缩包",
    b"BZh": "BZ2 压缩包",
    b"\xfd7zX": "XZ 压缩包",
}
_HEADS = {compound.MAGIC: clean_compound.clean, b"{\\rtf": clean_rtf.clean}


def clean(path: str, data: bytes) -> tuple[bytes, str]:
    """Clean one attachment. Returns the bytes to publish, and what of them is not clean.

    The reason is empty when the copy is clean, or has nothing to be cleaned of. Where the bytes
    are the original ones it says why, else it says what is left.
    """
    if len(data) > MAX_FILE:
        return data, f"文件超过 {MAX_FILE // 1_000_000} MB"
    try:
        return Nested(_clean).clean(path, data), ""
    except LeftoverError as fault:
        return fault.data, str(fault)
    except UnsupportedFileError as fault:
        return data, str(fault)


def _clean(path: str, data: bytes, nested: Nested) -> bytes:
    """Choose by what the bytes are, not by what the name says."""
    if not data:
        return data
    ending = ending_of(path)
    work = _cleaner(data, ending, nested)
    if work is None:
        packed = next((what for head, what in _PACKED.items() if data.startswith(head)), "")
        reason = f"{packed}里的文件程序打不开，请解压后分别放入" if packed else _UNKNOWN
        raise UnsupportedFileError(reason)
    return work(data)


def _cleaner(data: bytes, ending: str, nested: Nested) -> Callable[[bytes], bytes] | None:
    if data.lstrip()[:5] == b"%PDF-" or ending == "pdf":
        return clean_pdf.clean
    if picture := clean_pictures.cleaner(data):
        return picture
    if data[:4] in (b"PK\3\4", b"PK\5\6"):
        return partial(_clean_packed, nested=nested)
    for head, work in _HEADS.items():
        if data.startswith(head):
            return work
    if media := clean_media.cleaner(data, ending):
        return media
    return clean_texts.cleaner(data, ending)


def _clean_packed(data: bytes, nested: Nested) -> bytes:
    archive = nested.open(data)
    if clean_ofd.is_ofd(archive):
        return clean_ofd.clean(archive, nested)
    if clean_office.is_office(archive):
        return clean_office.clean(archive, nested)
    return clean_archive.clean(archive, nested)
