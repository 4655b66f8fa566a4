"""Views of what machines fetch: Atom, sitemap, robots."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from site_builder.core.hashing import digest
from site_builder.model.document import DocumentSummary
from site_builder.model.page import Page
from site_builder.model.site import Site
from site_builder.model.views.downloads import FeedEntry, FeedView, RobotsView, SitemapView
from site_builder.pages.causes import texts_cause
from site_builder.pages.dates import format_date_zh, iso, last_modified
from site_builder.pages.page_context import PageContext

_FEED_LENGTH = 50


def feed_pages(context: PageContext) -> Iterator[Page]:
    """Plan the feed and robots.txt."""
    site, settings = context.site, context.site.settings
    causes = {
        "entries": context.row_causes(site.entries),
        "texts": texts_cause((*site.rules, *site.pages.values()), site),
    }
    yield Page("atom.xml", "feeds/atom.xml", partial(_feed, site), causes)
    map_url = f"{settings.address}sitemap.xml" if settings.address else ""
    yield Page("robots.txt", "feeds/robots.txt", partial(RobotsView, map_url), {})


def sitemap_page(site: Site, urls: Iterable[str]) -> Page:
    """Plan `sitemap.xml` over the pages people read."""
    modified = {entry.url: iso(last_modified(entry)) for entry in site.entries}
    modified |= {
        entry.url: iso(last_modified(entry)) for entry in (*site.pages.values(), *site.rules)
    }
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


def _feed(site: Site) -> FeedView:
    """Build the feed: reports and documents, and of other texts what was corrected or has ended.

    What has no date at all cannot be dated truthfully, so it is left out.
    """
    standalone_pages = (*site.rules, *site.pages.values())
    changed_pages = (
        entry for entry in standalone_pages if entry.corrections or entry.status.is_inactive
    )
    candidates: tuple[DocumentSummary, ...] = (*site.entries, *changed_pages)
    dated = [entry for entry in candidates if last_modified(entry)]
    dated.sort(key=lambda entry: iso(last_modified(entry)), reverse=True)
    newest = max((iso(last_modified(entry)) for entry in dated), default="")
    if not newest:
        # Atom wants a date. The end of the period last reported on is the newest day known.
        newest = date(max(site.years, default=1970), 12, 31).isoformat()
    settings = site.settings
    return FeedView(
        id=_urn(site, ""),
        title=settings.name,
        author=settings.sponsor or settings.organization,
        address=settings.address,
        updated=_atom_timestamp(newest),
        entries=tuple(
            FeedEntry(
                id=_urn(site, entry.url),
                title=entry.title,
                url=entry.url,
                summary=_summary(entry),
                updated=_atom_timestamp(iso(last_modified(entry))),
                published=_atom_timestamp(entry.published.isoformat()) if entry.published else "",
            )
            for entry in dated[:_FEED_LENGTH]
        ),
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
