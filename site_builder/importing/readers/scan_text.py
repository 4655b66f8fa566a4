"""Text in the picture of a page: in the cells of its tables, and outside of them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from site_builder.importing.readers.page_grid import RuledGrid
from site_builder.importing.readers.page_marks import SCAN_DOUBT, Box, Glyph
from site_builder.importing.readers.radicals import to_characters
from site_builder.importing.readers.scan_image import Pixels, ScannedPage

_EM = 10.5
_MAX_BAND = 1.3
"""Height of a line of text, in heights of its letters."""
_MIN_INK = 2.2
"""Points of the longer side of what is printed; what is smaller is dirt."""
_MAX_DETECTED_SIDE = 1500
_MIN_RECOGNIZED_WIDTH = 100


@dataclass(frozen=True, slots=True)
class _Crop:
    box: Box
    """In dots."""
    pixels: Pixels


@cache
def _engine() -> Any:  # noqa: ANN401 - of a library without types
    from rapidocr import RapidOCR  # noqa: PLC0415 - slow to start

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    # Numbers are short: pictures need not be filled up to the width of a line of text. A second
    # thread waits more than it helps.
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "Global.max_side_len": _MAX_DETECTED_SIDE,
            "Rec.rec_img_shape": [3, 48, _MIN_RECOGNIZED_WIDTH],
        }
    )


def read_cells(page: ScannedPage, dark: Pixels, grids: Sequence[RuledGrid]) -> list[Glyph]:
    """Return the text in the cells of grids, a glyph for each line; `dark` holds no lines."""
    bands = [band for grid in grids for cell in grid.cells for band in _bands(page, dark, cell.box)]
    return _recognize(page, [_crop(page, band) for band in bands])


def read_free_text(page: ScannedPage, grids: Sequence[RuledGrid]) -> list[Glyph]:
    """Return the text outside of grids, a glyph for each piece that was detected."""
    pixels = page.gray.copy()
    for grid in grids:
        x0, top, x1, bottom = _dots(grid.box, page.scale, 2)
        pixels[top:bottom, x0:x1] = 255
    result = _engine()(np.stack([pixels] * 3, axis=-1), use_cls=False)
    if result.boxes is None or result.txts is None:
        return []
    glyphs = []
    for corners, text in zip(np.asarray(result.boxes), result.txts, strict=True):
        xs, ys = corners[:, 0] * page.scale, corners[:, 1] * page.scale
        box = Box(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
        glyphs.append(_glyph(str(text), box, 0.8 * box.height))
    return [glyph for glyph in glyphs if glyph.text.strip()]


def _glyph(text: str, box: Box, size: float) -> Glyph:
    return Glyph(to_characters(text), box, size, doubt=SCAN_DOUBT)


def _dots(box: Box, scale: float, margin: int = 0) -> tuple[int, int, int, int]:
    return (
        max(0, int(box.x0 / scale) - margin),
        max(0, int(box.top / scale) - margin),
        round(box.x1 / scale) + margin,
        round(box.bottom / scale) + margin,
    )


def _bands(page: ScannedPage, dark: Pixels, cell: Box) -> list[Box]:
    """Return the lines of text in a cell, in dots."""
    x0, top, x1, bottom = _dots(cell, page.scale, -2)
    part = dark[top:bottom, x0:x1]
    rows = np.flatnonzero(part.any(axis=1))
    if not len(rows):
        return []
    em = _EM / page.scale
    runs: list[list[int]] = []
    for row in rows.tolist():
        if runs and row - runs[-1][1] <= 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    lines: list[list[int]] = []
    for start, end in runs:
        if lines and end - lines[-1][0] <= _MAX_BAND * em:
            lines[-1][1] = end
        else:
            lines.append([start, end])
    bands = []
    for start, end in lines:
        columns = np.flatnonzero(part[start : end + 1].any(axis=0))
        box = Box(x0 + int(columns[0]), top + start, x0 + int(columns[-1]) + 1, top + end + 1)
        if max(box.width, box.height) * page.scale >= _MIN_INK:
            bands.append(box)
    return bands


def _crop(page: ScannedPage, band: Box) -> _Crop:
    """Return the picture of a line with white around it, as the recognizer was taught on."""
    margin = max(2, round(1.5 / page.scale))
    x0, top = max(0, int(band.x0) - margin), max(0, int(band.top) - margin)
    part = page.gray[top : int(band.bottom) + margin, x0 : int(band.x1) + margin]
    height, width = part.shape[:2]
    side = max(margin, (2 * height - width) // 2)
    ground = int(np.percentile(part, 90))
    padded = np.pad(part, ((margin, margin), (side, side)), constant_values=ground)
    return _Crop(band, np.asarray(padded, dtype=np.uint8))


def _recognize(page: ScannedPage, crops: Sequence[_Crop]) -> list[Glyph]:
    if not crops:
        return []
    result = _engine().recognize_txt([np.stack([crop.pixels] * 3, axis=-1) for crop in crops])
    glyphs = []
    for crop, text in zip(crops, result.txts, strict=True):
        box = Box(*(value * page.scale for value in _corners(crop.box)))
        glyphs.append(_glyph(str(text) or "?", box, min(box.height, _EM)))
    return glyphs


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.top, box.x1, box.bottom
