"""Files that hold one text, in the open or in a hidden place. Used by `tests.privacy.formats`."""

import io
from collections.abc import Callable
from email.message import EmailMessage
from html import escape

import docx
import openpyxl
import pikepdf
from openpyxl.comments import Comment
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.helpers import sample_files

Form = Callable[[str], "File"]
File = tuple[str, bytes]
ODF_MANIFEST = b"<manifest/>"
OFD: dict[str, bytes] = {
    "OFD.xml": b"<OFD/>",
    "Doc_0/Document.xml": b"<Document/>",
    "Doc_0/Pages/Page_0/Content.xml": "<P><TextCode>正文</TextCode></P>".encode(),
}


def odf_content(lines: list[str]) -> bytes:
    half = [f"<p>{escape(line[:9])}<span>{escape(line[9:])}</span></p>" for line in lines]
    return f"<document><body>{''.join(half)}</body></document>".encode()


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_file(data: bytes, **parts: bytes) -> bytes:
    """Add parts to an archive, `__` standing for `/` and `___` for a dot."""
    import zipfile  # noqa: PLC0415 - here only

    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        old = {name: opened.read(name) for name in opened.namelist()}
    named = {key.replace("___", ".").replace("__", "/"): value for key, value in parts.items()}
    return sample_files.archive(old | named)


def word_file(text: str) -> bytes:
    return sample_files.word(text.splitlines())


def word_table_file(text: str) -> bytes:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.rows[0].cells[1].text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_header_file(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xml_file(text: str) -> bytes:
    lines = "".join(f"<说明>{escape(line)}</说明>" for line in text.splitlines())
    return f"<?xml version='1.0'?><表>{lines}</表>".encode()


def sheet_file(text: str) -> bytes:
    return sample_files.sheet(
        [["序号", "内容"], *([n, line] for n, line in enumerate(text.splitlines(), 1))]
    )


def sheet_hidden_file(text: str) -> bytes:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("二")
    hidden["B2"] = text
    hidden.sheet_state = "veryHidden"
    return _saved(book)


def sheet_comment_file(text: str) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "一"
    book.active["A1"].comment = Comment(text, "某")
    return _saved(book)


def unused_file(text: str) -> bytes:
    strings = f"<sst><si><t>{escape(text)}</t></si></sst>".encode()
    return with_file(sheet_file("正文"), xl__sharedStrings___xml=strings)


def odf_file(kind: str) -> Form:
    def form(text: str) -> File:
        parts = {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "META-INF/manifest.xml": ODF_MANIFEST,
            "content.xml": odf_content(text.splitlines()),
        }
        return {"text": "a.odt", "spreadsheet": "a.ods", "presentation": "a.odp"}[
            kind
        ], sample_files.archive(parts)

    return form


def ofd_file(part: str) -> Form:
    def form(text: str) -> File:
        text_object = f"<P><TextObject><TextCode>{escape(text)}</TextCode></TextObject></P>"
        return "a.ofd", sample_files.archive(OFD | {part: text_object.encode()})

    return form


def pdf_file(change: Callable[[pikepdf.Pdf, str], None]) -> Form:
    def form(text: str) -> File:
        with pikepdf.open(io.BytesIO(sample_files.pdf([["Notice of the office"]]))) as opened:
            change(opened, text)
            out = io.BytesIO()
            opened.save(out)
        return "a.pdf", out.getvalue()

    return form


def annotated_file(kind: str, key: str) -> Callable[[pikepdf.Pdf, str], None]:
    def change(opened: pikepdf.Pdf, text: str) -> None:
        note = {"/Subtype": pikepdf.Name(kind), key: text}
        opened.pages[0].obj.Annots = pikepdf.Array([opened.make_indirect(pikepdf.Dictionary(note))])

    return change


def attached_file(opened: pikepdf.Pdf, text: str) -> None:
    opened.attachments["a.docx"] = word_file(text)


def info_file(opened: pikepdf.Pdf, text: str) -> None:
    opened.docinfo["/Remark"] = text


def layer_file(opened: pikepdf.Pdf, text: str) -> None:
    layer = pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=text)
    opened.Root.OCProperties = pikepdf.Dictionary(OCGs=[opened.make_indirect(layer)])


def actual_file(opened: pikepdf.Pdf, text: str) -> None:
    hexed = ("\ufeff" + text).encode("utf-16-be").hex()
    stream = f"/Span <</ActualText <{hexed}>>> BDC BT ET EMC".encode()
    opened.pages[0].contents_add(opened.make_stream(stream))


def orphan_file(opened: pikepdf.Pdf, text: str) -> None:
    opened.Root.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=text))


def revised_file(text: str) -> File:
    first = pdf_file(info_file)(text)[1]
    last = sample_files.pdf([["Notice of the office"]])
    return "a.pdf", first + b"\n" + last[last.index(b"1 0 obj") :]


def png_file(kind: str) -> Form:
    def form(text: str) -> File:
        info = PngInfo()
        if kind == "iTXt":
            info.add_itxt("Description", text, zip=True)
        else:
            info.add(b"prVt", text.encode())
        out = io.BytesIO()
        Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=info)
        return "a.png", out.getvalue()

    return form


def jpeg_file(text: str) -> File:
    return "a.jpg", sample_files.picture("JPEG", comment=text.encode())


def jpeg_exif_file(text: str) -> File:
    exif = Image.Exif()
    exif[0x9C9C] = text.encode("utf-16-le")
    return "a.jpg", sample_files.picture("JPEG", exif=exif)


def jpeg_xmp_file(text: str) -> File:
    packet = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><d>{escape(text)}</d></x:xmpmeta>"
    return "a.jpg", sample_files.picture("JPEG", xmp=packet.encode())


def mail_file(text: str) -> File:
    message = EmailMessage()
    message["Subject"] = "通知"
    message.set_content(text)
    return "a.eml", message.as_bytes()


def mail_attached_file(text: str) -> File:
    message = EmailMessage()
    message["Subject"] = "通知"
    message.set_content("见附件")
    message.add_attachment(sheet_file(text), maintype="application", subtype="x", filename="a.xlsx")
    return "a.eml", message.as_bytes()


def rtf_file(text: str) -> File:
    units = text.encode("utf-16-le")
    codes = [
        int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)
    ]
    return "a.rtf", (
        "{\\rtf1\\ansi "
        + "".join("\\par " if code == 10 else f"\\u{code}?" for code in codes)
        + "}"
    ).encode()


def rtf_gbk_file(text: str) -> File:
    raw = text.encode("gb18030", "replace")
    return "a.rtf", b"{\\rtf1\\ansicpg936 " + "".join(
        f"\\'{byte:02x}" for byte in raw
    ).encode() + b"}"


def ole_file(text: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + text.encode("utf-16-le") + bytes(600)
