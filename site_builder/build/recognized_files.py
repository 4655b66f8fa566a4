"""Files read and recognized in a process of its own: a bomb, a hang or a crash is a diagnostic."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from site_builder.build.options import StageProgress, no_progress
from site_builder.core.errors import (
    UnsupportedFileError,
    UsageError,
    WorkerError,
    describe_os_error,
)
from site_builder.core.safe_files import read_below
from site_builder.core.urls import is_safe_path
from site_builder.core.worker_process import WorkerProcess
from site_builder.importing.combination import has_figures
from site_builder.importing.readers.formats import is_sheet, read_original, time_limit
from site_builder.importing.recognition.catalogue import CatalogueSheet, recognize_catalogue
from site_builder.importing.recognition.documents import recognize_document
from site_builder.importing.recognition.reports import recognize_reports
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.imported import ImportedDocument, Recognition
from site_builder.model.location import Location
from site_builder.model.original import Original, OriginalTable
from site_builder.model.standards import Standards

MAX_FILE = 100_000_000
"""Bytes; no report is as large."""
_MAX_PICTURE = 20_000_000
_MAX_PARTS = 40_000
"""Paragraphs and cells; the longest reports have a tenth of that."""
MEMORY_LIMIT = 4 << 30
"""Bytes of address space; most of it is what libraries reserve and never touch."""


def recognize(
    files: Sequence[str],
    standards: Standards,
    year: int | None,
    form: str | None,
    progress: StageProgress = no_progress,
) -> tuple[list[Recognition | CatalogueSheet], list[Diagnostic]]:
    """Return what is recognized in files, and a diagnostic for each that could not be read."""
    recognitions: list[Recognition | CatalogueSheet] = []
    diagnostics: list[Diagnostic] = []
    with WorkerProcess(MEMORY_LIMIT) as worker:
        for number, file in enumerate(files):
            progress("读取文件", number, len(files))
            try:
                data = _read(file)
                recognitions.append(recognize_in(worker, file, data, (standards, year, form)))
            except (UnsupportedFileError, WorkerError) as exc:
                diagnostics.append(_unreadable(file, exc))
            except OSError as exc:
                message = f"读不到文件：{describe_os_error(exc)}"
                diagnostics.append(error("import/unreadable", Location(file), message))
            progress("读取文件", number + 1, len(files))
    return recognitions, diagnostics


def read_in(
    worker: WorkerProcess, file: str, function: str, settings: tuple[object, ...]
) -> object:
    """Call `package.module:function` in the child, with a file's name, bytes and the settings.

    Raises UnsupportedFileError, WorkerError and OSError.
    """
    data = _read(file)
    return worker.call(function, (file, data, *settings), time_limit(file, data))


def read_document(file: str) -> ImportedDocument:
    """Return the single document that a file is. Raises UsageError and OSError."""
    with WorkerProcess(MEMORY_LIMIT) as worker:
        try:
            return cast("ImportedDocument", read_in(worker, file, _READ_DOCUMENT, ()))
        except (UnsupportedFileError, WorkerError) as exc:
            refusal = _unreadable(file, exc)
            raise UsageError(refusal.message, refusal.hint) from exc


def read_document_file(file: str, data: bytes) -> ImportedDocument:
    """Read a file as a single document; what the child process does.

    Raises UnsupportedFileError.
    """
    original = read_original(file, data, partial(_open_sibling, Path(file).parent))
    if not original.blocks:
        raise UnsupportedFileError("里面没有读到文字、表格或者图片", "请看是不是选错了文件。")
    _check_size(original)
    return recognize_document(original)


_READ_DOCUMENT = f"{__name__}:{read_document_file.__name__}"


def recognize_in(
    worker: WorkerProcess,
    file: str,
    data: bytes,
    settings: tuple[Standards, int | None, str | None],
) -> Recognition | CatalogueSheet:
    """Recognize in the child what is in the bytes of a file, whatever lies on the disk by now.

    The settings are those of `recognize_file`. Raises UnsupportedFileError and WorkerError.
    """
    answer = worker.call(_RECOGNIZE, (file, data, *settings), time_limit(file, data))
    return cast("Recognition | CatalogueSheet", answer)


def _read(file: str) -> bytes:
    path = Path(file)
    if not path.is_file():
        raise UnsupportedFileError("这不是普通文件，没有读取")
    if path.stat().st_size > MAX_FILE:
        raise UnsupportedFileError(
            f"文件超过 {MAX_FILE // 1_000_000} MB，没有读取", "请确认是不是报告，或者另存得小一些。"
        )
    return path.read_bytes()


def recognize_file(
    file: str, data: bytes, standards: Standards, year: int | None, form: str | None
) -> Recognition | CatalogueSheet:
    """Read a file and recognize the reports or the catalogue in it; what the child process does.

    Raises UnsupportedFileError.
    """
    original = read_original(file, data, partial(_open_sibling, Path(file).parent))
    sheet = None
    if is_sheet(file, data):
        sheet = recognize_catalogue(original, standards.document_fields)
        if sheet and sheet.is_alone:
            return sheet
    _check_size(original)
    recognition = recognize_reports(original, standards, year=year, form=form)
    if sheet and not any(map(has_figures, recognition.reports)):
        return sheet
    if recognition.reports:
        return recognition
    # With no report to carry them, the reader's own diagnostics may say why there is none.
    return replace(recognition, diagnostics=(*original.diagnostics, *recognition.diagnostics))


_RECOGNIZE = f"{__name__}:{recognize_file.__name__}"


def _check_size(original: Original) -> None:
    """Refuse what is larger than any report, before hours are spent on it."""
    count = sum(
        len(block.cells) if isinstance(block, OriginalTable) else 1 for block in original.blocks
    )
    if count > _MAX_PARTS:
        message = f"里面有 {count} 个段落和格子，不是年度报告，也没有公开目录的列名"
        raise UnsupportedFileError(message, "请只留下要导入的部分；目录的第一行写列名，如“名称”。")


def _open_sibling(folder: Path, address: str) -> bytes | None:
    """Read a picture that a browser saved next to a page; never anything outside that folder."""
    path = address.replace("\\", "/").removeprefix("./")
    try:
        if not is_safe_path(path) or (folder / path).stat().st_size > _MAX_PICTURE:
            return None
        return read_below(folder, path)
    except (OSError, ValueError):
        return None


def _unreadable(file: str, exc: UnsupportedFileError | WorkerError) -> Diagnostic:
    hint = exc.hint
    if isinstance(exc, WorkerError):
        hint = "没有写入任何文件。请用原来的软件打开看看，另存一份再导入。"
        if exc.kind == "exception":
            hint += "打得开的，是软件的缺陷，请把这一行告诉开发者。"
    return error("import/unreadable", Location(file), exc.message, hint)
