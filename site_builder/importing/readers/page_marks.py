"""What a page of a fixed layout shows: glyphs, ruling lines and pictures, each with its place.

Lengths are in points, measured from the top left corner of the page. PDF, OFD and scans are all
brought into this shape; what is read off it does not depend on which of them it was.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from site_builder.core.errors import UnsupportedFileError
from site_builder.model.original import Omission

MAX_PAGES = 150
MAX_GLYPHS = 400_000
MAX_LINES = 150_000
"""Of one file. A report of a city has 30 pages, 30,000 glyphs and 2,000 lines; dots are many."""
SCAN_DOUBT = "扫描件识别"
"""Why every cell of a picture of a page is doubted."""
SKEWED = -1
"""The turn of text that stands askew: a watermark."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Return how wide it is, in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Return how high it is, in points."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Return the height of its middle, from the top of the page."""
        return (self.top + self.bottom) / 2

    @property
    def center(self) -> float:
        """Return how far its middle is from the left side of the page."""
        return (self.x0 + self.x1) / 2

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter, or what a text recognizer read in one line of a picture."""

    text: str
    box: Box
    size: float
    bold: bool = False
    turn: int = 0
    """Degrees against the clock by which its text is turned: 0, 90, 180, 270 or `SKEWED`."""
    doubt: str = ""
    candidates: tuple[str, ...] = ()
    is_artifact: bool = False
    """The file says that it belongs to the page and not to the text."""


@dataclass(frozen=True, slots=True)
class RulingLine:
    """A line along one of the axes."""

    horizontal: bool
    position: float
    """Where it crosses the other axis."""
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture on a page."""

    box: Box
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class PageMarks:
    """All that one page shows."""

    number: int
    """Counted from 1."""
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    lines: tuple[RulingLine, ...] = ()
    pictures: tuple[PlacedPicture, ...] = ()
    omissions: tuple[Omission, ...] = ()
    scanned: bool = False
    doubt: str = ""
    """Why no cell of the page is sure, also none that is blank."""


class MarkBudget:
    """Counts what the pages of a file show, and raises UnsupportedFileError beyond the bounds."""

    def __init__(self) -> None:
        self._glyphs = 0
        self._lines = 0

    def add_glyphs(self, count: int = 1) -> None:
        """Raise UnsupportedFileError when the file has more letters than any report."""
        self._glyphs += count
        if self._glyphs > MAX_GLYPHS:
            raise UnsupportedFileError(
                f"文件里的字超过 {MAX_GLYPHS} 个", "请把年度报告所在的几页单独存成一个文件再导入。"
            )

    def add_lines(self, count: int = 1) -> None:
        """Raise UnsupportedFileError when the file has more lines than any report."""
        self._lines += count
        if self._lines > MAX_LINES:
            raise UnsupportedFileError(
                f"文件里的线条超过 {MAX_LINES} 条", "请把年度报告所在的几页单独存成一个文件再导入。"
            )


def check_page_count(count: int) -> None:
    """Raise UnsupportedFileError for more pages than a report has."""
    if count > MAX_PAGES:
        raise UnsupportedFileError(
            f"文件超过 {MAX_PAGES} 页",
            "请把年度报告所在的几页单独存成一个文件再导入。",
        )


def turn_box(box: Box, turn: int, width: float, height: float) -> Box:
    """Return where a box of a page lies after text turned by `turn` was set upright."""
    if turn == 90:  # noqa: PLR2004 - a right angle
        return Box(height - box.bottom, box.x0, height - box.top, box.x1)
    if turn == 180:  # noqa: PLR2004 - half a turn
        return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    if turn == 270:  # noqa: PLR2004 - three right angles
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    return box


def turn_glyphs(glyphs: tuple[Glyph, ...], turn: int, frame: Box) -> tuple[Glyph, ...]:
    """Return glyphs with all text of one turn set upright within a frame at the origin."""
    return tuple(
        replace(
            glyph,
            box=turn_box(glyph.box, turn, frame.width, frame.height),
            turn=glyph.turn if glyph.turn == SKEWED else (glyph.turn - turn) % 360,
        )
        for glyph in glyphs
    )


def set_upright(page: PageMarks) -> PageMarks:
    """Return a page whose text mostly stands sideways as a person would turn it to read."""
    turns = Counter(glyph.turn for glyph in page.glyphs if glyph.turn != SKEWED)
    turn, count = turns.most_common(1)[0] if turns else (0, 0)
    if not turn or count < 0.7 * len(page.glyphs):
        return page
    frame = Box(0, 0, page.width, page.height)
    sideways = turn != 180  # noqa: PLR2004 - half a turn

    def turned(box: Box) -> Box:
        return turn_box(box, turn, page.width, page.height)

    return replace(
        page,
        width=page.height if sideways else page.width,
        height=page.width if sideways else page.height,
        glyphs=turn_glyphs(page.glyphs, turn, frame),
        lines=tuple(_turn_line(line, turned) for line in page.lines),
        pictures=tuple(replace(item, box=turned(item.box)) for item in page.pictures),
    )


def _turn_line(line: RulingLine, turned: Callable[[Box], Box]) -> RulingLine:
    if line.horizontal:
        box = turned(Box(line.start, line.position, line.end, line.position))
    else:
        box = turned(Box(line.position, line.start, line.position, line.end))
    if box.width >= box.height:
        return RulingLine(True, box.top, box.x0, box.x1)  # noqa: FBT003 - the first field
    return RulingLine(False, box.x0, box.top, box.bottom)  # noqa: FBT003 - the first field
