"""Reports that other systems published: read as `import` reads them, doubts kept."""

import json
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from site_builder.core import worker_process
from site_builder.model.body import Body
from site_builder.model.location import Location
from site_builder.model.publication import (
    DOUBTFUL,
    Publication,
    PublishedReport,
    form_keys,
)
from site_builder.pages.rollup.ledger import LedgerEntry
from site_builder.publications.arithmetic import arithmetic_findings
from tests.helpers.published_bodies import (
    MadeBodies,
    MadeReport,
    figures_bytes,
    report_form,
    steady_figures,
)
from tests.helpers.rollup_sites import RollupSite, run_rollup
from tests.helpers.standards import STANDARDS


def register(bodies: MadeBodies, code: str, name: str) -> None:
    line = bodies.lines[code].removesuffix("}\n").replace(f", 网站: published/{code}", "")
    bodies.lines[code] = f"{line}, 报告: {{2025: {name}}}}}\n"
    bodies.write(["X"])


def test_a_data_file_of_another_place(small: MadeBodies) -> None:
    (small.folder / "old.json").write_bytes(figures_bytes(2025, small.reports["B0006", 2025]))
    register(small, "B0006", "old.json")
    site = run_rollup(small.folder)
    assert site.exit_code == 0, site.output
    row, *_ = [row for row in site.rows("bodies/b0006.html") if row.label.startswith("2025")]
    assert row.cells[0].startswith("已公布，日期不明")
    assert "没有写明网址" in row.cells[3]
    assert "重新读了 0 个机构" in run_rollup(small.folder).output


def test_what_cannot_be_read_is_a_finding(small: MadeBodies) -> None:
    register(small, "B0006", "none.pdf")
    for data in (None, b"%PDF-1.7 and then nothing"):
        if data:
            (small.folder / "none.pdf").write_bytes(data)
        site = run_rollup(small.folder)
        assert site.exit_code == 0, site.output
        row, *_ = [row for row in site.rows("bodies/b0006.html") if row.label.startswith("2025")]
        assert row.cells[0].startswith("不能判断")
        assert "2025/none.pdf" in row.cells[0]


def test_doubtful_cells_make_no_sum(small: MadeBodies) -> None:
    """A page with a heading of the form and no tables: all its cells are doubtful."""
    titles = [part.title for part in report_form(2025).parts]
    page = "".join(f"<p>{text}</p>" for text in ("2025年政府信息公开工作年度报告", *titles))
    (small.folder / "page.html").write_text(f"<html><body>{page}</body></html>", "utf-8")
    register(small, "B0006", "page.html")
    site = run_rollup(small.folder)
    assert site.exit_code == 0, site.output
    (row,) = [
        row for row in site.rows("2025/index.html") if "B0006" in row.label or "0006" in row.label
    ]
    assert "格待核" in row.cells[0]
    sums = json.loads(site.files["data/2025-sums-x.json"])["rows"]
    assert {row["sum"] for row in sums} == {None}
    assert {row["doubtful"] for row in sums} == {"1"}
    assert {row["difference"] for row in sums} == {None}


def test_two_reports_of_a_year_in_one_file_are_both_evaluated() -> None:
    form = report_form(2025)
    wrong, sound = (
        PublishedReport(
            *(2025, "", "", form.id, "", "", "2025/both.docx", ""), (text,) * len(form_keys(form))
        )
        for text in ("1", "0")
    )
    alone, both = (
        arithmetic_findings(Publication("", reports, (), 0, ""), STANDARDS.forms)
        for reports in ((wrong,), (wrong, sound))
    )
    assert alone
    assert both == alone


def state_of_2025(site: RollupSite) -> str:
    """Return the state of B0006 in its newest year."""
    assert site.exit_code == 0, site.output
    row, *_ = [row for row in site.rows("bodies/b0006.html") if row.label.startswith("2025")]
    return row.cells[0]


def old_report() -> MadeReport:
    """Return a report in the form of 2020."""
    cells = steady_figures(report_form(2020), Random(1))  # noqa: S311 - figures to test with
    return MadeReport(cells, "第0006局", "2021-01-20", 2020)


def test_a_data_file_of_another_year_is_not_taken(small: MadeBodies) -> None:
    (small.folder / "old.json").write_bytes(figures_bytes(2024, small.reports["B0006", 2024]))
    register(small, "B0006", "old.json")
    state = state_of_2025(run_rollup(small.folder))
    assert state.startswith("不能判断")
    assert "名录里写的是2025年度，文件里是2024年度的数据" in state


def test_figures_in_the_form_of_another_year_are_not_taken(small: MadeBodies) -> None:
    figures = json.loads(figures_bytes(2020, old_report()))
    path = small.folder / "published/B0006/2025/figures.json"
    path.write_text(json.dumps(figures | {"year": 2025}), "utf-8")
    state = state_of_2025(run_rollup(small.folder))
    assert state.startswith("不能判断")
    assert "2025年度的报告用的是别的年度的表式" in state


def test_of_two_forms_in_a_year_no_cell_is_certain() -> None:
    kind = STANDARDS.body_kinds[0]
    body = Body(code="A", name="甲局", kind=kind, location=Location("bodies.yaml"))
    report = PublishedReport(
        2025, "", "", "annual-report-2021", "", "", "a", "", ("1", "2", "3"), has_cell_ids=False
    )
    other = replace(report, form="annual-report-2019", source="b", values=("1",))
    entry = LedgerEntry(body, 2025, "甲局", "in-time", date(2026, 1, 31), (report,), (), "")
    assert entry.value(2) == "3"
    assert replace(entry, reports=(report, other)).value(2) == DOUBTFUL
    assert replace(entry, reports=(report, report)).value(2) == "3"


def test_all_files_of_a_run_are_read_in_one_process(
    small: MadeBodies, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    start = worker_process._start_process  # noqa: SLF001 - how many are started is the question

    def count_and_start() -> object:
        started.append(1)
        return start()

    monkeypatch.setattr(worker_process, "_start_process", count_and_start)
    for code in ("B0006", "B0007"):
        (small.folder / f"{code}.html").write_text("<p>没有报告</p>", "utf-8")
        register(small, code, f"{code}.html")
    assert "网页里没有正文" in state_of_2025(run_rollup(small.folder))
    assert len(started) == 1
