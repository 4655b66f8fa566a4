"""CSV files keep to their descriptions (CSVW); pages are shown with title and picture elsewhere."""

import io
import json
import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath

import pytest
from csvw import CSVW
from PIL import Image

from tests.browser.page_types import SITES, SiteOf
from tests.helpers import ProjectFactory, Site
from tests.open_data.linked_data import ROOT, make_small_project, open_graph_properties
from tests.properties.small_site import CONFIG, report

# --- CSV on the Web ------------------------------------------------------------------------------


def tables(site: Site) -> Iterator[str]:
    return (url for url in site.outcome.files if url.endswith(".csv") and "/files/" not in url)


@pytest.mark.parametrize("site_name", SITES)
def test_every_csv_is_described_and_keeps_to_it(site_name: str, site_of: SiteOf) -> None:
    site = site_of(site_name)
    assert "catalogue.csv" in tables(site)
    for url in tables(site):
        described = json.loads(site.outcome.files[f"{url}-metadata.json"])
        assert normpath(join(dirname(url), described["url"])) == url
        validator = CSVW(str(site.folder / f"{url}-metadata.json"), validate=True)
        assert validator.is_valid, url
        assert validator.warnings == [], url
        lines = list(validator.tables[0].iterdicts(strict=True))
        assert len(lines) == site.outcome.text(url).count("\r\n") - 1


def test_the_description_refuses_what_is_wrong(
    built_example: Site, make_project: ProjectFactory
) -> None:
    site = make_project("")
    for url, old, new in (
        ("2021/figures.csv", ",数值\r\n", ",别的\r\n"),
        ("2021/figures.csv", ",0,", ",零,"),
        ("catalogue.csv", "2022-01-21", "2022年1月21日"),
    ):
        text = built_example.outcome.files[url].decode()
        assert old in text
        name = url.rpartition("/")[2]
        site.edit(name, text.replace(old, new, 1))
        site.edit(f"{name}-metadata.json", built_example.outcome.files[f"{url}-metadata.json"])
        validator = CSVW(str(site.path / f"{name}-metadata.json"), validate=True)
        assert not (validator.is_valid and not validator.warnings), (url, new)


def test_what_is_shown_where_a_page_is_passed_on(built_example: Site) -> None:
    properties = dict(open_graph_properties(built_example.outcome.text("2021/report.html")))
    assert properties == {
        "og:type": "article",
        "og:title": "示范园区管理委员会2021年政府信息公开工作年度报告",
        "og:description": properties["og:description"],
        "og:site_name": "示范园区政府信息公开",
        "og:url": f"{ROOT}2021/report.html",
        "og:locale": "zh_CN",
        "og:image": properties["og:image"],
    }
    # The site's own picture, as anybody gets it; its address stays.
    assert properties["og:image"] == f"{ROOT}assets/share.png"
    picture = built_example.outcome.files[properties["og:image"].removeprefix(ROOT)]
    with Image.open(io.BytesIO(picture)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
    assert properties["og:description"].startswith("示范园区管理委员会2021年")
    assert (
        dict(open_graph_properties(built_example.outcome.text("index.html")))["og:type"]
        == "website"
    )
    assert open_graph_properties(built_example.outcome.text("404.html")) == []


def test_a_page_is_shared_with_its_own_picture_or_the_sites(
    make_project: ProjectFactory,
) -> None:
    new = make_small_project(make_project, CONFIG)
    text = report(2021).replace("2021 年的总体情况。", "![园区全景](files/park.png)", 1)
    new.edit("content/2021/report.md", text)
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c63"
        "f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082".replace(" ", "")
    )
    new.edit("content/2021/files/park.png", png)
    outcome = new.build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    properties = dict(open_graph_properties(outcome.text("2021/report.html")))
    assert re.fullmatch(
        r"https://gk\.example\.gov\.cn/2021/files/park\.png", properties["og:image"]
    )
    home = dict(open_graph_properties(outcome.text("index.html")))
    assert home["og:image"].startswith("https://gk.example.gov.cn/assets/share.")
