"""What the records of an XLS file say that python-calamine leaves out: formats, formulas, hiding.

BIFF8 alone, as Excel has written since 1997, and WPS in its ET files.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from site_builder.core.compound_file import CompoundFile
from site_builder.importing.readers.number_formats import built_in_format

_STREAMS = ("Workbook", "Book")
_BIFF8 = 0x0600
_BOF, _EOF, _DATE_MODE, _BOUND_SHEET = 0x0809, 0x000A, 0x0022, 0x0085
_FORMAT, _XF = 0x041E, 0x00E0
_NUMBER, _RK, _MUL_RK, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
_ROW, _COLUMN_INFO, _WINDOW = 0x0208, 0x007D, 0x023E
_MAX_RECORDS = 3_000_000

Place = tuple[int, int]


@dataclass(slots=True)
class SheetRecords:
    """Of one sheet; places are row and column, counted from 0."""

    numbers: dict[Place, tuple[float, int]] = field(default_factory=dict)
    """Number and index of the cell's style."""
    formulas: list[Place] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hides_zeros: bool = False


@dataclass(slots=True)
class XlsRecords:
    """Of a workbook."""

    sheets: dict[str, SheetRecords] = field(default_factory=dict)
    starts_1904: bool = False
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    """Number of the format, by the index of a style."""

    def format_code(self, style: int) -> str:
        """Return the code of a style's number format."""
        number = self.styles[style] if style < len(self.styles) else 0
        return self.formats.get(number) or built_in_format(number)


def read_xls_records(data: bytes) -> XlsRecords | None:
    """Return what the records say; None for other versions and for records out of order."""
    try:
        file = CompoundFile(data)
        stream = next(item for item in file.streams if item.name in _STREAMS)
        return _read_workbook(file.read(stream))
    except Exception:  # noqa: BLE001 - damaged records fail in any way; the cells are read anyway
        return None


def _records(stream: bytes, start: int, budget: Iterator[int]) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records up to the end of their part.

    Raises RuntimeError when the records of the workbook are too many.
    """
    position, depth = start, 0
    while position + 4 <= len(stream):
        if next(budget, None) is None:
            raise RuntimeError("too many records")
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length
        # A chart inside of a sheet is a part of its own.
        depth += (kind == _BOF) - (kind == _EOF)
        if not depth:
            return


def _read_workbook(stream: bytes) -> XlsRecords | None:
    workbook = XlsRecords()
    starts: dict[str, int] = {}
    budget = iter(range(_MAX_RECORDS))
    for kind, content in _records(stream, 0, budget):
        if kind == _BOF and struct.unpack_from("<H", content)[0] != _BIFF8:
            return None
        if kind == _DATE_MODE:
            workbook.starts_1904 = content[:2] == b"\x01\x00"
        elif kind == _FORMAT:
            number = struct.unpack_from("<H", content)[0]
            workbook.formats[number] = _text(content[2:], "<H")
        elif kind == _XF:
            workbook.styles.append(struct.unpack_from("<H", content, 2)[0])
        elif kind == _BOUND_SHEET:
            start, _, sheet_type = struct.unpack_from("<IBB", content)
            if not sheet_type:
                starts[_text(content[6:], "<B")] = start
    for name, start in starts.items():
        workbook.sheets[name] = _read_sheet(stream, start, budget)
    return workbook


def _text(content: bytes, length_type: str) -> str:
    """Return a text that begins with its length and a byte that says how it is encoded."""
    size = struct.calcsize(length_type)
    length = struct.unpack_from(length_type, content)[0]
    if content[size] & 1:
        return content[size + 1 : size + 1 + 2 * length].decode("utf-16-le")
    return content[size + 1 : size + 1 + length].decode("latin-1")


def _read_sheet(stream: bytes, start: int, budget: Iterator[int]) -> SheetRecords:
    sheet = SheetRecords()
    depth = 0
    for kind, content in _records(stream, start, budget):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth > 1:
            continue
        if kind in (_NUMBER, _RK, _MUL_RK, _FORMULA):
            _read_cells(kind, content, sheet)
        elif kind == _ROW and struct.unpack_from("<H", content, 12)[0] & 0x20:
            sheet.hidden_rows.add(struct.unpack_from("<H", content)[0])
        elif kind == _COLUMN_INFO and content[8] & 1:
            sheet.hidden_columns.append(struct.unpack_from("<HH", content))
        elif kind == _WINDOW:
            sheet.hides_zeros = not struct.unpack_from("<H", content)[0] & 0x10
    return sheet


def _read_cells(kind: int, content: bytes, sheet: SheetRecords) -> None:
    row, column, style = struct.unpack_from("<HHH", content)
    if kind == _NUMBER:
        sheet.numbers[row, column] = struct.unpack_from("<d", content, 6)[0], style
    elif kind == _RK:
        sheet.numbers[row, column] = _packed_number(content[6:10]), style
    elif kind == _FORMULA:
        sheet.formulas.append((row, column))
        # Two bytes of ones: the result is no number.
        if content[12:14] != b"\xff\xff":
            sheet.numbers[row, column] = struct.unpack_from("<d", content, 6)[0], style
    else:
        for offset in range(4, len(content) - 6, 6):
            style = struct.unpack_from("<H", content, offset)[0]
            number = _packed_number(content[offset + 2 : offset + 6])
            sheet.numbers[row, column + (offset - 4) // 6] = number, style


def _packed_number(packed: bytes) -> float:
    """Return a number of four bytes: the upper half of a binary one, or an integer, or a 100th."""
    bits = struct.unpack("<I", packed)[0]
    if bits & 2:
        number = float(struct.unpack("<i", packed)[0] >> 2)
    else:
        number = struct.unpack("<d", bytes(4) + struct.pack("<I", bits & 0xFFFFFFFC))[0]
    return number / 100 if bits & 1 else number
