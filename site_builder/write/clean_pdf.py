"""PDF files without the names of authors and programs; title, language, tags and pages stay.

Needs the extra `attachments`.
"""

import hashlib
import io
import logging
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from site_builder.containers import LeftoverError, UnsupportedFileError

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_SIGNATURE = re.compile(rb"/ByteRange\s*\[")
_STRUCTURE = ("/Lang", "/MarkInfo", "/ViewerPreferences", "/PageLabels")
Drawings = dict[tuple[int, int], bytes]
"""Digests of drawing instructions, by the number of their object."""
_PAGES_COMPARED = 30
"""Pages whose words are read again; the drawing instructions of every page are compared."""


def clean(data: bytes) -> bytes:
    """Write the whole file again without the names: earlier revisions and loose objects go too.

    Raises LeftoverError with the copy where it holds what only its author can judge.
    """
    if not find_spec("pikepdf") or not find_spec("pypdf"):
        return data  # said once for the whole site
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        before = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as fault:
        raise UnsupportedFileError("文件加了密码") from fault
    except pikepdf.PdfError as fault:
        raise UnsupportedFileError("文件损坏，打不开") from fault
    with before:
        if before.is_encrypted:
            raise UnsupportedFileError("文件加了密码或限制")
        if _SIGNATURE.search(data) or _has_signature(before):
            raise UnsupportedFileError("文件有数字签名，改动会使签名失效")
        cleaned, leftovers = _rewrite(data, linearize=before.is_linearized)
        with pikepdf.open(io.BytesIO(cleaned)) as after:
            _compare(before, after)
    _compare_words(data, cleaned)
    if leftovers:
        raise LeftoverError(cleaned, leftovers)
    return cleaned


def _rewrite(data: bytes, *, linearize: bool) -> tuple[bytes, list[str]]:
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    from site_builder.write.clean_pdf_objects import strip  # noqa: PLC0415 - needs the same extra

    with pikepdf.open(io.BytesIO(data)) as copy:
        leftovers = strip(copy)
        packed = io.BytesIO()
        copy.save(
            packed,
            deterministic_id=True,
            fix_metadata_version=False,
            linearize=linearize,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        )
    return packed.getvalue(), leftovers


def _has_signature(pdf: "Pdf") -> bool:
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    form = pdf.Root.get("/AcroForm")
    if form is not None and int(form.get("/SigFlags", 0)) & 1:
        return True
    return any(isinstance(one, pikepdf.Dictionary) and "/ByteRange" in one for one in pdf.objects)


def _compare(before: "Pdf", after: "Pdf") -> None:
    """Prove that pages, drawing instructions, language and tags are the same."""
    same = len(before.pages) == len(after.pages)
    known: tuple[Drawings, Drawings] = ({}, {})
    for old, new in zip(before.pages, after.pages, strict=False):
        same = same and _drawn(old.obj, known[0]) == _drawn(new.obj, known[1])
        same = same and all(
            getattr(old, box) == getattr(new, box) for box in ("mediabox", "cropbox")
        )
        same = same and old.obj.get("/Rotate") == new.obj.get("/Rotate")
    for key in _STRUCTURE:
        same = same and _written(before, key) == _written(after, key)
    same = same and _tags(before) == _tags(after)
    same = same and str(before.docinfo.get("/Title")) == str(after.docinfo.get("/Title"))
    if not same:
        raise UnsupportedFileError("清理后的文件与原文件不一致")


def _drawn(page: "Object", known: Drawings) -> list[bytes]:
    """Give digests of a page's drawing instructions; pages may share them, so each is read once."""
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    found = page.get("/Contents")
    if found is None:
        return []
    streams = list(found.as_list()) if isinstance(found, pikepdf.Array) else [found]
    for one in streams:
        if one.objgen not in known:
            known[one.objgen] = hashlib.sha256(one.read_bytes()).digest()
    return [known[one.objgen] for one in streams]


def _tags(pdf: "Pdf") -> list[str]:
    """List the tags with what is read aloud for them, in reading order."""
    from site_builder.write.clean_pdf_tags import structure  # noqa: PLC0415 - needs the same extra

    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return []
    return [
        f"{one.get('/S')} {one.get('/Lang')} {one.get('/Alt')} {one.get('/ActualText')}"
        for one in structure(root)
    ]


def _written(pdf: "Pdf", key: str) -> bytes:
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    from site_builder.write.clean_pdf_private import drop_private  # noqa: PLC0415 - needs it too

    found = pdf.Root.get(key)
    if isinstance(found, pikepdf.Dictionary):
        drop_private(found)
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
        raise UnsupportedFileError("清理后的文件与原文件不一致")
