"""The whole site's index: the groups' parts joined into files.

`index.json` holds all that the browser needs to know before it fetches anything else; `*.bin` hold
the entries of a tier, bucket after bucket, of which a search asks for pieces; `2021-h1.json` and
its like hold what the list of results shows of a group, and are joined with nothing.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate

from site_builder.core.hashing import digest
from site_builder.model.search import (
    Facet,
    IndexSegment,
    IndexTier,
    SegmentHead,
    TierHead,
    TierPart,
)
from site_builder.search.fold import SPACED
from site_builder.search.fold_table import folding_table
from site_builder.search.groups import TIERS
from site_builder.search.postings import BUCKET_COUNT, LIST_BUCKETS, encode_column, little_endian

FOLDER = "search/"
_SHARD_SIZE = 64_000
"""Bytes of a shard, about, until there are as many as may be."""
_HEAD_SIZE, _UNSTATED = 2, 0xFFFF
"""A bucket of lists begins with two bytes for each group: the length of its part, if it is less."""
_MAX_SHARDS = 32
"""An edit writes all shards of its tier, so they are few."""


def index_files(
    facets: Iterable[Facet], segments: Sequence[IndexSegment]
) -> Iterator[tuple[str, bytes]]:
    """Build the files of the index: URL and bytes of each."""
    tiers = [
        join_tier(name, [segment for segment in segments if segment.head.tier == name])
        for name in TIERS
    ]
    for tier in tiers:
        yield from tier.files
    for segment in segments:
        yield results_url(segment.head.name), segment.results
    yield index_file(
        facets, (tier.head.facts for tier in tiers), (segment.head for segment in segments)
    )


def results_url(name: str) -> str:
    """Return the address of what the list of results shows of a group."""
    return f"{FOLDER}{name}.json"


def tier_version(heads: Iterable[SegmentHead | TierPart]) -> str:
    """Return what names the state of a tier. While it is the same, so are all its files."""
    return blake2b("".join(head.digest for head in heads).encode(), digest_size=6).hexdigest()


def join_tier(name: str, segments: Sequence[IndexSegment]) -> IndexTier:
    """Join the groups of a tier: bucket by bucket, the groups in their order."""
    buckets = [
        b"".join(parts) for parts in zip(*(segment.buckets for segment in segments), strict=True)
    ]
    return _tier(name, tuple(map(_part, segments)), buckets)


def rejoin_tier(
    name: str, parts: Sequence[TierPart], joined: bytes, changed: Mapping[int, IndexSegment]
) -> IndexTier:
    """Join a tier again of which few groups changed: in each bucket their part is replaced.

    `joined` is all of its shards as they were, `changed` the groups by their place among `parts`.
    """
    heads = _HEAD_SIZE * len(parts)
    sums = _sums(parts)
    stated = [size + (heads if at in LIST_BUCKETS else 0) for at, size in enumerate(sums)]
    ends = accumulate(stated, initial=0)
    buckets = [joined[end - size : end] for end, size in zip([*ends][1:], sums, strict=True)]
    current = [*parts]
    for place, segment in changed.items():
        starts, sizes = _sums(current[:place]), current[place].sizes
        buckets = [
            bucket[:start] + part + bucket[start + size :]
            for bucket, start, size, part in zip(
                buckets, starts, sizes, segment.buckets, strict=True
            )
        ]
        current[place] = _part(segment)
    return _tier(name, tuple(current), buckets)


def _sums(parts: Sequence[TierPart]) -> list[int]:
    """Return how many bytes some parts have together in each bucket."""
    columns = [part.sizes for part in parts]
    return list(map(sum, zip(*columns, strict=True))) if columns else [0] * BUCKET_COUNT


def _part(segment: IndexSegment) -> TierPart:
    sizes = array("I", map(len, segment.buckets))
    return TierPart(segment.head.name, segment.head.digest, sizes)


def _list_heads(parts: Sequence[TierPart]) -> list[bytes]:
    """Return for each bucket of lists how long each group's part of it is."""
    columns = [part.sizes[LIST_BUCKETS.start : LIST_BUCKETS.stop] for part in parts]
    limited = ([min(size, _UNSTATED) for size in column] for column in columns)
    return [little_endian(array("H", sizes)).tobytes() for sizes in zip(*limited, strict=True)]


def _tier(name: str, parts: tuple[TierPart, ...], parts_joined: Sequence[bytes]) -> IndexTier:
    buckets = [*parts_joined]
    for number, head in zip(LIST_BUCKETS, _list_heads(parts), strict=bool(parts)):
        buckets[number] = head + buckets[number]
    sizes = list(map(len, buckets))
    count = _shard_count(sum(sizes))
    width = BUCKET_COUNT // count
    files = tuple(
        (
            f"{FOLDER}{name}-{number:02x}.bin",
            b"".join(buckets[number * width : (number + 1) * width]),
        )
        for number in range(count if parts else 0)
    )
    version = tier_version(parts)
    facts = {
        "name": name,
        "version": version,
        "shards": count,
        "sizes": encode_column(sizes),
    }
    digests = {url: digest(data) for url, data in files}
    return IndexTier(TierHead(version, _to_json(facts), digests), parts, files)


def is_shard(url: str, tier: str) -> bool:
    """Return whether a file is a shard of a tier."""
    return url.startswith(f"{FOLDER}{tier}-") and url.endswith(".bin")


def index_file(
    facets: Iterable[Facet], tier_facts: Iterable[str], heads: Iterable[SegmentHead]
) -> tuple[str, bytes]:
    """Build `index.json`: what each group and each tier says of itself, one behind the other."""
    site = _to_json(
        {
            "folding": folding_table(),
            "spaced": SPACED,
            "facets": [{"id": facet.id, "order": facet.order} for facet in facets],
        }
    )
    tier_list = ",".join(tier_facts)
    group_list = ",\n".join(head.facts for head in heads)
    text = f'{site[:-1]},"tiers":[{tier_list}],"groups":[\n{group_list}]}}'
    return f"{FOLDER}index.json", text.encode()


def _shard_count(size: int) -> int:
    """Choose into how many files the entries of a tier go."""
    count = 1
    while count < _MAX_SHARDS and size > count * _SHARD_SIZE:
        count *= 2
    return count


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
