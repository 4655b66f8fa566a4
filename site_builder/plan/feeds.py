"""Views of what machines fetch: Atom, sitemap, robots."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

from site_builder.model.document import INACTIVE_STATUSES, CatalogueEntry, StandalonePage
from site_builder.model.files import FeedEntry, FeedView, RobotsView, SitemapView
from site_builder.model.page import Page
from site_builder.model.site import Site
from site_builder.plan.rows import changed_on, in_words, iso

_FEED_LENGTH = 50


def feed_pages(site: Site) -> Iterator[Page]:
    """Plan the feed and robots.txt."""
    settings = site.settings
    yield Page("atom.xml", "feeds/atom.xml", _feed(site), ())
    map_url = f"{settings.address}sitemap.xml" if settings.address else ""
    yield Page("robots.txt", "feeds/robots.txt", RobotsView(map_url), ())


def sitemap_page(site: Site, urls: Iterable[str]) -> Page:
    """Plan `sitemap.xml` over the pages people read."""
    changed = {one.url: iso(changed_on(one)) for one in site.entries}
    changed |= {one.url: iso(changed_on(one)) for one in (*site.pages.values(), *site.rules)}
    left_out = ("404.html", "outside/")
    listed = tuple(
        (site.settings.address + url, changed.get(url, ""))
        for url in sorted(urls)
        if url.endswith(".html") and not url.startswith(left_out)
    )
    return Page("sitemap.xml", "feeds/sitemap.xml", SitemapView(listed), ())


def _stamp(day: str) -> str:
    """Write a day as a moment: the day's start in China."""
    return f"{day}T00:00:00+08:00"


def _feed(site: Site) -> FeedView:
    """Make the feed: reports and documents, and of other texts what was corrected or has ended.

    What has no date at all cannot be dated truthfully, so it is left out.
    """
    articles = (*site.rules, *site.pages.values())
    told = (one for one in articles if one.corrections or one.status in INACTIVE_STATUSES)
    all_told: tuple[CatalogueEntry | StandalonePage, ...] = (*site.entries, *told)
    dated = [one for one in all_told if changed_on(one)]
    dated.sort(key=lambda one: iso(changed_on(one)), reverse=True)
    newest = max((iso(changed_on(entry)) for entry in dated), default="")
    if not newest:
        # Atom wants a date. The end of the period last reported on is the newest day known.
        newest = date(max(site.years, default=1970), 12, 31).isoformat()
    settings = site.settings
    return FeedView(
        id=_urn(site, ""),
        title=settings.name,
        author=settings.sponsor or settings.organization,
        address=settings.address,
        updated=_stamp(newest),
        entries=tuple(
            FeedEntry(
                id=_urn(site, entry.url),
                title=entry.title,
                url=entry.url,
                summary=_summary(entry),
                updated=_stamp(iso(changed_on(entry))),
                published=_stamp(entry.published.isoformat()) if entry.published else "",
            )
            for entry in dated[:_FEED_LENGTH]
        ),
    )


def _summary(entry: CatalogueEntry | StandalonePage) -> str:
    """Say what it is about, whether it still holds and why not, and what was corrected."""
    ended = entry.status in INACTIVE_STATUSES
    lines = [f"（{entry.status}）{entry.summary}" if ended else entry.summary]
    lines += [f"状态说明：{entry.status_note}"] if entry.status_note else []
    for one in entry.corrections:
        why = f"（原因：{one.reason}）" if one.reason else ""
        lines.append(f"{in_words(one.corrected_on)}更正：{one.change}{why}")
    return "\n".join(line for line in lines if line)


def _urn(site: Site, url: str) -> str:
    """Name a page for good: the name does not change when the site moves to another address."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{site.settings.name}/{url}").urn
