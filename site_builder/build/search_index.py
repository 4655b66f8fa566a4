"""What can be found → files of the search index; a group's part is made again when it changes."""

from collections.abc import Iterable, Sequence
from functools import partial

from site_builder.build import cache
from site_builder.build.context import BuildContext
from site_builder.build.library_versions import READING
from site_builder.build.search_members import members_path, save_members
from site_builder.core import parallel
from site_builder.core.errors import ChangedError
from site_builder.core.hashing import digest as digest_of
from site_builder.core.installed_versions import versions
from site_builder.core.yaml.nodes import changed_meanwhile, unreadable_file_error
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.page import OutputFile
from site_builder.model.search import IndexSegment, IndexTier, SearchCorpus, SearchGroup
from site_builder.search.groups import TIERS, search_groups
from site_builder.search.index_files import index_file, join_tier, results_url
from site_builder.search.segment import build_segment

_MIN_ITEMS = 8
"""From so many groups on it pays to start processes: each is up to eighty documents."""


def search_files(context: BuildContext, corpus: SearchCorpus) -> dict[str, OutputFile]:
    """Build the files of the search index, by address.

    None, and a diagnostic, where a text cannot be read or is not what was checked.
    """
    groups = keyed_groups(context, search_groups(corpus.members))
    segments = load_segments(context, groups)
    if segments is None:
        return {}
    if context.memory:
        context.memory.segments = segments
    else:
        context.try_save(partial(cache.prune_segments, context.build, groups))
        path = members_path(context.build)
        context.try_save(partial(save_members, path, context.site_key, groups.values()))
    outputs: list[tuple[str, bytes]] = []
    facts: list[str] = []
    for name in TIERS:
        members = [segment for segment in segments.values() if segment.head.tier == name]
        tier = join_tier(name, members)
        save_tier(context, name, tier)
        outputs += tier.files
        facts.append(tier.head.facts)
    outputs += [(results_url(part.head.name), part.results) for part in segments.values()]
    outputs.append(index_file(corpus.facets, facts, (part.head for part in segments.values())))
    return output_files(outputs)


def output_files(outputs: Sequence[tuple[str, bytes]]) -> dict[str, OutputFile]:
    """Return files to be written, by address."""
    return {url: OutputFile(url, data) for url, data in outputs}


def keyed_groups(context: BuildContext, groups: Iterable[SearchGroup]) -> dict[str, SearchGroup]:
    """Return what is indexed together, by the digest of all that decides the index of it."""
    shared = f"{cache.program_digest()}{context.standards.digest}{versions(READING)}"
    return {_key(shared, group): group for group in groups}


def load_segments(
    context: BuildContext, groups: dict[str, SearchGroup]
) -> dict[str, IndexSegment] | None:
    """Return the index of each group, made now where it is not at hand; None with a diagnostic."""
    cached = {key: segment for key in groups if (segment := _cached_segment(context, key))}
    built = _build_segments(context, {key: groups[key] for key in groups if key not in cached})
    if built is None:
        return None
    cached |= built
    return {key: cached[key] for key in groups}


def _build_segments(
    context: BuildContext, groups: dict[str, SearchGroup]
) -> dict[str, IndexSegment] | None:
    """Index some groups and cache it; None with a diagnostic where a text cannot be read."""
    context.work.indexed += len(groups)
    on_progress = partial(context.report_progress, "编制检索索引", len(groups))
    results = parallel.parallel_map(
        _build_segment, list(groups.values()), context.jobs, on_progress, min_items=_MIN_ITEMS
    )
    segments = [result for result in results if isinstance(result, IndexSegment)]
    if len(segments) < len(results):
        context.diagnostics += [result for result in results if isinstance(result, Diagnostic)]
        return None
    if not context.memory:
        for key, segment in zip(groups, segments, strict=True):
            context.try_save(partial(cache.save_segment, context.build, key, segment))
    return dict(zip(groups, segments, strict=True))


def save_tier(context: BuildContext, name: str, tier: IndexTier) -> None:
    """Leave for the next build what it needs of a tier."""
    if not context.memory:
        context.try_save(partial(cache.save_tier, context.build, name, tier))


def _cached_segment(context: BuildContext, key: str) -> IndexSegment | None:
    if context.memory:
        return context.memory.segments.get(key)
    if context.options.clean:
        return None
    head = cache.load_head(context.build, key)
    return cache.load_segment(context.build, key, head) if head else None


def _key(shared: str, group: SearchGroup) -> str:
    members = (f"{member.path}\t{member.cause}" for member in group.members)
    return digest_of(
        "\n".join((shared, group.name, group.tier, *members)).encode("utf-8", "surrogatepass")
    )


def _build_segment(group: SearchGroup) -> IndexSegment | Diagnostic:
    """Index a group; a text that is not what was checked, or is gone, is a diagnostic."""
    try:
        return build_segment(group.name, group.tier, group.build_documents())
    except ChangedError as exc:
        return changed_meanwhile(f"content/{exc.path}")
    except OSError as exc:
        return unreadable_file_error("content", exc)
