"""Front matter: nothing typed is left out without a word, and nothing is called wrong twice."""

import pytest

from site_builder.content.front_matter import FrontMatter
from site_builder.content.front_matter_fences import missing_front_matter_error, split_front_matter
from site_builder.content.front_matter_fields import front_matter_schemas
from site_builder.model.diagnostic import Severity
from tests.helpers.standards import STANDARDS

GOOD = {
    "索引号": "甲-1",
    "名称": "甲",
    "内容概述": "乙",
    "生成日期": "2021-01-02",
    "发布日期": "2021-01-03",
    "公开事项": "7",
    "主题分类": "综合政务",
}


def read(**changes: str) -> FrontMatter:
    lines = {**GOOD, **changes}
    return read_text("\n".join(f"{key}: {value}" for key, value in lines.items()))


def read_text(yaml: str) -> FrontMatter:
    front_matter = FrontMatter("content/a.md")
    front_matter.read(yaml, front_matter_schemas(STANDARDS).document)
    return front_matter


def diagnostic_texts(front_matter: FrontMatter) -> list[str]:
    assert all(diagnostic.hint for diagnostic in front_matter.diagnostics)
    return [
        f"{diagnostic.location} {diagnostic.message} {diagnostic.hint}"
        for diagnostic in front_matter.diagnostics
    ]


@pytest.mark.parametrize("key", ["名称", "内容概述"])
@pytest.mark.parametrize("value", ["", '""', "''", '"  "', '"　"', "~"])
def test_an_empty_text_is_missing(key: str, value: str) -> None:
    (diagnostic,) = read(**{key: value}).diagnostics
    assert (diagnostic.code, diagnostic.severity) == ("document/required", Severity.WARNING)
    assert diagnostic.message == f"没有写“{key}”"


@pytest.mark.parametrize(
    ("value", "column", "comment"),
    [
        ("甲 #1 号", 7, "#1 号"),
        ("甲 # 说明", 7, "# 说明"),
        ('"甲" # 说明', 9, "# 说明"),
        ("甲\t#1", 7, "#1"),
    ],
)
def test_a_comment_behind_a_value_is_told(value: str, column: int, comment: str) -> None:
    (message,) = diagnostic_texts(read(名称=value))
    assert message.startswith(f"content/a.md:3:{column} “{comment}”没有读进去")
    assert "引号" in message


def test_a_comment_instead_of_a_value_is_told() -> None:
    first, second = diagnostic_texts(read(名称="#1 号楼"))
    assert "“#1 号楼”没有读进去" in first + second
    assert "没有写“名称”" in first + second


@pytest.mark.parametrize("value", ["甲#1", '"甲 #1"', "'甲 #1'", "甲 ＃1", "|\n  甲 #1"])
def test_signs_that_are_text(value: str) -> None:
    front_matter = read(名称=value)
    assert diagnostic_texts(front_matter) == []
    assert "1" in front_matter.get_text("title")


def test_a_comment_behind_a_list_and_on_its_own_line() -> None:
    assert (
        diagnostic_texts(read_text("# 说明\n" + "\n".join(f"{k}: {v}" for k, v in GOOD.items())))
        == []
    )
    assert "“# 说明”没有读进去" in diagnostic_texts(read(主题词="[甲, 乙] # 说明"))[0]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("[甲, 乙]", ("甲", "乙")),
        ("甲、乙", ("甲", "乙")),
        ("[检验、检疫, 海关]", ("检验、检疫", "海关")),
        ("[Open Data]", ("Open Data",)),
        ("[]", ()),
        ("", ()),
    ],
)
def test_words(value: str, words: tuple[str, ...]) -> None:
    front_matter = read(主题词=value)
    assert (diagnostic_texts(front_matter), front_matter.get_words("keywords")) == ([], words)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("[甲, [乙]]", "9:10 “主题词”里有一项不是词"),
        ("[甲, {丙: 丁}]", "9:10 “主题词”里有一项不是词"),
        ("{甲: 乙}", "9:6 “主题词”应当是几个词"),
        ("[甲，乙]", "9:7 “主题词”里的“甲，乙”连成了一个词 逗号用了全角“，”"),
    ],
)
def test_no_words(value: str, expected: str) -> None:
    (message,) = diagnostic_texts(read(主题词=value))
    assert message.startswith(f"content/a.md:{expected}")


@pytest.mark.parametrize("value", ["无效", "未废止", "不公开", "有", "甲"])
def test_a_choice_is_not_guessed(value: str) -> None:
    (message,) = diagnostic_texts(read(有效性=value))
    assert "可以写的有：有效、已修改、尚未施行、废止、失效、撤回。" in message


def test_a_choice_nearly_right() -> None:
    assert "是不是“尚未施行”？" in diagnostic_texts(read(有效性="尚未实行"))[0]
    assert "是不是“主动公开”？" in diagnostic_texts(read(公开方式="主动公幵"))[0]


@pytest.mark.parametrize("value", ["[甲]", "{甲: 乙}"])
def test_a_text_in_brackets_is_told_once(value: str) -> None:
    (message,) = diagnostic_texts(read(名称=value))
    assert "“名称”应当是一段文字" in message


def test_full_width_colons_throughout_are_told_at_the_first() -> None:
    front_matter = read_text("# 说明\n名称：甲\n内容概述：乙\n")
    (message,) = diagnostic_texts(front_matter)
    assert message.startswith("content/a.md:3:3 键后面用了全角冒号")
    assert not front_matter.readable


def test_attachments_on_one_line() -> None:
    (message,) = diagnostic_texts(read(附件="[a.pdf，b.pdf]"))
    assert "里有中文标点 逗号用了全角“，”" in message


# --- the two lines --- --------------------------------------------------------------------------


def test_a_file_is_taken_apart() -> None:
    assert split_front_matter("---\n名称: 甲\n---\n\n乙\n") == ("名称: 甲", "\n乙\n", 4)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("甲\n", 1, "文件开头没有用两行 ---"),
        ("", 1, "文件开头没有用两行 ---"),
        ("名称: 甲\n---\n乙", 1, "文件开头少了一行 ---"),
        ("\n---\n名称: 甲\n---\n", 2, "前面有空行"),
        ("———\n名称: 甲\n———\n", 1, "“———”不是三个半角减号"),
        ("----\n名称: 甲\n----\n", 1, "“----”不是三个半角减号"),
        ("---\n名称: 甲\n\n园区的电话。\n", 4, "缺少第二行 ---"),
        ("---\n名称: 甲\n\n现将情况报告如下：\n", 4, "缺少第二行 ---"),
        ("---\n名称: 甲\n园区的电话。\n", 3, "缺少第二行 ---"),
        ("---\n名称: 甲\n附件:\n  - 文件: a.pdf\n\n## 一、总则\n", 6, "缺少第二行 ---"),
        ("---\n名称: 甲\n\n内容概述: 乙\n\n正文\n", 6, "缺少第二行 ---"),
        ("---\n名称: 甲\n----\n正文\n", 3, "这里的“----”不是三个半角减号"),
        ("---\n名称: 甲\n", 3, "缺少第二行 ---"),
        ("---", 1, "缺少第二行 ---"),
    ],
)
def test_a_file_that_cannot_be_taken_apart(text: str, line: int, words: str) -> None:
    assert split_front_matter(text)[2] == 0
    finding = missing_front_matter_error(text, "content/a.md")
    assert finding.location.line == line
    assert words in finding.message
    assert finding.hint
