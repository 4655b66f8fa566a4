"""What is no mark is printed as typed; what may be meant otherwise is reported with a hint."""

import pytest

from site_builder.model.diagnostic import Severity
from tests.unit.content.prose_helpers import read


@pytest.mark.parametrize(
    "line",
    [
        *(">=90分", ">90分", "+ 3%为最高", "* 注：甲", "-", "1) 甲", "2021. 年", "01. 甲", "~ 甲"),
        *(r"Z:\公示\_名单\*.xls", r"\\server\a", r"Z:\**\*.xls", r"Z:\*\*.xls", "甲\\", r"a\|b"),
        *(
            "___",
            "甲_乙_丙",
            "a~~b~~c",
            "10^[3]",
            "A & B",
            "价格<100元，5<6",
            "按<单位>填",
            "## 甲 ##",
        ),
        *("[甲]", "[甲][乙]", "2*3", "139****5678"),
    ],
)
def test_words_stay_words(line: str) -> None:
    prose, text = read(line)
    assert prose.text == line.removeprefix("## ")
    assert text.diagnostics == []


@pytest.mark.parametrize(
    ("markdown", "rule", "line", "message"),
    [
        ("甲<u>乙</u>", "prose/html", 10, "标记 <u> 会照原样印出来"),
        ('甲\n<p class="MsoNormal">乙</p>', "prose/html", 11, "标记 <p"),
        ("<table>\n<tr><td>甲</td></tr>\n</table>", "prose/html", 10, "有 6 处"),
        ("甲<o:p></o:p>", "prose/html", 10, "<o:p>"),
        ("甲&nbsp;乙", "prose/html", 10, "“&nbsp;”"),
        ("甲\n\n乙<!-- 丙 -->", "prose/comment", 12, "会照原样公布"),
        ("<!-- 丙", "prose/comment", 10, "没有写完"),
        ("- 5℃以下", "prose/sign", 10, "“-”当作符号"),
        ("> 90分为优秀", "prose/sign", 10, "“>”当作符号"),
        (">引用", "prose/list", 10, "不成引用"),
        ("* 甲\n* 乙", "prose/list", 10, "不成列表"),
        ("甲\n===", "prose/list", 11, "不是分隔线"),
        ("1. 甲\n2. 乙\n4. 丙", "prose/list", 12, "编号“4.”"),
        (r"甲\*乙", "prose/escape", 10, r"“\*”里的 \ "),
        ("姓名\t职务\n甲\t乙", "prose/table", 10, "格子之间是制表符"),
        ("```py\n甲\n```", "prose/code", 10, "“py”不会印出来"),
        ("```\n甲", "prose/code", 10, "没有结束"),
        ("```表格\n\n甲,数\n乙,1", "prose/code", 10, "成了表格的内容"),
        ("> ## 题", "prose/heading", 10, "标题不能写在列表、引用"),
        ("- ## 题", "prose/heading", 10, "标题不能写在列表、引用"),
        ("::: 维吾尔文\n## 题\n:::", "prose/heading", 11, "标题不能写在列表、引用"),
        ('[甲](a.md "乙")', "prose/link", 10, "“乙”不会印出来"),
        ("注意![甲](a.md)", "prose/link", 10, "“!”不会印出来"),
        ("### 甲\n\n### 乙\n\n丙", "prose/empty", 10, "“甲”下没有内容"),
        ("甲[^1]\n\n[^1]: 乙\n\n[^1]: 丙", "prose/footnote", 14, "写了两次"),
        ("甲[^2]\n\n[^2]: 乙", "prose/footnote", 12, "印成 [1]"),
        ("**未完", "prose/stars", 10, "没有配对"),
        ("王**（男）、李**（女）", "prose/stars", 10, "可能是隐去的字"),
        ("**对象：甲**、乙**", "prose/stars", 10, "这一个不成对"),
        ("***甲***", "prose/stars", 10, "没有斜体"),
    ],
)
def test_what_may_be_meant_otherwise_is_told(
    markdown: str, rule: str, line: int, message: str
) -> None:
    _, text = read(markdown)
    (diagnostic,) = text.diagnostics
    assert (diagnostic.code, diagnostic.location.line) == (rule, line)
    assert message in diagnostic.message + diagnostic.hint
    assert diagnostic.hint
    assert (diagnostic.severity is Severity.ERROR) == (rule == "prose/comment")


@pytest.mark.parametrize("markdown", ["`<u>`和`&nbsp;`", "[甲](https://a.gov.cn/?b=1&lt;c)"])
def test_code_and_addresses_hold_no_html(markdown: str) -> None:
    assert read(markdown)[1].diagnostics == []


def test_a_break_in_a_cell_is_a_line() -> None:
    prose, text = read("| 甲<br>乙 |\n| - |\n| 丙<BR/>丁<br />[戊](/x) |\n")
    assert "甲<br />\n乙" in prose.html
    assert "丙\n丁\n戊" in prose.text
    assert [(diagnostic.location.line, diagnostic.code) for diagnostic in text.diagnostics] == [
        (12, "prose/link")
    ]
