"""Every number, difference and judgement of the page, against what was typed into the reports."""

import re
from collections.abc import Iterator
from decimal import Decimal

import lxml.html

from site_builder.model.form import Header, TableSection, all_leaves
from tests.helpers import Site
from tests.helpers.standards import STANDARDS
from tests.series.conftest import Series
from tests.series.series_pages import (
    CARRIED,
    carry_over_rows,
    displayed_values,
    key_of,
    page_of,
    text_of,
)
from tests.series.series_sites import digits_of, form_of


def test_each_number_is_the_typed_one(series: Series) -> None:
    displayed = set()
    for year, key, value, _ in displayed_values(series.site):
        displayed.add((year, key))
        text = series.years[year].get(key)
        if text is not None:
            assert value.removeprefix("+") == text.removeprefix("+"), (year, key)
        else:
            groups = {
                head.path for table in form_of(year).tables() for head in _groups(table.sections)
            }
            assert value == ("分列" if key[1] in groups else "无此项"), (year, key)
    for year, cells in series.years.items():
        expected = {
            (year, key)
            for key in cells
            if key[0] != "requests" or key[2] == "applicant.total" or key[1] == "new"
        }
        assert expected <= displayed


def _groups(sections: tuple[TableSection, ...]) -> Iterator[Header]:
    waiting = [head for section in sections for head in section.rows]
    while waiting:
        head = waiting.pop()
        waiting += head.children
        if head.children:
            yield head


def test_each_difference_is_that_of_the_typed_numbers(series: Series) -> None:
    counted = 0
    for year, key, _, statement in displayed_values(series.site):
        now = digits_of(series.years[year].get(key, "缺"))
        before = digits_of(series.years.get(year - 1, {}).get(key, "缺"))
        if not now or year - 1 not in series.years:
            assert statement == "", (year, key)
        elif not before or key == ("proactive", "procurement", "amount"):
            assert re.fullmatch(
                r"上年(空缺|不适用|无此项|分列)|与上年单位不同|与上年持平", statement
            )
        else:
            counted += 1
            difference = Decimal(now) - Decimal(before)
            sign = "增加" if difference > 0 else "减少"
            expected = f"比上年{sign} {abs(difference)}" if difference else "与上年持平"
            assert statement == expected, (year, key)
    assert counted > 100


def test_each_number_names_its_year_and_its_line(series: Series) -> None:
    page = page_of(series.site)
    headers = {header.get("id"): text_of(header) for header in page.xpath("//th[@id]")}
    for table in page.find_class("series-table__table"):
        header_ids = {header.get("id") for header in table.iter("th")}
        for row in table.xpath("./tbody/tr[td]"):
            (label,) = row.xpath("th")
            years = table.xpath("./thead//th[@id]")
            cells = row.xpath("td")
            assert len(cells) == len(years)
            for cell, year in zip(cells, years, strict=True):
                named = cell.get("headers").split()
                assert named == [year.get("id"), label.get("id")]
                assert set(named) <= header_ids
    assert all(headers.values())


def test_lines_are_called_as_each_form_calls_them(series: Series) -> None:
    """The newest form's name stands; another one is stated next to it."""
    rows = page_of(series.site).xpath("//tr[td[starts-with(@headers, 'series-')]]/th")
    used = sorted({form_of(year).id for year in series.years}, reverse=True)
    assert rows
    for row in rows:
        table, line, column = key_of(row.get("id"))
        names = []
        for form in used:
            (form_table,) = (item for item in STANDARDS.forms[form].tables() if item.id == table)
            path = line if "-requests_" in row.get("id") else column
            for section in form_table.sections:
                owns = any(header.path == line for header in all_leaves(section.rows))
                headers = section.rows if "-requests_" in row.get("id") else section.columns
                names += [
                    header.label
                    for header in _walk(headers)
                    if header.path == path and (owns or "-requests_" in row.get("id"))
                ]
        first, *others = dict.fromkeys(names)
        unseen = "".join(text_of(item) for item in row.find_class("visually-hidden"))
        assert text_of(row).removeprefix(unseen).strip().startswith(first)
        assert all(f"“{other}”" in text_of(row) for other in others)


def _walk(headers: tuple[Header, ...]) -> Iterator[Header]:
    for header in headers:
        yield header
        yield from _walk(header.children)


def test_the_carry_over_is_stated(built_example: Site, mixed_site: Site) -> None:
    assert carry_over_rows(built_example)[CARRIED, "总计"] == ["一致，均为 1", "一致，均为 2"]
    judgements = carry_over_rows(mixed_site)
    assert judgements[CARRIED, "总计"] == [
        "一致，均为 1",
        "一致，均为 1",
        "不一致：本年报告 2，按上年报告为 3，相差 1",
        "不能核对：上年没有报告",
    ]
    assert judgements[CARRIED, "法人或其他组织 商业企业"][:3] == ["一致，均为 0"] * 3
    assert len([1 for says, _ in judgements if says == CARRIED]) == 7


def test_other_sentences_about_the_year_before_are_stated(mixed_site: Site) -> None:
    judgements = carry_over_rows(mixed_site)
    valid = "核对：现行有效件数等于上年报告的现行有效件数加本年制发、减本年废止"
    assert judgements[valid, "规章"] == [
        "不能核对：本年的表式没有此项",
        "不能核对：上年的表式没有此项",
        "不能核对：有的数字空缺或不适用",
        "不能核对：上年没有报告",
    ]
    assert judgements[valid, "行政规范性文件"][2] == "一致，均为 18"
    items = "核对：上一年项目数量等于上年报告的项目数量加增/减"
    assert judgements[items, "行政许可"][0] == "不一致：本年报告 24，按上年报告为 27，相差 3"
    assert judgements[items, "行政许可"][1:] == ["不能核对：本年的表式没有此项"] * 3


# --- charts -----------------------------------------------------------------------------------


def test_charts_say_what_the_tables_say(series: Series) -> None:
    page = page_of(series.site)
    values = {(year, key): value for year, key, value, _ in displayed_values(series.site)}
    charts = page.find_class("series-charts__chart")
    assert len(charts) == 10
    newest = form_of(max(series.years))
    expected_charts = [chart for definition in newest.series for chart in definition.charts]
    for figure, chart in zip(charts, expected_charts, strict=True):
        (svg,) = figure.iter("svg")
        title, description = (text_of(next(svg.iter(tag))) for tag in ("title", "desc"))
        named = [svg.get("aria-labelledby"), svg.get("aria-describedby")]
        assert [page.get_element_by_id(element_id).tag for element_id in named] == ["title", "desc"]
        assert (svg.get("role"), chart.label in title) == ("img", True)
        texts = [text_of(text) for text in svg.iter("text")]
        rows = [[text_of(cell) for cell in row] for row in figure.xpath(".//tbody/tr")]
        span = range(min(series.years), max(series.years) + 1)
        expected = [
            values[year, (chart.table, chart.row, chart.column)]
            if year in series.years
            else "没有报告"
            for year in span
        ]
        assert [row[0] for row in rows] == texts[::2] == [f"{year}年" for year in span]
        assert [row[1] for row in rows] == texts[1::2] == expected
        assert all(text in description for text in expected)
        _proportional(svg, expected)


def _proportional(svg: lxml.html.HtmlElement, values: list[str]) -> None:
    """Bars begin at one line and are as long as their numbers; what is no number has none."""
    bars = {rect.get("y"): rect for rect in svg.iter("rect")}
    nonzero = [Decimal(value) for value in values if value.isdecimal() and value != "0"]
    assert len(bars) == len(nonzero)
    lengths = [Decimal(bars[y].get("width")) for y in sorted(bars, key=int)]
    assert {rect.get("x") for rect in bars.values()} <= {"64"}
    maximum = max(nonzero)
    for value, length in zip(nonzero, lengths, strict=True):
        assert abs(length / max(lengths) - value / maximum) < Decimal("0.01")
        assert 64 + length < 320


def test_no_style_and_no_script_in_the_drawings(series: Series) -> None:
    for svg in page_of(series.site).iter("svg"):
        for element in svg.iter():
            names = set(element.attrib)
            assert not {name for name in names if name == "style" or name.startswith("on")}
        assert not list(svg.iter("style", "script", "image", "use"))
