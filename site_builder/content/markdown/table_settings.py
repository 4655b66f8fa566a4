"""The lines at the head of a table written as data: which file, which rows and cells are heads.

Called by `read.tables`.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from site_builder.core.text.suggest import closest_match
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.location import Location

FILE, HEADER_ROWS, ROW_HEADERS, MERGED, GROUPS = (
    "文件",
    "表头行数",
    "行标题列数",
    "合并",
    "分组行",
)
_KEYS = (FILE, HEADER_ROWS, ROW_HEADERS, MERGED, GROUPS)
_LINE = re.compile(r'(\s*)([^\s:：,，\t|"]{1,12})(\s*[:：]\s*)(.*?)\s*')
_ITEM = re.compile(r"[^\s,，、;；\[\]]+")
_RANGE = re.compile(r"([A-Z]{1,2})([1-9][0-9]{0,3}):([A-Z]{1,2})([1-9][0-9]{0,3})")
_NUMBER = re.compile("[0-9]{1,4}")
_GROUP = re.compile("([1-9][0-9]{0,3})(?:[-~—至]([1-9][0-9]{0,3}))?")


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Merged cells, named as WPS and Excel name them; rows and columns count from 0."""

    top: int
    left: int
    bottom: int
    right: int
    name: str
    location: Location

    def slots(self) -> list[tuple[int, int]]:
        """Return the rows and columns it covers."""
        columns = range(self.left, self.right + 1)
        return [(row, column) for row in range(self.top, self.bottom + 1) for column in columns]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A row that names those below it; rows count from 0."""

    row: int
    last: int | None
    """The last row it names; None: up to the next group or the end."""
    location: Location


@dataclass(slots=True)
class TableSettings:
    """What the lines say, with the place of each."""

    file: str = ""
    header_rows: int = 1
    row_headers: int | None = None
    merged: list[MergedRange] = field(default_factory=list)
    groups: list[RowGroup] = field(default_factory=list)
    locations: dict[str, Location] = field(default_factory=dict)
    """Key → its value's place."""
    lines: int = 0
    """How many lines they take, the empty one behind them included."""
    diagnostics: list[Diagnostic] = field(default_factory=list)


def column_name(column: int) -> str:
    """Return the name of a column, counted from 0, as WPS and Excel do."""
    prefix, last = divmod(column, 26)
    return (chr(64 + prefix) if prefix else "") + chr(65 + last)


def read_table_settings(
    lines: list[str], location_of: Callable[[int, int], Location]
) -> TableSettings:
    """Read the lines before the rows. `place` gives that of a line and column of the block."""
    settings = TableSettings()
    for number, line in enumerate(lines):
        match = _LINE.fullmatch(line)
        if match is None:
            break
        settings.lines = number + 1
        key_location = location_of(number, len(match[1]) + 1)
        value_location = location_of(number, match.start(4) + 1)
        _read_setting(settings, match[2], match[4], key_location, value_location)
    if settings.lines < len(lines) and not lines[settings.lines].strip():
        settings.lines += 1
    return settings


def _read_setting(
    settings: TableSettings, key: str, value: str, location: Location, value_location: Location
) -> None:
    add_diagnostic = settings.diagnostics.append
    if key not in _KEYS:
        suggestion = closest_match(key, _KEYS)
        guess = f"是不是“{suggestion}”？" if suggestion else ""
        hint = f"{guess}这里可以写：{'、'.join(_KEYS)}。是表格内容的，前面空一行。"
        add_diagnostic(error("prose/table", location, f"不认识“{key}”", hint))
        return
    if key in settings.locations:
        first = settings.locations[key].line
        add_diagnostic(
            error(
                "prose/table", location, f"“{key}”写了两次，第一次在第 {first} 行", "请只留一个。"
            )
        )
        return
    settings.locations[key] = value_location
    if not value:
        add_diagnostic(
            error("prose/table", location, f"“{key}”后面没有写内容", "请写上，或删去这一行。")
        )
    elif key == FILE:
        settings.file = value.strip("\"'“”")
    elif key == MERGED:
        _read_ranges(settings, value, value_location)
    elif key == GROUPS:
        _read_groups(settings, value, value_location)
    else:
        _read_count(settings, key, value, value_location)


def _read_count(settings: TableSettings, key: str, value: str, location: Location) -> None:
    digits = unicodedata.normalize("NFKC", value)
    minimum = 1 if key == HEADER_ROWS else 0
    if not _NUMBER.fullmatch(digits) or int(digits) < minimum:
        hint = f"写阿拉伯数字，如“{key}: {max(minimum, 2)}”。"
        settings.diagnostics.append(error("prose/table", location, f"“{value}”不是{key}", hint))
    elif key == HEADER_ROWS:
        settings.header_rows = int(digits)
    else:
        settings.row_headers = int(digits)


def _read_groups(settings: TableSettings, value: str, location: Location) -> None:
    for match in _ITEM.finditer(value):
        rows = _GROUP.fullmatch(unicodedata.normalize("NFKC", match[0]))
        item_location = Location(location.file, location.line, location.column + match.start())
        if rows:
            last = int(rows[2]) - 1 if rows[2] else None
            settings.groups.append(RowGroup(int(rows[1]) - 1, last, item_location))
        else:
            hint = "写行号，第一行是 1，几组用顿号隔开，如“分组行: 3、8”或“分组行: 3-7、8-10”。"
            message = f"“{match[0]}”不是行号"
            settings.diagnostics.append(error("prose/table", item_location, message, hint))


def _read_ranges(settings: TableSettings, value: str, location: Location) -> None:
    for item in _ITEM.finditer(value):
        item_location = Location(location.file, location.line, location.column + item.start())
        match = _RANGE.fullmatch(unicodedata.normalize("NFKC", item[0]).upper())
        hint = "写左上角和右下角两格的名称，如 A1:A2；几处用顿号隔开。"
        if match is None:
            message = f"“{item[0]}”不是要合并的格子"
            settings.diagnostics.append(error("prose/table", item_location, message, hint))
            continue
        top, left = int(match[2]) - 1, _column(match[1])
        bottom, right = int(match[4]) - 1, _column(match[3])
        if bottom < top or right < left or (top, left) == (bottom, right):
            message = f"“{match[0]}”不是从左上角到右下角的几格"
            settings.diagnostics.append(error("prose/table", item_location, message, hint))
            continue
        settings.merged.append(MergedRange(top, left, bottom, right, match[0], item_location))


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
