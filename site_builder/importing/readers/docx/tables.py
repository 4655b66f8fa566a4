"""Tables of a Word file: every cell once, in the grid that merged cells are laid into."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.grid import PlacedCell, WordCell, WordRow, lay_out
from site_builder.importing.readers.docx.package import attribute, is_on, number_attribute
from site_builder.importing.readers.docx.session import MAX_COLUMNS, ReadingSession
from site_builder.importing.readers.docx.text_formats import is_shaded
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, Origin, OriginalCell, OriginalTable, TextBlock

_FIGURES = lazy_pattern(r"[-+]?\s*[0-9０-９][0-9０-９.,，\s]*")
CellReader = Callable[[ReadingSession, XmlElement], list[Block]]
"""Reads what stands in a cell."""


@dataclass(slots=True)
class _Contents:
    """What a cell holds."""

    blocks: list[Block]
    doubts: list[str]
    candidates: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self._lines("text"))

    @property
    def markdown(self) -> str:
        return "\n".join(self._lines("markdown"))

    def _lines(self, name: str) -> Iterator[str]:
        for block in self.blocks:
            if isinstance(block, TextBlock):
                yield getattr(block, name)
            elif isinstance(block, OriginalTable):
                yield from (cell.text for cell in block.cells if cell.text)


def read_table(session: ReadingSession, element: XmlElement, read_cell: CellReader) -> list[Block]:
    """Read a table; what is not text in it stands behind it.

    A frame around paragraphs, or around other tables, gives what is in it.
    """
    session.table_count += 1
    outer = session.origin, session.doubts, session.candidates, session.is_shaded
    session.origin = origin = Origin(session.file, table=session.table_count)
    contents: list[_Contents] = []
    rows = [
        _read_row(session, row, number, contents, read_cell)
        for number, row in enumerate(_visible_rows(session, element))
    ]
    session.origin, session.doubts, session.candidates, session.is_shaded = outer
    grid = lay_out(rows)
    if _is_frame(grid, contents):
        return [block for item in contents for block in item.blocks]
    cells = tuple(_build_cell(session, origin, cell, contents) for cell in grid)
    caption = attribute(element.find("w:tblPr", "w:tblCaption"))
    if cells and caption == cells[0].text:
        # Said for who hears the table; nobody sees it above.
        caption = ""
    others: list[Block] = [
        block
        for item in contents
        for block in item.blocks
        if not isinstance(block, TextBlock | OriginalTable)
    ]
    return [OriginalTable(cells, origin, caption), *others] if cells else others


def _is_frame(grid: list[PlacedCell], contents: list[_Contents]) -> bool:
    nested = sum(
        len(block.cells)
        for item in contents
        for block in item.blocks
        if isinstance(block, OriginalTable)
    )
    return len(grid) == 1 or nested > len(grid)


def _elements(container: XmlElement, name: str) -> Iterator[XmlElement]:
    """Yield rows or cells, whatever is wrapped around them."""
    for child in container.children:
        if child.name == name:
            yield child
        elif child.name in _WRAPPERS:
            yield from _elements(child, name)


_WRAPPERS = frozenset(
    ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "w:bookmarkStart")
)


def _visible_rows(session: ReadingSession, table: XmlElement) -> Iterator[XmlElement]:
    for row in _elements(table, "w:tr"):
        properties = row.find("w:trPr") or XmlElement("w:trPr")
        if properties.find("w:del") is not None:
            text = session.take_text(row, " ")
            session.omit(text, "修订中删去的一行")
            session.note_event("revision", f"删去一行“{session.cut(text)}”")
        elif is_on(properties.find("w:hidden")):
            text = session.take_text(row, " ")
            session.omit(text, "隐藏的一行")
            session.note_event("hidden", session.cut(text))
        else:
            if properties.find("w:ins") is not None:
                text = " ".join(item.text for item in row.descendants("w:t"))
                session.note_event("revision", f"增加一行“{session.cut(text)}”")
            yield row


def _read_row(
    session: ReadingSession,
    element: XmlElement,
    number: int,
    contents: list[_Contents],
    read_cell: CellReader,
) -> WordRow:
    row = WordRow(max(number_attribute(element.find("w:trPr", "w:gridBefore")), 0))
    column = row.skipped
    table = session.origin.table
    for cell in _elements(element, "w:tc"):
        session.origin = Origin(session.file, table=table, row=number + 1, column=column + 1)
        properties = cell.find("w:tcPr") or XmlElement("w:tcPr")
        if properties.find("w:cellDel") is not None:
            text = session.take_text(cell)
            session.omit(text, "修订中删去的格子")
            session.note_event("revision", f"删去格子“{session.cut(text)}”")
            continue
        placed = _row_cell(properties, len(contents))
        row.cells.append(placed)
        column += placed.span
        if column > MAX_COLUMNS:
            raise UnsupportedFileError(
                f"第 {table} 个表格超过 {MAX_COLUMNS} 列，不是报告的表格",
                "请打开文件，删去或改正这个表格，再导入。",
            )
        session.doubts, session.candidates = [], []
        session.is_shaded = is_shaded(properties)
        blocks = read_cell(session, cell)
        contents.append(_Contents(blocks, session.doubts, session.candidates))
    return row


def _row_cell(properties: XmlElement, index: int) -> WordCell:
    merge = properties.find("w:vMerge")
    across = properties.find("w:hMerge")
    return WordCell(
        span=max(number_attribute(properties.find("w:gridSpan"), default=1), 1),
        merge="" if merge is None else attribute(merge) or "continue",
        joins_left=across is not None and attribute(across) != "restart",
        index=index,
    )


def _build_cell(
    session: ReadingSession, table: Origin, cell: PlacedCell, contents: list[_Contents]
) -> OriginalCell:
    item = contents[cell.index]
    text, markdown = item.text, item.markdown
    origin = replace(table, row=cell.row + 1, column=cell.column + 1)
    doubts = list(dict.fromkeys(item.doubts))
    candidates = [text, *item.candidates] if item.candidates else []
    hidden = [contents[index].text for index in cell.merged if contents[index].text]
    if hidden:
        session.note_event(
            "merged", f"第 {table.table} 个表格第 {cell.row + 1} 行第 {cell.column + 1} 列"
        )
        doubts.append("合并的格子里还有看不见的文字")
        candidates += [text, *hidden]
    if any(isinstance(block, OriginalTable) for block in item.blocks):
        doubts.append("格子里还有表格")
    lines = text.replace("\t", "\n").split("\n")
    if len(lines) > 1 and all(map(_FIGURES.fullmatch, lines)):
        doubts.append("格子里有几行数字")
        candidates += ["".join(lines), *lines]
    if cell.broken and text:
        doubts.append("格子与上面的格子合并得不对")
    return OriginalCell(
        cell.row,
        cell.column,
        cell.row_span,
        cell.column_span,
        text,
        origin,
        markdown="" if markdown == text else markdown,
        doubt="；".join(doubts),
        candidates=tuple(dict.fromkeys(candidates)),
    )
