"""PDF files without the names of authors and programs; title, language, tags and pages stay.

Needs the extra `attachments`.
"""

import io
import logging
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from site_builder.containers import KeptError, RefusedError

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_SIGNATURE = re.compile(rb"/ByteRange\s*\[")
_STAYING = ("/Title", "/CreationDate", "/ModDate", "/Trapped", "/GTS_PDFXVersion")
_XMP_STAYING = re.compile(
    r"\{http://purl\.org/dc/elements/1\.1/\}(?:title|language|format)"
    r"|\{http://ns\.adobe\.com/xap/1\.0/\}(?:CreateDate|ModifyDate|MetadataDate)"
    r"|\{http://www\.aiim\.org/(?:pdfa|pdfua)/.*"
    r"|\{http://www\.npes\.org/pdfx/.*"
)
_STRUCTURE = ("/Lang", "/MarkInfo", "/ViewerPreferences", "/PageLabels")
_PAGES_COMPARED = 30
"""Pages whose words are read again; the drawing instructions of every page are compared."""


def clean(data: bytes) -> bytes:
    """Leave out the names; the original bytes where there are none."""
    if _SIGNATURE.search(data):
        raise KeptError("文件有数字签名，改动会使签名失效")
    if not find_spec("pikepdf") or not find_spec("pypdf"):
        return data  # said once for the whole site
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        before = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as fault:
        raise KeptError("文件加了密码") from fault
    except pikepdf.PdfError as fault:
        raise RefusedError("文件损坏，打不开") from fault
    with before, pikepdf.open(io.BytesIO(data)) as copy:
        if before.is_encrypted:
            raise KeptError("文件加了密码或限制")
        if _has_signature(before):
            raise KeptError("文件有数字签名，改动会使签名失效")
        if not _strip(copy):
            return data
        packed = io.BytesIO()
        copy.save(
            packed,
            deterministic_id=True,
            fix_metadata_version=False,
            linearize=before.is_linearized,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        )
        cleaned = packed.getvalue()
        with pikepdf.open(io.BytesIO(cleaned)) as after:
            _compare(before, after)
    _compare_words(data, cleaned)
    return cleaned


def _has_signature(pdf: "Pdf") -> bool:
    form = pdf.Root.get("/AcroForm")
    return form is not None and bool(int(form.get("/SigFlags", 0)) & 1)


def _strip(pdf: "Pdf") -> bool:
    """Take the names out; tells whether there were any."""
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    found = False
    for key in [str(one) for one in pdf.docinfo if str(one) not in _STAYING]:
        del pdf.docinfo[key]
        found = True
    if "/Metadata" in pdf.Root:
        with pdf.open_metadata(
            set_pikepdf_as_editor=False, update_docinfo=False, strict=False
        ) as meta:
            for name in [one for one in meta if not _XMP_STAYING.fullmatch(one)]:
                del meta[name]
                found = True
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if "/PieceInfo" in one:
            del one["/PieceInfo"]  # what programs keep for themselves
            found = True
        if one.objgen != pdf.Root.objgen and "/Metadata" in one:
            del one["/Metadata"]  # of a picture or a page: whoever edited it
            found = True
    return found


def _compare(before: "Pdf", after: "Pdf") -> None:
    """Prove that pages, drawing instructions, language and tags are the same."""
    same = len(before.pages) == len(after.pages)
    for old, new in zip(before.pages, after.pages, strict=False):
        same = same and _drawn(old.obj) == _drawn(new.obj) and old.mediabox == new.mediabox
    for key in _STRUCTURE:
        same = same and _written(before, key) == _written(after, key)
    same = same and ("/StructTreeRoot" in before.Root) == ("/StructTreeRoot" in after.Root)
    same = same and str(before.docinfo.get("/Title")) == str(after.docinfo.get("/Title"))
    if not same:
        raise RefusedError("清理后的文件与原文件不一致")


def _drawn(page: "Object") -> list[bytes]:
    """Give a page's drawing instructions."""
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    found = page.get("/Contents")
    if found is None:
        return []
    streams = list(found.as_list()) if isinstance(found, pikepdf.Array) else [found]
    return [one.read_bytes() for one in streams]


def _written(pdf: "Pdf", key: str) -> bytes:
    found = pdf.Root.get(key)
    return b"" if found is None else found.unparse(resolved=True)


def _compare_words(before: bytes, after: bytes) -> None:
    """Prove that an independent reader finds the same words."""
    from pypdf import PdfReader  # noqa: PLC0415 - an extra, and slow to start

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    old, new = PdfReader(io.BytesIO(before)), PdfReader(io.BytesIO(after))
    if len(old.pages) != len(new.pages) or any(
        old.pages[number].extract_text() != new.pages[number].extract_text()
        for number in range(min(len(old.pages), _PAGES_COMPARED))
    ):
        raise RefusedError("清理后的文件与原文件不一致")
