"""Arithmetic on real reports: their sums hold where they should, and no slipped digit gets by.

What is beside the checkout is read when it is there; the project's own example needs nothing else.
"""

import json
import random
from collections.abc import Mapping

import pytest

from site_builder.content.figures import read_figures
from site_builder.model.figures import Cell, CellKey, Figures
from site_builder.model.form import Form
from tests.helpers import EXAMPLE, Project, ProjectFactory
from tests.helpers.shared_reports import REPORTS, report_cells, report_form
from tests.helpers.standards import STANDARDS
from tests.properties.report_arithmetic import false_sentences, figures_yaml, with_one_change

SOME, MANY = 25, pytest.param(400, marks=[pytest.mark.large, pytest.mark.timeout(1800)])
"""How many single errors are tried in each report, each time and with `-m large`."""
some_or_many = pytest.mark.parametrize("changes", [SOME, MANY])
_CONFIG = "--- config.yaml\n站点:\n  名称: 样例政府信息公开\n  机关: {body}\n"
_REPORT = """--- content/{year}/report.md
---
标题: {body}{year}年政府信息公开工作年度报告
---

## 一、总体情况

见各表。

## 二、主动公开政府信息情况

## 三、收到和处理政府信息公开申请情况

## 四、政府信息公开行政复议、行政诉讼情况

## 五、存在的主要问题及改进情况

见上年报告。

## 六、其他需要报告的事项

没有其他需要报告的事项。
"""


def check(
    site: Project, year: int, form: Form, cells: Mapping[CellKey, Cell]
) -> set[tuple[str, str]]:
    """Put figures into a project and return what n001 reports about them: identity and line."""
    site.edit(f"content/{year}/figures.yaml", figures_yaml(form, cells))
    outcome = site.check(format="json", only="n001")
    findings = json.loads(outcome.stdout)["findings"]
    within = [
        diagnostic
        for diagnostic in findings
        if diagnostic["file"] == f"content/{year}/figures.yaml"
    ]
    return {
        (
            diagnostic["rule"].removeprefix("n001/"),
            diagnostic["id"].partition(":")[2].partition("=")[0],
        )
        for diagnostic in within
        if not any(
            word in diagnostic["rule"]
            for word in ("carried-over", "valid-carried", "items-carried")
        )
    }


def assert_changes_found(
    site: Project, year: int, form: Form, cells: Mapping[CellKey, Cell], changes: int
) -> None:
    """Prove that single errors are found, or leave every sentence true."""
    chance = random.Random(year)  # noqa: S311 - a repeatable choice, no secret
    silent = 0
    for _ in range(changes):
        key, altered = with_one_change(cells, chance)
        expected = false_sentences(altered)
        reported = check(site, year, form, altered)
        assert reported == expected, f"{key}: {cells[key]} → {altered[key]}"
        silent += not expected - false_sentences(cells)
    assert silent < changes, "no change was ever found"


def _site(make_project: ProjectFactory, body: str, years: list[int]) -> Project:
    parts = [_REPORT.format(body=body, year=year) for year in years]
    return make_project(_CONFIG.format(body=body) + "".join(parts))


# --- the project's own ----------------------------------------------------------------------------


def _example(year: int) -> Figures:
    path = EXAMPLE / "content" / str(year) / "figures.yaml"
    figures, diagnostics = read_figures(
        path.read_text(encoding="utf-8"), str(path), year, STANDARDS.forms
    )
    assert figures is not None, diagnostics
    return figures


@some_or_many
@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_each_slip_in_the_example_is_found(
    year: int, changes: int, make_project: ProjectFactory
) -> None:
    figures = _example(year)
    form = STANDARDS.forms[figures.form]
    site = _site(make_project, "示范园区管理委员会", [year])
    assert check(site, year, form, figures.cells) == false_sentences(figures.cells) == set()
    assert_changes_found(site, year, form, figures.cells, changes)


def test_figures_written_out_read_back_the_same() -> None:
    for year in (2020, 2021, 2022):
        figures = _example(year)
        text = figures_yaml(STANDARDS.forms[figures.form], figures.cells)
        again, diagnostics = read_figures(text, "figures.yaml", year, STANDARDS.forms)
        assert again is not None, diagnostics
        assert again.cells == figures.cells


# --- what is beside the checkout -----------------------------------------------------------------

shared = pytest.mark.shared
absent = pytest.mark.skipif(not REPORTS, reason="shared/reports is not beside this checkout")


@shared
@absent
@pytest.mark.parametrize("name", REPORTS)
def test_sentences_hold_where_the_truth_says_so(name: str, make_project: ProjectFactory) -> None:
    report = REPORTS[name]
    form = report_form(report)
    cells = report_cells(report, form)
    site = _site(make_project, report["agency"], [report["year"]])
    reported = check(site, report["year"], form, cells)
    assert reported == false_sentences(cells)
    # truth.json lists under `arithmetic` what does not hold; blanks can make no error.
    findings = json.loads(site.check(format="json", only="n001").stdout)["findings"]
    errors = [diagnostic for diagnostic in findings if diagnostic["severity"] == "error"]
    assert bool(errors) == bool(report["arithmetic"])


@shared
@absent
@some_or_many
@pytest.mark.parametrize("name", REPORTS)
def test_each_slip_in_a_real_report_is_found(
    name: str, changes: int, make_project: ProjectFactory
) -> None:
    report = REPORTS[name]
    form = report_form(report)
    site = _site(make_project, report["agency"], [report["year"]])
    assert_changes_found(site, report["year"], form, report_cells(report, form), changes)


@shared
@absent
def test_two_years_that_carry_over(make_project: ProjectFactory) -> None:
    pair = [REPORTS[f"pingtan-{year}"] for year in (2021, 2022)]
    site = _site(make_project, pair[0]["agency"], [2021, 2022])
    for report in pair:
        form = report_form(report)
        text = figures_yaml(form, report_cells(report, form))
        site.edit(f"content/{report['year']}/figures.yaml", text)
    assert json.loads(site.check(format="json", only="n001").stdout)["findings"] == []
