"""Whatever the bytes of an attachment are, reading ends, within bounds, with a sentence."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from tests.helpers import sample_files
from tests.helpers.sample_files import archive, replace_in_archive
from tests.unit.attachments.extraction_helpers import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def span_texts(name: str, data: bytes) -> list[tuple[str, str]]:
    attachment = read(name, data)
    assert attachment.unreadable_reason == ""
    assert attachment.spans[0].text == f"2021/files/{name}"
    return [(span.label, span.text) for span in attachment.spans[1:]]


def test_word_tells_paragraphs() -> None:
    data = sample_files.word(["第一段", "", "第三段"], "张三", "李四")
    assert span_texts("a.docx", data) == [("第 1 段", "第一段"), ("第 3 段", "第三段")]
    assert read("a.docx", data).personal_metadata == (("作者", "张三"), ("最后修改者", "李四"))


def test_word_tells_deleted_words_boxes_and_revisers() -> None:
    body = (
        '<w:p><w:r><w:t>一</w:t></w:r><w:del w:author="张三"><w:delText>删</w:delText></w:del>'
        "<w:r><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
        "<w:tab/><w:t>二</w:t></w:r></w:p>"
    )
    part = f'<w:d xmlns:w="{W}" xmlns:mc="urn:mc">{body}</w:d>'.encode()
    note = f'<w:c xmlns:w="{W}"><w:p w:author="李四"><w:t>注</w:t></w:p></w:c>'.encode()
    data = archive({"word/document.xml": part, "word/comments.xml": note})
    assert span_texts("a.docx", data) == [
        ("第 1 段", "框"),
        ("第 2 段", "一删 二"),
        ("批注", "注"),
    ]
    assert read("a.docx", data).personal_metadata == (("修订作者", "张三"), ("批注作者", "李四"))


def test_excel_tells_sheet_cell_and_head() -> None:
    rows: list[list[object]] = [
        ["姓名", "手机"],
        ["张三", 13912345678],
        ["李四", 1.3712345678e10],
        ["王五", "x"],
    ]
    assert span_texts("a.xlsx", sample_files.sheet(rows))[2:] == [
        ("工作表“Sheet”A2（姓名）", "张三"),
        ("工作表“Sheet”B2（手机）", "13912345678"),
        ("工作表“Sheet”A3（姓名）", "李四"),
        ("工作表“Sheet”B3（手机）", "13712345678"),
        ("工作表“Sheet”A4（姓名）", "王五"),
        ("工作表“Sheet”B4（手机）", "x"),
    ]


def test_excel_tells_hidden_sheets_and_long_numbers() -> None:
    data = sample_files.sheet([["a", 1]])
    data = replace_in_archive(data, "xl/workbook.xml", 'state="visible"', 'state="hidden"')
    data = replace_in_archive(
        data, "xl/worksheets/sheet1.xml", "<v>1</v>", "<v>1.3912345678E10</v>"
    )
    assert span_texts("a.xlsx", data)[1] == ("工作表“Sheet”（隐藏）B1", "13912345678")


def test_word_tells_what_stands_outside_its_text() -> None:
    """Parts are parsed whatever their names; files inside are read, or reported."""
    link = '<r:R xmlns:r="u"><r:Relationship TargetMode="External" Target="tel:%s"/></r:R>'
    body = (
        '<w:p><w:r><w:instrText>HYPERLINK "tel:139</w:instrText></w:r><w:r>'
        "<w:instrText>11112222</w:instrText></w:r><w:r><w:t>一</w:t></w:r></w:p>"
        '<pic descr="图一" title="图二"/><w:posOffset>1391111222</w:posOffset>'
    )
    chart = "<c><p><r><t>图</t></r><r><t>表</t></r></p></c>"
    value = "<P><property name='电话'><lpwstr>自定义</lpwstr></property></P>"
    properties = "<P><property name='ICV'><lpwstr>13911112222</lpwstr></property></P>"
    core = "<P><title>题目</title><keywords>关键词</keywords><creator>张三</creator></P>"
    parts = {
        "word/document.xml": f'<w:d xmlns:w="{W}">{body}</w:d>',
        "word/_rels/document.xml.rels": link % "13911113333",
        "word/charts/chart1.xml": chart,
        "word/anything.xml": "<a><b>别处</b></a>",
        "word/styles.xml": "<a name='样式'/>",
        "word/people.xml": "<a><person author='王五'/></a>",
        "docProps/core.xml": core,
        "docProps/app.xml": "<P><Application>WPS 12.1.23141.23141</Application></P>",
        "docProps/custom.xml": value,
        "customXml/item1.xml": properties,
    }
    data = archive({name: text.encode() for name, text in parts.items()})
    assert span_texts("a.docx", data) == [
        ("第 1 段", "一"),
        ("域代码", 'HYPERLINK "tel:13911112222'),
        ("替代文字", "图一"),
        ("替代文字", "图二"),
        ("链接地址", "tel:13911113333"),
        ("图表", "图表"),
        ("隐藏的文字", "别处"),
        ("文件属性", "题目"),
        ("文件属性", "关键词"),
        ("文件属性", "电话"),
        ("文件属性", "自定义"),
    ]
    named = (("作者", "张三"), ("审阅者", "王五"), ("自定义属性", "自定义"))
    assert read("a.docx", data).personal_metadata == named


def test_files_inside() -> None:
    main = {"word/document.xml": b"<w/>"}
    inner = sample_files.sheet([["里面"]], "张三")
    attachment = read("a.docx", archive(main | {"word/embeddings/a.xlsx": inner}))
    assert ("里面的第 1 个附件：工作表“Sheet”A1", "里面") in [
        (span.label, span.text) for span in attachment.spans
    ]
    assert (attachment.personal_metadata, attachment.unreadable_reason) == (
        (("作者（里面的附件）", "张三"),),
        "",
    )
    attachment = read("a.docx", archive(main | {"word/embeddings/oleObject1.bin": b"x"}))
    assert attachment.unreadable_reason == "里面的第 1 个附件：是嵌入的对象，读不了"
    deep = archive(main | {"word/embeddings/a.docx": archive(main | {"word/a.bin": b"x"})})
    message = "里面的第 1 个附件：里面的第 1 个附件：是嵌入的对象，读不了"
    assert read("a.docx", deep).unreadable_reason == message
    with pikepdf.open(io.BytesIO(sample_files.pdf([["One"]]))) as opened:
        opened.attachments["a.txt"] = "里面".encode()
        out = io.BytesIO()
        opened.save(out)
    attachment = read("a.pdf", out.getvalue())
    assert (attachment.spans[-1].text, attachment.unreadable_reason) == ("里面", "")


def test_excel_tells_sheet_names_formulas_and_caches() -> None:
    data = sample_files.sheet([["a", '="电话"&"13911112222"']])
    data = replace_in_archive(data, "xl/workbook.xml", 'name="Sheet"', 'name="张三"')
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        parts = {item: opened.read(item) for item in opened.namelist()}
    parts["xl/pivotCache/pivotCacheRecords1.xml"] = '<r><s v="李四"/></r>'.encode()
    parts["xl/threadedComments/threadedComment1.xml"] = "<T><text>批</text></T>".encode()
    parts["xl/persons/person.xml"] = "<p><person displayName='王五'/></p>".encode()
    spans = span_texts("a.xlsx", archive(parts))
    for item in (
        ("工作表或名称", "张三"),
        ("公式或提示", '"电话"&"13911112222"'),
        ("数据透视表的缓存", "李四"),
        ("批注", "批"),
    ):
        assert item in spans
    assert read("a.xlsx", archive(parts)).personal_metadata[-1] == ("批注作者", "王五")


def test_pdf_tells_titles_bookmarks_and_links() -> None:
    metadata = {"/Title": "题目", "/Subject": "主题", "/Keywords": "词"}
    with pikepdf.open(io.BytesIO(sample_files.pdf([["One"]], metadata))) as opened:
        with opened.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("张三", 0))
        action = pikepdf.Dictionary(URI=pikepdf.String("tel:13911112222"))
        link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)
        opened.pages[0].obj.Annots = pikepdf.Array([link])
        out = io.BytesIO()
        opened.save(out)
    assert span_texts("a.pdf", out.getvalue()) == [
        ("文件属性：标题", "题目"),
        ("文件属性：主题", "主题"),
        ("文件属性：关键词", "词"),
        ("书签", "张三"),
        ("第 1 页", "One"),
        ("第 1 页的链接", "tel:13911112222"),
    ]
    assert "扫描件" in read("a.pdf", sample_files.pdf([[]], metadata)).unreadable_reason


def test_gif_and_webp_tell_who_made_them() -> None:
    attachment = read("a.gif", sample_files.picture("GIF", comment=b"Zhang San"))
    assert (
        attachment.personal_metadata,
        attachment.not_cleanable,
        attachment.unreadable_reason,
    ) == (
        (("注释", "Zhang San"),),
        False,
        "",
    )
    exif = Image.Exif()
    exif[0x013B] = "Zhang San"
    attachment = read("a.webp", sample_files.picture("WEBP", exif=exif))
    assert (
        attachment.personal_metadata,
        attachment.not_cleanable,
        attachment.unreadable_reason,
    ) == (
        (("作者", "Zhang San"),),
        False,
        "",
    )


def test_slides_and_ofd() -> None:
    slide = b'<p xmlns="urn:a"><txBody><p><t>slide</t></p></txBody></p>'
    slides = {"ppt/presentation.xml": b"<p/>", "ppt/slides/slide2.xml": slide}
    slides["ppt/notesSlides/notesSlide2.xml"] = slide
    assert span_texts("a.pptx", archive(slides)) == [
        ("第 2 张幻灯片的备注", "slide"),
        ("第 2 张幻灯片", "slide"),
    ]
    page = "<o:P xmlns:o='u'><o:TextObject><o:TextCode>公文</o:TextCode></o:TextObject></o:P>"
    parts = {"OFD.xml": "<O><Author>张三</Author></O>", "Doc_0/Pages/Page_0/Content.xml": page}
    ofd = archive({name: text.encode() for name, text in parts.items()})
    assert span_texts("a.ofd", ofd) == [("第 1 页", "公文")]
    assert read("a.ofd", ofd).personal_metadata == (("作者", "张三"),)


def test_pdf_tells_pages() -> None:
    data = sample_files.pdf(
        [["One", "Two"], ["Three"]], {"/Author": "张三", "/Company": "示范公司"}
    )
    assert span_texts("a.pdf", data) == [
        ("第 1 页", "One"),
        ("第 1 页", "Two"),
        ("第 2 页", "Three"),
    ]
    assert read("a.pdf", data).personal_metadata == (("作者", "张三"), ("单位", "示范公司"))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_texts_in_any_encoding(encoding: str) -> None:
    attachment = read("a.txt", "姓名,电话\n张三,1\n".encode(encoding))
    assert [(str(span.location), span.text) for span in attachment.spans[1:]] == [
        ("content/2021/files/a.txt:1:1", "姓名,电话"),
        ("content/2021/files/a.txt:2:1", "张三,1"),
    ]


def test_csv_tells_cells_under_their_heads() -> None:
    attachment = read("a.csv", '姓名,电话\n"张,三",1\n'.encode())
    assert [(span.location.column, span.label, span.text) for span in attachment.spans[3:]] == [
        (1, "“姓名”列", '"张,三"'),
        (7, "“电话”列", "1"),
    ]
