"""Which format a file really is: its bytes decide; a wrong suffix is a diagnostic."""

import zipfile
from io import BytesIO

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import formats
from site_builder.importing.readers.formats import detect_format

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(*names: str, media_type: str = "") -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        if media_type:
            file.writestr(zipfile.ZipInfo("mimetype"), media_type)
        for name in names:
            file.writestr(zipfile.ZipInfo(name), "")
    return data.getvalue()


def compound(stream: str) -> bytes:
    return OLE + b"\0" * 504 + f"{stream}\0".encode("utf-16-le")


DOCX = archive("word/document.xml")
XLSX = archive("xl/workbook.xml")
ODS = archive(media_type="application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize(
    ("file", "data", "format_id"),
    [
        ("a.docx", DOCX, "docx"),
        ("a.xlsx", XLSX, "workbook"),
        ("a.ods", ODS, "workbook"),
        ("a.ofd", archive("OFD.xml"), "ofd"),
        ("a.doc", compound("WordDocument"), "doc"),
        ("a.wps", compound("WordDocument"), "doc"),
        ("a.xls", compound("Workbook"), "workbook"),
        ("a.pdf", b"%PDF-1.4\n", "pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "picture"),
        ("a.html", b"<!DOCTYPE html><p>x", "html"),
        ("a.htm", "年度报告<table>".encode(), "html"),
        ("a.txt", "年度报告".encode("gb18030"), "text"),
        ("a.txt", "年度报告".encode("utf-16"), "text"),
        ("a.md", b"<table><tr><td>1</table>", "markdown"),
        ("a.csv", b"a,b\n", "csv"),
        ("a.json", b"{}", "json"),
        ("A.TXT", b"x", "text"),
        ("a.rtf", b"{\\rtf1", "converted"),
        ("a.odt", archive(media_type="application/vnd.oasis.opendocument.text"), "converted"),
        ("a.mht", b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n", "mht"),
        ("a.mhtml", b"Content-Type: multipart/related\nMIME-Version: 1.0\n", "mht"),
    ],
)
def test_a_file_named_as_it_is(file: str, data: bytes, format_id: str) -> None:
    actual, diagnostics = detect_format(file, data)
    assert (actual.id, diagnostics) == (format_id, ())


@pytest.mark.parametrize(
    ("file", "data", "format_id", "message"),
    [
        ("a.doc", b"<html><body>", "html", "文件名以 .doc 结尾，其实是网页"),
        ("a.doc", DOCX, "docx", "其实是Word 文件"),
        ("a.xls", b"\xef\xbb\xbf<table><tr>", "html", "其实是网页"),
        ("a.docx", compound("WordDocument"), "doc", "其实是旧格式 Word 或 WPS 文件"),
        ("a.pdf", b"\xff\xd8\xff\xe0", "picture", "其实是图片"),
        ("a.txt", b"<!doctype html><p>", "html", "其实是网页"),
        ("a.doc", b"{\\rtf1", "converted", "其实是RTF"),
        ("a", b"%PDF-1.7", "pdf", "这是PDF 文件"),
    ],
)
def test_a_wrong_suffix_is_said(file: str, data: bytes, format_id: str, message: str) -> None:
    actual, (diagnostic,) = detect_format(file, data)
    assert actual.id == format_id
    assert message in diagnostic.message


@pytest.mark.parametrize(
    ("file", "data", "message"),
    [
        ("a.docx", b"", "空的"),
        ("a.docx", b"\0\0\0\0", "空的"),
        ("a.docx", "报告".encode(), "可能没有下载完整"),
        ("a.docx", DOCX[:30], "已经损坏"),
        ("a.docx", compound("EncryptedPackage"), "加了密码"),
        ("a.zip", archive("a.txt"), "压缩包"),
        ("a.odp", archive(media_type="application/vnd.oasis.opendocument.image"), "OpenDocument"),
        ("a.ppt", compound("PowerPoint Document"), "旧格式"),
        ("a.doc", b'<?xml version="1.0"?><w xmlns="urn:schemas-microsoft-com:office:word">', "XML"),
        ("a.exe", b"MZ\0\0\x01", "认不出"),
    ],
)
def test_what_cannot_be_imported_is_named(file: str, data: bytes, message: str) -> None:
    with pytest.raises(UnsupportedFileError, match=message) as info:
        detect_format(file, data)
    assert info.value.hint


def test_a_missing_library_is_named_with_the_command_that_adds_it() -> None:
    for source_format in formats.FORMATS:
        missing = formats.SourceFormat(
            source_format.id,
            source_format.label,
            source_format.suffixes,
            source_format.module,
            ("no_such_library",),
            source_format.extra,
        )
        with pytest.raises(UnsupportedFileError) as info:
            formats.check_libraries(missing)
        assert f'"site-builder[{source_format.extra}]"' in info.value.hint


def test_no_two_formats_have_the_same_suffix() -> None:
    suffixes = [suffix for item in formats.FORMATS for suffix in item.suffixes]
    assert len(suffixes) == len(set(suffixes))
