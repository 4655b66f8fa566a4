"""The text of Word files: headings, generated numbers, emphasis, links, notes, pictures."""

import io
import zipfile

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.word import read
from site_builder.model.original import Footnote, Original, OriginalPicture, TextBlock
from tests.helpers.word_files import PNG, cell, paragraph, row, run, table, word_file

BOLD = "<w:b/>"
RUBY = (
    "<w:r><w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>义</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)


def texts(original: Original) -> list[str]:
    return [block.text for block in original.blocks if isinstance(block, TextBlock)]


def markdown(*content: str, properties: str = "") -> str:
    original = read("甲.docx", word_file(paragraph(*content, properties=properties)))
    return "|".join(block.markdown for block in original.blocks if isinstance(block, TextBlock))


def codes(original: Original) -> list[str]:
    return [item.code for item in original.diagnostics]


def test_headings_by_style_and_by_outline() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="c"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="TOC 1"/></w:style>'
    )
    lines = [
        paragraph(name, properties=f'<w:pStyle w:val="{name}"/>{more}')
        for name, more in (("a", ""), ("b", ""), ("c", ""), ("t", ""), ("d", ""))
    ]
    lines.append(paragraph("e", properties='<w:outlineLvl w:val="2"/>'))
    lines.append(paragraph("f", properties='<w:pStyle w:val="a"/><w:outlineLvl w:val="9"/>'))
    original = read("甲.docx", word_file("".join(lines), {"styles": styles}))
    levels = [
        (block.text, block.level) for block in original.blocks if isinstance(block, TextBlock)
    ]
    assert levels == [("a", 1), ("b", 1), ("c", 2), ("d", 0), ("e", 3), ("f", 0)]
    assert [(item.text, item.reason) for item in original.omissions] == [("t", "目录")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("应当") + run("先申请", BOLD) + run("，再办理"), "应当**先申请**，再办理"),
        (run("一、", BOLD) + run("总体情况", BOLD), "**一、总体情况**"),
        (run("“补助”", BOLD) + run("，是指"), "**“补助”**，是指"),
        (run("甲") + run("乙丙，", BOLD) + run("丁"), "甲**乙丙，**丁"),
        (run("张**、李**"), r"张\*\*、李\*\*"),
        (run("李") + run("大、王", BOLD), "李大、王"),
        (run("# 号"), "# 号"),
        (run("2021. 年"), "2021. 年"),
        (run("甲[1](乙)"), "甲[1]`(`乙)"),
        (run("A&lt;b>&amp;nbsp;"), "A<b>&nbsp;"),
        (run("H") + run("2", '<w:vertAlign w:val="subscript"/>') + run("O"), "H₂O"),
        ("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>", "上\n下"),
        (RUBY, "义"),
    ],
)
def test_words_and_marks(content: str, expected: str) -> None:
    assert markdown(content) == expected


def test_links_lead_to_addresses_that_a_reader_may_follow() -> None:
    links = {"a": "https://www.example.gov.cn/zfxxgk", "b": "javascript:alert(1)"}
    body = paragraph(
        '<w:hyperlink r:id="a">' + run("指南") + "</w:hyperlink>",
        '<w:hyperlink r:id="b">' + run("甲") + "</w:hyperlink>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "http://example.gov.cn/" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("网站")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    (block,) = read("甲.docx", word_file(body, links=links)).blocks
    assert isinstance(block, TextBlock)
    expected = "[指南](https://www.example.gov.cn/zfxxgk)甲[网站](http://example.gov.cn/)"
    assert block.markdown == expected


def test_notes_stand_behind_what_refers_to_them() -> None:
    notes = "<w:footnote w:id='0' w:type='separator'/><w:footnote w:id='2'>{}</w:footnote>"
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = paragraph(run("甲"), reference) + paragraph("乙")
    xml = notes.format(paragraph("<w:r><w:footnoteRef/></w:r>", "截至年底。"))
    blocks = read("甲.docx", word_file(body, {"footnotes": xml})).blocks
    assert isinstance(blocks[0], TextBlock)
    assert isinstance(blocks[1], Footnote)
    assert (blocks[0].text, blocks[0].markdown) == ("甲", "甲[^1]")
    assert (blocks[1].label, blocks[1].text) == ("1", "截至年底。")


def drawing(key: str, description: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="{description}"/>'
        f'<a:graphic><a:graphicData><a:blip r:embed="{key}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def test_pictures_with_their_descriptions() -> None:
    body = paragraph("甲" * 70) + paragraph(drawing("chart", "柱状图"), drawing("b", "IMG_256"))
    body += paragraph(drawing("old", "")) + paragraph(drawing("linked", ""))
    files = {"chart.png": PNG, "b.png": PNG, "old.emf": b"\1\0\0\0" * 9}
    original = read("甲.docx", word_file(body, files=files, links={"linked": "http://x.cn/1.png"}))
    pictures = [block for block in original.blocks if isinstance(block, OriginalPicture)]
    assert [(item.description, item.media_type) for item in pictures] == [
        ("柱状图", "image/png"),
        ("", "image/png"),
    ]
    assert codes(original) == ["import/pictures", "import/pictures"]
    assert "old.emf" in original.diagnostics[0].message


def test_a_file_of_pictures_alone_is_told() -> None:
    with pytest.raises(UnsupportedFileError, match="扫描件"):
        read("甲.docx", word_file(paragraph(drawing("a", "")), files={"a.png": PNG}))
    with pytest.raises(UnsupportedFileError, match="没有文字"):
        read("甲.docx", word_file("<w:p/>"))


def test_text_boxes_are_read_once() -> None:
    inner = "<w:txbxContent>" + paragraph("框里的话") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData>"
        "</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{run('旁边的话')}</w:p>"
        '<w:p><w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r></w:p>'
    )
    assert texts(read("甲.docx", word_file(body))) == ["旁边的话", "框里的话", "艺术字"]


def test_margins_comments_and_hints_are_left_out_and_listed() -> None:
    hint = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    parts = {
        "header": paragraph("某机关文件"),
        "footer": paragraph("第 1 页"),
        "comments": "<w:comment w:id='0'>" + paragraph("请核实") + "</w:comment>",
    }
    mark = '<w:r><w:commentReference w:id="0"/></w:r>'
    body = paragraph("正文") + paragraph(hint.format(run("单击此处输入")), "后")
    body += table(row("1", cell(paragraph("2", mark))))
    original = read("甲.docx", word_file(body, parts))
    assert texts(original) == ["正文", "后"]
    assert [(item.text, item.reason) for item in original.omissions] == [
        ("单击此处输入", "没有填写的栏目里的提示"),
        ("某机关文件", "页眉"),
        ("第 1 页", "页脚"),
        ("请核实", "批注"),
    ]
    assert codes(original) == ["import/comments"]
    assert "第 1 个表格第 1 行第 2 列：请核实" in original.diagnostics[0].message


def test_a_table_of_contents_is_left_out() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = (
        paragraph(
            mark.format("begin"),
            "<w:r><w:instrText>TOC \\o</w:instrText></w:r>",
            mark.format("separate"),
            run("一、总体情况 1"),
        )
        + paragraph("二、主动公开 2")
        + paragraph(mark.format("end"))
        + paragraph("一、总体情况")
    )
    original = read("甲.docx", word_file(body))
    assert texts(original) == ["一、总体情况"]
    assert [item.reason for item in original.omissions] == ["目录", "目录"]


def test_a_table_of_contents_typed_by_hand_is_left_out() -> None:
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8000"/></w:tabs>'
    line = "<w:r><w:t>一、总体情况</w:t><w:tab/><w:t>1</w:t></w:r>"
    body = paragraph(line, properties=tabs) + paragraph("二、主动公开……………2")
    body += paragraph("<w:r><w:t>受理</w:t><w:tab/><w:t>12</w:t></w:r>") + paragraph("如下……3件")
    original = read("甲.docx", word_file(body))
    assert texts(original) == ["受理\t12", "如下……3件"]
    assert [item.reason for item in original.omissions] == ["目录", "目录"]


def test_a_field_that_never_ends_loses_nothing_in_silence() -> None:
    body = paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', run("12")) + paragraph("后")
    original = read("甲.docx", word_file(body))
    assert texts(original) == ["后"]
    assert (codes(original), original.omissions[0].text) == (["import/fields"], "12")


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        (r"EQ \o\ac(○,3)", "③"),
        (r"EQ \o\ad(\s\up 11(测试市),\s\do 4(示范区))", "测试市示范区"),
        (r"SYMBOL 254 \f Wingdings", "☑"),
        ('PAGE "x"', ""),
    ],
)
def test_fields_without_a_result(instruction: str, text: str) -> None:
    body = paragraph(
        "甲",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    assert texts(read("甲.docx", word_file(body))) == [f"甲{text}"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = paragraph("甲", properties="<w:rPr><w:del/></w:rPr>") + paragraph("乙")
    assert texts(read("甲.docx", word_file(body))) == ["甲乙"]
    body = paragraph("乙", properties="<w:rPr><w:del/></w:rPr>") + paragraph(
        "丙", properties='<w:outlineLvl w:val="0"/>'
    )
    (block,) = read("甲.docx", word_file(body)).blocks
    assert isinstance(block, TextBlock)
    assert (block.text, block.level) == ("乙丙", 1)


def test_lines_that_are_parts_of_their_own_become_paragraphs() -> None:
    body = paragraph("<w:r><w:t>一、甲</w:t><w:br/><w:t>（一）乙</w:t></w:r>")
    assert texts(read("甲.docx", word_file(body))) == ["一、甲", "（一）乙"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式"),
        (word_file(paragraph("甲"))[:-40], "损坏"),
        (word_file("<w:p>"), "损坏"),
        (b"PK\5\6" + b"\0" * 18, "没有 Word 的正文"),
    ],
    ids=["encrypted", "old", "truncated", "broken", "empty"],
)
def test_what_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(UnsupportedFileError, match=message) as error:
        read("甲.docx", data)
    assert error.value.hint


def test_cells_keep_their_marks_for_the_narrative() -> None:
    body = table(row(cell(paragraph(run("甲", BOLD))), "1"))
    own = next(read("甲.docx", word_file(body)).tables())
    assert [(item.text, item.markdown) for item in own.cells] == [("甲", "**甲**"), ("1", "")]


def test_an_object_that_a_conversion_left_out_is_told() -> None:
    original = read("甲.docx", word_file(paragraph("甲\ufffc乙")))
    assert (texts(original), codes(original)) == (["甲乙"], ["import/objects"])


def test_no_words_get_lost_in_silence() -> None:
    body = "<w:p><w:t>甲</w:t><w:pPr><w:r><w:t>乙</w:t></w:r></w:pPr></w:p>" + paragraph("丙")
    body += table(row("1", "2") + run("丁"))
    original = read("甲.docx", word_file(body))
    assert [item.text for item in original.omissions] == ["甲", "乙", "丁"]
    assert codes(original) == ["import/unread-text"]


def test_coloured_words_are_told() -> None:
    original = read(
        "甲.docx", word_file(paragraph("共", run("3", '<w:highlight w:val="yellow"/>')))
    )
    assert (texts(original), codes(original)) == (["共3"], ["import/highlights"])


def test_a_title_in_the_data_counts_where_the_text_has_it() -> None:
    core = '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    for title, expected in (("某机关 报告", "某机关 报告"), ("去年的报告", "")):
        data = io.BytesIO(word_file(paragraph("某机关报告")))
        with zipfile.ZipFile(data, "a") as archive:
            xml = f"{core}<dc:title>{title}</dc:title></cp:coreProperties>"
            archive.writestr("docProps/core.xml", xml)
        original = read("甲.docx", data.getvalue())
        assert original.title == expected
        assert len(original.omissions) == (not expected)


def test_notes_of_a_table_stand_behind_it() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = table(row("甲", cell(paragraph("1", reference)))) + paragraph("后")
    notes = "<w:footnote w:id='2'>" + paragraph("注") + "</w:footnote>"
    blocks = read("甲.docx", word_file(body, {"footnotes": notes})).blocks
    assert [type(block).__name__ for block in blocks] == ["OriginalTable", "Footnote", "TextBlock"]
