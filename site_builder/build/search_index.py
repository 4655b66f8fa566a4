"""What can be found → files of the search index; a group's part is made again when it changes."""

from functools import partial

from site_builder.build import cache
from site_builder.build.context import BuildContext
from site_builder.build.library_versions import READING, versions
from site_builder.build.search_members import members_path, save_members
from site_builder.core import parallel
from site_builder.core.errors import ChangedError
from site_builder.core.hashing import digest as digest_of
from site_builder.core.yaml.nodes import changed_meanwhile, unreadable_file_error
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.page import OutputFile
from site_builder.model.search import IndexSegment, SearchCorpus, SearchGroup
from site_builder.search.groups import search_groups
from site_builder.search.index_files import index_files
from site_builder.search.segment import build_segment

_MIN_ITEMS = 8
"""From so many groups on it pays to start processes: each is up to eighty documents."""


def search_files(context: BuildContext, corpus: SearchCorpus) -> dict[str, OutputFile]:
    """Build the files of the search index, by address.

    None, and a diagnostic, where a text cannot be read or is not what was checked.
    """
    groups = search_groups(corpus.members)
    shared = f"{cache.program_digest()}{context.standards.digest}{versions(READING)}"
    keys = [_key(shared, group) for group in groups]
    cached = {} if context.options.clean else {key: _load_segment(context, key) for key in keys}
    missing = [(key, group) for key, group in zip(keys, groups, strict=True) if not cached.get(key)]
    context.work.indexed += len(missing)
    on_progress = partial(context.report_progress, "编制检索索引", len(missing))
    results = parallel.parallel_map(
        _make_segment, missing, context.jobs, on_progress, min_items=_MIN_ITEMS
    )
    new_segments = [result for result in results if isinstance(result, IndexSegment)]
    if len(new_segments) < len(results):
        context.diagnostics += [result for result in results if isinstance(result, Diagnostic)]
        return {}
    if not context.memory:
        for (key, _), new_segment in zip(missing, new_segments, strict=True):
            context.try_save(partial(cache.save_segment, context.build, key, new_segment))
    cached |= {key: segment for (key, _), segment in zip(missing, new_segments, strict=True)}
    segments = {key: segment for key in keys if (segment := cached[key])}
    if context.memory:
        context.memory.segments = segments
    else:
        context.try_save(partial(cache.prune_segments, context.build, keys))
    if not context.memory:
        path = members_path(context.build)
        context.try_save(partial(save_members, path, context.site_key, corpus.members))
    outputs = index_files(corpus.facets, list(segments.values()))
    return {url: OutputFile(url, data) for url, data in outputs}


def _load_segment(context: BuildContext, key: str) -> IndexSegment | None:
    return (
        context.memory.segments.get(key)
        if context.memory
        else cache.load_segment(context.build, key)
    )


def _key(shared: str, group: SearchGroup) -> str:
    members = (f"{member.path}\t{member.cause}" for member in group.members)
    return digest_of(
        "\n".join((shared, group.name, group.tier, *members)).encode("utf-8", "surrogatepass")
    )


def _make_segment(item: tuple[str, SearchGroup]) -> IndexSegment | Diagnostic:
    """Index a group; a text that is not what was checked, or is gone, is a diagnostic."""
    _, group = item
    try:
        return build_segment(group.name, group.tier, group.build_documents())
    except ChangedError as exc:
        return changed_meanwhile(f"content/{exc.path}")
    except OSError as exc:
        return unreadable_file_error("content", exc)
