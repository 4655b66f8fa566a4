"""Attachments for tests, made by the programs' own libraries, or by hand where none would do it."""

import io
import zipfile
from collections.abc import Iterable, Mapping

import docx
import openpyxl
import pikepdf
from PIL import Image


def word(paragraphs: Iterable[str], author: str = "", last: str = "") -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    made.core_properties.author = author
    made.core_properties.last_modified_by = last
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sheet(rows: Iterable[Iterable[object]], creator: str = "") -> bytes:
    made = openpyxl.Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(list(row))
    made.properties.creator = creator
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pdf(
    pages: Iterable[Iterable[str]],
    info: Mapping[str, str] | None = None,
    encryption: pikepdf.Encryption | None = None,
) -> bytes:
    """Make a PDF of Latin text."""
    name = pikepdf.Name
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
    font = made.make_indirect(font)
    for lines in pages:
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        page = pikepdf.Dictionary(
            Type=name.Page,
            MediaBox=[0, 0, 595, 842],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
            Contents=made.make_stream(f"BT /F1 9 Tf 50 800 Td 12 TL {shown} ET".encode()),
        )
        made.pages.append(pikepdf.Page(made.make_indirect(page)))
    for key, value in (info or {}).items():
        made.docinfo[key] = value
    out = io.BytesIO()
    made.save(out, encryption=encryption or False, deterministic_id=encryption is None)
    return out.getvalue()


def picture(kind: str, **options: object) -> bytes:
    """Make a picture whose pixels all differ."""
    made = Image.new("RGB", (24, 16))
    made.putdata([(x * 10, y * 15, (x * y) % 256) for y in range(16) for x in range(24)])
    out = io.BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def archive(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """Change words in one part of an office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        parts = {one: opened.read(one) for one in opened.namelist()}
    assert old.encode() in parts[part]
    return archive(parts | {part: parts[part].replace(old.encode(), new.encode())})
