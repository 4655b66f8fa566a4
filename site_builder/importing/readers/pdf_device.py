"""What a PDF page paints, taken down by pdfminer: letters with places, lines, areas, pictures."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, Point, Rect, apply_matrix_pt, apply_matrix_rect

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.page_marks import (
    SKEWED,
    Box,
    Glyph,
    MarkBudget,
    RulingLine,
)
from site_builder.importing.readers.radicals import to_characters

_INVISIBLE = 3
"""Text rendering mode of letters that are neither filled nor stroked."""
_THIN = 3.5
_STRAIGHT = 0.8
_MAX_FIGURES = 20_000
_PRIVATE_USE = range(0xE000, 0xF900)
_BOLD_NAMES = (
    *("bold", "black", "heavy", "semibold", "demi", "hei", "黑", "xiaobiaosong", "xbs", "小标宋"),
    *("biaosong", "标宋", "-w7", "-w6", "fzzd", "dabiaosong"),
)
UNMAPPED = "�"
UNMAPPED_DOUBT = "字体里没有这个字的编码，认不出来"


@dataclass(frozen=True, slots=True)
class PaintedGlyph:
    """A letter, and what hides it."""

    glyph: Glyph
    is_invisible: bool
    is_white: bool
    order: int
    """When it was painted, among all that the page paints."""


@dataclass(frozen=True, slots=True)
class PaintedArea:
    """A filled area, or a picture with its stream."""

    box: Box
    is_white: bool
    order: int
    stream: PDFStream | None = None


class PageDevice(PDFLayoutAnalyzer):
    """Takes down one page; raises UnsupportedFileError for pages beyond the bounds."""

    def __init__(self, resources: PDFResourceManager, budget: MarkBudget) -> None:
        super().__init__(resources)
        self.glyphs: list[PaintedGlyph] = []
        self.lines: list[RulingLine] = []
        self.white_lines: list[RulingLine] = []
        self.areas: list[PaintedArea] = []
        self.pictures: list[PaintedArea] = []
        self.width = self.height = 0.0
        self._budget = budget
        self._order = 0
        self._figures = 0
        self._tags: list[bool] = []
        self._mode = 0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Note the size of the page."""
        super().begin_page(page, ctm)
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self.width, self.height = abs(x1 - x0), abs(y1 - y0)

    def end_page(self, page: PDFPage) -> None:
        """Take nothing down: there is no layout to analyze."""

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        """Count what a page draws through others: nested drawings can be without end."""
        self._figures += 1
        if self._figures > _MAX_FIGURES or len(self._stack) > 40:  # noqa: PLR2004 - deeper than any
            raise UnsupportedFileError(
                "页面里的图形嵌套得太多", "请用 WPS 或者 Word 另存为 PDF 再导入。"
            )
        super().begin_figure(name, bbox, matrix)

    def begin_tag(self, tag: PSLiteral, props: object = None) -> None:  # noqa: ARG002 - pdfminer's signature
        """Note whether what follows belongs to the page and not to the text."""
        self._tags.append(getattr(tag, "name", "") in ("Artifact", b"Artifact"))

    def end_tag(self) -> None:
        """Leave the innermost tag."""
        if self._tags:
            self._tags.pop()

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002 - the same
        """Take a picture down."""
        self._order += 1
        x0, y0, x1, y1 = self.cur_item.bbox
        self.pictures.append(
            PaintedArea(
                self._box((x0, y0), (x1, y1)), is_white=False, order=self._order, stream=stream
            )
        )

    def render_string(
        self,
        textstate: PDFTextState,
        seq: Iterable[int | float | bytes],
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        """Note in which mode letters are painted, and take them down."""
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0913, PLR0917 - pdfminer's signature
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Take a letter down; return how far the next stands from it."""
        self._budget.add_glyphs()
        self._order += 1
        text, is_mapped = self._text(font, cid)
        char = LTChar(
            matrix, font, fontsize, scaling, rise, text, font.char_width(cid),
            font.char_disp(cid), ncs, graphicstate,
        )  # arguments of one call  # fmt: skip
        if text and all(map(math.isfinite, char.bbox)):
            box = self._box((char.x0, char.y0), (char.x1, char.y1))
            turn = _turn(matrix)
            glyph = Glyph(
                text, box, box.width if turn in (90, 270) else box.height,
                bold=_is_bold(font.fontname) or self._mode == 2,  # noqa: PLR2004 - filled and stroked
                turn=turn, doubt="" if is_mapped else UNMAPPED_DOUBT, is_artifact=any(self._tags),
            )  # arguments of one call  # fmt: skip
            self.glyphs.append(
                PaintedGlyph(
                    glyph, self._mode == _INVISIBLE, _is_white(graphicstate.ncolor), self._order
                )
            )
        return char.adv

    def _text(self, font: PDFFont, cid: int) -> tuple[str, bool]:
        try:
            text = font.to_unichr(cid)
        except Exception:  # noqa: BLE001 - damaged fonts fail in many ways; the letter is doubted
            return UNMAPPED, False
        text = to_characters(text.replace("\xad", "").replace("\xa0", " "))
        text = "".join(letter for letter in text if letter == " " or ord(letter) >= 32)  # noqa: PLR2004 - control characters
        return text, not any(ord(letter) in _PRIVATE_USE or letter == UNMAPPED for letter in text)

    def paint_path(
        self,
        gstate: PDFGraphicState,
        stroke: bool,  # noqa: FBT001 - pdfminer's signature
        fill: bool,  # noqa: FBT001 - the same
        evenodd: bool,  # noqa: FBT001, ARG002 - the same
        path: Sequence[tuple[object, ...]],
    ) -> None:
        """Take down the lines and areas of a path."""
        self._order += 1
        for points, is_straight in _subpaths(path):
            placed = [apply_matrix_pt(self.ctm, point) for point in points]
            if not all(math.isfinite(value) for point in placed for value in point):
                continue
            if stroke and is_straight:
                self._add_stroke(placed, white=_is_white(gstate.scolor))
            if fill and len(placed) > 2:  # noqa: PLR2004 - two points enclose nothing
                self._add_fill(placed, white=_is_white(gstate.ncolor), stroked=stroke)

    def _add_stroke(self, points: Sequence[Point], *, white: bool) -> None:
        if _is_thin(self._bounds(points)):  # a border drawn as the outline of a narrow area
            self._add_line(self._bounds(points), white=white)
            return
        for start, end in pairwise(points):
            box = self._box(start, end)
            if _is_thin(box):
                self._add_line(box, white=white)

    def _add_fill(self, points: Sequence[Point], *, white: bool, stroked: bool) -> None:
        box = self._bounds(points)
        if _is_thin(box):
            if not stroked:
                self._add_line(box, white=white)
        else:
            self._budget.add_lines()
            self.areas.append(PaintedArea(box, white, self._order))

    def _add_line(self, box: Box, *, white: bool) -> None:
        self._budget.add_lines()
        lines = self.white_lines if white else self.lines
        is_dot = max(box.width, box.height) < _THIN  # of a dotted line in either direction
        if is_dot or box.width >= box.height:
            lines.append(RulingLine(True, box.middle, box.x0, box.x1))  # noqa: FBT003 - the first field
        if is_dot or box.width < box.height:
            lines.append(RulingLine(False, box.center, box.top, box.bottom))  # noqa: FBT003 - the first field

    def _bounds(self, points: Sequence[Point]) -> Box:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return self._box((min(xs), min(ys)), (max(xs), max(ys)))

    def _box(self, start: Point, end: Point) -> Box:
        """Return a box measured from the top, as pages are read."""
        (x0, y0), (x1, y1) = start, end
        height = self.height
        return Box(min(x0, x1), height - max(y0, y1), max(x0, x1), height - min(y0, y1))


def _subpaths(path: Sequence[tuple[object, ...]]) -> Iterable[tuple[list[Point], bool]]:
    """Yield the corners of each part of a path, and whether it has straight sides only."""
    points: list[Point] = []
    is_straight = True
    for operator, *operands in path:
        numbers = [float(value) for value in operands if isinstance(value, int | float)]
        if operator == "m" and points:
            yield points, is_straight
            points, is_straight = [], True
        if operator == "h":
            points += points[:1]
        elif len(numbers) > 1:
            is_straight = is_straight and operator in ("m", "l")
            points.append((numbers[-2], numbers[-1]))
    if points:
        yield points, is_straight


def _is_thin(box: Box) -> bool:
    shorter, longer = sorted((box.width, box.height))
    return shorter <= _STRAIGHT or (shorter <= _THIN and longer > 2 * shorter)


def _turn(matrix: Matrix) -> int:
    a, b, c, d, _, _ = matrix
    length = math.hypot(a, b) or 1.0
    if abs(b) < 0.05 * length:  # three degrees, as a scanner turns pages
        return 0 if a > 0 or (a * d - b * c) < 0 else 180
    if abs(a) < 0.05 * length:
        return 90 if b > 0 else 270
    return SKEWED


def _is_white(color: object) -> bool:
    values = color if isinstance(color, list | tuple) else (color,)
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) == 4:  # noqa: PLR2004 - cyan, magenta, yellow, black
        return all(value < 0.02 for value in numbers)  # noqa: PLR2004 - no ink
    return bool(numbers) and all(value > 0.98 for value in numbers)  # noqa: PLR2004 - all light


def _is_bold(fontname: object) -> bool:
    name = str(fontname).partition("+")[2] or str(fontname)
    folded = name.casefold()
    return any(word in folded for word in _BOLD_NAMES)
