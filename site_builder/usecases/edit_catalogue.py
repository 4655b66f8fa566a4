"""Edit values of many documents at once: judged as an import judges them, saved file by file.

What is to be written is planned by the very planner of `import`; nobody else's work is overwritten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from site_builder.build.catalogue_planner import CataloguePlanner
from site_builder.build.catalogue_rows import RowRejectedError
from site_builder.build.catalogue_sources import CatalogueSource
from site_builder.core.errors import SaveConflictError, SiteBuilderError, describe_os_error
from site_builder.core.hashing import digest
from site_builder.importing.recognition.catalogue import (
    DIGEST,
    SOURCE,
    CatalogueRow,
    CatalogueTable,
    clean_text,
)
from site_builder.model.catalogue_plan import PlannedDocument
from site_builder.model.original import Origin
from site_builder.model.saved_version import SourceText
from site_builder.model.standards import Standards
from site_builder.usecases.save_source import save_source

_NO_FILE = "这份文稿已经不在了：可能被删去，或者改了文件名"


@dataclass(frozen=True, slots=True)
class RowEdit:
    """Values of a document as somebody wants them."""

    path: str
    """Below `content/`."""
    digest: str
    """Of the document that was edited, as a sheet carries it."""
    texts: Mapping[str, str]
    """By id of the field; empty to take the value out."""


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """What an edit comes to."""

    edit: RowEdit
    planned: PlannedDocument | None = None
    """None: nothing changes, or it cannot be done."""
    problems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By id of the field, in Chinese."""
    reasons: tuple[str, ...] = ()
    """What is wrong with the row as a whole."""
    is_conflict: bool = False
    """The document is no longer what was edited."""

    @property
    def is_ready(self) -> bool:
        """Return whether the document can be saved as it is planned."""
        return self.planned is not None and not self.is_conflict


@dataclass(frozen=True, slots=True)
class SavedRows:
    """What became of edits."""

    saved: tuple[str, ...]
    """Paths below `content/`."""
    failed: Mapping[str, str]
    """Why a document was not saved, in Chinese, by its path."""


def judge_edits(
    edits: Sequence[RowEdit], existing: Mapping[str, CatalogueSource], standards: Standards
) -> list[JudgedRow]:
    """Plan edits of documents, and find what is wrong, cell by cell; nothing is written."""
    fields = {each.id: each for each in standards.document_fields}
    rows = [
        CatalogueRow(
            Origin(edit.path),
            {
                SOURCE: edit.path,
                DIGEST: edit.digest,
                **{
                    name: clean_text(text, fields[name])
                    for name, text in edit.texts.items()
                    if name in fields
                },
            },
            {},
        )
        for edit in edits
    ]
    labels = {each.id: each.label for each in standards.document_fields}
    table = CatalogueTable(Origin(""), labels, (), (), tuple(rows), 0)
    planner = CataloguePlanner((table,), existing, standards, lambda origin: origin.file)
    return [
        _judge(edit, row, planner, existing.get(edit.path))
        for edit, row in zip(edits, rows, strict=True)
    ]


def _judge(
    edit: RowEdit, row: CatalogueRow, planner: CataloguePlanner, target: CatalogueSource | None
) -> JudgedRow:
    if target is None:
        return JudgedRow(edit, reasons=(_NO_FILE,), is_conflict=True)
    is_conflict = target.digest != edit.digest
    try:
        return JudgedRow(edit, planner.plan_row(row), is_conflict=is_conflict)
    except RowRejectedError:
        problems, reasons = _locate_problems(row, list(edit.texts), planner)
        return JudgedRow(edit, None, problems, reasons, is_conflict)


def _locate_problems(
    row: CatalogueRow, names: Sequence[str], planner: CataloguePlanner
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Return which cells a row is rejected for, and what is wrong with the rest as a whole.

    A cell is to blame for what it is rejected for alone as well; the rest is planned again without
    the cells that are to blame, as a planner stops at the first mistake of some kinds.
    """
    problems: dict[str, tuple[str, ...]] = {}
    while True:
        rest = [name for name in names if name not in problems]
        reasons = _reasons(row, rest, planner)
        alone = {name: _reasons(row, [name], planner) for name in rest} if reasons else {}
        blamed = {
            name: common
            for name, own in alone.items()
            if (common := tuple(reason for reason in own if reason in reasons))
        }
        if not blamed:
            return problems, reasons
        problems |= blamed


def _reasons(row: CatalogueRow, names: Sequence[str], planner: CataloguePlanner) -> tuple[str, ...]:
    """Return why a row cannot be followed that says nothing but these fields."""
    texts = {key: row.get(key) for key in (SOURCE, DIGEST, *names)}
    try:
        planner.plan_row(CatalogueRow(row.origin, texts, {}))
    except RowRejectedError as exc:
        return tuple(map(str, exc.args))
    return ()


def save_edits(
    project: Path,
    rows: Sequence[JudgedRow],
    existing: Mapping[str, CatalogueSource],
    now: datetime,
) -> SavedRows:
    """Save the documents that are ready, each whole or not at all; what they were stays in history.

    `existing`: the documents that were planned from. One that cannot be saved stops no other.
    """
    saved: list[str] = []
    failed: dict[str, str] = {}
    for row in rows:
        if row.planned is None or row.is_conflict:
            continue
        path = row.planned.path
        try:
            save_planned(project, row.planned, existing, now)
        except SaveConflictError:
            failed[path] = "在保存的时候被别的程序改过，没有保存"
        except SiteBuilderError as exc:
            failed[path] = str(exc)
        except OSError as exc:
            failed[path] = f"没有保存：{describe_os_error(exc)}"
        else:
            saved.append(path)
    return SavedRows(tuple(saved), failed)


def save_planned(
    project: Path,
    planned: PlannedDocument,
    existing: Mapping[str, CatalogueSource],
    now: datetime,
) -> None:
    """Save a document that was planned from one that is there. Raises as `save_source`."""
    before = existing[planned.path].data
    base = SourceText(f"content/{planned.path}", before, digest(before))
    save_source(project, base, planned.data, now)
