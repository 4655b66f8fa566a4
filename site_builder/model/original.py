"""What a reader gives: an office's file as text, tables and pictures, each with its place in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from site_builder.model.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in an imported file, counted from 1; None where its format has no such thing."""

    file: str
    """As the file was named on the command line."""
    page: int | None = None
    """In a workbook: the sheet."""
    table: int | None = None
    """Among all tables of the file."""
    row: int | None = None
    """Of the table as it is printed; the first of them for a merged cell."""
    column: int | None = None
    line: int | None = None
    """Of a file that is text."""


TextKind = Literal["heading", "paragraph", "list-item", "quote"]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading, paragraph or list item."""

    kind: TextKind
    text: str
    """The words alone, in one line unless the original breaks it."""
    markdown: str
    """The same with emphasis, links and footnote references, safe as Markdown.

    Without the marks of `kind`: no `#`, no bullet, no `>`. Numbers that the original generates
    (lists, headings) are words of the text, in both.
    """
    origin: Origin
    level: int = 0
    """Of a heading, from 1; of a list item, how deep it stands, from 0. 0: not known."""
    numbered: bool = False
    """Of a list item: its list counts, and the number is not yet part of the text."""


@dataclass(frozen=True, slots=True)
class OriginalCell:
    """A cell of a table, in the grid that all merged cells are laid into."""

    row: int
    column: int
    """Both counted from 0."""
    row_span: int
    column_span: int
    text: str
    """As written; lines apart by a line break. Nothing is trimmed of what can be seen."""
    origin: Origin
    markdown: str = ""
    """The same for a table of the narrative; empty: `text` has no mark-up."""
    doubt: str = ""
    """Why the reader is not sure of the text, in Chinese; empty when it is."""
    candidates: tuple[str, ...] = ()
    """What else the text may be, where the reader doubts it."""


@dataclass(frozen=True, slots=True)
class OriginalTable:
    """A table; no two of its cells cover the same place."""

    cells: tuple[OriginalCell, ...]
    """In reading order."""
    origin: Origin
    caption: str = ""

    @property
    def row_count(self) -> int:
        """Return how many rows the grid has."""
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @property
    def column_count(self) -> int:
        """Return how many columns the grid has."""
        return max((cell.column + cell.column_span for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class OriginalPicture:
    """A picture in the text."""

    data: bytes
    media_type: str
    """`image/png`, `image/jpeg`, `image/gif`, `image/webp` or `image/svg+xml`."""
    description: str
    """As the original gives it; empty when it gives none."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class Footnote:
    """The text of a note; `[^label]` refers to it from the Markdown of a block."""

    label: str
    text: str
    markdown: str
    origin: Origin


Block = TextBlock | OriginalTable | OriginalPicture | Footnote


@dataclass(frozen=True, slots=True)
class Omission:
    """Text of the file that is no part of a document: navigation, page numbers, 打印, 分享."""

    text: str
    reason: str
    """In Chinese."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class Original:
    """A file that was read. Nothing of it is lost: it is in `blocks`, or among the omissions."""

    file: str
    blocks: tuple[Block, ...]
    """In reading order."""
    title: str = ""
    """From the data about the file, or of a page's `<title>`; empty when there is none."""
    body: str = ""
    """The publishing body, where the file names it in a field of its own."""
    published: str = ""
    """Likewise the day of publication, `2025-01-17`."""
    omissions: tuple[Omission, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """What a person should know of the reading: deleted text, macros, a password."""
    scanned: bool = False
    """Text was recognized in a picture: no number of it is certain by itself."""

    def tables(self) -> Iterator[OriginalTable]:
        """Yield the tables, in reading order."""
        for block in self.blocks:
            if isinstance(block, OriginalTable):
                yield block
