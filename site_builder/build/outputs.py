"""Plan → output folder: what changed is rendered and staged, then all of it moves into place.

Pages that state how large files are come last, when these have been made; no other page waits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from site_builder.build import optional_dependencies, output_ownership
from site_builder.build import staging as outputs
from site_builder.build.context import BuildContext, built_result, unbuilt_result
from site_builder.build.explanation import SitePlaces, explain
from site_builder.build.file_list import compose_file_list, write_file_list
from site_builder.build.line_stores import line_store
from site_builder.build.manifest import EMPTY_MANIFEST
from site_builder.build.manifest_updates import save_for_next_build, save_intent
from site_builder.build.options import Result
from site_builder.build.output_commit import commit_staging
from site_builder.build.output_keys import OutputKeys, is_made_first, renderer_of
from site_builder.build.output_renderer import (
    SANITIZE_CODE,
    Task,
    downloads_location,
    is_download,
    read_static_file,
    render_output,
)
from site_builder.build.output_scan import STAGING_FOLDER, OutputScan
from site_builder.build.publication import unmet_requirements
from site_builder.core import parallel
from site_builder.core.hashing import digest
from site_builder.model.diagnostic import Diagnostic, has_errors, sort_diagnostics
from site_builder.model.manifest import Manifest, OutputRecord
from site_builder.model.page import OutputFile, Page, Plan, StaticFile
from site_builder.model.views.parts import Layout
from site_builder.pages.file_sizes import fill_file_sizes

Outcome = tuple[OutputRecord | None, Diagnostic | None]
"""The staged file, and its diagnostics."""


def write_outputs(  # noqa: PLR0913 - what is to be written, and what stands there
    context: BuildContext,
    planned: Plan,
    ready_files: Mapping[str, OutputFile],
    scan: OutputScan,
    *,
    site_key: str = "",
    is_partial: bool = False,
) -> Result:
    """Update the output folder to the plan. Raises OSError with the output as it was.

    `is_partial`: what is not in the plan stays as it is. `site_key` is for the manifest.
    """
    output, folder = context.options.output, outputs.open_staging(context.options.output)
    try:
        builder = _OutputBuilder(context, planned, scan, is_partial=is_partial)
        _stage_all(builder, planned, ready_files)
        outputs_before = set() if is_partial else output_ownership.known_outputs(context)
        removed = sorted(outputs_before - builder.keys.keys())
        if not has_errors(context.diagnostics):
            modified = output_ownership.modified_files(context, removed)
            context.diagnostics += output_ownership.foreign_file_errors(context, modified)
        if has_errors(context.diagnostics):
            return unbuilt_result(context)
        context.work.planned, context.work.rendered = len(planned.pages), len(builder.new_records)
        moves, records = builder.plan_moves()
        listing = _listing(context, planned.layout, records)
        final = _manifest(context, builder, records, listing, site_key)
        save_intent(context, final)
        outputs.check_same_folder(output, folder, (*moves, *removed))
        on_progress = partial(context.report_progress, "写入", len(moves) + len(removed))
        commit_staging(output, sorted(moves), removed, on_progress)
        write_file_list(output, output / STAGING_FOLDER, listing, scan.file_list_digest)
    finally:
        outputs.close_staging(output)
    result = built_result(context, final.records, len(moves), len(removed))
    save_for_next_build(context, final, result)
    return _explained(context, planned, result, final, scan)


def _explained(
    context: BuildContext, planned: Plan, result: Result, final: Manifest, scan: OutputScan
) -> Result:
    options, previous = context.options, context.previous_manifest
    if not options.explain:
        return result
    places = SitePlaces(planned.settings.address, options.project, options.output)
    lines = explain(options.explain, places, previous, final, scan, clean=options.clean)
    return replace(result, explanation=lines)


def _stage_all(
    builder: "_OutputBuilder", planned: Plan, ready_files: Mapping[str, OutputFile]
) -> None:
    downloads = [page for page in planned.pages if is_download(page)]
    pages = [page for page in planned.pages if not is_download(page)]
    # The largest come first: no process is left with one when the others have nothing to do.
    builder.render_and_stage(
        [
            *downloads,
            *planned.static_files,
            *(page for page in pages if not page.files),
            *ready_files.values(),
        ]
    )
    sizes = builder.sizes()
    builder.render_and_stage([fill_file_sizes(page, sizes) for page in pages if page.files])


def _listing(context: BuildContext, layout: Layout, records: Mapping[str, OutputRecord]) -> bytes:
    digests = {url: record.digest for url, record in records.items()}
    site = output_ownership.site_name(layout.organization, layout.name)
    # Neither is a site that may be put online.
    unfit = context.options.drafts or context.options.wechat
    lacking = unmet_requirements(context.diagnostics, context.suppressed)
    return compose_file_list(site, digests, lacking, drafts=unfit)


def _manifest(
    context: BuildContext,
    builder: "_OutputBuilder",
    records: Mapping[str, OutputRecord],
    listing: bytes,
    site_key: str,
) -> Manifest:
    planned, last = builder.planned, context.previous_manifest
    return Manifest(
        site_key,
        records,
        sort_diagnostics(context.diagnostics),
        context.suppressed,
        (digest(listing),),
        shared=dict(sorted(builder.shared.items())),
        records_key=context.records_key,
        years=planned.years,
        # A part of a site is never made with other fonts than the rest.
        fonts=last.fonts if builder.retained else optional_dependencies.font_states(planned),
    )


class _OutputBuilder:
    """One build's output on its way: what each file's key is and what has been made afresh."""

    def __init__(
        self, context: BuildContext, planned: Plan, scan: OutputScan, *, is_partial: bool
    ) -> None:
        last = EMPTY_MANIFEST if context.options.clean else context.previous_manifest
        self.context = context
        self.planned = planned
        self.scan = scan
        self.previous = last.records
        self.retained = last.records if is_partial else {}
        """What stays as it is though it is not in the plan."""
        self.output_keys = OutputKeys(context, planned)
        self.keys: dict[str, str] = {}
        self.previously_shared = last.shared
        self.shared: dict[str, str] = {**last.shared} if is_partial else {}
        self.new_records: dict[str, OutputRecord] = {}

    def render_and_stage(self, tasks: Sequence[Task]) -> None:
        """Build what has changed among some tasks and stage it."""
        if has_errors(self.context.diagnostics):
            return
        by_url = {task.url: task for task in tasks}
        changed = self._stale_outputs(tasks)
        pages = [task for url in changed if isinstance(task := by_url[url], Page)]
        location = downloads_location(self.context.options.project)
        self.context.diagnostics.extend(
            optional_dependencies.broken_extras(filter(is_download, pages), location)
        )
        if has_errors(self.context.diagnostics):
            return
        self.context.diagnostics.extend(_previous_warnings(self.context, tasks, changed))
        pdf_urls = [url for url in changed if _is_pdf(by_url[url])]
        other_urls = [url for url in changed if not _is_pdf(by_url[url])]
        stage = partial(_stage_task, self.context, self.planned.layout, self.keys)
        jobs = self.context.jobs
        on_progress = partial(self.context.report_progress, "生成", len(other_urls))
        results = parallel.parallel_map(
            stage, [by_url[url] for url in other_urls], jobs, on_progress
        )
        on_progress = partial(self.context.report_progress, "生成 PDF", len(pdf_urls))
        results += parallel.thread_map(stage, [by_url[url] for url in pdf_urls], jobs, on_progress)
        for url, (record, diagnostic) in zip([*other_urls, *pdf_urls], results, strict=True):
            self.context.diagnostics.extend([diagnostic] if diagnostic else [])
            self.new_records |= {url: record} if record else {}

    def _stale_outputs(self, tasks: Sequence[Task]) -> list[str]:
        """Return the URLs of what is to be made again."""
        options, keys = self.context.options, {}
        remade = set()
        for task in tasks:
            renderer, shared = renderer_of(task), self.output_keys.shared(task)
            self.shared[renderer] = shared
            keys[task.url] = self.output_keys.key(task)
            if shared != self.previously_shared.get(renderer):
                remade.add(task.url)
        self.keys |= keys
        remade.update(
            outputs.stale_outputs(self.scan, keys, self.previous, thorough=options.thorough)
        )
        return [url for url in keys if url in remade]

    def sizes(self) -> dict[str, int]:
        """Return how large each file is that pages state the size of: no page, no feed."""
        files = {url: self.current_record(url) for url in (*self.retained, *self.keys)}
        return {url: new.size for url, new in files.items() if new and is_made_first(new.renderer)}

    def current_record(self, url: str) -> OutputRecord | None:
        """Return the record of a file as it will be."""
        return self.new_records.get(url) or self.previous.get(url)

    def plan_moves(self) -> tuple[dict[str, OutputRecord], dict[str, OutputRecord]]:
        """Return what is to be moved into place, and all that will stand there then."""
        # Early cut-off: other inputs, same bytes, file untouched — nothing to move.
        thorough = self.context.options.thorough
        same_urls = {
            url
            for url, record in self.new_records.items()
            if _is_unchanged(self.scan, url, record, self.previous, thorough=thorough)
        }
        moves = {url: record for url, record in self.new_records.items() if url not in same_urls}
        unmoved = {url: self.previous[url] for url in self.keys if url not in moves}
        unmoved |= {
            url: self.new_records[url]._replace(mtime_ns=self.previous[url].mtime_ns)
            for url in same_urls
        }
        return moves, {**self.retained, **unmoved, **moves}


def _is_unchanged(
    scan: OutputScan,
    url: str,
    new: OutputRecord,
    previous: Mapping[str, OutputRecord],
    *,
    thorough: bool,
) -> bool:
    old = previous.get(url)
    same = old is not None and old.digest == new.digest
    return old is not None and same and outputs.is_unchanged(scan, url, old, thorough=thorough)


def _is_pdf(task: Task) -> bool:
    return isinstance(task, Page) and task.renderer == "pdf"


def _stage_task(context: BuildContext, layout: Layout, keys: dict[str, str], task: Task) -> Outcome:
    """Build one file and stage it."""
    if isinstance(task, StaticFile):
        # What was checked is published, or nothing.
        data, diagnostic = read_static_file(
            context.content, task, context.checked_digests.get(task.source.path, "")
        )
    else:
        stored = partial(line_store, context)
        data, diagnostic = render_output(context.content, context.templates, layout, task, stored)
    if data is None:
        return None, diagnostic
    staged = outputs.stage_file(
        context.options.output, task.url, data, keys[task.url], renderer_of(task)
    )
    return staged, diagnostic


def _previous_warnings(
    context: BuildContext, tasks: Iterable[Task], changed: list[str]
) -> list[Diagnostic]:
    """Repeat the diagnostics about copies that are not made again."""
    changed_urls = set(changed)
    static_files = (task for task in tasks if isinstance(task, StaticFile))
    paths = {
        static_file.source.display_path
        for static_file in static_files
        if static_file.sanitize and static_file.url not in changed_urls
    }
    return [
        diagnostic
        for diagnostic in context.previous_manifest.diagnostics
        if diagnostic.code == SANITIZE_CODE and diagnostic.location.file in paths
    ]
