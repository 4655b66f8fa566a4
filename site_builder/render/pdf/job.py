"""What the process that lays a PDF out is given, and gives back."""

from dataclasses import dataclass

from site_builder.model.views.parts import TableSectionView


@dataclass(frozen=True, slots=True)
class TextTableScopes:
    """What the cells of a table of the text head."""

    caption: str
    scopes: tuple[tuple[str, ...], ...]
    """Row by row, of the cells that start there; empty for cells that head nothing."""


PdfTables = list[tuple[str, TableSectionView] | TextTableScopes]
"""The tables in the order of the document: title and section, or a text table's description."""


@dataclass(frozen=True, slots=True)
class PdfJob:
    """All that a PDF is made of."""

    layout: bytes
    """Typst source; the same for every report."""
    document_json: str
    """JSON that the layout reads."""
    fonts: tuple[str, ...]
    """Folders."""
    ignore_system_fonts: bool
    """The system's fonts are not read."""
    timestamp: int
    """Seconds since 1970 that the file is dated."""
    tables: PdfTables
    pictures: tuple[bytes, ...] = ()
    """Pictures, by their number in the JSON."""
    is_picture: bool = False
    """Its one page is wanted as a PNG, a pixel to the point."""


@dataclass(frozen=True, slots=True)
class PdfResult:
    """A PDF or PNG, or why there is none in Typst's words."""

    data: bytes | None
    error: str
