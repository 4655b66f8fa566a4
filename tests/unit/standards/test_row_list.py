"""The short list for the eye: every figure of the table is in it, and is there once."""

from site_builder.model.figures import Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Table, all_leaves
from site_builder.model.frozendict import frozendict
from site_builder.model.row_list import ListLine, RowList
from site_builder.standards.row_list import row_lists
from tests.helpers.standards import STANDARDS

REFUSED = [
    head.label
    for table in STANDARDS.forms["annual-report-2021"].tables()
    if table.id == "requests"
    for head in all_leaves(table.sections[0].rows)
    if ".refused." in head.path
]
TOTAL, NATURAL, OTHER = "applicant.total", "applicant.natural", "applicant.organisation.other"


def lists_of(form: str, table_id: str, filled: dict[tuple[str, str], Cell]) -> tuple[RowList, ...]:
    [table] = [
        candidate for candidate in STANDARDS.forms[form].tables() if candidate.id == table_id
    ]
    return row_lists(table, figures(table, filled))


def figures(table: Table, filled: dict[tuple[str, str], Cell]) -> Figures:
    cells: dict[CellKey, Cell] = {
        (table.id, row.path, column.path): filled.get((row.path, column.path), 0)
        for _, row, column in table.cells()
    }
    return Figures("", frozendict(cells), frozendict({}))


def line_text(line: ListLine) -> str:
    """Write a line as the page shows it."""
    figures = " ".join(f"{figure.label}={figure.text}" for figure in line.figures)
    labels = "；".join(line.labels)
    return f"{line.level} {labels}{'：均为 0' if line.all_zero else ''} {figures}".strip()


def test_totals_first_and_zeros_once() -> None:
    filled: dict[tuple[str, str], Cell] = {
        ("new", TOTAL): 30,
        ("new", NATURAL): 22,
        ("new", OTHER): 8,
        ("carried-in", TOTAL): 1,
        ("carried-in", NATURAL): 1,
        ("results.refused.safety", TOTAL): MissingValue.BLANK,
    }
    [row_list] = lists_of("annual-report-2021", "requests", filled)
    assert row_list.notes[1:] == (
        "法人或其他组织分为：商业企业、科研机构、社会公益组织、法律服务机构、其他。",
        "各行均为 0 的列，下面不再列出：商业企业、科研机构、社会公益组织、法律服务机构。",
    )
    lines = [line_text(line) for line in row_list.lines]
    assert lines[:8] == [
        "1 一、本年新收政府信息公开申请数量 总计=30 自然人=22 其他=8",
        "1 二、上年结转政府信息公开申请数量 总计=1 自然人=1 其他=0",
        "1 三、本年度办理结果",
        "2 （一）予以公开；（二）部分公开（区分处理的，只计这一情形，不计其他情形）：均为 0",
        "2 （三）不予公开",
        "3 1.属于国家秘密；2.其他法律行政法规禁止公开：均为 0",
        "3 3.危及“三安全一稳定” 总计=缺 其余均为=0",
        "3 " + "；".join((*REFUSED[3:7], "8.属于行政查询事项：均为 0")),
    ]
    assert lines[-2:] == ["2 （七）总计：均为 0", "1 四、结转下年度继续办理：均为 0"]


def test_a_table_of_zeros_names_its_columns_once() -> None:
    [row_list] = lists_of("annual-report-2021", "requests", {})
    assert row_list.notes[-1] == (
        "各行的各列（自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计）均为 0。"
    )
    assert all(not line.figures for line in row_list.lines)


def test_columns_are_lines_where_rows_have_no_name() -> None:
    filled: dict[tuple[str, str], Cell] = {
        ("value", "review.total"): 2,
        ("value", "review.upheld"): 2,
        ("value", "suit.direct.pending"): MissingValue.NOT_APPLICABLE,
    }
    [row_list] = lists_of("annual-report-2021", "remedies", filled)
    assert [line_text(line) for line in row_list.lines] == [
        "1 行政复议 总计=2 结果维持=2 其余均为=0",
        "1 行政诉讼",
        "2 未经复议直接起诉 尚未审结=/ 其余均为=0",
        "2 复议后起诉：均为 0",
    ]


def test_every_row_and_every_figure_is_there_once() -> None:
    for form in STANDARDS.forms.values():
        for table in form.tables():
            numbers: dict[tuple[str, str], Cell] = {
                (row.path, column.path): at for at, (_, row, column) in enumerate(table.cells(), 1)
            }
            lists = row_lists(table, figures(table, numbers))
            actual = [
                figure.text.lstrip("+")
                for band in lists
                for line in band.lines
                for figure in line.figures
            ]
            assert sorted(map(int, actual)) == list(range(1, len(numbers) + 1))
