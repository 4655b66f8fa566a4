"""What a text is made of when it is no web page: blocks, and runs of words with a style.

Read from the program's own HTML by `html_to_blocks`; shared by Word and PDF: both state the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.render.print_pictures import PrintPicture


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words of one style; a line end is a run of its own."""

    text: str
    strong: bool = False
    code: bool = False
    link: str = ""
    """Absolute address."""
    lang: str = ""
    """Its language, where it is not the document's."""
    rtl: bool = False
    """It stands where words run from right to left."""
    note: str = ""
    """Id of the footnote that is called here; then there is no text."""


Runs = tuple[TextRun, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A heading; 1 is a part of the report."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item holds blocks."""

    ordered: bool
    start: int
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """Blocks set in: a quotation, or what a term means."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines kept as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class TableBlockCell:
    """A cell of a table; rows and columns count from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int
    scope: str
    """What it heads, as the web page states it; empty when it heads nothing."""
    align: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table of the text."""

    caption: Runs
    cells: tuple[TableBlockCell, ...]
    """Row by row."""
    header_rows: int
    """Rows at the top that head the columns."""

    @property
    def columns(self) -> int:
        """Return how many columns it has."""
        return max((cell.column + cell.colspan for cell in self.cells), default=0)

    def rows(self) -> tuple[tuple[TableBlockCell, ...], ...]:
        """Return the cells that start in each row."""
        count = max((cell.row + cell.rowspan for cell in self.cells), default=0)
        rows: list[list[TableBlockCell]] = [[] for _ in range(count)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return tuple(map(tuple, rows))


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A picture that stands by itself."""

    picture: PrintPicture
    description: str
    runs: Runs
    """What stands for it where there is no room for pictures."""


@dataclass(frozen=True, slots=True)
class HorizontalRule:
    """A line between passages."""


Block = (
    Paragraph
    | HeadingBlock
    | ListBlock
    | BlockQuote
    | CodeBlock
    | TableBlock
    | PictureBlock
    | HorizontalRule
)
Footnotes = Mapping[str, tuple[Block, ...]]
"""Footnote id → its text."""


def plain_text(runs: Runs) -> str:
    """Return the words of runs."""
    return "".join(run.text for run in runs)


def flatten_blocks(blocks: Iterable[Block]) -> Iterator[Runs]:
    """Yield a footnote's text as lines: it has no room for more."""
    for block in blocks:
        match block:
            case ListBlock():
                yield from _list_lines(block)
            case BlockQuote(inner):
                yield from flatten_blocks(inner)
            case TableBlock():
                yield from [block.caption] if block.caption else []
                for row in block.rows():
                    yield tuple(run for cell in row for run in (*cell.runs, TextRun("　")))
            case CodeBlock(text):
                yield (TextRun(text, code=True),)
            case HorizontalRule():
                pass
            case _:
                yield block.runs


def _list_lines(list_block: ListBlock) -> Iterator[Runs]:
    """Yield a list as lines: each item begins with its mark, what belongs to it is set in."""
    for number, item in enumerate(list_block.items, list_block.start):
        marker = f"{number}. " if list_block.ordered else "• "
        for line in flatten_blocks(item):
            yield (TextRun(marker), *line)
            marker = "　"
