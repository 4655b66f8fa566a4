"""The series as CSV and JSON: all figures of all years, to their schema, and nothing invented."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from tests.series.case import EVIL, Key, form_of, number
from tests.series.conftest import Series
from tests.series.test_page import CARRIED, judged, shown
from tests.tools import Site


def data_of(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.outcome.files["series.json"])
    return found


def rows_of(site: Site) -> list[dict[str, str]]:
    data = site.outcome.files["series.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def checker(site: Site) -> jsonschema.Draft202012Validator:
    schema = json.loads(site.outcome.files["schemas/series.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_it_keeps_to_its_schema(series: Series) -> None:
    found = [
        f"{one.json_path}: {one.message}"
        for one in checker(series.site).iter_errors(data_of(series.site))
    ]
    assert found == []


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
    first = next(one for one in data[listed] if one.get("state", "") in ("", "number", "holds"))
    assert list(checker(built_example).iter_errors({**data, listed: [{**first, **wrong}]}))


def test_every_figure_of_every_year_is_there_as_typed(series: Series) -> None:
    data = data_of(series.site)
    assert [one["year"] for one in data["reports"]] == list(series.years)
    found: dict[tuple[int, Key], dict[str, Any]] = {
        (one["year"], (one["table"], one["row"], one["column"])): one for one in data["figures"]
    }
    assert len(found) == len(data["figures"])
    everywhere = {key for cells in series.years.values() for key in cells}
    assert found.keys() == {(year, key) for year in series.years for key in everywhere}
    for (year, key), one in found.items():
        text = series.years[year].get(key)
        state = {None: "absent", "缺": "blank", "/": "not-applicable"}.get(text, "number")
        assert (one["state"], one["value"]) == (state, number(text or "缺") or None), (year, key)


def test_every_label_is_that_of_the_form_of_the_year(series: Series) -> None:
    own = {
        (year, table.id, row.path, column.path): (row.label, column.label)
        for year in series.years
        for table in form_of(year).tables()
        for _, row, column in table.cells()
    }
    for one in data_of(series.site)["figures"]:
        labels = own.get((one["year"], one["table"], one["row"], one["column"]))
        if labels is not None:
            assert (
                [*one["row_labels"], ""][-1 - bool(labels[0])],
                one["column_labels"][-1],
            ) == labels


def test_every_difference_is_the_difference(series: Series) -> None:
    units = {
        (one["year"], one["table"], one["row"], one["column"]): one["unit"]
        for one in data_of(series.site)["figures"]
    }
    for one in data_of(series.site)["figures"]:
        key = (one["table"], one["row"], one["column"])
        now = number(series.years[one["year"]].get(key, "缺"))
        before = number(series.years.get(one["year"] - 1, {}).get(key, "缺"))
        same = units.get((one["year"] - 1, *key)) == one["unit"]
        wanted = Decimal(now) - Decimal(before) if now and before and same else None
        assert one["change"] == (None if wanted is None else f"{wanted:f}")


def test_two_units_are_not_subtracted(mixed_site: Site) -> None:
    found = {
        one["year"]: (one["value"], one["unit"], one["change"])
        for one in data_of(mixed_site)["figures"]
        if (one["row"], one["column"]) == ("procurement", "amount") and one["value"]
    }
    assert found == {2019: ("358000", "元", None), 2020: ("35.8", "万元", None)}
    told = {(year, change) for year, key, _, change in shown(mixed_site) if key[1] == "procurement"}
    assert (2020, "与上年单位不同") in told


def test_the_csv_says_what_the_json_says(series: Series) -> None:
    states = {"数值": "number", "空缺": "blank", "不适用": "not-applicable", "表式无此项": "absent"}
    rows = rows_of(series.site)
    data = data_of(series.site)
    bodies = {one["year"]: (one["body"], one["document_number"]) for one in data["reports"]}
    assert len(rows) == len(data["figures"])
    for row, one in zip(rows, data["figures"], strict=True):
        body, form = bodies[one["year"]]
        assert row == {
            "年度": str(one["year"]),
            "机关": f"'{body}" if body.startswith("=") else body,
            "表式": form,
            "表": one["table_title"],
            "分表": one["band_title"],
            "行": " > ".join(one["row_labels"]),
            "列": " > ".join(one["column_labels"]),
            "数值": one["value"] or "",
            "单位": one["unit"],
            "状态": next(word for word, state in states.items() if state == one["state"]),
            "比上年增减": one["change"] or "",
            "代号": f"{one['table']}/{one['row']}/{one['column']}",
        }


def test_no_text_becomes_a_formula(mixed_site: Site) -> None:
    assert {row["机关"] for row in rows_of(mixed_site) if row["年度"] == "2024"} == {f"'{EVIL}"}
    assert data_of(mixed_site)["reports"][-1]["body"] == EVIL


def test_the_page_and_the_data_judge_alike(series: Series) -> None:
    page = judged(series.site)
    later = list(series.years)[1:]
    found = data_of(series.site)["carry_over"]
    assert found
    for one in found:
        label = " ".join(one["line_labels"]).removeprefix("申请人情况 ")
        told = page[f"核对：{one['says']}", label][later.index(one["year"])]
        if one["state"] == "holds":
            assert told == f"一致，均为 {one['stated']}"
            assert (one["difference"], one["stated"]) == ("0", one["expected"])
        elif one["state"] == "fails":
            assert told.startswith(
                f"不一致：本年报告 {one['stated']}，按上年报告为 {one['expected']}，"
            )
            assert Decimal(one["stated"]) - Decimal(one["expected"]) == Decimal(one["difference"])
        else:
            assert told.startswith("不能核对：")
    assert {one["state"] for one in found if one["says"] == CARRIED.removeprefix("核对：")} >= {
        "holds"
    }


def test_years_without_a_report_are_named(mixed_site: Site, built_example: Site) -> None:
    assert data_of(mixed_site)["missing_years"] == [2023]
    assert data_of(built_example)["missing_years"] == []
