"""The files of an imported report, as they are written, and proof that they say the same."""

from collections.abc import Mapping
from pathlib import Path

from site_builder.content.figures import read_figures
from site_builder.core.errors import ImportRefusedError
from site_builder.importing.combination import has_figures, has_text
from site_builder.importing.drafts.figures_file import draft_figures
from site_builder.importing.drafts.report_file import draft_report
from site_builder.model.figures import UNCONFIRMED
from site_builder.model.form import Form
from site_builder.model.imported import ImportedReport
from site_builder.model.standards import Standards

_BLANK = "缺"


def draft_files(
    report: ImportedReport, form: Form, standards: Standards, project: Path
) -> Mapping[str, bytes]:
    """Return the files of a report by their paths from the project.

    Where the original has figures alone, a text that is there stays as it is, and the other way
    round. Raises ImportRefusedError when the drafted figures would not be read as they were
    recognized: that is a defect of the program.
    """
    folder = f"content/{report.year}"
    files: dict[str, bytes] = {}
    if has_text(report) or not (project / folder / "report.md").exists():
        draft = draft_report(report, form, standards.document_fields)
        files[f"{folder}/report.md"] = draft.text.encode()
        for picture in draft.pictures:
            files[f"{folder}/{picture.path}"] = picture.data
    if has_figures(report) or not (project / folder / "figures.yaml").exists():
        text = draft_figures(report, form)
        _check_figures(text, report, standards)
        files[f"{folder}/figures.yaml"] = text.encode()
    return files


def _check_figures(text: str, report: ImportedReport, standards: Standards) -> None:
    """Read drafted figures back and compare them, but for cells that a person has to confirm."""
    readable = text.replace(UNCONFIRMED, _BLANK)
    figures, diagnostics = read_figures(readable, "figures.yaml", report.year, standards.forms)
    cells = figures.cells if figures else {}
    for key, cell in report.cells.items():
        if cell.value is not None and cells.get(key) != cell.value:
            reason = diagnostics[0].message if figures is None and diagnostics else ".".join(key)
            raise ImportRefusedError(
                f"写出的数据和读到的不一致（{reason}），没有写入",
                "这是软件的缺陷，请把这一行和原件告诉开发者。",
            )
