"""CSV and TSV → `Original`: the encoding, the separator and the guard against formulas found."""

import csv
import io
from dataclasses import replace

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.sheet_blocks import build_original
from site_builder.importing.readers.sheets import CellBudget, Sheet, SheetCell
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.original import Original

MAX_BYTES = 60_000_000
_SEPARATORS = ",\t;|，；"
_SAMPLE, _SAMPLE_LINES = 60_000, 40
_SEPARATOR_LINE = lazy_pattern("(?i)sep=(.)")
"""How Excel is told the separator, in the first line."""
_GUARDED = frozenset("=+-@\t\r\n＝＋－＠")
"""Our own CSV files put an apostrophe before a text that begins so: it would be a formula."""
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_MIN_NULLS = 0.1
"""Share of zero bytes that only text in UTF-16 has."""


def read(file: str, data: bytes) -> Original:
    """Read a table of one sheet.

    Raises UnsupportedFileError for bytes in no known encoding, for quotes that never end and for a
    table beyond the limits.
    """
    if len(data) > MAX_BYTES:
        raise UnsupportedFileError("文件太大", "请分成几个文件，再导入。")
    text = _decode(data).replace("\r\n", "\n").replace("\r", "\n")
    separator, text = _separator(text)
    sheet, diagnostics = _read_sheet(file, text, separator)
    original = build_original(file, [sheet])
    if not original.blocks:
        raise UnsupportedFileError("文件里没有内容", "请核对是不是选错了文件。")
    return replace(original, diagnostics=(*diagnostics, *original.diagnostics))


def strip_guard(text: str) -> str:
    """Return a text without the apostrophe that keeps it from being a formula."""
    if text[:1] == "'" and text.lstrip("'")[:1] in _GUARDED:
        return text[1:] if text.strip("'") else text
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    sample = data[:4000]
    if sample.count(0) > len(sample) * _MIN_NULLS:
        is_big = sample[::2].count(0) > sample[1::2].count(0)
        return _strictly(data, "utf-16-be" if is_big else "utf-16-le")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _strictly(data, "gb18030")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        message = f"第 {line} 行有认不出的字符，编码不是 UTF-8、UTF-16 或 GB18030"
        hint = "请用原来的软件打开，另存为 .xlsx 或 UTF-8 编码的 CSV，再导入。"
        raise UnsupportedFileError(message, hint) from exc


def _separator(text: str) -> tuple[str, str]:
    """Return the separator, and the text below the line that states it."""
    first, _, rest = text.partition("\n") if text[:1] in ("s", "S", '"') else ("", "", "")
    stated = _SEPARATOR_LINE.fullmatch(first.strip('"'))
    if stated:
        return stated[1], f"\n{rest}"
    sample = "\n".join(text[:_SAMPLE].split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES])
    best = max(_SEPARATORS, key=lambda separator: _fitness(sample, separator))
    return best, text


def _fitness(sample: str, separator: str) -> tuple[int, int]:
    """Return how many lines a separator cuts into the usual number of columns, and that number."""
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row]
    except csv.Error:
        return 0, 0
    several = [width for width in widths if width > 1]
    if not several:
        return 0, 0
    usual = max(set(several), key=lambda width: (several.count(width), width))
    return several.count(usual), usual


def _read_sheet(file: str, text: str, separator: str) -> tuple[Sheet, tuple[Diagnostic, ...]]:
    csv.field_size_limit(MAX_BYTES)
    try:
        return _parse(text, separator, strict=True), ()
    except csv.Error as exc:
        problem = str(exc)
    if "unexpected end" in problem or text.count('"') % 2:
        message = "双引号没有配对，分不清后面哪些是一格"
        hint = "请用 Excel 或 WPS 打开核对，另存为 .xlsx，再导入。"
        raise UnsupportedFileError(message, hint)
    try:
        sheet = _parse(text, separator, strict=False)
    except csv.Error as exc:
        raise UnsupportedFileError("文件损坏，不是表格", "请另存为 .xlsx，再导入。") from exc
    message = "有的格子里双引号写得不合规矩"
    hint = "已经尽量读取，请核对有双引号的格子；另存为 .xlsx 再导入更可靠。"
    return sheet, (warning("import/quotes", Location(file), message, hint),)


def _parse(text: str, separator: str, *, strict: bool) -> Sheet:
    """Read the cells. Raises csv.Error, and UnsupportedFileError beyond the limits."""
    sheet, budget = Sheet(""), CellBudget()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    for row, values in enumerate(reader):
        budget.take_empty()
        for column, value in enumerate(values):
            if value.strip():
                budget.take()
                sheet.cells[row, column] = SheetCell(strip_guard(value))
            else:
                budget.take_empty()
    return sheet
