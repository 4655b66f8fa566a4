"""Where each document stands in review. Called by `build` before the rules, and by `sign`."""

import os
from collections.abc import Iterable
from pathlib import Path

from site_builder.located import decode
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Article, Attachment, Document
from site_builder.model.place import Place
from site_builder.model.review import Review, Signed
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.read.signoffs import NOTHING, read_signed, review, sign_path
from site_builder.write.output import digest


def reviews(
    content: Path, documents: Iterable[Document], sources: Iterable[Source], settings: Settings
) -> tuple[tuple[Review, ...], tuple[Diagnostic, ...]]:
    """Review every document that must be signed or has been; and find records of nothing."""
    records = {one.path: one for one in sources if one.kind == "signoff"}
    found: list[Review] = []
    findings: list[Diagnostic] = []
    texts = set()
    for document in documents:
        source = source_of(document)
        record = records.get(sign_path(source.path))
        texts.add(sign_path(source.path))
        if record is None and not settings.review_required:
            continue
        signed, wrong = signed_at(content, record) if record else (NOTHING, ())
        findings.extend(wrong)
        now = contents(content, document)
        found.append(review(source, signed, now, settings.review_levels))
    hint = "文稿改名的，请把审签记录一起改名；文稿已经删除的，请删去审签记录。"
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
    """Gather what is reviewed: text, figures, and the attachments by digest."""
    source = source_of(document)
    folder = source.path.rpartition("/")[0]
    names = [source.path]
    if source.kind == "report":
        names.append(f"{folder}/figures.yaml")
    gathered = {}
    for name in names:
        data = (content / name).read_bytes()
        gathered[name.rpartition("/")[2]] = decode(data, name)[0]
    for attachment in document.attachments:
        gathered[_name(attachment, folder)] = _digest(content / attachment.path)
    return gathered


def _name(attachment: Attachment, folder: str) -> str:
    return os.path.relpath(attachment.path, folder or ".").replace(os.sep, "/")


def _digest(path: Path) -> str:
    return digest(path.read_bytes()) if path.is_file() else ""
