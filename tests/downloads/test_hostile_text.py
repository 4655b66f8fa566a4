"""Words that programs could take for something else: formulas, markup, signs no font has."""

import csv
import io
import re
import zipfile

import docx
import lxml.html
import openpyxl
import pypdf
import pytest
import typst

from tests.downloads.figures_site import ALL, figures_text
from tests.downloads.libreoffice import convert
from tests.helpers import Outcome, Project, ProjectFactory, skip_missing
from tests.helpers.search_reference import search_documents
from tests.properties.small_site import as_text, document, report

FORMULAS = ("=cmd|' /C calc'!A0", "+1+2", "-2+3", "@SUM(1,2)", '=HYPERLINK("http://x","y")')
MARKUP = (
    r'#import "a" $x$ *b* _c_ `d <e> @f \ // /* ~ -- --- ... {{ x }} [g] (h) &amp; &#65; _x0041_'
)
TYPED = (
    r"甲*、丙**、139****5678、3*5*6、价格<100元、>=90、Z:\公示\_名单\*.xls"
    "、&nbsp;、- 5、2021. 年、^[a]"
)
RARE = "镕喆堃䶮𬭊㛃㎡≈①"
FOREIGN = "עברית العربية Ünïcödé Ελλάδα Кириллица"
LONG = "W" * 300
TITLE = "2021年政府信息公开工作年度报告"


def hostile_files(title: str, body: str, summary: str = "概述") -> dict[str, str]:
    """Build a site whose report bears a title and holds a text."""

    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    report_text = report(2021, body).replace(f"标题: {TITLE}", f"标题: {quoted(title)}", 1)
    listed = document(2021, 1, title=quoted(title)).replace("第1号事项的概述。", quoted(summary))
    return {
        "config.yaml": f"{ALL}附统计表文字版: 否\n",
        "content/2021/report.md": report_text,
        "content/2021/figures.yaml": figures_text(2021),
        "content/2021/documents/a.md": listed,
    }


def build(make_project: ProjectFactory, files: dict[str, str]) -> tuple[Project, Outcome]:
    project = make_project(as_text(files))
    return project, project.build()


def pdf_text(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    return re.sub("—[0-9]+—", "", text)  # page numbers


@pytest.mark.parametrize("words", [*FORMULAS, MARKUP, TYPED, RARE, FOREIGN, LONG, "a\tb", "'=1"])
def test_words_stay_words_in_every_format(words: str, make_project: ProjectFactory) -> None:
    _, outcome = build(make_project, hostile_files(words, f"前{words}后", words))
    assert outcome.exit_code == 0, outcome.output
    files = outcome.files
    printed = " ".join(words.split())
    for name in ("catalogue.xlsx", "2021/figures.xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(files[name]))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"], name
        assert printed in [" ".join(str(cell.value).split()) for cell in cells], name
        assert not [cell for cell in cells if cell.hyperlink]
        with zipfile.ZipFile(io.BytesIO(files[name])) as archive:
            assert not [part for part in archive.namelist() if "externalLink" in part]
    paragraphs = docx.Document(io.BytesIO(files["2021/report.docx"])).paragraphs
    assert printed in [" ".join(paragraph.text.split()) for paragraph in paragraphs]
    assert f"前{printed}后" in [" ".join(paragraph.text.split()) for paragraph in paragraphs]
    text = pdf_text(files["2021/report.pdf"])
    if words != FOREIGN:  # readers give text that runs the other way in orders of their own
        assert "".join(words.split()) in text
    for row in csv.reader(io.StringIO(files["catalogue.csv"].decode("utf-8-sig"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_what_is_typed_is_found_and_passed_on(make_project: ProjectFactory) -> None:
    project, outcome = build(make_project, hostile_files(TITLE, f"前{TYPED}后"))
    assert outcome.exit_code == 0, outcome.output
    page = lxml.html.document_fromstring(outcome.files["2021/report.html"])
    assert f"前{TYPED}后" in page.text_content()
    texts = ["\n".join(document.body) for document in search_documents(project)]
    assert any(f"前{TYPED}后" in text for text in texts)
    article = project.build(wechat=True, output=project.path / "wechat").text("2021-report.html")
    assert f"前{TYPED}后" in lxml.html.document_fromstring(article).text_content()


def test_a_long_text_without_spaces_stays_on_the_page(
    make_project: ProjectFactory,
) -> None:
    project, outcome = build(make_project, hostile_files(TITLE, "字" * 20_000 + LONG))
    assert outcome.exit_code == 0, outcome.output
    text = pdf_text(outcome.files["2021/report.pdf"])
    assert text.count("字") == 20_000
    folder = project.path / "office"
    folder.mkdir()
    assert convert(project.output / "2021" / "report.docx", "pdf", folder)


def test_a_cell_of_excel_never_holds_more_than_excel_can(make_project: ProjectFactory) -> None:
    _, outcome = build(make_project, hostile_files(TITLE, "正文。", "长" * 40_000))
    if outcome.exit_code == 0:
        book = openpyxl.load_workbook(io.BytesIO(outcome.files["catalogue.xlsx"]))
        values = [str(cell.value) for row in book.active.iter_rows() for cell in row]
        assert max(len(value) for value in values) < 32_767
        assert any(value.endswith("全文见网站）") for value in values)


@pytest.mark.parametrize("words", ["😀", "🇨🇳"])
def test_a_sign_that_no_font_has_is_told_at_its_place(
    words: str, make_project: ProjectFactory
) -> None:
    project, outcome = build(make_project, hostile_files(TITLE, f"第一行。\n\n前后{words}。"))
    assert outcome.exit_code == 1
    lines = project.read("content/2021/report.md").splitlines()
    line = 1 + next(at for at, text in enumerate(lines) if words in text)
    assert f"content/2021/report.md:{line}:3 错误 render/unprintable" in outcome.output
    assert f"“{words[0]}”（U+{ord(words[0]):04X}）" in outcome.output
    assert "从“下载”里去掉 pdf" in outcome.output
    assert outcome.files == {}
    assert "Traceback" not in outcome.output
    project.edit("config.yaml", ALL.replace("pdf, ", ""))
    assert project.build().exit_code == 0


def test_a_font_of_the_office_shows_what_ours_has_not(make_project: ProjectFactory) -> None:
    project, outcome = build(make_project, hostile_files(TITLE, "姓名：𠮷。"))
    assert "“𠮷”（U+20BB7）" in outcome.output
    assert "Noto Serif CJK SC" in outcome.output
    if "Noto Serif CJK SC" not in typst.Fonts().families():
        skip_missing("Noto Serif CJK SC", "apt-get install fonts-noto-cjk")
    project.edit("config.yaml", f"{ALL}字体:\n  正文: Noto Serif CJK SC\n")
    outcome = project.build()
    assert outcome.exit_code == 0, outcome.output
    assert "姓名：𠮷。" in pdf_text(outcome.files["2021/report.pdf"])
    assert b"Noto Serif CJK SC" in word_part(outcome.files["2021/report.docx"], "word/styles.xml")
    project.edit("config.yaml", f"{ALL}字体:\n  楷体: 楷体_GB2312\n  正文: Noto Serif CJK\n")
    outcome = project.build()
    assert outcome.exit_code == 1
    assert (
        "config.yaml:8:3 错误 render/font  生成 PDF 文件需要的字体“楷体_GB2312”没有安装"
        in outcome.output
    )
    assert "是不是“Noto Serif CJK" in outcome.output


def word_part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


@pytest.mark.parametrize("words", ["\u200b零\u200e宽\ufeff", "a\u0301", "\ue000", "\ufffd"])
def test_signs_without_a_shape_do_no_harm(words: str, make_project: ProjectFactory) -> None:
    _, outcome = build(make_project, hostile_files(TITLE, f"前{words}后"))
    assert "Traceback" not in outcome.output
    if outcome.exit_code == 0:
        assert docx.Document(io.BytesIO(outcome.files["2021/report.docx"]))


@pytest.mark.parametrize("code", ["\\x01", "\\x08", "\\u000b", "\\x1b", "\\uFFFF"])
def test_control_characters_break_no_file(code: str, make_project: ProjectFactory) -> None:
    files = hostile_files("题目", "正文。")
    files["content/2021/report.md"] = files["content/2021/report.md"].replace(
        '标题: "题目"', f'标题: "题{code}目"'
    )
    _, outcome = build(make_project, files)
    assert "Traceback" not in outcome.output
    if outcome.exit_code == 0:
        assert docx.Document(io.BytesIO(outcome.files["2021/report.docx"]))
        assert openpyxl.load_workbook(io.BytesIO(outcome.files["catalogue.xlsx"]))


PROSE = """开头[园区](https://www.example.gov.cn/a)，[外站](https://www.example.org/b)，
[本站](report.md)，**加粗**、`代码`。[^1] 再引。[^1]

### （一）小节

1. 甲
2. 乙
   - 丙

     丙的第二段
   - 丁

> 引用的话

| 项目 | 数 |
| --- | ---: |
| 甲 | 1 |
| **乙** | 2 |

```
第一行
  第二行
```

术语
: 解释

![示意图](files/a.png)

---

##### 跳了一级的标题

完。

[^1]: 脚注的话，见[园区](https://www.example.gov.cn/a)。
"""


def test_everything_a_text_can_hold_comes_out(make_project: ProjectFactory) -> None:
    files = hostile_files(TITLE, "开头。")
    text = files["content/2021/report.md"].replace("2021 年的总体情况。", PROSE)
    files["content/2021/report.md"] = text
    project = make_project(as_text(files))
    project.edit("content/2021/files/a.png", b"\x89PNG\r\n\x1a\n" + bytes(60))
    outcome = project.build()
    assert outcome.exit_code == 0, outcome.output
    read = docx.Document(io.BytesIO(outcome.files["2021/report.docx"]))
    styles = [(item.style.name if item.style else "", item.text) for item in read.paragraphs]
    assert ("Heading 2", "（一）小节") in styles
    assert ("Heading 3", "跳了一级的标题") in styles, "no level is skipped"
    assert ("List Paragraph", "丁") in styles
    links = {item.address for line in read.paragraphs for item in line.hyperlinks}
    assert links == {
        "https://www.example.gov.cn/a",
        "https://www.example.org/b",
        "https://gk.example.gov.cn/2021/report.html",
        "https://gk.example.gov.cn/2021/files/a.png",
    }
    assert [cell.text for row in read.tables[0].rows for cell in row.cells] == [
        "项目", "数", "甲", "1", "乙", "2",
    ]  # a table, read across  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(outcome.files["2021/report.docx"])) as archive:
        assert archive.read("word/document.xml").count(b"<w:footnoteReference") == 1
        assert "脚注的话" in archive.read("word/footnotes.xml").decode()
    folder = project.path / "office"
    folder.mkdir()
    assert "脚注的话" in pdf_text(convert(project.output / "2021" / "report.docx", "pdf", folder))
    text = pdf_text(outcome.files["2021/report.pdf"])
    for words in ("园区", "外站（外部链接）", "脚注的话，见园区。", "丙的第二段", "引用的话",
                  "第一行", "解释", "［图：示意图］", "跳了一级的标题"):  # texts  # fmt: skip
        assert words in text, words
    targets = {
        str(mark.get_object()["/A"]["/URI"])
        for page in pypdf.PdfReader(io.BytesIO(outcome.files["2021/report.pdf"])).pages
        for mark in page.get("/Annots", [])
        if "/A" in mark.get_object()
    }
    assert links <= targets
