"""New sources: the blank files of a year's report, a document; never over a file that is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.content.figures import read_figures
from site_builder.core.errors import UsageError
from site_builder.core.safe_files import read_below, write_new
from site_builder.core.urls import ASCII_NAME, YEAR
from site_builder.model.diagnostic import has_errors
from site_builder.model.figures import CellKey
from site_builder.model.form import Form, form_for
from site_builder.model.standards import Field, Standards
from site_builder.standards.blank_files import blank_figures, blank_report
from site_builder.standards.carried_cells import carried_cells
from site_builder.standards.json_schemas import SCHEMA_FOLDER
from site_builder.usecases.schemas import write_schemas


@dataclass(frozen=True, slots=True)
class NewReport:
    """What was written for a year's report."""

    written: tuple[str, ...]
    """Paths from the project folder."""
    proposed: int
    """Cells that last year's report carries over, each to be confirmed."""


def new_report(project: Path, standards: Standards, year: int) -> NewReport:
    """Write `report.md` and `figures.yaml` of a year; what is carried over is written as 待核.

    Files that are there stay. Raises UsageError where there is no form, or no project; OSError.
    """
    _check_year(year)
    form = form_for(year, standards.forms)
    if form is None:
        first = min(candidate.first_year for candidate in standards.forms.values())
        raise UsageError(f"{year} 年没有适用的统一表式，最早适用于 {first} 年度报告")
    _check_project(project)
    figures = f"content/{year}/figures.yaml"
    proposals = _proposals(project, standards, form, year)
    texts = {
        f"content/{year}/report.md": blank_report(form, standards.document_fields),
        figures: blank_figures(form, year, proposals),
    }
    written = tuple(
        path for path, text in texts.items() if write_new(project / path, text.encode())
    )
    if figures in written:
        write_schemas(project / SCHEMA_FOLDER, standards, only_missing=True)
    return NewReport(written, len(proposals) if figures in written else 0)


def _proposals(project: Path, standards: Standards, form: Form, year: int) -> Mapping[CellKey, str]:
    """Return what last year's figures carry over; nothing of figures that have errors."""
    path = f"content/{year - 1}/figures.yaml"
    try:
        text = read_below(project, path).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return {}
    figures, diagnostics = read_figures(text, path, year - 1, standards.forms)
    if figures is None or has_errors(diagnostics):
        return {}
    proposals: dict[CellKey, str] = {}
    for table in form.tables():
        proposals |= carried_cells(table, figures)
    return proposals


def new_document(project: Path, standards: Standards, *, year: int, name: str, title: str) -> str:
    """Write a document with the lines of its description. Returns its path.

    Raises UsageError for a name that no file may have here, or that is taken; OSError.
    """
    path = check_new_document(project, year, name)
    lines = (_field_line(field, title) for field in standards.document_fields if field.required)
    text = "\n".join(("---", *lines, "---", "", ""))
    if not write_new(project / path, text.encode()):
        raise UsageError(f"已经有 {path}", "请换一个文件名。")
    return path


def check_new_document(project: Path, year: int, name: str) -> str:
    """Return the path of a new document. Raises UsageError for a name that no file may have."""
    _check_year(year)
    if not ASCII_NAME.fullmatch(name) or name.endswith("."):
        raise UsageError(
            f"文件名“{name}”不能用" if name else "没有写文件名",
            "只用英文字母、数字和连字符，如 tongzhi-2026-01。",
        )
    _check_project(project)
    return f"content/{year}/documents/{name.removesuffix('.md')}.md"


def _field_line(field: Field, title: str) -> str:
    return (
        f"{field.label}: {_quoted(title)}" if field.id == "title" and title else f"{field.label}:"
    )


def _quoted(title: str) -> str:
    words = " ".join(title.split())
    return "'" + words.replace("'", "''") + "'"


def _check_year(year: int) -> None:
    if not YEAR.fullmatch(str(year)):
        raise UsageError(f"没有 {year} 这样的年份", "年份写四位数字，如 2026。")


def _check_project(project: Path) -> None:
    if not (project / "content").is_dir():
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        raise UsageError(f"{project.resolve()} 里没有 content 文件夹", hint)
