"""Where each document stands in review."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from site_builder.build.context import BuildContext
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
from site_builder.model.review import ReviewStatus, SignOffRecord
from site_builder.model.settings import Settings
from site_builder.model.source import Source


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
    records = {source.path: source for source in sources if source.kind == "signoff"}
    if not records and not settings.review_required:
        return (), ()
    statuses: list[ReviewStatus] = []
    diagnostics: list[Diagnostic] = []
    record_paths = set()
    for document in documents:
        source = document.source
        record = records.get(sign_path(source.path))
        record_paths.add(sign_path(source.path))
        if record is None and not settings.review_required:
            continue
        signed, record_diagnostics = (
            read_sign_offs(content, record) if record else (EMPTY_RECORD, ())
        )
        diagnostics.extend(record_diagnostics)
        try:
            current = reviewed_contents(content, document, checked_digests)
        except ChangedError as exc:
            diagnostics.append(changed_meanwhile(f"content/{exc.path}"))
            continue
        statuses.append(review_status(source, signed, current, settings, simple))
    others = (record for path, record in records.items() if path not in record_paths)
    diagnostics.extend(_orphan_errors(content, others))
    return tuple(statuses), tuple(diagnostics)


def _orphan_errors(content: Path, records: Iterable[Source]) -> Iterator[Diagnostic]:
    """Find records of texts that are not there."""
    hint = "文稿改名或移动后要重新审签，旧记录请删去。"
    for record in records:
        if not (content / record.path.replace(".sign.yaml", ".md")).exists():
            location = Location(record.display_path)
            yield error("sign/orphan", location, "审签记录没有对应的文稿", hint)


def read_sign_offs(content: Path, record: Source) -> tuple[SignOffRecord, tuple[Diagnostic, ...]]:
    """Read a document's sign-offs."""
    return read_signoffs(read_below(content, record.path), record.display_path)


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
