"""A single Word, WPS, PDF or web page → a document of the catalogue, with its pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder.build.imported_files import write_files
from site_builder.build.recognized_files import read_document
from site_builder.core.errors import ImportRefusedError, UsageError
from site_builder.importing.drafts.document_file import draft_imported_document
from site_builder.importing.drafts.document_names import document_names
from site_builder.importing.drafts.places import describe_place
from site_builder.importing.recognition.titles import is_title
from site_builder.model.imported import ImportedDocument
from site_builder.model.original import OriginalPicture, OriginalTable
from site_builder.model.standards import Standards
from site_builder.usecases.new_source import check_new_document

_MAX_WORDS = 30
"""Of a text that was left out, in a note."""
_MAX_OMISSIONS = 20


@dataclass(frozen=True, slots=True)
class DocumentImport:
    """A document that was written, and what is to be looked at."""

    path: str
    """From the project folder."""
    notes: tuple[str, ...]
    """Sentences in Chinese: where its fields come from, what was not read."""


def import_document(
    project: Path, standards: Standards, file: str, year: int, name: str
) -> DocumentImport:
    """Write what a file holds as a document of a year; nothing over a file that is there.

    `name`: of its file, from its title where there is none. Raises UsageError for a file that
    cannot be read, or a name that no file may have; OSError.
    """
    document = read_document(file)
    name = name or document_names("", document.title)[0].removesuffix(".md")
    path = check_new_document(project, year, name)
    name = Path(path).stem
    draft = draft_imported_document(document, standards.document_fields, name)
    files = {path: draft.text.encode("utf-8", "replace")}
    for picture in draft.pictures:
        files[f"content/{year}/{picture.path.removeprefix('../')}"] = picture.data
    try:
        write_files(project, files, force=False)
    except ImportRefusedError as exc:
        raise UsageError(exc.message, "请换一个文件名。") from exc
    return DocumentImport(path, (*_field_notes(document), *_text_notes(document)))


def _field_notes(document: ImportedDocument) -> Iterator[str]:
    """Yield where the fields come from."""
    if is_title(document.title):
        yield "这像是年度报告：年度报告请用“导入”（import），统计表才会逐格核对。"
    yield f"名称“{document.title}”取自{document.title_reason}。"
    for label, value in (
        ("发文字号", document.document_number),
        ("生成日期", document.created),
        ("发文机关", document.issuer),
    ):
        yield f"{label}：{value}。" if value else f"没有认出{label}，有的请补上。"
    for line in document.removed:
        yield f"原件开头的“{line}”写在各栏里，正文里不再写。"


def _text_notes(document: ImportedDocument) -> Iterator[str]:
    """Yield what of the text is to be looked at, and what is not there."""
    if document.scanned:
        yield "原件是扫描件，文字是认出来的，请逐字对照。"
    pictures = sum(isinstance(block, OriginalPicture) for block in document.blocks)
    if pictures:
        yield f"有 {pictures} 张图片，请在正文里补上图片的说明。"
    for block in document.blocks:
        for cell in block.cells if isinstance(block, OriginalTable) else ():
            if cell.doubt:
                yield f"{describe_place(cell.origin)}“{cell.text}”认不准：{cell.doubt}。"
    for diagnostic in document.diagnostics:
        yield f"{diagnostic.message}。{diagnostic.hint}"
    for omission in document.omissions[:_MAX_OMISSIONS]:
        words = " ".join(omission.text.split())
        excerpt = words if len(words) <= _MAX_WORDS else f"{words[:_MAX_WORDS]}……"
        yield f"没有读进来：“{excerpt}”，{omission.reason}。"
    if len(document.omissions) > _MAX_OMISSIONS:
        yield f"另有 {len(document.omissions) - _MAX_OMISSIONS} 处没有读进来。"
