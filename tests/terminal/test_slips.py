"""What was mistyped is named, with what was most likely meant; and nothing steers the terminal."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from site_builder.cli.help_texts import exit_codes
from site_builder.usecases.installed_parts import add_command
from tests.helpers import ROOT, Project, ProjectFactory, run_cli
from tests.properties.small_site import as_text, document, small_site

PAGE = "content/2020/documents/d0000.md"
TARGETS = "部署:\n  正式: {方式: 文件夹, 目录: ../www}\n"


@pytest.fixture
def site(make_project: ProjectFactory, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = make_project(as_text(small_site(1)))
    project.edit("config.yaml", project.read("config.yaml") + TARGETS)
    monkeypatch.chdir(project.path)
    return project


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("new", "repot", "2022"), "没有“repot”这个命令。是不是“report”？"),
        (("fleet", "chekc"), "是不是“check”？"),
        (("web-config", "ngixn"), "是不是“nginx”？"),
        (("check", "--format", "jsno"), "--format 没有“jsno”这个选择。是不是“json”？"),
        (("check", "contnet/2020"), "项目里没有“contnet/2020”。是不是“content/2020”？"),
        (("check", "content/2020/reprot.md"), "是不是“content/2020/report.md”？"),
        (("check", "--only", "w07"), "没有规则“w07”。是不是“w007”？"),
        (("build", "--project", "contnet"), "没有文件夹“contnet”。是不是“content”？"),
        (
            ("build", "--project", "/no/such"),
            "没有文件夹“/no/such”。请写放着 config.yaml 的文件夹。",
        ),
        (("deploy", "正事"), "config.yaml 的“部署”里没有“正事”。是不是“正式”？"),
        (("new", "document", "2020", "--from", "config.yml"), "是不是“config.yaml”？"),
        (("import", "config.yml"), "没有文件“config.yml”。是不是“config.yaml”？"),
        (("review-file", "content/2020/reprot.md", "a.html"), "是不是“content/2020/report.md”？"),
        (("verify", "正式", "--record", "config.yml"), "是不是“config.yaml”？"),
        (
            ("sign", "content/2020/reprot.md", "--level", "初审", "--signer", "张三"),
            "是不是“content/2020/report.md”？",
        ),
    ],
)
@pytest.mark.usefixtures("site")
def test_what_was_meant_is_told(words: tuple[str, ...], hint: str) -> None:
    exit_code, output, stdout = run_cli(*words)
    assert (exit_code, hint in output, stdout) == (2, True, ""), output


def test_a_new_site_tells_what_its_downloads_lack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("new", "site", "--organization", "示范区民政局")
    assert "先装组件" not in run_cli(*words, str(tmp_path / "whole"))[1]
    for module in ("typst", "xlsxwriter"):
        monkeypatch.setitem(sys.modules, module, None)
    exit_code, output, _ = run_cli(*words, str(tmp_path / "lacking"))
    assert exit_code == 0
    assert "网站要提供 PDF、Excel 下载，生成以前先装组件：" in output
    assert add_command("pdf", "xlsx") in output


@pytest.mark.parametrize("word", ["\x1b[31m红", "a\rb", "x" * 5000, "\u202e甲", "\udcff"])
@pytest.mark.usefixtures("site")
def test_hostile_words_are_shown_as_words(word: str) -> None:
    for words in ((word,), ("build", "--project", word), ("check", word), ("deploy", word)):
        exit_code, output, _ = run_cli(*words)
        assert exit_code in (1, 2), words
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", output), (words, output)
        assert "Traceback" not in output


def test_exit_codes(site: Project) -> None:
    assert run_cli("check")[0] == 0
    site.edit(PAGE, document(2020, 0, body="见[清单](gone.md)。"))
    assert (run_cli("check")[0], run_cli("build")[0]) == (1, 1)
    assert (run_cli("check", "--deploy")[0], run_cli("deploy", "正式")[0]) == (1, 1)
    assert run_cli("verify", "正式")[0] == 3
    assert (run_cli()[0], run_cli("--help")[0], run_cli("--version")[0]) == (2, 0, 0)
    shutil.rmtree(site.path / "content")
    assert run_cli("doctor")[0] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("export", "a.csv"),
        ("review-file", "content/2020/report.md", "a.html"),
        ("new", "template", "pages/report.html"),
        ("new", "document", "2020", "d0000"),
        ("new", "report", "2020"),
        ("new", "site", ".", "--organization", "甲局"),
        ("fleet", "import", "bodies.csv"),
    ],
)
def test_what_is_there_already_is_never_written_over(site: Project, words: tuple[str, ...]) -> None:
    site.edit("bodies.csv", "代码,名称,类别\nA,甲局,部门\n")
    for path in ("a.csv", "a.html", "templates/pages/report.html"):
        site.edit(path, "旧的")
    site.edit("bodies.yaml", "机构:\n  - {代码: A, 名称: 乙局, 类别: 部门}\n")
    before = {path: path.read_bytes() for path in site.path.rglob("*") if path.is_file()}
    exit_code, output, _ = run_cli(*words)
    assert (exit_code, "已" in output) == (1, True), output
    assert {path: path.read_bytes() for path in site.path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("command", ["build", "check", "verify", "inspect", "doctor"])
def test_exit_codes_are_listed(command: str) -> None:
    """The help and the list of commands give the codes that the program gives."""
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8").split("## Exit codes")[1]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    head = next(row for row in rows if row)
    names = {row[0]: row for row in rows if row}
    row = names.get(f"`{command}`") or names["all others"]
    listed = {int(code) for code, meaning in zip(head[1:], row[1:], strict=True) if meaning}
    help_text = run_cli(command, "--help")[1].partition("退出码：")[2]
    codes = {code for code, _ in exit_codes(command)}
    assert (
        codes == listed | {130} == set(map(int, re.findall(r"^  (\d+) ", help_text, re.MULTILINE)))
    )


def test_errors_for_programs(site: Project) -> None:
    site.edit(PAGE, document(2020, 0, body="见[清单](gone.md)。"))
    built = json.loads(run_cli("build", "--json")[2])
    checked = json.loads(run_cli("check", "--json")[2])
    assert (built["errors"], built["exit_code"]) == (1, 1)
    assert built["findings"] == checked["findings"]
