"""Where each document stands in review. Called by `build` before the rules, and by `sign`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from site_builder.fields.load import fields
from site_builder.located import decode
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Article, Document, Prose, Report
from site_builder.model.place import Place
from site_builder.model.review import Review, Signed
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.read.signoffs import NOTHING, read_signed, review, sign_path
from site_builder.urls import resolve
from site_builder.write.output import digest


def reviews(
    content: Path, documents: Iterable[Document], sources: Iterable[Source], settings: Settings
) -> tuple[tuple[Review, ...], tuple[Diagnostic, ...]]:
    """Review every document that must be signed or has been; and find records of nothing."""
    records = {one.path: one for one in sources if one.kind == "signoff"}
    found: list[Review] = []
    findings: list[Diagnostic] = []
    texts = set()
    simple = fields().characters.traditional
    for document in documents:
        source = source_of(document)
        record = records.get(sign_path(source.path))
        texts.add(sign_path(source.path))
        if record is None and not settings.review_required:
            continue
        signed, wrong = signed_at(content, record) if record else (NOTHING, ())
        findings.extend(wrong)
        now = contents(content, document)
        found.append(review(source, signed, now, settings, simple))
    hint = "文稿改名或移动后要重新审签，旧记录请删去。"
    findings.extend(
        error("sign/orphan", Place(record.file), "审签记录没有对应的文稿", hint)
        for path, record in records.items()
        if path not in texts and not (content / path.replace(".sign.yaml", ".md")).exists()
    )
    return tuple(found), tuple(findings)


def source_of(document: Document) -> Source:
    """Give the file a document was read from."""
    return document.source if isinstance(document, Article) else document.entry.source


def signed_at(content: Path, record: Source) -> tuple[Signed, tuple[Diagnostic, ...]]:
    """Read a document's sign-offs."""
    return read_signed((content / record.path).read_bytes(), record.file)


def contents(content: Path, document: Document) -> dict[str, str]:
    """Gather what is reviewed, by path: text, figures, and by digest whatever files it links to."""
    source = source_of(document)
    names = [source.path]
    if source.kind == "report":
        names.append(f"{source.path.rpartition('/')[0]}/figures.yaml")
    gathered = {}
    for name in names:
        gathered[name] = decode((content / name).read_bytes(), name)[0]
    for attachment in document.attachments:
        gathered[attachment.path] = _digest(content / attachment.path)
    for path in _linked(document):
        if (content / path).is_file():
            gathered.setdefault(path, _digest(content / path))
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
            found = resolve(target, path) if target and not link.outside else None
            if found and "files" in found.split("/")[:2]:
                yield found


def _proses(document: Document) -> Iterator[Prose]:
    if not isinstance(document, Report):
        yield document.prose
        return
    yield from (part.prose for part in document.parts)
    yield from (one for one in (document.opening, document.footnotes) if one)


def _digest(path: Path) -> str:
    return digest(path.read_bytes()) if path.is_file() else ""
