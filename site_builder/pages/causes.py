"""What pages are made from, as digests: a page whose causes stay as they were is not made again."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from site_builder.core.hashing import digest
from site_builder.model.catalogue_index import CatalogueIndex, ListedEntry
from site_builder.model.document import DocumentSummary
from site_builder.model.settings import Settings
from site_builder.model.site import Site, TextDigests

_UNSEEN = ("locations", "targets", "suppressions", "banned_terms")
"""Settings that checks and deployments need, and no page shows."""
_FRAME_ONLY = (
    *("notice", "site_code", "sponsor", "operator", "icp", "public_security_record"),
    *("public_security_url", "site_badge_url", "site_badge_picture", "error_report_url"),
    *("header_links", "footer_links", "navigation", "main_colour", "emblem", "header_picture"),
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


def search_cause(digests: TextDigests) -> str:
    """Return what decides how a text is found: itself, and what a setting gives it, an agency."""
    return f"{digests.content} {digests.record}"


def related_cause(url: str, site: Site) -> str:
    """Return what a page shows of the texts that explain it, or that it explains."""
    related = site.related.get(url)
    return repr(related) if related else ""


def texts_cause(texts: Iterable[DocumentSummary], site: Site) -> str:
    """Return what decides how some texts show, in their order."""
    lines = [f"{text.source.path} {text_cause(text, site)}" for text in texts]
    return digest("\n".join(lines).encode("utf-8", "surrogatepass"))


class RowCauses:
    """What decides lines of the catalogue: a list is as it was while all its lines are.

    Each line stands in half a dozen lists, so what decides it is put together once.
    """

    def __init__(self, catalogue: CatalogueIndex, digests: Mapping[str, TextDigests]) -> None:
        self._catalogue, self._digests = catalogue, digests
        self._lines: dict[str, str] = {}

    def __call__(self, entries: Iterable[ListedEntry]) -> str:
        """Return what decides some lines, in their order."""
        lines = self._lines or self._build_lines()
        causes = [lines[entry.url] for entry in entries]
        return digest("\n".join(causes).encode("utf-8", "surrogatepass"))

    def _build_lines(self) -> dict[str, str]:
        """Return for each entry its record, and where there are any the texts linked with it."""
        digests, related = self._digests, self._catalogue.related
        lines = {entry.url: digests[entry.path].record for entry in self._catalogue.entries}
        for url in related.keys() & lines.keys():
            lines[url] += f"{related[url]}"
        self._lines = lines
        return lines
