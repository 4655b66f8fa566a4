"""Tables that go on over pages: one table again, each cell that the page end cuts whole again."""

from dataclasses import replace

from site_builder.importing.readers.page_tables import FilledCell, FilledTable
from site_builder.importing.readers.page_text import join_texts
from site_builder.model.lazy_pattern import lazy_pattern

_SAME = 4.0
_NUMBERED = lazy_pattern(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+[条项章]"
)
_VALUE = lazy_pattern(r"[-−]?[\d,，.]+|/|无|—|－")
CUT_CELL = "单元格被分在两页上"


def join_parts(first: FilledTable, second: FilledTable) -> FilledTable | None:
    """Return the table that goes on on the next page, or None when the second is another one."""
    shift = first.columns[0] - second.columns[0]
    moved = tuple(position + shift for position in second.columns)
    if abs(first.columns[-1] - moved[-1]) > _SAME or not _share_columns(first.columns, moved):
        return None
    columns = _union(first.columns, moved)
    above = _project(first.cells, first.columns, columns)
    below = _project(second.cells, moved, columns)
    header = _repeated_rows(above, below)
    repeated = " ".join(cell.words for cell in below if cell.row_end <= header and cell.words)
    below = [replace(cell, row=cell.row - header) for cell in below if cell.row >= header]
    cells, is_cut = _join_cells(above, below, first.row_count)
    return replace(
        first,
        last_page=second.last_page,
        columns=columns,
        row_count=first.row_count + second.row_count - header - is_cut,
        cells=tuple(_extend_groups(cells)),
        box=second.box,
        repeated=(
            *first.repeated,
            *(((second.page, repeated),) if repeated else ()),
            *second.repeated,
        ),
    )


def _share_columns(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    """Return whether most inner lines of the part with fewer are those of the other."""
    few, many = sorted((first[1:-1], second[1:-1]), key=len)
    common = sum(any(abs(x - y) <= _SAME for y in many) for x in few)
    return common >= 0.5 * len(few)


def _union(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[float, ...]:
    extra = [x for x in second if all(abs(x - y) > _SAME for y in first)]
    return tuple(sorted((*first, *extra)))


def _project(
    cells: tuple[FilledCell, ...], old: tuple[float, ...], new: tuple[float, ...]
) -> list[FilledCell]:
    """Return cells in a grid that has the same columns and maybe more."""
    places = [min(range(len(new)), key=lambda index: abs(new[index] - x)) for x in old]
    return [
        replace(
            cell,
            column=places[cell.column],
            column_span=places[cell.column_end] - places[cell.column],
        )
        for cell in cells
    ]


def _repeated_rows(above: list[FilledCell], below: list[FilledCell]) -> int:
    """Return how many of the first rows are those of the table's beginning once more."""
    limit = min(max((cell.row_end for cell in cells), default=0) for cells in (above, below))
    for count in range(min(limit - 1, 6), 0, -1):
        rows = [_head(cells, count) for cells in (above, below)]
        if rows[0] and rows[0] == rows[1] and any(words for *_, words in rows[0]):
            return count
    return 0


def _head(cells: list[FilledCell], count: int) -> list[tuple[int, int, int, int, str]]:
    """Return the cells of the first rows for comparison; nothing when one reaches further down."""
    head = [cell for cell in cells if cell.row < count]
    if any(cell.row_end > count for cell in head):
        return []
    return sorted(
        (cell.row, cell.column, cell.row_span, cell.column_span, cell.words) for cell in head
    )


def _join_cells(
    above: list[FilledCell], below: list[FilledCell], row_count: int
) -> tuple[list[FilledCell], int]:
    """Return the cells of both parts, and whether the first row below goes on from the last."""
    last = {(cell.column, cell.column_end): cell for cell in above if cell.row_end == row_count}
    pairs = [
        (last[cell.column, cell.column_end], cell)
        for cell in below
        if cell.row == 0 and (cell.column, cell.column_end) in last
    ]
    top = [cell for cell in below if cell.row == 0]
    is_cut = len(pairs) == len(top) == len(last) and _is_cut_row(pairs)
    joined = pairs if is_cut else [pair for pair in _leading(pairs, top) if _goes_on(*pair)]
    offset = row_count - is_cut
    replaced = {id(cell) for pair in joined for cell in pair}
    cells = [cell for cell in above if id(cell) not in replaced]
    cells += [replace(cell, row=cell.row + offset) for cell in below if id(cell) not in replaced]
    cells += [_merge(first, second, is_cut=is_cut) for first, second in joined]
    return cells, int(is_cut)


def _extend_groups(cells: list[FilledCell]) -> list[FilledCell]:
    """Return cells in reading order, a blank at a row's left end joined to the group above it.

    Browsers end the cell of a group some rows early where a page ends.
    """
    rows: dict[int, list[FilledCell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    extended: dict[tuple[int, int, int], FilledCell] = {}
    ends: dict[tuple[int, int, int], tuple[int, int, int]] = {}
    for row in rows.values():
        for index, cell in enumerate(row):
            key = (cell.row, cell.column, cell.column_end)
            group = extended.get(ends.get(key, key))
            if not index and len(row) > 1 and group is not None and _is_rest(group, cell, row[1]):
                key = (group.row, group.column, group.column_end)
                cell = replace(group, row_span=group.row_span + cell.row_span)  # noqa: PLW2901 - the whole
            extended[key] = cell
            ends[cell.row_end, cell.column, cell.column_end] = key
    return [extended[key] for key in sorted(extended)]


def _is_rest(group: FilledCell, cell: FilledCell, label: FilledCell) -> bool:
    """Return whether a blank cell before a label belongs to the group above it."""
    is_label = bool(label.words) and not _VALUE.fullmatch(label.words)
    return is_label and not cell.words and group.row_span > 1


def _is_cut_row(pairs: list[tuple[FilledCell, FilledCell]]) -> bool:
    """Return whether the page end cuts a row: what one part has of it, the other lacks."""
    single = [pair for pair in pairs if pair[0].row_span == pair[1].row_span == 1]
    both = [pair for pair in single if pair[0].words and pair[1].words]
    if (
        not single
        or len(both) > 1
        or any(_VALUE.fullmatch(cell.words) for pair in both for cell in pair)
    ):
        return False
    if both and _NUMBERED.match(both[0][1].words):
        return False
    texts = [second.words for _, second in single if second.words]
    if not texts:
        return True
    values = [bool(_VALUE.fullmatch(words)) for words in texts]
    above_values = any(_VALUE.fullmatch(first.words) for first, _ in single)
    if all(values):
        return not both and not single[0][1].words and not above_values
    return above_values and not any(values) and bool(both)


def _leading(
    pairs: list[tuple[FilledCell, FilledCell]], top: list[FilledCell]
) -> list[tuple[FilledCell, FilledCell]]:
    """Return the pairs at the left that labels of groups may be: up to the first label of a row."""
    by_cell = {id(second): (first, second) for first, second in pairs}
    leading = []
    for cell in sorted(top, key=lambda cell: cell.column):
        pair = by_cell.get(id(cell))
        if pair is None or _VALUE.fullmatch(cell.words):
            break
        leading.append(pair)
        if cell.words and pair[0].row_span == cell.row_span == 1:
            break
    return leading if len(leading) < len(top) else leading[:-1]


def _goes_on(first: FilledCell, second: FilledCell) -> bool:
    """Return whether the lower of two cells is the rest of the upper one."""
    if not second.words:
        return bool(first.words) or first.row_span > 1
    is_group = first.row_span > 1 or second.row_span > 1
    cut_text = first.reaches_bottom and second.reaches_top
    return is_group and cut_text and not _NUMBERED.match(second.words)


def _merge(first: FilledCell, second: FilledCell, *, is_cut: bool) -> FilledCell:
    texts = [cell.text for cell in (first, second) if cell.text]
    text = join_texts(*texts) if len(texts) > 1 else "".join(texts)
    doubt, candidates = first.doubt or second.doubt, first.candidates or second.candidates
    if len(texts) > 1:
        doubt, candidates = doubt or CUT_CELL, (text, *texts)
    return replace(
        first,
        row_span=first.row_span + second.row_span - is_cut,
        text=text,
        doubt=doubt,
        candidates=candidates,
        reaches_bottom=second.reaches_bottom,
    )
