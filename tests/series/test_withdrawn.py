"""A withdrawn report is in no comparison: stated to be withdrawn, never taken for a missing one."""

import json
from pathlib import Path

from tests.helpers import Project, build_site
from tests.series.series_pages import page_of, text_of
from tests.series.series_sites import make_project
from tests.series.test_data import checker

WITHDRAWN = "---\n有效性: 撤回\n撤回日期: 2023-05-01\n状态说明: 数字有误，正在重新核对。\n"


def withdraw(project: Project, year: int) -> None:
    path = f"content/{year}/report.md"
    project.edit(path, project.read(path).replace("---\n", WITHDRAWN, 1))


def test_a_withdrawn_report_is_said_to_be_withdrawn(tmp_path: Path) -> None:
    project = make_project(tmp_path / "source", (2020, 2021, 2022))
    withdraw(project, 2021)
    site = build_site("withdrawn", project.path, tmp_path)
    text = text_of(page_of(site))
    assert "2021年的年度报告已经撤回" in text
    assert "报告已撤回" in text
    assert "没有报告" not in text
    assert "不能核对：上年的报告已经撤回" in text
    data = json.loads(site.outcome.files["series.json"])
    assert (data["missing_years"], data["withdrawn_years"]) == ([], [2021])
    assert {entry["year"] for entry in data["figures"]} == {2020, 2022}
    assert {entry["state"] for entry in data["carry_over"]} == {"withdrawn"}
    assert list(checker(site).iter_errors(data)) == []


def test_all_withdrawn_leaves_a_page_and_no_data(tmp_path: Path) -> None:
    project = make_project(tmp_path / "source", (2021,))
    withdraw(project, 2021)
    site = build_site("all-withdrawn", project.path, tmp_path)
    page = page_of(site)
    assert "2021年的年度报告已经撤回" in text_of(page)
    assert not page.xpath("//main//*[@id='reports' or @id='downloads']")
    assert not [url for url in site.outcome.files if url.startswith("series.")]
    assert "series" not in site.outcome.text("data/catalog.jsonld")
