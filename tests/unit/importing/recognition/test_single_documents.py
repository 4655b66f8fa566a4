"""What a single document says of itself: taken where it is certain, left in the text elsewhere."""

import pytest

from site_builder.importing.recognition.documents import recognize_document
from site_builder.model.imported import ImportedDocument
from site_builder.model.original import Origin, Original, TextBlock


def read(*lines: str, title: str = "", file: str = "D:\\公文\\方案.docx") -> ImportedDocument:
    origin = Origin(file)
    blocks = tuple(TextBlock("paragraph", line, line, origin) for line in lines)
    return recognize_document(Original(file, blocks, title=title))


def body(document: ImportedDocument) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, TextBlock)]


def test_a_document_as_offices_print_them() -> None:
    document = read(
        "示范市人民政府办公室文件",
        "示政办发〔2021〕3号  签发人：张三",
        "示范市人民政府办公室关于",
        "调整 Open Data 平台 办公时间的通知（试行）",
        "各区人民政府：",
        "现通知如下。",
        "示范市人民政府办公室",
        "二〇二一年十二月三十日",
    )
    assert document.title == "示范市人民政府办公室关于调整 Open Data 平台办公时间的通知（试行）"
    assert document.document_number == "示政办发〔2021〕3号"
    assert (document.created, document.issuer) == ("2021-12-30", "示范市人民政府办公室")
    assert body(document) == [
        "各区人民政府：",
        "现通知如下。",
        "示范市人民政府办公室",
        "二〇二一年十二月三十日",
    ]
    assert len(document.removed) == 4


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("通 知", "今日停电。"), "通知"),
        (
            ("示范区管理委员会", "关于印发《示范办法》的通知", "各局："),
            "示范区管理委员会关于印发《示范办法》的通知",
        ),
        (("机构职能简介", "一、负责管理。"), "机构职能简介"),
        (
            ("政府信息", "关于清理证明事项的公告（2021年第3号）", "一。"),
            "关于清理证明事项的公告（2021年第3号）",
        ),
        (("Plan of Open Data 2021 规划", "一。"), "Plan of Open Data 2021 规划"),
    ],
)
def test_titles(lines: tuple[str, ...], title: str) -> None:
    assert read(*lines).title == title


def test_without_a_title_the_name_of_the_file_stands_in_and_is_said() -> None:
    document = read("一段文字，没有标题。", "又一段。")
    assert (document.title, document.removed) == ("方案", ())
    assert "请核对" in document.title_reason
    assert len(body(document)) == 2
    assert read("一段。", title="停水公告 - 示范市政府网").title == "停水公告"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2021年3月5日", "2021-03-05"),
        ("（２０２１年３月５日）", "2021-03-05"),
        ("二○二一年二月二十九日", ""),
        ("二〇二一年十月二十日", "2021-10-20"),
        ("截至2021年3月5日", ""),
        ("2021年3月", ""),
    ],
)
def test_days_below_the_text(line: str, day: str) -> None:
    assert read("停水公告", "停水。", line).created == day


def test_numbers_and_days_within_the_text_are_text() -> None:
    document = read(
        "停水公告",
        "根据示水发〔2020〕1号停水。",
        "示水发〔2020〕2号",
        "自2021年3月5日起。",
    )
    assert (document.document_number, document.created, document.issuer) == ("", "", "")
    assert len(body(document)) == 3
