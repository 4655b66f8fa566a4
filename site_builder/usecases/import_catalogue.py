"""Import a catalogue kept as a sheet: a document for each new row, edits of those that are there.

First the plan, then the files: what a person has not been told is not written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from site_builder.build.catalogue_planner import CataloguePlanner, signed_note
from site_builder.build.catalogue_sources import (
    CatalogueSource,
    read_catalogue_sources,
    source_digest,
)
from site_builder.build.imported_files import WrittenFiles, write_files
from site_builder.core.errors import (
    ChangedError,
    ImportRefusedError,
    UsageError,
    describe_os_error,
)
from site_builder.core.safe_files import read_below
from site_builder.importing.recognition import catalogue as recognition
from site_builder.importing.recognition.catalogue import (
    CatalogueSheet,
    CatalogueTable,
)
from site_builder.model.catalogue_plan import (
    CatalogueImport,
    CataloguePlan,
    PlannedDocument,
)
from site_builder.model.standards import Standards

Announcement = Callable[[CatalogueImport], None]
"""Called with a plan before it is followed."""


def no_announcement(_outcome: CatalogueImport) -> None:
    """Announce nothing."""


def plan_catalogue(
    sheet: CatalogueSheet,
    project: Path,
    standards: Standards,
    *,
    force: bool = False,
    existing: Mapping[str, CatalogueSource] | None = None,
) -> CataloguePlan:
    """Plan what the rows of a sheet come to; nothing is written.

    With `force`, what would have to be confirmed counts as confirmed. `existing`: the documents
    that there are, for whoever has read them. Raises UsageError when `content` cannot be used, and
    OSError for a document that cannot be read.
    """
    if existing is None:
        content = project / "content"
        existing, fatal = read_catalogue_sources(content, standards)
        if fatal and content.exists():
            raise UsageError(fatal[0].message, fatal[0].hint)
    planner = CataloguePlanner(sheet.tables, existing, standards)
    for table in sheet.tables:
        planner.plan(table)
    changed = [document for document in planner.changed if force or not document.reason]
    return CataloguePlan(
        created=tuple(planner.created),
        changed=tuple(changed),
        unchanged=planner.unchanged,
        rejected=tuple(planner.rejected),
        unconfirmed=tuple(item for item in planner.changed if item.reason and not force),
        faults=tuple(text for table in sheet.tables for text in table.conflicts),
        notes=(
            *(f"{item.message}。{item.hint}".rstrip("。") for item in sheet.diagnostics),
            *_notes(sheet.tables, changed, project, standards),
        ),
    )


def import_catalogue(  # noqa: PLR0913 - what is asked for, and who is informed
    sheet: CatalogueSheet,
    project: Path,
    standards: Standards,
    *,
    dry_run: bool = False,
    force: bool = False,
    announce: Announcement = no_announcement,
) -> CatalogueImport:
    """Plan what the rows of a sheet come to, announce it, and write the documents.

    Nothing is written when `dry_run`, nor while a row is rejected or has to be confirmed: with
    `force`, the other rows are imported all the same, and what was to be confirmed is written.
    Raises UsageError and OSError as `plan_catalogue` does.
    """
    plan = plan_catalogue(sheet, project, standards, force=force)
    announce(CatalogueImport(sheet.file, plan, ()))
    if dry_run or plan.faults or not (plan.is_clear or force):
        return CatalogueImport(sheet.file, plan, ())
    try:
        files = write_documents(plan, project)
    except (ChangedError, ImportRefusedError) as exc:
        return CatalogueImport(sheet.file, plan, (), failure=str(exc))
    except OSError as exc:
        failure = f"写不进 content：{describe_os_error(exc)}"
        return CatalogueImport(sheet.file, plan, (), failure=failure)
    return CatalogueImport(sheet.file, plan, files.written, files.backups)


def write_documents(plan: CataloguePlan, project: Path) -> WrittenFiles:
    """Write the documents of a plan, all or none; what they were is set aside.

    Raises ChangedError for a document that is no longer what was planned from, ImportRefusedError
    for a link, OSError for a disk that refuses.
    """
    content = project / "content"
    for document in (*plan.created, *plan.changed):
        if not document.base_digest:
            is_current = not (content / document.path).exists()
        else:
            is_current = source_digest(read_below(content, document.path)) == document.base_digest
        if not is_current:
            raise ChangedError(f"content/{document.path}")
    files = {f"content/{item.path}": item.data for item in (*plan.created, *plan.changed)}
    return write_files(project, files, force=True)


def _notes(
    tables: Sequence[CatalogueTable],
    changed: Sequence[PlannedDocument],
    project: Path,
    standards: Standards,
) -> Iterator[str]:
    """Yield what a person should know of how the sheet was read."""
    unused = list(dict.fromkeys(name for table in tables for name in table.unused))
    if unused:
        yield f"没有用到的列：{'、'.join(unused)}"
    columns = {field_id for table in tables for field_id in table.columns}
    lacking = [
        field.label
        for field in standards.document_fields
        if field.required == "law" and field.id not in columns
    ]
    if lacking and recognition.SOURCE not in columns:
        yield f"表里没有这几列，新的文稿里要补：{'、'.join(lacking)}"
    dashes = sum(table.dashes for table in tables)
    if dashes:
        yield f"有 {dashes} 格只写了“-”“/”，当作没有填"
    signed = signed_note(changed, project)
    if signed:
        yield signed
