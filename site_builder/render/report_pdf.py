"""A report or document as a tagged PDF (PDF/UA-1), laid out by GB/T 9704. Needs the extra `pdf`.

The layout is `report.typ`; words reach it as data, so nothing in them can be read as markup. Typst
in this mode refuses what nobody could read: a character that no font has, a skipped heading.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from site_builder.model.files import PrintDocumentView
from site_builder.model.parts import DataCell, HeaderCell, TableSectionView, TableView
from site_builder.model.view import View
from site_builder.render import fonts
from site_builder.render.grid_type import TABLE_SIZE, grid_type
from site_builder.render.paper import Paper, paper
from site_builder.render.paper_grid import LEGEND, marked, shares, size
from site_builder.render.pdf_process import GridScopes, Job, Tables, lay_out
from site_builder.render.prose_tree import (
    Block,
    Grid,
    Heading,
    Listing,
    Notes,
    Paragraph,
    Quote,
    Run,
    Runs,
    flat,
    plain,
)
from site_builder.render.unprintable import UnprintableError

_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def report_pdf(view: View) -> bytes:
    """Make the file. Raises UnprintableError, which names what cannot be shown."""
    assert isinstance(view, PrintDocumentView)  # noqa: S101 - the plan pairs views and renderers
    made = paper(view)
    writer = _Writer(made.notes)
    data = {
        "title": view.title,
        "body": view.organization,
        "faces": fonts.faces(view.fonts),
        "lines": made.title,
        "remarks": made.remarks,
        "blocks": writer.body(made),
        "facts": made.facts,
        "annex": [writer.block(one) for one in made.annex],
    }
    folder = fonts.bundle()
    job = Job(
        layout=files("site_builder.render").joinpath("report.typ").read_bytes(),
        words=json.dumps(data, ensure_ascii=False),
        fonts=(str(folder),) if folder else (),
        only_these=fonts.only_bundled(view.fonts),
        moment=int(datetime.fromisoformat(view.date).replace(tzinfo=UTC).timestamp()),
        tables=writer.tables,
    )
    made_of = lay_out(job)
    if made_of.data is None:
        raise _told(made_of.fault)
    return made_of.data


def _told(fault: str) -> UnprintableError:
    found = dict.fromkeys(_UNSHOWN.findall(fault))
    if not found:
        reason = fault.partition("\n")[0].removeprefix("error: ")
        hint = "请把这份文件的正文改简单些（如减少列表和引用的层次），或从“下载”里去掉 pdf。"
        return UnprintableError(f"排不出 PDF（排版程序说：{reason}）", hint)
    characters = [_ESCAPED.sub(lambda code: chr(int(code[1], 16)), one) for one in found]
    listed = "、".join(f"“{one}”（U+{ord(one[0]):04X}）" for one in characters[:5])
    more = "等" if len(characters) > 5 else ""  # noqa: PLR2004 - a line of them is enough
    hint = (
        "请在 config.yaml 的“字体”下写“正文”，填本机一种有这个字的字体（如 Noto Serif CJK SC）；"
        "没有这样的字体，就换一个字，或从“下载”里去掉 pdf。"
    )
    return UnprintableError(f"PDF 的字体里没有{listed}{more}", hint, tuple(characters))


class _Writer:
    """Turns blocks into data, and remembers which tables come in which order."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.called: set[str] = set()
        self.tables: Tables = []

    def body(self, made: Paper) -> list[dict[str, Any]]:
        """Give the blocks of the whole report."""
        found = []
        for block in made.body:
            if isinstance(block, TableView):
                found += [self.band(block, band) for band in block.sections]
                found += [{"kind": "small", "text": LEGEND}] if marked(block) else []
            else:
                found.append(self.block(block))
        return found

    def block(self, block: Block) -> dict[str, Any]:
        """Give one block."""
        kind = {"kind": "list" if isinstance(block, Listing) else type(block).__name__.lower()}
        match block:
            case Listing(ordered, start, items):
                inner = [[self.block(one) for one in item] for item in items]
                return {**kind, "ordered": ordered, "start": start, "items": inner}
            case Quote(blocks):
                return {**kind, "blocks": [self.block(one) for one in blocks]}
            case Grid():
                return {**kind, **self.grid(block)}
            case Paragraph(runs) | Heading(runs=runs):
                return {**kind, **asdict(block), "runs": self.runs(runs)}
        return {**kind, **asdict(block)}

    def grid(self, grid: Grid) -> dict[str, Any]:
        """Give a table of the text."""
        scopes = tuple(tuple(cell.scope for cell in row) for row in grid.rows())
        self.tables.append(GridScopes(plain(grid.caption), scopes))
        cells = [
            {
                "runs": self.runs(cell.runs),
                "x": cell.column,
                "y": cell.row,
                "rowspan": cell.rowspan,
                "colspan": cell.colspan,
                "head": cell.scope != "",
                "side": "center" if cell.row < grid.header_rows else cell.align or "left",
            }
            for cell in grid.cells
        ]
        head = sum(cell.row < grid.header_rows for cell in grid.cells)
        caption = {"caption": self.runs(grid.caption), "columns": grid.columns}
        return {"head": cells[:head], "cells": cells[head:], **caption, **asdict(grid_type(grid))}

    def runs(self, runs: Runs) -> list[dict[str, Any]]:
        """Give runs; a footnote says what it says where it is called first."""
        return [self.run(run) for run in runs]

    def run(self, run: Run) -> dict[str, Any]:
        """Give one run."""
        if not run.note or run.note in self.called:
            return asdict(run)
        self.called.add(run.note)
        lines = list(flat(self.notes.get(run.note, ())))
        said = [one for line in lines for one in (Run("\n"), *line)][1:]
        return {**asdict(run), "says": self.runs(tuple(said))}

    def band(self, table: TableView, band: TableSectionView) -> dict[str, Any]:
        """Give one band of a statutory table."""
        self.tables.append((table.title, band))
        corner: list[dict[str, Any]] = []
        if band.corner_colspan:
            spans = {"rowspan": band.corner_rowspan, "colspan": band.corner_colspan}
            side = "center" if band.corner else "left"
            corner = [_cell([band.corner or band.note], "label", side, **spans)]
        note = band.note if band.corner or not band.corner_colspan else ""
        return {
            "kind": "band",
            "caption": f"{band.caption or (table.title if note else '')}{note}",
            "size": size(table, band, TABLE_SIZE),
            "shares": shares(table, band),
            "head": [*corner, *(_head(one, "head") for line in band.header for one in line)],
            "cells": [
                cell
                for row in band.rows
                for cell in (*(_head(one, "label") for one in row.header_cells), *_data(row.cells))
            ],
        }


def _head(head: HeaderCell, kind: str) -> dict[str, Any]:
    lines = [head.label]
    if head.vertical:
        # One character a line; a mark stays with the character before it.
        lines = re.findall(r".[、，。：；）]*", head.label)
    side = "left" if kind == "label" and not head.vertical else "center"
    return _cell(lines, kind, side, rowspan=head.rowspan, colspan=head.colspan)


def _data(cells: Iterable[DataCell]) -> Iterable[dict[str, Any]]:
    for cell in cells:
        yield _cell([cell.text], "number" if cell.state == "number" else "missing", "center")


def _cell(
    lines: list[str], kind: str, side: str, *, rowspan: int = 1, colspan: int = 1
) -> dict[str, Any]:
    spans = {"rowspan": rowspan, "colspan": colspan}
    return {"lines": lines, "kind": kind, "side": side, "inset": 3, **spans}
