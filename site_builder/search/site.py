"""The whole site's index: the groups' parts joined into files. Called by the pipeline.

`index.json` tells the browser all it needs to know before it fetches anything else; `shard-*.txt`
hold the entries, `cards-*.json` what the list of results shows.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import blake2b

from site_builder.model.search import IndexSegment, SearchCorpus, SearchDocument
from site_builder.search.part import BUCKETS, CARDS, LONGEST, PAGE

FOLDER = "search/"
_SHARD = 6000
"""Characters of a shard, about: less costs requests, more costs what nobody asked for."""
_PART = "\f"
_FIRST = 0x20
_EPOCH = date(1949, 10, 1).toordinal() - 1
"""Days are sorted, never shown: what is older counts as the first."""


def files(
    searched: SearchCorpus, common: Sequence[str], parts: Sequence[IndexSegment]
) -> Iterator[tuple[str, bytes]]:
    """Make the files of the index: URL and bytes of each."""
    version = blake2b(digest_size=6)
    count = _shards(parts)
    wide = BUCKETS // count
    for number in range(count):
        some = (part.buckets[number * wide : (number + 1) * wide] for part in parts)
        data = _PART.join(map("".join, some)).encode()
        version.update(data)
        yield f"{FOLDER}shard-{number:03x}.txt", data
    for number, card in enumerate(card for part in parts for card in part.stored_documents):
        data = card.encode()
        version.update(data)
        yield f"{FOLDER}cards-{number}.json", data
    texts = [text for group in searched.groups for text in group]
    index = {
        "version": version.hexdigest(),
        "shards": count,
        "page": PAGE,
        "cards": CARDS,
        "common": " ".join(common),
        "longest": LONGEST,
        "groups": [len(group) for group in searched.groups],
        "pages": [
            _column(sizes)
            for sizes in zip(*(s for p in parts for s in p.block_counts), strict=True)
        ],
        "days": _column(map(_day, texts)),
        "facets": _facets(searched, texts),
    }
    data = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    yield f"{FOLDER}index.json", data


def _shards(parts: Iterable[IndexSegment]) -> int:
    """Choose into how many files the entries go."""
    size = sum(len(bucket) for part in parts for bucket in part.buckets)
    count = 1
    while count < BUCKETS and size > count * _SHARD:
        count *= 2
    return count


def _facets(searched: SearchCorpus, texts: Sequence[SearchDocument]) -> list[dict[str, object]]:
    """Write the facets with a column each: the number of a text's value, from 1; 0 for none."""
    made: list[dict[str, object]] = []
    for at, facet in enumerate(searched.facets):
        numbers = {value: number for number, value in enumerate(facet.values, 1)}
        column = _column(numbers.get(text.facets[at], 0) for text in texts)
        made.append({"id": facet.id, "values": facet.values, "column": column})
    return made


def _day(text: SearchDocument) -> int:
    return max(1, date.fromisoformat(text.date).toordinal() - _EPOCH) if text.date else 0


def _column(numbers: Iterable[int]) -> str:
    """Write small numbers, a character each."""
    return "".join(chr(_FIRST + number) for number in numbers)
