"""A table of a text written anew: only lines of what was changed, read back before it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from site_builder.content.markdown.csv_rows import MAX_COLUMNS
from site_builder.content.markdown.editable_tables import MAX_CELLS, clean_cell, find_table
from site_builder.content.markdown.table_captions import (
    ROW_HEADER_NOTES,
    TABLE_FENCE,
    split_caption,
)
from site_builder.content.markdown.table_settings import (
    GROUPS,
    HEADER_ROWS,
    MERGED,
    ROW_HEADERS,
)
from site_builder.core.errors import ValueProblem
from site_builder.core.text.table_markup import (
    bar_row,
    csv_row,
    delimiter_row,
    fence_around,
    range_name,
)
from site_builder.model.editable_table import EditableTable, TableSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    _Lines = Mapping[tuple[str, ...], tuple[str, ...]]

_MARK = "表："


@dataclass(frozen=True, slots=True)
class TableEdit:
    """Lines that take the place of others."""

    first: int
    end: int
    lines: tuple[str, ...]


def replace_table(markdown: str, line: int, table: EditableTable) -> TableEdit:
    """Write a table in place of that on a line. Raises ValueProblem when it can be none."""
    source = find_table(markdown, line)
    if source is None:
        raise ValueProblem("文稿里找不到这张表", "请把光标放在表格里再打开。")
    target = _normalized(table)
    if target == _normalized(source.table):
        return TableEdit(source.first, source.first, ())
    body = _draft(target, source)
    first, rest = source.prefixes
    drafted = [first + body[0], *((rest + text).rstrip() for text in body[1:])]
    lines = markdown.split("\n")
    edited = [*lines[: source.first], *drafted, *lines[source.end :]]
    _check_read_back("\n".join(edited), source.first, target)
    return TableEdit(source.first, source.end, tuple(drafted))


def draft_table(table: EditableTable) -> tuple[str, ...]:
    """Write a new table. Raises ValueProblem when it can be none."""
    target = _normalized(table)
    lines = _draft(target, None)
    _check_read_back("\n".join(lines), 0, target)
    return tuple(lines)


def _check_read_back(markdown: str, line: int, target: EditableTable) -> None:
    """Raise ValueProblem unless the builder reads what was meant."""
    source = find_table(markdown, line)
    if source is None or source.first != line or _normalized(source.table) != target:
        raise ValueProblem(
            "这张表写成文字以后，读出来会不一样，没有改动",
            "多半是格子或表名里的符号，如 ```、只有一个反引号；请换一种写法。",
        )


def _normalized(table: EditableTable) -> EditableTable:
    """Return a table as it is written: in the notation it needs, with what that can hold."""
    rows = tuple(tuple(map(clean_cell, row)) for row in table.rows)
    width = len(rows[0]) if rows else 0
    if width == 0 or any(len(row) != width for row in rows):
        raise ValueProblem("表格各行的格数不一样", "请关掉表格，再打开一次。")
    if width > MAX_COLUMNS or len(rows) * width > MAX_CELLS:
        message = f"表格有 {len(rows)} 行 {width} 列，太大"
        raise ValueProblem(message, "请把大表做成附件，或拆成几张表。")
    is_data = (
        table.notation == "data"
        or table.header_rows != 1
        or table.row_headers >= len(ROW_HEADER_NOTES)
        or bool(table.merged or table.groups)
    )
    caption, row_headers = _caption(table)
    return replace(
        table,
        rows=rows,
        notation="data" if is_data else "bars",
        caption=caption,
        row_headers=row_headers,
        alignments=() if is_data else (*table.alignments, *[""] * width)[:width],
        merged=tuple(sorted(table.merged)),
        groups=tuple(sorted(table.groups, key=lambda group: group[0])),
    )


def _caption(table: EditableTable) -> tuple[str, int]:
    """Return the caption in one line; a note on row headers that was typed into it counts."""
    words = " ".join(clean_cell(table.caption).split("\n"))
    _, caption = split_caption(f"{_MARK}{words}")
    if caption is None or not caption.row_headers:
        return words, table.row_headers
    return caption.name, caption.row_headers


def _draft(table: EditableTable, source: TableSource | None) -> list[str]:
    is_data = table.notation == "data"
    has_note = not is_data or _has_note(source, table)
    caption = _caption_line(table, source, has_note=has_note)
    # A table that begins its text has no line above that could be taken for its caption.
    gap = [""] if caption and source and source.caption_line and source.has_gap else []
    body = _data_lines(table, source, has_note=has_note) if is_data else _bar_lines(table, source)
    return [*([caption] if caption else []), *gap, *body]


def _has_note(source: TableSource | None, table: EditableTable) -> bool:
    """Return whether a caption that is there says already how many row headers there are."""
    _, caption = split_caption(source.caption_line) if source else ("", None)
    return bool(caption and caption.row_headers and caption.row_headers == table.row_headers)


def _caption_line(table: EditableTable, source: TableSource | None, *, has_note: bool) -> str:
    line = source.caption_line if source else ""
    number, caption = split_caption(line)
    note = ROW_HEADER_NOTES[table.row_headers] if has_note else ""
    if caption and caption.name == table.caption:
        written = ROW_HEADER_NOTES[caption.row_headers]
        if written == note:
            return line
    mark = line[: caption.start] if caption else _MARK
    if not table.caption and not note and not number:
        return ""
    return f"{mark}{table.caption}{note}"


def _kept_rows(source: TableSource | None, table: EditableTable) -> _Lines:
    """Return the lines of the rows that are there, by their cells."""
    if source is None or source.table.notation != table.notation:
        return {}
    rows = zip(source.table.rows, source.row_lines, strict=True)
    is_tabbed = table.notation == "data" and any("\t" in line for line in chain(*source.row_lines))
    # Tabs separate all rows of a table, or none.
    return {} if is_tabbed and source.table.rows != table.rows else dict(rows)


def _bar_lines(table: EditableTable, source: TableSource | None) -> list[str]:
    unchanged = _kept_rows(source, table)
    head, *body = table.rows
    lines = [bar_row(head), delimiter_row(table.alignments)]
    if (
        source
        and unchanged
        and (head, table.alignments) == (source.table.rows[0], source.table.alignments)
    ):
        lines = [*source.row_lines[0]]
    for row in body:
        line = unchanged.get(row, ())
        # The first row is two lines; another row may read the same.
        lines += line if len(line) == 1 else [bar_row(row)]
    return lines


def _data_lines(table: EditableTable, source: TableSource | None, *, has_note: bool) -> list[str]:
    unchanged = _kept_rows(source, table)
    rows = (unchanged.get(row) or csv_row(row).split("\n") for row in table.rows)
    content = [*chain(*rows)]
    fence = fence_around("\n".join(content))
    opening = f"{fence}{TABLE_FENCE}"
    if source and source.fence.startswith(fence):
        opening = source.fence
    closing = opening[: len(opening) - len(opening.lstrip("`"))]
    settings = _setting_lines(table, source, has_note=has_note)
    return [opening, *settings, "", *content, closing]


def _setting_lines(
    table: EditableTable, source: TableSource | None, *, has_note: bool
) -> Iterator[str]:
    """Yield the lines at the head of a fence: as typed, where they say what they said."""
    values = _settings(table, has_note=has_note)
    typed = (
        {
            line.strip().partition(":")[0].partition("：")[0].strip(): line
            for line in source.settings
        }
        if source
        else {}
    )
    before = _settings(source.table, has_note=has_note) if source else {}
    for key, value in values.items():
        if key in typed and before.get(key) == value:
            yield typed[key]
        elif value:
            yield f"{key}: {value}"


def _settings(table: EditableTable, *, has_note: bool) -> dict[str, str]:
    groups = (
        f"{row + 1}" if last is None else f"{row + 1}-{last + 1}" for row, last in table.groups
    )
    return {
        HEADER_ROWS: str(table.header_rows),
        ROW_HEADERS: "" if has_note or not table.row_headers else str(table.row_headers),
        MERGED: "、".join(range_name(*merged) for merged in table.merged),
        GROUPS: "、".join(groups),
    }
