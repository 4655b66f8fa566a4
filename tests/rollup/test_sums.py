"""Sums over bodies, differences to what the parent published, bodies side by side, findings."""

import json

import jsonschema
import pytest

from site_builder.model.figures import Amount, Cell, MissingValue
from tests.helpers.published_bodies import MadeBodies, report_form
from tests.helpers.rollup_sites import RollupSite, run_rollup

TOTAL = ("requests", "new", "applicant.total")


def sums(rollup: RollupSite, year: int) -> dict[str, dict[str, str | None]]:
    table = json.loads(rollup.files[f"data/{year}-sums-x.json"])
    return {row["place"]: row for row in table["rows"]}


def number(cell: Cell) -> int:
    if isinstance(cell, Amount):
        return int(cell.number)
    return 0 if isinstance(cell, MissingValue) else int(cell)


def counted(bodies: MadeBodies, year: int) -> list[str]:
    return [
        code
        for code in bodies.codes[1:]
        if (code, year) in bodies.reports and (code, year) not in bodies.damaged
    ]


def test_each_sum_is_that_of_the_bodies(bodies: MadeBodies, rollup: RollupSite) -> None:
    for year in bodies.years:
        rows = sums(rollup, year)
        reports = [bodies.reports[code, year] for code in counted(bodies, year)]
        for key in reports[0].cells:
            expected = sum(number(report.cells[key]) for report in reports)
            assert float(rows["/".join(key)]["sum"] or 0) == expected, key


def test_differences_are_those_planted_and_name_the_body(
    bodies: MadeBodies, rollup: RollupSite
) -> None:
    for year in bodies.years:
        omitted = [code for code, planted in bodies.of_kind("omitted").items() if planted == year]
        for place, row in sums(rollup, year).items():
            table, line, column = place.split("/")
            omissions = {
                code: number(bodies.reports[code, year].cells[table, line, column])
                for code in omitted
            }
            assert float(row["difference"] or 0) == -sum(omissions.values())
            for code, value in omissions.items():
                if value and value == sum(omissions.values()):
                    assert f"第{code[1:]}局" in (row["explanations"] or "") or value < 9


def test_bodies_that_a_parent_omitted_are_named_where_all_cells_agree(
    bodies: MadeBodies, rollup: RollupSite
) -> None:
    for year in bodies.years:
        omitted = [code for code, planted in bodies.of_kind("omitted").items() if planted == year]
        names = "和".join(f"第{code[1:]}局" for code in omitted)
        text = rollup.text(f"sums/{year}-x.html")
        assert ("正好都是" in text) == bool(omitted)
        assert f"正好都是{names}报告里的数" in text or not omitted


def test_what_is_not_in_a_sum_is_named(bodies: MadeBodies, rollup: RollupSite) -> None:
    for year in bodies.years:
        absent = {row.label for row in rollup.rows(f"sums/{year}-x.html", "没有计入合计的机构")}
        expected = {
            f"第{code[1:]}局"
            for code, (kind, planted) in bodies.planted.items()
            if kind in ("missing", "damaged") and planted == year
        }
        assert absent == expected


def test_blank_zero_and_not_applicable_stay_apart(small: MadeBodies) -> None:
    key = ("requests", "new", "applicant.natural")
    cells: dict[str, Cell] = {
        "B0001": MissingValue.BLANK,
        "B0002": 0,
        "B0006": MissingValue.NOT_APPLICABLE,
    }
    for code, cell in cells.items():
        small.reports[code, 2025].cells[key] = cell
    small.write(cells)
    site = run_rollup(small.folder)
    rows = {row.label[:5]: row.cells[0] for row in site.rows("rows/2025-requests-1.html")}
    assert [rows["第0001"], rows["第0002"], rows["第0006"]] == ["缺", "0", "/"]
    assert sums(site, 2025)["/".join(key)]["blank"] == "1"


def test_bodies_stand_side_by_side_in_the_order_of_the_register(
    bodies: MadeBodies, rollup: RollupSite
) -> None:
    rows = rollup.rows("rows/2023-requests-1.html")
    labels = [row.label for row in rows[1:]]
    assert sorted(labels, key=lambda label: label[-5:-1]) == labels
    columns = [row.cells for row in rows if row.label == "第0005局"]
    cells = bodies.reports["B0005", 2023].cells
    expected = [str(cells[key]) for key in cells if key[:2] == ("requests", "new")]
    assert sorted(columns[0]) == sorted(expected)


def test_a_body_stands_beside_itself_over_the_years(bodies: MadeBodies, rollup: RollupSite) -> None:
    kinds = {kind: next(iter(bodies.of_kind(kind))) for kind in ("late", "missing", "blank")}
    for code in kinds.values():
        rows = rollup.rows(f"bodies/{code.lower()}.html", "历年的主要数字")
        years = [year for year in reversed(bodies.years) if (code, year) in bodies.reports]
        assert [row.label for row in rows] == [f"{year}年" for year in years]
        for year, row in zip(years, rows, strict=True):
            cells = bodies.reports[code, year].cells
            new = cells["requests", "new", "applicant.total"]
            suits = cells["remedies", "value", "suit.direct.total"]
            assert row.cells[0] == str(new)
            assert row.cells[5] == ("缺" if suits is MissingValue.BLANK else str(suits))
            page = f"https://{code.lower()}.example.gov.cn/{year}/report.html#"
            assert all(link.startswith(page) for link in row.links[1:])
            assert len(row.links) == 1 + len(row.cells)


def test_findings_are_those_planted(bodies: MadeBodies, rollup: RollupSite) -> None:
    for year in bodies.years:
        table = json.loads(rollup.files[f"data/{year}-findings.json"])
        own = {row["code"] for row in table["rows"] if row["kind"] == "本年"}
        carried = {row["code"] for row in table["rows"] if row["kind"] == "与上年衔接"}
        wrong = {code for code, planted in bodies.of_kind("wrong-sum").items() if planted == year}
        assert own == (wrong | {"X"} if wrong else set())
        steps = {code for code, planted in bodies.of_kind("carried").items() if planted == year - 1}
        assert carried == (steps | {"X"} if steps else set())


def test_two_different_reports_of_a_year_make_no_sum(small: MadeBodies) -> None:
    (code, year), *_ = small.of_kind("twice").items()
    second = small.reports[code, -year]
    second.cells = {**second.cells, TOTAL: number(second.cells[TOTAL]) + 1}
    small.write([code])
    site = run_rollup(small.folder)
    row = sums(site, year)["/".join(TOTAL)]
    assert (row["sum"], row["doubtful"], row["difference"]) == (None, "1", None)


def test_forms_are_never_mixed(small: MadeBodies) -> None:
    path = small.folder / "published" / "B0001" / "2025" / "figures.json"
    other = json.loads(path.read_text(encoding="utf-8"))
    other["form"] = "annual-report-2019"
    path.write_text(json.dumps(other), encoding="utf-8")
    site = run_rollup(small.folder)
    (row,) = [row for row in site.rows("2025/index.html") if row.label.startswith("第0001")]
    assert "用的是别的年度的表式（2019）" in row.cells[0]


@pytest.mark.parametrize("name", ["2024-status", "2024-figures", "2024-sums-x", "2024-findings"])
def test_data_follow_their_schema(rollup: RollupSite, name: str) -> None:
    schema = json.loads(rollup.files["schemas/rollup-table.schema.json"])
    table = json.loads(rollup.files[f"data/{name}.json"])
    jsonschema.Draft202012Validator(schema).validate(table)
    lines = rollup.files[f"data/{name}.csv"].decode("utf-8-sig").splitlines()
    assert len(lines) == len(table["rows"]) + 1
    assert lines[0].split(",") == [column["label"] for column in table["columns"]]


def test_each_figure_has_an_address(bodies: MadeBodies, rollup: RollupSite) -> None:
    table = json.loads(rollup.files["data/2024-figures.json"])
    addresses = [row["address"] for row in table["rows"]]
    assert len(set(addresses)) == len(addresses)
    cells = sum(1 for table in report_form(2024).tables() for _ in table.cells())
    assert len(addresses) == cells * (len(counted(bodies, 2024)) + 1)
