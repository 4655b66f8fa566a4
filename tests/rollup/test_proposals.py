"""The proposed report of a parent reads back as the sums, and is no report while anything lacks."""

from pathlib import Path

from site_builder.content.figures import read_figures
from site_builder.model.diagnostic import has_errors
from tests.helpers.published_bodies import MadeBodies, make_bodies
from tests.helpers.rollup_sites import RollupSite, run_rollup
from tests.helpers.standards import STANDARDS


def proposal(site: RollupSite, year: int) -> str:
    return site.files[f"proposals/{year}-x.yaml"].decode()


def test_it_reads_back_as_the_sums(tmp_path: Path) -> None:
    bodies = make_bodies(tmp_path, 5, (2024, 2025), 0)
    site = run_rollup(tmp_path)
    text = proposal(site, 2025)
    assert "最多的是第" in text
    figures, diagnostics = read_figures(text, "figures.yaml", 2025, STANDARDS.forms)
    assert not has_errors(diagnostics), diagnostics
    assert figures is not None
    parent = bodies.reports["X", 2025].cells
    assert {key: figures.number(key) or 0 for key in parent} == parent


def test_what_cannot_be_known_is_left_to_a_person(bodies: MadeBodies, rollup: RollupSite) -> None:
    year, _ = max((year, code) for code, year in bodies.of_kind("missing").items())
    text = proposal(rollup, year)
    assert "待核" in text
    assert "# 没有计入：" in text
    _, diagnostics = read_figures(text, "figures.yaml", year, STANDARDS.forms)
    assert has_errors(diagnostics)
    assert {diagnostic.code for diagnostic in diagnostics} == {"figures/unconfirmed"}
