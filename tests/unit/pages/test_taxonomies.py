"""The catalogue's narrowings: however freely an office names things, lists stay few."""

import re

from tests.helpers import ProjectFactory
from tests.properties.small_site import as_text, document, small_site


def test_a_long_list_counts_all_its_pages(make_project: ProjectFactory) -> None:
    outcome = make_project(as_text(small_site(documents=40))).build()
    assert outcome.exit_code == 0, outcome.output
    assert "共 42 条，第 1 页（共 14 页）" in outcome.text("catalogue/index.html")
    assert "第 9 页（共 14 页）" in outcome.text("catalogue/page-9.html")
    page_links = re.findall(
        r'aria-label="第 \d+ 页">(\d+)</a>', outcome.text("catalogue/page-9.html")
    )
    assert page_links == ["1", "7", "8", "9", "10", "11", "14"]
    # The page of a year names the newest; the rest are where it says.
    year_page = outcome.text("2020/index.html")
    assert "，这里列出最新的 3 条。" in year_page
    assert 'href="../catalogue/year-2020.html">查看2020年公开的全部信息' in year_page
    assert year_page.count("<li><h3>") == 3
    # The files of the catalogue are offered once.
    assert "下载全部目录" in outcome.text("catalogue/index.html")
    assert "下载全部目录" not in outcome.text("catalogue/page-2.html")


def test_rare_kinds_share_a_list(make_project: ProjectFactory) -> None:
    files = small_site(documents=0)
    for number in range(100):
        kind = f"体裁分类: {'通知' if number < 4 else f'独有的第{number}种'}\n有效性"
        text = document(2020, number).replace("有效性", kind)
        files[f"content/2020/documents/d{number:04d}.md"] = text
    outcome = make_project(as_text(files)).build()
    assert outcome.exit_code == 0, outcome.output
    named = {url for url in outcome.files if re.fullmatch(r"catalogue/kind-[0-9a-f]{8}.html", url)}
    assert len(named) == 40
    others = outcome.text("catalogue/kind-others.html")
    assert "其余57种体裁" in others
    assert "共 57 条" in others
    assert "search.html?" not in others, "no filter says the same"
    assert "几个条件一起筛选" not in others
    assert len(re.findall("kind-", outcome.text("catalogue/index.html"))) == 41
