"""The folders that the manual and README are read in: projects, files of an office, targets."""

import os
import shutil
import subprocess
import venv
from pathlib import Path

from tests.helpers import EXAMPLE, ROOT, Project, sample_files
from tests.helpers.fleet_projects import body_folder, write_fleet
from tests.helpers.office_report import write_word_report
from tests.helpers.typed_commands import Terminal, lend_libraries
from tests.properties.small_site import LAWFUL, lawful_site

SOURCES = ROOT / "docs" / "manual"
CHAPTERS = sorted((SOURCES / "content").glob("*.md"))
README = ROOT / "README.md"
TODAY = "2026-01-28"
WORDS = {
    "文件": "年度报告.docx",
    "文件夹": "wangzhan",
    "目标": "共享盘",
    "文稿": "content/2022/report.md",
    "姓名": "张三",
    "FOLDER": "wangzhan",
    "examples/shifan-park": str(EXAMPLE),
}
"""What a reader types for the words that stand for a reader's own."""
TARGETS = """
部署:
  共享盘: {方式: 文件夹, 目录: ../online}
  正式: {方式: 文件夹, 目录: ../web}
"""
"""Folders stand for the computers of others: `tests/deploy` publishes to real ones."""
_OF_CHECKOUT = (
    *("site_builder", "templates", "docs/manual", "tools", "tests/unit"),
    *("pyproject.toml", "Makefile", "README.md", "LICENSE"),
)
_REGISTER = (
    ("代码", "名称", "类别", "上级"),
    ("GOV", "测试县", "政府", ""),
    ("A", "甲局", "部门", "GOV"),
)


def scene(name: str, folder: Path) -> Terminal:
    """Return a shell where the commands of a text are typed."""
    terminal = Terminal(folder, WORDS)
    if name == "start":
        _build_wheel(folder)
        return terminal
    site = folder / "site"
    if name in ("README", "developer"):
        _copy_checkout(terminal)
    _ignoring_builds(EXAMPLE, site)
    with (site / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(TARGETS.replace("\n部署", "\n审核: 不要求\n部署"))
    for target in ("online", "web"):
        (folder / target).mkdir()
    terminal.folder = site
    _write_files(terminal)
    if name == "supervisor":
        _write_bodies(site)
    return terminal


def _ignoring_builds(source: Path, target: Path) -> None:
    ignored = shutil.ignore_patterns(".build", "public")
    shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True)


def _build_wheel(folder: Path) -> None:
    words = ["python3", "-m", "pip", "wheel", "--quiet", "-w", str(folder), str(ROOT)]
    Terminal(folder).type(" ".join(words))


def _copy_checkout(terminal: Terminal) -> None:
    """Copy what `make` and `pip` need of the checkout, with an environment that is set up."""
    folder = terminal.program_folder
    listed = subprocess.run(
        ["git", "ls-files", "-z", *_OF_CHECKOUT], cwd=ROOT, capture_output=True, check=True
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for target in (folder, folder / "examples" / "shifan-park"):
        _ignoring_builds(EXAMPLE, target)
    venv.create(folder / ".venv", symlinks=os.name != "nt")
    lend_libraries(folder / ".venv")
    shutil.copy(terminal.programs / "site-builder", folder / ".venv/bin/site-builder")
    for name in (".made", ".installed", ".installed-test"):
        (folder / ".venv" / name).touch()


def _write_files(terminal: Terminal) -> None:
    """Write what an office has: a report and a notice in Word, the catalogue and bodies as sheets.

    Two releases are published, the second with a changed text: one can be taken back.
    """
    site = terminal.folder
    for text in ("", "\n欢迎光临。\n"):
        with (site / "content/index.md").open("a", encoding="utf-8") as file:
            file.write(text)
        for target in ("共享盘", "正式"):
            terminal.type(f"site-builder deploy {target} --author 管理员")
    with (site / "content/index.md").open("a", encoding="utf-8") as file:
        file.write("\n又改了一句。\n")
    write_word_report(site / "年度报告.docx", 2019)
    terminal.type("site-builder export 目录.xlsx")
    (site / "通知.docx").write_bytes(
        sample_files.word(["关于调整办公时间的通知", "各单位：", "略。"])
    )
    (site / "名册.xlsx").write_bytes(sample_files.sheet(_REGISTER))


def _write_bodies(site: Path) -> None:
    """Write a register, two bodies that may be published, and a site that somebody saved."""
    write_fleet(site, 2, 0)
    for number in range(2):
        body = Project(site / body_folder(number))
        (body.path / "www").mkdir()
        for path, text in lawful_site(1).items():
            body.edit(path, text)
        body.edit("config.yaml", f"{LAWFUL}部署:\n  正式: {{方式: 文件夹, 目录: www}}\n")
    (site / "网站").mkdir()
    (site / "网站" / "index.html").write_text("<title>网站</title><p>政府信息公开", "utf-8")
