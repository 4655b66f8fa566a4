"""The lines at the head of a table written as data: which file, which rows and cells are heads.

Called by `read.tables`.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.place import Location
from site_builder.nearest import closest_match

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
class Range:
    """Merged cells, named as WPS and Excel name them; rows and columns count from 0."""

    top: int
    left: int
    bottom: int
    right: int
    name: str
    place: Location

    def slots(self) -> list[tuple[int, int]]:
        """List the rows and columns it covers."""
        columns = range(self.left, self.right + 1)
        return [(row, column) for row in range(self.top, self.bottom + 1) for column in columns]


@dataclass(frozen=True, slots=True)
class Group:
    """A row that names those below it; rows count from 0."""

    row: int
    last: int | None
    """The last row it names; None: up to the next group or the end."""
    place: Location


@dataclass(slots=True)
class TableSettings:
    """What the lines say, with the place of each."""

    file: str = ""
    header_rows: int = 1
    row_headers: int | None = None
    merged: list[Range] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    places: dict[str, Location] = field(default_factory=dict)
    """Key → its value's place."""
    lines: int = 0
    """How many lines they take, the empty one behind them included."""
    diagnostics: list[Diagnostic] = field(default_factory=list)


def column_name(column: int) -> str:
    """Name a column, counted from 0, as WPS and Excel do."""
    head, last = divmod(column, 26)
    return (chr(64 + head) if head else "") + chr(65 + last)


def read_settings(lines: list[str], place: Callable[[int, int], Location]) -> TableSettings:
    """Read the lines before the rows. `place` gives that of a line and column of the block."""
    settings = TableSettings()
    for number, line in enumerate(lines):
        match = _LINE.fullmatch(line)
        if match is None:
            break
        settings.lines = number + 1
        at = place(number, len(match[1]) + 1)
        value_at = place(number, match.start(4) + 1)
        _read_setting(settings, match[2], match[4], at, value_at)
    if settings.lines < len(lines) and not lines[settings.lines].strip():
        settings.lines += 1
    return settings


def _read_setting(
    settings: TableSettings, key: str, value: str, at: Location, value_at: Location
) -> None:
    add = settings.diagnostics.append
    if key not in _KEYS:
        close = closest_match(key, _KEYS)
        guess = f"是不是“{close}”？" if close else ""
        hint = f"{guess}这里可以写：{'、'.join(_KEYS)}。是表格内容的，前面空一行。"
        add(error("prose/table", at, f"不认识“{key}”", hint))
        return
    if key in settings.places:
        first = settings.places[key].line
        add(error("prose/table", at, f"“{key}”写了两次，第一次在第 {first} 行", "请只留一个。"))
        return
    settings.places[key] = value_at
    if not value:
        add(error("prose/table", at, f"“{key}”后面没有写内容", "请写上，或删去这一行。"))
    elif key == FILE:
        settings.file = value.strip("\"'“”")
    elif key == MERGED:
        _read_ranges(settings, value, value_at)
    elif key == GROUPS:
        _read_groups(settings, value, value_at)
    else:
        _read_count(settings, key, value, value_at)


def _read_count(settings: TableSettings, key: str, value: str, at: Location) -> None:
    digits = unicodedata.normalize("NFKC", value)
    least = 1 if key == HEADER_ROWS else 0
    if not _NUMBER.fullmatch(digits) or int(digits) < least:
        hint = f"写阿拉伯数字，如“{key}: {max(least, 2)}”。"
        settings.diagnostics.append(error("prose/table", at, f"“{value}”不是{key}", hint))
    elif key == HEADER_ROWS:
        settings.header_rows = int(digits)
    else:
        settings.row_headers = int(digits)


def _read_groups(settings: TableSettings, value: str, at: Location) -> None:
    for match in _ITEM.finditer(value):
        rows = _GROUP.fullmatch(unicodedata.normalize("NFKC", match[0]))
        place = Location(at.file, at.line, at.column + match.start())
        if rows:
            last = int(rows[2]) - 1 if rows[2] else None
            settings.groups.append(Group(int(rows[1]) - 1, last, place))
        else:
            hint = "写行号，第一行是 1，几组用顿号隔开，如“分组行: 3、8”或“分组行: 3-7、8-10”。"
            message = f"“{match[0]}”不是行号"
            settings.diagnostics.append(error("prose/table", place, message, hint))


def _read_ranges(settings: TableSettings, value: str, at: Location) -> None:
    for item in _ITEM.finditer(value):
        place = Location(at.file, at.line, at.column + item.start())
        match = _RANGE.fullmatch(unicodedata.normalize("NFKC", item[0]).upper())
        hint = "写左上角和右下角两格的名称，如 A1:A2；几处用顿号隔开。"
        if match is None:
            message = f"“{item[0]}”不是要合并的格子"
            settings.diagnostics.append(error("prose/table", place, message, hint))
            continue
        top, left = int(match[2]) - 1, _column(match[1])
        bottom, right = int(match[4]) - 1, _column(match[3])
        if bottom < top or right < left or (top, left) == (bottom, right):
            message = f"“{match[0]}”不是从左上角到右下角的几格"
            settings.diagnostics.append(error("prose/table", place, message, hint))
            continue
        settings.merged.append(Range(top, left, bottom, right, match[0], place))


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
