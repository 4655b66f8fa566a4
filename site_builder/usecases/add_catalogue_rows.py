"""Add rows copied from a spreadsheet to the catalogue: planned as an import, then written."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from site_builder.build.catalogue_sources import CatalogueSource
from site_builder.core.errors import UsageError
from site_builder.core.hashing import digest_of_parts
from site_builder.importing.readers import delimited_text
from site_builder.importing.recognition.catalogue import CatalogueSheet, recognize_catalogue
from site_builder.model.catalogue_plan import CataloguePlan
from site_builder.model.standards import Standards
from site_builder.usecases.edit_catalogue import save_planned
from site_builder.usecases.import_catalogue import plan_catalogue, write_documents

_NAME = "粘贴的内容"
_MAX_CHARACTERS = 5_000_000


def read_rows(text: str, standards: Standards) -> CatalogueSheet:
    """Read rows as a spreadsheet copies them, cells apart by tabs.

    Raises UsageError for rows without a header, and UnsupportedFileError.
    """
    if len(text) > _MAX_CHARACTERS:
        raise UsageError("粘贴的内容太多", "请分几次粘贴，或者用 site-builder import 导入文件。")
    if not text.strip():
        raise UsageError("还没有粘贴内容")
    original = delimited_text.read(_NAME, f"sep=\t\n{text}".encode("utf-8", "replace"))
    sheet = recognize_catalogue(original, standards.document_fields)
    if sheet is None:
        hint = "请连同列名一起复制：第一行是“索引号”“名称”“内容概述”“生成日期”这样的列名。"
        raise UsageError("没有认出列名", hint)
    return sheet


def plan_rows(
    text: str, project: Path, existing: Mapping[str, CatalogueSource], standards: Standards
) -> CataloguePlan:
    """Plan what pasted rows come to; nothing is written. Raises as `read_rows`."""
    return plan_catalogue(read_rows(text, standards), project, standards, existing=existing)


def plan_digest(plan: CataloguePlan) -> str:
    """Return a word for all that a plan would write: another word, another plan."""
    documents = (*plan.created, *plan.changed, *plan.unconfirmed)
    return digest_of_parts(
        part
        for each in documents
        for part in (f"{each.path}\0{len(each.data)}\0".encode(), each.data)
    )


def write_rows(  # noqa: PLR0913 - what was shown, and what it was planned from
    plan: CataloguePlan,
    expected_digest: str,
    confirmed: Collection[str],
    project: Path,
    existing: Mapping[str, CatalogueSource],
    *,
    now: datetime,
) -> tuple[str, ...]:
    """Write a plan whose digest is the one expected: new documents all or none, then each change.

    Of what has to be confirmed, only the paths in `confirmed`. Returns the paths below `content/`.
    Raises UsageError for another plan, SaveConflictError, ImportRefusedError and OSError.
    """
    if plan.faults or plan_digest(plan) != expected_digest:
        raise UsageError("文稿刚刚又改过，什么也没有写", "请再看一遍会写什么。")
    written = [each.path for each in plan.created]
    write_documents(replace(plan, changed=()), project)
    for planned in (*plan.changed, *plan.unconfirmed):
        if not planned.reason or planned.path in confirmed:
            save_planned(project, planned, existing, now)
            written.append(planned.path)
    return tuple(written)
