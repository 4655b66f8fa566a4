"""Which format a file really is, which module reads it, and what that module needs.

Offices rename files: what counts is how the bytes begin, and only then the suffix.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.office_file_types import extension_of
from site_builder.importing.readers.own_files import without_own_parts
from site_builder.importing.readers.signatures import PICTURE_SIGNATURES, format_of_bytes
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.extras import install_command
from site_builder.model.location import Location
from site_builder.model.original import Original

OpenSibling = Callable[[str], bytes | None]
"""Returns the bytes of a file by its address in a page; None where there is none."""


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """A format that can be imported."""

    id: str
    """As `format_of_bytes` names it."""
    label: str
    """In Chinese, for messages."""
    suffixes: tuple[str, ...]
    module: str
    """Below `importing/readers/`; its function `read` reads the file."""
    libraries: tuple[str, ...] = ()
    """Modules to import that are no part of the program's own dependencies."""
    extra: str = "import"
    """The extra of the program that brings them."""
    needs_libreoffice: bool = False
    has_siblings: bool = False
    """Its pictures are files of their own, next to it."""


FORMATS = (
    SourceFormat("docx", "Word 文件", ("docx", "docm", "dotx", "dotm"), "word"),
    SourceFormat(
        "doc",
        "旧格式 Word 或 WPS 文件",
        ("doc", "wps", "dot", "wpt"),
        "old_word",
        ("doc2docx",),
    ),
    SourceFormat(
        "converted",
        "RTF 或 OpenDocument 文件",
        ("rtf", "odt", "xml"),
        "converted_word",
        needs_libreoffice=True,
    ),
    SourceFormat(
        "html",
        "网页",
        ("html", "htm", "shtml", "xhtml"),
        "web_page",
        ("lxml",),
        has_siblings=True,
    ),
    SourceFormat("mht", "网页（MHT）", ("mht", "mhtml"), "web_archive", ("lxml",)),
    SourceFormat("pdf", "PDF 文件", ("pdf",), "pdf", ("pdfplumber", "pypdfium2")),
    SourceFormat(
        "workbook",
        "电子表格",
        ("xlsx", "xls", "ods", "xlsm", "xlsb", "et"),
        "workbook",
        ("python_calamine",),
    ),
    SourceFormat("ofd", "OFD 文件", ("ofd",), "ofd", ("ofdkit",)),
    SourceFormat("csv", "CSV 文件", ("csv", "tsv"), "delimited_text"),
    SourceFormat("json", "统计数据（JSON）", ("json",), "published_data"),
    SourceFormat(
        "markdown", "Markdown 文本", ("md", "markdown"), "markdown_text", has_siblings=True
    ),
    SourceFormat("text", "文本", ("txt", "text"), "plain_text"),
    SourceFormat(
        "picture",
        "图片",
        ("png", "jpg", "jpeg", "bmp", "tif", "tiff", "webp"),
        "picture",
        ("rapidocr", "onnxruntime", "cv2"),
        "ocr",
    ),
)
_BY_ID = {item.id: item for item in FORMATS}
_BY_SUFFIX = {suffix: item for item in FORMATS for suffix in item.suffixes}
SECONDS, SLOW_SECONDS = 20, 60
SECONDS_A_SCAN, MAX_SCANS = 30, 15
"""Text of one page is recognized in ten seconds, where nothing else runs."""
_TIFF = (b"II*\0", b"MM\0*")
_SLOW_SUFFIXES = ("pdf", "doc", "wps", "dot", "wpt", "rtf", "odt", "xml")
_LARGE = 500_000
"""Bytes; a workbook of ten thousand entries is as large."""
_PLAIN = ("csv", "json", "markdown", "text")
"""Formats whose bytes begin with nothing of their own: of these, the suffix decides."""


def is_importable(file: str) -> bool:
    """Return whether a file in a folder has a suffix that can be imported."""
    return extension_of(file) in _BY_SUFFIX


def read_original(file: str, data: bytes, open_sibling: OpenSibling | None = None) -> Original:
    """Read a file in whatever format it is.

    `open_sibling` gives the bytes of a file next to it, by its address in a page. Raises
    UnsupportedFileError for what is in no known format, lacks a library, or cannot be read.
    """
    source_format, diagnostics = detect_format(file, data)
    check_libraries(source_format)
    module = import_module(f"site_builder.importing.readers.{source_format.module}")
    settings = {"open_sibling": open_sibling} if source_format.has_siblings else {}
    original: Original = without_own_parts(module.read(file, data, **settings))
    return replace(original, diagnostics=(*diagnostics, *original.diagnostics))


def is_sheet(file: str, data: bytes) -> bool:
    """Return whether a file is a workbook or delimited text, or is named so.

    What systems call XLS is often a page with a table. Raises UnsupportedFileError.
    """
    sheets = (_BY_ID["workbook"], _BY_ID["csv"])
    return _BY_SUFFIX.get(extension_of(file)) in sheets or detect_format(file, data)[0] in sheets


def detect_format(file: str, data: bytes) -> tuple[SourceFormat, tuple[Diagnostic, ...]]:
    """Return the format that a file really is, and a diagnostic where its name claims another.

    Raises UnsupportedFileError for an empty file and for unknown formats.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise UnsupportedFileError("文件是空的", "请重新下载或另存，再导入。")
    suffix = extension_of(file)
    named = _BY_SUFFIX.get(suffix)
    format_id = format_of_bytes(data)
    if format_id in ("text", "html-fragment") and named and named.id in _PLAIN:
        return named, ()
    if format_id == "text":
        return _plain_text(file, suffix), ()
    actual = _BY_ID[format_id.removesuffix("-fragment")]
    if actual is named:
        return actual, ()
    message = f"文件名以 .{suffix} 结尾，其实是{actual.label}" if suffix else f"这是{actual.label}"
    hint = "已经按它真正的格式读取，请核对结果。"
    return actual, (warning("import/suffix", Location(file), message, hint),)


def _plain_text(file: str, suffix: str) -> SourceFormat:
    """Return the format of a text; an office format that holds plain text is damaged."""
    if suffix in _BY_SUFFIX and _BY_SUFFIX[suffix].id != "html":
        label = _BY_SUFFIX[suffix].label
        message = f"{file} 不是{label}，可能没有下载完整或者已经损坏"
        raise UnsupportedFileError(message, "请用原来的软件打开看看，重新下载或另存后再导入。")
    return _BY_ID["html" if suffix in _BY_ID["html"].suffixes else "text"]


def check_libraries(source_format: SourceFormat) -> None:
    """Raise UnsupportedFileError when a library that reads a format is not installed."""
    if all(map(find_spec, source_format.libraries)):
        return
    message = f"导入{source_format.label}需要的组件没有安装"
    raise UnsupportedFileError(
        message, f"请运行 {install_command(source_format.extra)}，再导入一次。"
    )


def time_limit(file: str, data: bytes) -> int:
    """Return the seconds that reading a file may take: scans, long PDF and LibreOffice are slow."""
    if data.startswith(PICTURE_SIGNATURES):
        pictures = MAX_SCANS if data.startswith(_TIFF) else 1
        return SLOW_SECONDS + SECONDS_A_SCAN * pictures
    if data.startswith(b"%PDF"):
        # Dictionaries of pictures stand in a file as they are, whatever else is compressed.
        pictures = sum(map(data.count, (b"/Subtype /Image", b"/Subtype/Image")))
        return SLOW_SECONDS + SECONDS_A_SCAN * min(pictures, MAX_SCANS)
    slow = extension_of(file) in _SLOW_SUFFIXES or len(data) > _LARGE
    return SLOW_SECONDS if slow else SECONDS
