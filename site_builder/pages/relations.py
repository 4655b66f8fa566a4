"""Policies and what explains them: named on one side, linked on both."""

from collections.abc import Iterable, Mapping

from site_builder.model.document import CatalogueEntry
from site_builder.model.views.parts import LinkItem, Related


def relations(entries: Iterable[CatalogueEntry]) -> Mapping[str, Related]:
    """Return what each entry explains and what explains it, by URL, in the order of the list."""
    listed = tuple(entries)
    by_path = {entry.source.path: entry for entry in listed}
    pairs = {(policy, text) for entry in listed for policy, text in _pairs(entry)}
    valid_pairs = [pair for pair in pairs if pair[0] in by_path and pair[1] in by_path]
    explained: dict[str, set[str]] = {}
    explains: dict[str, set[str]] = {}
    for policy, text in valid_pairs:
        if policy != text:
            explained.setdefault(policy, set()).add(text)
            explains.setdefault(text, set()).add(policy)
    order = {path: position for position, path in enumerate(by_path)}

    def items(paths: Iterable[str]) -> tuple[LinkItem, ...]:
        return tuple(_item(by_path[path]) for path in sorted(paths, key=order.__getitem__))

    return {
        by_path[path].url: Related(items(explained.get(path, ())), items(explains.get(path, ())))
        for path in sorted(explained.keys() | explains.keys())
    }


def _pairs(entry: CatalogueEntry) -> Iterable[tuple[str, str]]:
    path = entry.source.path
    yield from ((path, reference.path) for reference in entry.interpretations)
    yield from ((reference.path, path) for reference in entry.policies)


def _item(entry: CatalogueEntry) -> LinkItem:
    return LinkItem(
        entry.title, entry.url, f"已{entry.status.label}" if entry.status.is_inactive else ""
    )
