"""A statutory table in running text."""

from decimal import Decimal

from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.run_text import TextTable, solve_text
from site_builder.model.figures import CellKey
from site_builder.model.imported import ImportedCell
from site_builder.model.original import Origin, TextBlock
from tests.helpers.standards import STANDARDS

FORM = STANDARDS.forms["annual-report-2021"]
FRAME = FormFrame(FORM, STANDARDS)
PROACTIVE, REQUESTS, REMEDIES = FORM.tables()


def solve(text: str, number: int) -> TextTable:
    blocks = [
        TextBlock("paragraph", line, line, Origin("报告.txt", line=place))
        for place, line in enumerate(text.split("\n"), 1)
        if line
    ]
    return solve_text(blocks, FORM.tables()[number], FRAME)


def row(result: TextTable, path: str) -> list[ImportedCell]:
    return [cell for key, cell in result.cells.items() if key[1] == path]


def values(result: TextTable, path: str) -> list[object]:
    return [cell.value for cell in row(result, path)]


def test_a_number_alone_is_read_and_a_run_without_sums_is_left_to_a_person() -> None:
    text = (
        "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章 000"
        "行政规范性文件693665第二十条第（五）项信息内容本年处理决定数量行政许可2293"
        "第二十条第（六）项信息内容本年处理决定数量行政处罚1282行政强制42"
        "第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费24252.311082"
    )
    result = solve(text, 0)
    assert values(result, "rules") == [0, 0, 0]
    assert values(result, "normative") == [None, None, None]
    assert row(result, "normative")[0].candidates == ("6", "69", "693", "6936")
    assert row(result, "normative")[0].text == "693665"
    assert values(result, "licence") == [2293]
    assert row(result, "licence")[0].reading == "read"
    assert values(result, "compulsion") == [42]
    assert values(result, "fee") == [Decimal("24252.311082")]


ROWS = (
    "一、本年新收政府信息公开申请数量640020470二、上年结转政府信息公开申请数量0000000"
    "三、本年度办理结果（一）予以公开270020130（二）部分公开（区分处理的，只计这一情形，不计其他"
    "情形）500000 5（三）不予公开1.属于国家秘密00000002.其他法律行政法规禁止公开0000000"
    "3.危及“三安全一稳定”00000004.保护第三方合法权益00000005.属于三类内部事务信息1000001"
    "6.属于四类过程性信息00000007.属于行政执法案卷60000068.属于行政查询事项1000001"
    "（四）无法提供1.本机关不掌握相关政府信息2200003252.没有现成信息需要另行制作0000000"
    "3.补正后申请内容仍不明确0000000（五）不予处理1.信访举报投诉类申请00000002.重复申请0000000"
    "3.要求提供公开出版物00000004.无正当理由大量反复申请0000000"
    "5.要求行政机关确认或重新出具已获取信息0000000（六）其他处理1.申请人无正当理由逾期不补正、"
    "行政机关不再处理其政府信息公开申请00000002.申请人逾期未按收费通知要求缴纳费用、"
    "行政机关不再处理其政府信息公开申请00000003.其他1000001（七）总计630020469"
    "四、结转下年度继续办理1000001"
)


def test_a_run_is_cut_where_rows_and_columns_leave_one_way() -> None:
    result = solve(ROWS, 1)
    assert values(result, "new") == [64, 0, 0, 2, 0, 4, 70]
    assert values(result, "results.granted") == [27, 0, 0, 2, 0, 1, 30]
    assert values(result, "results.unable.not-held") == [22, 0, 0, 0, 0, 3, 25]
    assert {cell.reading for cell in result.cells.values()} == {"inferred"}
    assert len(result.cells) == 25 * 7
    assert "“220000325”" in row(result, "results.unable.not-held")[0].reason


def test_a_run_that_only_its_column_decides_is_in_doubt_where_the_column_is_not_whole() -> None:
    result = solve(ROWS.replace("8.属于行政查询事项1000001", ""), 1)
    assert values(result, "results.unable.not-held") == [None] * 7
    assert row(result, "results.unable.not-held")[0].candidates == ("2", "22")
    assert values(result, "results.refused.enforcement") == [6, 0, 0, 0, 0, 0, 6]


def test_where_the_original_does_not_add_up_nothing_is_cut_by_force() -> None:
    result = solve(ROWS.replace("8.属于行政查询事项1000001", "8.属于行政查询事项2000002"), 1)
    assert values(result, "results.unable.not-held") == [None] * 7
    assert values(result, "new") == [None] * 7
    assert values(result, "carried-in") == [0] * 7


def test_figures_below_columns_alone() -> None:
    labels = (
        "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉"
        "结果维持结果纠正其他结果尚未审结总计结果维持结果纠正其他结果尚未审结总计"
    )
    expected = [1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0]
    assert values(solve(labels + "10203120001200000", 2), "value") == expected
    spaced = " ".join(map(str, expected))
    assert values(solve(f"{labels} {spaced}", 2), "value") == expected
    group = "结果维持结果纠正其他结果尚未审结总计"
    apart = f"行政复议\n{group}\n1 0 2 0 3\n行政诉讼（未经复议直接起诉）\n{group}\n12 0 0 0 12\n"
    apart += f"行政诉讼（复议后起诉）\n{group}\n0 0 0 0 0"
    assert values(solve(apart, 2), "value") == expected


def test_a_cell_a_line_is_read_with_its_line() -> None:
    lines = (
        "一、本年新收政府信息公开申请数量",
        *"3000014",
        "二、上年结转政府信息公开申请数量",
        *"000",
    )
    text = "\n".join(lines)
    result = solve(text, 1)
    assert values(result, "new") == [3, 0, 0, 0, 0, 1, 4]
    origin = row(result, "new")[5].origin
    assert origin is not None
    assert origin.line == 7
    assert {cell.reading for cell in row(result, "new")} == {"read"}
    assert values(result, "carried-in") == [None] * 7
    assert "应有 7 个数，有 3 个" in row(result, "carried-in")[0].reason
    assert len(result.used) == 12


def test_a_number_of_the_next_row_is_no_figure() -> None:
    text = "1.属于国家秘密00000002其他法律行政法规禁止公开0000000"
    result = solve(text, 1)
    assert values(result, "results.refused.secret") == [None] * 7


def test_a_sentence_is_no_table() -> None:
    assert keys(solve("全年行政许可12345件，行政处罚33件。另有，行政强制2", 0)) == set()
    result = solve("行政许可 12345\n行政处罚 33", 0)
    assert {cell.value for cell in result.cells.values()} == {None}
    assert "可能是正文里的一句话" in row(result, "licence")[0].reason


def keys(result: TextTable) -> set[CellKey]:
    return set(result.cells)


def test_what_is_not_there_is_not_reported() -> None:
    assert keys(solve("本年没有发生。", 1)) == set()


def test_the_text_around_a_table_is_cut_off_and_kept() -> None:
    text = (
        "各项如下。（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）申请人情况自然人"
        f"{ROWS} 2024年，园区将继续努力"
    )
    result = solve(text, 1)
    assert values(result, "carried-out") == [1, 0, 0, 0, 0, 0, 1]
    pieces = [block.text for block in result.cuts[0] if isinstance(block, TextBlock)]
    assert pieces[0] == "各项如下。"
    assert pieces[-1] == "2024年，园区将继续努力"
    assert [block.text for block in result.used if isinstance(block, TextBlock)] == pieces[1:-1]


def test_a_remark_between_rows_is_no_part_of_the_table() -> None:
    lines = (
        *("信息内容", "本年制发件数", "规章", "0", "0", "0", "注：含所属各单位"),
        *("行政规范性文件", "5", "2", "17"),
    )
    result = solve("\n".join(lines), 0)
    assert values(result, "normative") == [5, 2, 17]
    used = [block.text for block in result.used if isinstance(block, TextBlock)]
    assert "注：含所属各单位" not in used
    assert len(used) == len(lines) - 1
