"""Cells typed anew: the cells change, and no other byte of a file that was written by hand."""

import random
import re

import pytest

from site_builder.content.figure_edits import edit_figures
from site_builder.content.figure_values import parse_number
from site_builder.content.figures import read_figures
from site_builder.core.errors import ValueProblem
from site_builder.model.figures import CellKey, Figures, MissingValue
from site_builder.model.form import Form, Header
from site_builder.standards.blank_files import blank_figures, blank_line
from site_builder.standards.figures_layout import FiguresLine, figures_lines
from tests.helpers.standards import STANDARDS

FILE = "content/2024/figures.yaml"
YEARS = (2020, 2024)
EDITS = [
    *range(60),
    *(pytest.param(seed, marks=pytest.mark.large) for seed in range(60, 500)),
]
MISSING = {"缺": MissingValue.BLANK, "/": MissingValue.NOT_APPLICABLE}
CELL = r"'?(?:[+-]?[0-9][0-9.]*元?|缺|/)'?"


def _form(year: int) -> Form:
    return next(form for form in STANDARDS.forms.values() if form.applies_to(year))


def _columns(form: Form) -> dict[CellKey, Header]:
    return {
        (table.id, row.path, column.path): column
        for table in form.tables()
        for _, row, column in table.cells()
    }


def _typed(column: Header, random_: random.Random) -> str:
    if random_.random() < 0.1:
        return random_.choice(("缺", "/"))
    number = str(random_.choice((0, 3, 12, 907)))
    if column.value == "signed":
        return random_.choice(("+", "-")) + number
    if column.value == "money":
        return f"{number}.5{'元' if column.unit == 'asked' else ''}"
    return number


def _by_hand(form: Form, random_: random.Random) -> str:
    """Return a whole file as people write it: other spaces, quotes, remarks, rows on lines."""
    lines = ["# 手写的文件", f"表式: '{form.key}'  # 表式", "接受: []"]
    for table in form.tables():
        lines += ["", f"{table.key}:   # {table.title}"]
        for line in figures_lines(table):
            lines.append(_row(line, random_) if line.row else blank_line(line))
    return "\n".join([*lines, "# 完", ""])


def _row(line: FiguresLine, random_: random.Random) -> str:
    cells = [_typed(column, random_) for column in line.columns]
    key = f"{line.indent}{line.key}:"
    deeper = f"{line.indent}    "
    shapes = [
        f"{key} [{', '.join(cells)}]   # 与上年相同，[1, 2]",
        f"{key}  [ {' ,'.join(cells)} ]",
        f"{key} [{', '.join(map(repr, cells))}]",
        key + "".join(f"\n{deeper}- {cell}  # 第 {n} 格" for n, cell in enumerate(cells, 1)),
    ]
    if len(cells) > 1 and all(column.unit != "asked" for column in line.columns):
        shapes.append(f"{key} {'、'.join(cells)}")
    return random_.choice(shapes)


def _read(text: str, year: int) -> Figures:
    figures, diagnostics = read_figures(text, FILE, year, STANDARDS.forms)
    assert figures is not None, diagnostics
    return figures


@pytest.mark.parametrize("seed", EDITS)
def test_only_the_cells_change(seed: int) -> None:
    year = YEARS[seed % 2]
    random_ = random.Random(seed)  # noqa: S311 - no secret
    form = _form(year)
    before, columns = _by_hand(form, random_), _columns(form)
    chosen = random_.sample(sorted(columns), random_.randint(1, 6))
    changes = {key: _typed(columns[key], random_) for key in chosen}
    after = edit_figures(before, form, changes)
    expected = dict(_read(before, year).cells)
    for key, typed in changes.items():
        expected[key] = MISSING.get(typed) or parse_number(typed, columns[key])
    assert dict(_read(after, year).cells) == expected
    assert re.findall("#.*", after) == re.findall("#.*", before), "each remark is where it was"
    assert len(_changed_lines(before, after)) <= len(changes)
    for old, new in _changed_lines(before, after):
        assert re.sub(CELL, "", old) == re.sub(CELL, "", new), "all else on the line stays"


def _changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return [(old, new) for old, new in pairs if old != new]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_blank_rows_are_begun_and_missing_ones_are_added(newline: str) -> None:
    form = _form(2024)
    blank = blank_figures(form, 2024).replace("\n", newline)
    begun = edit_figures(blank, form, {("requests", "new", "applicant.total"): "7"})
    assert _changed_lines(blank, begun) == [("  本年新收: []", "  本年新收: [~, ~, ~, ~, ~, ~, 7]")]
    short = newline.join(["表式: 2021", "申请:  # 第三部分", "  上年结转: [0, 0, 0, 0, 0, 0, 0]"])
    added = edit_figures(short, form, {("requests", "results.partial", "applicant.natural"): "2"})
    assert added.startswith(short + newline)
    assert f"{newline}    部分公开: [2, ~, ~, ~, ~, ~, ~]{newline}" in added
    assert "\n" not in added.replace("\r\n", "") or newline == "\n"


def test_a_form_is_filled_cell_by_cell_from_nothing() -> None:
    form = _form(2020)
    text = f"表式: {form.key}\n"
    columns = _columns(form)
    random_ = random.Random(5)  # noqa: S311 - no secret
    typed = {key: _typed(column, random_) for key, column in columns.items()}
    for key in random_.sample(sorted(typed), len(typed)):
        text = edit_figures(text, form, {key: typed[key]})
    cells = _read(text, 2020).cells
    assert {
        key: MISSING.get(word) or parse_number(word, columns[key]) for key, word in typed.items()
    } == cells


@pytest.mark.parametrize(
    "text",
    [
        "表式: [",
        "- 1",
        "",
        "申请: {本年新收: [1, 2, 3, 4, 5, 6, 7]}",
        "申请:\n  本年新收: [1, 2]",
        "申请:\n  本年新收: 1 234 567 3 2 1 0 2",
        "申请:\n  本年新收: [[1], 2, 3, 4, 5, 6, 7]",
        "申请: &a\n  本年新收: *a",
    ],
)
def test_what_cannot_be_told_apart_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem):
        edit_figures(text, _form(2024), {("requests", "new", "applicant.natural"): "1"})


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_an_import_said_of_a_cell_goes_when_it_is_settled(newline: str) -> None:
    form = _form(2024)
    lines = [
        "# 有 3 格认不准，写作 待核：请对照原件改成原件上的数，改完才能生成网站。",
        "表式: 2021",
        "申请:",
        "  # 待核 自然人：问一下李四",
        "  # 待核 自然人：可能是 3、8；原件作“3B”；见原件第 2 张表第 3 行第 4 列",
        "  # 待核 商业企业：原件的表里没有这一行",
        "  # 待核 总计：见原件第 2 张表第 3 行第 10 列",
        "  # 总计：原件作“４”",
        "  本年新收: [待核, 待核, 0, 0, 0, 0, 待核]",
    ]
    text = newline.join(lines) + newline
    keys = [
        ("requests", "new", f"applicant.{name}")
        for name in ("natural", "organisation.business", "total")
    ]
    first = edit_figures(text, form, {keys[0]: "3", keys[1]: "", keys[2]: "待核"})
    assert first.split(newline)[:-1] == [
        *lines[:4],
        *lines[5:8],
        "  本年新收: [3, ~, 0, 0, 0, 0, 待核]",
    ]
    done = edit_figures(first, form, {keys[2]: "3"})
    assert lines[0] not in done
    assert lines[3] in done
    assert lines[6] not in done
    assert lines[7] in done
