"""Whole pages: the article, what is left out and why, fields, lists, notes, pictures."""

import base64

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import web_page
from site_builder.model.original import Footnote, OriginalPicture, TextBlock
from tests.unit.importing.readers.web.pages import PROSE, REPORT, page, read, reasons, texts

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
TABLE = "<table><tr><td>规章</td><td>3</td></tr><tr><td>文件</td><td>564</td></tr></table>"
NAVIGATION = "<div class=nav><a href=/>首页</a><a href=/a>政务公开</a><a href=/b>互动交流</a></div>"
FOOTER = "<div class=footer>主办单位：示范园区管理委员会 网站标识码：0000000000</div>"


@pytest.mark.parametrize(
    "article",
    ["id=zoom", "id=UCAP-CONTENT", "class=TRS_Editor", "class='article-content'", "class=unknown"],
)
def test_the_article_is_found(article: str) -> None:
    original = read(
        f"{NAVIGATION}<div class=box><div {article}><p>一、总体情况</p>{PROSE}{TABLE}</div></div>"
        f"<p>【打印】【关闭】</p><ul><li><a href=1>文件甲</a><li><a href=2>文件乙</a>"
        f"<li><a href=3>文件丙</a></ul>{FOOTER}"
    )
    assert texts(original)[0] == "一、总体情况"
    assert len(texts(original)) == 3
    assert len(list(original.tables())) == 1
    assert set(reasons(original)) == {
        "网页的导航",
        "打印、分享、字号等按钮",
        "一组链接",
        "网页的页脚",
    }
    assert not original.diagnostics


def test_figures_outside_a_wrong_article_are_not_lost() -> None:
    rows = "".join(f"<tr><td>第{n}行</td><td>{n}</td></tr>" for n in range(6))
    original = read(f"<div><div id=zoom>{PROSE}</div><table>{rows}</table></div>{FOOTER}")
    (table,) = original.tables()
    assert table.row_count == 6
    assert len(texts(original)) == 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("【字体：大 中 小】", "打印、分享、字号等按钮"),
        ("分享到：微信 微博 QQ空间", "打印、分享、字号等按钮"),
        ("打印本页 | 关闭窗口", "打印、分享、字号等按钮"),
        ("浏览次数：128次", "浏览次数"),
        ("上一篇：示范园区2023年报告", "上一篇、下一篇、相关链接"),
        ("当前位置：首页 > 政务公开 > 年报", "网页的导航"),
        ("扫一扫在手机打开当前页", "二维码"),
        ("来源：示范园区 发布时间：2025-01-17 10:08 浏览次数：5", "网页上的来源、日期等信息"),
    ],
)
def test_furniture_within_the_article_is_listed(words: str, reason: str) -> None:
    original = read(f"<div id=zoom><p>{words}</p>{PROSE}</div>")
    assert reasons(original) == [reason]
    assert len(texts(original)) == 2


@pytest.mark.parametrize(
    "words",
    [
        "分享经验，打印材料，关闭旧窗口。",
        "大",
        "来源于企业的申请增加。",
        "（一）主动公开方面",
        "日期：以收到申请为准",
        "附件：示范园区报告",
        "（三）完善网站地图，推行扫码办事",
        "推行扫码办事，方便群众",
    ],
)
def test_words_of_the_report_are_no_furniture(words: str) -> None:
    assert words in texts(read(f"<div id=zoom>{PROSE}<p>{words}</p></div>"))


def test_fields_of_the_head_come_first() -> None:
    original = read(
        f"<div id=zoom><p>发布日期：2020-02-03</p>{PROSE}</div>",
        f"<title>别的题目</title><meta name=ArticleTitle content={REPORT}>"
        "<meta name=PubDate content='2025-01-17 10:08'><meta name=ContentSource content=示范园区>",
    )
    assert (original.title, original.body, original.published) == (REPORT, "示范园区", "2025-01-17")


@pytest.mark.parametrize(
    "title",
    [
        f"{REPORT}-示范园区管理委员会",
        f"{REPORT}_政府信息公开_示范园区",
        f"{REPORT} - 示范市人民政府",
        f"示范市人民政府 | {REPORT}",
        f"政府信息公开年报--{REPORT}",
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str) -> None:
    assert read(f"<div id=zoom>{PROSE}</div>", f"<title>{title}</title>").title == REPORT


def test_a_day_between_fields_of_the_page_is_the_day_of_publication() -> None:
    original = read(
        f"<div><p>信息来源：示范园区 发布时间：2025年1月7日</p><div id=zoom>{PROSE}</div></div>"
    )
    assert (original.body, original.published) == ("示范园区", "2025-01-07")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("gb18030", "gb2312"),
        ("gb18030", "utf-8"),
        ("utf-8", "gb2312"),
        ("utf-16", "utf-16"),
        ("utf-8-sig", "gbk"),
        ("utf-16-le", ""),
        ("big5", "big5"),
    ],
)
def test_the_encoding_is_what_gives_chinese(encoding: str, declared: str) -> None:
    words = (
        "全年新收政府信息公開申請共三十件，比上一年度多八件。"
        if encoding == "big5"
        else "朱镕基的鎔字"
    )
    prose = "" if encoding == "big5" else PROSE
    text = f"<meta charset={declared}><div id=zoom>{prose}<p>{words * 2}</p></div>"
    original = web_page.read("a.html", text.encode(encoding))
    assert texts(original)[-1] == words * 2
    assert not original.diagnostics


def test_emphasis_links_and_lists_are_safe_markdown() -> None:
    original = read(
        f"<div id=zoom>{PROSE}<p>见<a href='https://www.example.gov.cn/甲 乙'>办法</a>、"
        "<a href='javascript:alert(1)'>脚本</a>、<a href=../b.html>别页</a>。<b>要</b><b>紧</b>。**"
        "<ol><li>甲<li>乙<ul><li>丙</ul></ol><ol start=3><li>丁</ol>"
        "<blockquote>引用的话。</blockquote><p><b>（一）加粗的小标题</b></p></div>"
    )
    blocks = [block for block in original.blocks if isinstance(block, TextBlock)][2:]
    assert [(b.kind, b.level, b.numbered, b.markdown) for b in blocks] == [
        (
            "paragraph",
            0,
            False,
            "见[办法](https://www.example.gov.cn/%E7%94%B2%20%E4%B9%99)、脚本、别页。**要紧**。\\*\\*",
        ),
        ("list-item", 0, True, "甲"),
        ("list-item", 0, True, "乙"),
        ("list-item", 1, False, "丙"),
        ("paragraph", 0, False, "3. 丁"),
        ("quote", 0, False, "引用的话。"),
        ("heading", 0, False, "（一）加粗的小标题"),
    ]
    assert [diagnostic.code for diagnostic in original.diagnostics] == ["import/link"]


def test_lines_with_an_indent_or_a_number_are_paragraphs() -> None:
    body = "一、总体情况<br>　　第一段的话。<br>　　第二段的话。<br>示范园区<br>2025年1月17日"
    assert texts(read(f"<div id=zoom>{PROSE}<div>{body}</div></div>"))[2:] == [
        "一、总体情况",
        "第一段的话。",
        "第二段的话。\n示范园区\n2025年1月17日",
    ]


def test_footnotes_of_word_and_of_our_pages() -> None:
    word = (
        "<p>收费0元<a href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a>。</p>"
        "<div><hr><div id=ftn1><p><a href='#_ftnref1' name='_ftn1'><sup>[1]</sup></a>"
        " 指信息处理费。</p></div></div>"
    )
    own = (
        "<p>收费0元<sup class=footnote-ref><a href='#fn1' id=fnref1>[1]</a></sup>。</p>"
        "<section class=footnotes><ol><li id=fn1><p>指信息处理费。 <a href='#fnref1'>↩</a></p></li>"
        "</ol></section>"
    )
    for body in (word, own):
        original = read(f"<div id=zoom>{PROSE}{body}</div>")
        block = [block for block in original.blocks if isinstance(block, TextBlock)][-1]
        assert (block.text, block.markdown) == ("收费0元。", "收费0元[^1]。")
        notes = [block for block in original.blocks if isinstance(block, Footnote)]
        assert [(note.label, note.text) for note in notes] == [("1", "指信息处理费。")]


def test_pictures_come_from_the_page_or_from_beside_it() -> None:
    data = base64.b64encode(PNG).decode()
    images = (
        f"<img alt=甲 src='data:image/png;base64,{data}'><img src='a_files/b.png'>"
        "<img src='a_files/lost.png'><img width=16 src=icon.png>"
    )
    original = read(
        f"<div id=zoom>{PROSE}<p>{images}</p></div>",
        open_sibling={"a_files/b.png": PNG}.get,
    )
    pictures = [block for block in original.blocks if isinstance(block, OriginalPicture)]
    assert [(p.description, p.media_type, p.data) for p in pictures] == [
        ("甲", "image/png", PNG),
        ("", "image/png", PNG),
    ]
    assert ["a_files/lost.png" in d.message for d in original.diagnostics] == [True]


def test_what_the_page_hides_is_listed() -> None:
    original = read(
        f"<div id=zoom>{PROSE}<p style='display:none'>隐藏的话</p><p class=x>看不见</p></div>",
        "<style>.x{display:none} @media print{#zoom{display:none}}</style>",
    )
    assert [omission.text for omission in original.omissions] == ["隐藏的话", "看不见"]
    assert set(reasons(original)) == {"网页上不显示"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<div id=app></div><script src=app.js></script>", "空壳"),
        ("<div id=app>正在加载…</div><script>go()</script>", "空壳"),
        ("<iframe src=b.html></iframe>", "另一个网页"),
        ("<p></p>", "没有正文"),
    ],
)
def test_a_page_without_text_is_refused_with_a_cure(body: str, message: str) -> None:
    with pytest.raises(UnsupportedFileError, match=message) as caught:
        read(body)
    assert "另存" in caught.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
        b"PK\x03\x04" + b"<p>",
        bytes(range(256)) * 40,
        b"\0" * 5000,
        b"<",
        b"<html></html>",
        b"no page",
        page("<div>" * 5000 + PROSE),
    ],
)
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedFileError) as caught:
        web_page.read("a.html", data)
    assert caught.value.hint


def test_a_huge_page_is_refused() -> None:
    with pytest.raises(UnsupportedFileError, match="超过"):
        web_page.read("a.html", b"<p>" + b"1" * 50_000_000)


def test_null_bytes_join_no_digits() -> None:
    data = page(f"<div id=zoom>{PROSE}{TABLE}</div>").replace(b"564", b"5\x0064")
    (table,) = web_page.read("a.html", data).tables()
    assert table.cells[-1].text == "5\ufffd64"
    assert table.cells[-1].doubt
