"""Attachments for tests, made by the programs' own libraries, or by hand where none would do it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping

import docx
import openpyxl
import pikepdf
from PIL import Image

_STYLE = re.compile(rb"<w:(style|latentStyles) .*?</w:\1>", re.DOTALL)


def word(paragraphs: Iterable[str], author: str = "", last: str = "") -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.core_properties.author = author
    document.core_properties.last_modified_by = last
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_without_styles(paragraphs: Iterable[str], author: str = "") -> bytes:
    """Return a Word file less the thousands of elements that no text stands in."""
    data = word(paragraphs, author)
    for name in ("word/styles.xml", "word/stylesWithEffects.xml"):
        data = edit_part(data, name, lambda xml: _STYLE.sub(b"", xml))
    return data


def sheet(rows: Iterable[Iterable[object]], creator: str = "") -> bytes:
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in rows:
        workbook.active.append(list(row))
    workbook.properties.creator = creator
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def pdf(
    pages: Iterable[Iterable[str]],
    info: Mapping[str, str] | None = None,
    encryption: pikepdf.Encryption | None = None,
) -> bytes:
    """Build a PDF of Latin text."""
    name = pikepdf.Name
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
    font = document.make_indirect(font)
    for lines in pages:
        operators = " ".join(f"({line}) Tj T*" for line in lines)
        page = pikepdf.Dictionary(
            Type=name.Page,
            MediaBox=[0, 0, 595, 842],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
            Contents=document.make_stream(f"BT /F1 9 Tf 50 800 Td 12 TL {operators} ET".encode()),
        )
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
    for key, value in (info or {}).items():
        document.docinfo[key] = value
    out = io.BytesIO()
    document.save(out, encryption=encryption or False, deterministic_id=encryption is None)
    return out.getvalue()


def picture(kind: str, **options: object) -> bytes:
    """Build a picture whose pixels all differ."""
    image = Image.new("RGB", (24, 16))
    image.putdata([(x * 10, y * 15, (x * y) % 256) for y in range(16) for x in range(24)])
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def archive(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return out.getvalue()


def edit_part(data: bytes, part: str, edit: Callable[[bytes], bytes]) -> bytes:
    """Return an office file with one part edited."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    return archive(parts | {part: edit(parts[part])})


def replace_in_archive(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return an office file with other words in one part."""

    def replace(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode())

    return edit_part(data, part, replace)
