"""Where each document stands in review. Called by `build` before the rules, and by `sign`."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from site_builder.fields.load import load_standards
from site_builder.located import changed_meanwhile, decode_text
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Document, Prose, Report, StandalonePage
from site_builder.model.frozen import frozendict
from site_builder.model.place import Location
from site_builder.model.review import ReviewStatus, SignOffRecord
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.read.signoffs import NOTHING, read_signed, review, sign_path
from site_builder.safe_files import digest, read_below
from site_builder.urls import resolve_link


def reviews(
    content: Path,
    documents: Iterable[Document],
    sources: Iterable[Source],
    settings: Settings,
    judged: Mapping[str, str] = frozendict({}),
) -> tuple[tuple[ReviewStatus, ...], tuple[Diagnostic, ...]]:
    """Review every document that must be signed or has been; and find records of nothing.

    `judged`: digests of the files as they were read, by path.
    """
    records = {one.path: one for one in sources if one.kind == "signoff"}
    found: list[ReviewStatus] = []
    findings: list[Diagnostic] = []
    texts = set()
    simple = load_standards().characters.traditional
    for document in documents:
        source = source_of(document)
        record = records.get(sign_path(source.path))
        texts.add(sign_path(source.path))
        if record is None and not settings.review_required:
            continue
        signed, wrong = signed_at(content, record) if record else (NOTHING, ())
        findings.extend(wrong)
        try:
            now = contents(content, document, judged)
        except ChangedError as changed:
            findings.append(changed_meanwhile(f"content/{changed}"))
            continue
        found.append(review(source, signed, now, settings, simple))
    hint = "文稿改名或移动后要重新审签，旧记录请删去。"
    findings.extend(
        error("sign/orphan", Location(record.display_path), "审签记录没有对应的文稿", hint)
        for path, record in records.items()
        if path not in texts and not (content / path.replace(".sign.yaml", ".md")).exists()
    )
    return tuple(found), tuple(findings)


def source_of(document: Document) -> Source:
    """Give the file a document was read from."""
    return document.source if isinstance(document, StandalonePage) else document.entry.source


def signed_at(content: Path, record: Source) -> tuple[SignOffRecord, tuple[Diagnostic, ...]]:
    """Read a document's sign-offs."""
    return read_signed(read_below(content, record.path), record.display_path)


class ChangedError(Exception):
    """A file is no longer what was read; the message is its path."""


def contents(
    content: Path, document: Document, judged: Mapping[str, str] = frozendict({})
) -> dict[str, str]:
    """Gather what is reviewed, by path: text, figures, and by digest whatever files it links to.

    Raises ChangedError for a file that is not as it was judged: nobody signs what is not published.
    """
    source = source_of(document)
    names = [source.path]
    if source.kind == "report":
        names.append(f"{source.path.rpartition('/')[0]}/figures.yaml")
    gathered = {}
    for name in names:
        gathered[name] = decode_text(_bytes(content, name, judged), name)[0]
    for attachment in document.attachments:
        gathered[attachment.path] = _digest(content, attachment.path, judged)
    for path in _linked(document):
        if (content / path).is_file():
            gathered.setdefault(path, _digest(content, path, judged))
    return gathered


def attached(document: Document) -> tuple[str, ...]:
    """List the attachments of a document: those it names, and those its text links to or shows."""
    return (*(one.path for one in document.attachments), *_linked(document))


def _linked(document: Document) -> Iterator[str]:
    """List the attachments that the text itself links to or shows."""
    path = source_of(document).path
    for prose in _proses(document):
        for link in prose.links:
            target = link.target.partition("#")[0].partition("?")[0]
            found = resolve_link(target, path) if target and not link.is_external else None
            if found and "files" in found.split("/")[:2]:
                yield found


def _proses(document: Document) -> Iterator[Prose]:
    if not isinstance(document, Report):
        yield document.prose
        return
    yield from (part.prose for part in document.parts)
    yield from (one for one in (document.opening, document.footnotes) if one)


def _bytes(content: Path, path: str, judged: Mapping[str, str]) -> bytes:
    data = read_below(content, path)
    if judged.get(path) and digest(data) != judged[path]:
        raise ChangedError(path)
    return data


def _digest(content: Path, path: str, judged: Mapping[str, str]) -> str:
    return digest(_bytes(content, path, judged)) if (content / path).is_file() else ""
