"""PDF files without the names of authors and programs; title, language, tags and pages stay.

Needs the extra `attachments`.
"""

import hashlib
import io
import logging
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from site_builder.core.errors import LeftoverError, UnsupportedFileError

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_SIGNATURE = re.compile(rb"/ByteRange\s*\[")
_COMPARED_CATALOG_KEYS = ("/Lang", "/MarkInfo", "/ViewerPreferences", "/PageLabels")
ContentDigests = dict[tuple[int, int], bytes]
"""Digests of drawing instructions, by the number of their object."""
_MAX_COMPARED_PAGES = 30
"""Pages whose words are read again; the drawing instructions of every page are compared."""


def sanitize(data: bytes) -> bytes:
    """Write the whole file again without the names: earlier revisions and loose objects go too.

    Raises LeftoverError with the copy where it holds what only its author can decide about.
    """
    if not find_spec("pikepdf") or not find_spec("pypdf"):
        return data  # reported once for the whole site
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        before = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as exc:
        raise UnsupportedFileError("文件加了密码") from exc
    except pikepdf.PdfError as exc:
        raise UnsupportedFileError("文件损坏，打不开") from exc
    with before:
        if before.is_encrypted:
            raise UnsupportedFileError("文件加了密码或限制")
        if _SIGNATURE.search(data) or _has_signature(before):
            raise UnsupportedFileError("文件有数字签名，改动会使签名失效")
        sanitized, leftovers = _rewrite(data, linearize=before.is_linearized)
        with pikepdf.open(io.BytesIO(sanitized)) as after:
            _compare(before, after)
    _compare_text(data, sanitized)
    if leftovers:
        raise LeftoverError(sanitized, leftovers)
    return sanitized


def _rewrite(data: bytes, *, linearize: bool) -> tuple[bytes, list[str]]:
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    from site_builder.attachments.sanitize.pdf_objects import sanitize_objects  # noqa: PLC0415 - needs the same extra

    with pikepdf.open(io.BytesIO(data)) as copy:
        leftovers = sanitize_objects(copy)
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
    return any(
        isinstance(item, pikepdf.Dictionary) and "/ByteRange" in item for item in pdf.objects
    )


def _compare(before: "Pdf", after: "Pdf") -> None:
    """Prove that pages, drawing instructions, language and tags are the same."""
    same = len(before.pages) == len(after.pages)
    digests: tuple[ContentDigests, ContentDigests] = ({}, {})
    for old, new in zip(before.pages, after.pages, strict=False):
        same = same and _content_digests(old.obj, digests[0]) == _content_digests(
            new.obj, digests[1]
        )
        same = same and all(
            getattr(old, box) == getattr(new, box) for box in ("mediabox", "cropbox")
        )
        same = same and old.obj.get("/Rotate") == new.obj.get("/Rotate")
    for key in _COMPARED_CATALOG_KEYS:
        same = same and _unparse_entry(before, key) == _unparse_entry(after, key)
    same = same and _tags(before) == _tags(after)
    same = same and str(before.docinfo.get("/Title")) == str(after.docinfo.get("/Title"))
    if not same:
        raise UnsupportedFileError("清理后的文件与原文件不一致")


def _content_digests(page: "Object", digests: ContentDigests) -> list[bytes]:
    """Return digests of a page's drawing instructions; shared ones are read once."""
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    contents = page.get("/Contents")
    if contents is None:
        return []
    streams = list(contents.as_list()) if isinstance(contents, pikepdf.Array) else [contents]
    for stream in streams:
        if stream.objgen not in digests:
            digests[stream.objgen] = hashlib.sha256(stream.read_bytes()).digest()
    return [digests[stream.objgen] for stream in streams]


def _tags(pdf: "Pdf") -> list[str]:
    """Return the tags with what is read aloud for them, in reading order."""
    from site_builder.attachments.sanitize.pdf_tags import structure_elements  # noqa: PLC0415 - needs the same extra

    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return []
    return [
        f"{tag.get('/S')} {tag.get('/Lang')} {tag.get('/Alt')} {tag.get('/ActualText')}"
        for tag in structure_elements(root)
    ]


def _unparse_entry(pdf: "Pdf", key: str) -> bytes:
    import pikepdf  # noqa: PLC0415 - an extra, and slow to start

    from site_builder.attachments.sanitize.pdf_private_entries import drop_private_entries  # noqa: PLC0415 - needs it too

    entry = pdf.Root.get(key)
    if isinstance(entry, pikepdf.Dictionary):
        drop_private_entries(entry)
    return b"" if entry is None else entry.unparse(resolved=True)


def _compare_text(before: bytes, after: bytes) -> None:
    """Prove that an independent reader finds the same words."""
    from pypdf import PdfReader  # noqa: PLC0415 - an extra, and slow to start

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    old, new = PdfReader(io.BytesIO(before)), PdfReader(io.BytesIO(after))
    if len(old.pages) != len(new.pages) or any(
        old.pages[number].extract_text() != new.pages[number].extract_text()
        for number in range(min(len(old.pages), _MAX_COMPARED_PAGES))
    ):
        raise UnsupportedFileError("清理后的文件与原文件不一致")
