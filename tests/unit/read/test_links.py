"""Links and images of a text: pointed to pages, judged where they stand."""

import pytest

from site_builder.urls import is_government, outside_url
from tests.unit.read.proses import GOVERNMENT, read, told


@pytest.mark.parametrize(
    ("written", "address", "target"),
    [
        ("plan.md", "plan.html", "plan.md"),
        ("../report.md#part-2", "../report.html#part-2", "../report.md#part-2"),
        ("../files/a.pdf", "../files/a.pdf", "../files/a.pdf"),
        ("#section-1", "#section-1", "#section-1"),
        ("a%20b.pdf", "a%20b.pdf", "a b.pdf"),
        ("../files/甲.pdf", "../files/%E7%94%B2.pdf", "../files/甲.pdf"),
    ],
)
def test_links_inside(written: str, address: str, target: str) -> None:
    found, text = read(f"见[甲]({written})。")
    assert text.findings == []
    assert f'<a href="{address}">甲</a>' in found.html
    assert [(one.target, one.outside, one.place.line) for one in found.links] == [
        (target, False, 10)
    ]


@pytest.mark.parametrize("scheme", ["mailto:gk@example.gov.cn", "tel:000-00000000"])
def test_links_to_people(scheme: str) -> None:
    found, text = read(f"[联系]({scheme})")
    assert (text.findings, found.links) == ([], ())
    assert f'href="{scheme}"' in found.html


@pytest.mark.parametrize(
    "address", ["https://www.gov.cn/a", "http://gov.cn", "https://www.park.example:8443/"]
)
def test_links_to_government_sites(address: str) -> None:
    found, text = read(f"[甲]({address})")
    assert (text.findings, found.links) == ([], ())
    assert found.html.strip() == f'<p><a href="{address}" rel="external">甲</a></p>'


@pytest.mark.parametrize(
    "address",
    ["https://www.example.com/a?b=1", "http://www.gov.cn.example/", "https://notgov.cn/"],
)
def test_links_outside_go_by_a_notice(address: str) -> None:
    found, text = read(f"见[甲]({address})，又见[甲]({address})。")
    assert text.findings == []
    assert {(one.target, one.outside) for one in found.links} == {(address, True)}
    notice = f'<a href="../../{outside_url(address)}" class="outside">甲（外部链接）</a>'
    assert found.html.count(notice) == 2
    assert address not in found.html


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "JavaScript:alert(1)",
        ),
        *("data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://a.example/"),
        *("//www.example.com/a", "/2021/report.html", "https:", "https://", "http:///a"),
        *("..\\a.pdf", "C:/a.pdf", "https://[::1/a", "urn:x", "blob:x"),
    ],
)
def test_links_that_cannot_be_used(address: str) -> None:
    found, text = read(f"第一行\n见[甲](<{address}>)")
    (finding,) = text.findings
    assert (finding.rule, finding.place.line) == ("prose/link", 11)
    assert ("https://" if "\\" not in address else "“../a.pdf”") in finding.hint
    assert found.links == ()


def test_a_link_to_nothing() -> None:
    assert told("[甲]()") == [("prose/link", 10, "不能用的链接“”")]


@pytest.mark.parametrize(
    "address",
    ["https://www.gov.cn/a.png", "data:image/png;base64,AA", "mailto:a@b", "/a.png", "..\\a.png"],
)
def test_images_lie_beside_the_text(address: str) -> None:
    ((rule, line, _),) = told(f"![甲](<{address}>)")
    assert (rule, line) == ("prose/link", 10)
    found, text = read("![甲图](../files/a.png)")
    assert text.findings == []
    assert '<img src="../files/a.png" alt="甲图" />' in found.html
    assert [one.target for one in found.links] == ["../files/a.png"]


def test_a_link_is_told_on_its_own_line() -> None:
    found, text = read(
        "甲\n乙[一](a.md)\n丙  \n丁[二](b.md)[三](/c)\n\n- 甲\n- 乙[四](d.md)\n\n"
        "| 甲 | 乙 |\n| - | - |\n| 丙 | [五](e.md) |\n"
    )
    assert [(one.target, one.place.line) for one in found.links] == [
        ("a.md", 11),
        ("b.md", 13),
        ("d.md", 16),
        ("e.md", 20),
    ]
    assert [one.place.line for one in text.findings] == [13]


def test_bare_addresses_stay_text() -> None:
    markdown = "见http://www.gov.cn/zhengce，后文。联系gk@example.com"
    found, _ = read(markdown)
    assert found.html == f"<p>{markdown}</p>\n"


@pytest.mark.parametrize(
    ("host", "wanted"),
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
def test_government_hosts(host: str, wanted: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_government(host, GOVERNMENT) is wanted


def test_an_address_is_placed_by_its_column() -> None:
    found, text = read(
        "甲`x\ny`[乙](b.md)、[b.md](<c d.md>)、[丁](a%20b.pdf)、[丁](/x)，又[丁](/x)\n\n"
        "| 甲 | 乙 |\n| - | - |\n| [a](/p) | [a](/p) |\n\n甲（注[乙](/q)）\n"
    )
    assert [(one.place.line, one.place.column) for one in found.links] == [
        *((11, 7), (11, 21), (11, 34)),
    ]
    assert [(one.place.line, one.place.column) for one in text.findings] == [
        *((11, 49), (11, 58), (15, 7), (15, 17), (17, 8)),
    ]


def test_images_are_known_as_such() -> None:
    found, _ = read("![甲](a.png)[乙](b.md)")
    assert [one.image for one in found.links] == [True, False]
