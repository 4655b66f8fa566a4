"""Links and images of a text: pointed to pages, checked where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.core.urls import external_notice_url, is_government_host
from site_builder.core.web_addresses import join_address, repair_address, split_address, web_host
from tests.unit.content.prose_helpers import GOVERNMENT, diagnostics, read


@pytest.mark.parametrize(
    ("typed", "address", "target"),
    [
        ("plan.md", "plan.html", "plan.md"),
        ("../report.md#part-2", "../report.html#part-2", "../report.md#part-2"),
        ("../files/a.pdf", "../files/a.pdf", "../files/a.pdf"),
        ("#section-1", "#section-1", "#section-1"),
        ("a%20b.pdf", "a%20b.pdf", "a b.pdf"),
        ("../files/甲.pdf", "../files/%E7%94%B2.pdf", "../files/甲.pdf"),
    ],
)
def test_links_inside(typed: str, address: str, target: str) -> None:
    prose, text = read(f"见[甲]({typed})。")
    assert text.diagnostics == []
    assert f'<a href="{address}">甲</a>' in prose.html
    assert [(link.target, link.is_external, link.location.line) for link in prose.links] == [
        (target, False, 10)
    ]


@pytest.mark.parametrize("scheme", ["mailto:gk@example.gov.cn", "tel:000-00000000"])
def test_links_to_people(scheme: str) -> None:
    prose, text = read(f"[联系]({scheme})")
    assert (text.diagnostics, prose.links) == ([], ())
    assert f'href="{scheme}"' in prose.html


@pytest.mark.parametrize(
    "address", ["https://www.gov.cn/a", "http://gov.cn", "https://www.park.example:8443/"]
)
def test_links_to_government_sites(address: str) -> None:
    prose, text = read(f"[甲]({address})")
    assert (text.diagnostics, prose.links) == ([], ())
    assert prose.html.strip() == f'<p><a href="{address}" rel="external">甲</a></p>'


@pytest.mark.parametrize(
    "address",
    ["https://www.example.com/a?b=1", "http://www.gov.cn.example/", "https://notgov.cn/"],
)
def test_links_outside_go_by_a_notice(address: str) -> None:
    prose, text = read(f"见[甲]({address})，又见[甲]({address})。")
    assert text.diagnostics == []
    assert {(link.target, link.is_external) for link in prose.links} == {(address, True)}
    notice = f'<a href="../../{external_notice_url(address)}" class="outside">甲（外部链接）</a>'
    assert prose.html.count(notice) == 2
    assert address not in prose.html


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "JavaScript:alert(1)",
        ),
        *("data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://a.example/"),
        *("//www.example.com/a", "/2021/report.html", "https:", "https://"),
        *("..\\a.pdf", "C:/a.pdf", "https://[::1/a", "urn:x", "blob:x"),
    ],
)
def test_links_that_cannot_be_used(address: str) -> None:
    prose, text = read(f"第一行\n见[甲](<{address}>)")
    (finding,) = text.diagnostics
    assert (finding.code, finding.location.line) == ("prose/link", 11)
    assert ("https://" if "\\" not in address else "“../a.pdf”") in finding.hint
    assert prose.links == ()


ODD = (
    ("http://www.gov.cn.", "http://www.gov.cn"),
    ("https://a.gov.cn../x", "https://a.gov.cn/x"),
    ("http:///www.gov.cn/a", "http://www.gov.cn/a"),
    ("http:www.gov.cn/a", "http://www.gov.cn/a"),
    ("https:/www.gov.cn", "https://www.gov.cn"),
    ("http:\\\\evil.example\\a", "http://evil.example/a"),
    ("http://www.gov.cn@evil.example/", "http://evil.example/"),
    ("http://www.gov.cn:80@evil.example", "http://evil.example"),
    ("http://evil.example\\@www.gov.cn/", "http://evil.example/@www.gov.cn/"),
    ("http://www.gov.cn\\.evil.example", "http://www.gov.cn/.evil.example"),
    ("http://ｗｗｗ．ｇｏｖ．ｃｎ/", "http://www.gov.cn/"),
    ("http://www.g\u200bov.cn/", "http://www.gov.cn/"),
    ("http://a\u00adb.gov.cn/", "http://ab.gov.cn/"),
    ("http://www.gov.cn /x", "http://www.gov.cn/x"),
    ("http://www.gov.cn:/x", "http://www.gov.cn/x"),
    ("http://www.gov.cn%2Fevil.example", ""),
    ("http://www.gov.cn%00.evil.example", ""),
    ("http://evil.example%2f.gov.cn", ""),
    ("http://evil.example？.gov.cn", ""),
    ("http://evil.example／.gov.cn", ""),
    ("http://evil.example;.gov.cn", ""),
    ("http://[abc", ""),
    ("http://[1::2::3]/", ""),
    ("http://www.gov.cn:99999/", ""),
    ("http://2130706433/", ""),
    ("http://0x7f.1/", ""),
    ("http://127.1/", ""),
    ("http://1.2.3.400/", ""),
    ("http://a..gov.cn", ""),
    (f"http://{'a' * 300}.gov.cn", ""),
    ("http://xn--a/", ""),
    ("http://xn--8i7caa.gov.cn/", ""),
    ("http://www.g\u043ev.cn/", "g\u043ev"),
    ("http://www.xn--gv-fmc.cn/", "g\u043ev"),
)
"""Addresses that programs read in several ways, and what the hint must name."""


@pytest.mark.parametrize(("address", "meant"), ODD)
def test_hosts_in_doubt_are_refused(address: str, meant: str) -> None:
    prose, text = read(f"第一行\n见[甲](<{address}>)")
    (finding,) = (diagnostic for diagnostic in text.diagnostics if diagnostic.code == "prose/link")
    assert finding.location.line == 11
    assert (f"“{meant}”" if meant else "https://") in finding.hint
    assert prose.links == ()


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("HTTP://WWW.Example.COM/A", "www.example.com"),
        ("http://www。example。com/", "www.example.com"),
        ("http://[2001:DB8::1]:80/", "[2001:db8::1]"),
        ("http://192.0.2.1:8080", "192.0.2.1"),
        ("http://国务院.cn/", "xn--zfr54hdx6e.cn"),
        ("https://a_b.example/a@b[c]", "a_b.example"),
    ],
)
def test_hosts_that_all_read_alike(address: str, host: str) -> None:
    prose, text = read(f"见[甲](<{address}>)")
    assert text.diagnostics == []
    ((target, outside),) = ((link.target, link.is_external) for link in prose.links)
    assert (web_host(target), outside) == (host, True)


@given(st.text(alphabet="htps:/\\@.[]%0a２ｇ。\u043e\u200b\t\x00?#-gov.cn", max_size=40))
def test_no_address_ends_the_program(text: str) -> None:
    address = f"http://{text}"
    assert isinstance(split_address(address).port, int | None)
    assert isinstance(join_address(address, text), str)
    meant = repair_address(address)
    assert not meant or web_host(meant)


def test_a_link_to_nothing() -> None:
    assert diagnostics("[甲]()") == [("prose/link", 10, "不能用的链接“”")]


@pytest.mark.parametrize(
    "address",
    ["https://www.gov.cn/a.png", "data:image/png;base64,AA", "mailto:a@b", "/a.png", "..\\a.png"],
)
def test_images_lie_beside_the_text(address: str) -> None:
    ((rule, line, _),) = diagnostics(f"![甲](<{address}>)")
    assert (rule, line) == ("prose/link", 10)
    prose, text = read("![甲图](../files/a.png)")
    assert text.diagnostics == []
    assert '<img src="../files/a.png" alt="甲图" />' in prose.html
    assert [link.target for link in prose.links] == ["../files/a.png"]


def test_a_link_is_told_on_its_own_line() -> None:
    prose, text = read(
        "甲\n乙[一](a.md)\n丙  \n丁[二](b.md)[三](/c)\n\n- 甲\n- 乙[四](d.md)\n\n"
        "| 甲 | 乙 |\n| - | - |\n| 丙 | [五](e.md) |\n"
    )
    assert [(item.target, item.location.line) for item in prose.links] == [
        ("a.md", 11),
        ("b.md", 13),
        ("d.md", 16),
        ("e.md", 20),
    ]
    assert [item.location.line for item in text.diagnostics] == [13]


def test_bare_addresses_stay_text() -> None:
    markdown = "见http://www.gov.cn/zhengce，后文。联系gk@example.com"
    prose, _ = read(markdown)
    assert prose.html == f"<p>{markdown}</p>\n"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.gov.cn", True),
        ("GOV.CN", True),
        ("gov.cn.", True),
        ("江苏.政务", True),
        ("agov.cn", False),
        ("gov.cn.example.com", False),
        ("", False),
    ],
)
def test_government_hosts(host: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_government_host(host, GOVERNMENT) is expected


def test_an_address_is_placed_by_its_column() -> None:
    prose, text = read(
        "甲`x\ny`[乙](b.md)、[b.md](<c d.md>)、[丁](a%20b.pdf)、[丁](/x)，又[丁](/x)\n\n"
        "| 甲 | 乙 |\n| - | - |\n| [a](/p) | [a](/p) |\n\n甲（注[乙](/q)）\n"
    )
    assert [(item.location.line, item.location.column) for item in prose.links] == [
        *((11, 7), (11, 21), (11, 34)),
    ]
    assert [(item.location.line, item.location.column) for item in text.diagnostics] == [
        *((11, 49), (11, 58), (15, 7), (15, 17), (17, 8)),
    ]


def test_images_are_known_as_such() -> None:
    prose, _ = read("![甲](a.png)[乙](b.md)")
    assert [link.is_image for link in prose.links] == [True, False]
