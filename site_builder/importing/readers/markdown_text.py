"""Markdown (`.md`): reports of our own, and what recognisers and converters write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.decoded_text import decode
from site_builder.importing.readers.markdown_blocks import MarkdownBlocks
from site_builder.importing.readers.markdown_words import MarkdownDialect
from site_builder.importing.readers.markup.page_fields import read_day
from site_builder.importing.readers.text_lines import SourceLine, numbered_lines
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Omission, Origin, Original

if TYPE_CHECKING:
    from site_builder.importing.readers.markup.pictures import OpenSibling

_MAX_BYTES = 3_000_000
_MAX_LINES = 50_000
_FIELD = lazy_pattern(r"([^\s:：#-][^:：]{0,19})[:：]\s*(.*?)\s*")
_NOTE = lazy_pattern(r"(?m)^ {0,3}\[\^([^\]\s]{1,40})\]:")
_WHOLE_FENCE = lazy_pattern(r"\s*```\s*(?:markdown|md)\s*")
_OWN_FIELDS = frozenset(("标题", "索引号", "机关", "名称", "发布日期", "生成日期"))
_MAX_FRONT_MATTER = 200


def read(file: str, data: bytes, *, open_sibling: OpenSibling | None = None) -> Original:
    """Read a Markdown file.

    Raises UnsupportedFileError for what is no text, or is out of bounds.
    """
    decoded = decode(file, data, "", _MAX_BYTES)
    text = _without_comments(decoded.text)
    lines = numbered_lines(text)
    if len(lines) > _MAX_LINES:
        raise UnsupportedFileError(
            f"文件超过 {_MAX_LINES} 行", "请核对是不是选错了文件；只留报告本身，再导入。"
        )
    fields, omissions, rest = _take_front_matter(file, lines)
    dialect = MarkdownDialect(bool(fields.keys() & _OWN_FIELDS), frozenset(_NOTE.findall(text)))
    scanner = MarkdownBlocks(file, _unwrap(rest), dialect, open_sibling)
    blocks = scanner.read()
    if not blocks:
        raise UnsupportedFileError("文件里没有文字", "请核对文件，重新保存后再导入。")
    return Original(
        file,
        tuple(blocks),
        fields.get("标题", ""),
        fields.get("机关", ""),
        read_day(fields.get("发布日期", "")),
        tuple(omissions),
        (*decoded.diagnostics, *scanner.diagnostics),
    )


def _take_front_matter(
    file: str, lines: Sequence[SourceLine]
) -> tuple[dict[str, str], list[Omission], Sequence[SourceLine]]:
    """Take off the fields between two lines `---` at the start."""
    if not lines or lines[0].text.rstrip() != "---":
        return {}, [], lines
    for position, line in enumerate(lines[1:_MAX_FRONT_MATTER], 1):
        if line.text.rstrip() == "---":
            head = lines[1:position]
            matches = (_FIELD.fullmatch(entry.text) for entry in head)
            fields = {match[1]: match[2].strip("\"'") for match in matches if match}
            words = "\n".join(entry.text for entry in head)
            omission = Omission(words, "文件开头的说明", Origin(file, line=2))
            return fields, [omission] if words.strip() else [], lines[position + 1 :]
    return {}, [], lines


def _without_comments(text: str) -> str:
    """Return a text without comments; its lines keep their numbers."""
    pieces: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        pieces += [text[position:start], "\n" * text.count("\n", start, end)]
        position = end + len("-->")
    return "".join((*pieces, text[position:]))


def _unwrap(lines: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """Take off a fence around the whole text, as some recognisers write."""
    filled = [position for position, line in enumerate(lines) if line.text.strip()]
    if not filled or not _WHOLE_FENCE.fullmatch(lines[filled[0]].text):
        return lines
    end = filled[-1] if lines[filled[-1]].text.strip() == "```" else len(lines)
    return lines[filled[0] + 1 : end]
