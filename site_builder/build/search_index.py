"""What can be found → files of the search index; a group's part is made again when it changes."""

from dataclasses import replace
from functools import partial

from site_builder.build import cache
from site_builder.build.context import BuildContext
from site_builder.core import parallel
from site_builder.core.hashing import digest as digest_of
from site_builder.model.page import OutputFile
from site_builder.model.search import IndexSegment, SearchCorpus, SearchDocument
from site_builder.search.index_files import index_files
from site_builder.search.segment import build_segment, common_ngrams

_MIN_ITEMS = 2
"""From so many groups on it pays to start processes: each is hundreds of texts."""

Group = tuple[SearchDocument, ...]


def search_files(context: BuildContext, corpus: SearchCorpus) -> dict[str, OutputFile]:
    """Build the files of the search index, by address."""
    common = common_ngrams(text for group in corpus.groups for text in group)
    fingerprint = f"{cache.program_digest()}{common}"
    keys = [digest_of(f"{fingerprint}{group}".encode()) for group in corpus.groups]
    cached = {} if context.options.clean else {key: _load_segment(context, key) for key in keys}
    missing = [
        (key, group) for key, group in zip(keys, corpus.groups, strict=True) if not cached.get(key)
    ]
    make_segment = partial(_make_segment, common)
    on_progress = partial(context.report_progress, "编制检索索引", len(missing))
    new_segments = parallel.parallel_map(
        make_segment, missing, context.jobs, on_progress, min_items=_MIN_ITEMS
    )
    if not context.memory:
        for (key, _), new_segment in zip(missing, new_segments, strict=True):
            context.try_save(partial(cache.save_segment, context.build, key, new_segment))
    cached |= {key: segment for (key, _), segment in zip(missing, new_segments, strict=True)}
    segments = {key: segment for key in keys if (segment := cached[key])}
    if context.memory:
        context.memory.segments = segments
    else:
        context.try_save(partial(cache.prune_segments, context.build, keys))
    try:
        outputs = dict(index_files(corpus, common, list(segments.values())))
    except (ValueError, LookupError, TypeError, OverflowError):
        if len(missing) == len(keys):
            raise
        # What is cached has the right shape and makes no sense: this program did not write it.
        return search_files(replace(context, options=replace(context.options, clean=True)), corpus)
    return {url: OutputFile(url, data) for url, data in outputs.items()}


def _load_segment(context: BuildContext, key: str) -> IndexSegment | None:
    return (
        context.memory.segments.get(key)
        if context.memory
        else cache.load_segment(context.build, key)
    )


def _make_segment(common: tuple[str, ...], item: tuple[str, Group]) -> IndexSegment:
    return build_segment(item[1], common)
