"""Cells → the tokens that the parser makes of a table of bars."""

from markdown_it.token import Token

from site_builder.content.markdown.table_grid import TableCell, TableGrid
from site_builder.model.lazy_pattern import lazy_pattern

_NUMBER = lazy_pattern(r"[-+−]?[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?[%％‰]?|[/—－-]")


def table_tokens(
    grid: TableGrid, caption: list[Token], block: Token, lines: list[int]
) -> list[Token]:
    """Build the tokens of a table in place of a block; `lines` are those of its rows."""
    writer = _TokenWriter(block)
    writer.open("table")
    writer.tokens += caption
    number_columns = _number_columns(grid)
    starts = {0: "thead", grid.header_rows: "tbody", **dict.fromkeys(grid.sections, "tbody")}
    rows: list[list[TableCell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    section = ""
    for number, row in enumerate(rows):
        if number in starts:
            writer.close(section)
            section = starts[number]
            writer.open(section)
        writer.open("tr").map = [lines[number], lines[number] + 1]
        for cell in row:
            writer.cell(
                cell, is_right_aligned=cell.kind == "data" and cell.column in number_columns
            )
        writer.close("tr")
    writer.close(section)
    writer.close("table")
    return writer.tokens


def _number_columns(grid: TableGrid) -> set[int]:
    """Return the columns that hold numbers and nothing else: these are set to the right."""
    texts: dict[int, list[str]] = {}
    for cell in grid.cells:
        if cell.kind == "data" and cell.text and cell.colspan == 1:
            texts.setdefault(cell.column, []).append(cell.text)
    return {
        column
        for column, column_texts in texts.items()
        if all(map(_NUMBER.fullmatch, column_texts))
    }


class _TokenWriter:
    """Writes tokens as the parser would."""

    def __init__(self, fence: Token) -> None:
        self.level, self.map = fence.level, fence.map
        self.tokens: list[Token] = []

    def open(self, tag: str) -> Token:
        token = Token(f"{tag}_open", tag, 1, level=self.level, block=True, map=self.map)
        self.tokens.append(token)
        self.level += 1
        return token

    def close(self, tag: str) -> None:
        if tag:
            self.level -= 1
            self.tokens.append(Token(f"{tag}_close", tag, -1, level=self.level, block=True))

    def cell(self, cell: TableCell, *, is_right_aligned: bool) -> None:
        tag = "td" if cell.kind == "data" else "th"
        opening = self.open(tag)
        opening.meta["name"] = cell.name
        spans = (("rowspan", cell.rowspan), ("colspan", cell.colspan))
        for name, span in spans:
            if span > 1:
                opening.attrSet(name, str(span))
        if tag == "th":
            opening.attrSet("scope", cell.kind)
        elif is_right_aligned:
            opening.attrSet("class", "align-right")
        children: list[Token] = []
        for number, line in enumerate(cell.text.split("\n")):
            children += [Token("hardbreak", "br", 0)] if number else []
            children.append(Token("text", "", 0, content=line))
        inline = Token("inline", "", 0, level=self.level, block=True, map=self.map)
        inline.content, inline.children = cell.text, children if cell.text else []
        self.tokens.append(inline)
        self.close(tag)
