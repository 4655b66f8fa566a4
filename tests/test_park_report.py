"""The park's real 2020 report against the page that was built of it: every number, every word."""

import re
from pathlib import Path

import pytest
from lxml import html

from tests.helpers import ROOT, Site

SOURCE = ROOT / "tests" / "park" / "report-2020.txt"
SHARED = ROOT.parent / "shared" / "reports" / "jingjiang-park-2020.txt"

CORRECTIONS = (
    # The numbering of one heading is a mistake of the printed report; the form has 三、.
    ("3、 收到和处理政府信息公开申请情况", "三、收到和处理政府信息公开申请情况"),
    # Changes are signed numbers.
    ("1（增）", "+1"),
    ("34（减）", "-34"),
)


def _words(text: str) -> str:
    """Take out all white space: the source breaks cells and words over lines."""
    return "".join(text.split())


def _source() -> str:
    text = SOURCE.read_text(encoding="utf-8")
    for printed, replacement in CORRECTIONS:
        assert text.count(printed) == 1
        text = text.replace(printed, replacement)
    return text


def _report(site: Site) -> html.HtmlElement:
    return html.fromstring((site.folder / "2020" / "report.html").read_bytes())


def test_the_page_says_what_the_source_says_in_its_order(built_park: Site) -> None:
    page = _report(built_park)
    [heading] = page.xpath("//h1")
    [body] = page.xpath("//div[@class='document__body']")
    for extra in body.xpath(".//caption[contains(@class, 'visually-hidden')]"):
        extra.drop_tree()
    # What states the same once more in another way, and what explains marks.
    extras = ("statutory-table__legend", "row-list", "table-reading")
    for extra in (element for name in extras for element in body.find_class(name)):
        extra.drop_tree()
    blocks = body.xpath("./div[contains(@class, 'prose')] | ./section[@class='document__part']")
    page_text = _words(heading.text_content() + "".join(block.text_content() for block in blocks))
    assert page_text == _words(_source())


def test_each_paragraph_of_the_source_is_a_paragraph_of_the_page(built_park: Site) -> None:
    page = _report(built_park)
    paragraphs = {_words(p.text_content()) for p in page.xpath("//main//p")}
    lines = [line.strip() for line in _source().splitlines() if not line.startswith("\t")]
    long = [line for line in lines if re.search("[。：]$", line) and len(line) >= 12]
    assert len(long) == 12
    assert [line for line in long if _words(line) not in paragraphs] == []


def test_each_number_of_the_source_stands_in_its_cell(built_park: Site) -> None:
    page = _report(built_park)
    numbers = [
        cell.text_content().strip() for cell in page.xpath("//main//table//tbody//td[@headers]")
    ]
    lines = _source().partition("二、主动公开")[2].partition("五、存在")[0].splitlines()
    expected = [line.strip() for line in lines if re.fullmatch(r"[+-]?\d+", line.strip())]
    assert numbers == expected
    assert len(numbers) == 22 + 161 + 15


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the material beside the checkout is not there")
def test_the_source_is_the_published_one() -> None:
    assert Path(SHARED).read_bytes() == SOURCE.read_bytes()
