"""Rules that weigh a line's words: which lines are told, and how. Each is its own paragraph."""

import json

import pytest

from tests.tools import Project, ProjectFactory

CONFIG = """\
--- config.yaml
站点:
  名称: 样例园区政府信息公开
  机关: 样例园区管理委员会
"""
HEADS = {
    "content/guide.md": "---\n标题: 指南\n---\n",
    "content/2021/report.md": "---\n标题: 2021年政府信息公开工作年度报告\n---\n## 一、总体情况\n",
    "content/2021/documents/notice.md": "---\n索引号: A-1\n名称: 通知\n---\n",
}
IDENTITY = "110105{0}19491231{0}002X"


def told(site: Project, path: str, lines: list[str], only: str) -> dict[str, str]:
    """Check lines of a text; give the gravest severity that each is told with."""
    head = HEADS[path]
    site.edit(path, head + "\n\n".join(lines) + "\n")
    findings = json.loads(site.check(format="json", only=only, today="2026-06-01").stdout)
    first = head.count("\n") + 1
    result = dict.fromkeys(lines, "")
    for one in findings["findings"]:
        if str(one["rule"]).startswith(only) and one["file"] == path:
            line = lines[(int(one["line"]) - first) // 2]
            result[line] = "error" if "error" in (result[line], one["severity"]) else "warning"
    return result


def all_told(lines: dict[str, str], severity: str) -> None:
    assert {line: found for line, found in lines.items() if found != severity} == {}


MUST_NOT_ASK = [
    "申请人应当说明申请用途。",
    "请注明所需信息的用途。",
    "申请人应当说明使用政府信息的用途。",
    "您应当向本机关说明信息的用途。",
    "为便于本机关查找，应当说明所需信息的用途。",
    "我局要求申请人说明用途。",
    "申请人应当按照本机关要求说明用途。",
    "申请书应当载明信息用途说明。",
    "所需信息的用途，申请人应当描述。申请时应当说明用途。",
    "未说明用途的，不予受理。",
]
NEEDS = [
    "根据自身生产、生活、科研等特殊需要，可以申请。",
    "公民、法人或者其他组织还可以根据自身生产、生活、科研等特殊需要，申请获取政府信息。",
]
OWN_PURPOSES = [
    "我局收集您的个人信息时，应当说明收集信息的用途。",
    "收集申请人个人信息时，应当说明信息的用途。",
    "本机关应当向申请人说明收集信息的用途。",
    "我们会告知您所需信息的用途。",
    "工作人员应当向您说明个人信息的用途。",
    "信息的用途由本机关说明。",
    "行政机关应当按照条例的要求说明公开信息的用途。",
    "申请人提供的个人信息，本机关应当说明信息用途。",
    "处理个人信息应当说明信息的用途。",
    "不得要求申请人说明用途。",
    "不再要求“自身生产、生活、科研等特殊需要”。",
    "“生产、生活、科研等特殊需要”的限制已经取消。",
]


def test_who_is_asked_for_a_purpose(project: ProjectFactory) -> None:
    site = project(CONFIG)
    all_told(told(site, "content/guide.md", MUST_NOT_ASK, "s005"), "error")
    all_told(told(site, "content/guide.md", NEEDS, "s005"), "warning")
    all_told(told(site, "content/guide.md", OWN_PURPOSES, "s005"), "")


UNFILLED = [
    "__重点__，全年新收__件，__其他__。",
    "共__件，其中__件。",
    "于__年__月__日公布，20__年__月__日施行。",
    "日期：__年__月__日。",
    "收到：__件，办结__。",
    "| __件 | 办结__ |",
    "新收____件。",
    "新收\\_\\_\\_件。",
    "全年__新收__件。",
    "较上年提高XX个百分点。",
    "公开行政规范XX件，其余XX件。",
    "于××年成立。",
]
DOUBTFUL = ["新收__。", "姓名：__，电话：__。", "工作机构为XXX。", "提高XX。"]
FILLED = [
    "__甲__、__乙__。",
    "__总体情况__",
    "- __一是__：建立制度；__二是__：加强培训。",
    "（__重要__）___重要___",
    "| __甲__ | __乙__ |",
    "当事人张××，李××起诉，申请人高××、任XX。",
    "王××个人申请，联系张××个人，李XX局长。",
]


def test_blanks_are_no_bold_and_no_names(project: ProjectFactory) -> None:
    site, path = project(CONFIG), "content/2021/report.md"
    all_told(told(site, path, UNFILLED, "r004"), "error")
    all_told(told(site, path, DOUBTFUL, "r004"), "warning")
    all_told(told(site, path, FILLED, "r004"), "")


MARKS = [
    "机密★10年",
    "通知“秘密★5年”",
    "关于某项工作的通知“秘密★5年”",
    "关于某项工作的通知（“秘密★5年”）",
    "关于某项工作的通知“秘密★5年”。",
    "本件密级标志为“秘密★5年”。",
    '请按"规定"执行本文件 秘密★5年 "急件"处理事项',
    "秘密*5年",
    "机密\\*长期",
]
QUOTED = [
    "有关文件应当标注“秘密★5年”字样。",
    "国家秘密标志应当标注为“机密★10年”。",
    "国家秘密分为“绝密★30年”、“机密★20年”、“秘密★10年”。",
]
NO_MARKS = ["**保守国家秘密**，人人有责。", "*国家秘密*的范围由法律规定。"]


def test_a_quoted_mark_is_one_unless_its_sentence_goes_on(project: ProjectFactory) -> None:
    site, path = project(CONFIG), "content/2021/documents/notice.md"
    all_told(told(site, path, MARKS, "p005"), "error")
    all_told(told(site, path, QUOTED, "p005"), "warning")
    all_told(told(site, path, NO_MARKS, "p005"), "")


@pytest.mark.parametrize(
    "blank",
    [
        *("&nbsp;", "&nbsp;&nbsp;", " &nbsp;", "&#160;", "&#xA0;", "&#12288;", "&emsp;", "&ndash;"),
        *("\u00a0", "\u3000", "\u3000\u3000", " "),
    ],
)
def test_no_blank_hides_an_identity_number(project: ProjectFactory, blank: str) -> None:
    lines = [f"张三 {IDENTITY.format(blank)} 符合条件。"]
    found = told(project(CONFIG), "content/2021/documents/notice.md", lines, "p001")
    all_told(found, "error")


def test_blanks_of_several_kinds_are_blanks(project: ProjectFactory) -> None:
    mixed = ["110105 19491231&nbsp;002X", "110105&nbsp;19491231&#160;002X", "110105 19491231  002X"]
    others = ["110105&amp;19491231&amp;002X", "110105&nbsp;件19491231&nbsp;002X"]
    site, path = project(CONFIG), "content/2021/documents/notice.md"
    all_told(told(site, path, mixed, "p001"), "error")
    all_told(told(site, path, others, "p001"), "")


def test_a_number_that_is_called_something_else_is_asked_about(project: ProjectFactory) -> None:
    lines = ["流水号 11010519491231002X 已经办结。"]
    found = told(project(CONFIG), "content/2021/documents/notice.md", lines, "p001")
    all_told(found, "warning")
