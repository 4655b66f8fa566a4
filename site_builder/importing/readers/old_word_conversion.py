"""Old Word files converted by msdoc2docx, and what of them it could not convert."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from site_builder.core.errors import UnsupportedFileError

MAX_SIZE = 100_000_000
MAX_ENTRIES = 20_000
HINT = "请用 Word 或 WPS 打开，另存为 .docx，再导入。"
_LOSSES = {
    "表格": ("TABLE_FLATTENED", "TABLE_CELL_", "TABLE_DEPTH", "TABLE_GRID"),
    "文字": ("INVALID_UTF16", "CONTROL_CHARACTER", "CLX_TRAILING", "SECTION_BOUNDARY"),
    "自动编号": ("NUMBERING_TABLE", "LIST_NUMBER_FORMAT", "BROKEN_LISTNUM"),
    "域": ("UNTERMINATED_FIELD", "UNKNOWN_FIELD", "FIELD_CHARACTER_SPECIAL"),
    "图片": (
        "PICTURE_FORMAT",
        "PICTURE_MALFORMED",
        "PICTURES_DEFERRED",
        "PICTURE_DATA",
        "PICTURE_ANCHOR",
        "BINARY_DATA",
    ),
    "文本框和图形": ("TEXTBOX_TABLE", "TEXTBOXES_DEFERRED", "SHAPE_TYPES", "OFFICEART"),
    "嵌入的对象": ("OLE_OBJECT",),
    "宏": ("MACRO_STORY",),
}
"""What an office calls it: parts of the codes by which the library reports losses."""


def convert_old_word(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a Word file, and what was not wholly converted, as an office calls it.

    Raises UnsupportedFileError for what is encrypted, damaged, or beyond the library.
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
            hint = "请用 Word 或 WPS 打开，去掉密码，另存以后再导入。"
            raise UnsupportedFileError("文件加了密码，不能读取", hint) from exc
        except MemoryError:
            raise
        except InvalidCompoundFile as exc:
            raise UnsupportedFileError("这不是 Word 文件，或者文件已经损坏", HINT) from exc
        except Exception as exc:  # a damaged file may make it fail in any way
            message = "这个旧格式的 Word 文件读不了，可能已经损坏"
            raise UnsupportedFileError(message, HINT) from exc
    codes = [item.code for item in report.warnings]
    return result, tuple(
        label
        for label, words in _LOSSES.items()
        if any(word in code for code in codes for word in words)
    )


@contextlib.contextmanager
def _padding_ignored() -> Iterator[None]:
    """Set the library to ignore the byte that fills up the properties of a paragraph.

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
