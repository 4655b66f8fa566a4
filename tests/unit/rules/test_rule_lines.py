"""Rules that weigh a line's words: which lines are reported, and how. Each is its own paragraph."""

from tests.helpers import ProjectFactory
from tests.unit.rules.line_helpers import CONFIG, assert_severity, line_severities

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
    "为了说明信息的用途，网站设有图例。",
    "为便于说明所需信息的用途，网站设有图例。",
    "不得要求申请人说明用途。",
    "不再要求“自身生产、生活、科研等特殊需要”。",
    "“生产、生活、科研等特殊需要”的限制已经取消。",
]


def test_who_is_asked_for_a_purpose(make_project: ProjectFactory) -> None:
    site = make_project(CONFIG)
    assert_severity(line_severities(site, "content/guide.md", MUST_NOT_ASK, "s005"), "error")
    assert_severity(line_severities(site, "content/guide.md", NEEDS, "s005"), "warning")
    assert_severity(line_severities(site, "content/guide.md", OWN_PURPOSES, "s005"), "")


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
SPOKEN_OF = [
    "完善“XX年度工作要点”专栏。",
    "公布“××局××科”一类的机构隐名规范。",
    "“（具体网址）”改为链接。",
    "此处插入身份证，读取后自动填表。",
    "此处插入身份证。",
    "（待填）栏由工作人员填写。",
]
LEFT_OVER = ["详见（具体网址）。", "此处填写正文。", "（待填）", "此处粘贴图片", "XX年收到××件。"]
FILLED = [
    "__甲__、__乙__。",
    "__总体情况__",
    "- __一是__：建立制度；__二是__：加强培训。",
    "（__重要__）___重要___",
    "| __甲__ | __乙__ |",
    "当事人张××，李××起诉，申请人高××、任XX。",
    "王××个人申请，联系张××个人，李XX局长。",
]


def test_blanks_are_no_bold_and_no_names(make_project: ProjectFactory) -> None:
    site, path = make_project(CONFIG), "content/2021/report.md"
    assert_severity(line_severities(site, path, UNFILLED, "r004"), "error")
    assert_severity(line_severities(site, path, DOUBTFUL, "r004"), "warning")
    assert_severity(line_severities(site, path, FILLED, "r004"), "")


def test_words_that_a_sentence_speaks_of_are_asked_about_once(make_project: ProjectFactory) -> None:
    site, path = make_project(CONFIG), "content/2021/report.md"
    assert_severity(line_severities(site, path, SPOKEN_OF, "r004"), "warning")
    assert_severity(line_severities(site, path, LEFT_OVER, "r004"), "error")
    assert_severity(line_severities(site, path, SPOKEN_OF + LEFT_OVER, "s002"), "")


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
    "密级：机密",
    "密　级：秘密",
    "机密·5年",
    "机密　5年",
    "机密★10年　特急",
    "| 密级 | 机密★10年 |",
    "机密★10年示范市人民政府文件",
    "本文件为机密★10年，请勿外传。",
]
ALONE = ["绝　密", "秘密", "**机 密**", "000001　机密　特急"]
ASKED = [
    "（此件不公开）",
    "此件不予公开。",
    "此件依申请公开",
    "公开属性：不予公开",
    "| 密级 | 机密 |",
    "- 秘密",
    "（秘密）",
]
QUOTED = [
    "有关文件应当标注“秘密★5年”字样。",
    "国家秘密标志应当标注为“机密★10年”。",
    "国家秘密分为“绝密★30年”、“机密★20年”、“秘密★10年”。",
    "公文格式：密级标为“秘密★5年”。",
    "附件密级栏应填“机密★10年”。",
    "国家秘密分为绝密、机密、秘密三级（绝密★、机密★、秘密★）。",
    "保密培训讲解了秘密★1年和机密★5年的区别。",
    "涉密文件标注秘密★1年字样。",
    "“秘密★5年”是指保密期限为五年。",
    "秘密★5年的文件由专人保管。",
    "密级标志示例：秘密★5年",
    "- 密级标注为“秘密★5年”",
]
NO_MARKS = [
    "**保守国家秘密**，人人有责。",
    "*国家秘密*的范围由法律规定。",
    "依申请公开",
    "（三）不予公开",
    "公开方式：主动公开",
    "此件公开发布",
    "| 绝密 | 0 |",
]


def test_a_quoted_mark_is_one_unless_its_sentence_goes_on(make_project: ProjectFactory) -> None:
    site, path = make_project(CONFIG), "content/2021/documents/notice.md"
    assert_severity(line_severities(site, path, MARKS, "p005"), "error")
    assert_severity(line_severities(site, path, QUOTED, "p005"), "warning")
    assert_severity(line_severities(site, path, NO_MARKS, "p005"), "")
    assert_severity(line_severities(site, path, ASKED, "p005"), "warning")


def test_a_grade_alone_marks_the_document_once(make_project: ProjectFactory) -> None:
    site, path = make_project(CONFIG), "content/2021/documents/notice.md"
    for line in ALONE:
        assert_severity(line_severities(site, path, [line], "p005"), "error")
    assert_severity(line_severities(site, path, ["绝密", "机密", "秘密"], "p005"), "warning")
    rows = ["| 绝密 | 绝密★30年 |", "| 机密 | 机密★20年 |"]
    assert_severity(line_severities(site, path, rows, "p005"), "warning")
