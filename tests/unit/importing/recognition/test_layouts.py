"""Layouts that offices make of the form, each with what becomes of its cells."""

from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from site_builder.importing.recognition.reports import recognize_reports
from site_builder.model.imported import ImportedReport
from site_builder.model.original import Block, TextBlock
from tests.helpers.form_tables import (
    Spanned,
    form_rows,
    original_of,
    sample_figures,
    table_of,
    text_block,
    texts_of,
)
from tests.helpers.standards import STANDARDS

FORM = STANDARDS.forms["annual-report-2021"]
FIGURES = sample_figures(FORM)
PROACTIVE, REQUESTS, REMEDIES = (form_rows(table, texts_of(FIGURES)) for table in FORM.tables())
NUMBERS = [cell[0] for cell in REMEDIES[-1]]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
GROUPS = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
TRADITIONAL = str.maketrans(
    {simple: other for other, simple in STANDARDS.characters.traditional.items()}
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
Rows = Sequence[Sequence[str | Spanned]]


def recognize(*blocks: Block) -> ImportedReport:
    title = "测试市2024年政府信息公开工作年度报告"
    (report,) = recognize_reports(original_of(title, blocks), STANDARDS).reports
    return report


def written(rows: Rows, change: Callable[[str], str]) -> list[list[Spanned]]:
    """Return rows with their numbers written otherwise."""
    cells = [[cell if isinstance(cell, tuple) else (cell, 1, 1) for cell in row] for row in rows]
    return [
        [(change(text) if text.isdecimal() else text, down, right) for text, down, right in row]
        for row in cells
    ]


def upright_label() -> list[list[Spanned]]:
    """Return the table with 三、本年度办理结果 set a character a cell."""
    characters = iter("三、本年度办理结果")
    inner = [REQUESTS[5][1:], *REQUESTS[6:-1]]
    return [
        *REQUESTS[:5],
        *([(next(characters, ""), 1, 1), *row] for row in inner),
        REQUESTS[-1],
    ]


def numbered_rows() -> list[list[str | Spanned]]:
    """Return the table with a column 序号."""
    numbers = ["序号", "", "", *map(str, range(1, len(REQUESTS)))]
    return [[number, *row] for number, row in zip(numbers, REQUESTS, strict=False)]


def without_column(place: int) -> list[list[Spanned]]:
    """Return the table without one of the columns of 法人或其他组织."""
    rows = [list(row) for row in REQUESTS]
    rows[0][1], rows[1][1] = ("申请人情况", 1, 6), ("法人或其他组织", 1, 4)
    del rows[2][place]
    for row in rows[3:]:
        del row[place - 6]
    return rows


def with_own_columns() -> Rows:
    """Return table two with columns of the form before it, as some offices keep them."""
    header = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    return [
        *PROACTIVE[:4],
        PROACTIVE[4],
        header,
        ["行政许可", "12", "0", PROACTIVE[6][1][0]],
        PROACTIVE[7],
        header,
        ["行政处罚", "5", "-1", PROACTIVE[9][1][0]],
        ["行政强制", "7", "0", PROACTIVE[10][1][0]],
        *PROACTIVE[11:],
    ]


def cut_label() -> list[Block]:
    """Return the table in two pieces, a label begun in the first and ended in the second."""
    first = [*REQUESTS[:8], [("2.其他法律行政", 1, 1), *[("", 1, 1)] * 7]]
    rest: list[list[Spanned]] = [[("", 1, 1), ("", 1, 1), ("法规禁止公开", 1, 1), *REQUESTS[8][1:]]]
    rest += [[("", 1, 1), ("", 1, 1), *row] for row in REQUESTS[9:15]]
    rest += [[("", 1, 1), *row] for row in REQUESTS[15:-1]]
    return [table_of(first, 1), table_of([*rest, REQUESTS[-1]], 2)]


OLDER_HEADER = ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"]
EXTRA = ["其他主动公开文件", "162", "1", "2"]
LAYOUTS: dict[str, tuple[list[Block], int, dict[str, int]]] = {
    "traditional characters": (
        [table_of([[(t.translate(TRADITIONAL), d, r) for t, d, r in row] for row in REQUESTS])],
        1,
        {"read": 175},
    ),
    "full-width digits": (
        [table_of(written(REQUESTS, lambda text: text.translate(FULL_WIDTH)))],
        1,
        {"read": 175},
    ),
    "thousands": ([table_of(written(REQUESTS, lambda text: f"{int(text):,}"))], 1, {"read": 175}),
    "spaces inside numbers, which sums decide": (
        [table_of(written(REQUESTS, " ".join))],
        1,
        {"inferred": 175},
    ),
    "spaces inside numbers, which no sum decides": (
        [table_of(written(PROACTIVE, " ".join))],
        0,
        {"read": 7, "doubtful": 3},
    ),
    "letters for digits": (
        [table_of(written(REQUESTS, lambda text: text.replace("0", "O")))],
        1,
        {"read": 148, "inferred": 27},
    ),
    "a column that numbers the rows": ([table_of(numbered_rows())], 1, {"read": 175}),
    "an upright label, a character a cell": ([table_of(upright_label())], 1, {"read": 175}),
    "one table printed twice": ([table_of(REQUESTS, 1), table_of(REQUESTS, 2)], 1, {"read": 175}),
    "a header repeated on the next page": (
        [table_of([*REQUESTS[:5], *REQUESTS[:3], *REQUESTS[5:]])],
        1,
        {"read": 175},
    ),
    "a label cut at the end of a page": (cut_label(), 1, {"read": 175}),
    "a column lost": ([table_of(without_column(2))], 1, {"read": 150, "doubtful": 25}),
    "a row of another form": (
        [table_of([*PROACTIVE[:4], EXTRA, *PROACTIVE[4:]])],
        0,
        {"read": 10},
    ),
    "columns of another form": ([table_of(with_own_columns())], 0, {"read": 10}),
    "sections without header rows": (
        [table_of([row for row in PROACTIVE if row[0][0] != "信息内容"])],
        0,
        {"inferred": 10},
    ),
    "a row whose last cell alone is empty": (
        [table_of([*PROACTIVE[:2], ["规章", "4", "5", ""], *PROACTIVE[3:]])],
        0,
        {"read": 7, "doubtful": 3},
    ),
    "columns of the older form": (
        [table_of([PROACTIVE[0], OLDER_HEADER, *PROACTIVE[2:]])],
        0,
        {"read": 4, "doubtful": 6},
    ),
    "a column of another name": (
        [
            table_of(
                [PROACTIVE[0], [*PROACTIVE[1][:2], "本年公开件数", PROACTIVE[1][3]], *PROACTIVE[2:]]
            )
        ],
        0,
        {"read": 4, "doubtful": 6},
    ),
    "a note between header and numbers": (
        [table_of([*REMEDIES[:3], [("（单位：件）", 1, 15)], REMEDIES[3]])],
        2,
        {"read": 15},
    ),
    "an empty row between header and numbers": (
        [table_of([*REMEDIES[:3], [""] * 15, REMEDIES[3]])],
        2,
        {"read": 15},
    ),
    "a row that numbers the columns": (
        [table_of([*REMEDIES[:3], [str(n) for n in range(1, 16)], REMEDIES[3]])],
        2,
        {"read": 15},
    ),
    "a label where the form has none": (
        [table_of([[("类别", 3, 1), *REMEDIES[0]], *REMEDIES[1:3], ["件数", *REMEDIES[3]]])],
        2,
        {"read": 15},
    ),
    "three tables below one another": (
        [
            table_of([[(name, 1, 5)], OUTCOMES, NUMBERS[place * 5 : place * 5 + 5]], place)
            for place, name in enumerate(GROUPS)
        ],
        2,
        {"read": 15},
    ),
    "three tables in one": (
        [
            table_of(
                [
                    row
                    for place, name in enumerate(GROUPS)
                    for row in ([(name, 1, 5)], OUTCOMES, NUMBERS[place * 5 : place * 5 + 5])
                ]
            )
        ],
        2,
        {"read": 15},
    ),
    "three tables that name no group": (
        [table_of([OUTCOMES, NUMBERS[n * 5 : n * 5 + 5]], n) for n in range(3)],
        2,
        {"inferred": 15},
    ),
    "groups of columns as rows": (
        [
            table_of(
                [["", *OUTCOMES], *([g, *NUMBERS[n * 5 : n * 5 + 5]] for n, g in enumerate(GROUPS))]
            )
        ],
        2,
        {"read": 15},
    ),
}


@pytest.mark.parametrize(("blocks", "table", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout(blocks: list[Block], table: int, expected: dict[str, int]) -> None:
    name = FORM.tables()[table].id
    cells = [cell for key, cell in recognize(*blocks).cells.items() if key[0] == name]
    wrong = [cell for cell in cells if cell.value not in (FIGURES[cell.key], None)]
    assert not wrong
    assert Counter(cell.reading for cell in cells) == expected


def test_what_is_no_part_of_the_form_is_left_over() -> None:
    report = recognize(table_of([*PROACTIVE[:4], EXTRA, *PROACTIVE[4:]]), text_block("二〇二四年"))
    assert [block.text for block in report.left_over if isinstance(block, TextBlock)] == [
        "其他主动公开文件 | 162 | 1 | 2"
    ]
    assert "import/extra-row" in {diagnostic.code for diagnostic in report.diagnostics}


def test_exchanged_labels_are_doubtful_where_the_numbers_differ() -> None:
    rows = [list(row) for row in REQUESTS]
    rows[8][0], rows[9][0] = rows[9][0], rows[8][0]
    report = recognize(table_of(rows))
    doubtful = {key[1] for key, cell in report.cells.items() if cell.reading == "doubtful"}
    assert doubtful >= {"results.refused.law-bars", "results.refused.safety"}
    assert "results.refused.secret" not in doubtful


def test_a_unit_that_the_header_changes() -> None:
    rows = [list(row) for row in PROACTIVE]
    rows[-2][1] = ("本年收费金额（单位：元）", 1, 3)
    fee = recognize(table_of(rows)).cells["proactive", "fee", "amount"]
    assert (fee.reading, fee.candidates) == ("doubtful", ("0.0084", "84"))


def test_a_scan_is_believed_where_its_sums_hold() -> None:
    rows = [list(row) for row in REQUESTS]
    rows[6][3] = ("99", *rows[6][3][1:])
    blocks = [table_of(rows, 1), table_of(PROACTIVE, 2)]
    original = original_of("测试市2024年政府信息公开工作年度报告", blocks, scanned=True)
    (report,) = recognize_reports(original, STANDARDS).reports
    assert report.cells["requests", "carried-in", "applicant.natural"].reading == "inferred"
    assert (
        report.cells["requests", "results.partial", "applicant.organisation.research"].value is None
    )
    assert {c.reading for key, c in report.cells.items() if key[0] == "proactive"} == {"doubtful"}
