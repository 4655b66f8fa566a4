"""A project's templates lie over the built-in ones, file by file, and what is behind is told."""

import pytest

from site_builder.render.own_templates import template_origin
from tests.helpers import ROOT, Project, ProjectFactory, run_cli
from tests.properties.small_site import as_text, small_site

FOOTER = "components/site-footer/site-footer.html"
TODAY = "2022-01-25"


@pytest.fixture
def site(make_project: ProjectFactory, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = make_project(as_text(small_site(1)))
    monkeypatch.chdir(project.path)
    return project


def copy(name: str) -> None:
    exit_code, output, _ = run_cli("new", "template", name)
    assert (exit_code, f"templates/{name}" in output) == (0, True), output


def test_one_file_is_changed_and_all_others_are_ours(site: Project) -> None:
    before = site.build(today=TODAY)
    copy(FOOTER)
    assert site.build(today=TODAY).files == before.files, "a copy changes nothing"
    site.edit(
        f"templates/{FOOTER}", site.read(f"templates/{FOOTER}").replace("本站服务", "服务大厅")
    )
    after = site.build(today=TODAY)
    assert "服务大厅" in after.text("2020/report.html")
    assert after.files.keys() == before.files.keys()
    assert after.files == site.build(today=TODAY, clean=True).files
    site.remove("templates")
    assert site.build(today=TODAY).files == before.files


def test_styles_are_joined_from_both(site: Project) -> None:
    site.edit("templates/components/site-header/site-header.css", ".site-header { color: #123456 }")
    site.edit("templates/components/our-own/our-own.css", ".our-own { color: #234567 }")
    outcome = site.build(today=TODAY)
    (style,) = (outcome.text(url) for url in outcome.files if url.endswith(".css"))
    assert "#123456" in style
    assert "#234567" in style
    assert "site-header__top {" not in style.replace("\n", "")
    assert ".site-nav" in style
    assert "render/unused" not in outcome.output


def test_what_ours_has_changed_since_is_told(site: Project) -> None:
    copy(FOOTER)
    own = site.read(f"templates/{FOOTER}")
    assert own.startswith("{# 由自带的模板改成，摘要 ")
    assert "render/behind" not in site.build(today=TODAY).output
    current = template_origin(FOOTER)
    site.edit(f"templates/{FOOTER}", own.replace(current, "0" * 12))
    for output in (site.build(today=TODAY).output, site.check(today=TODAY).output):
        assert f"templates/{FOOTER}:1 提醒 render/behind" in output
        assert current in output
    doctor = run_cli("doctor")[1]
    assert f"templates/{FOOTER} 没有跟上" in doctor
    exit_code, output, _ = run_cli("new", "template", FOOTER)
    assert (exit_code, "没有改动它" in output, current in output) == (1, True, True)


def test_a_file_that_nothing_uses_is_told(site: Project) -> None:
    site.edit("templates/pages/reprot.html", "<p>甲</p>")
    output = site.build(today=TODAY).output
    assert "templates/pages/reprot.html 提醒 render/unused  没有网页用到这个文件" in output
    assert "是不是“pages/report.html”？" in output
    site.remove("templates/pages/reprot.html")
    site.edit("templates/part.html", "<p>乙</p>")
    footer = (ROOT / "templates" / FOOTER).read_text(encoding="utf-8")
    used = footer.replace("<footer", '{% include "part.html" %}<footer')
    site.edit(f"templates/{FOOTER}", used)
    outcome = site.build(today=TODAY)
    assert "render/unused" not in outcome.output
    assert "<p>乙</p><footer" in outcome.text("index.html")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("pages/reprot.html", "是不是“pages/report.html”？"),
        ("site-footer.html", "是不是“components/site-footer/site-footer.html”？"),
        ("../config.yaml", "自带的模板里没有“../config.yaml”"),
        ("", "自带的模板里没有“”"),
    ],
)
def test_a_name_that_there_is_not(site: Project, name: str, hint: str) -> None:
    exit_code, output, _ = run_cli("new", "template", name)
    assert (exit_code, hint in output) == (2, True), output
    assert not (site.path / "templates").exists()


def test_a_missing_file_of_an_own_template_is_an_error(site: Project) -> None:
    site.edit("templates/pages/article.html", '{% extends "bass.html" %}')
    outcome = site.build(today=TODAY)
    assert (outcome.exit_code, "没有这个" in outcome.output) == (1, True), outcome.output
    assert "Traceback" not in outcome.output


def test_a_component_that_is_cut_off_is_named_and_once(site: Project) -> None:
    copy(FOOTER)
    site.edit(f"templates/{FOOTER}", site.read(f"templates/{FOOTER}").replace("{% endmacro %}", ""))
    output = site.build(today=TODAY).output
    assert output.count(" 错误 render/template ") == 1, output
    assert f"templates/{FOOTER}:" in output
