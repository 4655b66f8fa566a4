"""A new statutory form is data: one YAML file beside the others, and no Python.

A copy of the package gets a form that nobody issued, as if it had come with it. Everything that
forms feed is then asked of a small site with two years in that form, after one in the form before.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from tests.helpers import ROOT, Expected, read_tree

FOLDER = ROOT / "tests" / "forms" / "third"
FORM = "annual-report-2023.yaml"
DECLARED = "n001/rulings,n001,n002,n003,r004,r005,r006"
SPOILED = {
    "content/2024/report.md": (
        ("发布日期: 2025-02-20", "发布日期: 2025-02-21"),  # one day after the form's own deadline
        ("公开申请9件", "公开申请8件"),
        ("## 二、申请办理\n", "## 二、申请办理\n\n2023年共收到政府信息公开申请9件。不公开3件。\n"),
        ("收费8.5万元。", "收费8.6万元。本部分填表即可。(按实际情况填写)"),
        ("行政裁决5件", "行政裁决6件"),
        ("2025年，将", "2024年，将"),
    ),
    "content/2024/figures.yaml": (
        ("政府规章: [0, 0]", "政府规章: [1, 1]"),
        ("上年结转: [2, 0, 2]", "上年结转: [3, 0, 3]"),
        ("结转下年: [0, 0, 0]", "结转下年: [1, 0, 1]"),
        ("行政裁决: [3, 2, 5]", "行政裁决: [3, 3, 5]"),
    ),
}


@dataclass(frozen=True)
class Program:
    """The program with one form more, and the small site."""

    folder: Path
    project: Path

    def run(self, *argv: str, expected_code: int = 0) -> str:
        """Run a command on the site; return what it printed."""
        completed = subprocess.run(
            [sys.executable, "-m", "site_builder", *argv, "--project", str(self.project)],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert completed.returncode == expected_code, completed.stdout
        return completed.stdout


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder = tmp_path_factory.mktemp("third-form")
    for part in ("site_builder", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(FOLDER / FORM, folder / "site_builder" / "standards" / "forms")
    shutil.copytree(FOLDER / "site", folder / "site")
    return Program(folder, folder / "site")


@pytest.fixture(scope="module")
def files(program: Program) -> dict[str, bytes]:
    """The built site: url → bytes."""
    program.run("build", "--today", "2025-03-01")
    return read_tree(program.project / "public")


def test_the_page_shows_the_tables_of_the_form(files: dict[str, bytes]) -> None:
    page = files["2024/report.html"].decode()
    for words in ("三、文件和收费", "公共安全", "第（二）栏", "测试办〔2023〕9号", "85000"):
        assert words in page
    assert "annual-report-2021" not in page
    assert "规范性文件" in files["2022/report.html"].decode()


def test_csv_and_json_hold_every_cell(files: dict[str, bytes]) -> None:
    lines = files["2024/figures.csv"].decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 8 * 3 + 2 * 2 + 1 + 6
    assert "2024,样例园区管理委员会,争议处理,,,行政裁决 > 未结,2,,数值" in lines
    assert "测试办〔2023〕9号" in json.dumps(
        json.loads(files["2024/figures.json"]), ensure_ascii=False
    )


def test_the_workbook_gives_four_levels_of_labels_a_column_each(files: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(BytesIO(files["2024/figures.xlsx"]))
    assert book.sheetnames == ["申请办理", "文件和收费", "争议处理"]
    sheet = book["申请办理"]
    (row,) = (row for row in sheet.iter_rows() if "公共安全" in [cell.value for cell in row])
    assert [cell.value for cell in row][3:] == ["公共安全", 1, 0, 1]
    papers = book["文件和收费"]
    # XlsxWriter's widths have a little added for the margin of a cell.
    assert [round(papers.column_dimensions[name].width) for name in "AB"] == [9, 31]
    # A band with fewer levels gives its labels the width of all.
    (fee,) = (row for row in papers.iter_rows() if row[0].value == "行政事业性收费")
    assert fee[2].value == 85000
    assert any(fee[1].coordinate in area for area in papers.merged_cells.ranges)


def test_the_word_file_holds_the_tables(files: dict[str, bytes]) -> None:
    document = ZipFile(BytesIO(files["2024/report.docx"])).read("word/document.xml").decode()
    assert all(words in document for words in ("公共安全", "行政裁决", "五、下年打算"))


def test_years_are_compared_across_the_forms(files: dict[str, bytes]) -> None:
    lines = files["series.csv"].decode("utf-8-sig").splitlines()
    new = [line.split(",") for line in lines if line.endswith("requests/new/applicant.total")]
    assert [(cells[0], cells[7]) for cells in new] == [("2022", "4"), ("2023", "7"), ("2024", "9")]
    rulings = [line.split(",") for line in lines if line.endswith("disputes/value/ruling.total")]
    assert {cells[0]: cells[9] for cells in rulings} == {
        "2022": "表式无此项",
        "2023": "数值",
        "2024": "数值",
    }


def test_a_right_report_has_no_findings(program: Program, files: dict[str, bytes]) -> None:
    assert files
    assert program.run("check", "--only", DECLARED, "--today", "2025-02-20") == "没有发现问题。\n"


def test_rules_find_what_is_wrong_by_the_form(program: Program, expected: Expected) -> None:
    originals = {path: (program.project / path).read_text(encoding="utf-8") for path in SPOILED}
    for path, edits in SPOILED.items():
        text = originals[path]
        for old, new in edits:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (program.project / path).write_text(text, encoding="utf-8")
    output = program.run("check", "--brief", "--only", DECLARED, expected_code=1)
    for path, text in originals.items():
        (program.project / path).write_text(text, encoding="utf-8")
    expected(FOLDER / "findings.txt", output)


def test_blank_files_are_those_of_the_form(program: Program, expected: Expected) -> None:
    program.run("new", "report", "2025")
    blank = program.project / "content" / "2025"
    expected(FOLDER / "blank.yaml", (blank / "figures.yaml").read_text(encoding="utf-8"))
    headings = [
        line
        for line in (blank / "report.md").read_text(encoding="utf-8").splitlines()
        if "##" in line
    ]
    assert headings == [
        "## 一、全年概况",
        "## 二、申请办理",
        "## 三、文件和收费",
        "## 四、争议处理",
        "## 五、下年打算",
    ]
    shutil.rmtree(blank)


def test_a_form_that_claims_the_place_of_another_is_refused(program: Program) -> None:
    forms = program.folder / "site_builder" / "standards" / "forms"
    text = (FOLDER / FORM).read_text(encoding="utf-8")
    (forms / "zz.yaml").write_text(
        text.replace("id: annual-report-2023", "id: another"), encoding="utf-8"
    )
    output = program.run("new", "report", "2025", expected_code=1)
    (forms / "zz.yaml").unlink()
    assert "forms/zz.yaml 错误" in output
    assert "“key: 测试”与表式“测试用年度报告格式”的相同" in output
