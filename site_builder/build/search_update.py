"""The search index of a site of which only texts changed: only what they change of it is made.

The manifest states by digest what stands in the output, a cached group or tier what should. Only
groups with an edited text are indexed, and in the files of their tier only their part is replaced.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from site_builder.build import cache
from site_builder.build.cache_file import read_cache
from site_builder.build.context import BuildContext
from site_builder.build.search_index import keyed_groups, load_segments, output_files, save_tier
from site_builder.core.hashing import digest as digest_of
from site_builder.model.page import OutputFile
from site_builder.model.search import (
    Facet,
    IndexSegment,
    IndexTier,
    SearchGroup,
    SegmentHead,
    TierHead,
)
from site_builder.search.groups import TIERS
from site_builder.search.index_files import (
    index_file,
    is_shard,
    join_tier,
    rejoin_tier,
    results_url,
    tier_version,
)


class _Tier(NamedTuple):
    """A tier as it is to be, and those of its files that do not stand so."""

    facts: str
    heads: Mapping[str, SegmentHead]
    files: tuple[tuple[str, bytes], ...] = ()


def changed_search_files(
    context: BuildContext, corpus_groups: Iterable[SearchGroup], facets: Iterable[Facet]
) -> dict[str, OutputFile] | None:
    """Build those files of the index that do not stand in the output as they should.

    None where the whole site is to be built: a text cannot be read, or a file is to be removed.
    """
    groups = keyed_groups(context, corpus_groups)
    tiers = []
    for name in TIERS:
        tier_groups = {key: group for key, group in groups.items() if group.tier == name}
        tier = _updated_tier(context, name, tier_groups)
        if tier is None:
            return None
        tiers.append(tier)
    context.try_save(partial(cache.prune_segments, context.build, groups))
    heads = {key: head for tier in tiers for key, head in tier.heads.items()}
    index = index_file(facets, [tier.facts for tier in tiers], [heads[key] for key in groups])
    return output_files([*(file for tier in tiers for file in tier.files), index])


def _updated_tier(
    context: BuildContext, name: str, groups: Mapping[str, SearchGroup]
) -> _Tier | None:
    heads = _standing_heads(context, groups)
    last = _standing_tier(context, name)
    if last and len(heads) == len(groups) and last.version == tier_version(heads.values()):
        return _Tier(last.facts, heads)
    segments = load_segments(context, {key: groups[key] for key in groups if key not in heads})
    if segments is None:
        return None
    heads |= {key: segment.head for key, segment in segments.items()}
    tier = _rejoined_tier(context, name, last, [heads[key] for key in groups], segments)
    if tier is None:
        every_segment = load_segments(context, dict(groups))
        if every_segment is None:
            return None
        tier = join_tier(name, list(every_segment.values()))
    if _removed_shards(context, name, tier.head.digests):
        return None
    save_tier(context, name, tier)
    results = [(results_url(part.head.name), part.results) for part in segments.values()]
    return _Tier(tier.head.facts, heads, (*tier.files, *results))


def _rejoined_tier(
    context: BuildContext,
    name: str,
    last: TierHead | None,
    heads: list[SegmentHead],
    segments: Mapping[str, IndexSegment],
) -> IndexTier | None:
    """Put the parts of some groups in place of theirs in a tier that stands; None if unknown."""
    parts = cache.load_tier_parts(context.build, name)
    names = [head.name for head in heads]
    if (
        last is None
        or last.version != tier_version(parts)
        or names != [part.name for part in parts]
    ):
        return None
    changed = {names.index(segment.head.name): segment for segment in segments.values()}
    unchanged = (place for place in range(len(parts)) if place not in changed)
    if any(heads[place].digest != parts[place].digest for place in unchanged):
        return None
    shards = {url: _read_output(context, url) for url in last.digests}
    if any(digest_of(shards[url]) != stated for url, stated in last.digests.items()):
        return None
    return rejoin_tier(name, parts, b"".join(shards.values()), changed)


def _read_output(context: BuildContext, url: str) -> bytes:
    """Return what stands in the output; nothing where it cannot be read."""
    try:
        return read_cache(context.options.output / url)
    except OSError:
        return b""


def _standing_heads(
    context: BuildContext, groups: Mapping[str, SearchGroup]
) -> dict[str, SegmentHead]:
    """Return the heads of those groups whose results stand in the output as they should."""
    heads = {key: cache.load_head(context.build, key) for key in groups}
    return {
        key: head
        for key, head in heads.items()
        if head and _stands(context, results_url(head.name), head.results_digest)
    }


def _standing_tier(context: BuildContext, name: str) -> TierHead | None:
    """Return the head of a tier all whose shards stand in the output, and no other; or None."""
    head = cache.load_tier_head(context.build, name)
    if head is None or _removed_shards(context, name, head.digests):
        return None
    stands = all(_stands(context, url, digest) for url, digest in head.digests.items())
    return head if stands else None


def _removed_shards(context: BuildContext, tier: str, urls: Iterable[str]) -> bool:
    """Return whether shards stand there that the tier has no more."""
    output_shards = {url for url in context.previous_manifest.records if is_shard(url, tier)}
    return not output_shards <= set(urls)


def _stands(context: BuildContext, url: str, digest: str) -> bool:
    record = context.previous_manifest.records.get(url)
    return record is not None and record.digest == digest
