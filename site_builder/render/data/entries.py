"""What the catalogue's files write of an entry. Shared by CSV and Excel, and JSON in part."""

from operator import attrgetter
from typing import Any

from site_builder.model.views.parts import CorrectionView, EntryRow
from site_builder.render.data.columns import CATALOGUE_COLUMNS

ENTRY_FIELDS = tuple((column.id, column.label) for column in CATALOGUE_COLUMNS)
_NAMES = tuple(name for name, _ in ENTRY_FIELDS)
LIST_COLUMNS = tuple(at for at, column in enumerate(CATALOGUE_COLUMNS) if column.separator)
CORRECTIONS_COLUMN = _NAMES.index("corrections")
YEAR_COLUMN = _NAMES.index("year")
_ATTRIBUTES = {"status": "status.label", "repealed": "status.date", "status_note": "status.reason"}
"""Columns whose names are older than the views."""
_VALUES = attrgetter(*(_ATTRIBUTES.get(name, name) for name in _NAMES))


def entry_values(row: EntryRow) -> list[Any]:
    """Return what the columns of the catalogue hold of an entry, in their order."""
    # All at once: ten thousand entries have two hundred thousand values.
    return list(_VALUES(row))


def entry_texts(row: EntryRow) -> list[str]:
    """Write the values of an entry, in the order of the columns."""
    texts = entry_values(row)
    for column in LIST_COLUMNS:
        texts[column] = " ".join(texts[column])
    texts[CORRECTIONS_COLUMN] = "；".join(map(_correction_text, row.corrections))
    texts[YEAR_COLUMN] = str(row.year)
    return texts


def _correction_text(correction: CorrectionView) -> str:
    reason = f"（原因：{correction.reason}）" if correction.reason else ""
    return f"{correction.date} {correction.change}{reason}"
