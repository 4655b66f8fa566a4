"""What the first bytes of a file say about its format. Nothing is unpacked here."""

import zipfile
from io import BytesIO

from site_builder.core import compound_file
from site_builder.core.errors import UnsupportedFileError
from site_builder.model.lazy_pattern import lazy_pattern

PICTURE_SIGNATURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"BM",
    b"II*\0",
    b"MM\0*",
)
_OTHER_SIGNATURES = (
    (b"Rar!", "这是压缩包", "请先解压，再导入里面的文件。"),
    (b"7z\xbc\xaf", "这是压缩包", "请先解压，再导入里面的文件。"),
    (b"\x1f\x8b", "这是压缩包", "请先解压，再导入里面的文件。"),
    (b"GIF8", "这是 GIF 图片", "请另存为 PNG，再导入。"),
)
_ARCHIVE_MEMBERS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "workbook"),
    ("xl/workbook.bin", "workbook"),
    ("OFD.xml", "ofd"),
)
_PAGE = lazy_pattern(
    r"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b"
)
_FRAGMENT = lazy_pattern(
    r"(?is)\s*(?:<!--.*?-->\s*)*"
    r"<(?:title|table|div|p|style|script|link|font|span|center|section|article|h[1-6])\b"
)
_WORD_XML = lazy_pattern(r"office/word/2003/wordml")
_OFFICE_XML = lazy_pattern(r"urn:schemas-microsoft-com:office:(?:word|spreadsheet)|pkg:package")
_MAIL_HEADER = lazy_pattern(
    r"(?i)\s*(?:from|subject|date|snapshot-content-location|mime-version|content-type)\s*:.*\n"
    r"(?:[^\n]+\n)*?(?:mime-version|content-type\s*:\s*multipart/related)"
)
_START = 4096
"""Bytes in which a text shows that it is mark-up."""
_PDF_START = 1024
"""Bytes before `%PDF-` that readers of PDF accept."""


def format_of_bytes(data: bytes) -> str:
    """Return the format of a file's bytes; `text` for what has no signature.

    `html-fragment` is mark-up without the head of a page: a text may begin so too.

    Raises UnsupportedFileError for a format that cannot be imported, naming what to save it as.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _format_of_archive(data)
    if data.startswith(compound_file.SIGNATURE):
        return _format_of_compound_file(data)
    if b"%PDF-" in data[:_PDF_START]:
        return "pdf"
    if data.startswith(PICTURE_SIGNATURES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "picture"
    if data.startswith(b"{\\rtf"):
        return "converted"
    for signature, message, hint in _OTHER_SIGNATURES:
        if data.startswith(signature):
            raise UnsupportedFileError(message, hint)
    return _format_of_text(data)


def _format_of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < _PDF_START:
                return _format_of_open_document(archive.read("mimetype"))
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError) as exc:
        message = "文件没有下载完整，或者已经损坏"
        raise UnsupportedFileError(message, "请重新下载或另存后再导入。") from exc
    for member, format_id in _ARCHIVE_MEMBERS:
        if member in names:
            return format_id
    raise UnsupportedFileError("这是压缩包，不是报告", "请先解压，再导入里面的文件。")


def _format_of_open_document(media_type: bytes) -> str:
    kind = media_type.strip().removeprefix(b"application/vnd.oasis.opendocument.")
    if kind == b"spreadsheet":
        return "workbook"
    if kind == b"text":
        return "converted"
    raise UnsupportedFileError(
        "这种 OpenDocument 文件不能导入", "请用 WPS 或 LibreOffice 打开，另存为 .docx，再导入。"
    )


def _format_of_compound_file(data: bytes) -> str:
    """Return what an old Office file is by the names of its streams."""
    for stream, format_id in (
        ("EncryptedPackage", ""),
        ("WordDocument", "doc"),
        ("Workbook", "workbook"),
        ("Book", "workbook"),
    ):
        if not compound_file.has_stream(data, stream):
            continue
        if format_id:
            return format_id
        raise UnsupportedFileError("文件加了密码，不能读取", "请先去掉密码，另存以后再导入。")
    raise UnsupportedFileError(
        "这种旧格式的 Office 文件不能导入", "请用 WPS 打开，另存为 .docx 或 .xlsx，再导入。"
    )


def _format_of_text(data: bytes) -> str:
    start = _decoded_start(data[:_START])
    if start.lstrip("\ufeff \r\n\t").startswith("<?xml"):
        if _WORD_XML.search(start):
            return "converted"
        if _OFFICE_XML.search(start):
            raise UnsupportedFileError(
                "这是 Office 的 XML 文件", "请用 Word 或 WPS 打开，另存为 .docx 或 .xlsx，再导入。"
            )
    if _MAIL_HEADER.match(start):
        return "mht"
    start = start.lstrip("\ufeff")
    if _PAGE.match(start):
        return "html"
    if _FRAGMENT.match(start):
        return "html-fragment"
    if b"\0" in data[:_START] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsupportedFileError(
            "认不出这是什么格式", "可以导入 Word、WPS、网页、PDF、电子表格、OFD、文本和图片。"
        )
    return "text"


def _decoded_start(start: bytes) -> str:
    """Decode the beginning of a text well enough to find tags in it."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", errors="replace")
    return start.decode("utf-8", errors="replace")
