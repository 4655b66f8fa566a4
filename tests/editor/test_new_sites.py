"""New sites and reports from the command line: they build, overwrite nothing, propose openly."""

import re
from pathlib import Path

import pytest

from site_builder.config.settings import read_settings
from site_builder.content.figures import read_figures
from site_builder.model.diagnostic import Severity
from tests.helpers import Project, ProjectFactory, read_tree, run_cli
from tests.helpers.standards import STANDARDS
from tests.preview.preview_client import run_preview
from tests.properties.small_site import as_text, figures, small_site

OPTIONS = ("--organization", "示范区民政局", "--today", "2026-01-31")
CARRIED = ("requests", "results.pending", "applicant.total")


def test_a_new_site_builds_at_once_and_is_told_what_to_fill_in(tmp_path: Path) -> None:
    project = Project(tmp_path / "a" / "site")
    exit_code, output, _ = run_cli("new", "site", str(project.path), *OPTIONS)
    assert (exit_code, "已写好 config.yaml。" in output) == (0, True), output
    built = project.build(today="2026-01-31")
    assert built.exit_code == 0, built.output
    assert "错误 0 处" in built.output
    assert "示范区民政局政府信息公开" in built.text("index.html")
    checked = project.check(today="2026-01-31")
    for missing in ("联系方式 → 电话", "“政府信息公开年报”还没有内容", "还写着“待补充”"):
        assert missing in checked.output
    assert "〔" not in project.read("config.yaml")


def test_a_new_site_lists_every_setting_and_each_works_without_its_mark(tmp_path: Path) -> None:
    """What is optional stands in comments; uncommented it is read without a finding."""
    project = Project(tmp_path / "site")
    assert run_cli("new", "site", str(project.path), *OPTIONS)[0] == 0
    config = re.sub(
        r"(?m)^# (?=( {2,}- )|( {2,})?[\u4e00-\u9fff]+:)", "", project.read("config.yaml")
    )
    written = set(re.findall(r"(?m)^ *([^# ：:\n]+):", config))
    assert {setting.key for setting in STANDARDS.settings} - written == set()
    settings, problems = read_settings(config.encode(), STANDARDS)
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    assert settings
    assert settings.main_colour
    assert settings.suppressions


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    before = read_tree(tmp_path)
    exit_code, output, _ = run_cli("new", "site", str(tmp_path), *OPTIONS)
    assert (exit_code, "里已经有东西，没有新建" in output) == (1, True), output
    assert read_tree(tmp_path) == before


def test_what_cannot_be_written_whole_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path
    while len(str(folder)) < 3_880:
        folder /= "x" * 180
    # So long that config.yaml can be made and content/2026/documents/organization.md cannot.
    folder /= "x" * (4_090 - len(str(folder)) - len("/content/2026/documents/"))
    exit_code, output, _ = run_cli("new", "site", str(folder), *OPTIONS)
    assert exit_code == 1, output
    assert "Traceback" not in output
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["", " ", "甲: 乙", "x" * 61, "甲\x07", "<script>", "a#b", "{{x}}"]
)
def test_names_that_cannot_be_written_are_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "site"
    exit_code, output, _ = run_cli("new", "site", str(folder), "--organization", name)
    assert (exit_code, "机关的名称" in output) == (1, True), output
    assert not folder.exists()


def test_what_last_year_carries_over_is_proposed_and_not_published(
    make_project: ProjectFactory,
) -> None:
    site = make_project(as_text(small_site(1)))
    form = next(form for form in STANDARDS.forms.values() if form.applies_to(2021))
    numbers = {
        (table.id, row.path, column.path): "3"
        for table in form.tables()
        for _, row, column in table.cells()
        if (table.id, row.path) == ("requests", "carried-out")
    }
    assert len(numbers) == 7
    site.edit("content/2021/figures.yaml", figures(2021, numbers))
    exit_code, output, _ = run_cli("new", "report", "2022", "--project", str(site.path))
    assert "原件" not in output
    assert (exit_code, "上年报告结转过来的 7 个数写作“待核”" in output) == (0, True), output
    text = site.read("content/2022/figures.yaml")
    assert "上年结转: [待核, 待核, 待核, 待核, 待核, 待核, 待核]" in text
    assert text.count("：可能是 3；上年报告结转过来的数") == 7
    read, diagnostics = read_figures(text, "figures.yaml", 2022, STANDARDS.forms)
    assert "figures/unconfirmed" in {each.code for each in diagnostics}
    hints = {each.hint for each in diagnostics if each.code == "figures/unconfirmed"}
    assert all("上年结转的对照上年报告" in hint for hint in hints)
    assert not read or 3 not in read.cells.values()
    assert site.build(today="2023-01-31").exit_code == 1


@pytest.mark.parametrize("spoilt", ["", "表式: [", "表式: 2021\n"])
def test_nothing_is_proposed_from_figures_with_errors(
    make_project: ProjectFactory, spoilt: str
) -> None:
    site = make_project(as_text(small_site(1)))
    site.edit("content/2021/figures.yaml", spoilt)
    assert run_cli("new", "report", "2022", "--project", str(site.path))[0] == 0
    assert "待核" not in site.read("content/2022/figures.yaml")


@pytest.mark.parametrize(
    "words", [("--host", "::"), ("--host", "192.168.0.1"), ("--allow-host", "a.example")]
)
def test_a_preview_with_forms_is_not_opened_wider(tmp_path: Path, words: tuple[str, str]) -> None:
    (tmp_path / "content").mkdir()
    exit_code, output, _ = run_cli("serve", "--edit", *words, "--project", str(tmp_path))
    assert (exit_code, "--edit 只能在这台电脑上用" in output) == (2, True), output


def test_a_preview_has_forms_when_asked(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site(1)))
    with run_preview(site.path, "--edit") as running:
        assert "编辑在 http://127.0.0.1:" in running.output
        assert "要做的事" in running.get("/_edit/").text
    with run_preview(site.path) as running:
        assert running.get("/_edit/").status == 404
