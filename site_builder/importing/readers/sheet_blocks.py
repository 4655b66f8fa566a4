"""Sheets → blocks of an `Original`: titles and notes are text, everything else is tables."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_builder.importing.readers.sheets import Sheet, SheetCell, SheetRange, column_letters
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.original import (
    Block,
    Omission,
    Origin,
    Original,
    OriginalCell,
    OriginalTable,
    TextBlock,
)

_MAX_GRID = 60_000
"""Places of a table up to which its empty ones are cells too."""
_MAX_COVERED = 400_000
"""Places that merged ranges of a sheet may cover; beyond, they are a fill."""
_MAX_SPAN = 300
"""Rows or columns of a merged cell that count as part of the table even when all are empty."""
_PART_TITLE = lazy_pattern(
    r"\s*[一二三四五六七八九十]{1,2}[、.．].*",
)
_NOTE = lazy_pattern(r"\s*(?:注|备注|说明|填表说明|缺[：:]|填表人|负责人|填报|联系|（?单位[：:])")
_MAX_LISTED = 8

_Rows = Mapping[int, Mapping[int, SheetCell]]


@dataclass(frozen=True, slots=True)
class _Layout:
    """A sheet with its merged ranges in place."""

    rows: _Rows
    """Row → column → what stands there; covered places are left out."""
    spans: Mapping[tuple[int, int], tuple[int, int]]
    """Rows and columns of the merged cells, by their first place."""
    covered: frozenset[tuple[int, int]]
    column_count: int
    hidden_text: tuple[tuple[int, int], ...]
    """Places with content below a merged cell."""


def build_original(file: str, sheets: list[Sheet], *, title: str = "", body: str = "") -> Original:
    """Build what a reader of sheets gives. Sheets count from 1 as pages of the origins."""
    blocks: list[Block] = []
    omissions: list[Omission] = []
    diagnostics: list[Diagnostic] = []
    table_count = 0
    for page, sheet in enumerate(sheets, 1):
        layout = _lay_out(sheet)
        for block in _blocks(file, page, sheet, layout, table_count):
            blocks.append(block)
            table_count += isinstance(block, OriginalTable)
        for row, column in layout.hidden_text:
            origin = Origin(file, page=page, row=row + 1, column=column + 1)
            text = sheet.cells[row, column].text
            omissions.append(Omission(text, "压在合并的单元格下面，看不见", origin))
        diagnostics += _sheet_diagnostics(file, sheet)
    return Original(
        file,
        tuple(blocks),
        title=title,
        body=body,
        omissions=tuple(omissions),
        diagnostics=tuple(diagnostics),
    )


def _lay_out(sheet: Sheet) -> _Layout:
    """Lay the merged ranges over the cells, cut to the part of the sheet with content."""
    used = [*sheet.cells, *_used_ends(sheet)]
    last_row = max((row for row, _ in used), default=-1)
    last_column = max((column for _, column in used), default=-1)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for merged in sheet.merged:
        _merge(merged, (last_row, last_column), spans, covered)
    rows: dict[int, dict[int, SheetCell]] = defaultdict(dict)
    hidden_text = []
    for (row, column), cell in sorted(sheet.cells.items()):
        if (row, column) not in covered:
            rows[row][column] = cell
        elif cell.text.strip():
            hidden_text.append((row, column))
    return _Layout(rows, spans, frozenset(covered), last_column + 1, tuple(hidden_text))


def _used_ends(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the last places of merged cells with content, unless they are a fill."""
    for merged in sheet.merged:
        if (merged.first_row, merged.first_column) in sheet.cells and (
            merged.last_row - merged.first_row < _MAX_SPAN
            and merged.last_column - merged.first_column < _MAX_SPAN
        ):
            yield merged.last_row, merged.last_column


def _merge(
    merged: SheetRange,
    last: tuple[int, int],
    spans: dict[tuple[int, int], tuple[int, int]],
    covered: set[tuple[int, int]],
) -> None:
    """Add a merged range, unless it is empty, too large or overlaps another."""
    first = (merged.first_row, merged.first_column)
    rows = min(merged.last_row, last[0]) - merged.first_row + 1
    columns = min(merged.last_column, last[1]) - merged.first_column + 1
    if rows < 1 or columns < 1 or rows * columns == 1:
        return
    if rows * columns + len(covered) > _MAX_COVERED:
        return
    places = {
        (row, column)
        for row in range(first[0], first[0] + rows)
        for column in range(first[1], first[1] + columns)
    }
    if places & covered or places & spans.keys():
        return
    spans[first] = rows, columns
    covered |= places - {first}


def _blocks(
    file: str, page: int, sheet: Sheet, layout: _Layout, table_count: int
) -> Iterator[Block]:
    """Yield titles and notes as text, and the tables between them."""
    for rows in _groups(layout):
        body = list(rows)
        before: list[int] = []
        while body and _is_single(layout, body[0]) and len(body) > 1:
            before.append(body.pop(0))
        if body and _is_single(layout, body[0]):
            before.append(body.pop(0))
        after: list[int] = []
        while body and _is_note(layout, body[-1]):
            after.insert(0, body.pop())
        yield from (_text(file, page, layout, row) for row in before)
        if body:
            table_count += 1
            yield _table(file, page, sheet, layout, body, table_count)
        yield from (_text(file, page, layout, row) for row in after)


def _groups(layout: _Layout) -> Iterator[list[int]]:
    """Yield the rows of the sheet, cut where a title begins another table."""
    rows = sorted(layout.rows)
    group: list[int] = []
    for at, row in enumerate(rows):
        if group and _is_title(layout, row, rows[at - 1]):
            # A title of several lines: the cut is before its first.
            if all(_is_single(layout, earlier) for earlier in group):
                group.append(row)
                continue
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _is_single(layout: _Layout, row: int) -> bool:
    """Return whether nothing but one text stands in a row, and nothing reaches into it."""
    cells = layout.rows[row]
    if len(cells) != 1:
        return False
    column = next(iter(cells))
    rows, _ = layout.spans.get((row, column), (1, 1))
    return rows == 1 and not any((row, other) in layout.covered for other in range(column))


def _spans_width(layout: _Layout, row: int) -> bool:
    column = next(iter(layout.rows[row]))
    _, columns = layout.spans.get((row, column), (1, 1))
    return columns > 1 and columns >= layout.column_count - 1


def _is_title(layout: _Layout, row: int, previous: int) -> bool:
    """Return whether a row begins another table: a title over the width, or after an empty row."""
    if not _is_single(layout, row):
        return False
    text = next(iter(layout.rows[row].values())).text
    gap = row - previous > 1
    if _NOTE.match(text):
        return False
    if _spans_width(layout, row):
        return gap or bool(_PART_TITLE.fullmatch(text))
    return gap and next(iter(layout.rows[row])) == 0 and bool(_PART_TITLE.fullmatch(text))


def _is_note(layout: _Layout, row: int) -> bool:
    """Return whether a row at the end is a remark below the table."""
    if not _is_single(layout, row):
        return False
    text = next(iter(layout.rows[row].values())).text
    return _spans_width(layout, row) or bool(_NOTE.match(text))


def _text(file: str, page: int, layout: _Layout, row: int) -> TextBlock:
    column, cell = next(iter(layout.rows[row].items()))
    text = " ".join(cell.text.split("\n")).strip()
    origin = Origin(file, page=page, row=row + 1, column=column + 1)
    return TextBlock("paragraph", text, _escape_markdown(text), origin)


_MARKS = lazy_pattern(r"[\\`*_\[\]<>|#~]")


def _escape_markdown(text: str) -> str:
    return _MARKS.sub(lambda match: f"\\{match[0]}", text)


def _table(  # noqa: PLR0913, PLR0917 - where the table is, and what is in it
    file: str, page: int, sheet: Sheet, layout: _Layout, rows: list[int], number: int
) -> OriginalTable:
    """Build the table of some rows; rows and columns without any content are left out."""
    first, last = rows[0], rows[-1]
    columns = [column for row in rows for column in layout.rows[row]]
    left = min(columns)
    right = max(
        column + layout.spans.get((row, column), (1, 1))[1] - 1
        for row in rows
        for column in layout.rows[row]
    )
    fill = (last - first + 1) * (right - left + 1) <= _MAX_GRID
    cells: list[OriginalCell] = []
    for row in range(first, last + 1) if fill else rows:
        present = layout.rows.get(row, {})
        for column in range(left, right + 1) if fill else sorted(present):
            if (row, column) in layout.covered:
                continue
            cell = present.get(column, SheetCell(""))
            row_span, column_span = layout.spans.get((row, column), (1, 1))
            cells.append(
                OriginalCell(
                    row - first,
                    column - left,
                    min(row_span, last - row + 1),
                    min(column_span, right - column + 1),
                    cell.text,
                    Origin(file, page=page, table=number, row=row + 1, column=column + 1),
                    doubt=cell.doubt,
                    candidates=cell.candidates,
                )
            )
    origin = Origin(file, page=page, table=number, row=first + 1, column=left + 1)
    return OriginalTable(tuple(cells), origin, caption=sheet.name)


def _sheet_diagnostics(file: str, sheet: Sheet) -> Iterator[Diagnostic]:
    """Yield what a person should know of how a sheet was read."""
    location, name = Location(file), f"工作表“{sheet.name}”" if sheet.name else "表格"
    if not sheet.cells:
        return
    if sheet.hidden:
        hint = "已经照样读入；不该导入的，请删去这张工作表，再导入。"
        yield warning("import/hidden", location, f"{name}是隐藏的", hint)
    if sheet.hidden_rows:
        listed = _listed([str(row + 1) for row in sorted(sheet.hidden_rows)])
        message = f"{name}有 {len(sheet.hidden_rows)} 行是隐藏的（第 {listed} 行）"
        yield warning("import/hidden", location, message, "已经照样读入，请核对要不要这几行。")
    used = {column for _, column in sheet.cells}
    hidden = sorted(
        column
        for column in used
        if any(first <= column <= last for first, last in sheet.hidden_columns)
    )
    if hidden:
        listed = _listed([column_letters(column) for column in hidden])
        message = f"{name}有 {len(hidden)} 列是隐藏的（{listed} 列）"
        yield warning("import/hidden", location, message, "已经照样读入，请核对要不要这几列。")
    if sheet.formulas:
        names = [f"{column_letters(column)}{row + 1}" for row, column in sheet.formulas]
        message = f"{name}有 {len(names)} 个单元格是公式（{_listed(names)}）"
        hint = "读的是上次保存时算出的结果，请核对。"
        yield warning("import/formula", location, message, hint)
    if sheet.hides_zeros:
        message = f"{name}设置了不显示零值"
        hint = "填了 0 的单元格看起来是空白，已经读成 0；空着的仍是空白。"
        yield warning("import/zeros", location, message, hint)


def _listed(names: list[str]) -> str:
    more = "……" if len(names) > _MAX_LISTED else ""
    return "、".join(names[:_MAX_LISTED]) + more
