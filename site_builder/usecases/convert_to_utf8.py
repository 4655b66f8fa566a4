"""A source in GBK or UTF-16 → the same text in UTF-8: exactly, or not at all."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from site_builder.core.errors import SaveConflictError, UsageError
from site_builder.model.saved_version import SourceText
from site_builder.usecases.save_source import missing_source_error, read_source, save_source

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_NAMES = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GBK"}
_MIN_NULS = 0.05
"""Share of bytes; a text of any other encoding holds none."""
_FIRST_THREE_BYTES = "\u0800"
"""From here on, UTF-8 has three bytes: other encodings hardly ever have just these."""
_REPLACEMENT = "\ufffd"
_LINE_SPACES = "\t\r\n"
_NO_TEXT = ("Cc", "Cn", "Co", "Cs")
"""Controls, and what is no character."""
_MIN_COMMON = 0.9
"""Share of Chinese characters that are among the usual ones."""


@dataclass(frozen=True, slots=True)
class DecodedSource:
    """A source in another encoding, as it will be in UTF-8."""

    text: str
    encoding: str
    """In words."""
    is_doubtful: bool
    """The text has many rare characters: the encoding may be still another."""


def decode_source(source: SourceText) -> DecodedSource:
    """Return the text of a source that is not in UTF-8. Raises UsageError where bytes are lost."""
    data = source.data
    mark = data[:2] if data[:2] in _MARKS else b""
    encoding = _MARKS.get(mark) or _unmarked_encoding(source)
    content = data[len(mark) :]
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as exc:
        line = content[: exc.start].decode(encoding, "replace").count("\n") + 1
        raise _damaged(source, line, f"不全是 {_NAMES[encoding]} 的字") from exc
    odd = next((at for at, character in enumerate(text) if _is_no_text(character)), -1)
    if odd >= 0:
        raise _damaged(source, text.count("\n", 0, odd) + 1, "有不是文字的内容")
    if text.encode(encoding) != content:
        raise _damaged(source, 1, "转换以后换不回来")
    return DecodedSource(text, _NAMES[encoding], _has_rare_characters(text))


def convert_to_utf8(project: Path, base: SourceText, now: datetime) -> SourceText:
    """Write a source in UTF-8; what it was stays among its versions.

    `base`: what was shown, by its digest. Raises as `save_source` and `decode_source`.
    """
    current = read_source(project, base.path)
    if not current.digest:
        raise missing_source_error(base.path)
    if current.digest != base.digest:
        raise SaveConflictError(current.path, current.data)
    return save_source(project, base, decode_source(current).text.encode(), now)


def _unmarked_encoding(source: SourceText) -> str:
    """Return the encoding of a text that names none. Raises UsageError for damaged UTF-8."""
    data = source.data
    if data.count(0) > len(data) * _MIN_NULS:
        is_little = data[1::2].count(0) > data[::2].count(0)
        return "utf-16-le" if is_little else "utf-16-be"
    text = data.decode("utf-8", "replace")
    broken = text.count(_REPLACEMENT)
    if sum(character >= _FIRST_THREE_BYTES for character in text) - broken > broken:
        line = text.count("\n", 0, text.index(_REPLACEMENT)) + 1
        raise _damaged(source, line, "是 UTF-8 的文件，只是有坏了的字")
    return "gb18030"


def _damaged(source: SourceText, line: int, reason: str) -> UsageError:
    return UsageError(
        f"{source.path} 不能转换，没有改动它：第 {line} 行起{reason}",
        "请用原来的软件打开核对，另存为 UTF-8 编码；打不开的，请找回没有损坏的一份。",
    )


def _is_no_text(character: str) -> bool:
    return character not in _LINE_SPACES and unicodedata.category(character) in _NO_TEXT


def _has_rare_characters(text: str) -> bool:
    letters = [character for character in text if not character.isascii()]
    return sum(_are_common(letters)) < len(letters) * _MIN_COMMON


def _are_common(letters: Iterable[str]) -> Iterable[bool]:
    for character in letters:
        try:
            character.encode("gb2312")
            yield True
        except UnicodeEncodeError:
            yield False
