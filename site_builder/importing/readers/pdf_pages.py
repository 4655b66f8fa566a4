"""PDF bytes → the marks of its pages, without what nobody sees on them."""

import io
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.page_marks import (
    MAX_PAGES,
    SCAN_DOUBT,
    Box,
    Glyph,
    MarkBudget,
    PageMarks,
    PlacedPicture,
    check_page_count,
    set_upright,
)
from site_builder.importing.readers.pdf_annotations import merge_annotations, shows_annotations
from site_builder.importing.readers.pdf_device import PageDevice, PaintedArea, PaintedGlyph
from site_builder.importing.readers.pdf_pictures import read_pictures
from site_builder.importing.readers.pdf_streams import check_streams
from site_builder.model.original import Omission, Origin

_DAMAGE_DOUBT = "文件有损坏，这里的文字可能不对"
_OUTSIDE = "页面以外的文字"
_OUTSIDE_DOUBT = "表格超出了页面，打印不出来"
_SCAN_SHARE = 0.5
"""How much of a page a picture covers that is the page itself, scanned."""
_MIN_SCAN_PICTURE = 0.35
_FEW_GLYPHS = 12
_PASSWORD_HINT = "请用知道的密码打开，另存为没有密码的 PDF 再导入。"  # noqa: S105 - a hint, no password


@dataclass(frozen=True, slots=True)
class PdfContent:
    """What a PDF file holds."""

    pages: tuple[PageMarks, ...]
    title: str
    author: str
    damaged: bool
    scanned_pages: tuple[int, ...]
    """Numbers of pages that are pictures, without text or with text that a program recognized."""


def read_pdf(file: str, data: bytes) -> PdfContent:
    """Read the pages of a PDF file.

    Raises UnsupportedFileError for what cannot be opened, and beyond the bounds.
    """
    for name in ("pdfminer", "pdfplumber"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    damaged = check_streams(data)
    try:
        return _read(file, data, damaged=damaged)
    except UnsupportedFileError:
        raise
    except Exception as exc:
        cause = exc.args[0] if exc.args and isinstance(exc.args[0], Exception) else exc
        bounds = _bounds_error(exc)
        if bounds is not None:
            raise bounds from exc
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise UnsupportedFileError("PDF 文件加了密码", _PASSWORD_HINT) from exc
        raise UnsupportedFileError(
            "PDF 文件损坏，打不开", "请重新下载，或者用 WPS 打开以后另存为 PDF 再导入。"
        ) from exc


def _bounds_error(exc: BaseException | None) -> UnsupportedFileError | None:
    """Return the error of ours that a library has wrapped into its own."""
    while exc is not None:
        if isinstance(exc, UnsupportedFileError):
            return exc
        exc = exc.__cause__ or exc.__context__
    return None


def _read(file: str, data: bytes, *, damaged: bool, is_merged: bool = False) -> PdfContent:
    pages: list[PageMarks] = []
    scanned: list[int] = []
    budget = MarkBudget()
    with pdfplumber.open(io.BytesIO(data)) as pdf, pypdfium2.PdfDocument(data) as document:
        page_objects = list(islice(PDFPage.create_pages(pdf.doc), MAX_PAGES + 1))
        check_page_count(len(page_objects))
        if not page_objects:
            raise UnsupportedFileError("PDF 文件里没有页", "请重新下载，或者换一份文件。")
        if not is_merged and shows_annotations(page_objects):
            return _read(file, merge_annotations(data), damaged=damaged, is_merged=True)
        for number, page_object in enumerate(page_objects, 1):
            device = PageDevice(pdf.rsrcmgr, budget)
            PDFPageInterpreter(pdf.rsrcmgr, device).process_page(page_object)
            pictures = read_pictures(device, document, number)
            page = _page_marks(file, number, device, _visible_area(page_object), pictures)
            if page.scanned or is_scan(page):
                scanned.append(number)
            pages.append(set_upright(page))
        damaged = damaged or _declared_pages(pdf.doc) not in (None, len(pages))
        title, author = (_metadata_text(pdf.doc.info, key) for key in ("Title", "Author"))
    if damaged:
        pages = [replace(page, doubt=page.doubt or _DAMAGE_DOUBT) for page in pages]
    return PdfContent(
        tuple(pages),
        clean_title(title),
        author,
        damaged,
        tuple(scanned),
    )


def _declared_pages(document: PDFDocument) -> int | None:
    """Return how many pages a file says that it has; None when it does not say."""
    pages = resolve1(document.catalog.get("Pages"))
    count = resolve1(pages.get("Count")) if isinstance(pages, dict) else None
    return count if isinstance(count, int) else None


def _visible_area(page: PDFPage) -> Box | None:
    """Return what of the page is shown, from its top left corner; None: all of it."""
    if page.rotate % 360 or list(page.cropbox) == list(page.mediabox):
        return None
    left, _, _, top = page.mediabox
    x0, y0, x1, y1 = page.cropbox
    return Box(x0 - left, top - y1, x1 - left, top - y0)


def _metadata_text(infos: Sequence[Mapping[str, object]], key: str) -> str:
    """Return a text of the data about the file; empty when there is none."""
    values = [value for info in infos if (value := resolve1(info.get(key)))]
    raw = values[-1] if values else b""
    text = decode_text(raw) if isinstance(raw, bytes) else ""
    return " ".join("".join(letter for letter in text if letter.isprintable()).split())


def clean_title(title: str) -> str:
    """Return a title of the data about a file, or nothing when a program wrote it."""
    name = title.removeprefix("Microsoft Word - ").strip()
    stem, _, suffix = name.rpartition(".")
    if suffix.casefold() in ("doc", "docx", "wps", "pdf", "html", "htm", "txt", "wpt", "dot"):
        name = stem
    is_words = any(ord(letter) > 0x2E7F for letter in name)  # noqa: PLR2004 - from here on Chinese
    return name if is_words and not name.startswith("无标题") else ""


def is_scan(page: PageMarks) -> bool:
    """Return whether a page is a picture without text."""
    share = _picture_share(page.pictures, page.width, page.height)
    return len(page.glyphs) <= _FEW_GLYPHS and share >= _MIN_SCAN_PICTURE


def _picture_share(pictures: tuple[PlacedPicture, ...], width: float, height: float) -> float:
    area = max(width * height, 1.0)
    return min(1.0, sum(item.box.width * item.box.height for item in pictures) / area)


def _page_marks(
    file: str,
    number: int,
    device: PageDevice,
    visible: Box | None,
    pictures: tuple[PlacedPicture, ...],
) -> PageMarks:
    frame = visible or Box(-1, -1, device.width + 1, device.height + 1)
    has_scan = _picture_share(pictures, device.width, device.height) >= _SCAN_SHARE
    dark = [area for area in (*device.areas, *device.pictures) if not area.is_white]
    glyphs: list[Glyph] = []
    hidden: dict[str, list[str]] = {}
    table = _line_frame(device)
    for painted in device.glyphs:
        glyph, reason = painted.glyph, _hidden_reason(painted, frame, device.areas, dark)
        if painted.is_invisible and has_scan:
            glyphs.append(replace(glyph, doubt=SCAN_DOUBT))
        elif reason == _OUTSIDE and table.holds(glyph.box.center, glyph.box.middle):
            glyphs.append(replace(glyph, doubt=_OUTSIDE_DOUBT))
        elif reason:
            hidden.setdefault(reason, []).append(glyph.text)
        else:
            glyphs.append(glyph)
    is_layer = has_scan and any(painted.is_invisible for painted in device.glyphs)
    lines = device.lines + (device.white_lines if dark else [])
    return PageMarks(
        number,
        device.width,
        device.height,
        tuple(glyphs),
        tuple(lines),
        pictures,
        _omissions(file, number, hidden),
        is_layer,
        SCAN_DOUBT if is_layer else "",
    )


def _omissions(file: str, number: int, hidden: Mapping[str, list[str]]) -> tuple[Omission, ...]:
    return tuple(
        Omission(text, reason, Origin(file, page=number))
        for reason, letters in hidden.items()
        if (text := "".join(letters).strip())
    )


def _line_frame(device: PageDevice) -> Box:
    """Return the box around the lines of a page: tables that are too wide go on outside of it."""
    rows = [line for line in device.lines if line.horizontal]
    columns = [line for line in device.lines if not line.horizontal]
    if not rows or not columns:
        return Box(0, 0, 0, 0)
    return Box(
        min(line.start for line in rows),
        min(line.start for line in columns),
        max(line.end for line in rows),
        max(line.end for line in columns),
    )


def _hidden_reason(
    painted: PaintedGlyph, frame: Box, areas: list[PaintedArea], dark: list[PaintedArea]
) -> str:
    box = painted.glyph.box
    x, y = box.center, box.middle
    if painted.is_invisible:
        return "看不见的文字"
    if not frame.holds(x, y):
        return _OUTSIDE
    if painted.is_white and not any(
        area.order < painted.order and area.box.holds(x, y) for area in dark
    ):
        return "白色的文字，看不见"
    if any(area.is_white and area.order > painted.order and area.box.holds(x, y) for area in areas):
        return "被遮住的文字"
    return ""
