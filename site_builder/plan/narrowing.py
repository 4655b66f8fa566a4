"""The catalogue and its narrowings: lists by item, year, theme, validity and kind."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b

from site_builder.model.field import Standards
from site_builder.model.parts import EntryRow, LinkItem
from site_builder.model.view import FilterGroup
from site_builder.plan import rows

_KINDS = 40
"""Kinds that have a list of their own."""


@dataclass(frozen=True, slots=True)
class EntryList:
    """The whole catalogue or one narrowing of it."""

    stem: str
    """URL without its ending: `catalogue/index`, `catalogue/item-3`."""
    title: str
    description: str
    entries: tuple[EntryRow, ...]
    search: str
    """The search page with this narrowing as its filter; empty where no filter says the same."""
    mark: str = ""
    """Stands before the title where one chooses."""

    def url(self, number: int) -> str:
        """Give the address of one page of the list, from 1."""
        if number == 1:
            return f"{self.stem}.html"
        stem = "catalogue/page" if self.stem == "catalogue/index" else f"{self.stem}-page"
        return f"{stem}-{number}.html"


def lists(
    entries: tuple[EntryRow, ...], fields: Standards
) -> tuple[list[EntryList], tuple[FilterGroup, ...]]:
    """Make the whole list and every narrowing of it, in one pass over the entries each."""
    column = fields.channel("catalogue")
    whole = EntryList("catalogue/index", column.label, column.description, entries, rows.SEARCH)
    ways = (
        ("按公开事项（条例第二十条）", _items(entries, fields)),
        ("按年份", _years(entries)),
        ("按主题分类", _themes(entries, fields)),
        ("按有效性", _states(entries, fields)),
        ("按体裁分类", _kinds(entries)),
    )
    choices = (FilterGroup(label, tuple(map(_choice, some))) for label, some in ways if some)
    return [whole, *(one for _, some in ways for one in some if one.entries)], tuple(choices)


def _items(entries: Iterable[EntryRow], fields: Standards) -> list[EntryList]:
    """List all fifteen items: what an office has nothing of is part of the answer."""
    grouped = _grouped(entries, lambda entry: entry.item)
    return [
        EntryList(
            f"catalogue/item-{one.number}",
            one.short,
            f"{one.text}。",
            grouped.get(one.short, ()),
            rows.search_link("item", one.short),
            f"（{rows.chinese(one.number)}）",
        )
        for one in fields.disclosure_items
    ]


def _years(entries: Iterable[EntryRow]) -> list[EntryList]:
    grouped = _grouped(entries, lambda entry: str(entry.year))
    return [
        EntryList(
            f"catalogue/year-{year}",
            f"{year}年",
            f"{year}年的政府信息。",
            grouped[year],
            rows.search_link("year", year),
        )
        for year in sorted(grouped, reverse=True)
    ]


def _themes(entries: Iterable[EntryRow], fields: Standards) -> list[EntryList]:
    grouped = _grouped(entries, lambda entry: entry.theme.partition("\\")[0])
    return [
        EntryList(
            f"catalogue/theme-{one.id}",
            one.label,
            f"主题分类为“{one.label}”的政府信息。",
            grouped[one.label],
            rows.search_link("theme", one.label),
        )
        for one in fields.themes
        if one.label in grouped
    ]


def _states(entries: Iterable[EntryRow], fields: Standards) -> list[EntryList]:
    grouped = _grouped(entries, lambda entry: entry.status)
    (states,) = (field.values for field in fields.document_fields if field.id == "status")
    return [
        EntryList(
            f"catalogue/status-{number}",
            state,
            f"有效性为“{state}”的政府信息。",
            grouped[state],
            rows.search_link("status", state),
        )
        for number, state in enumerate(states, 1)
        if state in grouped
    ]


def _kinds(entries: tuple[EntryRow, ...]) -> list[EntryList]:
    """List the kinds, the largest first. Offices name them freely: a digest is the address.

    What has a name of its own in every document is no kind: the rare ones share a list.
    """
    grouped = _grouped((one for one in entries if one.genre), lambda entry: entry.genre)
    kinds = sorted(grouped, key=lambda kind: (-len(grouped[kind]), kind))
    lists = [
        EntryList(
            f"catalogue/kind-{blake2b(kind.encode(), digest_size=4).hexdigest()}",
            kind,
            f"体裁分类为“{kind}”的政府信息。",
            grouped[kind],
            rows.search_link("kind", kind),
        )
        for kind in kinds[:_KINDS]
    ]
    rare = set(kinds[_KINDS:])
    if rare:
        others = tuple(one for one in entries if one.genre in rare)
        told = f"其余{len(rare)}种体裁的政府信息。"
        lists.append(EntryList("catalogue/kind-others", "其他体裁", told, others, ""))
    return lists


def _grouped(
    entries: Iterable[EntryRow], name: Callable[[EntryRow], str]
) -> dict[str, tuple[EntryRow, ...]]:
    found: dict[str, list[EntryRow]] = defaultdict(list)
    for entry in entries:
        found[name(entry)].append(entry)
    return {key: tuple(some) for key, some in found.items()}


def _choice(one: EntryList) -> LinkItem:
    """Link to a narrowing with its count; an empty one has no page to link to."""
    return LinkItem(one.mark + one.title, one.url(1) if one.entries else "", str(len(one.entries)))
