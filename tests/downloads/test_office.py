"""What Word, Excel and LibreOffice make of our files beyond their words: lines, marks, heights."""

import io
import zipfile
from pathlib import Path

import lxml.etree
import openpyxl
import pypdf

from tests.downloads.figures_site import ALL, figures_text, files
from tests.downloads.libreoffice import convert
from tests.helpers import Outcome, ProjectFactory, Site
from tests.properties.small_site import as_text, document, report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOTE = """前[^1]后。

[^1]: 说明：

    1. 甲项

    2. 乙项

        - 丙项
"""


def part(outcome: Outcome, name: str) -> lxml.etree._Element:
    with zipfile.ZipFile(io.BytesIO(outcome.files["2021/report.docx"])) as archive:
        return lxml.etree.fromstring(archive.read(name))


def test_word_takes_the_file_for_one_of_today(both_forms: Site) -> None:
    settings = part(both_forms.outcome, "word/settings.xml")
    modes = [
        element.get(f"{W}val")
        for element in settings.iter(f"{W}compatSetting")
        if element.get(f"{W}name") == "compatibilityMode"
    ]
    assert modes == ["15"]
    compat = settings.find(f"{W}compat")
    assert compat is not None
    names = [element.tag.removeprefix(W) for element in compat]
    assert names.index("doNotExpandShiftReturn") < names.index("useFELayout"), "as the schema wants"


def test_a_list_in_a_footnote_keeps_its_marks(make_project: ProjectFactory) -> None:
    text = {
        "config.yaml": ALL,
        "content/2021/report.md": report(2021, NOTE),
        "content/2021/figures.yaml": figures_text(2021),
    }
    outcome = make_project(as_text(text)).build()
    assert outcome.exit_code == 0, outcome.output
    notes = part(outcome, "word/footnotes.xml")
    lines = ["".join(element.itertext()).strip() for element in notes.iter(f"{W}p")]
    expected = ["说明：", "1. 甲项", "2. 乙项", "• 丙项"]
    assert [line for line in lines if line] == expected
    pages = pypdf.PdfReader(io.BytesIO(outcome.files["2021/report.pdf"])).pages
    full_text = "".join("".join(page.extract_text().split()) for page in pages)
    assert "".join(expected).replace(" ", "") in full_text


def test_a_picture_without_an_address_is_named(make_project: ProjectFactory) -> None:
    text = {
        "config.yaml": "\n".join(line for line in ALL.splitlines() if "网址" not in line) + "\n",
        "content/2021/report.md": report(2021, "见![示意图](files/a.png)。"),
        "content/2021/figures.yaml": figures_text(2021),
    }
    site = make_project(as_text(text))
    site.edit("content/2021/files/a.png", b"\x89PNG\r\n\x1a\n" + bytes(60))
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    words = "".join(part(outcome, "word/document.xml").itertext())
    assert "见［图：示意图，文件 files/a.png］。" in words


LONG = "关于公布本机关行政规范性文件清理结果以及继续有效文件目录的通知"


def test_a_row_of_the_catalogue_shows_all_its_words(
    make_project: ProjectFactory, tmp_path: Path
) -> None:
    text = dict(files())
    text["content/2021/documents/a.md"] = document(2021, 1, title=LONG * 4)
    text["content/2021/documents/b.md"] = document(2021, 2, title="短")
    site = make_project(as_text(text))
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    sheet = openpyxl.load_workbook(io.BytesIO(outcome.files["catalogue.xlsx"])).active
    heights = {row[1].value: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows()}
    assert heights[LONG * 4] >= 6 * 15 > 3 * 15 >= heights["短"]
    assert sheet.page_setup.fitToWidth == 2
    assert sheet.print_area.replace("$", "").endswith("A1:L5")
    pages = pypdf.PdfReader(
        io.BytesIO(convert(site.output / "catalogue.xlsx", "pdf", tmp_path))
    ).pages
    assert len(pages) == 2
    assert LONG * 4 in "".join(pages[0].extract_text().split())
    assert "有效性" in pages[1].extract_text()
