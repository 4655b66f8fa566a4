"""New sources: a blank report, a document, what a file from outside is read as."""

from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from site_builder.core.errors import UsageError
from site_builder.editor.pages import Action, Answer, Request
from site_builder.editor.session import Session
from site_builder.usecases.import_files import ImportOptions, import_files
from site_builder.usecases.new_source import new_document, new_report


def _import_file(session: Session, request: Request) -> Answer:
    """Import a file that was chosen in the browser; `replace` what stands in the project."""
    name = PurePosixPath(str(request["name"]).replace("\\", "/")).name
    data = b64decode(str(request["data"]), validate=True)
    with TemporaryDirectory() as folder:
        file = Path(folder) / (name or "file")
        file.write_bytes(data)
        options = ImportOptions(
            session.project, (str(file),), force=bool(request.get("replace", False))
        )
        result = import_files(options, session.standards)
    problems = [
        *result.diagnostics,
        *(each for item in result.reports for each in item.diagnostics),
    ]
    return {
        "reports": [
            {
                "year": item.report.year,
                "title": item.report.title,
                "doubtful": sum(cell.value is None for cell in item.report.cells.values()),
                "written": not item.failed,
            }
            for item in result.reports
        ],
        "problems": [f"{each.message}。{each.hint}".replace(f"{folder}/", "") for each in problems],
    }


def _new_report(session: Session, request: Request) -> Answer:
    """Write the blank files of a year's report."""
    year = int(request["year"])
    written = new_report(session.project, session.standards, year)
    if not written:
        raise UsageError(f"{year} 年已经有年度报告")
    return {"written": list(written), "page": f"figures/{year}"}


def _new_document(session: Session, request: Request) -> Answer:
    """Write a new document."""
    path = new_document(
        session.project,
        session.standards,
        year=int(request["year"]),
        name=str(request["name"]),
        title=str(request["title"]),
    )
    return {"written": [path], "page": f"text?path={path}"}


ACTIONS: Mapping[str, Action] = {
    "import": _import_file,
    "new-report": _new_report,
    "new-document": _new_document,
}
