"""A format that nobody foresaw takes one entry of the list and one renderer, and no more."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.downloads.figures_site import figures_text
from tests.helpers import ROOT, Project, ProjectFactory
from tests.properties.small_site import CONFIG, as_text, report

ENTRY = """    DownloadFormat(
        "tsv",
        "制表符分隔",
        "text/tab-separated-values; charset=utf-8",
        frozendict({"FiguresDataView": "data.tsv_files.figures_tsv"}),
    ),
)
"""
END_OF_LIST = "    ),\n)\n"
RENDERER = '''"""Figures with tabs between them."""

from site_builder.model.views.downloads import FiguresDataView


def figures_tsv(view: FiguresDataView) -> bytes:
    """Write the figures of a report, one a line."""
    lines = (f"{cell.row}\\t{cell.column}\\t{cell.value}\\n" for cell in view.cells)
    return "".join(lines).encode()
'''
WORDS = {
    "config.yaml": CONFIG,
    "content/2021/report.md": report(2021),
    "content/2021/figures.yaml": figures_text(2021),
}


def program_with_new_format(folder: Path) -> Path:
    """Copy the program and add the format to the copy, as a developer would."""
    shutil.copytree(ROOT / "site_builder", folder / "site_builder")
    (folder / "templates").symlink_to(ROOT / "templates")
    formats = folder / "site_builder" / "model" / "download_formats.py"
    source = formats.read_text(encoding="utf-8")
    assert source.count(END_OF_LIST) == 1
    formats.write_text(source.replace(END_OF_LIST, f"    ),\n{ENTRY}"), encoding="utf-8")
    renderer = folder / "site_builder" / "render" / "data" / "tsv_files.py"
    renderer.write_text(RENDERER, encoding="utf-8")
    return folder


def run(program: Path, *arguments: str) -> str:
    completed = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(program)},
        cwd=program,
        capture_output=True,
        check=False,
    )
    output = completed.stdout.decode() + completed.stderr.decode()
    assert completed.returncode == 0, output
    return output


def build(program: Path, site: Project, chosen: str) -> None:
    site.edit("config.yaml", re.sub(r"下载: .*", f"下载: [{chosen}]", CONFIG))
    run(program, "-m", "site_builder", "build", "--project", str(site.path))


def test_a_format_is_one_entry_and_its_renderer(
    make_project: ProjectFactory, tmp_path: Path
) -> None:
    program, site = program_with_new_format(tmp_path / "program"), make_project(as_text(WORDS))
    build(program, site, "csv, tsv")
    data = (site.output / "2021" / "figures.tsv").read_text(encoding="utf-8")
    assert len(data.splitlines()) > 100
    size = f"{len(data.encode()) / 1024:.0f} KB"
    for page in ("2021/report.html", "2021/index.html", "data/index.html"):
        html = (site.output / page).read_text(encoding="utf-8")
        (link,) = re.findall(r'<a [^>]*href="[^"]*figures\.tsv"[^>]*>.*?</a>', html, re.DOTALL)
        assert "统计数据" in link
        assert 'download="测试园区-2021年政府信息公开统计数据.tsv"' in link
        assert re.search(rf"制表符分隔\W*{size}", re.sub("<[^>]+>", "", link)), link
    catalogue = json.loads((site.output / "data" / "catalog.jsonld").read_text(encoding="utf-8"))
    (file,) = (
        file
        for dataset in catalogue["dcat:dataset"]
        for file in dataset["dcat:distribution"]
        if file["dcat:downloadURL"]["@id"].endswith("2021/figures.tsv")
    )
    assert file["dcat:mediaType"]["@id"].endswith("/text/tab-separated-values")
    script = "from site_builder.core.media_types import content_type_header as header\n"
    script += "print(header('2021/figures.tsv'))"
    assert run(program, "-c", script).strip() == "text/tab-separated-values; charset=utf-8"
    build(program, site, "csv")
    assert not (site.output / "2021" / "figures.tsv").exists()
    assert "figures.tsv" not in (site.output / "2021" / "report.html").read_text(encoding="utf-8")
