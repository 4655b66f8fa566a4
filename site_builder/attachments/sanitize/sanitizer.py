"""Copies of attachments without the names of who made them, proved to hold the same content.

What cannot be cleaned for certain is left as it is, and the reason goes to the author: nothing
passes in silence because nobody knows its format.
"""

from collections.abc import Callable
from functools import partial

from site_builder.attachments.sanitize import (
    audio_video,
    images,
    legacy_office,
    ofd,
    office,
    pdf,
    rtf,
    text_files,
    zip_archive,
)
from site_builder.attachments.sanitize.nested_files import NestedFiles
from site_builder.core import compound_file
from site_builder.core.errors import LeftoverError, UnsupportedFileError
from site_builder.core.office_file_types import extension_of

MAX_FILE_SIZE = 100_000_000
_UNKNOWN_FORMAT = "程序不认识这种格式"
_ARCHIVE_SIGNATURES = {
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "GZ 压缩包",
    b"BZh": "BZ2 压缩包",
    b"\xfd7zX": "XZ 压缩包",
}
_SANITIZERS_BY_SIGNATURE = {
    compound_file.SIGNATURE: legacy_office.sanitize,
    b"{\\rtf": rtf.sanitize,
}


def sanitize(path: str, data: bytes) -> tuple[bytes, str]:
    """Sanitize one attachment. Returns the bytes to publish, and what of them is not clean.

    The reason is empty when the copy is clean, or has nothing to be cleaned of. Where the bytes
    are the original ones it states why, else it states what is left.
    """
    if len(data) > MAX_FILE_SIZE:
        return data, f"文件超过 {MAX_FILE_SIZE // 1_000_000} MB"
    try:
        return NestedFiles(_sanitize_nested).sanitize(path, data), ""
    except LeftoverError as exc:
        return exc.data, str(exc)
    except UnsupportedFileError as exc:
        return data, str(exc)


def _sanitize_nested(path: str, data: bytes, nested: NestedFiles) -> bytes:
    """Choose by what the bytes are, not by the file name."""
    if not data:
        return data
    suffix = extension_of(path)
    sanitizer = _find_sanitizer(data, suffix, nested)
    if sanitizer is None:
        archive_type = next(
            (name for signature, name in _ARCHIVE_SIGNATURES.items() if data.startswith(signature)),
            "",
        )
        reason = (
            f"{archive_type}里的文件程序打不开，请解压后分别放入"
            if archive_type
            else _UNKNOWN_FORMAT
        )
        raise UnsupportedFileError(reason)
    return sanitizer(data)


def _find_sanitizer(
    data: bytes, suffix: str, nested: NestedFiles
) -> Callable[[bytes], bytes] | None:
    if data.lstrip()[:5] == b"%PDF-" or suffix == "pdf":
        return pdf.sanitize
    if picture := images.find_sanitizer(data):
        return picture
    if data[:4] in (b"PK\3\4", b"PK\5\6"):
        return partial(_sanitize_zip, nested=nested)
    for signature, sanitizer in _SANITIZERS_BY_SIGNATURE.items():
        if data.startswith(signature):
            return sanitizer
    if media := audio_video.find_sanitizer(data, suffix):
        return media
    return text_files.find_sanitizer(data, suffix)


def _sanitize_zip(data: bytes, nested: NestedFiles) -> bytes:
    archive = nested.open(data)
    if ofd.is_ofd(archive):
        return ofd.sanitize(archive, nested)
    if office.is_office(archive):
        return office.sanitize(archive, nested)
    return zip_archive.sanitize(archive, nested)
