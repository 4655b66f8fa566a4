"""Tables of Word files: each cell once, where it is printed; what is not sure is doubtful."""

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.word import read
from site_builder.model.original import Original, OriginalTable, TextBlock
from tests.helpers.word_files import cell, paragraph, row, run, table, word_file

SPAN = '<w:gridSpan w:val="{}"/>'
START, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def only_table(body: str) -> tuple[OriginalTable, Original]:
    original = read("甲.docx", word_file(body))
    (found_table,) = original.tables()
    return found_table, original


def grid(body: str) -> list[tuple[int, int, int, int, str]]:
    return [
        (item.row, item.column, item.row_span, item.column_span, item.text)
        for item in only_table(body)[0].cells
    ]


def test_merged_cells_stand_once() -> None:
    body = table(
        row(cell("项目", properties=START), cell("件数", properties=SPAN.format(2))),
        row(cell(properties=ON), "甲", "乙"),
        row("合计", "1", "2"),
    )
    assert grid(body) == [
        (0, 0, 2, 1, "项目"),
        (0, 1, 1, 2, "件数"),
        (1, 1, 1, 1, "甲"),
        (1, 2, 1, 1, "乙"),
        (2, 0, 1, 1, "合计"),
        (2, 1, 1, 1, "1"),
        (2, 2, 1, 1, "2"),
    ]


def test_columns_left_out_before_a_row_stay_empty() -> None:
    body = table(row("甲", "乙"), row("1", properties='<w:gridBefore w:val="1"/>'))
    assert grid(body)[2] == (1, 1, 1, 1, "1")


def test_cells_merged_as_older_programs_do() -> None:
    merged = cell("总计", properties='<w:hMerge w:val="restart"/>')
    body = table(
        row(merged, cell(properties='<w:hMerge w:val="continue"/>'), "3"), row("1", "2", "3")
    )
    assert grid(body)[:2] == [(0, 0, 1, 2, "总计"), (0, 2, 1, 1, "3")]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = table(row("甲", control.format(cell("5"))), control.format(row("乙", "6")))
    assert [text for *_, text in grid(body)] == ["甲", "5", "乙", "6"]


def test_a_line_of_a_cell_stays_a_line_and_has_its_place() -> None:
    body = paragraph("前") + table(row("甲", cell("商业", "企业")), row("1", "2"))
    own, _ = only_table(body)
    assert own.cells[1].text == "商业\n企业"
    assert (own.origin.table, own.cells[3].origin.row, own.cells[3].origin.column) == (1, 2, 2)


def test_text_in_a_merged_part_makes_a_doubt() -> None:
    body = table(row(cell("3", properties=START), "甲"), row(cell("8", properties=ON), "乙"))
    own, original = only_table(body)
    assert own.cells[0].candidates == ("3", "8")
    assert "看不见的文字" in own.cells[0].doubt
    assert [item.code for item in original.diagnostics] == ["import/merged-cells"]


@pytest.mark.parametrize(
    ("content", "text", "doubt"),
    [
        (run("12") + run("3", '<w:vertAlign w:val="superscript"/>'), "12³", ""),
        (run("12") + run("3", "<w:strike/>"), "123", "有带删除线的文字"),
        (run("12") + run("3", "<w:vanish/>"), "12", ""),
        (run("0", '<w:color w:val="FFFFFF"/>'), "0", "有纸上看不见的文字（白色，或者极小）"),
        (run("0", '<w:sz w:val="2"/>'), "0", "有纸上看不见的文字（白色，或者极小）"),
        (run("12") + '<w:r><w:footnoteReference w:id="1"/></w:r>', "12", ""),
        ("<w:ins>" + run("5") + "</w:ins>", "5", ""),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑", ""),
        ('<w:r><w:sym w:font="Webdings" w:char="F041"/></w:r>', "〓", "有认不出的特殊符号"),
        (run("R", '<w:rFonts w:ascii="Wingdings 2"/>'), "☑", ""),
        ("<m:oMath><m:r><m:t>x2</m:t></m:r></m:oMath>", "x2", "是公式，排列没有读出"),
        ("<w:smartTag><w:smartTag>" + run("7") + "</w:smartTag></w:smartTag>", "7", ""),
        ('<w:fldSimple w:instr="=SUM(ABOVE)">' + run("9") + "</w:fldSimple>", "9", ""),
        ("<w:moveTo>" + run("2") + "</w:moveTo>", "2", ""),
        (
            "<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>3</w:t></w:r>",
            "1\t2\n3",
            "格子里有几行数字",
        ),
    ],
)
def test_what_is_printed_in_a_cell(content: str, text: str, doubt: str) -> None:
    note = "<w:footnote w:id='1'>" + paragraph("注") + "</w:footnote>"
    body = table(row("甲", cell(f"<w:p>{content}</w:p>")))
    original = read("甲.docx", word_file(body, {"footnotes": note}))
    read_cell = next(original.tables()).cells[1]
    assert (read_cell.text, read_cell.doubt) == (text, doubt)


def test_a_number_that_a_revision_changes_is_doubtful() -> None:
    deleted = "<w:del><w:r><w:delText>4</w:delText></w:r></w:del>"
    changed = paragraph(deleted, "<w:ins>" + run("5") + "</w:ins>")
    own, original = only_table(table(row("甲", cell(changed))))
    assert (own.cells[1].text, own.cells[1].candidates) == ("5", ("5", "4"))
    assert own.cells[1].doubt == "带着没有定稿的修订"
    assert "第 1 个表格第 1 行第 2 列：删去“4”" in original.diagnostics[0].message


def test_white_words_on_a_dark_ground_are_seen() -> None:
    white = paragraph(run("总计", '<w:color w:val="FFFFFF"/>'))
    dark = cell(white, properties='<w:shd w:val="clear" w:fill="1F4E79"/>')
    own, original = only_table(table(row("甲", dark), row("乙", "3")))
    assert (own.cells[1].doubt, original.diagnostics) == ("", ())


def test_deleted_and_hidden_rows_are_left_out_and_told() -> None:
    body = table(
        row("甲", "1"),
        row("乙", "2", properties="<w:del/>"),
        row("丙", "3", properties="<w:hidden/>"),
        row("丁", "4", properties="<w:ins/>"),
    )
    own, original = only_table(body)
    assert [item.text for item in own.cells] == ["甲", "1", "丁", "4"]
    assert {item.code for item in original.diagnostics} == {
        "import/revisions",
        "import/hidden",
    }
    assert [item.text for item in original.omissions] == ["乙 2", "丙 3"]


def test_a_frame_gives_what_is_in_it() -> None:
    inner = table(row("甲", "1"), row("乙", "2"))
    original = read("甲.docx", word_file(table(row(cell(paragraph("标题"), inner, "<w:p/>")))))
    assert [type(block) for block in original.blocks] == [TextBlock, OriginalTable]


def test_a_small_table_in_a_cell_makes_a_doubt() -> None:
    inner = table(row("5", "丙"))
    own, _ = only_table(table(row("甲", cell(inner, "<w:p/>")), row("乙", "2")))
    assert (own.cells[1].text, own.cells[1].doubt) == ("5\n丙", "格子里还有表格")


def test_numbers_that_word_generates_in_cells_are_words() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    line = paragraph(properties=listed)
    body = table(row(cell(line), "甲"), row(cell(line), "乙"))
    own = next(read("甲.docx", word_file(body, {"numbering": numbering})).tables())
    assert [item.text.strip() for item in own.cells] == ["1", "甲", "2", "乙"]


@pytest.mark.parametrize(
    "body",
    [
        table(row(*(["1"] * 10_000))),
        table(row(cell("1", properties=SPAN.format(10_000)), "2")),
        table(*([row(*(["<w:tc><w:p/></w:tc>"] * 100))] * 301)),
        "<w:p>" * 300 + "</w:p>" * 300,
        "<w:p/>" * 700_000,
    ],
    ids=["columns", "span", "cells", "depth", "elements"],
)
def test_what_is_too_large_is_refused(body: str) -> None:
    with pytest.raises(UnsupportedFileError) as error:
        read("甲.docx", word_file(body))
    assert error.value.hint
