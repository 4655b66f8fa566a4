"""The whole site's index: the groups' parts joined into files.

`index.json` holds all that the browser needs to know before it fetches anything else; `*.bin` hold
the entries of a tier, bucket after bucket, of which a search asks for pieces; `2021-h1.json` and
its like hold what the list of results shows of a group, and are joined with nothing.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from site_builder.core.hashing import digest
from site_builder.model.search import Facet, IndexSegment, IndexTier, SegmentHead, TierHead
from site_builder.search.fold import SPACED
from site_builder.search.fold_table import folding_table
from site_builder.search.groups import TIERS
from site_builder.search.postings import BUCKET_COUNT, encode_column, encode_distances

FOLDER = "search/"
_SHARD_SIZE = 64_000
"""Bytes of a shard, about, until there are as many as may be."""
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


def tier_version(heads: Iterable[SegmentHead]) -> str:
    """Return what names the state of a tier. While it is the same, so are all its files."""
    return blake2b("".join(head.digest for head in heads).encode(), digest_size=6).hexdigest()


def join_tier(name: str, segments: Sequence[IndexSegment]) -> IndexTier:
    """Join the groups of a tier: bucket by bucket, the groups in their order."""
    buckets = [
        b"".join(parts) for parts in zip(*(segment.buckets for segment in segments), strict=True)
    ]
    sizes = list(map(len, buckets))
    count = _shard_count(sum(sizes))
    width = BUCKET_COUNT // count
    files = tuple(
        (
            f"{FOLDER}{name}-{number:02x}.bin",
            b"".join(buckets[number * width : (number + 1) * width]),
        )
        for number in range(count if segments else 0)
    )
    version = tier_version(segment.head for segment in segments)
    facts = {
        "name": name,
        "version": version,
        "shards": count,
        "sizes": encode_column(sizes),
        "phrases": encode_distances(
            sorted({hint for segment in segments for hint in segment.phrases})
        ),
    }
    digests = {url: digest(data) for url, data in files}
    return IndexTier(TierHead(version, _to_json(facts), digests), files)


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
