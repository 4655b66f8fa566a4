"""A site held in memory while people edit it.

`load_snapshot` goes the way of a build up to the plan, reading again only what changed.
`reload_document` reads one changed document ahead of that, so that its page need not wait for the
lists of a large site.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.build.assets import build_assets
from site_builder.build.cache import MemoryCache
from site_builder.build.checked_site import (
    CheckedSite,
    plan_readings,
    plan_site,
)
from site_builder.build.context import BuildContext, find_templates
from site_builder.build.documents import TEXTS, document_loader, reread_document
from site_builder.build.garbage_collection import gc_paused
from site_builder.build.manifest import EMPTY_MANIFEST
from site_builder.build.options import Options, no_progress
from site_builder.build.output_renderer import Task, is_download, render_output
from site_builder.build.plan_update import update_plan
from site_builder.build.project_settings import read_project_settings
from site_builder.build.reviews import review_documents
from site_builder.build.search_index import search_files
from site_builder.build.site_key import site_key
from site_builder.build.site_readings import read_site, scan_sources
from site_builder.build.suppressions import apply_suppressions
from site_builder.build.text_cache import Outcome, TextCache
from site_builder.core.hashing import digest
from site_builder.core.parallel import default_jobs
from site_builder.model.diagnostic import Diagnostic, sort_diagnostics
from site_builder.model.document import Document
from site_builder.model.page import OutputFile, Page, Plan, StaticFile
from site_builder.model.source import Source, SourceFile
from site_builder.model.standards import Standards
from site_builder.pages.causes import settings_cause
from site_builder.pages.file_sizes import fill_file_sizes
from site_builder.pages.plan import PageAnnotations, pages_of
from site_builder.pages.site_index import build_site
from site_builder.render.template_folder import default_templates

_INDEX_LOCK = threading.Lock()
_NO_OUTCOME: Outcome = (None, ())


@dataclass(frozen=True, slots=True)
class SiteSnapshot:
    """A site as it stands at one moment."""

    context: BuildContext
    sources: tuple[SourceFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    checked_site: CheckedSite | None
    """None while the settings or the forms cannot be read: then there is nothing to show."""
    site_key: str = ""
    """What decided all of it besides the texts of documents; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class DocumentUpdate:
    """One document, read ahead of everything else."""

    source: Source
    document: Document | None
    tasks: tuple[Task, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Of its own files; those that depend on other files are as they were."""


def load_snapshot(
    options: Options,
    standards: Standards,
    memory: MemoryCache,
    last: SiteSnapshot | None = None,
    *,
    reread: bool = True,
) -> SiteSnapshot:
    """Read, check and plan a whole site. Raises OSError when a file goes away meanwhile.

    Without rereading, texts stand as they were read before: new settings show at once, although
    with some of them every text has to be read again. Of the `last` snapshot all is taken that an
    edited text leaves as it is.
    """
    context = _context(options, standards, memory)
    settings = None
    if not context.diagnostics:
        # Without settings no page can be shown, so nothing is read: what was read stays good.
        settings, setting_diagnostics = read_project_settings(options.project, standards)
        context.diagnostics.extend(setting_diagnostics if settings is None else ())
    if context.diagnostics or settings is None:
        return SiteSnapshot(context, (), sort_diagnostics(context.diagnostics), None)
    with gc_paused(freeze=True):
        sources = scan_sources(context)
        if reread:
            return _read_and_plan(context, sources, last)
        context.diagnostics.extend(setting_diagnostics)
        texts = memory.readings.get(TEXTS, TextCache())
        documents = list(_cached_documents(context, sources, texts))
        checked_site = plan_site(context, sources, settings, texts, documents)
        diagnostics = sort_diagnostics(context.diagnostics)
        return SiteSnapshot(context, tuple(sources), diagnostics, checked_site)


def _context(options: Options, standards: Standards, memory: MemoryCache) -> BuildContext:
    return BuildContext(
        options=options,
        standards=standards,
        content=options.project / "content",
        build=options.project / ".build",
        templates=find_templates(options.project),
        manifest_path=options.project,
        previous_manifest=EMPTY_MANIFEST,
        # Only the first time: later other threads run, and a process must not be forked then.
        jobs=1 if memory.readings else options.jobs or default_jobs(),
        diagnostics=list(standards.form_errors),
        memory=memory,
    )


def _read_and_plan(
    context: BuildContext, sources: list[SourceFile], last: SiteSnapshot | None
) -> SiteSnapshot:
    readings = read_site(context, sources)
    key = site_key(context, readings)
    if last and last.checked_site and key and key == last.site_key:
        checked_site = update_plan(context, readings, last.checked_site)
        if checked_site is not None:
            readings.texts.save()
            context.diagnostics = last.context.diagnostics
            context.suppressed = last.context.suppressed
            return SiteSnapshot(context, tuple(sources), last.diagnostics, checked_site, key)
    checked_site = plan_readings(context, readings)
    diagnostics = sort_diagnostics(context.diagnostics)
    return SiteSnapshot(context, tuple(sources), diagnostics, checked_site, key)


def _cached_documents(
    context: BuildContext, sources: list[SourceFile], texts: TextCache
) -> Iterator[Document]:
    """Yield the documents as they were read before, with what was found in them."""
    for source in sources:
        document, diagnostics = texts.outcomes.get(source.path, _NO_OUTCOME)
        context.diagnostics.extend(diagnostics)
        if document is not None:
            yield document


def reload_document(snapshot: SiteSnapshot, path: str) -> DocumentUpdate | None:
    """Read one text or table again, by its path below `content/`. Raises OSError.

    None when only a full refresh can decide: for new files, and for pages made of many texts.
    """
    text_path = path.replace("figures.yaml", "report.md")
    by_path = _current_sources(snapshot, path, text_path)
    if snapshot.checked_site is None or not by_path:
        return None
    source, site = by_path[text_path], snapshot.checked_site.site
    sources = [by_path.get(other.path, other) for other in snapshot.sources]
    entry, (document, diagnostics) = reread_document(
        snapshot.context, sources, site.settings, source
    )
    if document is None:
        return DocumentUpdate(source, None, (), diagnostics)
    review_statuses, _ = review_documents(snapshot.context, (document,), sources, site.settings)
    annotations = PageAnnotations(snapshot.checked_site.annotations.notices, review_statuses)
    texts = TextCache(entries={text_path: entry})
    site = replace(site, digests={**site.digests, text_path: entry.digests})
    load_document = document_loader(snapshot.context, sources, site.settings, texts)
    pages = pages_of(
        document, site, snapshot.context.standards, annotations, load_document=load_document
    )
    partial_site = build_site(
        site.settings, site.forms, (document,), site.files.values(), site.digests
    )
    # Only the whole site shows which suppressions no longer match a diagnostic.
    active = [
        entry
        for entry in apply_suppressions(diagnostics, partial_site)[0]
        if entry.code != "accept/unused"
    ]
    return DocumentUpdate(
        source, document, pages, (*active, *_persisting_diagnostics(snapshot, source))
    )


def _current_sources(snapshot: SiteSnapshot, path: str, text_path: str) -> dict[str, SourceFile]:
    """Return a text and what is read with it as they are now; nothing where it is not enough."""
    by_path = {
        source.path: source for source in snapshot.sources if source.path in (path, text_path)
    }
    if len(by_path) < len({path, text_path}) or text_path == "index.md":
        return {}
    if by_path[text_path].kind not in ("document", "report", "page", "rule"):
        return {}
    content = snapshot.context.content
    return {source.path: _with_current_stat(content, source) for source in by_path.values()}


def _with_current_stat(content: Path, source: SourceFile) -> SourceFile:
    stat = (content / source.path).stat()
    return replace(source, size=stat.st_size, timestamps_ns=(stat.st_mtime_ns, stat.st_ctime_ns))


def _persisting_diagnostics(snapshot: SiteSnapshot, source: Source) -> Iterator[Diagnostic]:
    """Return the diagnostics about a document that did not come from reading it."""
    memory = snapshot.context.memory
    texts = memory.readings.get(TEXTS, TextCache()) if memory else TextCache()
    _, source_diagnostics = texts.outcomes.get(source.path, _NO_OUTCOME)
    files = {source.display_path, source.display_path.replace("report.md", "figures.yaml")}
    return (
        diagnostic
        for diagnostic in snapshot.diagnostics
        if diagnostic.location.file in files and diagnostic not in source_diagnostics
    )


def reload_templates(snapshot: SiteSnapshot) -> SiteSnapshot:
    """Take the templates and styles as they stand now, all else as it was."""
    if snapshot.checked_site is None:
        return snapshot
    context = replace(snapshot.context, templates=find_templates(snapshot.context.options.project))
    assets = build_assets(context, snapshot.checked_site.site.settings)
    plan = snapshot.checked_site.plan
    plan = replace(plan, layout=replace(plan.layout, assets=assets.urls))
    checked_site = replace(snapshot.checked_site, assets=assets, plan=plan)
    return replace(snapshot, context=context, checked_site=checked_site)


def search_index(snapshot: SiteSnapshot) -> Mapping[str, OutputFile]:
    """Build the search index when somebody searches: that of a large site takes seconds."""
    memory = snapshot.context.memory
    if snapshot.checked_site is None or memory is None:
        return {}
    corpus = snapshot.checked_site.plan.search_corpus
    with _INDEX_LOCK:
        if memory.search_index is None or memory.search_index[0] is not corpus:
            # Other threads run, so no process may be forked; nobody waits at a terminal.
            context = replace(
                snapshot.context,
                jobs=1,
                options=replace(snapshot.context.options, progress=no_progress),
            )
            memory.search_index = corpus, search_files(context, corpus)
        return memory.search_index[1]


def render_task(snapshot: SiteSnapshot, task: Task) -> tuple[bytes | None, Diagnostic | None]:
    """Build the bytes of one file of the site."""
    assert snapshot.checked_site is not None  # noqa: S101 - there are no tasks without a plan
    context, plan = snapshot.context, snapshot.checked_site.plan
    if isinstance(task, Page):
        task = fill_file_sizes(task, _download_sizes(context, plan, frozenset(task.files)))
    return render_output(context.content, context.templates, plan.layout, task)


def _download_sizes(context: BuildContext, plan: Plan, urls: frozenset[str]) -> dict[str, int]:
    """Return how large the files are that a page leads to; each is made once for it."""
    sizes: dict[str, int] = {}
    cached_sizes = context.memory.sizes if context.memory else {}
    outputs: tuple[Page | StaticFile, ...] = (*plan.pages, *plan.static_files)
    tasks = (task for task in outputs if task.url in urls)
    for task in tasks if urls else ():
        if isinstance(task, Page) and not is_download(task):
            continue
        key = _task_key(context, plan, task)
        if cached_sizes.get(task.url, ("", 0))[0] != key:
            data, _ = render_output(context.content, context.templates, plan.layout, task)
            if data is None:
                continue
            cached_sizes[task.url] = (key, len(data))
        sizes[task.url] = cached_sizes[task.url][1]
    return sizes


def _task_key(context: BuildContext, plan: Plan, task: Page | StaticFile) -> str:
    """Return the digest of what decides the bytes of a file that pages lead to."""
    if isinstance(task, StaticFile):
        return digest(repr((context.checked_digests.get(task.url), task)).encode())
    causes = (settings_cause(plan.settings), task.renderer, task.url, task.causes)
    return digest(repr(causes).encode())


def package_data_folders() -> tuple[Path, ...]:
    """Return the folders whose data decide pages besides the project: templates, forms, fields."""
    package = Path(__file__).parents[1]
    return default_templates(), package / "standards"
