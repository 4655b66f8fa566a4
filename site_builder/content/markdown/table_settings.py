"""The lines at the head of a table written as data: which file, which rows and cells are heads."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from site_builder.core.errors import ValueProblem
from site_builder.core.text.suggest import closest_match
from site_builder.core.yaml.nodes import Node
from site_builder.core.yaml.schema import Parser, Schema, SchemaField, read_mapping
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

FILE, HEADER_ROWS, ROW_HEADERS, MERGED, GROUPS = (
    "文件",
    "表头行数",
    "行标题列数",
    "合并",
    "分组行",
)
_KEYS = (FILE, HEADER_ROWS, ROW_HEADERS, MERGED, GROUPS)
_CODE = "prose/table"
_LINE = lazy_pattern(r'(\s*)([^\s:：,，\t|"]{1,12})(\s*[:：]\s*)(.*?)\s*')
_ITEM = lazy_pattern(r"[^\s,，、;；\[\]]+")
_RANGE = lazy_pattern(r"([A-Z]{1,2})([1-9][0-9]{0,3}):([A-Z]{1,2})([1-9][0-9]{0,3})")
_NUMBER = lazy_pattern("[0-9]{1,4}")
_GROUP = lazy_pattern("([1-9][0-9]{0,3})(?:[-~—至]([1-9][0-9]{0,3}))?")


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
    """The values of the lines, with the place of each."""

    file: str
    header_rows: int
    row_headers: int | None
    merged: Sequence[MergedRange]
    groups: Sequence[RowGroup]
    locations: Mapping[str, Location]
    """Key → its value's place."""
    lines: int
    """How many lines they take, the empty one behind them included."""
    diagnostics: list[Diagnostic]


def read_table_settings(
    lines: list[str], location_of: Callable[[int, int], Location]
) -> TableSettings:
    """Read the lines before the rows; `location_of` takes a line and a column of the block."""
    entries: list[tuple[str, Node]] = []
    for number, line in enumerate(lines):
        match = _LINE.fullmatch(line)
        if match is None:
            break
        key_location = location_of(number, len(match[1]) + 1)
        value_location = location_of(number, match.start(4) + 1)
        entries.append((match[2], Node(match[4], value_location, key_location)))
    result = read_mapping(entries, _SCHEMA, location_of(0, 1))
    line_count = len(entries)
    if line_count < len(lines) and not lines[line_count].strip():
        line_count += 1
    # Each parser returns its setting's own type.
    values: dict[str, Any] = result.values
    return TableSettings(
        file=values[FILE],
        header_rows=values[HEADER_ROWS],
        row_headers=values.get(ROW_HEADERS),
        merged=values[MERGED],
        groups=values[GROUPS],
        locations={key: node.location for key, node in result.nodes.items()},
        lines=line_count,
        diagnostics=result.diagnostics,
    )


def _unknown(key: str) -> tuple[str, str]:
    suggestion = closest_match(key, _KEYS)
    guess = f"是不是“{suggestion}”？" if suggestion else ""
    hint = f"{guess}这里可以写：{'、'.join(_KEYS)}。是表格内容的，前面空一行。"
    return f"不认识“{key}”", hint


def _filled(
    parse: Callable[[str, str, Location, list[Diagnostic]], object],
) -> Parser:
    """Return a parser that asks for something to be written."""

    def parse_filled(node: Node, name: str, diagnostics: list[Diagnostic]) -> object:
        text = node.text()
        if text:
            return parse(text, name, node.location, diagnostics)
        message = f"“{name}”后面没有写内容"
        hint = "请写上，或删去这一行。"
        diagnostics.append(error(_CODE, node.key_location, message, hint))
        return None

    return parse_filled


def _parse_file(text: str, _name: str, _location: Location, _diagnostics: list[Diagnostic]) -> str:
    return text.strip("\"'“”")


def _parse_count(text: str, name: str, _location: Location, _diagnostics: list[Diagnostic]) -> int:
    digits = unicodedata.normalize("NFKC", text)
    minimum = 1 if name == HEADER_ROWS else 0
    if _NUMBER.fullmatch(digits) and int(digits) >= minimum:
        return int(digits)
    raise ValueProblem(f"“{text}”不是{name}", f"写阿拉伯数字，如“{name}: {max(minimum, 2)}”。")


def _parse_groups(
    text: str, _name: str, location: Location, diagnostics: list[Diagnostic]
) -> list[RowGroup]:
    groups: list[RowGroup] = []
    for match in _ITEM.finditer(text):
        rows = _GROUP.fullmatch(unicodedata.normalize("NFKC", match[0]))
        item_location = Location(location.file, location.line, location.column + match.start())
        if rows:
            last = int(rows[2]) - 1 if rows[2] else None
            groups.append(RowGroup(int(rows[1]) - 1, last, item_location))
        else:
            hint = "写行号，第一行是 1，几组用顿号隔开，如“分组行: 3、8”或“分组行: 3-7、8-10”。"
            diagnostics.append(error(_CODE, item_location, f"“{match[0]}”不是行号", hint))
    return groups


def _parse_ranges(
    text: str, _name: str, location: Location, diagnostics: list[Diagnostic]
) -> list[MergedRange]:
    ranges: list[MergedRange] = []
    for item in _ITEM.finditer(text):
        item_location = Location(location.file, location.line, location.column + item.start())
        match = _RANGE.fullmatch(unicodedata.normalize("NFKC", item[0]).upper())
        hint = "写左上角和右下角两格的名称，如 A1:A2；几处用顿号隔开。"
        if match is None:
            message = f"“{item[0]}”不是要合并的格子"
            diagnostics.append(error(_CODE, item_location, message, hint))
            continue
        top, left = int(match[2]) - 1, _column(match[1])
        bottom, right = int(match[4]) - 1, _column(match[3])
        if bottom < top or right < left or (top, left) == (bottom, right):
            message = f"“{match[0]}”不是从左上角到右下角的几格"
            diagnostics.append(error(_CODE, item_location, message, hint))
            continue
        ranges.append(MergedRange(top, left, bottom, right, match[0], item_location))
    return ranges


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


_SCHEMA = Schema(
    _CODE,
    (
        SchemaField(FILE, FILE, _filled(_parse_file), default=""),
        SchemaField(HEADER_ROWS, HEADER_ROWS, _filled(_parse_count), default=1),
        SchemaField(ROW_HEADERS, ROW_HEADERS, _filled(_parse_count)),
        SchemaField(MERGED, MERGED, _filled(_parse_ranges), default=()),
        SchemaField(GROUPS, GROUPS, _filled(_parse_groups), default=()),
    ),
    unknown=_unknown,
)
