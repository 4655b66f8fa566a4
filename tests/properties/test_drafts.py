"""What is drafted reads back as what was imported: every figure, and every word of the text."""

import re
from dataclasses import replace
from random import Random

import pytest

from site_builder.content.figures import read_figures
from site_builder.core.text.markdown_escapes import WordRun, escape_words, join_runs
from site_builder.importing.drafts.author_tables import draft_table
from site_builder.importing.drafts.figures_file import draft_figures
from site_builder.importing.drafts.markdown_lines import draft_paragraph
from site_builder.importing.drafts.report_file import draft_report
from site_builder.model.figures import Cell, CellKey, MissingValue
from site_builder.model.form import Form
from site_builder.model.original import OriginalCell, OriginalTable
from tests.helpers import format_list
from tests.helpers.imported_reports import ORIGIN, imported_report, text_block
from tests.helpers.random_figures import random_figures
from tests.helpers.standards import STANDARDS
from tests.properties.test_typed_text import parse
from tests.properties.text_conservation import shown_text

FORMS = [*STANDARDS.forms.values()]
_PIECES = (
    *"*_>+-#\\|<&~`[]()!:=.;/^ \n",
    *("**", "***", "``", "- ", "> ", "# ", "## ", "1. ", "2) ", "10\\. ", "\\# ", "\\- ", "\\*\\*"),
    *(
        "[甲](a.md)",
        "![乙](b.png)",
        "<https://a.gov.cn/_b>",
        "<a@b.cn>",
        "[^1]",
        "[^1]: ",
        "](",
        "|-|",
    ),
    *(
        "<br>",
        "<!-- 甲 -->",
        "&nbsp;",
        "Z:\\a\\",
        "| 甲 | 乙 |",
        "| --- | --- |",
        "---",
        "::: 维吾尔文",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\u3000\u3000",
        "\u2028",
        "\x0b",
        "\x07",
        "\ufdd0",
        "\t",
        ": 义",
        "```",
        "~~~",
    ),
    *(
        "甲",
        "乙方",
        "王",
        "李",
        "、",
        "。",
        "（一）",
        "一、",
        "2021年6月1日",
        "电话：1",
        "5℃",
        "12",
        "ab",
    ),
)
_INVISIBLE = re.compile("[\x00-\x20\x7f-\x9f\u3000\u2028\u2029\xa0\ufdd0-\ufdef]|\\s")


def visible(text: str) -> str:
    return _INVISIBLE.sub("", text)


def random_text(chance: Random) -> str:
    return "".join(chance.choices(_PIECES, k=chance.randint(1, 14)))


def with_missing_values(cells: dict[CellKey, Cell], chance: Random) -> dict[CellKey, Cell]:
    return {
        key: chance.choice((*MissingValue, cell, cell, cell)) if chance.random() < 0.2 else cell
        for key, cell in cells.items()
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_figures_read_back_as_they_were_imported(form: Form) -> None:
    chance = Random(1)  # noqa: S311 - figures, the same every time
    for _ in range(15):
        cells = with_missing_values(random_figures(form, chance), chance)
        text = draft_figures(imported_report(form, cells), form)
        figures, diagnostics = read_figures(text, "figures.yaml", form.first_year, STANDARDS.forms)
        assert {diagnostic.code for diagnostic in diagnostics} <= {"figures/blank"}
        assert figures is not None
        assert dict(figures.cells) == cells


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_no_doubtful_cell_reads_back_as_a_number(form: Form) -> None:
    chance = Random(2)  # noqa: S311 - figures, the same every time
    cells = random_figures(form, chance)
    for key in cells:
        report = imported_report(form, cells)
        doubtful = replace(report.cells[key], value=None, reading="doubtful", candidates=("1", "2"))
        text = draft_figures(imported_report(form, cells, changes={key: doubtful}), form)
        figures, diagnostics = read_figures(text, "figures.yaml", form.first_year, STANDARDS.forms)
        assert figures is None
        assert [diagnostic.code for diagnostic in diagnostics] == ["figures/unconfirmed"]
        assert diagnostics[0].subject == ".".join(key)
        lines = text.split("\n")
        assert "可能是 1、2" in lines[diagnostics[0].location.line - 2]


@pytest.mark.parametrize("seed", range(3))
def test_no_word_becomes_a_mark(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - texts, the same every time
    wrong = []
    form = FORMS[0]
    for _ in range(300):
        texts = [random_text(chance) for _ in range(chance.randint(1, 3))]
        kinds = [chance.choice(("paragraph", "paragraph", "heading", "quote")) for _ in texts]
        blocks = [
            text_block(text, escape_words(text), kind)
            for text, kind in zip(texts, kinds, strict=True)
        ]
        report = replace(imported_report(form, {}), preamble=tuple(blocks))
        draft = draft_report(report, form, ())
        markdown = draft.text.partition("\n---\n")[2].partition("\n## 一、")[0]
        printed = shown_text(parse(markdown)[0])
        if printed != visible("".join(texts)):
            wrong.append(f"{texts!r}, {kinds}: {markdown!r} → {printed!r}")
    assert not wrong, format_list(wrong[:5])


@pytest.mark.parametrize("seed", range(3))
def test_bold_words_cost_no_word(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - texts, the same every time
    wrong = []
    for _ in range(300):
        runs = [
            WordRun(random_text(chance), is_strong=chance.random() < 0.4)
            for _ in range(chance.randint(1, 4))
        ]
        markdown = draft_paragraph(join_runs(runs))
        printed = shown_text(parse(markdown)[0])
        if printed != visible("".join(run.text for run in runs)):
            wrong.append(f"{runs!r}: {markdown!r} → {printed!r}")
    assert not wrong, format_list(wrong[:5])


def test_words_are_bold_where_their_stars_can_be_nothing_else() -> None:
    runs = (WordRun("一是"), WordRun("加强领导", is_strong=True), WordRun("，压实责任。"))
    assert join_runs(runs) == "一是**加强领导**，压实责任。"
    masks = (WordRun("李"), WordRun("大", is_strong=True), WordRun("、王"))
    assert join_runs(masks) == "李大、王"
    note = (WordRun("见附注"), WordRun("[^1]", is_mark=True), WordRun("(二)"))
    assert join_runs(note) == "见附注[^1]`(`二)"


@pytest.mark.parametrize("seed", range(3))
def test_no_word_of_a_table_is_lost(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - texts, the same every time
    wrong = []
    for _ in range(150):
        table = random_table(chance)
        markdown = draft_table(table)
        prose, text = parse(f"前文\n\n{markdown}\n\n后文")
        printed = shown_text(prose)
        expected = visible("前文" + "".join(cell.text for cell in table.cells) + "后文")
        if sorted(printed) != sorted(expected):
            wrong.append(f"{[cell.text for cell in table.cells]}: {markdown!r} → {printed!r}")
        wrong += [item.message for item in text.diagnostics if "不能合并" in item.message]
    assert not wrong, format_list(wrong[:5])


def random_table(chance: Random) -> OriginalTable:
    """Return a table of two to four rows, some of its cells merged to the right or downwards."""
    rows, columns = chance.randint(2, 4), chance.randint(2, 4)
    covered: set[tuple[int, int]] = set()
    cells: list[OriginalCell] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in covered:
                continue
            is_wide = chance.random() < 0.1 and (row, column + 1) not in covered
            width = 2 if is_wide and column + 1 < columns else 1
            height = 2 if chance.random() < 0.1 and row + 1 < rows else 1
            covered |= {(row + r, column + c) for r in range(height) for c in range(width)}
            text = chance.choice(("", "甲", "12", "甲|乙", random_text(chance)))
            cells.append(OriginalCell(row, column, height, width, text, ORIGIN))
    return OriginalTable(tuple(cells), ORIGIN)
