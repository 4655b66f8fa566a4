"""`build --explain`: why a file was made again, or was not."""

import pytest

from tests.helpers import Project, ProjectFactory
from tests.properties.small_site import LIGHT_CONFIG, as_text, document, small_site

PAGE, SOURCE = "2020/documents/d0000.html", "content/2020/documents/d0000.md"


def explanation(site: Project, name: str) -> str:
    """Build, and return the line about one file."""
    outcome = site.build(explain=name)
    assert outcome.exit_code == 0, outcome.output
    signs = ("重新做", "新做的", "网站里没有")
    (line,) = [line for line in outcome.stdout.splitlines() if any(sign in line for sign in signs)]
    return line


@pytest.mark.timeout(60)
def test_each_cause_is_named(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site()))
    assert "新做的" in explanation(site, PAGE)
    for name in (PAGE, f"public/{PAGE}", SOURCE, f"https://gk.example.gov.cn/{PAGE}#a", f"/{PAGE}"):
        assert explanation(site, name).startswith(f"{PAGE}：没有重新做。"), name
    site.edit(SOURCE, document(2020, 0, body="改后的正文。"))
    assert "因为有变化：它的文稿" in explanation(site, SOURCE)
    site.edit(SOURCE, document(2020, 0, title="改后的标题", body="改后的正文。"))
    assert "因为有变化：列出的条目" in explanation(site, "2020/")
    (site.output / PAGE).write_text("改过", encoding="utf-8")
    assert "被人改动过" in explanation(site, PAGE)
    site.edit("config.yaml", LIGHT_CONFIG.replace("测试园区政府", "改名园区政府"))
    assert "设置（config.yaml）" in explanation(site, "2021/report.md")
    assert "新的" not in explanation(site, "content/2021/figures.yaml")
    site.edit("content/2021/documents/more.md", document(2021, 50))
    assert "目录的分类和条数" in explanation(site, "catalogue/year-2020.html")


def test_a_name_of_nothing_gets_a_suggestion(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site()))
    assert "是不是“2021/report.html”？" in explanation(site, "2021/reprot.html")


@pytest.mark.timeout(60)
def test_only_what_is_of_this_site_is_explained(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site()))
    site.build()
    same = (f"https://gk.example.gov.cn/{PAGE.replace('d', '%64')}", str(site.output / PAGE))
    for name in (*same, str(site.path / SOURCE)):
        assert explanation(site, name).startswith(f"{PAGE}：没有重新做。"), name
    elsewhere = (
        "https://other.example/2021/report.html",
        "nonexistent/dir/",
        "etc/2021/report.html",
    )
    for name in (*elsewhere, str(site.path / "config.yaml"), "content/2020/documents/"):
        assert "网站里没有" in explanation(site, name), name
    assert explanation(site, "https://gk.example.gov.cn/").startswith("index.html：")
    (site.path / SOURCE).unlink()
    outcome = site.build(explain=PAGE)
    assert f"{PAGE}：这一次删掉了，因为它的文稿没有了" in outcome.stdout


def test_without_a_build_nothing_is_explained(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site()))
    site.edit("config.yaml", "站点: [")
    outcome = site.build(explain=PAGE)
    assert outcome.exit_code == 1
    assert "说不出哪个页面为什么重新做" in outcome.stdout
    assert site.build(explain="").exit_code == 2


def test_made_again_with_the_same_bytes(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site()))
    site.build()
    site.edit("config.yaml", LIGHT_CONFIG.replace("每页: 3", "每页: 2"))
    assert "一字不差" in explanation(site, "robots.txt")
