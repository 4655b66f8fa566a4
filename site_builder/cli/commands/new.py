"""`site-builder new report`: the blank files of a year's report, in the form in force."""

from argparse import Namespace
from pathlib import Path

from site_builder.cli import console
from site_builder.model.form import form_for
from site_builder.model.standards_loader import StandardsLoader
from site_builder.standards.blank_files import blank_figures, blank_report


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Write `report.md` and `figures.yaml` of a year. Returns 0; 1 when none could be written."""
    standards = load_standards()
    project, year = Path(arguments.project), arguments.year
    if standards.form_errors:
        console.print_diagnostics(standards.form_errors, 0)
        return 1
    form = form_for(year, standards.forms)
    if form is None:
        first = min(candidate.first_year for candidate in standards.forms.values())
        console.print_error(f"{year} 年没有适用的统一表式，最早适用于 {first} 年度报告。")
        return 1
    if not (project / "content").is_dir():
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        console.print_error(f"{project.resolve()} 里没有 content 文件夹。{hint}")
        return 1
    texts = {
        "report.md": blank_report(form, standards.document_fields),
        "figures.yaml": blank_figures(form, year),
    }
    try:
        written_paths = [
            _write(project / "content" / str(year), name, text) for name, text in texts.items()
        ]
    except OSError as exc:
        console.print_error(f"写不进 content/{year}：{exc.strerror}。")
        return 1
    if any(written_paths):
        console.print_line(f"表式：{form.document_number}。填好以后运行 site-builder check 检查。")
    return 0 if any(written_paths) else 1


def _write(folder: Path, name: str, text: str) -> bool:
    """Write a file that is not there yet; never over another."""
    folder.mkdir(parents=True, exist_ok=True)
    display_path = f"content/{folder.name}/{name}"
    try:
        with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        console.print_line(f"已经有 {display_path}，没有改动它。")
        return False
    console.print_line(f"已写好空白的 {display_path}。")
    return True
