"""What stands in the clipboard → cells of a form, by the recognition that `import` uses."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from site_builder.build.recognized_files import recognize
from site_builder.core.errors import UsageError
from site_builder.importing.drafts.figures_file import draft_value
from site_builder.model.figures import UNCONFIRMED, CellKey
from site_builder.model.form import Form
from site_builder.model.imported import ImportedCell, Recognition
from site_builder.model.original import Origin
from site_builder.model.standards import Standards

_FILES = {"html": "paste.html", "text": "paste.tsv"}
_BLANK = "缺"
_MAX_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class PastedCells:
    """Cells of a form that stand in the clipboard."""

    typed: Mapping[CellKey, str]
    """As they are to be typed; empty cells of the original are left out, they state nothing."""
    doubts: Mapping[CellKey, str]
    """Why a cell of them is not certain, in Chinese."""


def recognize_pasted(
    text: str, kind: Literal["html", "text"], standards: Standards, form: Form, year: int
) -> PastedCells:
    """Recognize a table with its headings and labels, or a whole report.

    Nothing is recognized in numbers without labels. Raises UsageError.
    """
    if len(text) > _MAX_CHARACTERS:
        raise UsageError("粘贴的内容太大", "请只复制要填的表，或者用“导入”。")
    with TemporaryDirectory() as folder:
        file = Path(folder) / _FILES[kind]
        file.write_text(text, encoding="utf-8")
        recognitions, _ = recognize([str(file)], standards, year, form.id)
    columns = {
        (table.id, row.path, column.path): column
        for table in form.tables()
        for _, row, column in table.cells()
    }
    typed: dict[CellKey, str] = {}
    doubts: dict[CellKey, str] = {}
    origins: dict[CellKey, Origin] = {}
    for recognition in recognitions:
        for report in recognition.reports if isinstance(recognition, Recognition) else ():
            for key, cell in report.cells.items():
                if cell.origin is None or cell.reading == "blank":
                    continue
                typed[key] = _typed(cell) or draft_value(cell.value, columns[key])
                if cell.value is None:
                    doubts[key] = cell.reason
                    origins[key] = cell.origin
    return PastedCells(_without_shifted_rows(typed, origins), doubts)


def _without_shifted_rows(
    typed: Mapping[CellKey, str], doubts: Mapping[CellKey, Origin]
) -> Mapping[CellKey, str]:
    """Leave doubtful cells to a person where numbers may stand beside their places.

    These are rows that have a number less than the form, as one of them is blank or two come from
    one merged cell; and cells of several rows that come from one.
    """
    blank = {key[:2] for key in doubts if typed[key] == _BLANK}
    within_rows = Counter((key[:2], origin) for key, origin in doubts.items())
    shifted = blank | {row for (row, _), count in within_rows.items() if count > 1}
    uses = Counter(doubts.values())
    return {
        key: UNCONFIRMED
        if key in doubts and (key[:2] in shifted or uses[doubts[key]] > 1)
        else text
        for key, text in typed.items()
    }


def _typed(cell: ImportedCell) -> str:
    """Return what a doubtful cell holds where only its place is in doubt; otherwise nothing."""
    if cell.value is not None:
        return ""
    return cell.candidates[0] if len(cell.candidates) == 1 else UNCONFIRMED
