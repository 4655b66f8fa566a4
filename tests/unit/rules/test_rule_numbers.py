"""Numbers of persons in lines: identity cards, telephones, bank cards, homes."""

import json

import pytest

from tests.helpers import ProjectFactory
from tests.unit.rules.line_helpers import CONFIG, assert_severity, check_lines_json, line_severities

IDENTITY = "110105{0}19491231{0}002X"


@pytest.mark.parametrize(
    "blank",
    [
        *("&nbsp;", "&nbsp;&nbsp;", " &nbsp;", "&#160;", "&#xA0;", "&#12288;", "&emsp;", "&ndash;"),
        *("\u00a0", "\u3000", "\u3000\u3000", " "),
    ],
)
def test_no_blank_hides_an_identity_number(make_project: ProjectFactory, blank: str) -> None:
    lines = [f"张三 {IDENTITY.format(blank)} 符合条件。"]
    severities = line_severities(
        make_project(CONFIG), "content/2021/documents/notice.md", lines, "p001"
    )
    assert_severity(severities, "error")


def test_blanks_of_several_kinds_are_blanks(make_project: ProjectFactory) -> None:
    mixed = ["110105 19491231&nbsp;002X", "110105&nbsp;19491231&#160;002X", "110105 19491231  002X"]
    others = ["110105&amp;19491231&amp;002X", "110105&nbsp;件19491231&nbsp;002X"]
    site, path = make_project(CONFIG), "content/2021/documents/notice.md"
    assert_severity(line_severities(site, path, mixed, "p001"), "error")
    assert_severity(line_severities(site, path, others, "p001"), "")


def test_a_number_that_is_called_something_else_is_asked_about(
    make_project: ProjectFactory,
) -> None:
    lines = ["流水号 11010519491231002X 已经办结。"]
    severities = line_severities(
        make_project(CONFIG), "content/2021/documents/notice.md", lines, "p001"
    )
    assert_severity(severities, "warning")


PHONES = [
    "手机139-123-45678",
    "手机 (139)12345678",
    "手机：（139）12345678",
    "手机：139 **1234** 5678",
    "手机：**139**12345678",
    "联系人手机13912345678/13812345679。",
]
MAYBE_PHONES = ["手机 139 123 45678", "(139)12345678", "13912345678/13812345679"]
NO_PHONES = ["139-123-45678", "产值 139 123 45678", "编号 139-123-45678", "写成 139****5678"]


def test_telephones_in_any_dress(make_project: ProjectFactory) -> None:
    site, path = make_project(CONFIG), "content/2021/documents/notice.md"
    assert_severity(line_severities(site, path, PHONES, "p002"), "error")
    assert_severity(line_severities(site, path, MAYBE_PHONES, "p002"), "warning")
    assert_severity(line_severities(site, path, NO_PHONES, "p002"), "")
    diagnostics = json.loads(check_lines_json(site, path, PHONES[-1:], "p002"))["findings"]
    assert [diagnostic["severity"] for diagnostic in diagnostics] == ["error", "error"]


CARDS = [
    "卡号 6222.0212.3456.7890.128",
    "流水号和银行卡号：6222021234567894",
    "发放到 6222021234567894",
]
SERIALS = [
    "银行流水号：6222021234567894",
    "电子回单号（银行）6222021234567894",
    "工资卡流水号6222021234567894",
]


def test_a_serial_of_a_bank_is_no_card(make_project: ProjectFactory) -> None:
    site, path = make_project(CONFIG), "content/2021/documents/notice.md"
    assert_severity(line_severities(site, path, CARDS, "p003"), "error")
    assert_severity(line_severities(site, path, SERIALS, "p003"), "warning")
    assert "如“银行流水号”" in check_lines_json(site, path, CARDS[:1], "p003")


def test_an_identity_number_written_as_a_list(make_project: ProjectFactory) -> None:
    site, path = make_project(CONFIG), "content/2021/documents/notice.md"
    lines = ["身份证：110105，19491231，002X", "身份证号 110105 **19491231** 002X"]
    assert_severity(line_severities(site, path, lines, "p001"), "error")
    assert_severity(line_severities(site, path, ["110105，19491231，002X"], "p001"), "")


HOMES = [
    "张三，家住示范大道88号。",
    "户籍地址：示范市人民大道12号3楼。",
    "李四，住东湾屯12号。",
    "住址：幸福新村3-2-501。",
    "家住幸福花园１２－３－４０１",
]
OFFICES = [
    "地址：示范大道88号",
    "户籍窗口：人民大道8号",
    "住建局：示范市人民路12号",
    "居民委员会地址：人民路12号",
    "窗口设在人民路8号3楼",
    "居民小区3-5个",
]


def test_homes_are_told_from_offices(make_project: ProjectFactory) -> None:
    site, path = make_project(CONFIG), "content/2021/documents/notice.md"
    assert_severity(line_severities(site, path, HOMES, "p004"), "warning")
    assert_severity(line_severities(site, path, OFFICES, "p004"), "")


def test_long_lines_take_no_time(make_project: ProjectFactory) -> None:
    site, path = make_project(CONFIG), "content/2021/documents/notice.md"
    pieces = (
        "秘密★",
        "（机密",
        "**1",
        "139) ",
        "(139)",
        "6222.",
        "住幸福新村3-",
        "身份证110105，",
        "“",
        "此处填写",
        "“（待填）",
    )
    lines = [piece * (6_000 // len(piece)) for piece in pieces]
    for rule in ("p001", "p002", "p003", "p004", "p005", "r004"):
        report = check_lines_json(site, path, lines, rule)
        assert "findings" in report, rule
