"""Pictures of pages: decoded within bounds, upright and straight, grey."""

import io
import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.page_marks import check_page_count

Pixels = npt.NDArray[np.uint8]
MAX_SCANS = 12
"""Pages of one file in which text is recognized: five seconds of processor each."""
_MAX_PIXELS = 60_000_000
_MAX_SIDE = 3600
_MIN_SIDE = 200
_PAGE_WIDTH = 595.0
"""Points that the shorter side of a page is taken for."""
_MIN_SKEW, _MAX_SKEW, _SKEW_STEP = 0.06, 8.0, 0.05
"""Degrees."""
_STRONGEST = 15
"""Lines, the longest first, by which a page is set straight."""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A picture of a page."""

    gray: Pixels
    scale: float
    """Points of a dot."""


def decode_pictures(data: bytes) -> list[ScannedPage]:
    """Return the pages of a picture file.

    Raises UnsupportedFileError for what is no picture, is too large or too small.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            count = int(getattr(image, "n_frames", 1))
            check_scan_count(count)
            _check_size(image.size)
            pages = []
            for index in range(count):
                image.seek(index)
                upright = ImageOps.exif_transpose(image)
                pages.append(scanned_page(np.asarray(_flatten(upright), dtype=np.uint8)))
    except UnsupportedFileError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as exc:
        raise UnsupportedFileError("图片损坏，打不开", "请重新扫描或者重新下载，再导入。") from exc
    return pages


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > _MAX_PIXELS:
        raise UnsupportedFileError("图片太大", "请缩小到每边 3000 点左右再导入。")


def check_scan_count(count: int) -> None:
    """Raise UnsupportedFileError for more scanned pages than can be recognized in time."""
    check_page_count(count)
    if count > MAX_SCANS:
        raise UnsupportedFileError(
            f"扫描件有 {count} 页，超过 {MAX_SCANS} 页",
            "请把年度报告所在的几页单独存成一个文件再导入。",
        )


def _flatten(image: Image.Image) -> Image.Image:
    """Return a picture in grey, on white where it is transparent."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, (255, 255, 255, 255))
        image = Image.alpha_composite(ground, image)
    return image.convert("L")


def scanned_page(gray: Pixels) -> ScannedPage:
    """Return a picture as a page set straight, neither larger nor smaller than can be read.

    Raises UnsupportedFileError for a picture too small to hold a page.
    """
    height, width = gray.shape[:2]
    if min(height, width) < _MIN_SIDE:
        raise UnsupportedFileError("图片太小，看不清文字", "请用 200 dpi 以上的分辨率扫描。")
    if max(height, width) > _MAX_SIDE:
        factor = _MAX_SIDE / max(height, width)
        size = (round(width * factor), round(height * factor))
        gray = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    gray = _straighten(gray)
    return ScannedPage(gray, _PAGE_WIDTH / min(gray.shape[:2]))


def _straighten(gray: Pixels) -> Pixels:
    """Return a picture turned by the few degrees that its long lines stand askew."""
    height, width = gray.shape[:2]
    factor = min(1.0, 1000 / max(height, width))
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    edges = cv2.Canny(small, 60, 180)
    right_angle, spread = math.pi / 2, math.radians(_MAX_SKEW)
    lines = cv2.HoughLines(
        edges,
        1,
        math.radians(_SKEW_STEP),
        max(60, small.shape[1] // 5),
        min_theta=right_angle - spread,
        max_theta=right_angle + spread,
    )
    if lines is None:
        return gray
    angles = np.degrees(np.asarray(lines).reshape(-1, 2)[:_STRONGEST, 1]) - 90
    skew = float(np.median(angles))
    if abs(skew) < _MIN_SKEW:
        return gray
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    turned = cv2.warpAffine(
        gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
    )
    return np.asarray(turned, dtype=np.uint8)
