"""What a PDF and a Word file are made of, for those who use screen readers or search in them."""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import lxml.etree
import openpyxl
import pikepdf
import pypdf
import pytest

from tests.downloads.figures_site import ALL, YEARS, files, form_of
from tests.downloads.libreoffice import convert
from tests.helpers import ProjectFactory, Site, find_program, skip_missing
from tests.properties.small_site import as_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PHRASE = "信息公开工作"
RADICALS = re.compile("[\u2e80-\u2fdf]")


def elements(kids: Any) -> Iterator[Any]:  # noqa: ANN401 - pikepdf's objects
    """Yield all elements of a PDF's structure, in order."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            if "/K" in kid:
                yield from elements(kid.K)


def table_facts(cell: Any) -> Any:  # noqa: ANN401 - pikepdf's objects
    return next(attributes for attributes in cell.A if attributes.O == "/Table")


@pytest.fixture(params=YEARS)
def pdf(request: pytest.FixtureRequest, both_forms: Site) -> Iterator[pikepdf.Pdf]:
    data = both_forms.outcome.files[f"{request.param}/report.pdf"]
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


def test_a_pdf_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "zh-CN"
    assert root.ViewerPreferences.DisplayDocTitle
    title = str(pdf.docinfo["/Title"])
    assert re.fullmatch(r"20\d\d年政府信息公开工作年度报告", title)
    with pdf.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == title
        assert meta["dc:language"] == {"zh-CN"} or "zh-CN" in str(meta["dc:language"])
        # The day is the report's, not the build's.
        assert str(meta["xmp:CreateDate"]).startswith(f"{int(title[:4]) + 1}-01-20")
    assert all(str(page.Tabs) == "/S" for page in pdf.pages if "/Annots" in page)
    assert pdf.check_pdf_syntax() == []


def test_the_tables_of_a_pdf_bind_each_number_to_its_headers(pdf: pikepdf.Pdf) -> None:
    all_elements = list(elements(pdf.Root.StructTreeRoot.K))
    tables = [item for item in all_elements if item.S == "/Table"]
    assert len(tables) in (6, 7)
    ids = [str(item.ID) for item in all_elements if "/ID" in item]
    assert len(ids) == len(set(ids))
    names = [str(item) for item in pdf.Root.StructTreeRoot.IDTree.Names][::2]
    assert names == sorted(names)
    assert set(names) == set(ids)
    scopes = set()
    for table in tables:
        assert str(table_facts(table).Summary)
        inside = list(elements(table.K))
        heads = [item for item in inside if item.S == "/TH"]
        assert {str(item.S) for item in table.K} >= {"/THead", "/TBody"}
        for header in heads:
            scopes.add(str(table_facts(header).Scope))
            assert str(header.ID) in ids
        for cell in inside:
            if cell.S in ("/TH", "/TD"):
                headers = [str(item) for item in table_facts(cell).get("/Headers", [])]
                assert set(headers) <= {str(item.ID) for item in heads}
                assert cell.S == "/TH" or headers, "a number without headers"
    assert scopes == {"/Row", "/Column"}


def test_the_parts_of_a_pdf_are_its_bookmarks(pdf: pikepdf.Pdf) -> None:
    year = int(str(pdf.docinfo["/Title"])[:4])
    titles = [*(part.title for part in form_of(year).parts), "附：统计表文字版"]
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == titles
    heads = [item for item in elements(pdf.Root.StructTreeRoot.K) if item.S == "/H1"]
    assert [str(item.T) for item in heads] == titles


def test_the_fonts_of_a_pdf_are_inside_it(pdf: pikepdf.Pdf) -> None:
    fonts = [
        font
        for page in pdf.pages
        for font in page.Resources.get("/Font", pikepdf.Dictionary()).values()
    ]
    assert fonts
    for font in fonts:
        assert "/ToUnicode" in font
        for inner in font.DescendantFonts:
            facts = inner.FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(facts.keys())


@pytest.mark.parametrize("year", YEARS)
def test_every_reader_finds_the_words_of_a_pdf(year: int, both_forms: Site) -> None:
    path = both_forms.folder / str(year) / "report.pdf"
    if not find_program("pdftotext"):
        skip_missing("pdftotext", "apt-get install poppler-utils")
    texts = {
        "Poppler": subprocess.run(
            ["pdftotext", str(path), "-"], capture_output=True, check=True
        ).stdout.decode(),
        "pypdf": "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages),
    }
    for reader, text in texts.items():
        assert PHRASE in text, reader
        assert "收到和处理政府信息公开申请情况" in text, reader
        assert RADICALS.findall(text) == [], reader
        full_text = "".join(text.split())
        for label in (
            "（本列数据的勾稽关系为：",
            "5.属于三类内部事务信息",
            "四、结转下年度继续办理",
        ):
            assert label in full_text, (reader, label)


# --- Word and LibreOffice -----------------------------------------------------------------------


def word(site: Site, year: int) -> lxml.etree._Element:
    with zipfile.ZipFile(io.BytesIO(site.outcome.files[f"{year}/report.docx"])) as archive:
        assert archive.testzip() is None
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        return lxml.etree.fromstring(archive.read("word/document.xml"))


@pytest.mark.parametrize("year", YEARS)
def test_word_has_real_headings_and_the_standards_page(year: int, both_forms: Site) -> None:
    document = docx.Document(io.BytesIO(both_forms.outcome.files[f"{year}/report.docx"]))
    styles = [(item.style.name if item.style else "", item.text) for item in document.paragraphs]
    assert styles[0] == ("Title", f"{year}年政府信息公开工作年度报告")
    assert [text for style, text in styles if style == "Heading 1"] == [
        *(part.title for part in form_of(year).parts),
        "附：统计表文字版",
    ]
    section = document.sections[0]
    sizes = [
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    ]
    assert [round(item.mm) for item in sizes if item] == [210, 297, 37, 35, 28, 26]
    assert document.core_properties.language == "zh-CN"
    assert document.core_properties.title == f"{year}年政府信息公开工作年度报告"
    faces = {
        name: document.styles[name].element.rPr.rFonts.get(f"{W}eastAsia")
        for name in ("Title", "Normal", "Heading 1", "Heading 2")
    }
    assert list(faces.values()) == ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"]
    assert document.styles["Normal"].font.size.pt == 16
    footers = [section.footer, section.even_page_footer]
    assert all("PAGE" in lxml.etree.tostring(item.part.element).decode() for item in footers)


@pytest.mark.parametrize("year", YEARS)
def test_word_repeats_the_headers_of_its_tables(year: int, both_forms: Site) -> None:
    for table in word(both_forms, year).iter(f"{W}tbl"):
        assert table.find(f"{W}tblPr/{W}tblCaption") is not None
        rows = table.findall(f"{W}tr")
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        many = repeated.count(True)
        assert many
        assert repeated == [True] * many + [False] * (len(rows) - many)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        widths = [int(element.get(f"{W}w", "0")) for element in table.iter(f"{W}gridCol")]
        assert abs(sum(widths) - 8845) < 20, "the table is as wide as the text"


@pytest.mark.parametrize("name", ["2020/report.docx", "2021/report.docx", "apply-form.docx"])
def test_libreoffice_opens_word(name: str, both_forms: Site, tmp_path: Path) -> None:
    converted = convert(both_forms.folder / name, "pdf", tmp_path)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(converted)).pages)
    full_text = "".join(text.split())
    if name == "apply-form.docx":
        assert "政府信息公开申请表" in full_text
    else:
        assert "年政府信息公开工作年度报告" in full_text
        assert "六、其他需要报告的事项" in full_text
        assert "—1—" in full_text


@pytest.mark.parametrize("name", ["2020/figures.xlsx", "2021/figures.xlsx", "catalogue.xlsx"])
def test_libreoffice_opens_excel(name: str, both_forms: Site, tmp_path: Path) -> None:
    converted = convert(both_forms.folder / name, "pdf", tmp_path)
    pages = pypdf.PdfReader(io.BytesIO(converted)).pages
    full_text = "".join("".join(page.extract_text().split()) for page in pages)
    if name == "catalogue.xlsx":
        assert "2021年政府信息公开工作年度报告" in full_text
    else:
        assert len(pages) == 3, "a sheet a page"
        assert "三、收到和处理政府信息公开申请情况" in full_text
        assert "24252.311082元" in full_text or "123456789012345.12345" in full_text


def test_a_file_that_nobody_signed_says_so(make_project: ProjectFactory) -> None:
    project = make_project(as_text({**files(), "config.yaml": f"{ALL}审核: 必须\n"}))
    assert project.build().exit_code == 1
    outcome = project.build(drafts=True, output=project.path / "drafts")
    assert outcome.exit_code == 0, outcome.output
    notice = "未审：本件没有经过各级审核"
    document = docx.Document(io.BytesIO(outcome.files["2021/report.docx"]))
    assert document.paragraphs[1].text.startswith(notice)
    pages = pypdf.PdfReader(io.BytesIO(outcome.files["2021/report.pdf"])).pages
    assert notice in "".join(pages[0].extract_text().split())
    book = openpyxl.load_workbook(io.BytesIO(outcome.files["2021/figures.xlsx"]))
    for sheet in book.worksheets:
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        assert [text for text in cells if text.startswith(notice)], sheet.title
