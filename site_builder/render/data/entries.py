"""What the catalogue's files write of an entry. Shared by CSV and Excel, and JSON in part."""

from site_builder.model.views.parts import CorrectionView, EntryRow
from site_builder.render.data.columns import CATALOGUE_COLUMNS

ENTRY_FIELDS = tuple((column.id, column.label) for column in CATALOGUE_COLUMNS)
LIST_FIELDS = tuple(column.id for column in CATALOGUE_COLUMNS if column.separator)


def entry_text(row: EntryRow, name: str) -> str:
    """Write an entry's value under a column of the catalogue."""
    if name in LIST_FIELDS:
        return " ".join(getattr(row, name))
    if name == "corrections":
        return "；".join(_correction_text(correction) for correction in row.corrections)
    return str(entry_attribute(row, name))


def entry_attribute(row: EntryRow, name: str) -> object:
    """Return what a column of the catalogue holds; its names are older than the views."""
    match name:
        case "status":
            return row.status.label
        case "repealed":
            return row.status.date
        case "status_note":
            return row.status.reason
    return getattr(row, name)


def _correction_text(correction: CorrectionView) -> str:
    reason = f"（原因：{correction.reason}）" if correction.reason else ""
    return f"{correction.date} {correction.change}{reason}"
