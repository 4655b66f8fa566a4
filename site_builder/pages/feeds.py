"""Views of what machines fetch: Atom, sitemap, robots."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from operator import itemgetter

from site_builder.core.hashing import digest
from site_builder.model.catalogue_index import CatalogueIndex, ListedEntry
from site_builder.model.document import DocumentSummary, StandalonePage
from site_builder.model.page import Page
from site_builder.model.site import Site
from site_builder.model.views.downloads import FeedEntry, FeedView, RobotsView, SitemapView
from site_builder.pages.causes import texts_cause
from site_builder.pages.dates import format_date_zh, iso, last_modified
from site_builder.pages.layout import FEED_URL
from site_builder.pages.page_context import ListContext

_FEED_LENGTH = 50


def feed_pages(context: ListContext) -> Iterator[Page]:
    """Plan the feed and robots.txt."""
    site, settings = context.site, context.site.settings
    newest = _newest_texts(context)
    causes = {
        "entries": context.row_causes(text for text in newest if isinstance(text, ListedEntry)),
        "texts": texts_cause((*site.rules, *site.pages.values()), site),
        "updated": _updated(site, newest),
    }
    yield Page(FEED_URL, "feeds/atom.xml", partial(_feed, context), causes)
    map_url = f"{settings.address}sitemap.xml" if settings.address else ""
    yield Page("robots.txt", "feeds/robots.txt", partial(RobotsView, map_url), {})


def sitemap_page(site: Site, catalogue: CatalogueIndex, urls: Iterable[str]) -> Page:
    """Plan `sitemap.xml` over the pages people read."""
    modified = {entry.url: entry.modified for entry in catalogue.entries}
    modified |= {text.url: iso(last_modified(text)) for text in (*site.pages.values(), *site.rules)}
    excluded = ("404.html", "outside/")
    url_entries = tuple(
        (site.settings.address + url, modified.get(url, ""))
        for url in sorted(urls)
        if url.endswith(".html") and not url.startswith(excluded)
    )
    lines = "".join([f"{url} {day}\n" for url, day in url_entries])
    causes = {"urls": digest(lines.encode())}
    return Page("sitemap.xml", "feeds/sitemap.xml", partial(SitemapView, url_entries), causes)


def _atom_timestamp(day: str) -> str:
    """Write a day as a moment: the day's start in China."""
    return f"{day}T00:00:00+08:00"


def _newest_texts(context: ListContext) -> list[ListedEntry | StandalonePage]:
    """Return the feed's texts: entries, and of other texts what was corrected or has ended.

    What has no date at all cannot be dated truthfully, so it is left out.
    """
    site = context.site
    dated: list[tuple[str, ListedEntry | StandalonePage]] = [
        (entry.modified, entry) for entry in context.catalogue.entries if entry.modified
    ]
    dated += [
        (iso(last_modified(text)), text)
        for text in (*site.rules, *site.pages.values())
        if (text.corrections or text.status.is_inactive) and last_modified(text)
    ]
    dated.sort(key=itemgetter(0), reverse=True)
    return [text for _, text in dated[:_FEED_LENGTH]]


def _updated(site: Site, newest: Sequence[ListedEntry | StandalonePage]) -> str:
    """Return the day of the feed, which Atom wants whatever is in it."""
    if newest:
        first = newest[0]
        return first.modified if isinstance(first, ListedEntry) else iso(last_modified(first))
    # The end of the period last reported on is the newest day known.
    return date(max(site.years, default=1970), 12, 31).isoformat()


def _feed(context: ListContext) -> FeedView:
    site, settings = context.site, context.site.settings
    newest = _newest_texts(context)
    listed = [text for text in newest if isinstance(text, ListedEntry)]
    entries = {entry.url: entry for entry in context.load_entries(listed)}
    return FeedView(
        id=_urn(site, ""),
        title=settings.name,
        author=settings.sponsor or settings.organization,
        address=settings.address,
        updated=_atom_timestamp(_updated(site, newest)),
        entries=tuple(
            _feed_entry(site, entries[text.url] if isinstance(text, ListedEntry) else text)
            for text in newest
        ),
    )


def _feed_entry(site: Site, text: DocumentSummary) -> FeedEntry:
    return FeedEntry(
        id=_urn(site, text.url),
        title=text.title,
        url=text.url,
        summary=_summary(text),
        updated=_atom_timestamp(iso(last_modified(text))),
        published=_atom_timestamp(text.published.isoformat()) if text.published else "",
    )


def _summary(entry: DocumentSummary) -> str:
    """Return what it is about, whether it still holds and why not, and what was corrected."""
    lines = [
        f"（{entry.status.label}）{entry.summary}" if entry.status.is_inactive else entry.summary
    ]
    lines += [f"状态说明：{entry.status.reason}"] if entry.status.reason else []
    for correction in entry.corrections:
        reason = f"（原因：{correction.reason}）" if correction.reason else ""
        lines.append(f"{format_date_zh(correction.corrected_on)}更正：{correction.change}{reason}")
    return "\n".join(line for line in lines if line)


def _urn(site: Site, url: str) -> str:
    """Return a page's permanent name, which stays when the site moves to another address."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{site.settings.name}/{url}").urn
