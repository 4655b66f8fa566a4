"""What pages of the editor ask for: a judgement, or something to be written.

Each takes the request and returns the answer, both as JSON. What is no such request raises
ValueError, KeyError or TypeError; what cannot be done, one of `core.errors`.
"""

from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from site_builder.core.errors import UsageError
from site_builder.editor.figures_form import cell_key, cell_name
from site_builder.editor.session import Session, save_cells
from site_builder.model.figure_judgement import JudgedIdentity
from site_builder.model.figures import CellKey
from site_builder.usecases.import_files import ImportOptions, import_files
from site_builder.usecases.judge_figures import judge_figures
from site_builder.usecases.new_source import new_document as make_document
from site_builder.usecases.new_source import new_report as make_report
from site_builder.usecases.save_source import (
    discard_edit,
    keep_edit,
    read_source,
    read_version,
    save_source,
)

Request = Mapping[str, Any]
Answer = Mapping[str, Any]


def judge(session: Session, request: Request) -> Answer:
    """Judge the cells of a year as they are typed."""
    year = int(request["year"])
    form = session.form(year)
    judgement = judge_figures(form, _cells(request), session.previous_figures(year))
    return {
        "problems": {
            cell_name(each.key): f"{each.message}。{each.hint}" for each in judgement.problems
        },
        "empty": len(judgement.empty),
        "identities": {
            "|".join((each.table, *each.name)): _identity(each) for each in judgement.identities
        },
        "causes": [
            {
                "summary": group.summary,
                "cells": [
                    cell_name(change.key)
                    for cause in group.causes[:1]
                    for change in cause.changes
                    if not change.previous_year
                ],
            }
            for group in judgement.causes
        ],
    }


def _identity(judged: JudgedIdentity) -> Answer:
    return {
        "state": judged.state,
        "warning": judged.is_warning,
        "difference": judged.difference,
        "left": judged.left,
        "right": judged.right,
    }


def save_figures(session: Session, request: Request) -> Answer:
    """Type some cells anew, and save."""
    source = save_cells(session, int(request["year"]), str(request["base"]), _cells(request))
    return {"base": source.digest}


def _cells(request: Request) -> dict[CellKey, str]:
    cells = request["cells"]
    if not isinstance(cells, dict):
        raise TypeError
    return {cell_key(str(name)): str(typed).strip() for name, typed in cells.items()}


def keep(session: Session, request: Request) -> Answer:
    """Keep what is being typed, until it is saved or thrown away."""
    path, text = str(request["path"]), str(request["text"])
    if text:
        keep_edit(session.project, path, text.encode())
    else:
        read_source(session.project, path)
        discard_edit(session.project, path)
    return {}


def save_text(session: Session, request: Request) -> Answer:
    """Save a whole text as it was edited; line ends stay those of the file."""
    source = read_source(session.project, str(request["path"]))
    text = str(request["text"]).replace("\r\n", "\n")
    if b"\r\n" in source.data:
        text = text.replace("\n", "\r\n")
    data = text.encode()
    if source.data.startswith(b"\xef\xbb\xbf"):
        data = b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf")
    base = type(source)(source.path, source.data, str(request["base"]))
    return {"base": save_source(session.project, base, data, session.now()).digest}


def restore(session: Session, request: Request) -> Answer:
    """Restore what a source held before."""
    source = read_source(session.project, str(request["path"]))
    if source.digest != str(request["base"]):
        raise UsageError(f"{source.path} 刚刚又改过", "请刷新网页再看。")
    data = read_version(session.project, source.path, str(request["version"]))
    return {"base": save_source(session.project, source, data, session.now()).digest}


def import_file(session: Session, request: Request) -> Answer:
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


def new_report(session: Session, request: Request) -> Answer:
    """Write the blank files of a year's report."""
    year = int(request["year"])
    written = make_report(session.project, session.standards, year)
    if not written:
        raise UsageError(f"{year} 年已经有年度报告")
    return {"written": list(written), "page": f"figures/{year}"}


def new_document(session: Session, request: Request) -> Answer:
    """Write a new document."""
    path = make_document(
        session.project,
        session.standards,
        year=int(request["year"]),
        name=str(request["name"]),
        title=str(request["title"]),
    )
    return {"written": [path], "page": f"text?path={path}"}
