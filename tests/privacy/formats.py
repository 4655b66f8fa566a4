"""One text in every format that an office may publish, in the open and in hidden places."""

import json
import zlib
from html import escape

from tests.helpers import sample_files
from tests.privacy.planted_files import (
    OFD,
    Form,
    actual_file,
    annotated_file,
    attached_file,
    info_file,
    jpeg_exif_file,
    jpeg_file,
    jpeg_xmp_file,
    layer_file,
    mail_attached_file,
    mail_file,
    odf_file,
    ofd_file,
    ole_file,
    orphan_file,
    pdf_file,
    png_file,
    revised_file,
    rtf_file,
    rtf_gbk_file,
    sheet_comment_file,
    sheet_file,
    sheet_hidden_file,
    unused_file,
    with_file,
    word_file,
    word_header_file,
    word_table_file,
    xml_file,
)

_MASTER = "ppt/slideMasters/slideMaster1.xml"
FORMS: dict[str, Form] = {
    "txt": lambda text: ("a.txt", text.encode()),
    "txt GBK": lambda text: ("a.txt", text.encode("gb18030")),
    "txt UTF-16": lambda text: ("a.txt", text.encode("utf-16")),
    "csv": lambda text: ("a.csv", ("序号,内容\n1," + text.replace("\n", "\n2,")).encode("gb18030")),
    "json": lambda text: ("a.json", json.dumps({"内容": text.splitlines()}).encode()),
    "json pieces": lambda text: (
        "a.json",
        json.dumps([text], ensure_ascii=False, indent=1).encode(),
    ),
    "xml": lambda text: ("a.xml", xml_file(text)),
    "xml comment": lambda text: ("a.xml", f"<a><!-- {text.replace('--', '- ')} --></a>".encode()),
    "xml entities": lambda text: (
        "a.xml",
        ("<a>" + "".join(f"&#{ord(character)};" for character in text) + "</a>").encode(),
    ),
    "html": lambda text: ("a.html", f"<p>{escape(text)}</p>".encode()),
    "html bold": lambda text: (
        "a.html",
        f"<p>{escape(text[:9])}<b>{escape(text[9:12])}</b>{escape(text[12:])}</p>".encode(),
    ),
    "html attribute": lambda text: ("a.html", f'<p title="{escape(text)}">一</p>'.encode()),
    "html script": lambda text: (
        "a.html",
        f"<script>var a = {json.dumps(text, ensure_ascii=False)}</script>".encode(),
    ),
    "eml": mail_file,
    "eml attached": mail_attached_file,
    "rtf": rtf_file,
    "rtf GBK": rtf_gbk_file,
    "docx": lambda text: ("a.docx", word_file(text)),
    "docx table": lambda text: ("a.docx", word_table_file(text)),
    "docx header": lambda text: ("a.docx", word_header_file(text)),
    "docx custom XML": lambda text: (
        "a.docx",
        with_file(word_file("正文"), customXml__item1___xml=xml_file(text)),
    ),
    "docx embedded xlsx": lambda text: (
        "a.docx",
        with_file(word_file("正文"), word__embeddings__a___xlsx=sheet_file(text)),
    ),
    "docx OLE": lambda text: (
        "a.docx",
        with_file(word_file("正文"), word__embeddings__o1___bin=ole_file(text)),
    ),
    "docx picture": lambda text: (
        "a.docx",
        with_file(word_file("正文"), word__media__i1___jpg=jpeg_file(text)[1]),
    ),
    "docx XML comment": lambda text: (
        "a.docx",
        with_file(
            word_file("正文"), word__a___xml=f"<a><!--{text.replace('--', '- ')}--></a>".encode()
        ),
    ),
    "pptx": lambda text: (
        "a.pptx",
        sample_files.archive(
            {
                "ppt/presentation.xml": b"<p/>",
                "ppt/slides/slide1.xml": f"<a><p><t>{escape(text)}</t></p></a>".encode(),
            }
        ),
    ),
    "pptx master": lambda text: (
        "a.pptx",
        sample_files.archive(
            {
                "ppt/presentation.xml": b"<p/>",
                _MASTER: f"<a><p><t>{escape(text)}</t></p></a>".encode(),
            }
        ),
    ),
    "xlsx": lambda text: ("a.xlsx", sheet_file(text)),
    "xlsx hidden": lambda text: ("a.xlsx", sheet_hidden_file(text)),
    "xlsx comment": lambda text: ("a.xlsx", sheet_comment_file(text)),
    "xlsx unused string": lambda text: ("a.xlsx", unused_file(text)),
    "xlsx custom XML": lambda text: (
        "a.xlsx",
        with_file(sheet_file("正文"), customXml__item1___xml=xml_file(text)),
    ),
    "xlsx embedded": lambda text: (
        "a.xlsx",
        with_file(sheet_file("正文"), xl__embeddings__a___docx=word_file(text)),
    ),
    "odt": odf_file("text"),
    "ods": odf_file("spreadsheet"),
    "odp": odf_file("presentation"),
    "ofd": ofd_file("Doc_0/Pages/Page_0/Content.xml"),
    "ofd template": ofd_file("Doc_0/Tpls/Tpl_0/Content.xml"),
    "ofd annotation": ofd_file("Doc_0/Annots/Page_0/Annotation.xml"),
    "ofd attached": lambda text: (
        "a.ofd",
        sample_files.archive(OFD | {"Doc_0/Attachs/a.docx": word_file(text)}),
    ),
    "pdf annotation": pdf_file(annotated_file("/Text", "/Contents")),
    "pdf stamp": pdf_file(annotated_file("/Stamp", "/Subj")),
    "pdf form": pdf_file(annotated_file("/Widget", "/V")),
    "pdf attached": pdf_file(attached_file),
    "pdf info": pdf_file(info_file),
    "pdf layer": pdf_file(layer_file),
    "pdf actual text": pdf_file(actual_file),
    "pdf private": pdf_file(orphan_file),
    "pdf earlier": revised_file,
    "png": png_file("iTXt"),
    "png chunk": png_file("private"),
    "jpeg": jpeg_file,
    "jpeg EXIF": jpeg_exif_file,
    "jpeg XMP": jpeg_xmp_file,
    "gif": lambda text: ("a.gif", sample_files.picture("GIF", comment=text.encode()[:250])),
    "mp3": lambda text: (
        "a.mp3",
        b"ID3\3\0\0\0\0\x0f\x7fTIT2"
        + (len(text.encode("utf-16")) + 1).to_bytes(4, "big")
        + b"\0\0\1"
        + text.encode("utf-16")
        + bytes(2000),
    ),
    "zip": lambda text: ("a.zip", sample_files.archive({"a/b.docx": word_file(text)})),
    "zip in zip": lambda text: (
        "a.zip",
        sample_files.archive({"b.zip": sample_files.archive({"c.txt": text.encode()})}),
    ),
    "doc": lambda text: ("a.doc", ole_file(text)),
    "wps": lambda text: ("a.wps", ole_file(text)),
    "rar": lambda text: ("a.rar", b"Rar!\x1a\7\1\0" + zlib.compress(text.encode())),
    "7z": lambda text: ("a.7z", b"7z\xbc\xaf\x27\x1c" + zlib.compress(text.encode())),
}
