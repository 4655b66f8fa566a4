"""Figures flattened into running text come back as they were, or openly in doubt: never others."""

from collections.abc import Mapping
from random import Random

import pytest

from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.run_text import solve_text
from site_builder.model.figures import Amount, Cell, CellKey, MissingValue
from site_builder.model.form import Form, Header, Table, TableSection, all_leaves
from site_builder.model.original import Origin, TextBlock
from tests.helpers import format_list
from tests.helpers.random_figures import random_figures
from tests.helpers.standards import STANDARDS

FORMS = [*STANDARDS.forms.values()]
FRAMES = {form.id: FormFrame(form, STANDARDS) for form in FORMS}
MODES = ("lines", "spaces", "run", "mixed", "unnumbered run", "run of rows")
REPORTS = 5


def typed(cell: Cell, column: Header) -> str:
    if isinstance(cell, MissingValue):
        return "" if cell is MissingValue.BLANK else "/"
    if isinstance(cell, Amount):
        return f"{cell.number:f}{cell.unit}"
    if column.value == "signed" and isinstance(cell, int) and cell:
        return f"{abs(cell)}（{'增' if cell > 0 else '减'}）"
    return f"{cell}"


class Flattener:
    """Writes a table without its cells, in one of several ways."""

    def __init__(self, mode: str, chance: Random) -> None:
        self.mode, self.chance = mode, chance
        self.parts: list[str] = []

    def gap(self) -> str:
        gaps = {"lines": "\n", "spaces": " ", "mixed": self.chance.choice(("", "", " ", "\n"))}
        return gaps.get(self.mode, "")

    def add(self, text: str) -> None:
        self.parts += [text, self.gap()]

    def label(self, text: str) -> None:
        if self.mode == "unnumbered run":
            text = text.lstrip("（一二三四五六七）、.12345678")
        self.add(text)

    def headers(self, headers: tuple[Header, ...]) -> None:
        level = [*headers]
        while level:
            for header in level:
                self.label(header.label)
            level = [child for header in level for child in header.children]

    def rows(
        self,
        table: Table,
        section: TableSection,
        rows: tuple[Header, ...],
        cells: Mapping[CellKey, Cell],
    ) -> None:
        for row in rows:
            if row.label:
                self.label(row.label)
            if row.children:
                self.rows(table, section, row.children, cells)
                continue
            for column in all_leaves(section.columns):
                self.add(typed(cells[table.id, row.path, column.path], column))
            if self.mode == "run of rows":
                self.parts.append("\n")

    def text(self, table: Table, cells: Mapping[CellKey, Cell]) -> str:
        for section in table.sections:
            for text in filter(None, (section.title, section.stub, section.note)):
                self.label(text)
            self.headers(section.columns)
            self.rows(table, section, section.rows, cells)
        return "".join(self.parts)


def wrong_cells(
    form: Form, cells: Mapping[CellKey, Cell], mode: str, chance: Random
) -> tuple[list[str], int]:
    """Return the cells that come back as another value, and how many come back at all."""
    wrong: list[str] = []
    count = 0
    for table in form.tables():
        text = Flattener(mode, chance).text(table, cells)
        blocks = [
            TextBlock("paragraph", line.strip(), line.strip(), Origin("报告.txt", line=number))
            for number, line in enumerate(text.split("\n"), 1)
            if line.strip()
        ]
        for key, cell in solve_text(blocks, table, FRAMES[form.id]).cells.items():
            count += cell.value is not None
            expected = cells[key]
            value = cell.value
            if isinstance(expected, Amount) and isinstance(value, Amount) and not expected.number:
                expected = value if not value.number else expected
            if value not in (None, expected):
                wrong.append(f"{mode} {key}: {expected} → {value} ({cell.reason}) in {text[:3000]}")
    return wrong, count


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_no_figure_comes_back_as_another(form: Form, mode: str) -> None:
    chance = Random(mode)  # noqa: S311 - figures, the same every time
    wrong: list[str] = []
    counts: list[int] = []
    total = sum(1 for table in form.tables() for _ in table.cells())
    for _ in range(REPORTS):
        cells = random_figures(form, chance)
        differences, count = wrong_cells(form, cells, mode, chance)
        wrong += differences
        counts.append(count)
    assert not wrong, format_list(wrong[:3])
    assert max(counts) > total * 0.85 or mode == "unnumbered run"
