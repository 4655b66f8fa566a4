"""The search index of a site of which only texts changed: what stands in the output is not read.

The manifest states by digest what stands there, a cached group or tier what should. Only groups
with an edited text are indexed, and only their tiers joined.
"""

from collections.abc import Iterable, Mapping
from functools import partial

from site_builder.build import cache
from site_builder.build.context import BuildContext
from site_builder.build.search_index import (
    joined_tier,
    keyed_groups,
    load_segments,
    output_files,
)
from site_builder.model.page import OutputFile
from site_builder.model.search import Facet, SearchGroup, SegmentHead
from site_builder.search.groups import TIERS
from site_builder.search.index_files import index_file, is_shard, results_url, tier_version


def changed_search_files(
    context: BuildContext, corpus_groups: Iterable[SearchGroup], facets: Iterable[Facet]
) -> dict[str, OutputFile] | None:
    """Build those files of the index that do not stand in the output as they should.

    None where the whole site is to be built: a text cannot be read, or a file is to be removed.
    """
    groups = keyed_groups(context, corpus_groups)
    outputs: list[tuple[str, bytes]] = []
    tier_facts: list[str] = []
    heads: dict[str, SegmentHead] = {}
    for tier in TIERS:
        tier_groups = {key: group for key, group in groups.items() if group.tier == tier}
        tier_heads = _standing_heads(context, tier_groups)
        facts = _standing_facts(context, tier, tier_heads) if tier_heads is not None else None
        if tier_heads is None or facts is None:
            segments = load_segments(context, tier_groups)
            if segments is None:
                return None
            files, facts = joined_tier(context, tier, list(segments.values()))
            if _removed_shards(context, tier, [url for url, _ in files]):
                return None
            outputs += files
            outputs += [(results_url(part.head.name), part.results) for part in segments.values()]
            tier_heads = {key: segment.head for key, segment in segments.items()}
        tier_facts.append(facts)
        heads |= tier_heads
    context.try_save(partial(cache.prune_segments, context.build, groups))
    outputs.append(index_file(facets, tier_facts, [heads[key] for key in groups]))
    return output_files(outputs)


def _standing_heads(
    context: BuildContext, groups: Mapping[str, SearchGroup]
) -> dict[str, SegmentHead] | None:
    """Return the heads of groups whose results all stand in the output, or None."""
    heads = {}
    for key in groups:
        head = cache.load_head(context.build, key)
        if head is None or not _stands(context, results_url(head.name), head.results_digest):
            return None
        heads[key] = head
    return heads


def _standing_facts(
    context: BuildContext, tier: str, heads: Mapping[str, SegmentHead]
) -> str | None:
    """Return what `index.json` says of a tier whose shards all stand in the output, or None."""
    head = cache.load_tier_head(context.build, tier)
    if head is None or head.version != tier_version(heads.values()):
        return None
    stands = all(_stands(context, url, digest) for url, digest in head.digests.items())
    return head.facts if stands and not _removed_shards(context, tier, head.digests) else None


def _removed_shards(context: BuildContext, tier: str, urls: Iterable[str]) -> bool:
    """Return whether shards stand there that the tier has no more."""
    output_shards = {url for url in context.previous_manifest.records if is_shard(url, tier)}
    return not output_shards <= set(urls)


def _stands(context: BuildContext, url: str, digest: str) -> bool:
    record = context.previous_manifest.records.get(url)
    return record is not None and record.digest == digest
