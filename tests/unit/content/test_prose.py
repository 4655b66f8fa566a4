"""Markdown as offices write it: Chinese emphasis and line ends, tables; nothing runs."""

import lxml.html
import pytest

from site_builder.content.markdown.csv_rows import MAX_COLUMNS
from tests.unit.content.prose_helpers import diagnostics, read


def html(markdown: str) -> str:
    """Return the HTML of a text with nothing wrong, without the one paragraph around it."""
    prose, text = read(markdown)
    assert text.diagnostics == []
    return prose.html.strip().removeprefix("<p>").removesuffix("</p>")


# --- Chinese ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("他说**“好”。**然后", "他说<strong>“好”。</strong>然后"),
        (
            "**《条例》**第五条和**“引号”**后",
            "<strong>《条例》</strong>第五条和<strong>“引号”</strong>后",
        ),
        ("依据**《条例》**办理", "依据<strong>《条例》</strong>办理"),
        ("共**12**件", "共<strong>12</strong>件"),
        ("共**（一）**项", "共<strong>（一）</strong>项"),
        ("办理**公开。**之后", "办理<strong>公开。</strong>之后"),
        ("*“甲”*乙", "*“甲”*乙"),
        ("甲 ** 乙 ** 丙", "甲 ** 乙 ** 丙"),
        ("2**3**4", "2**3**4"),
        ("a*b*c", "a*b*c"),
        ("3*5*6毫米", "3*5*6毫米"),
        ("甲*、乙*、丙**、丁**。", "甲*、乙*、丙**、丁**。"),
        ("139****5678、138****1234", "139****5678、138****1234"),
        ("139**5678、138**1234", "139**5678、138**1234"),
        ("320***********1234、320***********1235", "320***********1234、320***********1235"),
        ("缩短**70%以上**。", "缩短<strong>70%以上</strong>。"),
        ("可以**“容缺受理”**的", "可以<strong>“容缺受理”</strong>的"),
        ("应当 **先申请，再办理**。", "应当 <strong>先申请，再办理</strong>。"),
        (r"丙\*\*、丁\*\*。**重要**", "丙**、丁**。<strong>重要</strong>"),
        ("_甲_、__乙__", "_甲_、__乙__"),
        ("snake_case_name", "snake_case_name"),
        (r"\*\*甲\*\*", "**甲**"),
        ("`**甲**`", "<code>**甲**</code>"),
    ],
)
def test_emphasis(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("园区办公室\n负责公开", "园区办公室负责公开"),
        ("园区办公室，\n负责公开", "园区办公室，负责公开"),
        ("第一行\n第二行\n第三行", "第一行第二行第三行"),
        ("open\ngovernment", "open\ngovernment"),
        ("园区\nopen", "园区\nopen"),
        ("**园区**\n办公室", "<strong>园区</strong>办公室"),
        ("园区\n**办公室**", "园区<strong>办公室</strong>"),
        ("[园区](a.md)\n办公室", '<a href="a.html">园区</a>办公室'),
        ("园区\n![图](a.png)", '园区\n<img src="a.png" alt="图" />'),
        ("园区  \n办公室", "园区<br />\n办公室"),
    ],
)
def test_a_line_end_between_chinese_is_no_space(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


def test_the_words_alone() -> None:
    prose, _ = read("## 一、总则\n\n**园区**办公室\n负责`公开`，见[指南](../../guide.md)。\n")
    assert prose.text == "一、总则\n园区办公室负责公开，见指南。"


@pytest.mark.parametrize(
    ("markdown", "second"),
    [
        ("联系人：办公室\n电话：000", "电话：000"),
        ("示范园区\n电话：000", "电话：000"),
        ("示范园区管理委员会\n2021年6月1日", "2021年6月1日"),
        ("特此公告。\n示范园区管理委员会\n二〇二一年六月一日", "示范园区管理委员会"),
        ("（此件公开发布）\n抄送：各有关单位", "抄送：各有关单位"),
        ("各有关单位：\n现公布如下。", "现公布如下。"),
        ("网上办：\nhttps://www.park.example", "https://www.park.example"),
    ],
)
def test_lines_of_their_own(markdown: str, second: str) -> None:
    prose, text = read(markdown)
    assert text.diagnostics == []
    assert f"<p>{second}</p>" in prose.html
    assert f"\n{second}" in prose.text


def test_lines_of_their_own_in_a_list_and_places_behind_them() -> None:
    assert "<li>联系人：甲<br />\n电话：000</li>" in html("- 联系人：甲\n  电话：000\n")
    assert diagnostics("联系人：甲\n电话：李**大、王**\n地址：[乙](/x)\n") == [
        ("prose/stars", 11, "这里的 ** 可能是隐去的字，也可能是加粗，照原样印出来"),
        ("prose/link", 12, "不能用的链接“/x”"),
    ]


@pytest.mark.parametrize(
    "markdown", ["提出以下\n要求：一是加强", "自\n2021年6月1日\n起施行", "网址见\nhttps://a.cn"]
)
def test_a_sentence_broken_in_the_middle_joins(markdown: str) -> None:
    prose, text = read(markdown)
    assert text.diagnostics == []
    assert "<br" not in prose.html


# --- tables, headings, footnotes, HTML ----------------------------------------------------------


def test_a_table_has_no_inline_style_and_says_what_its_headers_head() -> None:
    prose, text = read("| | 乙 | 丙 |\n| :- | -: | :-: |\n| 1 | 2 | |\n\n| 甲 |\n| - |\n| 1 |\n")
    assert text.diagnostics == []
    assert "style" not in prose.html
    first, second = lxml.html.fromstring(f"<div>{prose.html}</div>").xpath("//table")
    assert [
        (element.tag, element.get("scope"), element.get("class"))
        for element in first.xpath(".//thead//*")
    ][1:] == [
        ("td", None, "align-left"),
        ("th", "col", "align-right"),
        ("th", "col", "align-center"),
    ]
    regions = [element.getparent() for element in (first, second)]
    assert [
        (element.get("role"), element.get("tabindex"), element.get("aria-label"))
        for element in regions
    ] == [
        ("region", "0", "表格 1"),
        ("region", "0", "表格 2"),
    ]


def test_a_table_too_wide() -> None:
    def table(columns: int) -> str:
        return "|甲" * columns + "|\n" + "|-" * columns + "|\n" + "|1" * columns + "|\n"

    assert diagnostics("前文\n\n" + table(MAX_COLUMNS)) == []
    ((rule, line, message),) = diagnostics("前文\n\n" + table(MAX_COLUMNS + 1))
    assert (rule, line) == ("prose/table", 12)
    assert "51 列，超过 50 列" in message


def test_headings_are_numbered_and_listed() -> None:
    prose, text = read("## 一、总则\n\n正文\n\n### （一）**目的**\n\n落款\n---\n")
    assert text.diagnostics == []
    assert [(heading.level, heading.id, heading.label) for heading in prose.headings] == [
        (2, "section-1", "一、总则"),
        (3, "section-2", "（一）目的"),
    ]
    assert "<p>落款</p>\n<hr />" in prose.html
    assert '<h3 id="section-2">' in prose.html


def test_the_first_level_belongs_to_the_page() -> None:
    assert diagnostics("甲\n\n# 乙\n\n丙\n") == [
        ("prose/heading", 12, "正文里用了一级标题（一个 #）")
    ]


def test_footnotes_lead_there_and_back() -> None:
    prose, text = read("甲[^a]，乙[^a]，丙[^b]，丁^[行内]。\n\n[^a]: 注释。\n[^b]: 又注。\n")
    assert "丁^[行内]" in prose.html
    assert text.diagnostics == []
    tree = lxml.html.fromstring(f"<div>{prose.html}</div>")
    ids = set(tree.xpath("//@id"))
    links = [link for link in tree.xpath("//a/@href") if link.startswith("#")]
    assert len(links) >= 5
    assert {link[1:] for link in links} <= ids
    labels = tree.xpath("//a[@class='footnote-backref']/@aria-label")
    assert labels == ["返回正文脚注 1", "返回正文脚注 1 第 2 处", "返回正文脚注 2"]
    assert "style" not in prose.html


def test_definition_lists() -> None:
    assert "<dt>甲</dt>" in html("甲\n: 乙\n")


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "甲<img src=x onerror=alert(1)>乙",
        "<b onclick='x'>甲</b>",
        "<!-- 注释 -->",
        '<a href="javascript:x">甲</a>',
        "&lt;script&gt;",
        '[甲](a.md "<script>")',
        "![<script>](a.png)",
        "```<script>\n<script>\n```",
    ],
)
def test_html_is_shown_and_never_runs(markdown: str) -> None:
    prose, _ = read(markdown)
    tree = lxml.html.fromstring(f"<div>{prose.html}</div>")
    assert tree.xpath("//script | //b | //comment() | //@onerror | //@onclick") == []
    assert not any("javascript" in link for link in tree.xpath("//@href"))


@pytest.mark.timeout(60)  # where the work grows with the square it takes much longer
@pytest.mark.parametrize(
    "markdown",
    [
        "*" * 20_000,
        "[" * 20_000,
        "**甲" * 5_000,
        "[甲](" * 5_000,
        "> " * 5_000 + "甲",
        "- " * 5_000 + "甲",
        "`" * 20_000,
        "![" * 10_000,
        "[^a]" * 5_000 + "\n\n[^a]: 甲\n",
        "_甲" * 10_000,
        "|甲" * 5_000 + "|\n" + "|-" * 5_000 + "|\n",
    ],
    ids=lambda text: text[:4].replace("\n", " "),
)
def test_hostile_text_takes_little_time(markdown: str) -> None:
    prose, source = read(markdown)
    assert "甲" not in markdown or "甲" in f"{prose.html}" or source.diagnostics
