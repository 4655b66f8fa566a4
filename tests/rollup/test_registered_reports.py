"""Reports that other systems published: read as `import` reads them, doubts kept."""

import json

from tests.helpers.published_bodies import MadeBodies, figures_bytes, report_form
from tests.helpers.rollup_sites import run_rollup


def register(bodies: MadeBodies, code: str, name: str) -> None:
    line = bodies.lines[code].removesuffix("}\n").replace(f", 网站: published/{code}", "")
    bodies.lines[code] = f"{line}, 报告: {{2025: {name}}}}}\n"
    bodies.write(["X"])


def test_a_data_file_of_another_place(small: MadeBodies) -> None:
    (small.folder / "old.json").write_bytes(figures_bytes(2025, small.reports["B0006", 2025]))
    register(small, "B0006", "old.json")
    site = run_rollup(small.folder)
    assert site.exit_code == 0, site.output
    (row,) = [row for row in site.rows("bodies/b0006.html") if row.label.startswith("2025")]
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
        (row,) = [row for row in site.rows("bodies/b0006.html") if row.label.startswith("2025")]
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
