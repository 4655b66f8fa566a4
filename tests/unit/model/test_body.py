"""Who is expected to report about a year, what it was called, and what became of it."""

from datetime import date

from site_builder.config.bodies import read_register
from site_builder.model.body import (
    Body,
    Register,
    children,
    due_date,
    lineage,
    name_in,
    standing_body,
)
from tests.helpers.standards import STANDARDS

TEXT = """机构:
  - {代码: X, 名称: 某县人民政府, 类别: 政府}
  - {代码: CUL, 名称: 文化和旅游局, 类别: 部门, 上级: X, 曾用名: [{名称: 文化局, 止: 2019-02-28}]}
  - {代码: TOUR, 名称: 旅游局, 类别: 部门, 上级: X, 止: 2019-02-28, 并入: CUL}
  - {代码: TEAM, 名称: 旅游执法队, 类别: 授权组织, 上级: TOUR}
  - {代码: GUILD, 名称: 旅游质监所, 类别: 部门, 上级: TOUR, 止: 2017-12-31, 并入: TOUR}
  - {代码: GONE, 名称: 接待办, 类别: 部门, 上级: X, 止: 2020-12-30}
  - {代码: LAST, 名称: 年末办, 类别: 部门, 上级: X, 止: 2020-12-31}
  - {代码: NEW, 名称: 数据局, 类别: 部门, 上级: X, 起: 2021-06-01}
  - {代码: WATER, 名称: 水务公司, 类别: 公共企事业单位, 上级: X}
  - {代码: ASKED, 名称: 供电公司, 类别: 公共企事业单位, 上级: X, 应报年度: 2020}
  - {代码: NEVER, 名称: 保密局, 类别: 部门, 上级: X, 不编制: 是}
  - {代码: BREAK, 名称: 筹备办, 类别: 部门, 上级: X, 不编制: 2019-2020}
"""


def register() -> Register:
    read, diagnostics = read_register(TEXT.encode(), STANDARDS)
    assert read is not None
    assert diagnostics == ()
    return read


def reporters(year: int) -> set[str]:
    return {body.code for body in register().bodies if body.reports_about(year)}


def test_who_reports_about_a_year() -> None:
    always = {"X", "CUL", "TEAM"}
    assert reporters(2016) == always | {"TOUR", "GUILD", "GONE", "LAST", "BREAK"}
    assert reporters(2019) == always | {"GONE", "LAST"}
    assert reporters(2020) == always | {"LAST", "ASKED"}
    assert reporters(2021) == always | {"NEW", "BREAK"}


def test_until_when() -> None:
    bodies = register().by_code
    assert due_date(bodies["X"], 2021, STANDARDS.forms) == date(2022, 3, 31)
    assert due_date(bodies["CUL"], 2019, STANDARDS.forms) == date(2020, 1, 31)
    assert due_date(bodies["CUL"], 2001, STANDARDS.forms) is None


def test_a_name_is_that_of_the_end_of_the_year() -> None:
    bodies = register().by_code
    assert [name_in(bodies["CUL"], year) for year in (2018, 2019)] == ["文化局", "文化和旅游局"]
    assert name_in(bodies["TOUR"], 2022) == "旅游局"


def test_what_became_of_a_body() -> None:
    codes = [[body.code for body in part] for part in _lineage("GUILD")]
    assert codes == [[], ["TOUR", "CUL"]]
    assert [[body.code for body in part] for part in _lineage("CUL")] == [["TOUR", "GUILD"], []]
    standing_bodies = [
        standing_body(register(), "GUILD", year) for year in (2016, 2017, 2018, 2019)
    ]
    assert [body.code if body else "" for body in standing_bodies] == [
        "GUILD",
        "GUILD",
        "TOUR",
        "CUL",
    ]
    assert standing_body(register(), "GONE", 2025) == register().by_code["GONE"]
    assert standing_body(register(), "Q", 2025) is None


def _lineage(code: str) -> tuple[tuple[Body, ...], tuple[Body, ...]]:
    line = lineage(register(), code)
    return line.predecessors, line.successors


def test_who_is_below_a_body() -> None:
    def below(code: str, year: int | None = None) -> list[str]:
        return [body.code for body in children(register(), code, year)]

    assert below("TOUR") == ["TEAM", "GUILD"]
    assert below("TOUR", 2016) == ["TEAM", "GUILD"]
    assert below("TOUR", 2018) == ["TEAM"]
    assert below("CUL", 2018) == []
    assert below("CUL", 2019) == ["TEAM"]
    assert "NEW" not in below("X", 2020)
    assert "NEW" in below("X", 2021)


def test_circles_of_a_faulty_register_end() -> None:
    text = "- {代码: A, 名称: 甲, 类别: 部门, 上级: B, 止: 2019-01-01, 并入: B}\n"
    text += "- {代码: B, 名称: 乙, 类别: 部门, 上级: A, 止: 2019-01-01, 并入: A}\n"
    read, _ = read_register(text.encode(), STANDARDS)
    assert read is not None
    assert [body.code for body in lineage(read, "A").successors] == ["B"]
    assert standing_body(read, "A", 2020) is not None
    assert children(read, "A", 2018) == (read.by_code["B"],)
