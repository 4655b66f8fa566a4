"""The proposed report of a parent reads back as the sums, and is no report while anything lacks."""

from pathlib import Path

from site_builder.content.figures import read_figures
from site_builder.model.diagnostic import has_errors
from tests.helpers.published_bodies import MadeBodies, make_bodies
from tests.helpers.rollup_sites import RollupSite, run_rollup
from tests.helpers.standards import STANDARDS

TOTAL = ("requests", "new", "applicant.total")


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


def test_bodies_whose_figures_are_doubtful_are_named(small: MadeBodies) -> None:
    (code, year), *_ = small.of_kind("twice").items()
    first, second = small.reports[code, year], small.reports[code, -year]
    second.cells = {**second.cells, TOTAL: 7 + int(str(first.cells[TOTAL]))}
    small.write([code])
    text = proposal(run_rollup(small.folder), year)
    name = f"第{code[1:]}局"
    assert f"# 有待核的数：{name}\n" in text
    (line,) = [line for line in text.splitlines() if "1 个机构的数待核" in line]
    assert f"；1 个机构的数待核：{name}；" in line
    assert line.strip().startswith("# 待核 总计：")


def test_proposals_are_written_where_the_operator_says_and_never_over_a_file(
    small: MadeBodies,
) -> None:
    folder = small.folder / "for-checking"
    site = run_rollup(small.folder, "--propose", str(folder))
    assert site.exit_code == 0, site.output
    (path,) = folder.iterdir()
    assert path.name == "2025-x.yaml"
    assert path.read_bytes() == site.files["proposals/2025-x.yaml"]
    path.write_text("表式: 2021\n", encoding="utf-8")
    again = run_rollup(small.folder, "--propose", str(folder))
    assert again.exit_code == 0
    assert "没有改动" in again.output
    assert path.read_text(encoding="utf-8") == "表式: 2021\n"
    assert run_rollup(small.folder, "--propose", str(path)).exit_code == 1
