"""The manual as a site: whole, the same each time, with a picture wherever one is named."""

import json
import re
import shutil
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import urlsplit

import lxml.html
from PIL import Image

from tests.helpers import ROOT, Site, format_list, run_cli
from tests.helpers.standards import STANDARDS
from tests.manual.scenes import CHAPTERS, SOURCES
from tools.manual_pictures import HEIGHT, PICTURES, SCALE, WIDTH

PAGES = [
    path.relative_to(SOURCES / "content").as_posix().removesuffix(".md") + ".html"
    for path in CHAPTERS
]
FRAME = {"404.html", "index.html", "search.html", "sitemap.html", "sitemap.xml"}
"""What any site has. The rest are chapters, pictures, and what pages are shown and searched by."""
FOREIGN = ("依申请公开", "待补充", "开放数据", "无障碍声明", "订阅", "公开指南")
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


def test_it_has_its_chapters_and_nothing_else(manual: Site) -> None:
    """A column of the law without a chapter has no page, no list, no feed and no data."""
    helping = ("assets/", "files/", "search/", ".site-builder")
    urls = {url for url in manual.outcome.files if not url.startswith(helping)}
    assert urls == {*PAGES, *FRAME}


def test_search_finds_chapters_alone(manual: Site) -> None:
    entries = json.loads(manual.outcome.files["search/0.json"])
    assert {entry["url"] for entry in entries} == {*PAGES, "sitemap.html"}


def test_checking_its_sources_finds_nothing(tmp_path: Path) -> None:
    project = tmp_path / "manual"
    shutil.copytree(SOURCES, project, ignore=shutil.ignore_patterns(".build"))
    exit_code, output, _ = run_cli("check", "--project", str(project))
    assert (exit_code, output.splitlines()[0]) == (0, "没有发现问题。")


def test_the_frame_is_its_own(manual: Site) -> None:
    for url in PAGES:
        page = lxml.html.fromstring(manual.outcome.files[url])
        for main in page.xpath("//main"):
            main.drop_tree()
        text = page.find("body").text_content()
        assert not page.xpath("//link[@type='application/atom+xml']")
        assert not [word for word in FOREIGN if word in text], url


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
    size = WIDTH * SCALE, HEIGHT * SCALE
    assert sizes == dict.fromkeys(re.findall(r'into / "([a-z-]+\.png)"', script), size)
