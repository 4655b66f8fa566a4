"""A statutory table in words: what is heard, or read on a narrow screen, in place of its grid."""

from dataclasses import dataclass
from typing import Literal

CellState = Literal["number", "zero", "blank", "not-applicable"]
"""`number`: one other than zero."""


@dataclass(frozen=True, slots=True)
class LabelGroup:
    """Headers that stand below the same headers, by their labels."""

    parent_labels: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell with the label of its column."""

    label: str
    text: str
    """As it is read aloud; a sign is a word, since screen readers pass over a hyphen."""
    state: CellState
    total: bool


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """The figures of a row in columns below the same headers: totals first, then as on paper."""

    parent_labels: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """A row, or of a table without row labels a group of columns."""

    labels: tuple[str, ...]
    """From the first level down."""
    groups: tuple[ColumnGroup, ...]
    """Without the columns that `rest` or the section's `zero_columns` covers."""
    rest: CellState | None
    """What all columns hold that are in none of `groups`, where that is stated in one phrase."""


@dataclass(frozen=True, slots=True)
class UniformRows:
    """Rows that hold the same in all their columns, of which nothing else need be stated."""

    state: CellState
    label_groups: tuple[LabelGroup, ...]
    """Labels of the rows; of columns below their headers where a table has no row labels."""


@dataclass(frozen=True, slots=True)
class SectionTranscript:
    """A section. Each of its cells is in `rows` or in `uniform`, and none in both."""

    title: str
    """Empty where the form prints none."""
    note: str
    wide: bool
    """Its rows have more columns than one phrase can name."""
    common_header: str
    """The header above all columns of a wide section; stated once and left out of the rows."""
    columns: tuple[LabelGroup, ...]
    """Empty where rows have no labels: there groups of columns are the rows."""
    zero_columns: tuple[LabelGroup, ...]
    """Columns that hold 0 in every row; `rows` leave them out."""
    rows: tuple[TranscriptRow, ...]
    uniform: tuple[UniformRows, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A statutory table."""

    id: str
    title: str
    sections: tuple[SectionTranscript, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A sentence of the text: what it is about, the statement, and names that it covers."""

    label: str
    """Empty when the text is complete by itself."""
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextSection:
    """The sentences of a section."""

    caption: str
    """Empty where the form prints none."""
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class TableText:
    """A statutory table as text, for pages and papers alike."""

    id: str
    title: str
    sections: tuple[TextSection, ...]
