"""The text of a report, cut at its headings: as written, misnumbered, run together, lost."""

import pytest

from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.heading_cuts import split_at_headings
from site_builder.importing.recognition.parts import PartSplit, split_parts
from site_builder.model.original import Origin, OriginalCell, OriginalTable, TextBlock, TextKind
from tests.helpers.standards import STANDARDS

FRAME = FormFrame(STANDARDS.forms["annual-report-2021"], STANDARDS)
ORIGIN = Origin("旧报告.txt")
TITLE = "示范园区管理委员会2023年政府信息公开工作年度报告"
TABLES = {
    "〔主动公开表〕": ("信息内容", "规章", "行政规范性文件", "行政许可"),
    "〔申请表〕": ("一、本年新收政府信息公开申请数量", "1.属于国家秘密", "2.重复申请"),
    "〔复议诉讼表〕": ("结果维持", "结果纠正", "尚未审结"),
}
WHOLE = """一、总体情况
全年情况。
二、主动公开政府信息情况
〔主动公开表〕
三、收到和处理政府信息公开申请情况
〔申请表〕
四、政府信息公开行政复议、行政诉讼情况
〔复议诉讼表〕
五、存在的主要问题及改进情况
问题和措施。
六、其他需要报告的事项
没有其他需要报告的事项。"""
EXPECTED = {
    "overview": ["全年情况。"],
    "proactive": [],
    "requests": [],
    "remedies": [],
    "problems": ["问题和措施。"],
    "other": ["没有其他需要报告的事项。"],
}


def split(text: str) -> PartSplit:
    """Split a text of lines: `# ` marks a heading, a name in brackets stands for a table."""
    blocks: list[TextBlock | OriginalTable] = []
    for line in text.split("\n"):
        if line in TABLES:
            cells = [OriginalCell(n, 0, 1, 1, text, ORIGIN) for n, text in enumerate(TABLES[line])]
            blocks.append(OriginalTable(tuple(cells), ORIGIN))
        elif line:
            kind: TextKind = "heading" if line.startswith("# ") else "paragraph"
            words = line.removeprefix("# ")
            blocks.append(TextBlock(kind, words, words, ORIGIN, level=kind == "heading"))
    headings = STANDARDS.import_headings
    whole = split_at_headings(blocks, FRAME, headings)
    tables = [block for block in whole if isinstance(block, OriginalTable)]
    return split_parts(whole, FRAME, headings, title=TITLE, statutory=tables)


def texts(result: PartSplit) -> dict[str, list[str]]:
    return {
        part.part: [block.text for block in part.blocks if isinstance(block, TextBlock)]
        for part in result.parts
    }


def words_of(blocks: tuple[object, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, TextBlock)]


CHANGES = {
    "as the form has it": {},
    "real headings": {"一、总体": "# 一、总体", "五、存在": "# 五、存在"},
    "a digit for a numeral": {"三、收到和处理": "3、 收到和处理"},
    "a year in it": {"一、总体情况": "一、2023年政务公开总体情况"},
    "traditional characters": {
        "五、存在的主要問題及改進情況": "",
        "五、存在的主要问题及改进情况": "五、存在的主要問題及改進情況",
    },
    "a slip of the pen": {"公开行政复议、行政诉讼": "公开行政法复议、行政诉讼"},
    "other words": {
        "五、存在的主要问题及改进情况": "五、当前存在的主要问题及下一步改进措施",
        "六、其他需要": "六、其它需要",
        "四、政府信息公开行政": "四、因政府信息公开工作被申请行政",
        "复议、行政诉讼情况": "复议、提起行政诉讼情况",
    },
    "words nobody listed": {"五、存在的主要问题及改进情况": "五、工作中的不足与下步整改打算"},
    "spaces in it": {"六、其他需要报告的事项": "六、 其 他 需 要 报 告 的 事 项"},
    "a heading run into its text": {
        "五、存在的主要问题及改进情况\n": "五、存在的主要问题及改进情况。"
    },
    "a heading of a table that is lost": {"三、收到和处理政府信息公开申请情况\n": ""},
    "all headings of tables lost": {
        "二、主动公开政府信息情况\n": "",
        "三、收到和处理政府信息公开申请情况\n": "",
        "四、政府信息公开行政复议、行政诉讼情况\n": "",
    },
    "the heading behind the tables lost": {"五、存在的主要问题及改进情况\n": ""},
    "both last headings lost": {
        "五、存在的主要问题及改进情况\n": "",
        "六、其他需要报告的事项\n": "",
    },
    "no numbers": dict.fromkeys(("一、", "二、", "三、", "四、", "五、", "六、"), ""),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_text_stands_in_its_part(name: str) -> None:
    text = WHOLE
    for old, new in CHANGES[name].items():
        text = text.replace(old, new)
    assert texts(split(text)) == EXPECTED


def test_what_the_original_writes_for_a_heading_is_kept() -> None:
    result = split(WHOLE.replace("三、收到", "3、 收到"))
    assert result.parts[2].heading == "3、 收到和处理政府信息公开申请情况"


def test_title_preamble_furniture_and_appendix_are_apart() -> None:
    text = (
        "当前位置：首页 > 政府信息公开\n示范园区管理委员会\n2023年政府信息公开工作年度报告\n"
        f"现将2023年情况报告如下。\n{WHOLE}\n示范园区管理委员会\n2024年1月15日\n附件：收费依据\n收费依据全文\n"
        "【打印】 【关闭窗口】"
    )
    result = split(text)
    assert words_of(result.preamble) == ["现将2023年情况报告如下。"]
    assert texts(result)["other"][1:] == ["示范园区管理委员会", "2024年1月15日"]
    assert words_of(result.left_over) == ["附件：收费依据", "收费依据全文"]
    assert [omission.text for omission in result.omissions] == [
        "当前位置：首页 > 政府信息公开",
        "【打印】 【关闭窗口】",
    ]


def test_instructions_and_words_of_the_form_are_listed() -> None:
    text = WHOLE.replace(
        "〔主动公开表〕",
        "该部分以表格形式报告。表格如下：\n第二十条第（一）项\n〔主动公开表〕\n注：含下属单位。",
    )
    result = split(text)
    assert texts(result)["proactive"] == ["注：含下属单位。"]
    assert [omission.text for omission in result.omissions] == [
        "该部分以表格形式报告。表格如下：",
        "第二十条第（一）项",
    ]


def test_an_instruction_that_goes_on_is_none_of_the_text() -> None:
    instruction = "（文字描述，收取信息处理费情况在此处报告。）"
    text = WHOLE.replace("全年情况。", f"（文字描述）全年情况（见附件）\n{instruction}")
    result = split(text)
    assert texts(result)["overview"] == ["（文字描述）全年情况（见附件）"]
    assert [omission.text for omission in result.omissions] == [instruction]


def test_a_list_of_contents_is_no_report() -> None:
    headings = [line for line in WHOLE.split("\n") if line[1:2] == "、"]
    contents = "\n".join(f"{line}……{n}" for n, line in enumerate(headings, 1))
    result = split(f"目 录\n{contents}\n{WHOLE}")
    assert texts(result) == EXPECTED
    assert result.preamble == ()
    assert len(result.omissions) == 7


def test_a_narrative_with_numbers_of_its_own_is_not_cut() -> None:
    own = "一、主动公开情况\n公开1条。\n二、依申请公开情况\n收到1件。\n三、监督保障\n加强。"
    text = WHOLE.replace("全年情况。", own)
    for number, old in enumerate(("二、主动", "三、收到", "四、政府", "五、存在", "六、其他")):
        text = text.replace(old, "一二三四五"[number] + old[1:])
    expected = {**EXPECTED, "overview": own.split("\n")}
    assert texts(split(text)) == expected


def test_without_its_heading_the_first_part_begins_behind_the_preamble() -> None:
    text = WHOLE.replace("一、总体情况\n全年", "现将情况报告如下：\n（一）主动公开情况。全年")
    result = split(text)
    assert words_of(result.preamble) == ["现将情况报告如下："]
    assert texts(result)["overview"] == ["（一）主动公开情况。全年情况。"]


def test_a_report_in_one_line_is_cut_at_its_numbered_titles() -> None:
    text = (
        WHOLE.replace("〔主动公开表〕\n", "")
        .replace("〔申请表〕\n", "")
        .replace("〔复议诉讼表〕\n", "")
    )
    result = split(f"本报告包括总体情况、主动公开政府信息情况等。{text.replace(chr(10), '')}")
    assert texts(result) == EXPECTED
    assert words_of(result.preamble) == ["本报告包括总体情况、主动公开政府信息情况等。"]
