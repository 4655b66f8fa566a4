"""Pages → `Original`: what is a table, what is text, in which order, what belongs to neither."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from site_builder.importing.readers.page_aligned import find_aligned_tables
from site_builder.importing.readers.page_flow import (
    PlacedRow,
    order_rows,
    text_frame,
)
from site_builder.importing.readers.page_furniture import remove_furniture
from site_builder.importing.readers.page_grid import RuledGrid, find_grids
from site_builder.importing.readers.page_joins import join_parts
from site_builder.importing.readers.page_marks import PageMarks, PlacedPicture
from site_builder.importing.readers.page_paragraphs import body_size, build_paragraphs
from site_builder.importing.readers.page_tables import FilledTable, fill_grid
from site_builder.importing.readers.page_text import build_rows
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import (
    Block,
    Omission,
    Origin,
    Original,
    OriginalCell,
    OriginalPicture,
    OriginalTable,
)

_PAGE_PICTURE = 0.5
_CONTINUED = lazy_pattern(
    r"[（(]?\s*(续\s*上?\s*[表页].{0,6}|[上下]接.{0,6}|接[上下][表页]|转?[见下]下?[表页])\s*[)）]?"
)
_Item = PlacedRow | FilledTable | OriginalPicture


def build_original(
    file: str,
    pages: Sequence[PageMarks],
    *,
    title: str = "",
    body: str = "",
    diagnostics: tuple[Diagnostic, ...] = (),
) -> Original:
    """Return what pages of a fixed layout hold.

    Raises UnsupportedFileError for pages with more lines than any table has.
    """
    grids = [find_grids(page.lines) for page in pages]
    pages = remove_furniture(file, pages, grids)
    frame = _frame(pages, grids)
    items = [
        item
        for page, page_grids in zip(pages, grids, strict=True)
        for item in _page_items(file, page, page_grids, frame)
    ]
    items = _join_tables(items)
    tables = [item for item in items if isinstance(item, FilledTable)]
    omissions = [omission for page in pages for omission in page.omissions]
    omissions += [
        Omission(text, "跨页重复的表头、续表字样", Origin(file, page=page))
        for table in tables
        for page, text in table.repeated
    ]
    scanned = any(page.scanned for page in pages)
    blocks = tuple(_blocks(file, items))
    return Original(
        file,
        blocks,
        title,
        body,
        omissions=tuple(omissions),
        diagnostics=diagnostics,
        scanned=scanned,
    )


def _frame(pages: Sequence[PageMarks], grids: Sequence[Sequence[RuledGrid]]) -> tuple[float, float]:
    rows = [
        row
        for page, page_grids in zip(pages, grids, strict=True)
        for row in build_rows(
            glyph
            for glyph in page.glyphs
            if not any(grid.box.holds(glyph.box.center, glyph.box.middle) for grid in page_grids)
        )
    ]
    return text_frame(rows, max((page.width for page in pages), default=0.0))


def _page_items(
    file: str, page: PageMarks, grids: Sequence[RuledGrid], frame: tuple[float, float]
) -> Iterator[_Item]:
    """Yield the text, tables and pictures of a page from the top down."""
    tables = [fill_grid(grid, page.glyphs, page.number, page.doubt) for grid in grids]
    boxes = [grid.box for grid in grids]
    free = [
        glyph
        for glyph in page.glyphs
        if not any(box.holds(glyph.box.center, glyph.box.middle) for box in boxes)
    ]
    pictures = [item for item in page.pictures if not _is_page(page, item)]
    marks = [(table.box.top, table.box.bottom, 0, i) for i, table in enumerate(tables)]
    marks += [(item.box.middle, item.box.middle, 1, i) for i, item in enumerate(pictures)]
    position = float("-inf")
    for _, last, kind, index in [*sorted(marks), (float("inf"), float("inf"), 2, 0)]:
        # What stands beside a table goes before it: what follows on the next page may be its rest.
        part = [glyph for glyph in free if position <= glyph.box.middle < last]
        yield from find_aligned_tables(order_rows(page.number, part, frame))
        position = max(position, last)
        if kind == 0:
            yield tables[index]
        elif kind == 1:
            yield _picture(file, page, pictures[index])


def _is_page(page: PageMarks, picture: PlacedPicture) -> bool:
    """Return whether a picture is the page itself, scanned."""
    area = picture.box.width * picture.box.height
    return not picture.data or (page.scanned and area > _PAGE_PICTURE * page.width * page.height)


def _picture(file: str, page: PageMarks, picture: PlacedPicture) -> OriginalPicture:
    return OriginalPicture(picture.data, picture.media_type, "", Origin(file, page=page.number))


def _join_tables(items: Sequence[_Item]) -> list[_Item]:
    """Return items with tables that go on on the next page in one piece."""
    joined: list[_Item] = []
    for item in items:
        notes = _continuation_notes(joined) if isinstance(item, FilledTable) else []
        last = joined[-1 - len(notes)] if len(joined) > len(notes) else None
        if (
            isinstance(item, FilledTable)
            and isinstance(last, FilledTable)
            and item.page == last.last_page + 1
            and (whole := join_parts(last, item)) is not None
        ):
            texts = tuple((note.page, note.text) for note in notes)
            joined[-1 - len(notes) :] = [replace(whole, repeated=(*whole.repeated, *texts))]
        else:
            joined.append(item)
    return joined


def _continuation_notes(items: Sequence[_Item]) -> list[PlacedRow]:
    """Return the rows at the end that only say that a table goes on: 续表."""
    notes: list[PlacedRow] = []
    for item in reversed(items):
        if not isinstance(item, PlacedRow) or not _CONTINUED.fullmatch(item.text):
            break
        notes.insert(0, item)
    return notes


def _blocks(file: str, items: Sequence[_Item]) -> Iterator[Block]:
    rows = [item for item in items if isinstance(item, PlacedRow)]
    size = body_size(rows)
    count = 0
    for is_text, group in groupby(items, key=lambda item: isinstance(item, PlacedRow)):
        if is_text:
            texts = [item for item in group if isinstance(item, PlacedRow)]
            yield from build_paragraphs(file, texts, size)
            continue
        for item in group:
            if isinstance(item, FilledTable):
                count += 1
                yield _original_table(file, item, count)
            elif isinstance(item, OriginalPicture):
                yield item


def _original_table(file: str, table: FilledTable, number: int) -> OriginalTable:
    cells = tuple(
        OriginalCell(
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            text=cell.text,
            origin=Origin(file, cell.page, number, cell.row + 1, cell.column + 1),
            doubt=cell.doubt,
            candidates=cell.candidates,
        )
        for cell in table.cells
    )
    return OriginalTable(cells, Origin(file, page=table.page, table=number))
