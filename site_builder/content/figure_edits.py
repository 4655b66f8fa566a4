"""Cells of `figures.yaml` typed anew in its text: no other byte moves, no author's comment goes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import yaml

from site_builder.content.figure_rows import CellList, MissingLines, read_cell_lists
from site_builder.content.settled_remarks import settled_remarks
from site_builder.content.unconfirmed_cells import UnconfirmedNote, unconfirmed_note
from site_builder.core.errors import ValueProblem
from site_builder.core.text.suggest import normalize_label
from site_builder.core.yaml.source_tree import SourceNode, parse_source
from site_builder.model.figures import UNCONFIRMED, CellKey
from site_builder.model.form import Form
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.standards.typed_row import TypedRow, split_row

_UNTYPED = "~"
"""A cell that nobody has filled in: reading reports it, where 缺 would be a statement."""
_PLAIN = lazy_pattern(r"/|[+-]?[0-9][0-9.]*(?:亿元|万元|元)?|[一-鿿]+")

Splice = tuple[int, int, str]
"""From, to, and what stands there afterwards."""


def edit_figures(text: str, form: Form, changes: Mapping[CellKey, str]) -> str:
    """Return the text with some cells typed anew: `0`, `缺`, `/`, `+1`, `35.8万元`, or emptied.

    Rows that are not there yet are added where the form has them; what an import wrote about a cell
    in doubt goes when it is settled. Raises ValueProblem where the
    text is no figures file, or a row is written so that its cells cannot be told apart.
    """
    pending = dict(changes)
    while True:
        lists, missing = _read(text, form)
        absent = pending.keys() - {key for cells in lists for key in cells.keys}
        if not absent:
            break
        lines = next((lines for lines in missing if absent & set(lines.keys)), None)
        if lines is None:
            raise ValueProblem("figures.yaml 里没有要改的这一格", "请核对表式。")
        text = lines.insert(text)
    splices = [splice for cells in lists for splice in _splices(text, cells, pending)]
    splices += [(*span, "") for span in settled_remarks(text, lists, pending, form)]
    for start, end, typed in sorted(splices, reverse=True):
        text = text[:start] + typed + text[end:]
    return text


def _read(text: str, form: Form) -> tuple[Sequence[CellList], Sequence[MissingLines]]:
    try:
        return read_cell_lists(parse_source(text), form)
    except (yaml.YAMLError, ValueError, RecursionError) as exc:
        hint = "请先按检查的结果改正它，再改数字。"
        raise ValueProblem("figures.yaml 的写法有错，改不了里面的数字", hint) from exc


def _splices(text: str, cells: CellList, changes: Mapping[CellKey, str]) -> Iterable[Splice]:
    """Return what changes in one row."""
    typed = {place: changes[key] for place, key in enumerate(cells.keys) if key in changes}
    if not typed:
        return ()
    node, count = cells.node, len(cells.keys)
    items = node.items if node.items is not None else (node,)
    if len(items) == count > 1 or (count == 1 and node.text is not None):
        return [_cell_splice(text, items[place], value) for place, value in typed.items()]
    if len(items) == 1 < count and items[0].text:
        return _pasted_row(text, items[0], count, typed)
    if count == 1 == len(items):
        return [_cell_splice(text, items[0], typed[0])]
    if items and node.text != "" and len(typed) < count and (node.items or node.text):
        raise ValueProblem(
            f"“{cells.label}”应有 {count} 个数，写了 {len(items)} 个，不能确定哪个是哪个",
            "请把这一行的数字都填上。",
        )
    row = (_as_yaml(typed[place]) if place in typed else _UNTYPED for place in range(count))
    return [_value_splice(text, node.start, node.end, f"[{', '.join(row)}]")]


def _cell_splice(text: str, item: SourceNode, value: str) -> Splice:
    if item.text is None:
        raise ValueProblem("这一格里不是一个数", "请先改正 figures.yaml 里的方括号。")
    return _value_splice(text, item.start, item.end, _as_yaml(value))


def _value_splice(text: str, start: int, end: int, typed: str) -> Splice:
    """Replace a value; behind a colon or a dash that nothing follows, a space comes first."""
    blank = " " if start == end and text[start - 1 : start] in (":", "-") else ""
    return start, end, f"{blank}{typed}"


def _pasted_row(
    text: str, item: SourceNode, count: int, typed: Mapping[int, str]
) -> Iterator[Splice]:
    """Change a row that was pasted as it is: by its own separators where it stands verbatim."""
    words = item.text or ""
    row = split_row(words, count)
    if row is None or not row.certain:
        raise ValueProblem("这一行的数字没有用半角逗号隔开，不能确定怎样分开", "请把整行填上。")
    values = [typed.get(place, cell.text or "缺") for place, cell in enumerate(row.cells)]
    if text[item.start : item.end] == words and _reads_as(_retyped(words, row, typed), values):
        yield item.start, item.end, _retyped(words, row, typed)
    else:
        yield item.start, item.end, f"[{', '.join(map(_as_yaml, values))}]"


def _retyped(words: str, row: TypedRow, typed: Mapping[int, str]) -> str:
    """Return a pasted row with other cells between the same separators."""
    for place, value in sorted(typed.items(), reverse=True):
        cell = row.cells[place]
        words = words[: cell.offset] + value + words[cell.offset + len(cell.text) :]
    return words


def _reads_as(words: str, values: Sequence[str]) -> bool:
    row = split_row(words, len(values))
    return row is not None and row.certain and [cell.text or "缺" for cell in row.cells] == values


def _as_yaml(value: str) -> str:
    """Return a cell as it is typed into a list."""
    if not value.strip():
        return _UNTYPED
    if _PLAIN.fullmatch(value):
        return value
    return "'" + value.replace("'", "''") + "'"


def typed_cells(text: str, form: Form) -> Mapping[CellKey, str]:
    """Return what is typed into each cell; a cell that cannot be told apart is left out.

    Raises ValueProblem where the text is no figures file.
    """
    typed: dict[CellKey, str] = {}
    lists, _ = _read(text, form)
    for cells in lists:
        items = cells.node.items if cells.node.items is not None else (cells.node,)
        words = [item.text or "" for item in items]
        if len(words) == 1 < len(cells.keys):
            row = split_row(words[0], len(cells.keys))
            words = [cell.text for cell in row.cells] if row and row.certain else []
        if len(words) == len(cells.keys):
            typed.update(zip(cells.keys, words, strict=True))
    return {key: "" if word == _UNTYPED else word for key, word in typed.items()}


def unconfirmed_notes(text: str, form: Form) -> Mapping[CellKey, UnconfirmedNote]:
    """Return what the lines above rows say of their unconfirmed cells.

    An import writes there what the cell may hold and where it stands in the original. Raises
    ValueProblem where the text is no figures file.
    """
    notes: dict[CellKey, UnconfirmedNote] = {}
    columns = {
        (table.id, row.path, column.path): column
        for table in form.tables()
        for _, row, column in table.cells()
    }
    lists, _ = _read(text, form)
    for cells in lists:
        items = cells.node.items if cells.node.items is not None else (cells.node,)
        unconfirmed = [
            key
            for key, item in zip(cells.keys, items, strict=False)
            if normalize_label(item.text or "") == UNCONFIRMED
        ]
        if unconfirmed:
            remarks = _remarks_above(text, cells.node.start)
            notes |= {key: unconfirmed_note(remarks, columns[key]) for key in unconfirmed}
    return notes


def _remarks_above(text: str, position: int) -> list[str]:
    lines = text[: text.rfind("\n", 0, position) + 1].splitlines()
    remarks: list[str] = []
    while lines and lines[-1].lstrip().startswith("#"):
        remarks.insert(0, lines.pop().strip().lstrip("# "))
    return remarks
