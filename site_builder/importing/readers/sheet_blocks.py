"""Sheets → blocks of an `Original`: titles and notes are text, everything else is tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.importing.readers.sheet_layout import SheetLayout, lay_out
from site_builder.importing.readers.sheets import (
    MAX_COLUMNS,
    MAX_TABLE_COLUMNS,
    Sheet,
    SheetCell,
    column_letters,
    too_many_columns_error,
)
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
_PART_TITLE = lazy_pattern(
    r"\s*[一二三四五六七八九十]{1,2}[、.．].*",
)
_NOTE = lazy_pattern(r"\s*(?:注|备注|说明|填表说明|缺[：:]|填表人|负责人|填报|联系|（?单位[：:])")
_MAX_LISTED = 8


def build_original(file: str, sheets: list[Sheet], *, title: str = "", body: str = "") -> Original:
    """Build what a reader of sheets gives. Sheets count from 1 as pages of the origins."""
    blocks: list[Block] = []
    omissions: list[Omission] = []
    diagnostics: list[Diagnostic] = []
    table_count = 0
    for page, sheet in enumerate(sheets, 1):
        layout = lay_out(sheet)
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


def _blocks(
    file: str, page: int, sheet: Sheet, layout: SheetLayout, table_count: int
) -> Iterator[Block]:
    """Yield titles and notes as text, and the tables between them."""
    for rows in _groups(layout):
        singles = [_is_single(layout, row) for row in rows]
        start = singles.index(False) if False in singles else len(rows)
        end = len(rows)
        if start < end:
            table = _Extent()
            last = end - singles[::-1].index(False)
            for row in rows[start:last]:
                table.add(layout, row)
            while end > last and _is_note(layout, rows[end - 1], table):
                end -= 1
        yield from (_text(file, page, layout, row) for row in rows[:start])
        if start < end:
            table_count += 1
            yield _table(file, page, sheet, layout, rows[start:end], table_count)
        yield from (_text(file, page, layout, row) for row in rows[end:])


@dataclass(slots=True)
class _Extent:
    """The columns that rows take."""

    left: int = MAX_COLUMNS
    right: int = -1
    has_table: bool = False
    """Any of the rows holds more than one text."""

    def add(self, layout: SheetLayout, row: int) -> None:
        """Add a row."""
        for column in layout.rows[row]:
            columns = layout.spans.get((row, column), (1, 1))[1]
            self.left = min(self.left, column)
            self.right = max(self.right, column + columns - 1)
        self.has_table = self.has_table or not _is_single(layout, row)


def _groups(layout: SheetLayout) -> Iterator[list[int]]:
    """Yield the rows of the sheet, cut where a title begins another table."""
    rows = sorted(layout.rows)
    group: list[int] = []
    extent = _Extent()
    for at, row in enumerate(rows):
        # A title of several lines: the cut is before its first.
        if extent.has_table and _is_title(layout, row, rows[at - 1], extent):
            yield group
            group, extent = [], _Extent()
        group.append(row)
        extent.add(layout, row)
    if group:
        yield group


def _is_single(layout: SheetLayout, row: int) -> bool:
    """Return whether nothing but one text stands in a row, and nothing reaches into it."""
    cells = layout.rows[row]
    if len(cells) != 1:
        return False
    column = next(iter(cells))
    rows, _ = layout.spans.get((row, column), (1, 1))
    return rows == 1 and not any((row, other) in layout.covered for other in range(column))


def _spans_width(layout: SheetLayout, row: int, table: _Extent) -> bool:
    """Return whether the only cell of a row is merged over the width of the rows above it."""
    column = next(iter(layout.rows[row]))
    _, columns = layout.spans.get((row, column), (1, 1))
    return columns > 1 and columns >= table.right - table.left


def _is_title(layout: SheetLayout, row: int, previous: int, table: _Extent) -> bool:
    """Return whether a row begins another table: a title over the width, or after an empty row."""
    if not _is_single(layout, row):
        return False
    column, cell = next(iter(layout.rows[row].items()))
    gap = row - previous > 1
    if _NOTE.match(cell.text):
        return False
    is_part = bool(_PART_TITLE.fullmatch(cell.text))
    if _spans_width(layout, row, table):
        return gap or is_part
    return gap and is_part and column == table.left


def _is_note(layout: SheetLayout, row: int, table: _Extent) -> bool:
    """Return whether a row at the end is a remark below the table."""
    text = next(iter(layout.rows[row].values())).text
    return _spans_width(layout, row, table) or bool(_NOTE.match(text))


def _text(file: str, page: int, layout: SheetLayout, row: int) -> TextBlock:
    column, cell = next(iter(layout.rows[row].items()))
    text = " ".join(cell.text.split("\n")).strip()
    origin = Origin(file, page=page, row=row + 1, column=column + 1)
    return TextBlock("paragraph", text, _escape_markdown(text), origin)


_MARKS = lazy_pattern(r"[\\`*_\[\]<>|#~]")


def _escape_markdown(text: str) -> str:
    return _MARKS.sub(lambda match: f"\\{match[0]}", text)


def _table(  # noqa: PLR0913, PLR0917 - where the table is, and what is in it
    file: str, page: int, sheet: Sheet, layout: SheetLayout, rows: list[int], number: int
) -> OriginalTable:
    """Build the table of some rows; rows and columns without any content are left out."""
    first, last = rows[0], rows[-1]
    extent = _Extent()
    for row in rows:
        extent.add(layout, row)
    left, right = extent.left, extent.right
    if right - left >= MAX_TABLE_COLUMNS:
        raise too_many_columns_error()
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
        yield warning("import/formulas", location, message, hint)
    if sheet.hides_zeros:
        message = f"{name}设置了不显示零值"
        hint = "填了 0 的单元格看起来是空白，已经读成 0；空着的仍是空白。"
        yield warning("import/zeros", location, message, hint)


def _listed(names: list[str]) -> str:
    more = "……" if len(names) > _MAX_LISTED else ""
    return "、".join(names[:_MAX_LISTED]) + more
