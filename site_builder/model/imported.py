"""A report that was recognized in an office's file: cells with their origins, parts, remainders."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.figures import Cell, CellKey
from site_builder.model.original import Block, Omission, Origin

Reading = Literal["read", "inferred", "blank", "doubtful"]
"""read: as it stands in the original. inferred: by the form's structure or arithmetic, for a stated
reason. blank: the original leaves it empty. doubtful: somebody has to look; also what it lacks."""


@dataclass(frozen=True, slots=True)
class ImportedCell:
    """One cell of the form, filled from the original or left to a person."""

    key: CellKey
    section: str
    """Id of the section the cell stands in."""
    value: Cell | None
    """None exactly when the reading is `doubtful`."""
    reading: Reading
    origin: Origin | None
    """None when the original has no such cell."""
    text: str = ""
    """As the original writes it, where that says more than the value: `34（减）`."""
    candidates: tuple[str, ...] = ()
    """What the cell may hold, most likely first; for doubtful cells."""
    reason: str = ""
    """Why it was inferred, is blank or is doubtful, in Chinese."""


@dataclass(frozen=True, slots=True)
class ImportedPart:
    """The text of one part of the form."""

    part: str
    """Id of the part."""
    heading: str
    """As the original writes it; empty when it has none."""
    origin: Origin | None
    """Of the heading."""
    blocks: tuple[Block, ...]
    """Text, pictures, footnotes, and tables that are not statutory."""


@dataclass(frozen=True, slots=True)
class ImportedReport:
    """A report of one year."""

    file: str
    form: str
    """Id of the form."""
    year: int
    year_reason: str
    """Where the year was found, in Chinese."""
    body: str
    """Empty when the original does not name it."""
    title: str
    published: str
    """`2025-01-17`; empty when the original does not say."""
    preamble: tuple[Block, ...]
    """Text before the first part."""
    parts: tuple[ImportedPart, ...]
    """In the form's order; a part the original lacks is there without blocks."""
    cells: Mapping[CellKey, ImportedCell]
    """Every cell of the form, in its order."""
    left_over: tuple[Block, ...]
    """What found no place."""
    omissions: tuple[Omission, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """A single document of an office: what its head and foot say of it, and its text."""

    file: str
    title: str
    title_reason: str
    """Where it was found, in Chinese."""
    document_number: str
    """Empty when the original does not say, as the others."""
    issuer: str
    created: str
    """The day below the text, `2025-01-17`."""
    published: str
    blocks: tuple[Block, ...]
    removed: tuple[str, ...]
    """Lines of the head that stand in the fields now, and no longer in the text."""
    omissions: tuple[Omission, ...]
    diagnostics: tuple[Diagnostic, ...]
    scanned: bool


@dataclass(frozen=True, slots=True)
class Recognition:
    """All that was recognized in one file."""

    reports: tuple[ImportedReport, ...]
    """In the file's order: a file may hold the reports of several years, or none."""
    left_over: tuple[Block, ...]
    """Of a file without a report: all of it."""
    diagnostics: tuple[Diagnostic, ...]
    """About the file as a whole; what is about a report stands with it."""
