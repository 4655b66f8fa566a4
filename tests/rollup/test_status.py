"""Who published, who is late, who need not: every planted state is states, and no other."""

import json

from lxml import html

from tests.helpers.published_bodies import MadeBodies
from tests.helpers.rollup_sites import RollupSite, run_rollup

STATES = {
    "late": "逾期公布",
    "missing": "逾期未公布",
    "undated": "已公布，日期不明",
    "damaged": "不能判断",
}


def test_each_planted_state_is_shown_and_no_other(bodies: MadeBodies, rollup: RollupSite) -> None:
    for year in bodies.years:
        rows = rollup.rows(f"{year}/index.html")
        states = {row.label: row.cells[0] for row in rows}
        for number, code in enumerate(bodies.codes[1:], 1):
            kind, planted_year = bodies.planted.get(code, ("", 0))
            label = next((label for label in states if f"{number:04}" in label), "")
            if kind == "merged" and year >= planted_year:
                assert not label
                continue
            state = STATES.get(kind, "按时公布") if planted_year == year else "按时公布"
            assert states[label].startswith(state), (code, kind, year)
            is_planted = planted_year == year
            assert ("零报告" in states[label]) == (kind == "nil" and is_planted)
            assert ("这一年有 2 份报告" in states[label]) == (kind == "twice" and is_planted)


def test_the_name_is_that_of_the_year(bodies: MadeBodies, rollup: RollupSite) -> None:
    for code, year in bodies.of_kind("renamed").items():
        for other in bodies.years:
            (row,) = [r for r in rollup.rows(f"{other}/index.html") if code[1:] in r.label]
            assert row.label.startswith(f"旧{code}局" if other < year else f"第{code[1:]}局")
            assert ("现名" in row.label) == (other < year)


def test_a_merged_body_leads_to_what_took_over(bodies: MadeBodies, rollup: RollupSite) -> None:
    for code in bodies.of_kind("merged"):
        text = rollup.text(f"bodies/{code.lower()}.html")
        assert "以后由第0001局承接" in text
        assert f"第{code[1:]}局" in rollup.text("bodies/b0001.html")


def test_each_report_leads_to_its_address(bodies: MadeBodies, rollup: RollupSite) -> None:
    rows = rollup.rows("2024/index.html")
    links = [link for row in rows for link in row.links if link.startswith("https://")]
    assert len(links) == sum(
        year == 2024 and (code, year) not in bodies.damaged for code, year in bodies.reports
    )
    assert "https://b0001.example.gov.cn/2024/report.html" in links


def test_links_inside_lead_to_files(rollup: RollupSite) -> None:
    for url, data in rollup.files.items():
        if url.endswith(".html") and url != "404.html":
            folder = url.count("/") * "../"
            for element in html.document_fromstring(data.decode()).iter("a"):
                target = str(element.get("href")).partition("#")[0].partition("?")[0]
                if target and "://" not in target:
                    assert target.removeprefix(folder) in rollup.files, f"{url}: {target}"


def test_twice_is_once_and_a_change_costs_what_follows_from_it(small: MadeBodies) -> None:
    first = run_rollup(small.folder)
    assert first.exit_code == 0, first.output
    again = run_rollup(small.folder)
    assert "写入 0 个" in again.output
    assert "重新读了 0 个机构" in again.output
    small.reports["B0006", 2025].published = "2026-03-01"
    small.write(["B0006"])
    changed = run_rollup(small.folder)
    assert "重新读了 1 个机构" in changed.output
    clean = run_rollup(small.folder, "--clean", output="clean")
    assert changed.files == clean.files
    assert changed.files["bodies/b0007.html"] == first.files["bodies/b0007.html"]
    assert changed.files["2025/index.html"] != first.files["2025/index.html"]


def test_hostile_files_are_findings(small: MadeBodies) -> None:
    folder = small.folder / "published"
    bad = {
        "B0001/2025/figures.json": b"[" * 100_000,
        "B0002/2025/figures.json": b"\xff\xfe\x00",
        "B0003/2025/figures.json": json.dumps({"year": "x"}).encode(),
        "B0004/catalogue.json": b'{"entries": 3}',
        "B0006/2025/figures.json": b"null",
    }
    for path, data in bad.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / "B0005/2025/figures.json").unlink()
    (folder / "B0005/2025/figures.json").mkdir()
    site = run_rollup(small.folder)
    assert site.exit_code == 0, site.output
    states = {row.label[:5]: row.cells[0] for row in site.rows("2025/index.html")}
    for number in (1, 2, 3, 5):
        assert states[f"第{number:04}"].startswith("不能判断"), number
    assert states["第0004"].startswith("已公布，日期不明")


def test_what_is_wrong_with_the_register_is_reported(small: MadeBodies) -> None:
    (small.folder / "bodies.yaml").write_text("机构:\n  - {代码: A}\n", encoding="utf-8")
    site = run_rollup(small.folder)
    assert site.exit_code == 1
    assert "没有写入任何文件" in site.output
    assert not site.folder.exists()
    (small.folder / "bodies.yaml").unlink()
    assert "没有机构名录" in run_rollup(small.folder).output
