"""Crafted texts end in time, and what was not looked at is named.

Work is counted in lines of Python that run, not in seconds: a busy machine fails nothing.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from site_builder.attachments.extract import extraction
from site_builder.attachments.extract.attachment_text import read_attachment
from site_builder.attachments.extract.extraction import ExtractionResult
from site_builder.content.markdown.cjk_line_breaks import ends_line
from site_builder.content.markdown.leading_signs import line_contexts
from site_builder.content.markdown.literals import hide_literals
from site_builder.content.markdown.parsed_prose import parse
from site_builder.content.markdown.source import MarkdownSource
from site_builder.core.text.unicode_scripts import is_needed_by_script
from site_builder.model.rule_context import AttachmentText
from site_builder.model.source import Source

if TYPE_CHECKING:
    from _typeshed import TraceFunction

_SIZE = 250
_LINEAR = 2.6
"""Twice as much of the same may take a little more than twice the steps."""


def _steps(function: Callable[[], object]) -> int:
    """Count the lines of Python that run while something works."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> "TraceFunction":
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


def _parsed(markdown: str) -> MarkdownSource:
    text = MarkdownSource("content/a.md", "a.md", 1, (), markdown)
    parse(text)
    return text


@pytest.mark.parametrize(
    "unit",
    [
        *("：\n", "2024年1月1日\n", "::: \n", ": \n", "**张", "张**", "`", "` ", "&nbsp;", "<!--"),
        *("\\", "\\*", "> ", ">", "- \n", "* \n", "| a ", "<br>", "_", "~~~", "](", "1. \n"),
        *("[^a]: b\n", "表：甲\n", "```\n", "| a |\n| - |\n", "<a ", "<http://a> ", "【甲】（"),
    ],
)
@pytest.mark.slow
def test_work_grows_with_the_text(unit: str) -> None:
    _parsed(unit)  # whatever is built once, is built
    few = _steps(lambda: _parsed(unit * _SIZE))
    many = _steps(lambda: _parsed(unit * _SIZE * 2))
    assert many < few * _LINEAR, f"{unit!r}: {few} → {many}"


@pytest.mark.parametrize("unit", ["[", "![", "[^", "[a](", "[[a]", "[]"])
def test_too_many_brackets_are_an_error(unit: str) -> None:
    findings = _parsed("无\n\n" + unit * 2_000).diagnostics
    assert [
        diagnostic.location.line for diagnostic in findings if diagnostic.code == "prose/tangled"
    ] == [3]


@pytest.mark.parametrize("depth", [50, 400])
def test_pictures_within_pictures_break_nothing(depth: int) -> None:
    _parsed("![" * depth + "甲" + "](../files/a.png)" * depth)


@pytest.mark.parametrize("rows", [1, 30])
def test_wide_tables_grow_with_their_cells(rows: int) -> None:
    def table(columns: int) -> str:
        return "".join(f"|{cell * columns}\n" for cell in ("甲|", "-|", *("1|",) * rows))

    few = _steps(lambda: _parsed(table(60)))
    assert _steps(lambda: _parsed(table(120))) < few * _LINEAR


def test_notes_grow_with_their_number() -> None:
    def notes(count: int) -> str:
        calls = "\n\n".join(f"甲[^{n}]。" for n in range(count))
        return calls + "\n\n" + "\n".join(f"[^{n}]: 乙" for n in range(count))

    few = _steps(lambda: _parsed(notes(60)))
    assert _steps(lambda: _parsed(notes(120))) < few * _LINEAR


def test_links_of_a_long_list_are_read() -> None:
    text = _parsed("".join(f"[第 {n} 件](../files/a{n}.pdf)、" for n in range(200)))
    assert not [item for item in text.diagnostics if item.code == "prose/tangled"]
    children = next(item for item in text.tokens if item.type == "inline").children or []
    assert sum(item.type == "link_open" for item in children) == 200
    assert not any(map(ends_line, children))


def test_marks_at_the_start_of_a_line_have_an_end() -> None:
    def hide(line: str) -> str:
        return hide_literals([line], line_contexts([line]))

    few = _steps(lambda: hide("> " * 300 + "甲"))
    assert _steps(lambda: hide("> " * 3_000 + "甲")) < few * _LINEAR


def test_signs_without_a_shape_are_judged_by_what_is_near() -> None:
    text = "\u200f" * 2_000
    assert _steps(lambda: is_needed_by_script(text, 1_000)) < 600


def _read(name: str, data: bytes) -> AttachmentText:
    return read_attachment(Source(f"files/{name}", "file", 0), data)


def test_what_is_not_looked_at_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MAX_SPANS", 3)
    attachment = _read("a.txt", "甲\n乙\n\n丙\n丁\n".encode())
    assert attachment.unreadable_reason == "行、格或段太多，只检查了前 3 个，从第 5 行起没有检查"
    assert [span.text for span in attachment.spans] == ["files/a.txt", "甲", "乙", "丙"]


def test_a_text_of_blanks_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.attachments.extract.attachment_text.MAX_RAW_CHARACTERS", 6)
    attachment = _read("a.csv", b"a,b\n\n\n\n\n\n1")
    assert attachment.unreadable_reason == "文字和空格太多，只检查了前 6 字，从第 3 行起没有检查"


@pytest.mark.parametrize("between", ["", " ", "-", "。", "，电话"])
def test_no_number_is_cut_between_pieces(between: str) -> None:
    number = "13812345678"
    line = f"{number}{between}" * 2_000
    read = ExtractionResult("a.txt", float("inf"))
    read.add_text("", line, 1)
    assert all(len(passage.text) <= 4_000 for passage in read.spans)
    starts = set()
    for passage in read.spans:
        start = passage.location.column - 1
        assert line[start : start + len(passage.text)] == passage.text
        at = passage.text.find(number)
        while at >= 0:
            starts.add(start + at)
            at = passage.text.find(number, at + 1)
    assert {n * (11 + len(between)) for n in range(2_000)} <= starts


def test_names_are_counted_once() -> None:
    read = ExtractionResult("a.docx", float("inf"))

    def name(first: str) -> None:
        for number in range(400):
            read.add_person("作者", f"{first}{number}")

    few = _steps(lambda: name("甲"))
    assert _steps(lambda: name("乙")) < few * _LINEAR
    read.personal_metadata[:] = read.personal_metadata[
        :1
    ]  # what a reader takes back can be reported again
    read.add_person("作者", "甲7")
    assert read.personal_metadata == [("作者", "甲0"), ("作者", "甲7")]
