"""Ruling lines in the picture of a page."""

import cv2
import numpy as np

from site_builder.importing.readers.page_marks import RulingLine
from site_builder.importing.readers.scan_image import Pixels, ScannedPage

_HORIZONTAL, _VERTICAL = 20.0, 11.0
"""Points from which on a stroke may be a line: longer than those of letters in tables."""
_SURE = 45.0
"""Points of a line that needs no other line at its ends."""
_TOUCH = 4.0
_MAX_THICKNESS = 5.0


def ink(gray: Pixels) -> Pixels:
    """Return a picture of the same size, 255 where something is printed and 0 elsewhere."""
    blurred = cv2.GaussianBlur(gray, (3, 3), 0)
    dark = cv2.adaptiveThreshold(
        blurred, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12
    )
    return np.asarray(dark, dtype=np.uint8)


def find_lines(page: ScannedPage, dark: Pixels) -> tuple[list[RulingLine], Pixels]:
    """Return the lines, in points, and a mask of their dots."""
    across = _strokes(page, dark, horizontal=True)
    down = _strokes(page, dark, horizontal=False)
    rows = _segments(across, page.scale, horizontal=True)
    columns = _segments(down, page.scale, horizontal=False)
    rows = [line for line in rows if _is_line(line, columns)]
    columns = [line for line in columns if _is_line(line, rows)]
    mask = np.zeros_like(dark)
    for line in (*rows, *columns):
        _draw(mask, line, page.scale)
    touching = cv2.bitwise_and(cv2.bitwise_or(across, down), mask)
    return [*rows, *columns], np.asarray(touching, dtype=np.uint8)


def _strokes(page: ScannedPage, dark: Pixels, *, horizontal: bool) -> Pixels:
    """Return the dots of long strokes in one direction, also when they stand a little askew."""
    length = max(9, round((_HORIZONTAL if horizontal else _VERTICAL) / page.scale))
    thick = np.ones((3, 1) if horizontal else (1, 3), np.uint8)
    kernel = np.ones((1, length) if horizontal else (length, 1), np.uint8)
    dilated = cv2.dilate(dark, thick)
    return np.asarray(cv2.morphologyEx(dilated, cv2.MORPH_OPEN, kernel), dtype=np.uint8)


def _segments(strokes: Pixels, scale: float, *, horizontal: bool) -> list[RulingLine]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    segments = []
    for x, y, width, height, _ in np.asarray(stats)[1:count].tolist():
        thickness, length = (height, width) if horizontal else (width, height)
        if thickness * scale > max(_MAX_THICKNESS, 0.03 * length * scale):
            continue
        position = (y + height / 2) if horizontal else (x + width / 2)
        start = x if horizontal else y
        segments.append(
            RulingLine(horizontal, position * scale, start * scale, (start + length) * scale)
        )
    return segments


def _is_line(line: RulingLine, others: list[RulingLine]) -> bool:
    """Return whether a stroke is long, or goes from one line to another."""
    if line.end - line.start >= _SURE:
        return True
    return all(
        any(
            abs(other.position - end) <= _TOUCH
            and other.start - _TOUCH <= line.position <= other.end + _TOUCH
            for other in others
        )
        for end in (line.start, line.end)
    )


def _draw(mask: Pixels, line: RulingLine, scale: float) -> None:
    middle, start, end = (round(value / scale) for value in (line.position, line.start, line.end))
    half = max(3, round(3.0 / scale))
    if line.horizontal:
        mask[max(0, middle - half) : middle + half + 1, max(0, start) : end + 1] = 255
    else:
        mask[max(0, start) : end + 1, max(0, middle - half) : middle + half + 1] = 255
