"""A single Word file or web page becomes a document: by the command, whole or not at all."""

from pathlib import Path

import pytest

from tests.helpers import Project, ProjectFactory, run_cli
from tests.importing.office_files import docx_file
from tests.importing.sample_report import GridCell
from tests.properties.small_site import as_text, small_site

PAGE = """<!DOCTYPE html><html><head><title>停水公告 - 示范市政府网</title></head><body>
<nav><a href="/">首页</a></nav><article><h1>停水公告</h1><p>三号楼停水。</p>
<table><tr><th>楼</th><th>时</th></tr><tr><td>3</td><td>9</td></tr></table></article></body></html>"""


TABLE = [[GridCell("楼"), GridCell("时")], [GridCell("3"), GridCell("9")]]


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    return make_project(as_text(small_site(1)))


def new(site: Project, *words: str) -> tuple[int, str]:
    exit_code, output, _ = run_cli("new", "document", "2021", *words, "--project", str(site.path))
    return exit_code, output


def test_a_word_file(site: Project, tmp_path: Path) -> None:
    file = tmp_path / "文件.docx"
    file.write_bytes(
        docx_file(
            [
                ("p", "示办发〔2021〕3号"),
                ("p", "关于停水的通知"),
                ("p", "# 不是标题，| 也不是表。"),
                ("table", TABLE),
                ("p", "示范市办公室"),
                ("p", "2021年3月5日"),
            ]
        )
    )
    exit_code, output = new(site, "tingshui", "--from", str(file))
    assert exit_code == 0, output
    text = site.read("content/2021/documents/tingshui.md")
    assert "名称: 关于停水的通知\n" in text
    assert "生成日期: 2021-03-05\n" in text
    assert "发文机关: 示范市办公室\n" in text
    assert "发文字号: 示办发〔2021〕3号\n" in text
    assert "\\# 不是标题" in text
    assert "| 楼 | 时 |\n| --- | --- |\n| 3 | 9 |\n" in text
    assert "原件开头的“示办发〔2021〕3号”写在各栏里" in output
    before = site.read("content/2021/documents/tingshui.md")
    exit_code, output = new(site, "tingshui", "--from", str(file))
    assert (exit_code, before) == (0, site.read("content/2021/documents/tingshui.md")), output
    site.edit("content/2021/documents/tingshui.md", before + "改过\n")
    exit_code, output = new(site, "tingshui", "--from", str(file))
    assert exit_code == 1
    assert "已经有 content/2021/documents/tingshui.md" in output
    assert site.read("content/2021/documents/tingshui.md") == before + "改过\n"


def test_a_web_page(site: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(PAGE.encode("gb18030"))
    exit_code, output = new(site, "--from", str(file))
    assert exit_code == 0, output
    (path,) = (site.path / "content/2021/documents").glob("document-*.md")
    text = path.read_text(encoding="utf-8")
    assert "名称: 停水公告\n" in text
    assert "三号楼停水。" in text
    assert "| 3 | 9 |" in text


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "空的"), (b"PK\x03\x04broken", "损坏"), (None, "没有文件")],
)
def test_what_cannot_be_read_writes_nothing(
    site: Project, tmp_path: Path, data: bytes | None, words: str
) -> None:
    file = tmp_path / "a.docx"
    if data is not None:
        file.write_bytes(data)
    before = sorted(site.path.rglob("*"))
    exit_code, output = new(site, "a", "--from", str(file))
    assert exit_code == (2 if data is None else 1)
    assert sorted(site.path.rglob("*")) == before
    assert words in output, output
