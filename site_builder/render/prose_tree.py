"""What a text is made of when it is no web page: blocks, and runs of words with a look.

Read from our own HTML by `prose_html`; shared by the Word and the PDF file, so both say the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; a line end is a run of its own."""

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


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is a part of the report."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; each item holds blocks."""

    ordered: bool
    start: int
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Blocks set in: a quotation, or what a term means."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines kept as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table; rows and columns count from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int
    scope: str
    """What it heads, as the web page says it; empty when it heads nothing."""
    align: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the text."""

    caption: Runs
    cells: tuple[GridCell, ...]
    """Row by row."""
    header_rows: int
    """Rows at the top that head the columns."""

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return max((cell.column + cell.colspan for cell in self.cells), default=0)

    def rows(self) -> tuple[tuple[GridCell, ...], ...]:
        """List the cells that start in each row."""
        count = max((cell.row + cell.rowspan for cell in self.cells), default=0)
        rows: list[list[GridCell]] = [[] for _ in range(count)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return tuple(map(tuple, rows))


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between passages."""


Block = Paragraph | Heading | Listing | Quote | Code | Grid | Rule
Notes = Mapping[str, tuple[Block, ...]]
"""Footnote id → what it says."""


def plain(runs: Runs) -> str:
    """Give the words of runs."""
    return "".join(run.text for run in runs)


def flat(blocks: Iterable[Block]) -> Iterator[Runs]:
    """Give what a footnote says as lines: it has no room for more."""
    for block in blocks:
        match block:
            case Listing():
                yield from _marked(block)
            case Quote(inner):
                yield from flat(inner)
            case Grid():
                yield from [block.caption] if block.caption else []
                for row in block.rows():
                    yield tuple(run for cell in row for run in (*cell.runs, Run("　")))
            case Code(text):
                yield (Run(text, code=True),)
            case Rule():
                pass
            case _:
                yield block.runs


def _marked(listing: Listing) -> Iterator[Runs]:
    """Give a list as lines: each item begins with its mark, what belongs to it is set in."""
    for number, item in enumerate(listing.items, listing.start):
        mark = f"{number}. " if listing.ordered else "• "
        for line in flat(item):
            yield (Run(mark), *line)
            mark = "　"
