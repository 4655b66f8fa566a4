"""`export` and `import` of a catalogue by the real command line, up to a site that is built."""

import json
from pathlib import Path

import openpyxl
import pytest

from site_builder.cli.catalogue_summary import describe_plan
from site_builder.model.catalogue_plan import (
    CatalogueImport,
    CataloguePlan,
    FieldChange,
    PlannedDocument,
)
from tests.helpers import Project, ProjectFactory, run_cli
from tests.properties.small_site import as_text, small_site


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    return make_project(as_text(small_site(3)))


def run(site: Project, *words: str) -> tuple[int, str]:
    exit_code, output, _ = run_cli(*words, "--project", str(site.path))
    return exit_code, output


def test_a_sheet_goes_out_is_edited_and_comes_back(site: Project, tmp_path: Path) -> None:
    file = str(tmp_path / "目录.xlsx")
    assert run(site, "export", file)[0] == 0
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    labels = [cell.value for cell in sheet[1]]
    column = labels.index("内容概述") + 1
    path = sheet.cell(2, 1).value
    sheet.cell(2, column).value = "改过的概述"
    new = {"索引号": "NEW-00001", "名称": "新的文件", "内容概述": "新的", "生成日期": "2020-03-01"}
    new["发布日期"] = "2020-03-02"
    for label, value in new.items():
        sheet.cell(sheet.max_row + (label == "索引号"), labels.index(label) + 1).value = value
    book.save(file)
    before = site.read(path)
    exit_code, output = run(site, "import", file, "--dry-run")
    assert (exit_code, site.read(path)) == (0, before)
    assert "→ 改过的概述" in output
    assert "只是预演，什么也没有写。" in output
    exit_code, output = run(site, "import", file)
    assert exit_code == 0, output
    assert "新的 1 份，改动 1 份" in output
    assert "改过的概述" in site.read(path)
    assert "索引号: NEW-00001" in site.read("content/2020/documents/new-00001.md")
    assert "新的文件" in site.run("build", today="2022-01-25").text("2020/documents/new-00001.html")
    assert "没有变化 " in run(site, "import", file)[1]


def test_what_cannot_be_imported_is_an_exit_code_and_a_list(site: Project, tmp_path: Path) -> None:
    file = tmp_path / "目录.csv"
    file.write_text(
        "索引号,名称,生成日期\nA-1,甲,2020-02-30\nA-2,乙,2020-02-01\n", encoding="utf-8"
    )
    exit_code, output, stdout = run_cli(
        "import", str(file), "--format", "json", "--project", str(site.path)
    )
    (catalogue,) = json.loads(stdout)["catalogues"]
    assert exit_code == 1, output
    assert [row["row"] for row in catalogue["rejected"]] == ["第 2 行"]
    assert catalogue["written"] == []
    assert run(site, "import", str(file), "--force")[0] == 1
    assert site.read("content/2020/documents/a-2.md")


@pytest.mark.parametrize(
    ("name", "message", "expected"),
    [("目录.doc", "不能写成", 2), ("exists.csv", "没有改动它", 1), ("no/folder.csv", "", 0)],
)
def test_what_cannot_be_exported(
    name: str, message: str, expected: int, site: Project, tmp_path: Path
) -> None:
    (tmp_path / "exists.csv").write_text("a", encoding="utf-8")
    exit_code, output = run(site, "export", str(tmp_path / name))
    assert (exit_code, message in output) == (expected, True)
    assert (tmp_path / "exists.csv").read_text(encoding="utf-8") == "a"


def test_an_export_needs_documents(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "content"):
        folder.mkdir(exist_ok=True)
        exit_code, output, _ = run_cli("export", str(tmp_path / "a.csv"), "--project", str(folder))
        assert (exit_code, "content" in output) == (2, True)


def test_long_texts_are_shown_where_they_differ() -> None:
    change = FieldChange("内容概述", "长" * 200 + "甲", "长" * 200 + "乙")
    document = PlannedDocument("2020/documents/a.md", "第 2 行", "名称", b"", "v1", (change,))
    plan = CataloguePlan((), (document,), 0, (), (), (), ())
    lines = list(describe_plan(CatalogueImport("a.xlsx", plan, ())))
    assert f"    内容概述：……{'长' * 15}甲 → ……{'长' * 15}乙" in lines
