"""Old Word files and those of other word processors; a second opinion where there is one."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import converted_word, old_word, word
from site_builder.importing.readers.old_word_text import find_lost_numbers
from site_builder.importing.readers.second_opinion import compare_readings
from site_builder.model.original import Original, OriginalTable, TextBlock
from tests.downloads.libreoffice import convert
from tests.helpers.word_files import cell, paragraph, row, table, word_file

FILES = Path(__file__).parent / "files"
DOC = (FILES / "report.doc").read_bytes()
SPANS = [
    ("申请人情况", 2, 1),
    ("法人或其他组织", 1, 2),
    ("总计", 2, 1),
    ("商业企业", 1, 1),
    ("其他", 1, 1),
    ("本年新收", 1, 1),
    ("1", 1, 1),
    ("2", 1, 1),
    ("3", 1, 1),
    ("上年结转", 1, 1),
    ("0", 1, 1),
    ("", 1, 1),
    ("0", 1, 1),
]


def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


def fake_libreoffice(folder: Path, monkeypatch: pytest.MonkeyPatch, result: bytes) -> None:
    """Put a program on PATH that gives one answer to everything."""
    (folder / "answer.docx").write_bytes(result)
    program = folder / "soffice"
    program.write_text(
        "#!/bin/sh\n"
        'while [ "$1" != --outdir ]; do shift; done\n'
        f'mkdir -p "$2" && cp "{folder}/answer.docx" "$2/source.docx"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")


def spans(original: Original) -> list[tuple[str, int, int]]:
    (own,) = original.tables()
    return [(item.text, item.row_span, item.column_span) for item in own.cells]


def doubts(original: Original) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (item.text, item.candidates)
        for own in original.tables()
        for item in own.cells
        if item.doubt
    ]


def codes(original: Original) -> list[str]:
    return [item.code for item in original.diagnostics]


def test_an_old_file_is_read_without_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    without_libreoffice(monkeypatch)
    original = old_word.read("甲.doc", DOC)
    assert spans(original) == SPANS
    assert original.blocks[0] == TextBlock(
        "heading",
        "测试市示范园区2024年政府信息公开工作年度报告",
        "测试市示范园区2024年政府信息公开工作年度报告",
        original.blocks[0].origin,
        level=1,
    )
    assert (doubts(original), codes(original)) == ([], [])


def test_numbers_that_a_reading_lacks_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    without_libreoffice(monkeypatch)
    original = old_word.read("甲.doc", DOC)
    assert find_lost_numbers(DOC, original) == ()
    without_tables = tuple(item for item in original.blocks if isinstance(item, TextBlock))
    shorter = replace(original, blocks=without_tables)
    assert find_lost_numbers(DOC, shorter) == ("1", "2", "3", "0", "0")
    assert find_lost_numbers(DOC[:3000], shorter) == ()


def test_a_cell_that_another_program_reads_differently_is_doubtful(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = (
        "测试市示范园区2024年政府信息公开工作年度报告",
        "一、总体情况",
        "2024年，共收到申请4件，办结3件。",
    )
    body = "".join(map(paragraph, texts))
    top = row(
        cell("申请人情况"), cell("法人或其他组织", properties='<w:gridSpan w:val="2"/>'), "总计"
    )
    other = table(
        top,
        row("", "商业企业", "其他", ""),
        row("本年新收", "1", "20", "3"),
        row("上年结转", "0", "", "0"),
    )
    fake_libreoffice(tmp_path, monkeypatch, word_file(body + other + paragraph("特此报告。")))
    original = old_word.read("甲.doc", DOC)
    assert doubts(original) == [("2", ("2", "20"))]
    assert codes(original) == ["import/second-opinion"] * 2
    assert "共收到申请4件" in original.diagnostics[1].message


def test_what_another_program_cannot_convert_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_libreoffice(tmp_path, monkeypatch, b"no Word file")
    assert spans(old_word.read("甲.doc", DOC)) == SPANS


def test_a_damaged_old_file_is_read_by_the_other_program_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_libreoffice(tmp_path, monkeypatch, word_file(paragraph("甲")))
    original = old_word.read("甲.doc", DOC[:4000])
    assert codes(original) == ["import/second-opinion"]
    without_libreoffice(monkeypatch)
    with pytest.raises(UnsupportedFileError, match="已经损坏") as error:
        old_word.read("甲.doc", DOC[:4000])
    assert error.value.hint


def reading(*tables: str) -> Original:
    return word.read("甲.doc", word_file(paragraph("甲") + paragraph("").join(tables)))


ALL = ["项目", "件数", "总计", "新收", "1", "12", "结转", "3", "34", "完全", "不同", "的", "表"]
ROWS = row("项目", "件数", "总计"), row("新收", "1", "12"), row("结转", "3", "34")


@pytest.mark.parametrize(
    ("own", "other", "doubtful"),
    [
        (ROWS, ROWS, []),
        (ROWS, (row("项目", "件 数", "总\n计"), *ROWS[1:]), []),
        (ROWS, (ROWS[0], row("新收", "1", "21"), ROWS[2]), ["12"]),
        (ROWS, (ROWS[0], row("新收", "1"), ROWS[2]), ["12"]),
        ((ROWS[0], row("新收", "1"), ROWS[2]), ROWS, ["1", "结转"]),
        (ROWS, ROWS[:2], ["结转", "3", "34"]),
        (ROWS, (row("完全", "不同"), row("的", "表")), ALL),
    ],
)
def test_where_two_readings_differ(
    own: tuple[str, ...], other: tuple[str, ...], doubtful: list[str]
) -> None:
    compared = compare_readings(reading(table(*own)), reading(table(*other)), "乙")
    assert [text for text, _ in doubts(compared)] == doubtful
    assert bool(doubtful) == ("import/second-opinion" in codes(compared))


def test_a_table_that_only_the_other_has_is_not_lost() -> None:
    first, second = table(*ROWS), table(row("规章", "9"), row("文件", "8"))
    compared = compare_readings(reading(first), reading(first, second), "乙")
    assert [text for text, _ in doubts(compared)] == ["规章", "9", "文件", "8"]
    assert isinstance(compared.blocks[-1], OriginalTable)
    reverse = compare_readings(reading(first, second), reading(first), "乙")
    assert [text for text, _ in doubts(reverse)] == ["规章", "9", "文件", "8"]


@pytest.mark.parametrize("data", [b"", b"text", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_what_is_no_old_word_file(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    without_libreoffice(monkeypatch)
    with pytest.raises(UnsupportedFileError) as error:
        old_word.read("甲.doc", data)
    assert error.value.hint


def test_other_formats_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    without_libreoffice(monkeypatch)
    with pytest.raises(UnsupportedFileError, match="LibreOffice") as error:
        converted_word.read("甲.rtf", rb"{\rtf1 x}")
    assert ".docx" in error.value.hint


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["rtf", "odt"])
def test_other_formats_through_libreoffice(kind: str, tmp_path: Path) -> None:
    source = tmp_path / "report.doc"
    source.write_bytes(DOC)
    original = converted_word.read(f"甲.{kind}", convert(source, kind, tmp_path))
    assert spans(original) == SPANS
    assert codes(original) == ["import/converted"]


@pytest.mark.slow
def test_a_second_opinion_of_the_real_program_agrees(tmp_path: Path) -> None:
    source = tmp_path / "report.doc"
    source.write_bytes(DOC)
    assert convert(source, "docx", tmp_path)
    original = old_word.read("甲.doc", DOC)
    assert (spans(original), doubts(original), codes(original)) == (SPANS, [], [])
