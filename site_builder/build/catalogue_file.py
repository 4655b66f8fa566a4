"""The catalogue as the last whole plan had it, under `.build/`: where its lists are planned from.

Words of an entry decide no more than its lines, with one exception: two entries of one title are
found by rules that compare all of them. So titles are kept here too, folded as rules compare them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.build.cache_file import read_verified, write_verified
from site_builder.core.codec import codec_of, dumps, loads
from site_builder.core.text.suggest import normalize_label
from site_builder.model.catalogue_index import CatalogueIndex
from site_builder.model.document import DocumentRecord
from site_builder.model.site import Site

FILE_NAME = "catalogue.json"
"""Below `.build/`."""


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """The index of a catalogue, and the titles that its entries are known by."""

    key: str
    """What decided all of it, words included."""
    index: CatalogueIndex
    titles: tuple[str, ...]
    """Of the entries, in their order."""
    other_titles: tuple[str, ...]
    """Of the other texts of the site."""

    def with_titles(self, key: str, edited: Iterable[DocumentRecord]) -> "CatalogueFile | None":
        """Return it with the words of edited documents; None where rules may find something.

        They do where a title is, or was, that of another text.
        """
        new = {record.source.path: normalize_label(record.title) for record in edited}
        paths = [entry.path for entry in self.index.entries]
        titles = dict(zip(paths, self.titles, strict=True))
        before = {titles[path] for path in new}
        used_before = Counter((*self.titles, *self.other_titles))
        titles |= new
        used = Counter((*titles.values(), *self.other_titles))
        if any(used_before[title] > 1 for title in before) or any(
            used[title] > 1 for title in new.values()
        ):
            return None
        return replace(self, key=key, titles=tuple(titles.values()))


_CODEC = codec_of(CatalogueFile)


def catalogue_file(key: str, site: Site, index: CatalogueIndex) -> CatalogueFile:
    """Return what is to be known of a site's catalogue when only words of entries change."""
    return CatalogueFile(
        key,
        index,
        tuple([normalize_label(entry.title) for entry in site.entries]),
        tuple(normalize_label(text.title) for text in (*site.pages.values(), *site.rules)),
    )


def store_catalogue(build: Path, catalogue: CatalogueFile) -> None:
    """Write the file. Raises OSError."""
    write_verified(build / FILE_NAME, dumps(_CODEC, catalogue))


def load_catalogue(build: Path, key: str) -> CatalogueFile | None:
    """Read the file; None where it is not of the site that this key is of."""
    data = read_verified(build / FILE_NAME)
    try:
        catalogue: CatalogueFile | None = loads(_CODEC, data) if data else None
    except (ValueError, TypeError, RecursionError):
        return None
    if catalogue is None or catalogue.key != key:
        return None
    return catalogue if len(catalogue.titles) == len(catalogue.index.entries) else None
