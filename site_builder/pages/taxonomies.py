"""The catalogue and its narrowings: lists by item, year, theme, validity and kind."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from site_builder.core.hashing import short_digest
from site_builder.model.catalogue_index import ListedEntry
from site_builder.model.standards import Standards
from site_builder.model.views.pages import FilterGroup
from site_builder.model.views.parts import LinkItem
from site_builder.pages.dates import chinese_numeral
from site_builder.pages.routes import SEARCH_URL, search_link

Key = TypeVar("Key", int, str)

_MAX_KINDS = 40
"""Kinds that have a list of their own."""


@dataclass(frozen=True, slots=True)
class CatalogueListing:
    """The whole catalogue or one narrowing of it."""

    url_stem: str
    """URL without its ending: `catalogue/index`, `catalogue/item-3`."""
    title: str
    description: str
    entries: tuple[ListedEntry, ...]
    search_url: str
    """The search page with this narrowing as its filter; empty where no filter matches."""
    label_prefix: str = ""
    """Stands before the title where one chooses."""

    def page_count(self, size: int) -> int:
        """Return how many pages the list has; an empty one has one."""
        return max(1, -(-len(self.entries) // size))

    def page_entries(self, page_number: int, size: int) -> tuple[ListedEntry, ...]:
        """Return the entries of one page of the list, from 1."""
        return self.entries[(page_number - 1) * size : page_number * size]

    def url(self, page_number: int) -> str:
        """Return the address of one page of the list, from 1."""
        if page_number == 1:
            return f"{self.url_stem}.html"
        stem = "catalogue/page" if self.url_stem == "catalogue/index" else f"{self.url_stem}-page"
        return f"{stem}-{page_number}.html"


def build_listings(
    entries: tuple[ListedEntry, ...], standards: Standards
) -> tuple[list[CatalogueListing], tuple[FilterGroup, ...]]:
    """Build the whole list and every narrowing of it, in one pass over the entries each."""
    channel = standards.channel("catalogue")
    full_listing = CatalogueListing(
        "catalogue/index", channel.label, channel.description, entries, SEARCH_URL
    )
    taxonomies = (
        ("按公开事项（条例第二十条）", _items(entries, standards)),
        ("按年份", _years(entries)),
        ("按主题分类", _themes(entries, standards)),
        ("按有效性", _states(entries, standards)),
        ("按体裁分类", _kinds(entries)),
    )
    filter_groups = (
        FilterGroup(label, tuple(map(_filter_link, listings)))
        for label, listings in taxonomies
        if listings
    )
    return [
        full_listing,
        *(listing for _, listings in taxonomies for listing in listings if listing.entries),
    ], tuple(filter_groups)


def _items(entries: Iterable[ListedEntry], standards: Standards) -> list[CatalogueListing]:
    """Return all fifteen items: what an office has nothing of is part of the answer."""
    grouped = _group_by(entries, lambda entry: entry.item)
    return [
        CatalogueListing(
            f"catalogue/item-{item.number}",
            item.short,
            f"{item.text}。",
            grouped.get(item.number, ()),
            search_link("item", item.short),
            f"（{chinese_numeral(item.number)}）",
        )
        for item in standards.disclosure_items
    ]


def _years(entries: Iterable[ListedEntry]) -> list[CatalogueListing]:
    grouped = _group_by(entries, lambda entry: entry.year)
    return [
        CatalogueListing(
            year_list_stem(year),
            f"{year}年",
            f"{year}年的政府信息。",
            grouped[year],
            search_link("year", str(year)),
        )
        for year in sorted(grouped, reverse=True)
    ]


def year_list_stem(year: int) -> str:
    """Return the URL of the list of a year, without its ending."""
    return f"catalogue/year-{year}"


def _themes(entries: Iterable[ListedEntry], standards: Standards) -> list[CatalogueListing]:
    grouped = _group_by(entries, lambda entry: entry.theme.partition("\\")[0])
    return [
        CatalogueListing(
            f"catalogue/theme-{theme.id}",
            theme.label,
            f"主题分类为“{theme.label}”的政府信息。",
            grouped[theme.label],
            search_link("theme", theme.label),
        )
        for theme in standards.themes
        if theme.label in grouped
    ]


def _states(entries: Iterable[ListedEntry], standards: Standards) -> list[CatalogueListing]:
    grouped = _group_by(entries, lambda entry: entry.status)
    (states,) = (field.values for field in standards.document_fields if field.id == "status")
    return [
        CatalogueListing(
            f"catalogue/status-{number}",
            state,
            f"有效性为“{state}”的政府信息。",
            grouped[state],
            search_link("status", state),
        )
        for number, state in enumerate(states, 1)
        if state in grouped
    ]


def _kinds(entries: tuple[ListedEntry, ...]) -> list[CatalogueListing]:
    """Return the kinds, the largest first. Offices name them freely: a digest is the address.

    What has a name of its own in every document is no kind: the rare ones share a list.
    """
    grouped = _group_by((entry for entry in entries if entry.genre), lambda entry: entry.genre)
    kinds = sorted(grouped, key=lambda kind: (-len(grouped[kind]), kind))
    listings = [
        CatalogueListing(
            f"catalogue/kind-{short_digest(kind.encode(), 4)}",
            kind,
            f"体裁分类为“{kind}”的政府信息。",
            grouped[kind],
            search_link("kind", kind),
        )
        for kind in kinds[:_MAX_KINDS]
    ]
    rare = set(kinds[_MAX_KINDS:])
    if rare:
        others = tuple(entry for entry in entries if entry.genre in rare)
        description = f"其余{len(rare)}种体裁的政府信息。"
        listings.append(
            CatalogueListing("catalogue/kind-others", "其他体裁", description, others, "")
        )
    return listings


def _group_by(
    entries: Iterable[ListedEntry], key_of: Callable[[ListedEntry], Key]
) -> dict[Key, tuple[ListedEntry, ...]]:
    groups: dict[Key, list[ListedEntry]] = defaultdict(list)
    for entry in entries:
        groups[key_of(entry)].append(entry)
    return {key: tuple(group) for key, group in groups.items()}


def _filter_link(listing: CatalogueListing) -> LinkItem:
    """Link to a narrowing with its count; an empty one has no page to link to."""
    return LinkItem(
        listing.label_prefix + listing.title,
        listing.url(1) if listing.entries else "",
        str(len(listing.entries)),
    )
