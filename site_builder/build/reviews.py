"""Where each document stands in review."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from site_builder.build.context import BuildContext
from site_builder.content.remarks import (
    NO_REMARKS,
    REMARKS_SUFFIX,
    describe_remark,
    read_remarks,
    remarks_path,
)
from site_builder.content.sign_offs import EMPTY_RECORD, read_signoffs, review_status, sign_path
from site_builder.core.errors import ChangedError
from site_builder.core.hashing import digest
from site_builder.core.safe_files import read_below
from site_builder.core.urls import resolve_link
from site_builder.core.yaml.nodes import changed_meanwhile, decode_text
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Document
from site_builder.model.frozendict import frozendict
from site_builder.model.location import Location
from site_builder.model.review import RemarkRecord, ReviewStatus, SignOffRecord
from site_builder.model.settings import Settings
from site_builder.model.source import REVIEW_RECORDS, Source, SourceKind


def review_documents(
    context: BuildContext,
    documents: Iterable[Document],
    sources: Iterable[Source],
    settings: Settings,
    checked_digests: Mapping[str, str] = frozendict({}),
) -> tuple[tuple[ReviewStatus, ...], tuple[Diagnostic, ...]]:
    """Review every document that must be signed or has been; and find records of nothing.

    `checked_digests`: digests of the files as they were read, by path.
    """
    content, simple = context.content, context.standards.characters.traditional
    records = {source.path: source for source in sources if source.kind in REVIEW_RECORDS}
    if not records and not settings.review_required:
        return (), ()
    statuses: list[ReviewStatus] = []
    diagnostics: list[Diagnostic] = []
    record_paths = set()
    for document in documents:
        source = document.source
        record = records.get(sign_path(source.path))
        remarks = records.get(remarks_path(source.path))
        record_paths |= {sign_path(source.path), remarks_path(source.path)}
        if record is None and remarks is None and not settings.review_required:
            continue
        signed, record_diagnostics = read_sign_offs(content, record)
        remark_record, remark_diagnostics = read_remark_record(content, remarks)
        diagnostics.extend((*record_diagnostics, *remark_diagnostics))
        open_remarks = tuple(map(describe_remark, remark_record.open_remarks))
        try:
            current = reviewed_contents(content, document, checked_digests)
        except ChangedError as exc:
            diagnostics.append(changed_meanwhile(f"content/{exc.path}"))
            continue
        status = review_status(source, signed, current, settings, simple)
        statuses.append(replace(status, open_remarks=open_remarks))
    others = (record for path, record in records.items() if path not in record_paths)
    diagnostics.extend(_orphan_errors(content, others))
    return tuple(statuses), tuple(diagnostics)


def _orphan_errors(content: Path, records: Iterable[Source]) -> Iterator[Diagnostic]:
    """Find records of texts that are not there."""
    for record in records:
        location = Location(record.display_path)
        if record.kind == "remarks":
            if not (content / f"{record.path.removesuffix(REMARKS_SUFFIX)}.md").exists():
                hint = "文稿改名或移动了的，请把记录一并改名、移动；不用的删去。"
                yield error("remarks/orphan", location, "审核意见没有对应的文稿", hint)
        elif not (content / record.path.replace(".sign.yaml", ".md")).exists():
            hint = "文稿改名或移动后要重新审签，旧记录请删去。"
            yield error("sign/orphan", location, "审签记录没有对应的文稿", hint)


def find_record(content: Path, path: str, kind: SourceKind) -> Source | None:
    """Return a record as it lies on the disk now; None where there is none."""
    return Source(path, kind, 0) if (content / path).is_file() else None


def read_sign_offs(
    content: Path, record: Source | None
) -> tuple[SignOffRecord, tuple[Diagnostic, ...]]:
    """Read a document's sign-offs; without a record there are none."""
    if record is None:
        return EMPTY_RECORD, ()
    return read_signoffs(read_below(content, record.path), record.display_path)


def read_remark_record(
    content: Path, record: Source | None
) -> tuple[RemarkRecord, tuple[Diagnostic, ...]]:
    """Read the remarks on a document; without a record there are none."""
    if record is None:
        return NO_REMARKS, ()
    return read_remarks(read_below(content, record.path), record.display_path)


def reviewed_contents(
    content: Path, document: Document, checked_digests: Mapping[str, str] = frozendict({})
) -> dict[str, str]:
    """Collect what is reviewed, by path: text, figures, and by digest whatever files it links to.

    Raises ChangedError for a file changed since it was checked: nobody signs what is not published.
    """
    source = document.source
    names = [source.path]
    if source.kind == "report":
        names.append(f"{source.path.rpartition('/')[0]}/figures.yaml")
    gathered = {}
    for name in names:
        gathered[name] = decode_text(_read_checked(content, name, checked_digests), name)[0]
    for attachment in document.attachments:
        gathered[attachment.path] = _digest(content, attachment.path, checked_digests)
    for path in _linked_attachments(document):
        if (content / path).is_file():
            gathered.setdefault(path, _digest(content, path, checked_digests))
    return gathered


def attachment_paths(document: Document) -> tuple[str, ...]:
    """Return the attachments of a document: those it names, links to or shows."""
    return (
        *(attachment.path for attachment in document.attachments),
        *_linked_attachments(document),
    )


def _linked_attachments(document: Document) -> Iterator[str]:
    """Yield the attachments that the text itself links to or shows."""
    path = document.source.path
    for link in document.links:
        target = link.target.partition("#")[0].partition("?")[0]
        linked_path = resolve_link(target, path) if target and not link.is_external else None
        if linked_path and "files" in linked_path.split("/")[:2]:
            yield linked_path


def _read_checked(content: Path, path: str, checked_digests: Mapping[str, str]) -> bytes:
    data = read_below(content, path)
    if checked_digests.get(path) and digest(data) != checked_digests[path]:
        raise ChangedError(path)
    return data


def _digest(content: Path, path: str, checked_digests: Mapping[str, str]) -> str:
    return (
        digest(_read_checked(content, path, checked_digests)) if (content / path).is_file() else ""
    )
