"""Documents of the catalogue as they are searched: each alone, and the ways to filter them."""

import posixpath
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from site_builder.model.document import CatalogueDocument, CatalogueEntry
from site_builder.model.document_fields import Attachment, Correction
from site_builder.model.prose import Prose
from site_builder.model.search import Facet, SearchDocument, SearchEntry
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.model.views.parts import Property
from site_builder.pages import view_parts
from site_builder.pages.dates import format_date_zh, iso
from site_builder.pages.page_context import PageContext
from site_builder.pages.redaction import redact_document

FACETS = ("year", "item", "theme", "kind", "status")
"""The ways to filter, in the order of `SearchEntry.facets`."""
_OMITTED_LABELS = ("索引号", "名称", "发文字号", "内容概述", "公开方式")
"""Lines of a document's box that have a field of their own, or that nearly all documents share."""


def search_entry(entry: CatalogueEntry, standards: Standards, kind: str = "") -> SearchEntry:
    """Return what is known of an entry of the catalogue before its text is read.

    `kind` stands in for the genre of entries without one.
    """
    item = standards.disclosure_item(entry.item)
    theme = entry.theme.partition("\\")[0]
    return SearchEntry(
        path=entry.source.path,
        year=entry.source.year,
        url=entry.url,
        title=entry.title,
        identifiers=(entry.index_number, entry.document_number),
        summary=entry.summary,
        date=iso(entry.published or entry.created),
        facets=(
            str(entry.year),
            item.short if item else "",
            theme,
            entry.genre or kind,
            entry.status.label,
        ),
        status=view_parts.status_view(entry.status, standards),
    )


def search_document(document: CatalogueDocument, standards: Standards) -> SearchDocument:
    """Return a document of the catalogue as it is searched; needs nothing else of the site."""
    entry = document.entry
    return SearchDocument(
        search_entry(entry, standards),
        (
            entry.summary,
            view_parts.status_sentence(document.status),
            *prose_lines(document.prose),
            *attachment_lines(document.attachments),
            *correction_lines(document.corrections),
        ),
        property_values(view_parts.catalogue_properties(entry, standards)),
    )


def property_values(properties: Iterable[Property]) -> tuple[str, ...]:
    """Return what a box of properties says, without what has a field of its own."""
    return tuple(
        prop.value for prop in properties if prop.value and prop.label not in _OMITTED_LABELS
    )


def prose_lines(prose: Prose | None) -> tuple[str, ...]:
    """Return the words of a text, line by line."""
    return tuple(prose.text.split("\n")) if prose else ()


def correction_lines(corrections: Iterable[Correction]) -> Iterator[str]:
    """Yield what a page says of corrections."""
    for correction in corrections:
        date = format_date_zh(correction.corrected_on)
        yield f"更正（{date}）：{correction.change} {correction.reason}"


def attachment_lines(attachments: Iterable[Attachment]) -> Iterator[str]:
    """Yield what a page says of attachments."""
    for attachment in attachments:
        yield f"附件：{attachment.label}（{posixpath.basename(attachment.path)}）"


def search_loader(context: PageContext) -> Callable[[Source], SearchDocument]:
    """Return what reads a document of the catalogue as it is searched."""
    return partial(load_search_document, context)


def load_search_document(context: PageContext, source: Source) -> SearchDocument:
    """Read a document as it is searched."""
    document = redact_document(context.load_document(source))
    return search_document(document, context.standards)


def search_facets(years: Iterable[int], standards: Standards) -> tuple[Facet, ...]:
    """Return the ways to filter: items, themes and states in their order, kinds by number."""
    fields = {field.id: field.values for field in standards.document_fields}
    orders: tuple[tuple[str, ...], ...] = (
        tuple(map(str, sorted(years, reverse=True))),
        tuple(item.short for item in standards.disclosure_items),
        tuple(theme.label for theme in standards.themes),
        (),
        tuple(fields["status"]),
    )
    return tuple(Facet(name, order) for name, order in zip(FACETS, orders, strict=True))
