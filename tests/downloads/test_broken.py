"""A library that is installed and cannot be loaded: told with its cure before anything is made."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.downloads.case import files
from tests.properties.small_site import as_text
from tests.tools import ROOT, Project, ProjectFactory, read_tree


def build(site: Project, folder: Path) -> tuple[int, str]:
    """Build in a process that finds the libraries of a folder first."""
    done = subprocess.run(
        [sys.executable, "-m", "site_builder", "build", "--project", str(site.path)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"},
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def breaking(folder: Path, name: str) -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text('raise ImportError("DLL load failed")\n')
    return folder


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("typst", {"PDF": "typst pikepdf"}),
        ("pikepdf", {"PDF": "typst pikepdf"}),
        ("docx", {"Word": "python-docx lxml"}),
        ("xlsxwriter", {"Excel": "XlsxWriter"}),
        ("lxml", {"Word": "python-docx lxml"}),
    ],
)
def test_a_library_that_cannot_be_loaded_is_told_with_its_cure(
    name: str, labels: dict[str, str], project: ProjectFactory, tmp_path: Path
) -> None:
    site = project(as_text(files()))
    code, told = build(site, breaking(tmp_path / "broken", name))
    assert code == 1, told
    assert "Traceback" not in told
    for label, packages in labels.items():
        assert re.search(
            rf"config\.yaml:\d+:\d+ 错误 render/extra  生成 {label} 文件的组件装了但不能使用："
            "ImportError: DLL load failed",
            told,
        ), told
        assert f"python -m pip install --force-reinstall {packages}" in told
    assert told.count("错误 render/") == len(labels), "and nothing else"
    assert not [url for url in read_tree(site.output) if not url.startswith(".")]


def test_nothing_is_loaded_where_nothing_is_made(project: ProjectFactory, tmp_path: Path) -> None:
    site = project(as_text(files()))
    assert site.build().code == 0
    site.edit("content/index.md", "---\n标题: 首页\n---\n改了。\n")
    code, told = build(site, breaking(tmp_path / "broken", "typst"))
    assert code == 0, told
