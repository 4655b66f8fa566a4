"""Pages of a supervising office: tables whose figures lead to where they were published."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from site_builder.model.views.page_meta import PageMeta
from site_builder.model.views.parts import Download, LinkItem, TocItem


@dataclass(frozen=True, slots=True)
class TableField:
    """A column of a file to take away."""

    id: str
    label: str
    description: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class TablePart:
    """Rows of a table that follow one another."""

    build_rows: Callable[[], Iterable[tuple[str, ...]]]
    """Makes the rows while they are written, for there may be hundreds of thousands.

    An empty text is of what is not known."""
    cause: str = ""
    """What decides them besides the program and the standards; empty where nobody keeps them."""

    def written(self, write: Callable[[Iterable[tuple[str, ...]]], bytes]) -> bytes:
        """Return its lines, as `write` writes its rows."""
        return write(self.build_rows())


def _write_afresh(_cause: str, write: Callable[[], bytes]) -> bytes:
    return write()


@dataclass(frozen=True, slots=True)
class TableDataView:
    """`data/….csv`, `.json`, `.xlsx`: a table, with what its columns mean."""

    title: str
    description: str
    fields: tuple[TableField, ...]
    parts: tuple[TablePart, ...]
    reuse: Callable[[str, Callable[[], bytes]], bytes] = _write_afresh
    """Returns the lines that were written for a part's cause before, or writes them."""

    def build_rows(self) -> Iterator[tuple[str, ...]]:
        """Yield all rows, one after another."""
        for part in self.parts:
            yield from part.build_rows()

    def lines(self, write: Callable[[Iterable[tuple[str, ...]]], bytes]) -> list[bytes]:
        """Return the lines of each part that has rows, as `write` writes them."""
        lines = (self.reuse(part.cause, partial(part.written, write)) for part in self.parts)
        return [line for line in lines if line]


@dataclass(frozen=True, slots=True)
class ProposalView:
    """`proposals/….yaml`: figures for a parent to check."""

    text: str


@dataclass(frozen=True, slots=True)
class LinkedCell:
    """A cell; a link where it has an address."""

    text: str
    url: str = ""
    """Of this site where `is_external` is not set."""
    state: str = ""
    """`blank`, `not-applicable`, `doubtful`, `none` (no report), `differs`, or empty."""
    note: str = ""
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """A row of a table: what it is about, and its cells."""

    label: str
    url: str
    cells: tuple[LinkedCell, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class LinkedTable:
    """Bodies, years or cells of a form in rows."""

    id: str
    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[LinkedRow, ...]
    is_text: bool = False
    """Its cells hold words rather than numbers."""
    legend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RollupSection:
    """A headed part of a page."""

    id: str
    title: str
    texts: tuple[str, ...] = ()
    tables: tuple[LinkedTable, ...] = ()
    links: tuple[LinkItem, ...] = ()
    files: tuple[Download, ...] = ()


@dataclass(frozen=True, slots=True)
class RollupView:
    """A page of a rollup."""

    meta: PageMeta
    lead: str
    notices: tuple[str, ...]
    toc: tuple[TocItem, ...]
    sections: tuple[RollupSection, ...]
