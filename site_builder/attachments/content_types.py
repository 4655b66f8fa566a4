"""What a file is by its bytes, whatever its name says. Nothing is unpacked but lists of members."""

import re
from collections.abc import Sequence

from site_builder.core import compound_file
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.image_segments import PNG_SIGNATURE
from site_builder.core.safe_zip import open_archive, read_member
from site_builder.model.lazy_pattern import lazy_pattern

_PDF_START = 1024
"""Bytes before `%PDF-` that readers of PDF accept."""
_SIGNATURES: Sequence[tuple[bytes, tuple[str, ...]]] = (
    (PNG_SIGNATURE, ("png",)),
    (b"\xff\xd8\xff", ("jpg", "jpeg")),
    (b"GIF8", ("gif",)),
    (b"BM", ("bmp",)),
    (b"II*\0", ("tif", "tiff")),
    (b"MM\0*", ("tif", "tiff")),
    (b"Rar!\x1a\x07", ("rar",)),
    (b"7z\xbc\xaf\x27\x1c", ("7z",)),
    (b"{\\rtf", ("doc", "rtf")),
    (b"ID3", ("mp3",)),
    (b"\xff\xfb", ("mp3",)),
    (b"\xff\xf3", ("mp3",)),
    (b"\xff\xf2", ("mp3",)),
)
_STREAMS = (
    ("WordDocument", ("doc", "wps")),
    ("Workbook", ("xls", "et")),
    ("Book", ("xls", "et")),
    ("PowerPoint Document", ("ppt", "dps")),
)
_FOLDERS = (
    ("word/", ("docx", "wps")),
    ("xl/", ("xlsx", "et")),
    ("ppt/", ("pptx", "dps")),
)
_OPEN_DOCUMENTS = {b"text": ("odt",), b"spreadsheet": ("ods",), b"presentation": ("odp",)}
_VIDEO_BRANDS = {b"heic": "heic", b"mif1": "heic", b"avif": "avif", b"M4A ": "m4a", b"qt  ": "mov"}
_PAGE = lazy_pattern(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = lazy_pattern(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_START = 65_536
"""Bytes in which a text shows that it is one."""


def extensions_of(data: bytes) -> tuple[str, ...]:
    """Return the extensions that a file of these bytes may have; none when nothing is known of it.

    Raises UnsupportedFileError for a file that nobody could open.
    """
    if not data:
        raise UnsupportedFileError("文件是空的", "请换一个有内容的文件。")
    # First: an archive may begin with a PDF file that is stored in it as it is.
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _extensions_of_archive(data)
    if b"%PDF-" in data[:_PDF_START]:
        return ("pdf",)
    if data.startswith(compound_file.SIGNATURE):
        return _extensions_of_compound_file(data)
    return _extensions_by_signature(data) or _extensions_of_text(data)


def _extensions_by_signature(data: bytes) -> tuple[str, ...]:
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return ("webp",)
    if data[4:8] == b"ftyp":
        return (_VIDEO_BRANDS.get(data[8:12], "mp4"),)
    signatures = (each for signature, each in _SIGNATURES if data.startswith(signature))
    return next(signatures, ())


def _extensions_of_archive(data: bytes) -> tuple[str, ...]:
    try:
        archive = open_archive(data)
        names = archive.namelist()
        media_type = read_member(archive, "mimetype", _PDF_START) if "mimetype" in names else b""
    except UnsupportedFileError as exc:
        raise UnsupportedFileError(exc.message, "请换一个打得开、没有密码的文件。") from exc
    kind = media_type.strip().removeprefix(b"application/vnd.oasis.opendocument.")
    if kind in _OPEN_DOCUMENTS:
        return _OPEN_DOCUMENTS[kind]
    if "OFD.xml" in names:
        return ("ofd",)
    if "[Content_Types].xml" not in names:
        return ("zip",)
    for folder, extensions in _FOLDERS:
        if any(name.startswith(folder) for name in names):
            # With programs in it, it is another format, which nobody should have to open.
            has_macros = f"{folder}vbaProject.bin" in names
            return (f"{extensions[0][:-1]}m",) if has_macros else extensions
    return ("zip",)


def _extensions_of_compound_file(data: bytes) -> tuple[str, ...]:
    if compound_file.has_stream(data, "EncryptedPackage"):
        raise UnsupportedFileError("文件加了密码，公众打不开", "请去掉密码，另存以后再放进来。")
    for stream, extensions in _STREAMS:
        if compound_file.has_stream(data, stream):
            return extensions
    return ()


def _extensions_of_text(data: bytes) -> tuple[str, ...]:
    """Return what a text may be; none for bytes that are no text."""
    start = data[:_START]
    encodings = ("utf-16",) if start[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        # The start may end within a character.
        text = start.decode(encoding, "ignore")
        if len(text.encode(encoding)) >= len(start) - 4 and not _CONTROL.search(text):
            is_page = _PAGE.match(text)
            return ("html", "htm") if is_page else ("txt", "csv", "json", "xml")
    return ()
