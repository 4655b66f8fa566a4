"""What a report's page says of its validity and corrections, every file of it says too."""

import csv
import io
import json
from itertools import chain

import docx
import jsonschema
import openpyxl
import pypdf
import pytest

from tests.downloads.case import ALL, files
from tests.properties.small_site import as_text, report
from tests.tools import Outcome, Project, ProjectFactory, split_files

NOTE = "本文件自2022年5月6日起废止，仅供查阅。数字重新核定。"
ENDED = "---\n有效性: 废止\n废止日期: 2022-05-06\n状态说明: 数字重新核定。\n"
TWICE = """---
更正:
  - {日期: 2022-02-15, 内容: 改正错字。, 原因: 录入有误。}
  - {日期: 2022-02-15, 内容: 改正错字。, 原因: 录入有误。}
"""


@pytest.fixture(scope="module")
def repealed(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """A site in which the report of 2021 was repealed, that of 2020 holds."""
    made = Project(tmp_path_factory.mktemp("repealed") / "site")
    text = {**files(), "content/2021/report.md": report(2021).replace("---\n", ENDED, 1)}
    for path, content in split_files(as_text(text)).items():
        made.edit(path, content)
    outcome = made.build(today="2023-01-01")
    assert outcome.code == 0, outcome.out
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


def test_a_repeal_heads_the_article(project: ProjectFactory) -> None:
    text = {**files(), "content/2021/report.md": report(2021).replace("---\n", ENDED, 1)}
    site = project(as_text(text))
    made = site.build(wechat=True, output=site.path / "wechat", today="2023-01-01")
    assert made.code == 0, made.out
    start = made.text("2021-report.html").partition("<article>")[2]
    assert NOTE in start.partition("</p>")[0]
    assert "废止" not in made.text("2020-report.html")


def test_equal_corrections_stay_two(project: ProjectFactory) -> None:
    text = {**files(), "content/2021/report.md": report(2021).replace("---\n", TWICE, 1)}
    made = project(as_text(text)).build(today="2023-01-01")
    assert made.code == 0, made.out
    said = "2022-02-15 改正错字。（原因：录入有误。）"
    lines = csv.DictReader(io.StringIO(made.files["catalogue.csv"].decode("utf-8-sig")))
    assert f"{said}；{said}" in [line["更正"] for line in lines]
    sheet = openpyxl.load_workbook(io.BytesIO(made.files["catalogue.xlsx"])).active
    assert f"{said}；{said}" in [cell.value for cell in chain.from_iterable(sheet.iter_rows())]


def test_a_schema_stands_beside_what_keeps_to_it(project: ProjectFactory) -> None:
    text = {**files(), "config.yaml": ALL.replace("[pdf, docx, xlsx, csv, json]", "[csv]")}
    made = project(as_text(text)).build(today="2023-01-01")
    assert made.code == 0, made.out
    name = "schemas/data-catalog.schema.json"
    schema = json.loads(made.files[name])
    jsonschema.validate(json.loads(made.files["data/catalog.jsonld"]), schema)
    assert [url for url in made.files if url.startswith("schemas/")] == [name]
    page = made.text("data/index.html")
    assert name in page
    assert "catalogue.schema" not in page
