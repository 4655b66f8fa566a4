"""Attachments that are too large, too slow, damaged or hostile: reported, never a surprise."""

import contextlib
import io
import random
import time
import zipfile
import zlib

import pytest

from site_builder.attachments.extract import attachment_text, extraction
from site_builder.attachments.extract import pdf_text as pdf_reader
from site_builder.attachments.sanitize.sanitizer import sanitize
from site_builder.core import image_segments, safe_zip
from tests.helpers import sample_files
from tests.helpers.sample_files import archive
from tests.unit.attachments.extraction_helpers import read

BOMB = b"0" * 50_000_000


def test_an_empty_file() -> None:
    for name in ("a.docx", "a.pdf", "a.txt", "a.gif", "a.mp3"):
        assert read(name, b"").unreadable_reason == "文件是空的"


def test_bounds_of_archives() -> None:
    for parts in (
        {"word/document.xml": BOMB},
        {"xl/workbook.xml": b"<w/>", "xl/sharedStrings.xml": BOMB},
        {f"{number}.xml": b"" for number in range(safe_zip.MAX_MEMBERS + 1)},
    ):
        data = archive(parts)
        assert read("a.docx", data).unreadable_reason in ("解压后太大", "压缩包里的文件太多或重名")
        assert sanitize("a.docx", data)[0] == data


def test_a_size_that_lies() -> None:
    """The archive's own list states that little is in it."""
    data = bytearray(archive({"word/document.xml": BOMB}))
    size = len(BOMB).to_bytes(4, "little")
    assert bytes(data).count(size) == 2
    data = bytearray(bytes(data).replace(size, (1000).to_bytes(4, "little")))
    assert read("a.docx", bytes(data)).unreadable_reason


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
    assert read("a.docx", data).unreadable_reason == "文件里有不允许的 XML 声明"


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "MAX_PAGES", 2)
    attachment = read("a.pdf", sample_files.pdf([["1"], ["2"], ["3"]]))
    assert attachment.unreadable_reason == "有 3 页，只检查了前 2 页"
    assert len(attachment.spans) == 3


def test_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MAX_CHARACTERS", 10)
    assert (
        read("a.txt", b"12345678\n12345678").unreadable_reason
        == "文字太多，只检查了前 10 字，从第 2 行起没有检查"
    )
    monkeypatch.setattr(attachment_text, "MAX_BYTES", 10)
    assert read("a.txt", b"12345678901").unreadable_reason == "文件超过 0 MB"


@pytest.mark.timeout(60)
def test_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_parts: object) -> None:
        while True:
            with contextlib.suppress(Exception):  # as a library may
                time.sleep(5)

    monkeypatch.setattr(attachment_text, "MAX_SECONDS", 0.2)
    monkeypatch.setattr(attachment_text, "read_plain_text", endless)
    assert "没有读完" in read("a.txt", b"1").unreadable_reason


def samples() -> dict[str, bytes]:
    return {
        "a.docx": sample_files.word_without_styles(["一"], "张三"),
        "a.xlsx": sample_files.sheet([["一", 1]], "张三"),
        "a.pdf": sample_files.pdf([["One"]], {"/Author": "x"}),
        "a.jpg": sample_files.picture("JPEG", comment=b"x"),
        "a.png": sample_files.picture("PNG"),
        "a.gif": sample_files.picture("GIF", comment=b"x"),
        "a.webp": sample_files.picture("WEBP", exif=b"x"),
        "a.csv": "一,二\n".encode(),
    }


@pytest.mark.parametrize("name", list(samples()))
def test_damage_never_surprises(name: str) -> None:
    original = samples()[name]
    chance = random.Random(name)  # noqa: S311 - nothing secret
    for round_ in range(60):
        data = bytearray(original)
        if round_ % 3 == 0:
            del data[chance.randrange(len(data)) :]
        elif round_ % 3 == 1:
            for _ in range(chance.randrange(1, 30)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        else:
            data = bytearray(original[:8] + chance.randbytes(chance.randrange(2000)))
        read(name, bytes(data))
        sanitize(name, bytes(data))


@pytest.mark.slow
def test_damage_inside_archives() -> None:
    """Change bytes of the parts, not of the archive: checksums do not stop these."""
    chance = random.Random(3)  # noqa: S311 - nothing secret
    for name in ("a.docx", "a.xlsx"):
        with zipfile.ZipFile(io.BytesIO(samples()[name])) as opened:
            parts = {member: opened.read(member) for member in opened.namelist()}
        for _ in range(60):
            part = chance.choice(sorted(parts))
            data = bytearray(parts[part])
            for _ in range(chance.randrange(1, 10)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            read(name, archive(parts | {part: bytes(data)}))
            sanitize(name, archive(parts | {part: bytes(data)}))


def test_a_picture_s_packed_text_is_bounded() -> None:
    packed = b"Author\0\0" + zlib.compress(BOMB)
    png = sample_files.picture("PNG")
    data = png[:33] + image_segments.png_chunk(b"zTXt", packed) + png[33:]
    assert len(read("a.png", data).personal_metadata[0][1]) <= 1_000_000
