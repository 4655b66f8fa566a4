"""Pictures of texts in Word and PDF: there, described, without their authors, made anew alone."""

import io

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from PIL import Image

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.image_header import ImageHeader, read_image_header
from site_builder.core.image_segments import png_chunk
from tests.helpers import Project, ProjectFactory, clean_build
from tests.helpers.marked_pictures import MARK, exif
from tests.properties.small_site import CONFIG, as_text, document, small_site

FOLDER = "content/2020/documents"
CONFIGURED = CONFIG.replace("下载: [docx, ", "公文下载: 是\n下载: [pdf, docx, ")
EMU = 36_000
"""Word's unit, of one millimetre."""


def drawn(kind: str, size: tuple[int, int] = (400, 300), colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    options = {"exif": exif(0x013B)} if kind == "JPEG" else {}
    Image.new("RGB", size, colour).save(buffer, kind, **options)
    return buffer.getvalue()


def illustrated(make_project: ProjectFactory, body: str, pictures: dict[str, bytes]) -> Project:
    files = small_site(0) | {"config.yaml": CONFIGURED}
    site = make_project(as_text(files | {f"{FOLDER}/shown.md": document(2020, 0, body=body)}))
    for name, data in pictures.items():
        site.edit(f"content/2020/files/{name}", data)
    return site


def in_word(data: bytes) -> list[tuple[str, float, float]]:
    """Return of each picture what it is described as, and its size in millimetres."""
    inlines = docx.Document(io.BytesIO(data)).element.body.iter(qn("wp:inline"))
    return [
        (
            inline.docPr.get("descr"),
            round(inline.extent.cx / EMU, 1),
            round(inline.extent.cy / EMU, 1),
        )
        for inline in inlines
    ]


def in_pdf(data: bytes) -> tuple[int, str]:
    """Return how many pictures a PDF draws, and what its structure says of them."""
    pdf = pikepdf.open(io.BytesIO(data))
    count = sum(len(page.get_images()) for page in pdf.pages)
    described = [
        str(item.Alt)
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
    ]
    return count, " ".join(described)


def test_pictures_stand_in_both_files(make_project: ProjectFactory) -> None:
    body = (
        "前。\n\n![流程图](../files/a.png)\n\n![很宽的图](../files/b.jpg)\n"
        "![动图](../files/d.gif)\n\n行内的![小图](../files/a.png)留在行内。\n\n"
        "![新格式](../files/e.webp)\n\n后。"
    )
    pictures = {
        "a.png": drawn("PNG"),
        "b.jpg": drawn("JPEG", (4000, 1000)),
        "d.gif": drawn("GIF", (96, 96)),
        "e.webp": drawn("WEBP"),
    }
    outcome = illustrated(make_project, body, pictures).build()
    assert outcome.exit_code == 0, outcome.output
    word = outcome.files["2020/documents/shown.docx"]
    assert in_word(word) == [
        ("流程图", 105.8, 79.4),
        ("很宽的图", 156.0, 39.0),
        ("动图", 25.4, 25.4),
    ]
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(word)).paragraphs)
    assert "行内的［图：小图］留在行内。" in text
    assert "［图：新格式］" in text
    assert "流程图" not in text
    count, described = in_pdf(outcome.files["2020/documents/shown.pdf"])
    assert count == 3
    assert all(name in described for name in ("流程图", "很宽的图", "动图"))
    for name in ("shown.docx", "shown.pdf"):
        assert MARK not in outcome.files[f"2020/documents/{name}"]


def test_no_line_of_word_cuts_a_picture(make_project: ProjectFactory) -> None:
    site = illustrated(make_project, "![图](../files/a.png)", {"a.png": drawn("PNG")})
    word = docx.Document(io.BytesIO(site.build().files["2020/documents/shown.docx"]))
    (inline,) = word.element.body.iter(qn("wp:inline"))
    (paragraph,) = inline.iterancestors(qn("w:p"))
    assert Paragraph(paragraph, word).paragraph_format.line_spacing == 1.0


def undecodable() -> bytes:
    """Create a PNG whose checksums hold and whose pixels do not."""
    whole = drawn("PNG")
    return whole[:33] + png_chunk(b"IDAT", b"no pixels") + png_chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [undecodable(), drawn("PNG")[:-30], b"\x89PNG\r\n\x1a\n" + bytes(60), drawn("BMP"), b""],
    ids=["pixels", "cut off", "no chunks", "another kind", "empty"],
)
def test_what_is_no_picture_is_named(make_project: ProjectFactory, data: bytes) -> None:
    site = illustrated(make_project, "![示意图](../files/a.png)\n\n后。", {"a.png": data})
    outcome = site.build()
    assert "Traceback" not in outcome.output
    if outcome.exit_code == 0:
        assert in_pdf(outcome.files["2020/documents/shown.pdf"])[0] == 0


def test_another_picture_makes_its_files_anew_and_no_others(make_project: ProjectFactory) -> None:
    body = "![图](../files/a.png)"
    site = illustrated(make_project, body, {"a.png": drawn("PNG")})
    site.edit(f"{FOLDER}/plain.md", document(2020, 1))
    before = site.build()
    assert before.exit_code == 0, before.output
    site.edit("content/2020/files/a.png", drawn("PNG", colour="blue"))
    after = site.build()
    assert after.files == clean_build(site)
    papers = {url for url in after.files if url.endswith((".docx", ".pdf"))}
    changed = {url for url in papers if before.files[url] != after.files[url]}
    assert changed == {"2020/documents/shown.docx", "2020/documents/shown.pdf"}
    # A changed body alone is built along another way.
    site.edit(f"{FOLDER}/shown.md", document(2020, 0, body=f"{body}\n\n又一段。"))
    assert site.build().files == clean_build(site)


def test_a_head_says_kind_and_size() -> None:
    assert read_image_header(drawn("PNG", (3, 5))) == ImageHeader("png", 3, 5)
    assert read_image_header(drawn("GIF", (7, 2))) == ImageHeader("gif", 7, 2)
    assert read_image_header(drawn("JPEG", (30, 11))) == ImageHeader("jpeg", 30, 11)
    buffer = io.BytesIO()
    Image.new("RGB", (4, 2)).save(
        buffer,
        "JPEG",
        exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
    )
    with pytest.raises(UnsupportedFileError, match="没有放正"):
        read_image_header(buffer.getvalue())
