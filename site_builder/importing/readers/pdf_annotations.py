"""Fields of forms and typed notes that a PDF page shows without being part of its content."""

import io
from collections.abc import Iterable

import pypdfium2
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1

_PAINTED_KINDS = ("Widget", "FreeText", "Stamp")
_HIDDEN = 2
"""Bit of an annotation's flags."""
_MAX_ANNOTATIONS = 20_000


def shows_annotations(pages: Iterable[PDFPage]) -> bool:
    """Return whether some page shows text that is an annotation of it."""
    count = 0
    for page in pages:
        for reference in resolve1(page.annots) or ():
            count += 1
            annotation = resolve1(reference)
            if count > _MAX_ANNOTATIONS or not isinstance(annotation, dict):
                continue
            kind = getattr(resolve1(annotation.get("Subtype")), "name", "")
            flags = resolve1(annotation.get("F"))
            is_hidden = isinstance(flags, int) and bool(flags & _HIDDEN)
            if kind in _PAINTED_KINDS and not is_hidden:
                return True
    return False


def merge_annotations(data: bytes) -> bytes:
    """Return a file whose pages have what they show of annotations as their own content."""
    buffer = io.BytesIO()
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        for number in range(len(document)):
            page = document[number]
            pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
            page.close()
        document.save(buffer)
    return buffer.getvalue()
