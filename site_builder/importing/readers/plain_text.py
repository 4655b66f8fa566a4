"""Plain text (`.txt`): lines as they stand, and tables where their cells are apart for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.decoded_text import decode
from site_builder.importing.readers.text_lines import SourceLine, block_of_line, numbered_lines
from site_builder.importing.readers.text_tables import find_tables
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, Omission, Origin, Original

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_BYTES = 10_000_000
_MAX_LINES = 100_000
_HEAD_LINES = 15
_FIELD = lazy_pattern(
    r"\s*(标题|发布时间|发布日期|发布机构|来源|文号|栏目|索引号|原文链接|网址)\s*[:：]\s*(.*)"
)
_RULER = lazy_pattern(r"\s*[=\-*_—─]{3,}\s*(?:正文)?\s*[=\-*_—─]*\s*")
_DAY = lazy_pattern(r"([12][0-9]{3})[-年/.]([0-9]{1,2})[-月/.]([0-9]{1,2})")


def read(file: str, data: bytes) -> Original:
    """Read a text in UTF-8, UTF-16 or GB18030.

    Raises UnsupportedFileError for what is no text, or is out of bounds.
    """
    decoded = decode(file, data, "", _MAX_BYTES)
    lines = numbered_lines(decoded.text)
    if len(lines) > _MAX_LINES:
        raise UnsupportedFileError(
            f"文件超过 {_MAX_LINES} 行", "请核对是不是选错了文件；只留报告本身，再导入。"
        )
    fields, omissions, rest = _take_head(file, lines)
    blocks = _blocks(file, rest)
    if not blocks:
        raise UnsupportedFileError("文件里没有文字", "请核对文件，重新保存后再导入。")
    return Original(
        file,
        tuple(blocks),
        fields.get("标题", ""),
        fields.get("发布机构", ""),
        _day(fields.get("发布时间", "") or fields.get("发布日期", "")),
        tuple(omissions),
        decoded.diagnostics,
    )


def _blocks(file: str, lines: Sequence[SourceLine]) -> list[Block]:
    blocks: list[Block] = []
    tables = find_tables(file, lines)
    position = 0
    while position < len(lines):
        line = lines[position]
        if position in tables:
            table, length = tables[position]
            blocks.append(table)
            position += length
            continue
        for cell in line.text.split("\t"):
            block = block_of_line(file, SourceLine(line.number, cell))
            if block is not None:
                blocks.append(block)
        position += 1
    return blocks


def _take_head(
    file: str, lines: Sequence[SourceLine]
) -> tuple[dict[str, str], list[Omission], Sequence[SourceLine]]:
    """Take off the fields that programs which collect pages write above a ruler."""
    fields: dict[str, str] = {}
    for position, line in enumerate(lines[:_HEAD_LINES]):
        match = _FIELD.fullmatch(line.text)
        if match:
            fields[match[1]] = match[2].strip()
        elif fields and _RULER.fullmatch(line.text):
            omissions = [
                Omission(head.text.strip(), "文件开头的信息栏", Origin(file, line=head.number))
                for head in lines[:position]
                if head.text.strip()
            ]
            return fields, omissions, lines[position + 1 :]
        elif line.text.strip():
            break
    return {}, [], lines


def _day(text: str) -> str:
    match = _DAY.search(text)
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else ""
