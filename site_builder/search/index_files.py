"""The whole site's index: the groups' parts joined into files.

`index.json` holds all that the browser needs to know before it fetches anything else; `shard-*.txt`
hold the entries, `cards-*.json` what the list of results shows.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import blake2b

from site_builder.model.search import IndexSegment, SearchCorpus, SearchDocument
from site_builder.search.segment import BLOCK_SIZE, BUCKET_COUNT, DOCUMENTS_PER_FILE, MAX_KEY_LENGTH

FOLDER = "search/"
_SHARD_SIZE = 6000
"""Characters of a shard, about: less costs requests, more costs what nobody asked for."""
_SEGMENT_SEPARATOR = "\f"
_CODE_BASE = 0x20
_EPOCH = date(1949, 10, 1).toordinal() - 1
"""Days are sorted, never shown: what is older counts as the first."""


def index_files(
    corpus: SearchCorpus, common: Sequence[str], segments: Sequence[IndexSegment]
) -> Iterator[tuple[str, bytes]]:
    """Build the files of the index: URL and bytes of each."""
    version = blake2b(digest_size=6)
    count = _shards(segments)
    for url, data in _data_files(segments, count):
        version.update(data)
        yield url, data
    documents = [document for group in corpus.groups for document in group]
    index = {
        "version": version.hexdigest(),
        "shards": count,
        "page": BLOCK_SIZE,
        "cards": DOCUMENTS_PER_FILE,
        "common": " ".join(common),
        "longest": MAX_KEY_LENGTH,
        "groups": [len(group) for group in corpus.groups],
        "pages": [
            _column(sizes)
            for sizes in zip(
                *(counts for segment in segments for counts in segment.block_counts), strict=True
            )
        ],
        "days": _column(map(_day_number, documents)),
        "facets": _facets(corpus, documents),
    }
    data = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    yield f"{FOLDER}index.json", data


def _data_files(segments: Sequence[IndexSegment], count: int) -> Iterator[tuple[str, bytes]]:
    """Build the files that a search loads some of: entries by their key, and what results show."""
    buckets_per_shard = BUCKET_COUNT // count
    for number in range(count):
        shard_buckets = (
            segment.buckets[number * buckets_per_shard : (number + 1) * buckets_per_shard]
            for segment in segments
        )
        data = _SEGMENT_SEPARATOR.join(map("".join, shard_buckets)).encode()
        yield f"{FOLDER}shard-{number:03x}.txt", data
    stored_documents = (stored for segment in segments for stored in segment.stored_documents)
    for number, stored in enumerate(stored_documents):
        yield f"{FOLDER}cards-{number}.json", stored.encode()


def _shards(segments: Iterable[IndexSegment]) -> int:
    """Choose into how many files the entries go."""
    size = sum(len(bucket) for segment in segments for bucket in segment.buckets)
    count = 1
    while count < BUCKET_COUNT and size > count * _SHARD_SIZE:
        count *= 2
    return count


def _facets(corpus: SearchCorpus, documents: Sequence[SearchDocument]) -> list[dict[str, object]]:
    """Write the facets with a column each: the number of a text's value, from 1; 0 for none."""
    facets: list[dict[str, object]] = []
    for index, facet in enumerate(corpus.facets):
        numbers = {value: number for number, value in enumerate(facet.values, 1)}
        column = _column(numbers.get(document.facets[index], 0) for document in documents)
        facets.append({"id": facet.id, "values": facet.values, "column": column})
    return facets


def _day_number(document: SearchDocument) -> int:
    return max(1, date.fromisoformat(document.date).toordinal() - _EPOCH) if document.date else 0


def _column(numbers: Iterable[int]) -> str:
    """Write small numbers, a character each."""
    return "".join(chr(_CODE_BASE + number) for number in numbers)
