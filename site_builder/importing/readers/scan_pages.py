"""Pictures of pages → their marks: lines, and text that is recognized."""

from collections.abc import Iterable

import numpy as np
import pypdfium2

from site_builder.importing.readers.page_grid import find_grids
from site_builder.importing.readers.page_marks import SCAN_DOUBT, PageMarks
from site_builder.importing.readers.scan_image import (
    ScannedPage,
    check_scan_count,
    scanned_page,
)
from site_builder.importing.readers.scan_lines import find_lines, ink
from site_builder.importing.readers.scan_text import read_cells, read_free_text

_DOTS_PER_POINT = 200 / 72
_MAX_SIDE = 3600


def read_pdf_scans(data: bytes, numbers: Iterable[int]) -> dict[int, PageMarks]:
    """Return the marks of pages of a PDF file, by number, read from how they look.

    Raises UnsupportedFileError for more pages than can be recognized in time.
    """
    numbers = tuple(numbers)
    check_scan_count(len(numbers))
    scans = {}
    with pypdfium2.PdfDocument(data) as document:
        for number in numbers:
            page = document[number - 1]
            scale = min(_DOTS_PER_POINT, _MAX_SIDE / max(page.get_size()))
            image = page.render(scale=scale).to_pil().convert("L")
            scans[number] = read_scan(scanned_page(np.asarray(image, dtype=np.uint8)), number)
    return scans


def read_scan(page: ScannedPage, number: int) -> PageMarks:
    """Return what a picture of a page shows; every text is doubted."""
    dark = ink(page.gray)
    lines, mask = find_lines(page, dark)
    grids = find_grids(lines)
    text_ink = np.where(mask > 0, 0, dark).astype(np.uint8)
    glyphs = [*read_cells(page, text_ink, grids), *read_free_text(page, grids)]
    height, width = page.gray.shape[:2]
    return PageMarks(
        number,
        width * page.scale,
        height * page.scale,
        tuple(glyphs),
        tuple(lines),
        scanned=True,
        doubt=SCAN_DOUBT,
    )
