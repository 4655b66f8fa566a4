"""Pictures of a PDF page: the JPEG data as it is, anything else as it looks, as PNG."""

import io

import pypdfium2
from pdfminer.pdftypes import resolve1

from site_builder.importing.readers.page_marks import Box, PlacedPicture
from site_builder.importing.readers.pdf_device import PageDevice, PaintedArea

_MIN_SIDE = 24.0
"""Points; what is smaller is a rule, a bullet or a dot of a pattern."""
_SCALE = 150 / 72
_MAX_PICTURES = 60
"""Of one page."""
_MAX_PIXELS = 8_000_000
_PAGE_SHARE = 0.5
_FEW_GLYPHS = 12


def read_pictures(
    device: PageDevice, document: pypdfium2.PdfDocument, number: int
) -> tuple[PlacedPicture, ...]:
    """Return the pictures of a page; one that is the page itself has no data."""
    pictures = []
    frame = Box(0, 0, device.width, device.height)
    for area in device.pictures[:_MAX_PICTURES]:
        box = _clip(area.box, frame)
        if box.width < _MIN_SIDE or box.height < _MIN_SIDE:
            continue
        data = _jpeg(area)
        if _is_page(device, box):
            pictures.append(PlacedPicture(box, b"", "image/png"))
        elif data:
            pictures.append(PlacedPicture(box, data, "image/jpeg"))
        elif data := _rendered(document, number, box):
            pictures.append(PlacedPicture(box, data, "image/png"))
    return tuple(pictures)


def _is_page(device: PageDevice, box: Box) -> bool:
    """Return whether a picture is most of a page without text that is seen."""
    visible = sum(not painted.is_invisible for painted in device.glyphs)
    area = box.width * box.height
    return visible <= _FEW_GLYPHS and area >= _PAGE_SHARE * device.width * device.height


def _clip(box: Box, frame: Box) -> Box:
    return Box(
        max(box.x0, frame.x0),
        max(box.top, frame.top),
        min(box.x1, frame.x1),
        min(box.bottom, frame.bottom),
    )


def _jpeg(area: PaintedArea) -> bytes:
    """Return the data of a picture that is a JPEG file in the colours of screens."""
    stream = area.stream
    if stream is None:
        return b""
    filters = [str(getattr(name, "name", "")) for name, _ in stream.get_filters()]
    space = resolve1(stream.get_any(("CS", "ColorSpace")))
    name = str(getattr(space, "name", "")) if not isinstance(space, list) else ""
    masked = stream.get_any(("SMask", "Mask")) is not None
    if filters != ["DCTDecode"] or masked or name not in ("DeviceRGB", "DeviceGray"):
        return b""
    data = stream.get_rawdata() or b""
    return data if data.startswith(b"\xff\xd8") else b""


def _rendered(document: pypdfium2.PdfDocument, number: int, box: Box) -> bytes:
    """Return a part of a page as a PNG picture; nothing when it cannot be rendered."""
    if box.width * box.height * _SCALE**2 > _MAX_PIXELS:
        return b""
    page = document[number - 1]
    width, height = page.get_size()
    crop = (
        max(0.0, box.x0),
        max(0.0, height - box.bottom),
        max(0.0, width - box.x1),
        max(0.0, box.top),
    )
    try:
        bitmap = page.render(scale=_SCALE, crop=crop, may_draw_forms=False)
    except (ValueError, pypdfium2.PdfiumError):
        return b""
    buffer = io.BytesIO()
    bitmap.to_pil().save(buffer, "PNG")
    return buffer.getvalue()
