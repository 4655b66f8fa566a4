"""The manual as a site: whole, the same each time, with a picture wherever one is named."""

import re
from posixpath import dirname, join, normpath
from urllib.parse import urlsplit

import lxml.html
from PIL import Image

from tests.helpers import ROOT, Site, format_list, run_cli
from tests.helpers.standards import STANDARDS
from tests.manual.manual_blocks import CHAPTERS, SOURCES
from tools.manual_pictures import HEIGHT, PICTURES, WIDTH

PAGES = [
    path.relative_to(SOURCES / "content").as_posix().removesuffix(".md") + ".html"
    for path in CHAPTERS
]
FOREIGN = ("依申请公开", "待补充", "开放数据")
"""Words of the frame of a government's site, which none of the pages needs."""


def links_of(site: Site, url: str) -> list[str]:
    """Return the files that a page leads to, and shows."""
    page = lxml.html.fromstring(site.outcome.files[url])
    addresses = page.xpath("//body//@href | //body//@src")
    return [
        normpath(join(dirname(url), urlsplit(address).path))
        for address in addresses
        if not urlsplit(address).scheme and urlsplit(address).path
    ]


def test_every_chapter_is_reached_from_the_first_page(manual: Site) -> None:
    reached, ahead = {"index.html"}, ["index.html"]
    while ahead:
        for url in links_of(manual, ahead.pop()):
            assert url in manual.outcome.files, url
            if url.endswith(".html") and url not in reached:
                reached.add(url)
                ahead.append(url)
    assert set(PAGES) <= reached
    assert not [url for url in reached if url.startswith(("catalogue", "reports", "apply"))]


def test_the_frame_is_its_own(manual: Site) -> None:
    for url in PAGES:
        page = lxml.html.fromstring(manual.outcome.files[url])
        for main in page.xpath("//main"):
            main.drop_tree()
        text = page.find("body").text_content()
        assert not [word for word in FOREIGN if word in text], url
        assert "政府信息公开年报" not in text


def test_each_picture_is_shown_once_and_described(manual: Site) -> None:
    pictures = [
        (image.get("src").rpartition("/")[2], image.get("alt"))
        for url in PAGES
        for image in lxml.html.fromstring(manual.outcome.files[url]).xpath("//main//img")
    ]
    files = sorted(path.name for path in (SOURCES / "content" / "files").iterdir())
    assert sorted(name for name, _ in pictures) == files
    assert all(len(text) > 20 for _, text in pictures)


def test_it_is_made_the_same_each_time(manual: Site, tmp_path: object) -> None:
    output = ROOT.joinpath(str(tmp_path)) / "again"
    exit_code, printed, _ = run_cli("manual", "--output", str(output), standards=STANDARDS)
    assert (exit_code, printed.splitlines()[-1]) == (0, f"请打开 {output / 'index.html'}")
    changed = [
        url for url, data in manual.outcome.files.items() if (output / url).read_bytes() != data
    ]
    assert not changed, format_list(changed)


def test_the_script_makes_each_picture_and_no_other() -> None:
    script = (ROOT / "tools" / "manual_pictures.py").read_text(encoding="utf-8")
    sizes = {path.name: Image.open(path).size for path in PICTURES.iterdir()}
    assert sizes == dict.fromkeys(re.findall(r'into / "([a-z-]+\.png)"', script), (WIDTH, HEIGHT))
