"""Rows of figures: lists and mappings, keys and labels, pasted rows, rows that do not fit."""

import pytest

from tests.unit.content.figures_helpers import TEXTS, diagnostic_text, read, read_valid, with_change

# --- rows: lists, mappings, single values, other names ------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        "行政复议: [3, 1, 0, 2, 6]",
        "行政复议: {结果维持: 3, 结果纠正: 1, 其他结果: 0, 尚未审结: 2, 总计: 6}",
        "行政复议: {总计: 6, 尚未审结: 2, 其他结果: 0, 结果纠正: 1, 结果维持: 3}",
        "行政复议:\n   结果维持: 3\n   结果纠正: 1\n   其他结果: 0\n   尚未审结: 2\n   总计: 6",
        "行政复议:\n  - 3\n  - 1\n  - 0\n  - 2\n  - 6",
    ],
)
def test_a_row_may_be_a_list_or_a_mapping(row: str) -> None:
    figures = read_valid(with_change("行政复议: [3, 1, 0, 2, 6]", row))
    assert figures.cells == read_valid(TEXTS[2021]).cells


def test_columns_by_name_in_two_levels() -> None:
    row = (
        "本年新收: {自然人: 44, 法人或其他组织: {商业企业: 42, 科研机构: 62, 社会公益组织: 54,"
        " 法律服务机构: 45, 其他: 71}, 总计: 318}"
    )
    figures = read_valid(with_change("本年新收: [44, 42, 62, 54, 45, 71, 318]", row))
    assert figures.cells == read_valid(TEXTS[2021]).cells
    row = "本年新收: {自然人: 44, 法人或其他组织: [42, 62, 54, 45, 71], 总计: 318}"
    figures = read_valid(with_change("本年新收: [44, 42, 62, 54, 45, 71, 318]", row))
    assert figures.cells == read_valid(TEXTS[2021]).cells


def test_a_single_number_needs_no_brackets() -> None:
    figures = read_valid(with_change("行政许可: [203]", "行政许可: 203"))
    assert figures.cells == read_valid(TEXTS[2021]).cells


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  上年结转:", "  二、上年结转政府信息公开申请数量:"),
        ("  上年结转:", "  上年结转政府信息公开申请数量:"),
        ("    予以公开:", "    （一）予以公开:"),
        ("    予以公开:", "    (一)予以公开:"),
        ("    予以公开:", "    （一） 予以公开:"),
        ("    予以公开:", "    三、予以公开:"),
        ("      危及三安全一稳定:", "      3.危及“三安全一稳定”:"),
        ("      危及三安全一稳定:", "      危及「三安全一稳定」:"),
        ("      危及三安全一稳定:", "      3．危及三安全一稳定:"),
        ("      重复申请:", "      2、重复申请:"),
        ("    部分公开:", "    （二）部分公开（区分处理的，只计这一情形，不计其他情形）:"),
        ("    部分公开:", "    部分公开(区分处理的，只计这一情形，不计其他情形):"),
        ("    部分公开:", '    "部分公开":'),
        ("复议诉讼:", "“复议诉讼”:"),
    ],
)
def test_rows_go_by_key_or_printed_label(old: str, new: str) -> None:
    assert read_valid(with_change(old, new)).cells == read_valid(TEXTS[2021]).cells


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "[3, 1, 0, 2]",
            "42:9 figures/count “复议诉讼 行政复议”应有 5 个数，写了 4 个 依次是：结果维持",
        ),
        ("[3, 1, 0, 2, 6, 0]", "写了 6 个"),
        ("[]", "“复议诉讼 行政复议”没有填写 应有 5 个数，依次是：结果维持"),
        ("[3，1，0，6]", "看起来写了 4 个，也没有分开 逗号用了全角“，”，请改成半角逗号“,”。"),
        ("[3、1、6]", "用顿号“、”隔开了，请改成半角逗号“,”。"),
        ("【3, 1, 0, 2, 6, 7】", "写了 6 个，也没有分开 括号用了全角“【”，请改成半角“[”和“]”。"),
        ("3 1 0 6", "看起来写了 4 个，也没有分开 写成 [0, 0, …] 这样"),
        ("3 1 0 2 600", "不能确定怎样分开 是 5 个数的，核对后写成 [3, 1, 0, 2, 600]；"),
        ("3，100，0，2，6", "不能确定怎样分开 是 5 个数的，核对后写成 [3, 100, 0, 2, 6]；"),
        ("3 1 0 02 6", "不能确定怎样分开"),
        ("3\t1\t\t2\t6", "42:13 figures/number “复议诉讼 行政复议”的“其他结果”没有写"),
        ("1,003\t1\t0\t2\t6", "不要写千位分隔号，写成 1003。"),
        ("| 3 | 1 | 0 | 2 | 6 |", "去掉竖线"),
        ("[3, 1, 0, 2, 6", "请在这一行补上“]”"),
        ("[3,100,0,2,6,5]", "数字里不要写千位分隔号；依次是"),
        (
            "{结果维持：3, 结果纠正: 1, 其他结果: 0, 尚未审结: 2, 总计: 6}",
            "没有列“结果维持：3” “：”请改成半角冒号加空格",
        ),
        ("6", "应有 5 个数，写了 1 个"),
        (
            "{结果维持: 3, 结果纠正: 1, 其他结果: 0, 尚未审结: 2}",
            "42:3 figures/row “复议诉讼 行政复议”下缺少列“总计”",
        ),
        (
            "{结果维持: 3, 结果纠正: 1, 其他结果: 0, 尚未审结: 2, 合计: 6}",
            "下没有列“合计” 是不是“总计”",
        ),
    ],
)
def test_a_row_that_does_not_fit(row: str, expected: str) -> None:
    assert expected in diagnostic_text(with_change("行政复议: [3, 1, 0, 2, 6]", f"行政复议: {row}"))


@pytest.mark.parametrize(
    "row",
    [
        *(
            "3\t1\t0\t2\t6",
            "\t3\t1\t0\t2\t6",
            "3 1 0 2 6",
            "3  1  0  2  6",
            "3\u30001\u30000\u30002\u30006",
        ),
        *(
            "３　１　０　２　６",
            "3，1，0，2，6",
            "[3，1，0，2，6]",
            "3、1、0、2、6",
            "[3; 1; 0; 2; 6]",
        ),
        *(
            "【3, 1, 0, 2, 6】",
            "（3，1，0，2，6）",
            "3, 1, 0, 2, 6]",
            "[3 1 0 2 6]",
            "3｜1｜0｜2｜6",
        ),
        "\n    3\n    1\n    0\n    2\n    6",
    ],
)
def test_a_pasted_row_is_read_where_nothing_else_can_be_meant(row: str) -> None:
    pasted = read_valid(with_change("行政复议: [3, 1, 0, 2, 6]", f"行政复议: {row}"))
    assert pasted.cells == read_valid(TEXTS[2021]).cells


def test_the_cells_of_a_pasted_row_have_their_places() -> None:
    locations = read_valid(
        with_change("行政复议: [3, 1, 0, 2, 6]", "行政复议: 3\t1\t0\t2\t6")
    ).locations
    columns = [
        location.column for key, location in locations.items() if key[2].startswith("review")
    ]
    assert columns == [9, 11, 13, 15, 17]


def test_one_row_under_two_names() -> None:
    diagnostic = diagnostic_text(
        with_change("    予以公开:", "    （一）予以公开: [0,0,0,0,0,0,0]\n    予以公开:")
    )
    assert "15:5 figures/row “予以公开”和第 14 行写的是同一项（予以公开）" in diagnostic


def test_a_group_without_its_rows() -> None:
    diagnostic = diagnostic_text(TEXTS[2021].split("复议诉讼:")[0] + "复议诉讼: [1, 2]\n")
    assert "“复议诉讼”应有 15 个数，写了 2 个" in diagnostic
    text = TEXTS[2021].split("    不予公开:")[0] + "    不予公开: [1, 2]\n"
    _, findings = read(text)
    expected = "“不予公开”下面应当逐行写：属于国家秘密、"
    assert any(entry.message.startswith(expected) for entry in findings)
