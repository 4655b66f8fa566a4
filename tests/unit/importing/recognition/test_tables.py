"""Statutory tables are recognized by their labels and shape, whatever was done to them."""

import pytest

from site_builder.importing.recognition.reports import recognize_reports
from site_builder.model.form import Form
from site_builder.model.imported import ImportedReport
from site_builder.model.original import Block, Original, OriginalTable
from tests.helpers.form_tables import (
    Spanned,
    form_blocks,
    form_rows,
    original_of,
    sample_figures,
    table_of,
    text_block,
    texts_of,
)
from tests.helpers.standards import STANDARDS

FORMS = tuple(STANDARDS.forms.values())
FORM = STANDARDS.forms["annual-report-2021"]
FIGURES = sample_figures(FORM)
ROWS = {table.id: form_rows(table, texts_of(FIGURES)) for table in FORM.tables()}


def recognize(*blocks: Block, form: Form = FORM) -> ImportedReport:
    title = f"测试市{form.first_year}年政府信息公开工作年度报告"
    (report,) = recognize_reports(original_of(title, blocks), STANDARDS).reports
    return report


def wrong_cells(report: ImportedReport, table: str = "") -> list[str]:
    """List the cells that hold another value, doubtful or not."""
    return [
        f"{' '.join(key)}: {cell.value} {cell.candidates} {cell.reason}"
        for key, cell in report.cells.items()
        if cell.value != FIGURES[key] and table in ("", key[0])
    ]


def readings(report: ImportedReport, table: str) -> set[str]:
    return {cell.reading for key, cell in report.cells.items() if key[0] == table}


def requests_table(rows: list[list[Spanned]]) -> OriginalTable:
    return table_of(rows, 2)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_form_as_it_is_printed(form: Form) -> None:
    figures = sample_figures(form)
    report = recognize(*form_blocks(form, texts_of(figures)), form=form)
    assert {key: cell.value for key, cell in report.cells.items()} == figures
    assert {cell.reading for cell in report.cells.values()} == {"read"}
    assert (report.form, report.year, report.body) == (form.id, form.first_year, "测试市")
    assert not report.diagnostics


def test_each_section_in_a_table_of_its_own() -> None:
    rows = ROWS["proactive"]
    starts = [place for place, row in enumerate(rows) if row[0][0].startswith("第二十条")]
    tables = [
        table_of(rows[start:end], place)
        for place, (start, end) in enumerate(zip(starts, [*starts[1:], None], strict=True))
    ]
    assert not wrong_cells(recognize(*tables), "proactive")


def test_a_table_cut_at_the_end_of_a_page() -> None:
    rows = [list(row) for row in ROWS["requests"]]
    rest = [[("", 1, 1), ("", 1, 1), *rows[10][-8:]], *rows[11:13]]
    report = recognize(table_of(rows[:10]), table_of([*rest, *rows[13:]]))
    assert not wrong_cells(report, "requests")


def test_header_rows_that_are_missing() -> None:
    report = recognize(requests_table(ROWS["requests"][3:]))
    assert not wrong_cells(report, "requests")
    assert readings(report, "requests") == {"inferred"}


def test_a_table_with_rows_and_columns_exchanged() -> None:
    rows = ROWS["requests"][3:]
    labels = [[cell[0] for cell in row if not cell[0].isdecimal()][-1] for row in rows]
    columns = list(zip(*([cell[0] for cell in row[-7:]] for row in rows), strict=True))
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    table = table_of([["", *labels], *([name, *c] for name, c in zip(names, columns, strict=True))])
    assert not wrong_cells(recognize(table), "requests")


def test_three_tables_where_the_form_has_one() -> None:
    numbers = [cell[0] for cell in ROWS["remedies"][-1]]
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    blocks: list[Block] = []
    groups = ("行政复议", "行政诉讼（未经复议直接诉讼）", "行政诉讼（复议后起诉）")
    for place, heading in enumerate(groups):
        blocks.append(text_block(heading))
        blocks.append(table_of([names, numbers[place * 5 : place * 5 + 5]], place))
    report = recognize(*blocks)
    assert not wrong_cells(report, "remedies")
    assert readings(report, "remedies") == {"read"}


def test_one_row_for_a_group_of_the_form() -> None:
    rows = ROWS["requests"]
    first = next(place for place, row in enumerate(rows) if row[0][0].startswith("（六）"))
    numbers: list[Spanned] = [("6", 1, 1), *[("0", 1, 1)] * 5, ("6", 1, 1)]
    merged: list[Spanned] = [("（六）其他处理", 1, 2), *numbers]
    results = list(rows[5])
    results[0] = (results[0][0], results[0][1] - 2, 1)
    report = recognize(table_of([*rows[:5], results, *rows[6:first], merged, *rows[first + 3 :]]))
    group = [cell for key, cell in report.cells.items() if ".other." in key[1]]
    assert {cell.reading for cell in group if cell.key[2].endswith("business")} == {"inferred"}
    doubtful = [cell for cell in group if cell.key[2] == "applicant.natural"]
    assert [cell.candidates for cell in doubtful] == [("6", "0")] * 3


def test_a_number_too_few_makes_the_row_doubtful() -> None:
    rows = [list(row) for row in ROWS["requests"]]
    del rows[3][3]
    report = recognize(requests_table(rows))
    row = [cell for key, cell in report.cells.items() if key[1] == "new"]
    assert {cell.reading for cell in row} == {"doubtful"}


def test_a_label_that_stands_twice_with_other_numbers() -> None:
    rows = [list(row) for row in ROWS["requests"]]
    rows[4] = [rows[3][0], *rows[4][1:]]
    report = recognize(requests_table(rows))
    assert report.cells["requests", "new", "applicant.natural"].reading == "doubtful"
    assert report.cells["requests", "carried-in", "applicant.natural"].reading == "doubtful"


def test_a_file_without_tables() -> None:
    report = recognize(text_block("没有表格。"))
    assert {cell.reading for cell in report.cells.values()} == {"doubtful"}
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["import/table-missing"] * 3


def test_another_document_is_no_report() -> None:
    original = Original("2023.docx", (text_block("通知"), text_block("春节放假安排如下。")))
    recognition = recognize_reports(original, STANDARDS)
    assert recognition.reports == ()
    assert recognition.left_over == original.blocks
    assert [diagnostic.code for diagnostic in recognition.diagnostics] == ["import/no-report"]


def test_two_reports_in_one_file() -> None:
    blocks: list[Block] = []
    for form in FORMS:
        blocks.append(text_block(f"测试市{form.first_year}年政府信息公开工作年度报告"))
        blocks += form_blocks(form, texts_of(sample_figures(form)))
    recognition = recognize_reports(Original("report.docx", tuple(blocks)), STANDARDS)
    assert [report.form for report in recognition.reports] == [form.id for form in FORMS]
    for form, report in zip(FORMS, recognition.reports, strict=True):
        figures = sample_figures(form)
        assert {key: cell.value for key, cell in report.cells.items()} == figures


def test_a_year_that_the_text_contradicts_is_told() -> None:
    report = recognize(text_block("统计期限自2022年1月1日起至2022年12月31日止。"))
    assert report.year == FORM.first_year
    assert "import/year-conflict" in {diagnostic.code for diagnostic in report.diagnostics}
