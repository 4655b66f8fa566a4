"""Bodies that are really built: each figure of the rollup leads to its cell on their pages."""

import json
from pathlib import Path
from random import Random

from lxml import html

from tests.helpers import ProjectFactory
from tests.helpers.published_bodies import SETTINGS, report_form, steady_figures
from tests.helpers.rollup_sites import run_rollup
from tests.properties.small_site import figures, report

ADDRESS = "https://gk.a.example.gov.cn/"


def true_figures(year: int) -> str:
    """Write figures that are not all alike."""
    cells = steady_figures(report_form(year), Random(year))  # noqa: S311 - figures to test with
    return figures(year, {key: str(cell) for key, cell in cells.items() if key[0] != "proactive"})


def test_each_figure_leads_to_its_cell(make_project: ProjectFactory, tmp_path: Path) -> None:
    site = make_project(
        f"--- config.yaml\n站点:\n  名称: 甲局公开\n  机关: 甲局\n  网址: {ADDRESS}\n"
        f"--- content/2020/report.md\n{report(2020)}\n"
        f"--- content/2020/figures.yaml\n{true_figures(2020)}\n"
        f"--- content/2021/report.md\n{report(2021)}\n"
        f"--- content/2021/figures.yaml\n{true_figures(2021)}"
    )
    outcome = site.build(today="2022-06-01")
    assert outcome.exit_code == 0, outcome.output
    office = tmp_path / "office"
    office.mkdir()
    (office / "config.yaml").write_text(SETTINGS, encoding="utf-8")
    (office / "a").symlink_to(site.output)
    entry = "  - {代码: A, 名称: 甲局, 类别: 部门, 网站: a}\n"
    (office / "bodies.yaml").write_text(f"机构:\n{entry}", encoding="utf-8")
    rollup = run_rollup(office)
    assert rollup.exit_code == 0, rollup.output
    count = 0
    for year in (2020, 2021):
        page = html.document_fromstring(outcome.files[f"{year}/report.html"].decode())
        for row in json.loads(rollup.files[f"data/{year}-figures.json"])["rows"]:
            address, _, name = row["address"].partition("#")
            assert address == f"{ADDRESS}{year}/report.html"
            (cell,) = page.xpath("//td[@id=$name]", name=name)
            marks = {"空缺": "缺", "不适用": "/"}
            text = cell.text_content().strip().removeprefix("+")
            assert text.startswith(marks.get(row["state"], row["value"] or ""))
            count += 1
    assert count > 300
