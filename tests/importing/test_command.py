"""`site-builder import` through the real command line: what is written, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import Expected, Outcome, Project, ProjectFactory, read_tree, run_cli
from tests.importing.office_files import write_file

CASES = Path(__file__).parent / "cases"
PAGE = (CASES / "plain" / "source.html").read_text(encoding="utf-8")
NARRATIVE = (CASES / "only-text-word" / "source.docx.html").read_text(encoding="utf-8")
REPORT, FIGURES = "content/2024/report.md", "content/2024/figures.yaml"


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    config = "--- config.yaml\n站点:\n  名称: 测试\n  机关: 测试市示范园区\n"
    return make_project(f"{config}--- content/index.md\n---\n---\n\n首页。\n")


def run_import(site: Project, *words: str) -> Outcome:
    paths = [word if word.startswith("--") else site.path / word for word in words]
    argv = ("import", *map(str, paths), "--project", str(site.path))
    exit_code, output, stdout = run_cli(*argv)
    return Outcome(exit_code, output, stdout, read_tree(site.path / "content"))


def import_json(site: Project, *words: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(run_import(site, *words, "--json").stdout)
    return result


def imported_report(site: Project, *words: str) -> dict[str, Any]:
    (report,) = import_json(site, *words)["reports"]
    assert isinstance(report, dict)
    return report


def year_files(outcome: Outcome) -> list[str]:
    return [path for path in outcome.files if path[0].isdecimal()]


def test_a_report_becomes_source_that_builds(site: Project) -> None:
    site.edit("a.html", PAGE)
    outcome = run_import(site, "a.html")
    assert outcome.exit_code == 0, outcome.output
    assert year_files(outcome) == ["2024/figures.yaml", "2024/report.md"]
    assert "接下来：运行 site-builder check" in outcome.output, outcome.output
    assert site.build(today="2025-01-20").exit_code == 0, site.build().output


def test_nothing_is_written_over_what_is_there(site: Project) -> None:
    site.edit("a.html", PAGE)
    site.edit(FIGURES, "表式: 2021\n")
    outcome = run_import(site, "a.html")
    assert outcome.exit_code == 1
    assert f"已经有 {FIGURES}" in outcome.output
    assert year_files(outcome) == ["2024/figures.yaml"]
    assert site.read(FIGURES) == "表式: 2021\n"


def test_with_force_what_was_there_is_set_aside(site: Project) -> None:
    site.edit("a.html", PAGE)
    site.edit(FIGURES, "表式: 2021\n")
    outcome = run_import(site, "a.html", "--force")
    assert outcome.exit_code == 0, outcome.output
    assert f"import-backups/1/{FIGURES}" in outcome.output
    assert site.read(f"import-backups/1/{FIGURES}") == "表式: 2021\n"
    assert "本年新收" in site.read(FIGURES)
    again = run_import(site, "a.html", "--force")
    assert (again.exit_code, "没有改动" in again.output) == (0, True), again.output
    assert not (site.path / "import-backups" / "2").exists()


def test_a_report_is_written_whole_or_not_at_all(site: Project) -> None:
    site.edit("a.html", PAGE)
    (site.path / FIGURES).mkdir(parents=True)
    outcome = run_import(site, "a.html", "--force")
    assert (outcome.exit_code, "写不进 content/2024" in outcome.output) == (1, True), outcome.output
    assert [path.name for path in (site.path / "content" / "2024").iterdir()] == ["figures.yaml"]
    assert not (site.path / "import-backups").exists()


def test_a_link_is_not_followed(site: Project, tmp_path: Path) -> None:
    site.edit("a.html", PAGE)
    outside = tmp_path / "outside"
    outside.mkdir()
    (site.path / "content" / "2024").symlink_to(outside)
    outcome = run_import(site, "a.html", "--force")
    assert (outcome.exit_code, "符号链接" in outcome.output) == (1, True), outcome.output
    assert list(outside.iterdir()) == []


def test_a_dry_run_writes_nothing(site: Project) -> None:
    site.edit("a.html", PAGE)
    outcome = run_import(site, "a.html", "--dry-run")
    assert (outcome.exit_code, year_files(outcome)) == (0, [])
    assert "预演" in outcome.output


def test_two_texts_of_a_year_are_both_named(site: Project) -> None:
    site.edit("in/a.html", PAGE)
    site.edit("in/b.html", PAGE)
    outcome = run_import(site, "in")
    assert outcome.exit_code == 1
    assert all(f"{site.path / 'in' / name}" in outcome.output for name in ("a.html", "b.html"))
    assert year_files(outcome) == []


def test_figures_and_text_of_a_year_are_joined(site: Project) -> None:
    site.edit("in/2024.xlsx", write_file(PAGE, "xlsx"))
    site.edit("in/2024.docx", write_file(NARRATIVE, "docx"))
    report = imported_report(site, "in")
    assert {cell["reading"] for cell in report["cells"]} == {"read"}
    assert [part["blocks"] for part in report["parts"] if part["part"] == "overview"] == [2]
    assert site.check(today="2025-01-20").exit_code == 0


def test_figures_that_differ_between_two_files_are_doubtful(site: Project) -> None:
    site.edit("in/2024.xlsx", write_file(PAGE, "xlsx"))
    site.edit("in/2024.html", PAGE.replace("<td>18<", "<td>19<", 1))
    report = imported_report(site, "in")
    doubtful = [cell for cell in report["cells"] if cell["reading"] == "doubtful"]
    assert [(cell["row"], cell["candidates"]) for cell in doubtful] == [("new", ["19", "18"])]
    site.remove("content/2024")
    output = run_import(site, "in").output
    assert "接下来：对照原件核对以上各处，再运行 site-builder check" in output
    assert "待核" in site.read(FIGURES)
    assert "figures/unconfirmed" in site.build(today="2025-01-20").output


def test_figures_alone_leave_the_text_as_it_is(site: Project) -> None:
    site.edit(REPORT, "我的正文。\n")
    site.edit("a.xlsx", write_file(PAGE, "xlsx"))
    assert run_import(site, "a.xlsx").exit_code == 0
    assert site.read(REPORT) == "我的正文。\n"
    assert "本年新收" in site.read(FIGURES)


def test_a_file_that_fails_stops_no_other(site: Project) -> None:
    site.edit("in/a.html", PAGE)
    site.edit("in/b.docx", b"PK\x03\x04 no archive")
    site.edit("in/~$a.docx", b"x")
    site.edit("in/notes.zip", b"x")
    outcome = run_import(site, "in")
    assert outcome.exit_code == 1
    assert "b.docx 错误 import/unreadable" in outcome.output
    assert not any(name in outcome.output for name in ("~$a", "notes.zip"))
    assert year_files(outcome) == ["2024/figures.yaml", "2024/report.md"]


def test_several_reports_are_a_list(site: Project) -> None:
    site.edit("in/a.html", PAGE)
    site.edit("in/b.html", PAGE.replace("2024", "2023"))
    result = import_json(site, "in")
    assert [report["report"]["year"] for report in result["reports"]] == [2023, 2024]
    assert (result["left_over"], result["findings"]) == ([], [])


def test_json_of_a_file_without_report(site: Project) -> None:
    site.edit("a.html", (CASES / "script-shell" / "source.html").read_bytes())
    result = import_json(site, "a.html")
    assert result["reports"] == []
    assert [item["rule"] for item in result["findings"]] == ["import/unreadable"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("missing.docx",), "没有文件"),
        (("a.html", "b.html", "--year=2024"), "只能用于一份报告"),
        (("a.html", "--form=2001"), "可以写：2019、2021"),
        (("a.html", "--year=2007"), "最早适用于 2019"),
        (("empty",), "没有可以导入的文件"),
        ((), "还要写"),
    ],
)
def test_wrong_usage(site: Project, words: tuple[str, ...], message: str) -> None:
    for name in ("a.html", "b.html"):
        site.edit(name, PAGE)
    (site.path / "empty").mkdir()
    outcome = run_import(site, *words)
    assert (outcome.exit_code, message in outcome.output) == (2, True), outcome.output


def test_without_a_project_nothing_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(PAGE, encoding="utf-8")
    exit_code, output, _ = run_cli("import", str(file), "--project", str(tmp_path))
    assert (exit_code, "没有 content 文件夹" in output) == (2, True), output
    assert run_cli("import", str(file), "--project", str(tmp_path), "--dry-run")[0] == 0


@pytest.mark.parametrize(
    "name", ["row-with-a-cell-less", "totals-wrong-in-original", "portal-page"]
)
def test_the_summary_says_what_to_look_at(name: str, tmp_path: Path, expected: Expected) -> None:
    file = tmp_path / "report.html"
    file.write_bytes((CASES / name / "source.html").read_bytes())
    exit_code, output, _ = run_cli("import", str(file), "--dry-run")
    assert exit_code == 0
    expected(CASES / name / "summary.txt", output.replace(str(file), file.name))
