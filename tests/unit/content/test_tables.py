"""Captions, row headers and tables written as data: what comes out, and what is reported where."""

import pytest

from site_builder.content.markdown import parsed_prose
from site_builder.content.markdown.csv_files import TableFiles, csv_files_named_in
from site_builder.content.markdown.markup_elements import markup_elements
from site_builder.content.markdown.source import MarkdownSource
from site_builder.model.diagnostic import Severity
from tests.unit.content.prose_helpers import diagnostics, read

BARS = "| 项目 | 数 |\n| --- | --: |\n| 甲 | 1 |\n"
ROWS = "项目,2023年,\n,数量,金额\n甲,1,1.50\n乙,2,007\n"
SETTINGS = "表头行数: 2\n行标题列数: 1\n合并: A1:A2、B1:C1\n"


def fenced(settings: str, rows: str = ROWS, caption: str = "") -> str:
    return f"{caption}```表格\n{settings}\n{rows}```\n"


def from_file(settings: str, **files: bytes) -> tuple[str, MarkdownSource]:
    """Read a table from files of the year: name without ending → bytes."""
    contents = {f"2021/files/{name}.csv": data for name, data in files.items()}
    path = "2021/documents/a.md"
    text = MarkdownSource(f"content/{path}", path, 10, (), f"```表格\n{settings}```\n")
    text.csv_files = TableFiles(contents, tuple(contents))
    parsed_prose.parse(text)
    return parsed_prose.render(text, text.tokens).html, text


@pytest.mark.parametrize("between", ["", "\n"])
@pytest.mark.parametrize("before", ["", "前文。\n", "前文。\n\n", f"{BARS}"])
def test_a_line_above_a_table_names_it(before: str, between: str) -> None:
    result, text = read(f"{before}表：各项收费**标准**\n{between}{BARS}")
    assert "<caption>各项收费<strong>标准</strong></caption>" in result.html
    assert result.html.count("<table>") == 1 + before.count("---")
    assert 'aria-label="表格' in result.html
    assert result.text.count("收费标准") == 1
    assert text.diagnostics == []


@pytest.mark.parametrize(
    ("line", "name", "count"),
    [
        ("表：甲", "甲", 0),
        ("表:甲", "甲", 0),
        ("表2：甲", "表2　甲", 0),
        ("表 二：甲（单位：元）", "表二　甲（单位：元）", 0),
        ("表：甲（首列为行标题）", "甲", 1),
        ("表：甲 (前两列为行标题)", "甲", 2),
        ("表：甲（单位：元）（首列为行标题）", "甲（单位：元）", 1),
        ("表：（首列为行标题）", "", 1),
    ],
)
def test_what_a_caption_says(line: str, name: str, count: int) -> None:
    result, text = read(f"{line}\n| 一 | 二 | 三 |\n| - | - | - |\n| a | b | c |\n")
    assert (f"<caption>{name}</caption>" in result.html) == bool(name)
    assert result.html.count('scope="row"') == count
    assert "行标题" not in result.html
    assert text.diagnostics == []


def test_a_caption_that_is_none() -> None:
    assert diagnostics("表：说明\n\n正文。\n")[0][1:] == (
        10,
        "这一行像表格的名称，但是下面没有表格，会照原样印出来",
    )
    assert diagnostics("代表：甲\n\n表1：见附件\n\n表述清楚。\n") == []
    assert diagnostics(f"表：\n{BARS}")[0][2] == "表格没有写名称"
    ((_, line, message),) = diagnostics(f"表：甲（首列是行标题）\n{BARS}")
    assert (line, message) == (10, "不认识“（首列是行标题）”")


def test_a_table_of_data_with_merged_headers() -> None:
    result, text = read(fenced(SETTINGS, caption="表：名称\n"))
    assert text.diagnostics == []
    for piece in (
        '<th rowspan="2" scope="col">项目</th>\n<th colspan="2" scope="col">2023年</th>',
        '<th scope="row">甲</th>\n<td class="align-right">1</td>',
        '<td class="align-right">1.50</td>',
        '<td class="align-right">007</td>',
    ):
        assert piece in result.html
    assert result.text.split("\n") == [
        *("名称", "项目", "2023年", "数量", "金额"),
        *("甲", "1", "1.50", "乙", "2", "007"),
    ]


def test_cells_are_plain_text() -> None:
    result, _ = read(fenced("", '甲,乙\n<b>x</b>,=1+1\n"**a**\nb","[x](y.md)"\n'))
    assert "<td>&lt;b&gt;x&lt;/b&gt;</td>\n<td>=1+1</td>" in result.html
    assert "<td>**a**<br />\nb</td>\n<td>[x](y.md)</td>" in result.html


def test_rows_pasted_from_a_sheet_have_tabs() -> None:
    assert read(fenced(SETTINGS, ROWS.replace(",", "\t")))[0] == read(fenced(SETTINGS))[0]


def test_groups_have_bodies_of_their_own() -> None:
    rows = "名,数\n一组,\n甲,1\n二组,\n乙,2\n合计,3\n"
    html = read(fenced("行标题列数: 1\n分组行: 2、4-5\n", rows))[0].html
    bodies = html.split("<tbody>")[1:]
    assert [body.count("<tr>") for body in bodies] == [2, 2, 1]
    assert bodies[1].startswith('\n<tr>\n<th colspan="2" scope="rowgroup">二组</th>')


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (ROWS.encode(), ""),
        (ROWS.encode("utf-8-sig").replace(b"\n", b"\r\n"), ""),
        (ROWS.encode("gb18030"), ""),
        (ROWS.encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04\x00", "改了扩展名的工作簿"),
        (b"\xff\xff,\x80\n", "编码认不出来"),
        ("甲,乙\n1,\x07\n".encode(), "控制字符"),
        (b"", "表格文件是空的"),
        ("甲;乙\n1;2\n".encode(), "只有 1 列"),
        ("甲,乙\n1,2,3\n".encode(), "第 2 行有 3 格，第 1 行有 2 格"),
        ('甲,乙\n1,"2\n'.encode(), "双引号没有配对"),
        ("甲,乙\n,\n1,2\n".encode(), "第 2 行整行是空的"),
        ("甲,\n1,\n".encode(), "第 2 列整列是空的"),
        (",".join("甲" * 51).encode(), "表格有 51 列，超过 50 列"),
        (b"1,2\n" * 2001, "表格有 2001 行"),
        (b"1,2\n" * 300_000, "超过 1 MB"),
    ],
)
def test_files_of_every_kind(data: bytes, problem: str) -> None:
    html, text = from_file("文件: ../files/a.csv\n", a=data)
    messages = [diagnostic.message for diagnostic in text.diagnostics]
    assert all(
        diagnostic.hint and diagnostic.location.file == "content/2021/files/a.csv"
        for diagnostic in text.diagnostics
    )
    assert len(messages) == bool(problem)
    assert problem in "".join(messages)
    assert ("<table>" in html) != bool(problem)


def test_numbers_that_a_spreadsheet_lost() -> None:
    rows = "名,数\n甲,########\n乙,1.23457E+11\n丙,#DIV/0!\n丁,12E\n#,A#\n"
    _, text = read(fenced("", rows.replace("#,A#", "戊,A#")))
    assert [diagnostic.location.line for diagnostic in text.diagnostics] == [13, 14, 15]
    assert "第 2 行第 2 格是“########”：列太窄" in text.diagnostics[0].message
    assert "科学记数法" in text.diagnostics[1].message


def test_a_file_that_is_not_there() -> None:
    _, text = from_file("文件: ../files/shoufe.csv\n", shoufei=b"")
    (diagnostic,) = text.diagnostics
    assert (diagnostic.location.line, diagnostic.location.column) == (11, 5)
    assert "找不到表格文件“../files/shoufe.csv”" in diagnostic.message
    assert "是不是“shoufei.csv”" in diagnostic.hint
    for name in ("../../x.csv", "a.xlsx", "/etc/passwd.csv", "../a.csv", "收费.csv"):
        assert (
            "不是 files 文件夹里的 CSV 文件"
            in from_file(f"文件: {name}\n")[1].diagnostics[0].message
        )


def test_which_files_a_text_takes_tables_from() -> None:
    text = "```表格\n文件: ../files/a.csv\n```\n[b](../files/b.CSV)\n".encode()
    assert csv_files_named_in(text, "2021/documents/a.md") == (
        "2021/files/a.csv",
        "2021/files/b.CSV",
    )
    assert csv_files_named_in(b"[b](../files/b.csv)", "2021/documents/a.md") == ()


@pytest.mark.parametrize(
    ("settings", "line", "column", "message"),
    [
        ("表头行: 2\n", 11, 1, "不认识“表头行”"),
        ("  表头行数: 二\n", 11, 9, "“二”不是表头行数"),
        ("表头行数: 0\n", 11, 7, "“0”不是表头行数"),
        ("表头行数: 4\n", 11, 7, "表头有 4 行，整张表只有 4 行"),
        ("行标题列数: 3\n", 11, 8, "行标题有 3 列，整张表只有 3 列"),
        ("表头行数: 2\n表头行数: 2\n", 12, 1, "“表头行数”写了两次，第一次在第 11 行"),
        ("合并:\n", 11, 1, "“合并”后面没有写内容"),
        ("合并: A1\n", 11, 5, "“A1”不是要合并的格子"),
        ("合并: C1:B1\n", 11, 5, "“C1:B1”不是从左上角到右下角的几格"),
        ("合并: B1:C1、B1:B2\n", 11, 11, "不能合并 B1:B2：与 B1:C1 重叠"),
        ("合并: B1:D1\n", 11, 5, "不能合并 B1:D1：表格到 C4 为止"),
        ("合并: A1:B1\n", 11, 5, "不能合并 A1:B1：B1 里还有文字“2023年”"),
        ("合并: A1:A2\n", 11, 5, "不能合并 A1:A2：它跨过了表头（前 1 行）的下边"),
        ("行标题列数: 1\n合并: A3:B3\n", 12, 5, "它跨过了行标题（前 1 列）的右边"),
        ("分组行: 0\n", 11, 6, "“0”不是行号"),
        ("分组行: 1\n", 11, 6, "第 1 行不在表头下面"),
        ("分组行: 3\n", 11, 6, "第 3 行不能作分组行：它应当只在第一格有文字"),
        ("文件: ../files/a.csv\n", 13, 1, "写了“文件”，下面又写了表格的内容"),
    ],
)
def test_settings_that_do_not_fit(settings: str, line: int, column: int, message: str) -> None:
    result, text = read(fenced(settings))
    (diagnostic,) = text.diagnostics
    assert message in diagnostic.message
    assert (diagnostic.location.line, diagnostic.location.column, diagnostic.code) == (
        line,
        column,
        "prose/table",
    )
    assert diagnostic.severity is Severity.ERROR
    assert diagnostic.hint
    assert "<table>" not in result.html


def test_two_marks_that_contradict_each_other() -> None:
    ((_, line, message),) = diagnostics(
        fenced("行标题列数: 2\n", caption="表：甲（首列为行标题）\n")
    )
    assert (line, message) == (12, "表名说前 1 列是行标题，这里写的是 2 列")


def test_blocks_that_were_meant_to_be_tables() -> None:
    assert "排不成表格" in diagnostics("```table\n甲,乙\n```\n")[0][2]
    assert diagnostics(fenced("", ""))[0][2] == "表格没有内容"
    _, text = read("> - 一\n>\n>   ```表格\n>   合并: A9:B9\n>\n>   甲,乙\n>   1,2\n>   ```\n")
    (diagnostic,) = text.diagnostics
    assert (diagnostic.location.line, diagnostic.location.column) == (13, 9)


def test_header_cells_without_a_name() -> None:
    markdown = f"| | 乙 |\n| - | - |\n| a | b |\n\n{fenced(SETTINGS, ROWS.replace('数量', ''))}"
    _, text = read(markdown + f"\n表：丙（首列为行标题）\n{BARS.replace('甲', '')}")
    headers = [
        (element.location.line, element.target)
        for element in markup_elements(text)
        if element.kind == "header"
    ]
    assert headers == [(10, "A1"), (20, "B2"), (28, "A2")]


def test_rules_read_cells_and_no_settings() -> None:
    _, text = read(fenced(SETTINGS, '甲,"乙,丙"\n', caption="表:名称（首列为行标题）\n"))
    lines = [text.rule_lines[number] for number in sorted(text.rule_lines)]
    assert lines == ["  名称（首列为行标题）", "", "", "", "", "甲| 乙,丙 "]
