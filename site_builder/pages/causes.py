"""What pages are made from, as digests: a page whose causes stay as they were is not made again."""

from collections.abc import Iterable
from dataclasses import fields

from site_builder.core.hashing import digest
from site_builder.model.document import CatalogueEntry, DocumentSummary
from site_builder.model.settings import Settings
from site_builder.model.site import Site

_UNSEEN = ("locations", "targets", "suppressions", "banned_terms")
"""Settings that checks and deployments need, and no page shows."""
_FRAME_ONLY = (
    *("notice", "site_code", "sponsor", "operator", "icp", "public_security_record"),
    *("public_security_url", "site_badge_url", "site_badge_picture", "error_report_url"),
    *("parent_site_name", "parent_site_url", "page_size", "downloads", "document_downloads"),
)
"""Settings that decide pages, and no file to take away."""


def settings_cause(settings: Settings) -> str:
    """Return what any page may show of the settings."""
    return _digest_without(settings, _UNSEEN)


def download_settings_cause(settings: Settings) -> str:
    """Return what any file to take away may show of the settings."""
    return _digest_without(settings, (*_UNSEEN, *_FRAME_ONLY))


def _digest_without(settings: Settings, names: tuple[str, ...]) -> str:
    values = [getattr(settings, item.name) for item in fields(settings) if item.name not in names]
    return digest(repr(values).encode("utf-8", "surrogatepass"))


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
