"""A catalogue document as Word and PDF: chosen by a key, equal to its page, costs once."""

import io
import shutil
from pathlib import Path

import docx
import lxml.html
import pikepdf
import pytest

from tests.helpers import Project
from tests.properties.small_site import CONFIG, document, small_site

LONG = """## 一、总则

第一条说明[^1]，见[外站](https://www.example.org/a)。

### （一）小标题

内容。

## 二、附则

完。

[^1]: 注释的内容。
"""
FOLDER = "2020/documents"


def folder_of(site: Project) -> dict[str, bytes]:
    return {
        path.relative_to(site.output).as_posix(): path.read_bytes()
        for path in sorted(site.output.rglob("*"))
        if path.is_file() and path.name[0] != "."
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("documents") / "site")
    config = CONFIG.replace("下载: [docx, ", "公文下载: 是\n下载: [pdf, docx, ")
    inactive = document(2020, 1, body=LONG).replace(
        "有效性: 有效", "有效性: 废止\n废止日期: 2021-03-01\n状态说明: 被新的通知废止。"
    )
    files = small_site(0) | {
        "config.yaml": config,
        f"content/{FOLDER}/whole.md": document(2020, 0, body=LONG),
        f"content/{FOLDER}/ended.md": inactive,
        f"content/{FOLDER}/gone.md": inactive.replace("废止", "撤回").replace("00001", "00002"),
    }
    for path, text in files.items():
        project.edit(path, text)
    assert project.run("build", today="2022-01-25").exit_code == 0
    return project


def docx_paragraphs(data: bytes) -> list[tuple[str, str]]:
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    return [
        (paragraph.style.name if paragraph.style else "", paragraph.text)
        for paragraph in paragraphs
    ]


def test_the_page_leads_to_both_with_kind_and_size(site: Project) -> None:
    page = lxml.html.fromstring((site.output / FOLDER / "whole.html").read_bytes())
    section = page.xpath("//section[@id='downloads']")[0]
    links = {link.get("href"): link.text_content() for link in section.xpath(".//a")}
    assert list(links) == [f"../../{FOLDER}/whole.pdf", f"../../{FOLDER}/whole.docx"]
    assert all("KB" in text for text in links.values())
    assert "#downloads" in page.xpath("//nav[@class='contents']//a/@href")


def test_word_says_what_the_page_says(site: Project) -> None:
    data = (site.output / FOLDER / "whole.docx").read_bytes()
    heads = [(style, text) for style, text in docx_paragraphs(data) if style.startswith("Heading")]
    assert heads == [
        ("Heading 1", "一、总则"),
        ("Heading 2", "（一）小标题"),
        ("Heading 1", "二、附则"),
    ]
    texts = [text for _, text in docx_paragraphs(data)]
    assert "索引号：CS-2020-00000" in texts
    # A footnote stands at the foot of its page, not once more in the text.
    assert not any("注释的内容" in text for text in texts)


def test_pdf_is_tagged_and_dated_by_its_publication(site: Project) -> None:
    with pikepdf.open(site.output / FOLDER / "whole.pdf") as file:
        assert bool(file.Root.MarkInfo.Marked)
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["xmp:CreateDate"].startswith("2020-04-01")


def test_a_repealed_one_says_so_first_and_a_withdrawn_one_has_none(site: Project) -> None:
    paragraphs = docx_paragraphs((site.output / FOLDER / "ended.docx").read_bytes())
    assert "废止，仅供查阅" in paragraphs[1][1]
    assert sorted(path.name for path in (site.output / FOLDER).glob("gone*")) == ["gone.html"]


def test_an_edit_makes_its_own_files_again_and_nothing_differs_from_a_clean_build(
    site: Project, tmp_path: Path
) -> None:
    before = folder_of(site)
    site.edit(f"content/{FOLDER}/whole.md", document(2020, 0, body=LONG + "\n再加一段。\n"))
    assert site.run("build", today="2022-01-25").exit_code == 0
    after = folder_of(site)
    papers = {url for url in after if url.endswith((".pdf", ".docx"))}
    changed = {url for url in papers if after[url] != before[url]}
    assert changed == {f"{FOLDER}/whole.pdf", f"{FOLDER}/whole.docx"}
    clean = Project(tmp_path / "clean")
    shutil.copytree(site.path, clean.path, ignore=shutil.ignore_patterns("public", ".build"))
    assert clean.run("build", today="2022-01-25").exit_code == 0
    assert folder_of(clean) == after


def test_without_the_key_there_are_none(site: Project, tmp_path: Path) -> None:
    plain = Project(tmp_path / "plain")
    shutil.copytree(site.path, plain.path, ignore=shutil.ignore_patterns("public", ".build"))
    plain.edit("config.yaml", plain.read("config.yaml").replace("公文下载: 是\n", ""))
    assert plain.run("build", today="2022-01-25").exit_code == 0
    assert {path.suffix for path in (plain.output / FOLDER).iterdir()} == {".html"}
