"""Remarks come back to the letter, are not believed when edited, and stay with their paragraph."""

import datetime as dt
from dataclasses import replace

import pytest

from site_builder.content.paragraphs import find_paragraph, split_paragraphs
from site_builder.content.remarks import encode_remarks, read_remarks
from site_builder.content.sign_offs import content_digest
from site_builder.model.frozendict import frozendict
from site_builder.model.review import (
    Remark,
    RemarkAnchor,
    RemarkEntry,
    RemarkRecord,
    ReviewedVersion,
)

DAY = dt.date(2023, 1, 5)
FILE = "content/2020/report.remarks.yaml"
HOSTILE = "<script>alert(1)</script>: {{ x }}\n- [~]\n\u2028# 意见\ufeff\n  摘要: 0"


def _version(level: str, text: str) -> ReviewedVersion:
    contents = frozendict({"2020/report.md": text})
    return ReviewedVersion(level, "李四", DAY, content_digest(contents), contents)


def _record(*versions: ReviewedVersion) -> RemarkRecord:
    statement = RemarkEntry("张三", "初审", DAY, HOSTILE)
    open_remark = Remark(1, RemarkAnchor("2020/report.md", "现将\n情况", 3), statement)
    cell = RemarkAnchor("2020/figures.yaml", "0", cell="requests|new|applicant.total")
    answer = replace(statement, level="", text="1")
    closed = Remark(2, cell, statement, (answer, answer), replace(statement, text="好。"))
    return RemarkRecord((open_remark, closed, Remark(3, RemarkAnchor("", ""), statement)), versions)


@pytest.mark.parametrize(
    "record",
    [
        RemarkRecord((), ()),
        _record(),
        _record(
            _version("初审", "甲\n\n乙"), _version("复审", HOSTILE), _version("终审", "甲\n\n乙")
        ),
    ],
)
def test_a_record_comes_back_to_the_letter(record: RemarkRecord) -> None:
    data = encode_remarks(record)
    assert read_remarks(data, FILE) == (record, ())
    assert encode_remarks(read_remarks(data, FILE)[0]) == data


def test_whatever_is_changed_by_hand_is_noticed() -> None:
    text = encode_remarks(_record(_version("初审", "甲\n\n乙"))).decode()
    for old, new in (
        ("姓名: 张三", "姓名: 李四"),
        ('段落: "3"', '段落: "4"'),
        ('  内容: "1"\n', "  内容: 好\n"),
        ("    甲", "    丙"),
        ("2023-01-05", "2023-01-06"),
        ("2023-01-05", "1 月"),
        ("摘要", "摘"),
        ('编号: "1"', "编号: 甲"),
        ("意见:\n", "意见: []\n别的:\n"),
    ):
        assert old in text, old
        record, diagnostics = read_remarks(text.replace(old, new).encode(), FILE)
        assert (record.remarks, [each.code for each in diagnostics]) == ((), ["remarks/damaged"])


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"- 1\n", "意见: [\n".encode(), "意见: 无\n".encode()]
)
def test_what_is_no_record_is_reported(data: bytes) -> None:
    assert read_remarks(data, FILE)[1]


def test_contents_that_are_too_large_are_left_out_and_the_remarks_are_not() -> None:
    large = [_version(level, f"{level}\n" + "字" * 250_000) for level in ("初审", "复审", "终审")]
    record, diagnostics = read_remarks(encode_remarks(_record(*large)), FILE)
    assert not diagnostics
    assert len(record.remarks) == 3
    assert [version.contents is None for version in record.versions] == [True, True, False]


TEXT = """---
标题: 报告
发布日期: 2021-01-20
---
开头
第二行

## 一、总体情况
见各表。

见各表。

- 甲
- 乙
"""


def test_a_text_is_taken_apart_as_a_reviewer_reads_it() -> None:
    paragraphs = split_paragraphs(TEXT)
    assert paragraphs == (
        *("标题: 报告", "发布日期: 2021-01-20", "开头\n第二行", "## 一、总体情况"),
        *("见各表。", "见各表。", "- 甲\n- 乙"),
    )
    assert split_paragraphs(TEXT.replace("\n", "\r\n")) == paragraphs
    assert split_paragraphs("") == ()


@pytest.mark.parametrize(
    ("quote", "number", "expected"),
    [
        ("见各表。", 5, (5, True)),
        ("见各表。", 9, (6, True)),
        ("开头\n第二行", 1, (3, True)),
        ("开头\n第一行", 1, (3, False)),
        ("发布日期: 2021-01-21", 1, (2, False)),
        ("完全另外的一句话", 2, (0, False)),
    ],
)
def test_a_quoted_paragraph_is_followed(
    quote: str, number: int, expected: tuple[int, bool]
) -> None:
    assert find_paragraph(split_paragraphs(TEXT), quote, number) == expected
