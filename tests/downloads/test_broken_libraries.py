"""A library that is installed and cannot be loaded: reported with a hint before a build."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.downloads.figures_site import files
from tests.helpers import ROOT, Project, ProjectFactory, read_tree
from tests.properties.small_site import as_text


def build(site: Project, folder: Path) -> tuple[int, str]:
    """Build in a process that finds the libraries of a folder first."""
    completed = subprocess.run(
        [sys.executable, "-m", "site_builder", "build", "--project", str(site.path)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"},
        cwd=folder,
        capture_output=True,
        check=False,
    )
    return completed.returncode, completed.stdout.decode() + completed.stderr.decode()


def with_broken_library(folder: Path, name: str) -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text('raise ImportError("DLL load failed")\n')
    return folder


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("typst", {"PDF": "typst pikepdf lxml"}),
        ("pikepdf", {"PDF": "typst pikepdf lxml"}),
        ("docx", {"Word": "python-docx lxml"}),
        ("xlsxwriter", {"Excel": "XlsxWriter"}),
        ("lxml", {"PDF": "typst pikepdf lxml", "Word": "python-docx lxml"}),
    ],
)
def test_a_library_that_cannot_be_loaded_is_told_with_its_cure(
    name: str, labels: dict[str, str], make_project: ProjectFactory, tmp_path: Path
) -> None:
    site = make_project(as_text(files()))
    exit_code, output = build(site, with_broken_library(tmp_path / "broken", name))
    assert exit_code == 1, output
    assert "Traceback" not in output
    for label, packages in labels.items():
        assert re.search(
            rf"config\.yaml:\d+:\d+ 错误 render/extra  生成 {label} 文件的组件装了但不能使用："
            "ImportError: DLL load failed",
            output,
        ), output
        assert f'"{sys.executable}" -m pip install --force-reinstall {packages}' in output
    assert output.count("错误 render/") == len(labels), "and nothing else"
    assert not [url for url in read_tree(site.output) if not url.startswith(".")]


def test_nothing_is_loaded_where_nothing_is_made(
    make_project: ProjectFactory, tmp_path: Path
) -> None:
    site = make_project(as_text(files()))
    assert site.build().exit_code == 0
    site.edit("content/index.md", "---\n标题: 首页\n---\n改了。\n")
    exit_code, output = build(site, with_broken_library(tmp_path / "broken", "typst"))
    assert exit_code == 0, output
