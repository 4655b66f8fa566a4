"""A report or document as a tagged PDF (PDF/UA-1), laid out by GB/T 9704. Needs the extra `pdf`.

The layout is `report.typ`; words reach it as data, so nothing in them can be read as markup. Typst
in this mode refuses what nobody could read: a character that no font has, a skipped heading.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from site_builder.core.errors import RenderError
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.views.downloads import PrintDocumentView
from site_builder.model.views.parts import DataCell, HeaderCell, TableSectionView, TableView
from site_builder.render.blocks import (
    Block,
    BlockQuote,
    CodeBlock,
    Footnotes,
    HeadingBlock,
    HorizontalRule,
    ListBlock,
    Paragraph,
    PictureBlock,
    Runs,
    TableBlock,
    TextRun,
    flatten_blocks,
    plain_text,
)
from site_builder.render.pdf import fonts
from site_builder.render.pdf.job import PdfJob, PdfTables, TextTableScopes
from site_builder.render.pdf.worker import compile_pdf
from site_builder.render.print_document import PrintDocument, build_print_document
from site_builder.render.print_table_layout import (
    LEGEND,
    column_widths,
    fitting_font_size,
    has_marked_cells,
)
from site_builder.render.table_font_size import TABLE_SIZE, fit_typography

_MISSING_GLYPH = lazy_pattern(r'the text `"(.+?)"` could not be displayed')
_UNICODE_ESCAPE = lazy_pattern(r"\\u\{([0-9a-f]+)\}")


def report_pdf(view: PrintDocumentView) -> bytes:
    """Build the file. Raises UnprintableError, which names what cannot be shown."""
    print_document = build_print_document(view)
    writer = _JsonWriter(print_document.footnotes)
    data = {
        "title": view.title,
        "body": view.organization,
        "faces": fonts.font_faces(view.fonts),
        "lines": print_document.title_lines,
        "notices": print_document.notices,
        "blocks": writer.body(print_document),
        "properties": print_document.properties,
        "annex": [writer.block(block) for block in print_document.annex],
    }
    folder = fonts.bundled_folder()
    job = PdfJob(
        layout=files("site_builder.render.pdf").joinpath("report.typ").read_bytes(),
        document_json=json.dumps(data, ensure_ascii=False),
        fonts=(str(folder),) if folder else (),
        ignore_system_fonts=fonts.only_bundled(view.fonts),
        timestamp=int(datetime.fromisoformat(view.date).replace(tzinfo=UTC).timestamp()),
        tables=writer.tables,
        pictures=tuple(writer.pictures),
    )
    result = compile_pdf(job)
    if result.data is None and job.pictures:
        # One of them cannot be decoded: each is named with its address instead.
        return report_pdf(replace(view, pictures={}))
    if result.data is None:
        raise _render_error(result.error)
    return result.data


def _render_error(typst_error: str) -> RenderError:
    matches = dict.fromkeys(_MISSING_GLYPH.findall(typst_error))
    if not matches:
        reason = typst_error.partition("\n")[0].removeprefix("error: ")
        hint = "请把这份文件的正文改简单些（如减少列表和引用的层次），或从“下载”里去掉 pdf。"
        return RenderError(f"排不出 PDF（排版程序说：{reason}）", hint)
    characters = [_UNICODE_ESCAPE.sub(lambda code: chr(int(code[1], 16)), item) for item in matches]
    listed = "、".join(f"“{item}”（U+{ord(item[0]):04X}）" for item in characters[:5])
    more = "等" if len(characters) > 5 else ""  # noqa: PLR2004 - a line of them is enough
    hint = (
        "请在 config.yaml 的“字体”下写“正文”，填本机一种有这个字的字体（如 Noto Serif CJK SC）；"
        "没有这样的字体，就换一个字，或从“下载”里去掉 pdf。"
    )
    return RenderError(f"PDF 的字体里没有{listed}{more}", hint, tuple(characters))


_KINDS = {
    Paragraph: "paragraph",
    HeadingBlock: "heading",
    ListBlock: "list",
    BlockQuote: "quote",
    CodeBlock: "code",
    TableBlock: "table",
    PictureBlock: "picture",
    HorizontalRule: "rule",
}
"""What the layout calls each kind of block."""


class _JsonWriter:
    """Turns blocks into data, and remembers which tables and pictures come in which order."""

    def __init__(self, footnotes: Footnotes) -> None:
        self.footnotes = footnotes
        self.called_footnotes: set[str] = set()
        self.tables: PdfTables = []
        self.pictures: list[bytes] = []

    def body(self, print_document: PrintDocument) -> list[dict[str, Any]]:
        """Return the blocks of the whole report."""
        blocks = []
        for block in print_document.body:
            if isinstance(block, TableView):
                blocks += [self.section(block, section) for section in block.sections]
                blocks += [{"kind": "small", "text": LEGEND}] if has_marked_cells(block) else []
            else:
                blocks.append(self.block(block))
        return blocks

    def block(self, block: Block) -> dict[str, Any]:
        """Return one block."""
        base = {"kind": _KINDS[type(block)]}
        match block:
            case ListBlock(ordered, start, items):
                inner = [[self.block(child) for child in item] for item in items]
                return {**base, "ordered": ordered, "start": start, "items": inner}
            case BlockQuote(blocks):
                return {**base, "blocks": [self.block(child) for child in blocks]}
            case TableBlock():
                return {**base, **self.table(block)}
            case PictureBlock(picture, description):
                number = len(self.pictures)
                self.pictures.append(picture.data)
                size = {"width": picture.width, "height": picture.height}
                return {**base, **size, "number": number, "description": description}
            case Paragraph(runs) | HeadingBlock(runs=runs):
                return {**base, **asdict(block), "runs": self.runs(runs)}
        return {**base, **asdict(block)}

    def table(self, block: TableBlock) -> dict[str, Any]:
        """Return a table of the text."""
        scopes = tuple(tuple(cell.scope for cell in row) for row in block.rows())
        self.tables.append(TextTableScopes(plain_text(block.caption), scopes))
        cells = [
            {
                "runs": self.runs(cell.runs),
                "x": cell.column,
                "y": cell.row,
                "rowspan": cell.rowspan,
                "colspan": cell.colspan,
                "head": cell.scope != "",
                "side": "center" if cell.row < block.header_rows else cell.align or "left",
            }
            for cell in block.cells
        ]
        head = sum(cell.row < block.header_rows for cell in block.cells)
        caption = {"caption": self.runs(block.caption), "columns": block.columns}
        return {
            "head": cells[:head],
            "cells": cells[head:],
            **caption,
            **asdict(fit_typography(block)),
        }

    def runs(self, runs: Runs) -> list[dict[str, Any]]:
        """Return runs; a footnote's text is set where it is called first."""
        return [self.run(run) for run in runs]

    def run(self, run: TextRun) -> dict[str, Any]:
        """Return one run."""
        if not run.note or run.note in self.called_footnotes:
            return asdict(run)
        self.called_footnotes.add(run.note)
        lines = list(flatten_blocks(self.footnotes.get(run.note, ())))
        footnote_runs = [part for line in lines for part in (TextRun("\n"), *line)][1:]
        return {**asdict(run), "footnote": self.runs(tuple(footnote_runs))}

    def section(self, table: TableView, section: TableSectionView) -> dict[str, Any]:
        """Return one section of a statutory table."""
        self.tables.append((table.title, section))
        corner: list[dict[str, Any]] = []
        if section.corner_colspan:
            spans = {"rowspan": section.corner_rowspan, "colspan": section.corner_colspan}
            alignment = "center" if section.corner else "left"
            corner = [_cell([section.corner or section.note], "label", alignment, **spans)]
        note = section.note if section.corner or not section.corner_colspan else ""
        return {
            "kind": "section",
            "caption": f"{section.caption or (table.title if note else '')}{note}",
            "size": fitting_font_size(table, section, TABLE_SIZE),
            "column_widths": column_widths(table, section),
            "head": [
                *corner,
                *(
                    _header_cell(header_cell, "head")
                    for line in section.header
                    for header_cell in line
                ),
            ],
            "cells": [
                cell
                for row in section.rows
                for cell in (
                    *(_header_cell(header_cell, "label") for header_cell in row.header_cells),
                    *_data_cells(row.cells),
                )
            ],
        }


def _header_cell(head: HeaderCell, kind: str) -> dict[str, Any]:
    lines = [head.label]
    if head.vertical:
        # One character a line; a mark stays with the character before it.
        lines = re.findall(r".[、，。：；）]*", head.label)
    alignment = "left" if kind == "label" and not head.vertical else "center"
    return _cell(lines, kind, alignment, rowspan=head.rowspan, colspan=head.colspan)


def _data_cells(cells: Iterable[DataCell]) -> Iterable[dict[str, Any]]:
    for cell in cells:
        yield _cell([cell.text], "number" if cell.state == "number" else "missing", "center")


def _cell(
    lines: list[str], kind: str, alignment: str, *, rowspan: int = 1, colspan: int = 1
) -> dict[str, Any]:
    spans = {"rowspan": rowspan, "colspan": colspan}
    return {"lines": lines, "kind": kind, "side": alignment, "inset": 3, **spans}
