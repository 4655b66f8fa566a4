"""`report.md` of an imported report."""

from dataclasses import replace

from site_builder.importing.drafts.report_file import draft_report
from site_builder.model.original import Footnote, Origin, OriginalPicture
from tests.helpers.imported_reports import imported_report, text_block
from tests.helpers.standards import STANDARDS

FORM = STANDARDS.forms["annual-report-2021"]
FIELDS = STANDARDS.document_fields
ORIGIN = Origin("旧报告.docx")


def test_what_is_known_stands_in_the_description_and_the_rest_is_left() -> None:
    text = draft_report(imported_report(FORM, {}), FORM, FIELDS).text
    head, _, body = text.partition("\n---\n\n")
    lines = head.split("\n")
    assert "名称: 示范园区管理委员会2021年政府信息公开工作年度报告" in lines
    assert "发布日期: 2022-01-20" in lines
    assert "索引号:" in lines
    assert "公开事项: 其他法定信息" in lines
    assert "主题分类: 综合政务\\政务公开" in lines
    assert body.startswith("## 一、总体情况\n\n## 二、主动公开政府信息情况\n")


def test_a_value_that_yaml_would_read_otherwise_is_quoted() -> None:
    report = replace(imported_report(FORM, {}), title="*号：'甲' #乙: 丙")
    assert "名称: '*号：''甲'' #乙: 丙'" in draft_report(report, FORM, FIELDS).text.split("\n")


def test_another_heading_of_the_original_is_stated() -> None:
    headings = {"requests": "3、 收到和处理政府信息公开申请情况", "overview": ""}
    report = imported_report(
        FORM, {}, headings=headings, parts={"overview": [text_block("（一）主动公开情况。")]}
    )
    text = draft_report(report, FORM, FIELDS).text
    assert (
        "# 原件的标题作“3、 收到和处理政府信息公开申请情况”，"
        "这里用表式的标题“三、收到和处理政府信息公开申请情况”。\n"
    ) in text
    assert "# 原件没有标题“一、总体情况”。\n" in text
    assert "## 一、总体情况\n\n（一）主动公开情况。\n" in text


def test_blocks_keep_what_they_are() -> None:
    blocks = (
        text_block("（一）主动公开", kind="heading", level=2),
        text_block("1.做法", kind="heading", level=4),
        replace(text_block("甲", kind="list-item"), numbered=True),
        replace(text_block("乙", kind="list-item", level=1)),
        replace(text_block("丙", kind="list-item"), numbered=True),
        text_block("见注", "见**注**[^1]"),
        text_block("引", kind="quote"),
        Footnote("1", "注文", "注文", ORIGIN),
        Footnote("2", "没有引用", "没有引用", ORIGIN),
        OriginalPicture(b"png", "image/png", "", ORIGIN),
        OriginalPicture(b"jpg", "image/jpeg", "流程图", ORIGIN),
    )
    report = imported_report(FORM, {}, parts={"overview": blocks})
    draft = draft_report(report, FORM, ())
    section = draft.text.partition("## 一、总体情况\n\n")[2].partition("\n\n## 二")[0]
    assert section.split("\n\n") == [
        "### （一）主动公开",
        "#### 1.做法",
        "1. 甲\n   - 乙\n2. 丙",
        "见**注**[^1]",
        "> 引",
        "[^1]: 注文",
        "[2] 没有引用",
        "![](files/picture-1.png)",
        "![流程图](files/picture-2.jpg)",
    ]
    assert [(picture.path, picture.data) for picture in draft.pictures] == [
        ("files/picture-1.png", b"png"),
        ("files/picture-2.jpg", b"jpg"),
    ]
