"""Pages saved as one file."""

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers import web_archive
from site_builder.model.original import OriginalPicture
from tests.unit.importing.readers.web.pages import PROSE, texts

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
ADDRESS = "https://www.example.gov.cn/2024/report.html"


def archive(html: str, charset: str = "utf-8") -> bytes:
    message = MIMEMultipart("related")
    text = MIMEText(html, "html", charset)
    text["Content-Location"] = ADDRESS
    message.attach(text)
    for number, name in enumerate(("Content-Location", "Content-ID")):
        picture = MIMEImage(PNG + bytes([number]), "png")
        picture[name] = f"{ADDRESS.rpartition('/')[0]}/a.png" if number == 0 else "<b@mhtml>"
        message.attach(picture)
    return message.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_the_page_and_its_pictures_are_read(charset: str) -> None:
    images = "<img src=a.png alt=甲><img src='cid:b@mhtml'>"
    original = web_archive.read("a.mhtml", archive(f"<div>{PROSE}{images}</div>", charset))
    assert len(texts(original)) == 2
    pictures = [block for block in original.blocks if isinstance(block, OriginalPicture)]
    assert [picture.data for picture in pictures] == [PNG + b"\0", PNG + b"\1"]
    assert not original.diagnostics


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MIME-Version: 1.0\n\n",
        b"Content-Type: multipart/related; boundary=x\n\n--x\n\n",
        b"Content-Type: text/html; charset=\xff\n\n<p>",
        b"Content-Type: multipart/related; boundary=x\n\n" + b"--x\n\na\n" * 6000,
        b"Content-Type: text/html\n" * 9 + b"\n",
    ],
)
def test_what_is_no_archive_is_refused_with_a_cure(data: bytes) -> None:
    with pytest.raises(UnsupportedFileError) as caught:
        web_archive.read("a.mht", data)
    assert caught.value.hint
