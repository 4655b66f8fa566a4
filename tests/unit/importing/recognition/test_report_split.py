"""Several reports in one file."""

from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.report_split import split_reports
from site_builder.model.original import Origin, Original, TextBlock
from tests.helpers.standards import STANDARDS

FRAME = FormFrame(STANDARDS.forms["annual-report-2021"], STANDARDS)
PARTS = "\n".join(part.title for part in FRAME.form.parts)


def years(text: str) -> list[str]:
    blocks = [TextBlock("paragraph", line, line, Origin("报告.txt")) for line in text.split("\n")]
    reports = split_reports(Original("报告.txt", tuple(blocks)), FRAME, STANDARDS.import_headings)
    texts = [
        block.text for report in reports for block in report.blocks if isinstance(block, TextBlock)
    ]
    assert texts == text.split("\n")
    return [report.blocks[0].text for report in reports if isinstance(report.blocks[0], TextBlock)]


def test_a_report_begins_at_each_title_of_another_year() -> None:
    text = "\n".join(
        (
            *("示范园区2022年政府信息公开工作年度报告", PARTS, "示范园区", "2023年1月20日"),
            *("示范园区管理委员会", "2023年度", "政府信息公开工作年度报告", PARTS),
        )
    )
    assert years(text) == ["示范园区2022年政府信息公开工作年度报告", "示范园区管理委员会"]


def test_a_title_that_is_printed_again_begins_none() -> None:
    title = "示范园区2022年政府信息公开工作年度报告"
    assert years(f"{title}\n{PARTS}\n{title}\n{PARTS}") == [title]


def test_titles_that_are_listed_begin_none() -> None:
    titles = "\n".join(f"示范园区{year}年政府信息公开工作年度报告" for year in (2020, 2021, 2022))
    assert len(years(f"{titles}\n{PARTS}\n{titles}")) == 1
