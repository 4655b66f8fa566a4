"""What LibreOffice puts into the clipboard of a statutory table: its own HTML, or TSV."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from site_builder.model.figures import CellKey
from site_builder.model.form import Form
from tests.downloads.libreoffice import convert
from tests.helpers.form_tables import form_rows
from tests.importing.office_files import Block, docx_file, xlsx_file
from tests.importing.sample_report import GridCell

Kind = Literal["xlsx", "docx", "tsv"]
_TSV = "csv:Text - txt - csv (StarCalc):9,34,76"


def office_clipboard(
    kind: Kind, form: Form, tables: tuple[str, ...], typed: Mapping[CellKey, str], folder: Path
) -> tuple[str, str]:
    """Return type and text of the clipboard, of some tables with their titles above."""
    blocks: list[Block] = []
    for table in form.tables():
        if table.id in tables:
            rows = form_rows(table, typed)
            grid = [[GridCell(*cell) for cell in row] for row in rows]
            blocks += [("h2", table.title), ("table", grid)]
    suffix = "docx" if kind == "docx" else "xlsx"
    path = folder / f"form.{suffix}"
    path.write_bytes((docx_file if suffix == "docx" else xlsx_file)(blocks))
    if kind == "tsv":
        return "text/plain", convert(path, _TSV, folder).decode("utf-8-sig")
    return "text/html", convert(path, "html", folder).decode("utf-8", "replace")
