"""A number is one word: no table and no list of facts cuts it in two, on screen or on paper."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.browser_pages import visit
from tests.browser.page_types import SiteOf, urls_of
from tests.helpers import Project, Site, build_site, format_list, skip_missing
from tests.properties.small_site import LIGHT_CONFIG

PAPER = 643
"""Width of what is printed on a sheet of A4, in CSS pixels."""

WINDOWS = ((320, "screen"), (768, "screen"), (1280, "screen"), (PAPER, "print"))

# Digits within an address or a code are letters of it.
CUT = """() => {
    const NUMBER = /(?<![A-Za-z0-9.,/_])[0-9.,]{2,}(?![A-Za-z0-9.,/_])/g;
    const found = [];
    for (const cell of document.querySelectorAll("td, th, dd")) {
        if (!/[0-9.,]{2}/.test(cell.textContent) || !cell.checkVisibility()) continue;
        const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let node; (node = walk.nextNode()); )
            for (const number of node.data.matchAll(NUMBER)) {
                const range = document.createRange();
                range.setStart(node, number.index);
                range.setEnd(node, number.index + number[0].length);
                const lines = new Set([...range.getClientRects()]
                    .filter(box => box.width > 0).map(box => Math.round(box.top)));
                const shown = getComputedStyle(cell).clipPath === "none";
                const start = cell.textContent.trim().slice(0, 20);
                if (lines.size > 1 && shown) found.push(`${number[0]} of ${start}`);
            }
    }
    return found;
}"""


def find_cut_numbers(page: Page, site: Site, url: str) -> list[str]:
    """List the numbers of a page that stand on two lines, in every look."""
    visit(page, site, url)
    cut_lines: list[str] = []
    for width, media in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="print" if media == "print" else "screen")
        cut_lines += [f"{url} {width} px {media}: {line}" for line in page.evaluate(CUT)]
    page.emulate_media(media="null")
    return cut_lines


def test_no_number_is_cut(site_of: SiteOf, page: Page) -> None:
    site = site_of("built_example")
    # The catalogue narrowed shows fewer of the same lines, as wide as before.
    narrowed = set(urls_of(site, "catalogue-narrowed"))
    pages = [url for url in site.pages if url not in narrowed]
    assert len(pages) > 40
    cut_lines = [line for url in pages for line in find_cut_numbers(page, site, url)]
    assert not cut_lines, format_list(cut_lines)


TITLE = "---\n索引号: A-2021-1\n名称: 表格\n生成日期: 2021-03-01\n发布日期: 2021-03-02\n---\n"
LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis"
ADDRESS = "https://www.example.gov.cn/zwgk/xxgk/2021/0301/index_1234567890.html"
TABLES = {
    "mixed": (
        ("序号", "项目名称", "2020年", "2021年", "比上年增减", "联系电话", "说明", "详见"),
        (
            (
                "1",
                "一般公共服务支出（含上级专项转移支付）",
                "1,234,567.89",
                "262.3",
                "-12.50%",
                "010-66668888",
                "按《中华人民共和国预算法》第七十五条的规定执行",
                f"[{ADDRESS}]({ADDRESS})",
            ),
            (
                "41",
                "城乡社区支出",
                "98,765,432.10",
                "286.4",
                "100%",
                "12345",
                "见附件 20 至 22 页",
                f"`{LONG}`",
            ),
        ),
    ),
    "wide": (
        ("单位", *(f"{month}月" for month in range(1, 13)), "合计"),
        (("园区管理委员会办公室", *("12,345.67",) * 12, "148,148.04"),),
    ),
    "crowded": (
        ("单位", *(f"{year}年" for year in range(2001, 2026))),
        (("园区管理委员会办公室", *("123,456.7",) * 25),),
    ),
    "words": (
        ("名称", "代码", "数量"),
        (("系统" + LONG, "91110000MA01ABCDXE", "4100"), ("数据", ADDRESS, "52")),
    ),
}


def markdown(name: str) -> str:
    """Write a table as an author does."""
    head, rows = TABLES[name]
    lines = (head, ("---",) * len(head), *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


@pytest.fixture(scope="module")
def hard_tables(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site whose documents are tables with too much in them."""
    folder = tmp_path_factory.mktemp("tables")
    project = Project(folder / "source")
    project.edit("config.yaml", LIGHT_CONFIG)
    for number, name in enumerate(TABLES, 1):
        head = TITLE.replace("A-2021-1", f"A-2021-{number}")
        project.edit(f"content/2021/documents/{name}.md", f"{head}\n表在下面。\n\n{markdown(name)}")
    return build_site("tables", project.path, folder)


@pytest.mark.parametrize("name", [name for name in TABLES if name != "crowded"])
def test_no_number_of_a_nasty_table_is_cut(name: str, hard_tables: Site, page: Page) -> None:
    cut_lines = find_cut_numbers(page, hard_tables, f"2021/documents/{name}.html")
    assert not cut_lines, format_list(cut_lines)


WORD = re.compile(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>([^<]*)')


@pytest.mark.parametrize("name", TABLES)
def test_all_of_a_nasty_table_is_on_paper(
    name: str, hard_tables: Site, page: Page, tmp_path: Path
) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        skip_missing("pdftotext", "run `make test`")
    visit(page, hard_tables, f"2021/documents/{name}.html")
    pdf, boxes = tmp_path / "table.pdf", tmp_path / "table.html"
    pdf.write_bytes(page.pdf(format="A4"))
    subprocess.run([reader, "-bbox", pdf, boxes], check=True)
    words = WORD.findall(boxes.read_text(encoding="utf-8"))
    numbers = {cell for row in TABLES[name][1] for cell in row if re.fullmatch(r"[\d.,]+", cell)}
    if name != "crowded":  # a number may break there: all of it is to be read still
        assert numbers - {text for *_, text in words} == set()
    right = (210 - 20) / 25.4 * 72
    assert [text for _, end, text in words if float(end) > right + 1] == [], "off the sheet"
