"""The series as CSV and JSON: all figures of all years, to their schema, and nothing invented."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from tests.helpers import Site
from tests.series.conftest import Series
from tests.series.series_pages import CARRIED, carry_over_rows, displayed_values
from tests.series.series_sites import EVIL, Key, digits_of, form_of


def data_of(site: Site) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(site.outcome.files["series.json"])
    return data


def rows_of(site: Site) -> list[dict[str, str]]:
    data = site.outcome.files["series.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def checker(site: Site) -> jsonschema.Draft202012Validator:
    schema = json.loads(site.outcome.files["schemas/series.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_it_keeps_to_its_schema(series: Series) -> None:
    errors = [
        f"{error.json_path}: {error.message}"
        for error in checker(series.site).iter_errors(data_of(series.site))
    ]
    assert errors == []


@pytest.mark.parametrize(
    ("listed", "wrong"),
    [
        ("figures", {"value": 3}),
        ("figures", {"value": None}),
        ("figures", {"state": "absent"}),
        ("figures", {"state": "zero"}),
        ("figures", {"change": "+1"}),
        ("carry_over", {"state": "holds", "stated": None}),
        ("carry_over", {"state": "no-report"}),
        ("reports", {"url": "/2020/report.html"}),
    ],
)
def test_the_schema_refuses_what_is_wrong(
    listed: str, wrong: dict[str, object], built_example: Site
) -> None:
    data = data_of(built_example)
    first = next(
        entry for entry in data[listed] if entry.get("state", "") in ("", "number", "holds")
    )
    assert list(checker(built_example).iter_errors({**data, listed: [{**first, **wrong}]}))


def test_every_figure_of_every_year_is_there_as_typed(series: Series) -> None:
    data = data_of(series.site)
    assert [entry["year"] for entry in data["reports"]] == list(series.years)
    entries: dict[tuple[int, Key], dict[str, Any]] = {
        (entry["year"], (entry["table"], entry["row"], entry["column"])): entry
        for entry in data["figures"]
    }
    assert len(entries) == len(data["figures"])
    everywhere = {key for cells in series.years.values() for key in cells}
    assert entries.keys() == {(year, key) for year in series.years for key in everywhere}
    for (year, key), entry in entries.items():
        text = series.years[year].get(key)
        state = {None: "absent", "缺": "blank", "/": "not-applicable"}.get(text, "number")
        assert (entry["state"], entry["value"]) == (state, digits_of(text or "缺") or None), (
            year,
            key,
        )


def test_every_label_is_that_of_the_form_of_the_year(series: Series) -> None:
    form_labels = {
        (year, table.id, row.path, column.path): (row.label, column.label)
        for year in series.years
        for table in form_of(year).tables()
        for _, row, column in table.cells()
    }
    for entry in data_of(series.site)["figures"]:
        labels = form_labels.get((entry["year"], entry["table"], entry["row"], entry["column"]))
        if labels is not None:
            assert (
                [*entry["row_labels"], ""][-1 - bool(labels[0])],
                entry["column_labels"][-1],
            ) == labels


def test_every_difference_is_the_difference(series: Series) -> None:
    units = {
        (entry["year"], entry["table"], entry["row"], entry["column"]): entry["unit"]
        for entry in data_of(series.site)["figures"]
    }
    for entry in data_of(series.site)["figures"]:
        key = (entry["table"], entry["row"], entry["column"])
        now = digits_of(series.years[entry["year"]].get(key, "缺"))
        before = digits_of(series.years.get(entry["year"] - 1, {}).get(key, "缺"))
        same = units.get((entry["year"] - 1, *key)) == entry["unit"]
        expected = Decimal(now) - Decimal(before) if now and before and same else None
        assert entry["change"] == (None if expected is None else f"{expected:f}")


def test_two_units_are_not_subtracted(mixed_site: Site) -> None:
    entries = {
        entry["year"]: (entry["value"], entry["unit"], entry["change"])
        for entry in data_of(mixed_site)["figures"]
        if (entry["row"], entry["column"]) == ("procurement", "amount") and entry["value"]
    }
    assert entries == {2019: ("358000", "元", None), 2020: ("35.8", "万元", None)}
    changes = {
        (year, change)
        for year, key, _, change in displayed_values(mixed_site)
        if key[1] == "procurement"
    }
    assert (2020, "与上年单位不同") in changes


def test_the_csv_says_what_the_json_says(series: Series) -> None:
    states = {"数值": "number", "空缺": "blank", "不适用": "not-applicable", "表式无此项": "absent"}
    rows = rows_of(series.site)
    data = data_of(series.site)
    bodies = {entry["year"]: (entry["body"], entry["document_number"]) for entry in data["reports"]}
    assert len(rows) == len(data["figures"])
    for row, entry in zip(rows, data["figures"], strict=True):
        body, form = bodies[entry["year"]]
        assert row == {
            "年度": str(entry["year"]),
            "机关": f"'{body}" if body.startswith("=") else body,
            "表式": form,
            "表": entry["table_title"],
            "分表": entry["band_title"],
            "行": " > ".join(entry["row_labels"]),
            "列": " > ".join(entry["column_labels"]),
            "数值": entry["value"] or "",
            "单位": entry["unit"],
            "状态": next(word for word, state in states.items() if state == entry["state"]),
            "比上年增减": entry["change"] or "",
            "代号": f"{entry['table']}/{entry['row']}/{entry['column']}",
        }


def test_no_text_becomes_a_formula(mixed_site: Site) -> None:
    assert {row["机关"] for row in rows_of(mixed_site) if row["年度"] == "2024"} == {f"'{EVIL}"}
    assert data_of(mixed_site)["reports"][-1]["body"] == EVIL


def test_the_page_and_the_data_judge_alike(series: Series) -> None:
    page = carry_over_rows(series.site)
    later = list(series.years)[1:]
    checks = data_of(series.site)["carry_over"]
    assert checks
    for check in checks:
        label = " ".join(check["line_labels"]).removeprefix("申请人情况 ")
        statement = page[f"核对：{check['says']}", label][later.index(check["year"])]
        if check["state"] == "holds":
            assert statement == f"一致，均为 {check['stated']}"
            assert (check["difference"], check["stated"]) == ("0", check["expected"])
        elif check["state"] == "fails":
            assert statement.startswith(
                f"不一致：本年报告 {check['stated']}，按上年报告为 {check['expected']}，"
            )
            assert Decimal(check["stated"]) - Decimal(check["expected"]) == Decimal(
                check["difference"]
            )
        else:
            assert statement.startswith("不能核对：")
    assert {
        check["state"] for check in checks if check["says"] == CARRIED.removeprefix("核对：")
    } >= {"holds"}


def test_years_without_a_report_are_named(mixed_site: Site, built_example: Site) -> None:
    assert data_of(mixed_site)["missing_years"] == [2023]
    assert data_of(built_example)["missing_years"] == []
