"""Old Word and WPS files (`.doc`, `.wps`): converted by msdoc2docx, compared with LibreOffice."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import word
from site_builder.importing.readers.libreoffice import convert_to_docx, find_libreoffice
from site_builder.importing.readers.second_opinion import compare_readings
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.location import Location
from site_builder.model.original import Original

MAX_SIZE = 100_000_000
MAX_ENTRIES = 20_000
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LIBREOFFICE = "LibreOffice"
_HINT = "请用 Word 或 WPS 打开，另存为 .docx，再导入。"


def read(file: str, data: bytes) -> Original:
    """Read an old Word file; `file` as it was named on the command line.

    Raises UnsupportedFileError for what is encrypted, damaged, too large, or of another format.
    """
    if data.startswith(b"PK"):
        return word.read(file, data)
    if not data.startswith(_COMPOUND):
        raise UnsupportedFileError("这不是旧格式的 Word 文件，可能已经损坏", _HINT)
    if len(data) > MAX_SIZE:
        raise UnsupportedFileError("文件太大", f"请删去里面的大图片。{_HINT}")
    converted, problem = _convert(file, data)
    own = _read_converted(file, converted)
    other = _second_reading(file, data)
    if own is None and other is None:
        raise problem or UnsupportedFileError("文件损坏，打不开", _HINT)
    if own is None:
        assert other is not None  # noqa: S101 - one of both is there
        message = "这个旧格式的文件只有 LibreOffice 读得出来，没有第二种读法可以对照"
        notice = warning("import/second-opinion", Location(file), message, "请对照原文件核对。")
        return replace(other, diagnostics=(*other.diagnostics, notice))
    return own if other is None else compare_readings(own, other, _LIBREOFFICE)


def _read_converted(
    file: str, converted: tuple[bytes, tuple[Diagnostic, ...]] | None
) -> Original | None:
    if converted is None:
        return None
    data, notices = converted
    original = word.read(file, data)
    return replace(original, diagnostics=(*original.diagnostics, *notices))


def _second_reading(file: str, data: bytes) -> Original | None:
    """Return what LibreOffice reads; None without it, or when it cannot read the file."""
    if not find_libreoffice():
        return None
    try:
        return word.read(file, convert_to_docx(data, "doc"))
    except UnsupportedFileError:
        return None


def _convert(
    file: str, data: bytes
) -> tuple[tuple[bytes, tuple[Diagnostic, ...]] | None, UnsupportedFileError | None]:
    """Convert by msdoc2docx: the Word file and what was said of it, or why there is none.

    Raises UnsupportedFileError for a file with a password: LibreOffice has no other answer.
    """
    from doc2docx import convert  # noqa: PLC0415 - an optional library
    from doc2docx.cfb import CompoundFileLimits  # noqa: PLC0415 - the same
    from doc2docx.errors import (  # noqa: PLC0415 - the same
        EncryptedDocumentError,
        InvalidCompoundFile,
    )

    limits = CompoundFileLimits(MAX_SIZE, MAX_SIZE, MAX_ENTRIES)
    with tempfile.TemporaryDirectory(prefix="site-builder-") as folder, _padding_ignored():
        source, target = Path(folder, "source.doc"), Path(folder, "source.docx")
        source.write_bytes(data)
        try:
            report = convert(source, target, limits=limits).report
            result = target.read_bytes()
        except EncryptedDocumentError as exc:
            raise UnsupportedFileError(
                "文件加了密码，不能读取", "请用 Word 或 WPS 打开，去掉密码，另存以后再导入。"
            ) from exc
        except MemoryError:
            raise
        except InvalidCompoundFile as exc:
            return None, _error("这不是 Word 文件，或者文件已经损坏", exc)
        except Exception as exc:  # noqa: BLE001 - a damaged file may make it fail in any way
            return None, _error("这个旧格式的 Word 文件读不了，可能已经损坏", exc)
    losses = dict.fromkeys(
        label
        for label, words in _LOSSES.items()
        if any(word in item.code for item in report.warnings for word in words)
    )
    if not losses:
        return (result, ()), None
    message = f"旧格式的文件里，有的{'、'.join(losses)}没有完全转换"
    notice = warning("import/old-word", Location(file), message, f"请核对。不对的，{_HINT}")
    return (result, (notice,)), None


def _error(message: str, cause: Exception) -> UnsupportedFileError:
    problem = UnsupportedFileError(message, _HINT)
    problem.__cause__ = cause
    return problem


@contextlib.contextmanager
def _padding_ignored() -> Iterator[None]:
    """Let the library ignore the byte that fills up the properties of a paragraph.

    It accepts a zero alone; some programs leave there whatever was in memory.
    """
    from doc2docx.errors import InvalidWordDocument  # noqa: PLC0415 - an optional library
    from doc2docx.msdoc import formatting  # noqa: PLC0415 - the same

    parse = formatting.parse_grpprl

    def parse_padded(data: bytes, **options: object) -> object:
        try:
            return parse(data, **options)
        except InvalidWordDocument:
            if not options.get("allow_trailing_zero_padding"):
                raise
            return parse(data[:-1], **options)

    formatting.parse_grpprl = parse_padded
    try:
        yield
    finally:
        formatting.parse_grpprl = parse


_LOSSES = {
    "表格": ("TABLE_FLATTENED", "TABLE_CELL_", "TABLE_DEPTH", "TABLE_GRID"),
    "文字": ("INVALID_UTF16", "CONTROL_CHARACTER", "CLX_TRAILING", "SECTION_BOUNDARY"),
    "自动编号": ("NUMBERING_TABLE", "LIST_NUMBER_FORMAT", "BROKEN_LISTNUM"),
    "域": ("UNTERMINATED_FIELD", "UNKNOWN_FIELD", "FIELD_CHARACTER_SPECIAL"),
    "图片": ("PICTURE_FORMAT", "PICTURE_MALFORMED", "PICTURES_DEFERRED", "PICTURE_DATA",
             "PICTURE_ANCHOR", "BINARY_DATA"),
    "文本框和图形": ("TEXTBOX_TABLE", "TEXTBOXES_DEFERRED", "SHAPE_TYPES", "OFFICEART"),
    "嵌入的对象": ("OLE_OBJECT",),
    "宏": ("MACRO_STORY",),
}  # fmt: skip
"""What an office calls it: parts of the codes by which the library reports losses."""
