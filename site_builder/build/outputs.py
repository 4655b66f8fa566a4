"""Plan → output folder: what changed is rendered and staged, then all of it moves into place.

Files come first, the pages that link to them after: a page states how large each file is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from site_builder.build import cache, optional_dependencies, output_ownership
from site_builder.build import manifest as manifests
from site_builder.build import staging as outputs
from site_builder.build.context import BuildContext, Result, built_result, unbuilt_result
from site_builder.build.file_list import compose_file_list, write_file_list
from site_builder.build.library_versions import ATTACHMENTS, PAGES, versions
from site_builder.build.output_commit import commit_staging
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
from site_builder.render.download_renderers import download_template
from site_builder.render.environment import template_digest

Outcome = tuple[OutputRecord | None, Diagnostic | None]
"""The staged file, and its diagnostics."""


def write_outputs(
    context: BuildContext,
    planned: Plan,
    ready_files: Mapping[str, OutputFile],
    fingerprint: str,
    scan: OutputScan,
) -> Result:
    """Update the output folder to the plan. Raises OSError with the output as it was."""
    output = context.options.output
    folder = outputs.open_staging(output)
    try:
        builder = _OutputBuilder(context, planned, scan)
        _stage_all(builder, planned, ready_files)
        if has_errors(context.diagnostics):
            return unbuilt_result(context)
        removed = sorted(output_ownership.known_outputs(context) - builder.keys.keys())
        context.diagnostics += output_ownership.foreign_file_errors(
            context, output_ownership.modified_files(context, removed)
        )
        if has_errors(context.diagnostics):
            return unbuilt_result(context)
        moves, records = builder.plan_moves()
        listing = _listing(context, planned.layout, records)
        # Should this process be killed while it moves files, the next must know its files.
        context.try_save(
            partial(
                manifests.save_manifest, context.manifest_path, _intent(context, records, listing)
            )
        )
        outputs.check_same_folder(output, folder, (*moves, *removed))
        commit_staging(output, sorted(moves), removed)
        write_file_list(output, output / STAGING_FOLDER, listing, scan.file_list_digest)
    finally:
        outputs.close_staging(output)
    lists = (digest(listing),)
    final = Manifest(
        fingerprint, records, sort_diagnostics(context.diagnostics), context.suppressed, lists
    )
    context.try_save(partial(manifests.save_manifest, context.manifest_path, final))
    return built_result(context, records, len(moves), len(removed))


def _stage_all(
    builder: "_OutputBuilder", planned: Plan, ready_files: Mapping[str, OutputFile]
) -> None:
    files: list[Task] = [
        *ready_files.values(),
        *planned.static_files,
        *(page for page in planned.pages if is_download(page)),
    ]
    builder.render_and_stage(files)
    sizes = builder.sizes()
    builder.render_and_stage(
        [fill_file_sizes(page, sizes) for page in planned.pages if not is_download(page)]
    )


def _listing(context: BuildContext, layout: Layout, records: Mapping[str, OutputRecord]) -> bytes:
    digests = {url: record.digest for url, record in records.items()}
    site = output_ownership.site_name(layout.organization, layout.name)
    # Neither is a site that may be put online.
    unfit = context.options.drafts or context.options.wechat
    lacking = unmet_requirements(context.diagnostics, context.suppressed)
    return compose_file_list(site, digests, lacking, drafts=unfit)


def _intent(context: BuildContext, records: Mapping[str, OutputRecord], listing: bytes) -> Manifest:
    new_digests = ((url, record.digest) for url, record in records.items())
    return Manifest(
        fingerprint="",
        records={**context.previous_manifest.records, **records},
        diagnostics=sort_diagnostics(context.diagnostics),
        suppressed=(),
        lists=(*context.previous_manifest.lists, digest(listing)),
        unsettled=output_ownership.possible_digests(context, new_digests),
    )


class _OutputBuilder:
    """One build's output on its way: what each file's key is and what has been made afresh."""

    def __init__(self, context: BuildContext, planned: Plan, scan: OutputScan) -> None:
        self.context = context
        self.scan = scan
        self.layout = planned.layout
        self.previous: Mapping[str, OutputRecord] = (
            {} if context.options.clean else context.previous_manifest.records
        )
        self.keys: dict[str, str] = {}
        self.new_records: dict[str, OutputRecord] = {}
        self.template_digests: dict[Path, str] = {}
        self.program_digest = cache.program_digest()
        self.layout_digest = digest(f"{versions(PAGES)}{planned.layout!r}".encode())
        self.sanitizer_digest = digest(f"{self.program_digest}{versions(ATTACHMENTS)}".encode())

    def render_and_stage(self, tasks: Sequence[Task]) -> None:
        """Build what has changed among some tasks and stage it."""
        if has_errors(self.context.diagnostics):
            return
        keys = {task.url: self.key(task) for task in tasks}
        self.keys |= keys
        by_url = {task.url: task for task in tasks}
        options = self.context.options
        changed = outputs.stale_outputs(self.scan, keys, self.previous, thorough=options.thorough)
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
        stage = partial(_stage_task, self.context, self.layout, keys)
        jobs, on_progress = (
            self.context.jobs,
            partial(self.context.report_progress, "生成", len(other_urls)),
        )
        results = parallel.parallel_map(
            stage, [by_url[url] for url in other_urls], jobs, on_progress
        )
        on_progress = partial(self.context.report_progress, "生成 PDF", len(pdf_urls))
        results += parallel.thread_map(stage, [by_url[url] for url in pdf_urls], jobs, on_progress)
        for url, (record, diagnostic) in zip([*other_urls, *pdf_urls], results, strict=True):
            self.context.diagnostics.extend([diagnostic] if diagnostic else [])
            self.new_records |= {url: record} if record else {}

    def key(self, task: Task) -> str:
        """Return the digest of all that the task's renderer receives."""
        if isinstance(task, OutputFile):
            return digest(task.data)
        if isinstance(task, StaticFile):
            checked_digest = self.context.checked_digests.get(task.source.path, "")
            return f"{checked_digest}-{self.sanitizer_digest}" if task.sanitize else checked_digest
        if is_download(task):
            # A download sees nothing of the frame: another year's section leaves it as it is.
            shared = optional_dependencies.library_fingerprint(task) + self.template_digest(task)
        else:
            shared = f"{self.layout_digest}{template_digest(self.context.templates, task.renderer)}"
        return digest(f"{self.program_digest}{shared}{task.renderer}{task.view!r}".encode())

    def template_digest(self, page: Page) -> str:
        """Return the digest of the template that a download's renderer is given."""
        path = download_template(self.context.templates, page.renderer, page.view)
        if path is not None and path not in self.template_digests:
            self.template_digests[path] = digest(path.read_bytes())
        return self.template_digests[path] if path else ""

    def sizes(self) -> dict[str, int]:
        """Return how large each file is that stands or is staged so far."""
        return {url: record.size for url in self.keys if (record := self.current_record(url))}

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
            url: replace(self.previous[url], cache_key=self.new_records[url].cache_key)
            for url in same_urls
        }
        return moves, {**unmoved, **moves}


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
        data, diagnostic = render_output(context.content, context.templates, layout, task)
    if data is None:
        return None, diagnostic
    return outputs.stage_file(context.options.output, task.url, data, keys[task.url]), diagnostic


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
