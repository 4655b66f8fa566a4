"""What the site publishes of its figures comes back whole, in each of its formats."""

from collections.abc import Mapping

import pytest

from site_builder.content.figures import read_figures
from site_builder.importing.readers import delimited_text, published_data
from site_builder.importing.recognition.published_rows import published_reports
from site_builder.model.figures import Cell, CellKey
from site_builder.model.imported import ImportedReport
from site_builder.model.original import Original
from tests.helpers import EXAMPLE, Site
from tests.helpers.standards import STANDARDS

YEARS = (2020, 2021, 2022)


def signed(year: int) -> Mapping[CellKey, Cell]:
    text = (EXAMPLE / f"content/{year}/figures.yaml").read_text(encoding="utf-8")
    figures = read_figures(text, f"content/{year}/figures.yaml", year, STANDARDS.forms)[0]
    assert figures
    return figures.cells


def values(report: ImportedReport) -> dict[CellKey, Cell | None]:
    assert not [cell for cell in report.cells.values() if cell.reading == "doubtful"]
    return {key: cell.value for key, cell in report.cells.items()}


def original_of(url: str, site: Site) -> Original:
    data = site.outcome.files[url]
    if url.endswith(".json"):
        return published_data.read(url, data)
    return delimited_text.read(url, data)


@pytest.mark.parametrize("suffix", ["json", "csv"])
@pytest.mark.parametrize("year", YEARS)
def test_the_figures_of_a_report_come_back(year: int, suffix: str, built_example: Site) -> None:
    original = original_of(f"{year}/figures.{suffix}", built_example)
    (report,) = published_reports(original, STANDARDS.forms)
    assert (report.year, report.body) == (year, "示范园区管理委员会")
    assert values(report) == signed(year)


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_the_series_is_a_report_a_year(suffix: str, built_example: Site) -> None:
    url = next(url for url in built_example.outcome.files if url.endswith(f"series.{suffix}"))
    reports = published_reports(original_of(url, built_example), STANDARDS.forms)
    assert [report.year for report in reports] == list(YEARS)
    for report in reports:
        assert values(report) == signed(report.year)
    (last,) = published_reports(original_of(url, built_example), STANDARDS.forms, year=2022)
    assert last.year == 2022


def test_a_row_that_contradicts_itself_is_a_doubt(built_example: Site) -> None:
    text = built_example.outcome.files["2022/figures.csv"].decode("utf-8-sig")
    header, first, second, *rest = text.split("\r\n")
    fields = first.split(",")
    changed = [",".join([*fields[:-3], "5", "", "空缺"]), *rest[:-20], ""]
    original = delimited_text.read("a.csv", "\r\n".join([header, second, *changed]).encode())
    (report,) = published_reports(original, STANDARDS.forms)
    doubtful = [cell for cell in report.cells.values() if cell.reading == "doubtful"]
    assert doubtful[0].candidates == ("5",)
    assert {cell.reason for cell in doubtful[1:]} == {"数据文件里没有这一格"}
    assert all(cell.value is None for cell in doubtful)


def test_another_table_is_no_such_data() -> None:
    original = delimited_text.read("a.csv", "年度,表,行\n2020,a,b\n".encode())
    assert published_reports(original, STANDARDS.forms) == ()
