"""The Word template: as its program writes it, restyled by an office, spoilt."""

import io
import shutil
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import RGBColor

from tests.downloads.figures_site import figures_text
from tests.helpers import ROOT, Outcome, Project
from tests.properties.small_site import CONFIG, as_text, report

TEMPLATE = "templates/word/report.docx"
RED = RGBColor(0xC0, 0x00, 0x00)
FILES = {
    "config.yaml": CONFIG.replace("[docx, xlsx, csv, json]", "[docx]"),
    "content/2021/report.md": report(2021),
    "content/2021/figures.yaml": figures_text(2021),
}


def parts(data: bytes) -> dict[str, bytes]:
    archive = ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_template_is_what_its_program_writes() -> None:
    spec = spec_from_file_location("word_template", ROOT / "tools" / "word_template.py")
    assert spec is not None
    assert spec.loader is not None
    program = module_from_spec(spec)
    spec.loader.exec_module(program)
    assert parts(program.word_template()) == parts((ROOT / TEMPLATE).read_bytes())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with templates of its own, built with the Word template that the program brings."""
    project = Project(tmp_path_factory.mktemp("word") / "site")
    for path, text in FILES.items():
        project.edit(path, text)
    shutil.copytree(ROOT / "templates", project.path / "templates")
    assert project.build().exit_code == 0, as_text(FILES)
    return project


def restyle(site: Project, change: Callable[[Any], None]) -> Outcome:
    """Change the template as one does in Word, and build again."""
    document = docx.Document(str(ROOT / TEMPLATE))
    change(document)
    document.save(str(site.path / TEMPLATE))
    return site.build()


def style_names(data: bytes) -> list[str | None]:
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    return [paragraph.style.name if paragraph.style else "" for paragraph in paragraphs]


def report_docx(site: Project) -> bytes:
    return (site.output / "2021" / "report.docx").read_bytes()


def test_an_office_changes_the_look_and_nothing_else_of_its_file_comes_along(site: Project) -> None:
    before = parts(report_docx(site))

    def change(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
        document.styles["Title"].font.color.rgb = RED
        document.add_paragraph("写在模板里的话", style="List Bullet")
        document.core_properties.author = document.core_properties.keywords = "张三"
        document.part.package.main_document_part.relate_to(
            "file:///C:/zhangsan/a.dotx", "http://x/attachedTemplate", is_external=True
        )

    assert restyle(site, change).exit_code == 0
    after = parts(report_docx(site))
    assert [name for name in before if before[name] != after[name]] == ["word/styles.xml"]
    assert docx.Document(io.BytesIO(report_docx(site))).styles["Title"].font.color.rgb == RED


def test_styles_are_found_by_their_names_whatever_ids_a_program_gave_them(site: Project) -> None:
    def change(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
        for number, style in enumerate(document.styles.element.findall(qn("w:style"))):
            if style.get(qn("w:styleId")) in ("Title", "Heading1", "SmallPrint", "Hyperlink"):
                style.set(qn("w:styleId"), f"a{number}")

    before = report_docx(site)
    styles = style_names(before)
    assert restyle(site, change).exit_code == 0
    assert style_names(report_docx(site)) == styles
    assert {"Title", "Heading 1", "Small Print"} <= set(styles)


def test_a_template_without_a_style_is_told_once_with_its_cure(site: Project) -> None:
    def change(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
        document.styles["Small Print"].delete()

    outcome = restyle(site, change)
    assert outcome.exit_code == 1
    message = f"{TEMPLATE} 错误 render/template  Word 模板里没有样式“Small Print”"
    assert outcome.output.count(message) == 1, outcome.output
    assert "另存回原处" in outcome.output


def test_a_file_that_is_no_word_file_is_told(site: Project) -> None:
    site.edit(TEMPLATE, "不是 DOCX")
    outcome = site.build()
    assert outcome.exit_code == 1
    assert "Word 模板不能用，不是完整的 DOCX 文件" in outcome.output
    (site.path / Path(TEMPLATE)).unlink()
    assert site.build().exit_code == 0, "the program's own stands in"
