"""What a report's page states about its validity and corrections, every file of it states too."""

import csv
import io
import json
from itertools import chain

import docx
import jsonschema
import openpyxl
import pypdf
import pytest

from tests.downloads.figures_site import ALL, files
from tests.helpers import Outcome, Project, ProjectFactory, split_files
from tests.properties.small_site import as_text, report

NOTE = "本文件自2022年5月6日起废止，仅供查阅。数字重新核定。"
REPEALED = "---\n有效性: 废止\n废止日期: 2022-05-06\n状态说明: 数字重新核定。\n"
CORRECTED_TWICE = """---
更正:
  - {日期: 2022-02-15, 内容: 改正错字。, 原因: 录入有误。}
  - {日期: 2022-02-15, 内容: 改正错字。, 原因: 录入有误。}
"""


@pytest.fixture(scope="module")
def repealed(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """A site in which the report of 2021 was repealed, that of 2020 holds."""
    project = Project(tmp_path_factory.mktemp("repealed") / "site")
    text = {**files(), "content/2021/report.md": report(2021).replace("---\n", REPEALED, 1)}
    for path, content in split_files(as_text(text)).items():
        project.edit(path, content)
    outcome = project.build(today="2023-01-01")
    assert outcome.exit_code == 0, outcome.output
    return outcome


def test_a_repeal_stands_first_on_paper(repealed: Outcome) -> None:
    first = docx.Document(io.BytesIO(repealed.files["2021/report.docx"])).paragraphs[1]
    assert first.text == NOTE
    page = pypdf.PdfReader(io.BytesIO(repealed.files["2021/report.pdf"])).pages[0]
    assert NOTE in "".join(page.extract_text().split())
    for sheet in openpyxl.load_workbook(io.BytesIO(repealed.files["2021/figures.xlsx"])):
        cells = [str(cell.value) for cell in chain.from_iterable(sheet.iter_rows())]
        assert NOTE in cells, sheet.title


def test_a_repeal_stands_in_the_data(repealed: Outcome) -> None:
    schema = json.loads(repealed.files["schemas/figures.schema.json"])
    for year, status, note in ((2021, "废止", NOTE), (2020, None, None)):
        data = json.loads(repealed.files[f"{year}/figures.json"])
        jsonschema.validate(data, schema)
        assert (data["status"], data["status_note"]) == (status, note)
        described = json.loads(repealed.files[f"{year}/figures.csv-metadata.json"])
        assert (NOTE in described["dc:description"]) == (year == 2021)
    for name in ("docx", "pdf"):
        assert NOTE.encode() not in repealed.files[f"2020/report.{name}"]


def test_a_repeal_heads_the_article(make_project: ProjectFactory) -> None:
    text = {**files(), "content/2021/report.md": report(2021).replace("---\n", REPEALED, 1)}
    site = make_project(as_text(text))
    outcome = site.build(wechat=True, output=site.path / "wechat", today="2023-01-01")
    assert outcome.exit_code == 0, outcome.output
    start = outcome.text("2021-report.html").partition("<article>")[2]
    assert NOTE in start.partition("</p>")[0]
    assert "废止" not in outcome.text("2020-report.html")


def test_equal_corrections_stay_two(make_project: ProjectFactory) -> None:
    text = {**files(), "content/2021/report.md": report(2021).replace("---\n", CORRECTED_TWICE, 1)}
    outcome = make_project(as_text(text)).build(today="2023-01-01")
    assert outcome.exit_code == 0, outcome.output
    correction = "2022-02-15 改正错字。（原因：录入有误。）"
    lines = csv.DictReader(io.StringIO(outcome.files["catalogue.csv"].decode("utf-8-sig")))
    assert f"{correction}；{correction}" in [line["更正"] for line in lines]
    sheet = openpyxl.load_workbook(io.BytesIO(outcome.files["catalogue.xlsx"])).active
    assert f"{correction}；{correction}" in [
        cell.value for cell in chain.from_iterable(sheet.iter_rows())
    ]


def test_a_schema_stands_beside_what_keeps_to_it(make_project: ProjectFactory) -> None:
    text = {**files(), "config.yaml": ALL.replace("[pdf, docx, xlsx, csv, json]", "[csv]")}
    outcome = make_project(as_text(text)).build(today="2023-01-01")
    assert outcome.exit_code == 0, outcome.output
    name = "schemas/data-catalog.schema.json"
    schema = json.loads(outcome.files[name])
    jsonschema.validate(json.loads(outcome.files["data/catalog.jsonld"]), schema)
    assert [url for url in outcome.files if url.startswith("schemas/")] == [name]
    page = outcome.text("data/index.html")
    assert name in page
    assert "catalogue.schema" not in page
