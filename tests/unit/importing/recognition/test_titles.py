"""Year, body and title of a report as its first lines say them, in any order and over any lines."""

import pytest

from site_builder.importing.recognition.titles import TitleFacts, title_facts
from site_builder.model.original import Original
from tests.helpers.form_tables import text_block


def facts(*lines: str, file: str = "report.docx", title: str = "") -> TitleFacts:
    return title_facts(Original(file, tuple(map(text_block, lines)), title=title))


@pytest.mark.parametrize(
    ("lines", "year", "body"),
    [
        (["测试市水务局2023年政府信息公开工作年度报告"], 2023, "测试市水务局"),
        (["2023年测试市水务局政府信息公开工作年度报告"], 2023, "测试市水务局"),
        (["测试市水务局2023年度政府信息公开年度报告"], 2023, "测试市水务局"),
        (["测试市水务局", "2023年政府信息公开工作年度报告"], 2023, "测试市水务局"),
        (["测试市水务局", "政府信息公开工作", "2023年度报告"], 2023, "测试市水务局"),
        (["测试市水务局2023年", "政府信息公开工作年度报告"], 2023, "测试市水务局"),
        (["2023年政府信息公开工作年度报告"], 2023, ""),
        (["打印", "2023年政府信息公开工作年度报告"], 2023, ""),
        (["测试市水务局二〇二三年政府信息公开工作年度报告"], 2023, "测试市水务局"),
        (["测试市水务局２０２３年度信息公开工作报告"], 2023, "测试市水务局"),
        (["测试市2023年政务公开工作年度报告"], 2023, "测试市"),
        (["2023年度测试市2023年政府信息公开工作年度报告"], 2023, "测试市"),
        (["首页>政府信息公开年报", "测试市2023年政府信息公开年度报告"], 2023, "测试市"),
        (["一、总体情况", "统计期限自2023年1月1日起至2023年12月31日止。"], 2023, ""),
        (["一、总体情况"], None, ""),
    ],
)
def test_year_and_body(lines: list[str], year: int | None, body: str) -> None:
    result = facts(*lines)
    assert (result.year, result.body) == (year, body)
    assert bool(result.year_reason) == (year is not None)


def test_a_title_over_lines_is_one() -> None:
    result = facts("测试市水务局 2023 年", "政府信息公开工作年度报告", "（2024年1月15日）")
    assert result.title == "测试市水务局2023年政府信息公开工作年度报告"
    assert result.published == "2024-01-15"


def test_what_a_file_or_its_name_says() -> None:
    titled = facts("正文", title="测试市水务局2023年政府信息公开工作年度报告_测试市人民政府")
    assert (titled.year, titled.body) == (2023, "测试市水务局")
    assert facts("正文", file="年报/测试市2022年.docx").year == 2022


def test_the_day_of_publication() -> None:
    line = "发布时间：2024-01-15 16:34  来源：测试市水务局"
    assert facts("测试市2023年政府信息公开工作年度报告", line).published == "2024-01-15"
