"""Copies without names: nothing else changes, and what cannot be proved is left alone."""

import io
import zipfile

import docx
import pikepdf
import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin
from pypdf import PdfReader

from site_builder.attachments.sanitize import pdf_objects
from site_builder.attachments.sanitize.sanitizer import sanitize
from tests.helpers.sample_files import archive, pdf, picture, replace_in_archive, sheet, word

_SPACE = "http://schemas.microsoft.com/office"
NAMES = ("张三", "李四", "Zhang San", "示范公司")


def holds_names(data: bytes) -> list[str]:
    """Look for names in the bytes and, in an archive, in its parts."""
    texts = [data]
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            texts = [opened.read(part) for part in opened.namelist()]
    return [
        name
        for name in NAMES
        for text in texts
        if name.encode() in text or name.encode("utf-16-be") in text
    ]


def pixels(data: bytes) -> tuple[tuple[int, int], bytes]:
    """Decode a picture and turn it upright."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    return image.size, image.convert("RGB").tobytes()


def test_word_loses_names_and_nothing_else() -> None:
    data = word(["正文一", "正文二"], "张三", "李四")
    properties = "<Manager>张三</Manager><Company>示范公司</Company></Properties>"
    data = replace_in_archive(data, "docProps/app.xml", "</Properties>", properties)
    assert set(holds_names(data)) == {"张三", "李四", "示范公司"}
    cleaned, reason = sanitize("2021/files/a.docx", data)
    assert (reason, holds_names(cleaned)) == ("", [])
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(cleaned)) as new:
        removed = set(old.namelist()) - set(new.namelist())
        assert all(item.startswith(("customXml/", "docProps/thumbnail")) for item in removed)
        for name in ("word/styles.xml", "word/theme/theme1.xml", "word/numbering.xml"):
            assert old.read(name) == new.read(name)
        assert {item.date_time for item in new.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    texts = [
        [item.text for item in docx.Document(io.BytesIO(it)).paragraphs] for it in (data, cleaned)
    ]
    assert texts[0] == texts[1]


def test_word_loses_properties_and_reviewers() -> None:
    parts = {
        "word/document.xml": b"<w/>",
        "word/people.xml": "<p><person author='张三'/></p>".encode(),
        "docProps/custom.xml": "<P><property name='编辑'><a>李四</a></property></P>".encode(),
    }
    cleaned, reason = sanitize("a.docx", archive(parts))
    assert (reason, holds_names(cleaned)) == ("", [])
    with zipfile.ZipFile(io.BytesIO(cleaned)) as opened:
        assert opened.namelist() == list(parts)
        assert opened.read("word/document.xml") == b"<w/>"
    assert sanitize("a.docx", cleaned) == (cleaned, "")


@pytest.mark.parametrize("end", ["/>", "></x:absPath>"])
def test_excel_loses_where_it_was_saved(end: str) -> None:
    workbook = f'<w xmlns:x="{_SPACE}"><a><x:absPath url="C:\\张三\\"{end}</a><b c="一"/></w>'
    cleaned, reason = sanitize("a.xlsx", archive({"xl/workbook.xml": workbook.encode()}))
    assert reason == ""
    with zipfile.ZipFile(io.BytesIO(cleaned)) as opened:
        assert (
            opened.read("xl/workbook.xml").decode()
            == f'<w xmlns:x="{_SPACE}"><a></a><b c="一"/></w>'
        )


def test_a_saved_place_in_any_dress_goes() -> None:
    data = archive({"xl/workbook.xml": "<w><absPath url='张三>'/></w>".encode()})
    cleaned, reason = sanitize("a.xlsx", data)
    assert (reason, holds_names(cleaned)) == ("", [])


def test_excel_loses_names() -> None:
    data = sheet([["项目", 1]], "张三")
    cleaned, reason = sanitize("2021/files/a.xlsx", data)
    assert (reason, holds_names(data), holds_names(cleaned)) == ("", ["张三"], [])


@pytest.mark.parametrize("name", ["creator", "lastModifiedBy"])
def test_names_in_any_xml_dress(name: str) -> None:
    core = (
        f'<?xml version="1.0" encoding="UTF-16"?><x:p xmlns:x="{_SPACE}" xmlns:y="{_SPACE}/y">'
        f'<y:{name} a="&gt;">张三 &amp; 李四</y:{name}><y:title>题目</y:title></x:p>'
    )
    parts = {"word/document.xml": b"<w/>", "docProps/core.xml": core.encode("utf-16")}
    cleaned, reason = sanitize("a.docx", archive(parts))
    with zipfile.ZipFile(io.BytesIO(cleaned)) as opened:
        text = opened.read("docProps/core.xml").decode("utf-16")
    assert (reason, text) == ("", core.replace("张三 &amp; 李四", ""))


def test_what_holds_no_names_is_not_touched() -> None:
    data, reason = sanitize("a.docx", word(["正文"]))
    assert reason == ""
    assert sanitize("a.docx", data) == (data, "")
    assert sanitize("a.csv", b"a,b") == (b"a,b", "")
    assert sanitize("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 99)[1] == "程序不认识这种格式"


def test_a_signed_file_is_not_touched() -> None:
    parts = {
        "word/document.xml": b"<w/>",
        "_xmlsignatures/sig1.xml": b"<s/>",
        "docProps/core.xml": b"<p><creator>Zhang San</creator></p>",
    }
    for path, data in (
        ("a.docx", archive(parts)),
        ("a.pdf", pdf([["x"]], {"/Author": "张三"}) + b"% /ByteRange [0 1 2 3]"),
    ):
        signed = "文件有数字签名，改动会使签名失效"
        assert sanitize(path, data) == (data, signed)


def full_pdf() -> bytes:
    """Build a tagged PDF with names in every place that is known."""
    with pikepdf.open(io.BytesIO(pdf([["One"], ["Two"]], {"/Author": "张三"}))) as document:
        document.docinfo["/Title"] = "通知"
        document.docinfo["/Creator"] = document.docinfo["/Producer"] = "Zhang San"
        document.docinfo["/Company"] = "示范公司"
        with document.open_metadata(set_pikepdf_as_editor=False) as meta:
            meta["dc:title"] = "通知"
            meta["dc:creator"] = ["张三"]
            meta["dc:language"] = {"zh-CN"}
            meta["pdf:Producer"] = meta["xmp:CreatorTool"] = "李四"
            meta["pdfuaid:part"] = "1"
        document.Root.Lang = pikepdf.String("zh-CN")
        document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        document.Root.StructTreeRoot = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
        )
        piece = pikepdf.Dictionary(Private=pikepdf.String("Zhang San"))
        document.pages[1].obj.PieceInfo = pikepdf.Dictionary(Editor=piece)
        document.Root.PieceInfo = pikepdf.Dictionary(Editor=piece)
        document.pages[0].obj.Metadata = document.make_stream(b"<dc:creator>Zhang San</dc:creator>")
        out = io.BytesIO()
        document.save(out, compress_streams=False)
        return out.getvalue()


def test_pdf_loses_names_and_keeps_title_language_and_tags() -> None:
    data = full_pdf()
    assert holds_names(data)
    cleaned, reason = sanitize("a.pdf", data)
    assert reason == ""
    with pikepdf.open(io.BytesIO(cleaned)) as opened:
        assert set(opened.docinfo.keys()) <= {"/Title", "/CreationDate", "/ModDate"}
        assert str(opened.docinfo["/Title"]) == "通知"
        assert str(opened.Root.Lang) == "zh-CN"
        assert bool(opened.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in opened.Root
        assert "/Metadata" not in opened.pages[0].obj
        assert "/PieceInfo" not in opened.pages[1].obj
        assert "/PieceInfo" not in opened.Root
        packet = opened.Root.Metadata.read_bytes()
        assert holds_names(packet) == []
        assert "通知".encode() in packet
        assert b"pdfuaid" in packet
        assert b"zh-CN" in packet
    read = PdfReader(io.BytesIO(cleaned))
    assert [page.extract_text().strip() for page in read.pages] == ["One", "Two"]


def test_cleaning_twice_gives_the_same_bytes() -> None:
    for path, data in (
        ("a.pdf", full_pdf()),
        ("a.docx", word(["正文"], "张三")),
        ("a.jpg", picture("JPEG", comment=b"Zhang San")),
    ):
        first = sanitize(path, data)
        assert first == sanitize(path, data)
        assert sanitize(path, first[0]) == first


def test_a_locked_pdf_is_not_touched() -> None:
    for user in ("", "a"):
        lock = pikepdf.Encryption(user=user, owner="b")
        data = pdf([["x"]], {"/Author": "Zhang San"}, lock)
        cleaned, reason = sanitize("a.pdf", data)
        assert cleaned == data
        assert reason.startswith("文件加了密码")


def test_a_broken_pdf_is_left_and_told() -> None:
    data = b"%PDF-1.7\nnothing"
    assert sanitize("a.pdf", data) == (data, "文件损坏，打不开")


def test_a_copy_that_differs_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    def spoil(document: pikepdf.Pdf) -> list[str]:
        del document.pages[1]
        return []

    monkeypatch.setattr(pdf_objects, "sanitize_objects", spoil)
    data = full_pdf()
    assert sanitize("a.pdf", data) == (data, "清理后的文件与原文件不一致")


def test_a_library_that_fails_is_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_document: pikepdf.Pdf) -> list[str]:
        raise ZeroDivisionError

    monkeypatch.setattr(pdf_objects, "sanitize_objects", fail)
    data = full_pdf()
    assert sanitize("a.pdf", data) == (data, "文件损坏，打不开")


def exif(turned: int) -> Image.Exif:
    result = Image.Exif()
    result[0x013B] = "Zhang San"
    result[0x0112] = turned
    result.get_ifd(0x8825)[1] = "N"
    return result


@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_jpeg_loses_names_and_stays_upright(turned: int) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = picture(
        "JPEG", exif=exif(turned), comment=b"Zhang San", icc_profile=profile, progressive=True
    )
    cleaned, reason = sanitize("a.jpg", data + b"Zhang San")
    assert (reason, holds_names(cleaned)) == ("", [])
    assert pixels(cleaned) == pixels(data)
    opened = Image.open(io.BytesIO(cleaned))
    assert opened.info["icc_profile"][128:].count(b"TRC") == profile[128:].count(b"TRC") == 3
    assert set(opened.getexif()) <= {0x0112}
    assert opened.getexif().get_ifd(0x8825) == {}


@pytest.mark.parametrize("turned", [1, 6])
def test_png_loses_names_and_stays_upright(turned: int) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Zhang San")
    info.add_itxt("Artist", "张三", zip=False)
    data = picture("PNG", pnginfo=info, exif=exif(turned), dpi=(144, 144))
    cleaned, reason = sanitize("a.png", data)
    assert (reason, holds_names(cleaned)) == ("", [])
    assert pixels(cleaned) == pixels(data)
    assert "dpi" in Image.open(io.BytesIO(cleaned)).info


@pytest.mark.parametrize(("kind", "path"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_a_cut_picture_is_left_and_told(kind: str, path: str) -> None:
    data = picture(kind)[:-20]
    cleaned, reason = sanitize(path, data)
    assert cleaned == data
    assert reason in ("图片不完整", "图片损坏")
