"""Old Word and WPS files (`.doc`, `.wps`): converted by msdoc2docx, compared with LibreOffice."""

from dataclasses import replace

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import word
from site_builder.importing.readers.libreoffice import convert_to_docx, find_libreoffice
from site_builder.importing.readers.old_word_conversion import HINT, MAX_SIZE, convert_old_word
from site_builder.importing.readers.old_word_text import find_lost_numbers
from site_builder.importing.readers.second_opinion import compare_readings
from site_builder.model.diagnostic import warning
from site_builder.model.location import Location
from site_builder.model.original import Original

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_JOINING = {"import/revisions", "import/hidden"}
"""With these, numbers stand side by side in the file that nobody sees together."""
_MAX_NUMBERS = 8
_LIBREOFFICE = "LibreOffice"


def read(file: str, data: bytes) -> Original:
    """Read an old Word file; `file` as it was named on the command line.

    Raises UnsupportedFileError for what is encrypted, damaged, too large, or of another format.
    """
    if data.startswith(b"PK"):
        return word.read(file, data)
    if not data.startswith(_COMPOUND):
        raise UnsupportedFileError("这不是旧格式的 Word 文件，可能已经损坏", HINT)
    if len(data) > MAX_SIZE:
        raise UnsupportedFileError("文件太大", f"请删去里面的大图片。{HINT}")
    try:
        own = _read_converted(file, data)
    except UnsupportedFileError:
        other = _second_reading(file, data)
        if other is None:
            raise
        message = "这个旧格式的文件只有 LibreOffice 读得出来，没有第二种读法可以对照"
        notice = warning("import/second-opinion", Location(file), message, "请对照原文件核对。")
        return replace(other, diagnostics=(*other.diagnostics, notice))
    other = _second_reading(file, data)
    return own if other is None else compare_readings(own, other, _LIBREOFFICE)


def _read_converted(file: str, data: bytes) -> Original:
    converted, losses = convert_old_word(data)
    original = word.read(file, converted)
    messages = [f"旧格式的文件里，有的{'、'.join(losses)}没有完全转换"] if losses else []
    lost_numbers = find_lost_numbers(data, original)
    if lost_numbers and not {item.code for item in original.diagnostics} & _JOINING:
        more = f"……共 {len(lost_numbers)} 个" if len(lost_numbers) > _MAX_NUMBERS else ""
        places = "、".join(lost_numbers[:_MAX_NUMBERS])
        messages.append(f"旧格式的文件里，有的数字没有读出来（{places}{more}）")
    notices = (
        warning("import/old-word", Location(file), message, f"请核对。不对的，{HINT}")
        for message in messages
    )
    return replace(original, diagnostics=(*original.diagnostics, *notices))


def _second_reading(file: str, data: bytes) -> Original | None:
    """Return what LibreOffice reads; None without it, or when it cannot read the file."""
    if not find_libreoffice():
        return None
    try:
        return word.read(file, convert_to_docx(data, "doc"))
    except UnsupportedFileError:
        return None
