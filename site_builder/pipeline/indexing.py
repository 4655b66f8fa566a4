"""What can be found → files of the search index; a group's part is made again when it changes."""

from dataclasses import replace
from functools import partial

from site_builder.model.search import IndexSegment, SearchCorpus, SearchDocument
from site_builder.pipeline import reuse, workers
from site_builder.pipeline.run import Run
from site_builder.pipeline.templates import Made
from site_builder.safe_files import digest as digest_of
from site_builder.search.part import common_keys, index
from site_builder.search.site import files

_FEW = 2
"""From so many groups on it pays to start processes: each is hundreds of texts."""

Group = tuple[SearchDocument, ...]


def search_files(run: Run, found: SearchCorpus) -> dict[str, Made]:
    """Make the files of the search index, by address."""
    common = common_keys(text for group in found.groups for text in group)
    decisive = f"{reuse.program_digest()}{common}"
    keys = [digest_of(f"{decisive}{group}".encode()) for group in found.groups]
    kept = {} if run.options.clean else {key: _kept(run, key) for key in keys}
    new = [(key, one) for key, one in zip(keys, found.groups, strict=True) if not kept.get(key)]
    work = partial(_make, common)
    told = partial(run.told, "编制检索索引", len(new))
    fresh = workers.each(work, new, run.jobs, told, worth=_FEW)
    if not run.memory:
        for (key, _), made in zip(new, fresh, strict=True):
            run.keep(partial(reuse.save_part, run.build, key, made))
    kept |= {key: part for (key, _), part in zip(new, fresh, strict=True)}
    parts = {key: part for key in keys if (part := kept[key])}
    if run.memory:
        run.memory.parts = parts
    else:
        run.keep(partial(reuse.forget_parts, run.build, keys))
    try:
        outputs = dict(files(found, common, list(parts.values())))
    except (ValueError, LookupError, TypeError, OverflowError):
        if len(new) == len(keys):
            raise
        # What was kept has the right shape and makes no sense: it was not made by us.
        return search_files(replace(run, options=replace(run.options, clean=True)), found)
    return {url: Made(url, data) for url, data in outputs.items()}


def _kept(run: Run, key: str) -> IndexSegment | None:
    return run.memory.parts.get(key) if run.memory else reuse.load_part(run.build, key)


def _make(common: tuple[str, ...], one: tuple[str, Group]) -> IndexSegment:
    return index(one[1], common)
