"""config.yaml: the shape of each setting, and one diagnostic for one mistake."""

import pytest

from site_builder.config.settings import read_settings
from site_builder.model.diagnostic import has_errors
from site_builder.model.settings import Settings
from tests.helpers import ROOT
from tests.helpers.standards import STANDARDS

BASE = (ROOT / "tests" / "bad" / "base" / "config.yaml").read_text(encoding="utf-8")


def read(line: str, new: str) -> tuple[Settings | None, list[str]]:
    """Read the base with one line changed."""
    assert BASE.count(line) == 1
    settings, findings = read_settings(BASE.replace(line, new).encode(), STANDARDS)
    assert settings is not None
    assert has_errors(findings) is (len(findings) > 0)
    return settings, [f"{diagnostic.message} {diagnostic.hint}" for diagnostic in findings]


ADDRESS = "网址: https://www.example.gov.cn/gk/"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://www.example.gov.cn", "https://www.example.gov.cn/"),
        ("http://www.example.gov.cn/", "http://www.example.gov.cn/"),
        ("https://www.example.gov.cn:8443/gk/", "https://www.example.gov.cn:8443/gk/"),
        ("https://www.example.gov.cn/gk", "https://www.example.gov.cn/gk/"),
        ("https://江苏.政务/gk/", "https://江苏.政务/gk/"),
    ],
)
def test_an_address(typed: str, expected: str) -> None:
    settings, messages = read(ADDRESS, f"网址: {typed}")
    assert messages == []
    assert settings is not None
    assert settings.address == expected


@pytest.mark.parametrize(
    "typed",
    [
        "https://x.gov.cn/index.html?a=1#b",
        "https://x.gov.cn/index.html",
        "https://x.gov.cn/?a=1",
        "https://x.gov.cn/#b",
        "'https://x.gov.cn/\"><b>'",
        "https://x.gov.cn/a b/",
        "https://user@x.gov.cn/",
        "https://x",
        "x.gov.cn",
        "ftp://x.gov.cn/",
        "https://ｘ.gov.cn/",
    ],
)
def test_no_address(typed: str) -> None:
    _, (message,) = read(ADDRESS, f"网址: {typed}")
    assert "不是栏目的完整网址" in message
    assert "以 / 结尾" in message


def test_other_links_may_hold_a_query() -> None:
    line = "找错链接: https://www.example.gov.cn/fault"
    assert read(line, "找错链接: https://zfwzgl.gov.cn/a.html?site_code=1&b=2")[1] == []
    (message,) = read(line, "找错链接: 'https://zfwzgl.gov.cn/\"><b>'")[1]
    assert "不是完整的网址" in message


@pytest.mark.parametrize(
    ("line", "new", "words"),
    [
        ('标识码: "3212820001"', "标识码: ３２１２８２０００１", "用半角数字"),
        ('标识码: "3212820001"', "标识码: 321282000①", "10 位数字"),
        ("域名: www.example.gov.cn", "域名: www.example.gov.cn/", "只写域名"),
        ("域名: www.example.gov.cn", "域名: ｗｗｗ.example.gov.cn", "只写域名"),
        ("电子邮箱: gk@example.gov.cn", "电子邮箱: gk#example.gov.cn", "gk@example.gov.cn 这样"),
        ("电子邮箱: gk@example.gov.cn", "电子邮箱: 无", "空着不写"),
        ("  名称: 样例园区政府信息公开", "  名称: [甲]", "“名称”应当是一段文字"),
        ("  名称: 样例园区政府信息公开", "  名称: {甲: 乙}", "“名称”应当是一段文字"),
        ("  名称: 样例园区政府信息公开", '  名称: ""', "没有写“站点 → 名称”"),
        ("目录每页: 20", "目录每页: [20]", "“目录每页”应当是一段文字"),
        ("目录每页: 20", "目录每页: ２０", "请写 1 到 500 的整数"),
        ("下载: [csv, json]", "附统计表文字版: 不附", "请写“是”或“否”"),
        ("下载: [csv, json]", "下载: csv，json", "逗号用了全角“，”，请改成半角逗号“,”"),
        ("下载: [csv, json]", "下载: [csv，json]", "逗号用了全角“，”，请改成半角逗号“,”"),
        ("下载: [csv, json]", "下载: 【csv, json】", "括号用了全角“【”"),
        ("下载: [csv, json]", "下载: [csv, [json]]", "每项是一个词"),
        ("下载: [csv, json]", "政府网站: [https://a.cn/]", "只写域名"),
        ("下载: [csv, json]", "政府网站: [a.cn、b.cn]", "用顿号“、”隔开了"),
        ("下载: [csv, json]", "目录 每页: 10", "和第 19 行写的是同一项（目录每页）"),
        ("下载: [csv, json]", "字体: 宋体", "“字体”下面应当逐行写"),
    ],
)
def test_one_slip_one_finding(line: str, new: str, words: str) -> None:
    _, (message,) = read(line, new)
    assert words in message


def test_settings_with_full_width_colons_throughout() -> None:
    text = "站点：\n  名称：甲\n"
    _, (finding,) = read_settings(text.encode(), STANDARDS)
    assert (finding.code, finding.location.line, finding.location.column) == ("yaml/syntax", 1, 3)


def test_a_setting_written_twice_is_one_mistake() -> None:
    """What stands in the other of the two is not missing, and the first is still checked."""
    _, messages = read(ADDRESS, f"网 址: 甲\n  {ADDRESS}")
    assert [message.split(" ")[0] for message in messages] == [
        "“网址”和第",
        "“站点",
    ]
    _, messages = read("  域名: www.example.gov.cn", "站 点:\n  域名: www.example.gov.cn")
    assert messages == ["“站 点”和第 1 行写的是同一项（站点） 请只留一个。"]
