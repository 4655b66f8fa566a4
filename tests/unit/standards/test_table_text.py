"""What is read aloud of a statutory table: the sentences themselves."""

from decimal import Decimal

from site_builder.model.figures import Amount, Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Header, LabelWidths, Table, TableSection
from site_builder.model.frozendict import frozendict
from site_builder.model.transcript import TextLine
from site_builder.standards.table_text import table_text
from site_builder.standards.transcript import NBSP, transcribe
from tests.helpers.standards import STANDARDS

FIRST = "一、本年新收政府信息公开申请数量"
REFUSED = "三、本年度办理结果，（三）不予公开，1.属于国家秘密"
RARE = "科研机构、社会公益组织、法律服务机构"
RESULTS = "结果维持、结果纠正、其他结果、尚未审结、总计"
REST = "其余各列均缺"
WHY = "（原报告未填）"
NEW, IN, TOTAL = "new", "carried-in", "applicant.total"


def read(
    form_id: str, table_id: str, filled: dict[tuple[str, str], Cell], other: Cell = 0
) -> list[str]:
    """Read a table aloud in which all cells but some hold the same."""
    [table] = [
        candidate for candidate in STANDARDS.forms[form_id].tables() if candidate.id == table_id
    ]
    return read_table(table, filled, other)


def read_table(table: Table, filled: dict[tuple[str, str], Cell], other: Cell = 0) -> list[str]:
    cells: dict[CellKey, Cell] = {
        (table.id, row.path, column.path): filled.get((row.path, column.path), other)
        for _, row, column in table.cells()
    }
    text = table_text(transcribe(table, Figures("", frozendict(cells), frozendict({}))))
    return [_line(line) for section in text.sections for line in section.lines]


def _line(line: TextLine) -> str:
    return f"{line.label}：{line.text}{' / '.join(line.items)}".removeprefix("：").replace(
        NBSP, " "
    )


def test_totals_come_first_and_zeros_are_said_in_one_phrase() -> None:
    lines = read(
        "annual-report-2021",
        "requests",
        {
            (NEW, "applicant.natural"): 19,
            (NEW, "applicant.organisation.business"): 8,
            (NEW, TOTAL): 27,
            ("results.refused.secret", "applicant.organisation.other"): 1,
            ("results.refused.secret", TOTAL): 1,
        },
    )
    assert lines[1:5] == [
        f"各列：申请人情况，分为自然人、法人或其他组织（商业企业、{RARE}、其他）、总计。",
        f"每一行都为 0 的列：法人或其他组织（{RARE}）。下面不再逐行重复。",
        f"{FIRST}：总计 27，自然人 19，法人或其他组织（商业企业 8，其他 0）。",
        f"{REFUSED}：总计 1，法人或其他组织（其他 1）；其余各列均为 0。",
    ]
    assert lines[5].startswith(
        "以下 23 项各列均为 0：二、上年结转政府信息公开申请数量 / 三、本年度"
    )
    assert len(lines) == 6


def test_blank_not_applicable_and_zero_are_said_apart() -> None:
    lines = read(
        "annual-report-2021",
        "requests",
        {
            (NEW, "applicant.natural"): MissingValue.NOT_APPLICABLE,
            (NEW, "applicant.organisation.business"): 0,
            (NEW, TOTAL): MissingValue.BLANK,
            (IN, TOTAL): 0,
        },
        MissingValue.BLANK,
    )
    assert lines[2:4] == [
        f"{FIRST}：总计缺{WHY}，自然人不适用（/），法人或其他组织（商业企业 0）；{REST}{WHY}。",
        "二、上年结转政府信息公开申请数量：总计 0；其余各列均缺（原报告未填）。",
    ]
    assert lines[4].startswith("以下 23 项各列均缺（原报告未填）：三、本年度办理结果：")


def test_one_row_that_is_all_alike_stays_in_its_place() -> None:
    every = [leaf.path for leaf in _requests().sections[0].columns[0].leaves()]
    filled: dict[tuple[str, str], Cell] = {(IN, column): 0 for column in every}
    lines = read("annual-report-2021", "requests", filled, 2)
    assert lines[3] == "二、上年结转政府信息公开申请数量：各列均为 0。"
    assert lines[2].startswith(f"{FIRST}：总计 2，自然人 2，法人")


def _requests() -> Table:
    return next(t for t in STANDARDS.forms["annual-report-2021"].tables() if t.id == "requests")


def test_a_table_without_row_labels_is_read_by_its_groups_of_columns() -> None:
    filled: dict[tuple[str, str], Cell] = {
        ("value", "review.total"): 3,
        ("value", "review.upheld"): 2,
        ("value", "review.pending"): 1,
    }
    assert read("annual-report-2021", "remedies", filled) == [
        "行政复议：总计 3，结果维持 2，尚未审结 1，结果纠正、其他结果均为 0。",
        f"以下 2 项均为 0：行政诉讼，未经复议直接起诉：{RESULTS} / 行政诉讼，复议后起诉：{RESULTS}",
    ]


def test_signs_are_words_and_amounts_keep_their_unit() -> None:
    filled: dict[tuple[str, str], Cell] = {
        ("licence", "change"): 3,
        ("other-service", "change"): -2,
        ("procurement", "projects"): 7,
        ("procurement", "amount"): Amount(Decimal("35.80"), "万元"),
    }
    assert read("annual-report-2019", "proactive", filled) == [
        "以下 2 项的本年新制作数量、本年新公开数量、对外公开总数量均为 0：规章；规范性文件",
        "行政许可：本年增/减 正 3，上一年项目数量、处理决定数量均为 0。",
        "其他对外管理服务事项：本年增/减 负 2，上一年项目数量、处理决定数量均为 0。",
        "以下 2 项的上一年项目数量、本年增/减、处理决定数量均为 0：行政处罚；行政强制",
        "行政事业性收费：上一年项目数量、本年增/减均为 0。",
        "政府集中采购：采购项目数量 7，采购总金额 35.80万元。",
    ]


def test_a_form_that_nobody_knows_yet_is_read_too() -> None:
    """Labels with marks of their own, groups within groups, one column, no identities."""

    def head(path: str, label: str, *children: Header) -> Header:
        return Header(path.rpartition(".")[2], path, label, "", "count", "", children)

    deep = head("a", "甲", head("a.b", "乙", head("a.b.c", "丙"), head("a.b.d", "丁、戊")))
    single = TableSection("s", "一段", "", "", (head("n", "数量（件）"),), (head("r", "行"),), ())
    double = TableSection("d", "", "", "", (deep,), (head("q", "末"),), ())
    table = Table("t", "表", "表", (single, double), LabelWidths())
    assert read_table(table, {("r", "n"): 5, ("q", "a.b.c"): 1}) == [
        "行：数量（件） 5。",
        "末：甲，乙（丙 1，丁、戊 0）。",
    ]
