"""`bodies.yaml`: what is read, and what cannot be right, each at its place with a cure."""

from datetime import date

import pytest

from site_builder.config.bodies import read_register
from site_builder.model.body import ALL_YEARS, Body, FormerName, Register
from site_builder.model.diagnostic import Diagnostic
from tests.helpers.standards import STANDARDS

COUNTY = "  - {代码: X, 名称: 某县人民政府, 类别: 政府}\n"
OFFICE = "  - {代码: A, 名称: 甲局, 类别: 部门, 上级: X, "


def read(text: str) -> tuple[Register, tuple[Diagnostic, ...]]:
    register, diagnostics = read_register(text.encode(), STANDARDS)
    assert register is not None
    return register, diagnostics


def problems(entries: str) -> list[str]:
    """List what is reported: code, place and message."""
    _, diagnostics = read(f"机构:\n{entries}")
    assert all(diagnostic.hint for diagnostic in diagnostics)
    return [
        f"{reported.code} {reported.location.line}:{reported.location.column} {reported.message}"
        for reported in diagnostics
    ]


def test_all_that_an_entry_may_say() -> None:
    register, diagnostics = read(
        """机构:
  - 机构代码: １１Ａ
    单位名称: 某局
    类型: 组成部门
    成立日期: 2001年2月3日
    曾用名:
      - {名称: 旧局, 止: 2010-12-31}
      - {名称: 老局, 起: 2011-01-01, 止: 2015-12-31}
    应报年度: [2019-2020, 2022年]
    网站: https://a.example.gov.cn/gk/
    项目: ./bodies/a/
    报告: {2019: old/2019.pdf, 2020: "https://a.example.gov.cn/2020.html"}
"""
    )
    assert diagnostics == ()
    (body,) = register.bodies
    assert (body.code, body.name, body.kind.label) == ("11A", "某局", "部门")
    assert (body.since, body.until) == (date(2001, 2, 3), None)
    assert [(former.name, former.until) for former in body.former_names] == [
        ("旧局", date(2010, 12, 31)),
        ("老局", date(2015, 12, 31)),
    ]
    assert body.required_years is not None
    assert [year in body.required_years for year in range(2018, 2024)] == [
        *(False, True, True, False, True, False)
    ]
    assert (body.site, body.project) == ("https://a.example.gov.cn/gk/", "bodies/a")
    assert dict(body.reports) == {2019: "old/2019.pdf", 2020: "https://a.example.gov.cn/2020.html"}


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("2022", ((2022, 2022),)),
        ("2022年度", ((2022, 2022),)),
        ("2019—2021年", ((2019, 2021),)),
        ("2019年至2021年、2023", ((2019, 2021), (2023, 2023))),
        ("2022-", ((2022, 9999),)),
        ("2022年起", ((2022, 9999),)),
        ("2022年至今", ((2022, 9999),)),
        ("２０２２", ((2022, 2022),)),
    ],
)
def test_years(text: str, ranges: tuple[tuple[int, int], ...]) -> None:
    register, diagnostics = read(f"- {{代码: A, 名称: 甲, 类别: 部门, 应报年度: {text}}}")
    assert diagnostics == ()
    assert register.bodies[0].required_years is not None
    assert register.bodies[0].required_years.ranges == ranges


def test_former_names_on_one_line() -> None:
    line = "甲一局（至2019-01-01）；甲二局（2019-01-02起至2020年3月4日）"
    register, diagnostics = read(f"- {{代码: A, 名称: 甲, 类别: 部门, 曾用名: {line}}}")
    assert diagnostics == ()
    names = register.bodies[0].former_names
    assert names[0] == FormerName("甲一局", date(2019, 1, 1), names[0].location)
    assert (names[1].name, names[1].since, names[1].until) == (
        *("甲二局", date(2019, 1, 2), date(2020, 3, 4)),
    )


def test_a_body_that_never_reports() -> None:
    register, _ = read("- {代码: A, 名称: 甲, 类别: 部门, 不编制: 是}")
    assert register.bodies[0].exempt_years == ALL_YEARS


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("类别: 部们}", "“类别”不能是“部们”"),
        ("类别: 部门, 代马: B}", "机构里没有“代马”这一项"),
        ("类别: 部门, 起: 去年}", "“去年”不是日期"),
        ("类别: 部门, 起: 2019-02-30}", "没有“2019-02-30”这一天"),
        ("类别: 部门, 项目: ../x}", "“项目”不能是“../x”"),
        ("类别: 部门, 项目: /srv/x}", "“项目”不能是“/srv/x”"),
        ("类别: 部门, 项目: 'C:\\x'}", "“项目”不能是“C:\\x”"),
        ("类别: 部门, 项目: .}", "“项目”不能是“.”"),
        ("类别: 部门, 网站: 'ftp://a.cn/'}", "“网站”不能是“ftp://a.cn/”"),
        ("类别: 部门, 网站: ~/x}", "“网站”不能是“~/x”"),
        ("类别: 部门, 应报年度: 20199}", "“应报年度”里的“20199”不是年份"),
        ("类别: 部门, 应报年度: 2021-2019}", "“应报年度”里的“2021-2019”前后颠倒"),
        ("类别: 部门, 不编制: 也许}", "“不编制”里的“也许”不是年份"),
        ("类别: 部门, 曾用名: 旧局}", "“曾用名”里的“旧局”没有写用到哪一天"),
        ("类别: 部门, 曾用名: [{名称: 旧局}]}", "曾用名没有写“止”"),
        ("类别: 部门, 报告: {去年: x.pdf}}", "“报告”下面的“去年”不是年份"),
        ("类别: 部门, 报告: {2019: ../x.pdf}}", "“报告”不能是“../x.pdf”"),
        ("类别: 部门, 上级: a b}", "“上级”不能是“a b”"),
    ],
)
def test_what_cannot_be_read(entry: str, expected: str) -> None:
    reported = problems(f"  - {{代码: A, 名称: 甲局, {entry}\n")
    assert any(expected in line for line in reported), reported
    assert len(reported) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bodies/file"),
        ("机构:", "bodies/file"),
        ("机构: []", "bodies/file"),
        ("[]", None),
        ("机构: [甲]", "bodies/file"),
        ("单位: []", "bodies/file"),
        ("甲", "bodies/file"),
        ("机构:\n  - {名称: 甲}", "bodies/value"),
    ],
)
def test_a_file_without_bodies(text: str, code: str | None) -> None:
    register, diagnostics = read_register(text.encode(), STANDARDS)
    assert register is None or register.bodies == ()
    assert {reported.code for reported in diagnostics} == ({code} if code else set())


def test_no_file_and_a_broken_one() -> None:
    assert [reported.code for reported in read_register(None, STANDARDS)[1]] == ["bodies/file"]
    assert read_register("机构: [".encode(), STANDARDS)[0] is None
    assert read_register("机构".encode("gbk"), STANDARDS)[1][0].code == "file/encoding"


def test_one_code_twice() -> None:
    assert problems(COUNTY + COUNTY) == [
        "bodies/code 3:10 代码“X”和第 2 行的“某县人民政府”重复",
    ]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("上级: A}", "bodies/parent 3:33 “甲局”的上级写的是它自己"),
        ("上级: Q}", "bodies/parent 3:33 “上级”的代码“Q”不在名录里"),
        ("上级: 某县人民政府}", "bodies/parent 3:33 “上级”的代码“某县人民政府”不在名录里"),
        ("并入: A, 止: 2019-01-01}", "bodies/successor 3:33 “甲局”并入的是它自己"),
        ("并入: X}", "bodies/successor 3:33 “甲局”写了“并入”，没有写“止”"),
        ("止: 2018-01-01, 起: 2019-01-01}", "bodies/time 3:32 “甲局”的止（2018-01-01）早于"),
        ("止: 2018-01-01, 应报年度: 2019}", "bodies/time 3:50 应报年度 2019 年"),
        ("应报年度: 2019, 不编制: 2019}", "bodies/time 3:35 “甲局”又写应报年度，又写不编制"),
    ],
)
def test_what_contradicts_itself(end: str, expected: str) -> None:
    reported = problems(f"{COUNTY}  - {{代码: A, 名称: 甲局, 类别: 部门, {end}\n")
    assert len(reported) == 1
    assert reported[0].startswith(expected), reported


def test_a_name_in_place_of_a_code_is_recognised() -> None:
    text = f"机构:\n{COUNTY}  - {{代码: A, 名称: 甲局, 类别: 部门, 上级: 某县人民政府}}\n"
    assert read(text)[1][0].hint == "是不是“X”（某县人民政府）？"


def test_circles_are_told_once() -> None:
    entries = "".join(
        f"  - {{代码: {code}, 名称: {code}局, 类别: 部门, 上级: {above}}}\n"
        for code, above in ("AB", "BC", "CA", "DA")
    )
    assert problems(entries) == ["bodies/parent 2:33 “上级”绕成了一圈：A局 → B局 → C局 → A局"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("[{名称: 一, 止: 2010-01-01}, {名称: 二, 起: 2010-01-03, 止: 2012-01-01}]", "中间空了"),
        ("[{名称: 一, 止: 2010-01-01}, {名称: 二, 起: 2009-01-03, 止: 2012-01-01}]", "重叠"),
        ("[{名称: 一, 止: 2010-01-01}, {名称: 二, 止: 2009-01-01}]", "早于它的起 2010-01-02"),
        ("[{名称: 一, 止: 1999-01-01}]", "早于它的起 2000-01-01"),
        ("[{名称: 一, 止: 2020-01-01}]", "就撤销了"),
    ],
)
def test_the_history_of_a_name(names: str, expected: str) -> None:
    reported = problems(f"{COUNTY}{OFFICE}起: 2000-01-01, 止: 2019-12-31, 曾用名: {names}}}\n")
    assert len(reported) == 1
    assert reported[0].startswith("bodies/former-name 3:")
    assert expected in reported[0]


@pytest.mark.parametrize(
    ("successor", "expected"),
    [
        ("止: 2018-01-01", "而它 2018-01-01 已经撤销"),
        ("止: 2019-02-28", "而它 2019-02-28 已经撤销"),
        ("起: 2019-03-02", "而它 2019-03-02 才成立"),
        ("起: 2019-03-01", ""),
    ],
)
def test_a_successor_has_to_be_there(successor: str, expected: str) -> None:
    reported = problems(
        f"{COUNTY}{OFFICE}止: 2019-02-28, 并入: B}}\n"
        f"  - {{代码: B, 名称: 乙局, 类别: 部门, 上级: X, {successor}}}\n"
    )
    assert [
        expected in line and line.startswith("bodies/successor 3:55 ") for line in reported
    ] == ([True] if expected else [])


def test_a_child_outside_its_parents_time() -> None:
    parent = "  - {代码: P, 名称: 老县, 类别: 政府, 起: 2000-01-01, 止: 2015-01-01%s}\n"
    child = "  - {代码: A, 名称: 甲局, 类别: 部门, 上级: P, 起: %s}\n"
    assert "已经撤销" in problems(parent % "" + child % "2001-01-01")[0]
    merged = parent % ", 并入: X" + COUNTY
    assert problems(merged + child % "2001-01-01") == []
    assert "早于上级" in problems(merged + child % "1999-01-01")[0]


def test_places_that_two_bodies_share() -> None:
    reported = problems(
        f"{OFFICE}项目: bodies/a, 网站: https://a.example.gov.cn/gk}}\n".replace("上级: X, ", "")
        + "  - {代码: B, 名称: 乙局, 类别: 部门, 项目: Bodies/A}\n"
        + "  - {代码: C, 名称: 丙局, 类别: 部门, 项目: bodies/a/c}\n"
        + "  - {代码: D, 名称: 丁局, 类别: 部门, 网站: http://a.example.gov.cn/gk/}\n"
    )
    assert [line.split()[:2] for line in reported] == [
        ["bodies/place", "3:33"],
        ["bodies/place", "4:33"],
        ["bodies/place", "5:33"],
    ]


def test_an_address_may_pass_to_a_successor() -> None:
    end = "网站: https://a.example.gov.cn/gk/"
    assert (
        problems(
            f"  - {{代码: A, 名称: 甲, 类别: 部门, 止: 2018-12-31, 并入: B, {end}}}\n"
            f"  - {{代码: B, 名称: 乙, 类别: 部门, 起: 2019-01-01, {end}}}\n"
        )
        == []
    )


def test_ten_thousand_bodies_are_read_whole() -> None:
    entries = [
        f"  - {{代码: '{n:05}', 名称: 机构{n}, 类别: 部门, 项目: b/{n}"
        + (f", 上级: '{(n - 1) // 20:05}', 起: 2010-01-01}}\n" if n else "}\n")
        for n in range(10_000)
    ]
    register, diagnostics = read(f"机构:\n{''.join(entries)}")
    assert diagnostics == ()
    assert len(register.bodies) == 10_000
    unknown = "".join(entries).replace("上级: '", "上级: 'Q")
    assert len(problems(unknown)) == 9_999


def test_bodies_with_mistakes_are_left_out_and_not_called_unknown() -> None:
    register, diagnostics = read(
        "机构:\n  - {代码: X, 名称: 某县, 类别: 正府}\n"
        "  - {代码: A, 名称: 甲, 类别: 部门, 上级: X}\n"
    )
    assert [reported.code for reported in diagnostics] == ["bodies/value"]
    assert [body.code for body in register.bodies] == ["A"]
    assert isinstance(register.bodies[0], Body)
