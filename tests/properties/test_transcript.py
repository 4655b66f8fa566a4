"""Nothing of a statutory table is lost, added or moved when it is read as text.

The sentences are read back here by their meaning, not by how they were built: every cell has to be
stated once, and with the words of all its headers.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.model.figures import Amount, Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Form, Header, Table, TableSection, all_leaves
from site_builder.model.frozendict import frozendict
from site_builder.model.transcript import TextLine, TextSection
from site_builder.standards import header_grid
from site_builder.standards.table_text import table_text
from site_builder.standards.transcript import NBSP, transcribe
from tests.helpers.standards import STANDARDS

_STATES = {f"为{NBSP}0": "0", "缺（原报告未填）": "缺", "不适用（/）": "/"}
_SIGNS = {f"正{NBSP}": "+", f"负{NBSP}": "-"}
Labels = tuple[str, ...]
CellLabels = tuple[Labels, Labels]
"""The words of all row headers, and of all column headers."""


def cell(column: Header, chance: Random) -> Cell:
    """Build a random figure. By a seed: two hundred cells drawn one by one take seconds."""
    number = chance.choice((0, 1, 7, 30, 10_000_000))
    if chance.random() < 0.2:
        return chance.choice(tuple(MissingValue))
    if column.value == "money":
        amount = Decimal(number) / 4
        return Amount(amount, "万元") if column.unit == "asked" else amount
    return -number if column.value == "signed" and chance.random() < 0.5 else number


def random_figures(form: Form, chance: Random, share: float, other: Cell) -> Figures:
    """Fill a form as offices do: some rows and columns have figures, the others are all alike."""
    result: dict[CellKey, Cell] = {}
    for table in form.tables():
        full = {
            header.path: chance.random() < share
            for section in table.sections
            for header in (*all_leaves(section.rows), *all_leaves(section.columns))
        }
        for _, row, column in table.cells():
            key = (table.id, row.path, column.path)
            result[key] = cell(column, chance) if full[row.path] and full[column.path] else other
    return Figures(form.id, frozendict(result), frozendict({}))


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(sorted(STANDARDS.forms)),
    st.integers(0, 2**32),
    st.sampled_from([0.0, 0.2, 0.5, 1.0]),
    st.sampled_from([0, 0, 0, *MissingValue]),
)
def test_every_cell_is_read_once_with_all_its_words(
    form_id: str, seed: int, share: float, other: Cell
) -> None:
    form = STANDARDS.forms[form_id]
    figures = random_figures(form, Random(seed), share, other)  # noqa: S311 - figures, no secrets
    for table in form.tables():
        text = table_text(transcribe(table, figures))
        assert text.title == table.title
        for table_section, section in zip(table.sections, text.sections, strict=True):
            assert section.caption == table_section.title
            actual = list(read_back(table_section, section))
            expected = dict(_expected_values(table, table_section, figures))
            assert len(actual) == len(expected)
            assert dict(actual) == expected


def _expected_values(
    table: Table, section: TableSection, figures: Figures
) -> Iterator[tuple[CellLabels, str]]:
    for row in all_leaves(section.rows):
        for column in all_leaves(section.columns):
            place = (
                header_grid.header_labels(section.rows, row.path),
                header_grid.header_labels(section.columns, column.path),
            )
            cell = figures.cells[table.id, row.path, column.path]
            zero = figures.number((table.id, row.path, column.path)) == 0
            yield place, "0" if zero else header_grid.format_cell(cell, column)


def read_back(
    table_section: TableSection, section: TextSection
) -> Iterator[tuple[CellLabels, str]]:
    """Yield every cell that the sentences of a band state to somebody who knows the form."""
    columns = [
        header_grid.header_labels(table_section.columns, item.path)
        for item in all_leaves(table_section.columns)
    ]
    rows = {"，".join(item): item for item in labels(table_section.rows)}
    zero: list[Labels] = []
    for line in section.lines:
        if line.label == "各列":
            assert list(parse_values(line.text, columns)) == [(item, "") for item in columns]
        elif line.label == f"每一行都为{NBSP}0{NBSP}的列":
            zero = [column for column, _ in parse_values(line.text, columns)]
        elif line.items:
            yield from _parse_summary_line(line, rows, columns)
        elif line.text != table_section.note:
            row = rows.get(line.label, ())
            line_columns = [item for item in columns if row or "，".join(item[:-1]) == line.label]
            readings = list(parse_values(line.text, line_columns))
            yield from (((row, column), value) for column, value in readings)
            unread = [item for item in line_columns if item not in dict(readings)]
            assert set(unread) <= set(zero)
            yield from (((row, column), "0") for column in unread)


def labels(headers: tuple[Header, ...]) -> list[Labels]:
    return [header_grid.header_labels(headers, leaf.path) for leaf in all_leaves(headers)]


def _parse_summary_line(
    line: TextLine, rows: dict[str, Labels], columns: list[Labels]
) -> Iterator[tuple[CellLabels, str]]:
    match = re.fullmatch(
        rf"以下{NBSP}(\d+){NBSP}项(?:的(.+?)|各列)?均?(为{NBSP}0|缺（.+）|不适用（/）)", line.label
    )
    assert match
    if () in rows.values():
        assert len(line.items) == int(match[1])
        for item in line.items:
            above, _, names = item.partition("：")
            for name in names.split("、"):
                yield ((), (*above.split("，"), name)), _STATES[match[3]]
        return
    assert not match[2] or [column for column, _ in parse_values(match[2], columns)] == columns
    named = [name for item in line.items for name in _full(item)]
    assert len(named) == int(match[1])
    for name in named:
        yield from (((rows[name], column), _STATES[match[3]]) for column in columns)


def _full(item: str) -> Iterator[str]:
    above, mark, names = item.partition("：")
    for name in names.split("；") if mark else item.split("；"):
        yield f"{above}，{name}" if mark else name


def parse_values(text: str, columns: list[Labels]) -> Iterator[tuple[Labels, str]]:
    """Yield the columns that a sentence names, with what it states of each; empty for nothing."""
    # What stands above all of them is stated before: as the label, or with the list of columns.
    levels = enumerate(zip(*columns, strict=False))
    shared = next((at for at, labels_there in levels if len({*labels_there}) > 1), 0)
    column_names = {("，".join(item[shared:-1]), item[-1]): item for item in columns}
    words = [
        *_STATES,
        *(f"{above}（" for above, _ in column_names if above),
        *(item for _, item in column_names),
    ]
    longest = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    group, waiting, named = "", list[Labels](), set[Labels]()
    for part in re.findall(rf"{longest}|(?:[正负]{NBSP})?[0-9.]+(?:万元)?|）|各列", text):
        if part in _STATES or part[0] in "0123456789正负":
            sign = _SIGNS.get(part[:2], "")
            value = _STATES.get(part, sign + part[2 if sign else 0 :])
            value = "0" if re.fullmatch("[0.]+(万元)?", value) else value
            yield from ((column, value) for column in waiting)
            waiting = []
        elif part == "）":
            group = ""
        elif part == "各列":
            waiting = [item for item in columns if item not in named]
        elif part.removesuffix("（") in {above for above, _ in column_names if above}:
            group = part.removesuffix("（")
        else:
            waiting.append(column_names[group, part])
            named.add(column_names[group, part])
    yield from ((column, "") for column in waiting)
