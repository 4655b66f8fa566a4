"""What is carried over where bodies merge: the sum of the predecessors', or no conclusion."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.helpers.published_bodies import MadeBodies, make_bodies
from tests.helpers.rollup_sites import RollupSite, run_rollup

CARRIED = {"B0001": 1, "B0002": 2, "B0003": 4}
"""What bodies carry out of 2024; the other bodies nothing."""
ENDED = "止: 2025-06-30"


@pytest.fixture
def bodies(tmp_path: Path) -> MadeBodies:
    """A government and five bodies over two years, nothing planted but what is carried over."""
    bodies = make_bodies(tmp_path, 5, (2024, 2025), 0)
    for code, number in CARRIED.items():
        carry(bodies, code, 2024, "carried-out", number)
    return bodies


def carry(bodies: MadeBodies, code: str, year: int, row: str, number: int) -> None:
    for column in ("applicant.natural", "applicant.total"):
        bodies.reports[code, year].cells["requests", row, column] = number


def end(bodies: MadeBodies, code: str, words: str = f"{ENDED}, 并入: B0001") -> None:
    """End a body in 2025: it publishes nothing about that year."""
    change_line(bodies, code, words)
    bodies.reports.pop((code, 2025))
    (bodies.folder / "published" / code / "2025/figures.json").unlink()


def change_line(bodies: MadeBodies, code: str, words: str) -> None:
    bodies.lines[code] = bodies.lines[code].removesuffix("}\n") + f", {words}}}\n"


def carried_rows(site: RollupSite, code: str = "B0001") -> list[Mapping[str, str]]:
    """Return the findings about what a body carried over into 2025."""
    assert site.exit_code == 0, site.output
    rows = json.loads(site.files["data/2025-findings.json"])["rows"]
    return [row for row in rows if row["kind"] == "与上年衔接" and row["code"] == code]


def undecided(site: RollupSite) -> dict[str, str]:
    rows = site.rows("findings/2025.html", "不能判断的")
    return {row.label: row.cells[0] for row in rows}


def merge(bodies: MadeBodies, carried_in: int) -> RollupSite:
    """Merge two bodies into a third, which states what it carries on."""
    end(bodies, "B0002")
    end(bodies, "B0003")
    carry(bodies, "B0001", 2025, "carried-in", carried_in)
    bodies.write()
    return run_rollup(bodies.folder)


def test_a_merged_body_continues_the_sum_of_all(bodies: MadeBodies) -> None:
    site = merge(bodies, 7)
    assert not carried_rows(site)
    assert not undecided(site)


def test_what_differs_from_the_sum_is_a_finding_that_names_the_predecessors(
    bodies: MadeBodies,
) -> None:
    rows = carried_rows(merge(bodies, 3))
    assert {(row["left"], row["right"]) for row in rows} == {("3", "7")}
    assert {row["previous"] for row in rows} == {"第0001局、第0002局、第0003局"}
    page = run_rollup(bodies.folder).text("findings/2025.html")
    assert "上年的数按第0001局、第0002局、第0003局的报告相加" in page


def test_a_body_that_ends_with_the_year_is_part_of_the_next(bodies: MadeBodies) -> None:
    """It reports about its last year itself, and is continued from the next one on."""
    change_line(bodies, "B0002", "止: 2025-12-31, 并入: B0001")
    carry(bodies, "B0001", 2025, "carried-in", 1)
    carry(bodies, "B0002", 2025, "carried-in", 2)
    bodies.write()
    site = run_rollup(bodies.folder)
    assert not carried_rows(site)
    assert not carried_rows(site, "B0002")


def test_a_body_of_a_new_code_continues_the_one_before(bodies: MadeBodies) -> None:
    change_line(bodies, "B0004", "起: 2025-07-01")
    end(bodies, "B0002", f"{ENDED}, 并入: B0004")
    bodies.reports.pop(("B0004", 2024))
    (bodies.folder / "published/B0004/2024/figures.json").unlink()
    bodies.write()
    rows = carried_rows(run_rollup(bodies.folder), "B0004")
    assert {(row["left"], row["right"], row["previous"]) for row in rows} == {
        ("0", "2", "第0002局")
    }


def test_a_division_is_not_judged(bodies: MadeBodies) -> None:
    change_line(bodies, "B0004", "起: 2025-07-01")
    bodies.reports.pop(("B0004", 2024))
    (bodies.folder / "published/B0004/2024/figures.json").unlink()
    end(bodies, "B0002")
    bodies.write()
    site = run_rollup(bodies.folder)
    assert not carried_rows(site)
    assert not carried_rows(site, "B0004")
    assert undecided(site) == {
        "第0001局": "第0002局结束的第二天还成立了第0004局，可能是分开的",
        "第0004局": "第0002局止于前一天，可能有一部分分给了它",
    }


def test_without_a_predecessors_report_nothing_is_judged(bodies: MadeBodies) -> None:
    bodies.reports.pop(("B0003", 2024))
    (bodies.folder / "published/B0003/2024/figures.json").unlink()
    site = merge(bodies, 3)
    assert not carried_rows(site)
    assert undecided(site) == {"第0001局": "第0003局2024年度的报告没有读到"}
