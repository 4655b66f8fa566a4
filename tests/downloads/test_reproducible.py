"""The same bytes each time, only what changed made again, sizes as they are, cures at the start."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from site_builder.build.options import Options
from site_builder.core.text.byte_size import format_size
from site_builder.model.standards_loader import loader_of
from site_builder.usecases.build import build
from tests.downloads.figures_site import ALL, files
from tests.helpers import ROOT, Project, ProjectFactory, Site, clean_build, read_tree
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import as_text, document, figures, report

KINDS = (".pdf", ".docx", ".xlsx", ".csv", ".json")


def downloads(tree: dict[str, bytes]) -> dict[str, bytes]:
    return {url: data for url, data in tree.items() if url.endswith(KINDS)}


def test_another_process_place_zone_and_language_give_the_same_bytes(
    both_forms: Site, tmp_path: Path
) -> None:
    for number, (zone, language) in enumerate(
        (("America/St_Johns", "C"), ("Asia/Shanghai", "zh_CN.UTF-8"), ("Pacific/Apia", "tr_TR"))
    ):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(number),
            "TZ": zone,
            "LC_ALL": language,
            "LANG": language,
            "PYTHONPATH": str(ROOT),
            "SOURCE_DATE_EPOCH": str(number),
        }
        out = tmp_path / f"out-{number}"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "site_builder",
                "build",
                "--clean",
                "--jobs",
                str(number + 1),
                "--project",
                str(both_forms.folder.parent),
                "--output",
                str(out),
            ],
            check=True,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
        )
        built_files = downloads(read_tree(out))
        assert len(built_files) >= 15
        assert built_files == downloads(dict(both_forms.outcome.files))


def test_edits_built_one_after_another_equal_a_clean_build(make_project: ProjectFactory) -> None:
    site = make_project(as_text(files()))
    first = site.build()
    assert first.exit_code == 0, first.output
    edits = {
        "content/2021/figures.yaml": figures(2021, {("proactive", "licence", "decisions"): "7"}),
        "content/2020/report.md": report(2020, "改后的开头。"),
        "content/2021/files/a.txt": "附件\n",
        "content/2019/report.md": report(2019),
        "content/2019/figures.yaml": figures(2019),
        "content/2021/documents/a.md": document(2021, 1),
    }
    for path, text in edits.items():
        site.edit(path, text)
        outcome = site.build()
        assert outcome.exit_code == 0 or path == "content/2019/report.md", (
            "half a report is refused"
        )
    site.edit("config.yaml", ALL.replace("测试园区政府", "改名园区政府"))
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    assert dict(outcome.files) == clean_build(site)
    site.edit("config.yaml", ALL.replace("pdf, docx, ", ""))
    outcome = site.build()
    assert not [url for url in outcome.files if url.endswith((".pdf", ".docx"))]
    assert dict(outcome.files) == clean_build(site)


def _count_pdfs(project: Project) -> int:
    """Build and count the PDFs that were laid out, as the progress of the build reports."""
    updates: list[int] = []

    def progress(stage: str, _done: int, total: int) -> None:
        if stage == "生成 PDF":
            updates.append(total)

    options = Options(project.path, project.output, date(2026, 6, 1), progress=progress)
    assert not build(options, loader_of(STANDARDS)).failed
    return max(updates, default=0)


def test_only_the_report_that_changed_is_laid_out_again(make_project: ProjectFactory) -> None:
    site = make_project(as_text(files()))
    # Two reports, and the picture for sharing, which the same program sets.
    assert _count_pdfs(site) == 3
    assert _count_pdfs(site) == 0
    site.edit("content/2021/figures.yaml", figures(2021))
    assert _count_pdfs(site) == 1
    site.edit("content/2021/documents/a.md", document(2021, 1))
    assert _count_pdfs(site) == 0
    # Another year is another line of every page's navigation, and of no paper.
    site.edit("content/2019/report.md", report(2019))
    site.edit("content/2019/figures.yaml", figures(2019))
    assert _count_pdfs(site) == 1
    (site.output / "2020" / "report.pdf").unlink()
    site.edit("config.yaml", ALL.replace("每页: 3", "每页: 5"))
    assert _count_pdfs(site) == 1


def test_a_process_that_made_a_pdf_can_fork(make_project: ProjectFactory) -> None:
    """Typst keeps threads that no fork takes along: it must not have run in this process."""
    site = make_project(as_text(files()))
    for jobs in (1, 2, 3):
        outcome = site.build(clean=True, jobs=jobs)
        assert outcome.exit_code == 0


@pytest.mark.parametrize("name", ["built_park", "built_example"])
def test_each_file_is_as_large_as_its_link_says(name: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(name)
    checked = 0
    for url in site.pages:
        page = lxml.html.fromstring(site.outcome.files[url])
        page.make_links_absolute(f"http://x/{url}")
        sized = (
            "//a[contains(@class, 'file-list__link')] | //section[@id='downloads']/ul//a"
            " | //h2[@id='downloads']/following::ul[1]//a"
        )
        for link in page.xpath(sized):
            target = link.get("href").removeprefix("http://x/")
            size = link.xpath("string(.//*[@class='file-list__facts' or self::small])")
            expected = format_size(len(site.outcome.files[target]))
            assert size.rpartition("，")[2] == expected, (url, target, size)
            checked += 1
    assert checked >= (10 if name == "built_park" else 40)


def test_the_word_form_says_its_size_where_people_apply(built_park: Site) -> None:
    page = lxml.html.fromstring(built_park.outcome.files["apply.html"])
    (link,) = page.xpath("//li[a[contains(@href, 'apply-form.docx')]]")
    size = format_size(len(built_park.outcome.files["apply-form.docx"]))
    assert " ".join(link.text_content().split()).endswith(size)


@pytest.mark.parametrize(
    ("modules", "labels", "extras"),
    [
        (["xlsxwriter"], "Excel", "xlsx"),
        (["docx"], "Word", "docx"),
        (["typst"], "PDF", "pdf"),
        (["pikepdf"], "PDF", "pdf"),
        (["docx", "typst", "xlsxwriter"], "PDF、Word、Excel", "pdf,docx,xlsx"),
    ],
)
def test_a_missing_library_is_told_with_its_cure_before_anything_is_made(
    modules: list[str], labels: str, extras: str, make_project: ProjectFactory
) -> None:
    site = make_project(as_text(files()))
    for command in ("check", "build"):
        exit_code, output = _run_without_modules(modules, site, command)
        assert exit_code == 1, output
        assert re.search(
            rf"config\.yaml:\d+:\d+ 错误 render/extra  生成 {labels} 文件需要的组件没有安装", output
        )
        assert f'请运行 "{sys.executable}" -m pip install "site-builder[{extras}]"' in output
        assert "Traceback" not in output
    assert not site.output.exists()


def test_without_any_extra_the_rest_is_made(make_project: ProjectFactory) -> None:
    site = make_project(as_text(files()))
    site.edit("config.yaml", re.sub(r"下载:.*", "下载: [csv, json]", ALL))
    modules = ["docx", "typst", "pikepdf", "xlsxwriter", "pylopdf_fonts_zh_cn", "lxml"]
    exit_code, output = _run_without_modules(modules, site, "build")
    assert exit_code == 0, output
    assert (site.output / "catalogue.csv").exists()


def _run_without_modules(modules: list[str], site: Project, command: str) -> tuple[int, str]:
    """Run a command in a process that cannot import some modules."""
    program = (
        f"import sys; sys.modules.update(dict.fromkeys({modules!r})); "
        f"from site_builder.cli.main import main; "
        f"sys.exit(main([{command!r}, '--project', {str(site.path)!r}]))"
    )
    completed = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False
    )
    return completed.returncode, completed.stdout.decode() + completed.stderr.decode()


def test_without_our_fonts_the_systems_are_taken_or_asked_for(make_project: ProjectFactory) -> None:
    site = make_project(as_text(files()))
    exit_code, output = _run_without_modules(["pylopdf_fonts_zh_cn"], site, "build")
    if exit_code:
        assert "生成 PDF 文件需要的字体“Noto Serif CJK SC”没有安装" in output
        assert "里面有字体" in output
        assert not site.output.exists()
    else:
        assert (site.output / "2021" / "report.pdf").read_bytes().startswith(b"%PDF-")
