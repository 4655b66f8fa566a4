"""Rows of a table written as CSV: typed into a text, pasted from WPS, or saved as a file.

Every cell stays the text that was typed: no number is read as one.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.core.errors import CsvRowsError
from site_builder.core.yaml.nodes import decode_text
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.location import Location

MAX_BYTES = 1_000_000
MAX_COLUMNS = 50
MAX_ROWS = 2_000

_SPREADSHEET_ERRORS = (
    (re.compile("#{2,}"), "列太窄，数字没有存进去", "请在 WPS 或 Excel 里把这一列拉宽，再存一次。"),
    (
        re.compile(r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!)"),
        "公式算不出结果",
        "请在 WPS 或 Excel 里改正公式，再存一次。",
    ),
    (
        re.compile(r"[-+]?[0-9](?:\.[0-9]+)?E[-+][0-9]{2,3}"),
        "长数字变成了科学记数法，后面的位数丢了",
        "请在 WPS 或 Excel 里把这一列设成“文本”，重新填写，再存一次。",
    ),
)
"""What a spreadsheet leaves in a CSV file in place of the number that was meant."""

_SAVE_AS_HINT = "请在 WPS 或 Excel 里打开，另存为“CSV UTF-8（逗号分隔）”，放回原处。"


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row."""

    line: int
    """On which it starts, from 0."""
    cells: tuple[str, ...]


def decode_csv(data: bytes, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Decode a CSV file: UTF-8, or GBK as WPS and Excel save it in Chinese."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "", (_unusable_file_error(file, "文件是 UTF-16 编码（Excel 的“Unicode 文本”）"),)
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return "", (_unusable_file_error(file, "这不是 CSV 文件，是改了扩展名的工作簿"),)
    if len(data) > MAX_BYTES:
        message = f"表格文件有 {len(data) / 1_000_000:.1f} MB，超过 {MAX_BYTES // 1_000_000} MB"
        hint = "大表请做成附件，正文里放摘要。"
        return "", (error("prose/table", Location(file), message, hint),)
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            data = data.decode("gb18030").encode()
        except UnicodeDecodeError:
            return "", (_unusable_file_error(file, "文字的编码认不出来（不是 UTF-8，也不是 GBK）"),)
    return decode_text(data, file)


def _unusable_file_error(file: str, message: str) -> Diagnostic:
    return error("prose/table", Location(file), message, _SAVE_AS_HINT)


def read_rows(text: str) -> tuple[CsvRow, ...]:
    """Read rows, all of one length. Raises RowsError."""
    rows = tuple(_rows(text))
    if not rows:
        raise CsvRowsError(0, "表格没有内容", "请写上表头和各行；每行一行，各格用逗号隔开。")
    columns = len(rows[0].cells)
    if columns > MAX_COLUMNS or len(rows) > MAX_ROWS:
        unit, limit = ("列", MAX_COLUMNS) if columns > MAX_COLUMNS else ("行", MAX_ROWS)
        number = columns if unit == "列" else len(rows)
        message = f"表格有 {number} {unit}，超过 {limit} {unit}"
        raise CsvRowsError(rows[0].line, message, "请把大表做成附件，或拆成几张表。")
    for number, row in enumerate(rows, 1):
        if len(row.cells) != columns:
            message = f"表格第 {number} 行有 {len(row.cells)} 格，第 1 行有 {columns} 格"
            hint = (
                "各行的格数要相同，空的格子也要写出逗号；格子里有逗号的，整格用半角双引号括起来。"
            )
            raise CsvRowsError(row.line, message, hint)
    if columns == 1:
        hint = "各格之间用半角逗号隔开；只有一列的，请写成列表。"
        raise CsvRowsError(rows[0].line, "表格只有 1 列", hint)
    _require_filled(rows)
    return rows


def _rows(text: str) -> Iterator[CsvRow]:
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    tabs = any("\t" in line for line in lines)
    reader = csv.reader(
        (f"{line}\n" for line in lines), delimiter="\t" if tabs else ",", strict=True
    )
    start = 0
    try:
        for cells in reader:
            yield CsvRow(start, tuple(cell.strip() for cell in cells))
            start = reader.line_num
    except csv.Error:
        message = "双引号没有配对，从这里起读不出表格"
        hint = "格子里有逗号、换行或双引号的，整格用半角双引号括起来，里面的双引号写两个。"
        raise CsvRowsError(start, message, hint) from None


def _require_filled(rows: tuple[CsvRow, ...]) -> None:
    """Reject rows and columns that hold nothing: WPS saves such when cells were only coloured."""
    for number, row in enumerate(rows, 1):
        if not any(row.cells):
            raise CsvRowsError(row.line, f"表格第 {number} 行整行是空的", "请删去这一行。")
    for number, column in enumerate(zip(*(row.cells for row in rows), strict=True), 1):
        if not any(column):
            message = f"表格第 {number} 列整列是空的"
            raise CsvRowsError(
                rows[0].line, message, "请删去这一列；从 WPS 另存的，删去后再存一次。"
            )


def find_spreadsheet_errors(rows: tuple[CsvRow, ...]) -> Iterator[tuple[int, str, str]]:
    """Yield where a spreadsheet lost a number: the line, from 0, the message and the hint."""
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row.cells, 1):
            if "#" not in text and "E" not in text:
                continue
            for pattern, problem, hint in _SPREADSHEET_ERRORS:
                if pattern.fullmatch(text):
                    yield row.line, f"表格第 {number} 行第 {column} 格是“{text}”：{problem}", hint
                    break


def to_prose(line: str) -> str:
    """Return a line of rows as rules may read it: bars between cells, each column in its place."""
    is_quoted, output = False, []
    delimiter = "\t" if "\t" in line else ","
    for character in line:
        is_quoted ^= character == '"'
        at_end = character == delimiter and not is_quoted
        output.append("|" if at_end else " " if character == '"' else character)
    return "".join(output)
