"""The statutory tables as text at the end of PDF and Word files, read back by other libraries."""

import io
import re
import subprocess
from collections.abc import Iterator
from datetime import date

import docx
import pikepdf
import pytest

from site_builder.content.figures import read_figures
from site_builder.standards.table_text import table_text
from site_builder.standards.transcript import transcribe
from tests.downloads.figures_site import ALL, YEARS, figures_text, files, form_of
from tests.helpers import EXAMPLE, ProjectFactory, Site, find_program, skip_missing
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import as_text

TITLE = "附：统计表文字版"


def sentences(year: int, text: str) -> Iterator[str]:
    """List what the annex of a year contains after its own heading and its remark."""
    figures, _ = read_figures(text, "figures.yaml", year, STANDARDS.forms)
    assert figures
    for table in form_of(year).tables():
        yield table.title
        for section in table_text(transcribe(table, figures)).sections:
            yield from [section.caption] if section.caption else []
            for line in section.lines:
                yield f"{line.label}：{line.text}".removeprefix("：")
                yield from line.items


@pytest.fixture(params=["2020", "2021", "example"])
def annexed(request: pytest.FixtureRequest) -> tuple[Site, int, str]:
    """A site, a year and its figures: all marks side by side, and rows that are all zero."""
    if request.param == "example":
        text = (EXAMPLE / "content/2022/figures.yaml").read_text(encoding="utf-8")
        return request.getfixturevalue("built_example"), 2022, text
    year = int(request.param)
    return request.getfixturevalue("both_forms"), year, figures_text(year)


def test_word_ends_with_the_tables_as_text(annexed: tuple[Site, int, str]) -> None:
    site, year, figures = annexed
    document = docx.Document(io.BytesIO(site.outcome.files[f"{year}/report.docx"]))
    texts = [paragraph.text for paragraph in document.paragraphs]
    at = texts.index(TITLE)
    remark, *lines = texts[at + 1 :]
    assert remark.endswith("数字以统计表为准。")
    assert lines == list(sentences(year, figures))
    assert document.paragraphs[at].paragraph_format.page_break_before
    styles = {paragraph.style.name for paragraph in document.paragraphs[at:] if paragraph.style}
    assert styles >= {"Heading 1", "Heading 2", "Heading 3", "Normal"}


def test_a_pdf_ends_with_the_tables_as_text(annexed: tuple[Site, int, str]) -> None:
    site, year, figures = annexed
    path = site.folder / str(year) / "report.pdf"
    if not find_program("pdftotext"):
        skip_missing("pdftotext", "apt-get install poppler-utils")
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    full_text = re.sub(r"—\d+—", "", "".join(text.replace("•", "").split()))
    assert full_text.count(TITLE) == 1
    assert full_text.partition("数字以统计表为准。")[2] == "".join(
        "".join(sentences(year, figures)).split()
    )


def test_the_annex_can_be_left_out(make_project: ProjectFactory) -> None:
    """It is made again from the same folder: the cache of a file covers its annex."""
    config = ALL.replace("xlsx, csv, json", "")
    site = make_project(as_text({**files(), "config.yaml": config}))
    with_annex = site.build(today=date(2026, 6, 1))
    assert with_annex.exit_code == 0, with_annex.output
    site.edit("config.yaml", f"{config}附统计表文字版: 否\n")
    without = site.build(today=date(2026, 6, 1))
    assert without.exit_code == 0, without.output
    for year in YEARS:
        document = docx.Document(io.BytesIO(without.files[f"{year}/report.docx"]))
        assert TITLE not in [entry.text for entry in document.paragraphs]
        pages = []
        for outcome in (with_annex, without):
            with pikepdf.open(io.BytesIO(outcome.files[f"{year}/report.pdf"])) as pdf:
                pages.append(len(pdf.pages))
                with pdf.open_outline() as outline:
                    titles = [entry.title for entry in outline.root]
                assert (TITLE in titles) == (outcome is with_annex)
        assert pages[0] > pages[1]
    page = without.files["2021/report.html"]
    assert "以文字阅读本表".encode() in page
