"""Whatever the bytes of an attachment are, reading ends, within bounds, with a sentence."""

import contextlib
import io
import random
import time
import zipfile
import zlib

import pytest

from site_builder import containers
from site_builder.model.inspection import FileText
from site_builder.model.source import Source
from site_builder.read import attachments, gathered
from site_builder.read import pdf as pdf_reader
from site_builder.read.attachments import read_attachment
from site_builder.write.clean import clean
from tests import attachments as made
from tests.attachments import archive, replaced

BOMB = b"0" * 50_000_000
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(name: str, data: bytes) -> FileText:
    path = f"2021/files/{name}"
    return read_attachment(Source(path, "file", 2021, len(data), (0, 0)), data)


def words(name: str, data: bytes) -> list[tuple[str, str]]:
    found = read(name, data)
    assert found.unread == ""
    assert found.passages[0].text == f"2021/files/{name}"
    return [(one.label, one.text) for one in found.passages[1:]]


def test_word_tells_paragraphs() -> None:
    data = made.word(["第一段", "", "第三段"], "张三", "李四")
    assert words("a.docx", data) == [("第 1 段", "第一段"), ("第 3 段", "第三段")]
    assert read("a.docx", data).people == (("作者", "张三"), ("最后修改者", "李四"))


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
    assert words("a.docx", data) == [
        ("第 1 段", "框"),
        ("第 2 段", "一删 二"),
        ("批注", "注"),
    ]
    assert read("a.docx", data).people == (("修订作者", "张三"), ("批注作者", "李四"))


def test_excel_tells_sheet_cell_and_head() -> None:
    rows: list[list[object]] = [
        ["姓名", "手机"],
        ["张三", 13912345678],
        ["李四", 1.3712345678e10],
        ["王五", "x"],
    ]
    assert words("a.xlsx", made.sheet(rows))[2:] == [
        ("工作表“Sheet”A2（姓名）", "张三"),
        ("工作表“Sheet”B2（手机）", "13912345678"),
        ("工作表“Sheet”A3（姓名）", "李四"),
        ("工作表“Sheet”B3（手机）", "13712345678"),
        ("工作表“Sheet”A4（姓名）", "王五"),
        ("工作表“Sheet”B4（手机）", "x"),
    ]


def test_excel_tells_hidden_sheets_and_long_numbers() -> None:
    data = made.sheet([["a", 1]])
    data = replaced(data, "xl/workbook.xml", 'state="visible"', 'state="hidden"')
    data = replaced(data, "xl/worksheets/sheet1.xml", "<v>1</v>", "<v>1.3912345678E10</v>")
    assert words("a.xlsx", data)[1] == ("工作表“Sheet”（隐藏）B1", "13912345678")


def test_slides_and_ofd() -> None:
    slide = b'<p xmlns="urn:a"><txBody><p><t>slide</t></p></txBody></p>'
    slides = {"ppt/presentation.xml": b"<p/>", "ppt/slides/slide2.xml": slide}
    slides["ppt/notesSlides/notesSlide2.xml"] = slide
    assert words("a.pptx", archive(slides)) == [
        ("第 2 张幻灯片的备注", "slide"),
        ("第 2 张幻灯片", "slide"),
    ]
    page = "<o:P xmlns:o='u'><o:TextObject><o:TextCode>公文</o:TextCode></o:TextObject></o:P>"
    parts = {"OFD.xml": "<O><Author>张三</Author></O>", "Doc_0/Pages/Page_0/Content.xml": page}
    ofd = archive({name: text.encode() for name, text in parts.items()})
    assert words("a.ofd", ofd) == [("第 1 页", "公文")]
    assert read("a.ofd", ofd).people == (("作者", "张三"),)


def test_pdf_tells_pages() -> None:
    data = made.pdf([["One", "Two"], ["Three"]], {"/Author": "张三", "/Company": "示范公司"})
    assert words("a.pdf", data) == [("第 1 页", "One"), ("第 1 页", "Two"), ("第 2 页", "Three")]
    assert read("a.pdf", data).people == (("作者", "张三"), ("单位", "示范公司"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_in_any_encoding(encoding: str) -> None:
    found = read("a.txt", "姓名,电话\n张三,1\n".encode(encoding))
    assert [(str(one.place), one.text) for one in found.passages[1:]] == [
        ("content/2021/files/a.txt:1:1", "姓名,电话"),
        ("content/2021/files/a.txt:2:1", "张三,1"),
    ]


def test_csv_tells_cells_under_their_heads() -> None:
    found = read("a.csv", '姓名,电话\n"张,三",1\n'.encode())
    assert [(one.place.column, one.label, one.text) for one in found.passages[3:]] == [
        (1, "“姓名”列", '"张,三"'),
        (7, "“电话”列", "1"),
    ]


def test_bounds_of_archives() -> None:
    for parts in (
        {"word/document.xml": BOMB},
        {"xl/workbook.xml": b"<w/>", "xl/sharedStrings.xml": BOMB},
        {f"{number}.xml": b"" for number in range(containers.MAX_MEMBERS + 1)},
    ):
        data = archive(parts)
        assert read("a.docx", data).unread in ("解压后太大", "压缩包里的文件太多或重名")
        assert clean("a.docx", data)[0] == data


def test_a_size_that_lies() -> None:
    """The archive's own list says that little is in it."""
    data = bytearray(archive({"word/document.xml": BOMB}))
    size = len(BOMB).to_bytes(4, "little")
    assert bytes(data).count(size) == 2
    data = bytearray(bytes(data).replace(size, (1000).to_bytes(4, "little")))
    assert read("a.docx", bytes(data)).unread


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
    ],
)
def test_no_entities(xml: str) -> None:
    data = archive({"word/document.xml": xml.encode()})
    assert read("a.docx", data).unread == "文件里有不允许的 XML 声明"


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "MAX_PAGES", 2)
    found = read("a.pdf", made.pdf([["1"], ["2"], ["3"]]))
    assert found.unread == "有 3 页，只检查了前 2 页"
    assert len(found.passages) == 3


def test_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "MAX_WORDS", 10)
    assert read("a.txt", b"12345678\n12345678").unread == "文字太多，只检查了前面的部分"
    monkeypatch.setattr(attachments, "MAX_FILE", 10)
    assert read("a.txt", b"12345678901").unread == "文件超过 0 MB"


def test_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_data: bytes, _gathered: object) -> None:
        while True:
            with contextlib.suppress(Exception):  # as a library may
                time.sleep(5)

    monkeypatch.setattr(attachments, "SECONDS", 0.2)
    monkeypatch.setattr(attachments, "_read_text", endless)
    before = time.monotonic()
    assert "没有读完" in read("a.txt", b"1").unread
    assert time.monotonic() - before < 3


def samples() -> dict[str, bytes]:
    return {
        "a.docx": made.word(["一"], "张三"),
        "a.xlsx": made.sheet([["一", 1]], "张三"),
        "a.pdf": made.pdf([["One"]], {"/Author": "x"}),
        "a.jpg": made.picture("JPEG", comment=b"x"),
        "a.png": made.picture("PNG"),
        "a.csv": "一,二\n".encode(),
    }


@pytest.mark.parametrize("name", list(samples()))
def test_damage_never_surprises(name: str) -> None:
    whole = samples()[name]
    chance = random.Random(name)  # noqa: S311 - nothing secret
    for round_ in range(60):
        data = bytearray(whole)
        if round_ % 3 == 0:
            del data[chance.randrange(len(data)) :]
        elif round_ % 3 == 1:
            for _ in range(chance.randrange(1, 30)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        else:
            data = bytearray(whole[:8] + chance.randbytes(chance.randrange(2000)))
        read(name, bytes(data))
        clean(name, bytes(data))


def test_damage_inside_archives() -> None:
    """Change bytes of the parts, not of the archive: checksums do not stop these."""
    chance = random.Random(3)  # noqa: S311 - nothing secret
    for name in ("a.docx", "a.xlsx"):
        with zipfile.ZipFile(io.BytesIO(samples()[name])) as opened:
            parts = {one: opened.read(one) for one in opened.namelist()}
        for _ in range(60):
            part = chance.choice(sorted(parts))
            data = bytearray(parts[part])
            for _ in range(chance.randrange(1, 10)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            read(name, archive(parts | {part: bytes(data)}))
            clean(name, archive(parts | {part: bytes(data)}))


def test_a_picture_s_packed_text_is_bounded() -> None:
    packed = b"Author\0\0" + zlib.compress(BOMB)
    whole = made.picture("PNG")
    data = whole[:33] + containers.png_chunk(b"zTXt", packed) + whole[33:]
    assert len(read("a.png", data).people[0][1]) <= 1_000_000
