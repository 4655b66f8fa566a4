"""Nothing of a statutory table is lost, added or moved when it is read as text.

The sentences are read back here by what they say, not by how they were made: every cell has to be
told once, and with the words of all its headers.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.forms import grid
from site_builder.forms.load import load_forms
from site_builder.forms.table_text import table_text
from site_builder.forms.transcript import NBSP, transcribe
from site_builder.model.figures import Amount, Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Form, Header, Table, TableSection, all_leaves
from site_builder.model.frozen import frozendict
from site_builder.model.transcript import TextLine, TextSection

_STATES = {f"为{NBSP}0": "0", "缺（原报告未填）": "缺", "不适用（/）": "/"}
_SIGNS = {f"正{NBSP}": "+", f"负{NBSP}": "-"}
Labels = tuple[str, ...]
Place = tuple[Labels, Labels]
"""The words of all row headers, and of all column headers."""


def cell(column: Header, chance: Random) -> Cell:
    """Make up a figure. By a seed: two hundred cells drawn one by one take seconds."""
    number = chance.choice((0, 1, 7, 30, 10_000_000))
    if chance.random() < 0.2:
        return chance.choice(tuple(MissingValue))
    if column.value == "money":
        amount = Decimal(number) / 4
        return Amount(amount, "万元") if column.unit == "asked" else amount
    return -number if column.value == "signed" and chance.random() < 0.5 else number


def filled(form: Form, chance: Random, share: float, other: Cell) -> Figures:
    """Fill a form as offices do: some rows and columns have figures, the others are all alike."""
    found: dict[CellKey, Cell] = {}
    for table in form.tables():
        full = {
            head.path: chance.random() < share
            for band in table.sections
            for head in (*all_leaves(band.rows), *all_leaves(band.columns))
        }
        for _, row, column in table.cells():
            key = (table.id, row.path, column.path)
            found[key] = cell(column, chance) if full[row.path] and full[column.path] else other
    return Figures(form.id, frozendict(found), frozendict({}))


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(sorted(load_forms())),
    st.integers(0, 2**32),
    st.sampled_from([0.0, 0.2, 0.5, 1.0]),
    st.sampled_from([0, 0, 0, *MissingValue]),
)
def test_every_cell_is_read_once_with_all_its_words(
    form_id: str, seed: int, share: float, other: Cell
) -> None:
    form = load_forms()[form_id]
    figures = filled(form, Random(seed), share, other)  # noqa: S311 - figures, no secrets
    for table in form.tables():
        text = table_text(transcribe(table, figures))
        assert text.title == table.title
        for band, section in zip(table.sections, text.sections, strict=True):
            assert section.caption == band.title
            told = list(read_back(band, section))
            wanted = dict(_wanted(table, band, figures))
            assert len(told) == len(wanted)
            assert dict(told) == wanted


def _wanted(table: Table, band: TableSection, figures: Figures) -> Iterator[tuple[Place, str]]:
    for row in all_leaves(band.rows):
        for column in all_leaves(band.columns):
            place = (
                grid.header_labels(band.rows, row.path),
                grid.header_labels(band.columns, column.path),
            )
            cell = figures.cells[table.id, row.path, column.path]
            zero = figures.number((table.id, row.path, column.path)) == 0
            yield place, "0" if zero else grid.format_cell(cell, column)


def read_back(band: TableSection, section: TextSection) -> Iterator[tuple[Place, str]]:
    """Yield every cell that the sentences of a band tell to one who knows the form."""
    columns = [grid.header_labels(band.columns, one.path) for one in all_leaves(band.columns)]
    rows = {"，".join(one): one for one in labels(band.rows)}
    zero: list[Labels] = []
    for line in section.lines:
        if line.label == "各列":
            assert list(heard(line.text, columns)) == [(one, "") for one in columns]
        elif line.label == f"每一行都为{NBSP}0{NBSP}的列":
            zero = [column for column, _ in heard(line.text, columns)]
        elif line.items:
            yield from _gathered(line, rows, columns)
        elif line.text != band.note:
            row = rows.get(line.label, ())
            own = [one for one in columns if row or "，".join(one[:-1]) == line.label]
            told = list(heard(line.text, own))
            yield from (((row, column), said) for column, said in told)
            left = [one for one in own if one not in dict(told)]
            assert set(left) <= set(zero)
            yield from (((row, column), "0") for column in left)


def labels(heads: tuple[Header, ...]) -> list[Labels]:
    return [grid.header_labels(heads, one.path) for one in all_leaves(heads)]


def _gathered(
    line: TextLine, rows: dict[str, Labels], columns: list[Labels]
) -> Iterator[tuple[Place, str]]:
    found = re.fullmatch(
        rf"以下{NBSP}(\d+){NBSP}项(?:的(.+?)|各列)?均?(为{NBSP}0|缺（.+）|不适用（/）)", line.label
    )
    assert found
    if () in rows.values():
        assert len(line.items) == int(found[1])
        for item in line.items:
            above, _, names = item.partition("：")
            for name in names.split("、"):
                yield ((), (*above.split("，"), name)), _STATES[found[3]]
        return
    assert not found[2] or [one for one, _ in heard(found[2], columns)] == columns
    named = [name for item in line.items for name in _full(item)]
    assert len(named) == int(found[1])
    for name in named:
        yield from (((rows[name], column), _STATES[found[3]]) for column in columns)


def _full(item: str) -> Iterator[str]:
    above, mark, names = item.partition("：")
    for name in names.split("；") if mark else item.split("；"):
        yield f"{above}，{name}" if mark else name


def heard(text: str, columns: list[Labels]) -> Iterator[tuple[Labels, str]]:
    """Yield the columns that a sentence names, with what it says of each; empty for nothing."""
    # What stands above all of them is said before: as the label, or with the list of columns.
    levels = enumerate(zip(*columns, strict=False))
    shared = next((at for at, labels_there in levels if len({*labels_there}) > 1), 0)
    known = {("，".join(one[shared:-1]), one[-1]): one for one in columns}
    words = [*_STATES, *(f"{above}（" for above, _ in known if above), *(one for _, one in known)]
    longest = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    group, waiting, named = "", list[Labels](), set[Labels]()
    for part in re.findall(rf"{longest}|(?:[正负]{NBSP})?[0-9.]+(?:万元)?|）|各列", text):
        if part in _STATES or part[0] in "0123456789正负":
            sign = _SIGNS.get(part[:2], "")
            said = _STATES.get(part, sign + part[2 if sign else 0 :])
            said = "0" if re.fullmatch("[0.]+(万元)?", said) else said
            yield from ((column, said) for column in waiting)
            waiting = []
        elif part == "）":
            group = ""
        elif part == "各列":
            waiting = [one for one in columns if one not in named]
        elif part.removesuffix("（") in {above for above, _ in known if above}:
            group = part.removesuffix("（")
        else:
            waiting.append(known[group, part])
            named.add(known[group, part])
    yield from ((column, "") for column in waiting)
