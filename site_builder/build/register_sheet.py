"""A register of bodies kept as a sheet, read in a process of its own."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from site_builder.build.recognized_files import MEMORY_LIMIT, read_in
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.worker_process import WorkerProcess
from site_builder.importing.readers.formats import is_sheet, read_original
from site_builder.importing.recognition.catalogue import CatalogueTable, recognize_tables
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.standards import Field, Standards


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """A file whose tables are lists of bodies."""

    file: str
    tables: tuple[CatalogueTable, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Of the reader."""


def read_register_sheet(file: str, standards: Standards) -> RegisterSheet:
    """Read a sheet. Raises UnsupportedFileError, WorkerError and OSError."""
    with WorkerProcess(MEMORY_LIMIT) as worker:
        function = f"{__name__}:{recognize_register.__name__}"
        return cast("RegisterSheet", read_in(worker, file, function, (standards.body_fields,)))


def recognize_register(file: str, data: bytes, fields: tuple[Field, ...]) -> RegisterSheet:
    """Recognize the lists of bodies in a file. Raises UnsupportedFileError where there is none."""
    if not is_sheet(file, data):
        raise UnsupportedFileError("这不是电子表格", "请另存为 xlsx、ods 或 csv，再导入。")
    original = read_original(file, data)
    tables = recognize_tables(original, fields, _heads_a_register)
    if not tables:
        hint = "第一行写列名：至少要有“代码”“名称”“类别”，其他如“上级”“起”“止”“曾用名”。"
        raise UnsupportedFileError("没有认出机构名录的列名", hint)
    return RegisterSheet(file, tables, original.diagnostics)


def _heads_a_register(ids: Collection[str]) -> bool:
    return {"code", "name"} <= set(ids)
