"""New sources: a blank report, a document, what a file from outside is read as."""

import os
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from urllib.parse import quote

from site_builder.core.errors import UsageError
from site_builder.editor.pages import Action, Answer, Request
from site_builder.editor.session import Session
from site_builder.model.catalogue_plan import CatalogueImport
from site_builder.model.diagnostic import Diagnostic
from site_builder.usecases.import_document import import_document
from site_builder.usecases.import_files import ImportOptions, ReportImport, import_files
from site_builder.usecases.import_notes import (
    ImportNote,
    left_over_note,
    report_notes,
    report_title,
    written_notes,
)
from site_builder.usecases.new_site import new_site
from site_builder.usecases.new_source import new_document, new_report

_HINTS = {
    "import/year": "是年度报告的，在“年度”里填上再导入；是公开文件的，按“当作公开文件导入”。",
    "import/no-report": "是公开文件的，按“当作公开文件导入”。",
    "import/form": "请核对年度。",
    "import/refused": "要用导入的代替它，请选上“用导入的代替”再导入；原来的会另存一份。",
}
"""What to do about it in a browser, where the hint speaks of options of the command line."""
_UNREAD = "认不出报告的文件里的文字"
_MAX_WAIT, _PAUSE = 20.0, 0.1
"""Seconds: disks that report no changes are looked at now and then."""


def _import_file(session: Session, request: Request) -> Answer:
    """Import a file that was chosen in the browser; `replace` what stands in the project."""
    year = str(request.get("year", "")).strip()
    with _offered_file(request) as file:
        options = ImportOptions(
            session.project,
            (str(file),),
            year=int(year) if year else None,
            force=bool(request.get("replace", False)),
        )
        result = import_files(options, session.standards)
    folder = f"{file.parent}{os.sep}"
    problems = [
        *result.diagnostics,
        *(each for item in result.reports for each in item.diagnostics),
    ]
    sentences = [f"{each.message}。{_HINTS.get(each.code, each.hint)}" for each in problems]
    sentences += [line for item in result.catalogues for line in _sheet_problems(item)]
    return {
        "reports": [_report(session, item, folder) for item in result.reports],
        "catalogues": [
            {
                "created": len(item.plan.created),
                "changed": len(item.plan.changed),
                "unchanged": item.plan.unchanged,
                "written": bool(item.written) or not item.failed,
            }
            for item in result.catalogues
        ],
        "problems": [sentence.replace(folder, "") for sentence in sentences],
        "left_over": [_as_json(left_over_note(result.left_over, _UNREAD))]
        if result.left_over
        else [],
        "may_be_document": not result.reports and not result.catalogues and _is_read(problems),
    }


def _report(session: Session, imported: ReportImport, folder: str) -> Answer:
    """Return what became of a report; what is to be known of it stays for the page of its year."""
    report, notes = imported.report, _notes(imported, folder)
    if not imported.failed:
        session.import_notes[report.year] = notes
    return {
        "year": report.year,
        "title": report.title,
        "doubtful": sum(cell.value is None for cell in report.cells.values()),
        "written": not imported.failed,
        "notes": [_as_json(note) for note in notes],
    }


def _notes(imported: ReportImport, folder: str) -> tuple[ImportNote, ...]:
    """Return what the command says of a report, without the folder in which its file was laid."""
    title = ImportNote(report_title(imported))
    notes = (title, *report_notes(imported, _HINTS), *written_notes(imported))
    return tuple(
        ImportNote(
            note.text.replace(folder, ""), tuple(each.replace(folder, "") for each in note.details)
        )
        for note in notes
    )


def _as_json(note: ImportNote) -> Answer:
    return {"text": note.text, "details": note.details}


def _dismiss_notes(session: Session, request: Request) -> Answer:
    """Forget what an import said of a year's report: somebody has read it."""
    session.import_notes.pop(int(request["year"]), None)
    return {}


@contextmanager
def _offered_file(request: Request) -> Iterator[Path]:
    """Lay a file that was chosen in the browser where it can be read, under its own name."""
    name = PurePosixPath(str(request["name"]).replace("\\", "/")).name
    data = b64decode(str(request["data"]), validate=True)
    with TemporaryDirectory() as folder:
        file = Path(folder) / (name or "file")
        file.write_bytes(data)
        yield file


def _is_read(problems: Sequence[Diagnostic]) -> bool:
    """Return whether a file could be read, whatever is in it."""
    return all(each.code != "import/unreadable" for each in problems)


def _import_document(session: Session, request: Request) -> Answer:
    """Import a file that was chosen in the browser as a single document."""
    year, name = int(request["year"]), str(request["file_name"]).strip()
    with _offered_file(request) as file:
        imported = import_document(session.project, session.standards, str(file), year, name)
    notes = [note.replace(f"{file.parent}{os.sep}", "") for note in imported.notes]
    return {"page": f"text?path={quote(imported.path)}", "path": imported.path, "notes": notes}


def _sheet_problems(outcome: CatalogueImport) -> Iterator[str]:
    """Yield why a catalogue's sheet, or rows of it, were not imported."""
    if outcome.failure:
        yield f"{outcome.failure}。"
    yield from (f"不能导入：{problem}" for problem in outcome.plan.faults)
    for row in outcome.plan.rejected:
        yield f"不能导入 {row.row}（{row.title}）：{'；'.join(row.reasons)}"
    for document in outcome.plan.unconfirmed:
        yield f"要先核对：{document.row} content/{document.path} {document.reason}"


def _new_report(session: Session, request: Request) -> Answer:
    """Write the blank files of a year's report."""
    year = int(request["year"])
    written = new_report(session.project, session.standards, year).written
    if not written:
        raise UsageError(f"{year} 年已经有年度报告")
    return {"written": list(written), "page": f"figures/{year}"}


def _new_site(session: Session, request: Request) -> Answer:
    """Write a new site, and wait until it was read."""
    written = new_site(
        session.project,
        session.standards,
        organization=str(request["organization"]),
        name=str(request["name"]),
        year=session.today().year,
    )
    end = monotonic() + _MAX_WAIT
    while not _has_documents(session) and monotonic() < end:
        sleep(_PAUSE)
    return {"written": list(written), "page": ""}


def _has_documents(session: Session) -> bool:
    checked_site = session.state().snapshot.checked_site
    return bool(checked_site and checked_site.site.entries)


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
    "import-document": _import_document,
    "dismiss-import-notes": _dismiss_notes,
    "new-site": _new_site,
    "new-report": _new_report,
    "new-document": _new_document,
}
