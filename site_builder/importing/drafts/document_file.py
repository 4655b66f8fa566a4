"""An imported document as an office edits it: its description, and its text as Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_builder.core.yaml.quoted_text import quote
from site_builder.importing.drafts.places import file_name
from site_builder.importing.drafts.prose_blocks import (
    DraftPicture,
    ProseDrafter,
    footnote_references,
)
from site_builder.importing.drafts.yaml_text import comment_line
from site_builder.model.imported import ImportedDocument
from site_builder.model.standards import Field

_FIRST_LEVEL = 2
"""The title is above."""


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A document, and the pictures it shows."""

    text: str
    pictures: tuple[DraftPicture, ...]


def draft_imported_document(
    document: ImportedDocument, fields: Sequence[Field], name: str
) -> DocumentDraft:
    """Return the text of a document; what the original does not state is left to fill in.

    `name`: of its file, which those of its pictures begin with.
    """
    prefix = f"../files/{name}"
    drafter = ProseDrafter(footnote_references(document.blocks), _FIRST_LEVEL, prefix)
    body = drafter.draft(document.blocks)
    head = "\n".join(("---", *_notes(document), *_front_matter(document, fields), "---"))
    return DocumentDraft(f"{head}\n\n{body}\n" if body else f"{head}\n", tuple(drafter.pictures))


def _front_matter(document: ImportedDocument, fields: Sequence[Field]) -> Iterator[str]:
    values = {
        "title": document.title,
        "created": document.created,
        "published": document.published,
        "issuer": document.issuer,
        "document_number": document.document_number,
    }
    for field in fields:
        value = values.get(field.id, "")
        if value:
            yield f"{field.label}: {quote(value)}"
        elif field.required:
            yield f"{field.label}:"


def _notes(document: ImportedDocument) -> Iterator[str]:
    yield comment_line(f"由 {file_name(document.file)} 导入；请对照原件核对，再补上空着的各项。")
    yield comment_line(f"名称取自{document.title_reason}。")
    for line in document.removed:
        yield comment_line(f"原件开头的“{line}”写在上面，正文里不再写。")
