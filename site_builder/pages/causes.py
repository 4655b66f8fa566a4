"""What pages are made from, as digests: a page whose causes stay as they were is not made again."""

from collections.abc import Iterable
from dataclasses import replace

from site_builder.core.hashing import digest
from site_builder.model.document import CatalogueEntry, DocumentSummary
from site_builder.model.settings import Settings
from site_builder.model.site import Site


def settings_cause(settings: Settings) -> str:
    """Return what any page may show of the settings; not what checks and deployments need."""
    visible = replace(settings, locations={}, targets=(), suppressions=(), banned_terms=())
    return digest(repr(visible).encode())


def text_cause(text: DocumentSummary | None, site: Site) -> str:
    """Return what decides how a whole text shows; empty for no text."""
    return site.digests[text.source.path].content if text else ""


def related_cause(url: str, site: Site) -> str:
    """Return what a page shows of the texts that explain it, or that it explains."""
    related = site.related.get(url)
    return repr(related) if related else ""


def texts_cause(texts: Iterable[DocumentSummary], site: Site) -> str:
    """Return what decides how some texts show, in their order."""
    lines = [f"{text.source.path} {text_cause(text, site)}" for text in texts]
    return digest("\n".join(lines).encode("utf-8", "surrogatepass"))


def rows_cause(entries: Iterable[CatalogueEntry], site: Site) -> str:
    """Return what decides some lines of the catalogue, in their order.

    For each the record, and where there are any the texts linked with it.
    """
    digests, related = site.digests, site.related
    lines = [
        f"{digests[entry.source.path].record}{related[entry.url]}"
        if entry.url in related
        else digests[entry.source.path].record
        for entry in entries
    ]
    return digest("\n".join(lines).encode("utf-8", "surrogatepass"))
