"""Plan → output folder: what changed is rendered and staged, then all of it moves into place.

Files come first, the pages that link to them after: a page says how large each file is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from site_builder.attachments.sanitize.sanitizer import sanitize
from site_builder.build import cache, optional_dependencies, ownership, template_errors
from site_builder.build import manifest as manifests
from site_builder.build import staging as outputs
from site_builder.build.context import BuildContext, Result, built_result, unbuilt_result
from site_builder.build.file_list import compose_file_list, write_file_list
from site_builder.build.library_versions import ATTACHMENTS, PAGES, versions
from site_builder.build.publication import unmet_requirements
from site_builder.core import parallel
from site_builder.core.errors import RenderError
from site_builder.core.hashing import digest
from site_builder.core.safe_files import read_below
from site_builder.core.yaml.nodes import changed_meanwhile, unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, error, has_errors, sort_diagnostics, warning
from site_builder.model.formats import FORMATS_BY_ID
from site_builder.model.location import Location
from site_builder.model.manifest import Manifest, OutputRecord
from site_builder.model.page import OutputFile, Page, Plan, StaticFile
from site_builder.model.views.parts import Layout
from site_builder.model.views.wechat import WechatView
from site_builder.pages.file_sizes import fill_file_sizes
from site_builder.render.environment import Templates, render_page, template_digest
from site_builder.render.formats import render_download
from site_builder.render.inline_css import inline_css

Task = Page | StaticFile | OutputFile
Outcome = tuple[OutputRecord | None, Diagnostic | None]
"""The staged file, and what is to be said about it."""

_SANITIZE_CODE = "write/clean"


def write_outputs(
    context: BuildContext, planned: Plan, ready_files: Mapping[str, OutputFile], fingerprint: str
) -> Result:
    """Update the output folder to the plan. Raises OSError with the output as it was."""
    output = context.options.output
    folder = outputs.open_staging(output)
    try:
        builder = _OutputBuilder(context, planned)
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
        if has_errors(context.diagnostics):
            return unbuilt_result(context)
        removed = sorted(ownership.known_outputs(context) - builder.keys.keys())
        context.diagnostics += ownership.foreign_file_errors(
            context, ownership.modified_files(context, removed)
        )
        if has_errors(context.diagnostics):
            return unbuilt_result(context)
        moves, records = builder.plan_moves()
        listing = _listing(context, planned.layout, records)
        # Should this process be killed while it moves files, the next one must know they are ours.
        context.try_save(
            partial(
                manifests.save_manifest, context.manifest_path, _intent(context, records, listing)
            )
        )
        outputs.check_same_folder(output, folder, (*moves, *removed))
        outputs.commit_staging(output, sorted(moves), removed)
        write_file_list(output, output / outputs.STAGING_FOLDER, listing)
    finally:
        outputs.close_staging(output)
    lists = (digest(listing),)
    final = Manifest(
        fingerprint, records, sort_diagnostics(context.diagnostics), context.suppressed, lists
    )
    context.try_save(partial(manifests.save_manifest, context.manifest_path, final))
    return built_result(context, records, len(moves), len(removed))


def _listing(context: BuildContext, layout: Layout, records: Mapping[str, OutputRecord]) -> bytes:
    digests = {url: record.digest for url, record in records.items()}
    site = ownership.site_name(layout.organization, layout.name)
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
        unsettled=ownership.possible_digests(context, new_digests),
    )


def is_download(page: Page) -> bool:
    """Return whether a page of the plan is a file to take away, which needs no template."""
    return page.renderer in FORMATS_BY_ID


class _OutputBuilder:
    """One build's output on its way: what each file's key is and what has been made afresh."""

    def __init__(self, context: BuildContext, planned: Plan) -> None:
        self.context = context
        self.layout = planned.layout
        self.previous: Mapping[str, OutputRecord] = (
            {} if context.options.clean else context.previous_manifest.records
        )
        self.keys: dict[str, str] = {}
        self.new_records: dict[str, OutputRecord] = {}
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
        changed = outputs.stale_outputs(
            options.output, keys, self.previous, thorough=options.thorough
        )
        pages = [task for url in changed if isinstance(task := by_url[url], Page)]
        location = _downloads_location(self.context.options.project)
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
            shared = optional_dependencies.library_fingerprint(task)
        else:
            shared = f"{self.layout_digest}{template_digest(self.context.templates, task.renderer)}"
        return digest(f"{self.program_digest}{shared}{task.renderer}{task.view!r}".encode())

    def sizes(self) -> dict[str, int]:
        """Return how large each file is that stands or is staged so far."""
        return {url: record.size for url in self.keys if (record := self.current_record(url))}

    def current_record(self, url: str) -> OutputRecord | None:
        """Return the record of a file as it will be."""
        return self.new_records.get(url) or self.previous.get(url)

    def plan_moves(self) -> tuple[dict[str, OutputRecord], dict[str, OutputRecord]]:
        """Return what is to be moved into place, and all that will stand there then."""
        output = self.context.options.output
        # Early cut-off: other inputs, same bytes, file untouched — nothing to move.
        thorough = self.context.options.thorough
        same_urls = {
            url
            for url, record in self.new_records.items()
            if _is_unchanged(output, url, record, self.previous, thorough=thorough)
        }
        moves = {url: record for url, record in self.new_records.items() if url not in same_urls}
        unmoved = {url: self.previous[url] for url in self.keys if url not in moves}
        unmoved |= {
            url: replace(self.previous[url], cache_key=self.new_records[url].cache_key)
            for url in same_urls
        }
        return moves, {**unmoved, **moves}


def _is_unchanged(
    output: Path,
    url: str,
    new: OutputRecord,
    previous: Mapping[str, OutputRecord],
    *,
    thorough: bool,
) -> bool:
    old = previous.get(url)
    same = old is not None and old.digest == new.digest
    return old is not None and same and outputs.is_unchanged(output, url, old, thorough=thorough)


def _is_pdf(task: Task) -> bool:
    return isinstance(task, Page) and task.renderer == "pdf"


def _stage_task(context: BuildContext, layout: Layout, keys: dict[str, str], task: Task) -> Outcome:
    """Build one file and stage it."""
    if isinstance(task, StaticFile):
        # What was checked is published, or nothing.
        data, diagnostic = _read_static_file(
            context.content, task, context.checked_digests.get(task.source.path, "")
        )
    else:
        data, diagnostic = render_output(context.content, context.templates, layout, task)
    if data is None:
        return None, diagnostic
    return outputs.stage_file(context.options.output, task.url, data, keys[task.url]), diagnostic


def render_output(
    content: Path, templates: Templates, layout: Layout, task: Task
) -> tuple[bytes | None, Diagnostic | None]:
    """Build the bytes of one file. A template an office has edited may fail; that is a finding."""
    if isinstance(task, StaticFile):
        return _read_static_file(content, task)
    if isinstance(task, OutputFile):
        return task.data, None
    if is_download(task):
        return _render_download(content.parent, task)
    try:
        page = render_page(templates, task.renderer, task.view, layout, task.url)
        return (inline_css(page) if isinstance(task.view, WechatView) else page), None
    except Exception as exc:  # noqa: BLE001 - an office's template may fail in any way
        return None, template_errors.template_error(exc, task.renderer)


def _render_download(project: Path, page: Page) -> tuple[bytes | None, Diagnostic | None]:
    try:
        return render_download(page.renderer, page.view), None
    except RenderError as exc:
        location = _find_words(project, page, exc.search_terms)
        return None, error("render/unprintable", location, exc.message, exc.hint)
    except ImportError as exc:
        return None, optional_dependencies.broken_extra_error(
            page.renderer, f"{type(exc).__name__}: {exc}", _downloads_location(project)
        )


def _downloads_location(project: Path) -> Location:
    """Find where the downloads are chosen."""
    return _find_in_files(project, ("config.yaml",), ("下载",)) or Location("config.yaml")


def _find_words(project: Path, page: Page, words: tuple[str, ...]) -> Location:
    """Find where some words stand in the sources of a page; its first source when nowhere."""
    location = _find_in_files(project, (*page.sources, "config.yaml"), words)
    return location or Location(page.sources[0] if page.sources else "config.yaml")


def _find_in_files(project: Path, names: Iterable[str], words: tuple[str, ...]) -> Location | None:
    for name in names:
        path = project / name
        lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
        for number, line in enumerate(lines, 1):
            offset = min((line.find(word) for word in words if word in line), default=-1)
            if offset >= 0:
                return Location(name, number, offset + 1)
    return None


def _read_static_file(
    content: Path, static_file: StaticFile, expected_digest: str = ""
) -> tuple[bytes | None, Diagnostic | None]:
    source, diagnostic = static_file.source, None
    try:
        data = read_below(content, source.path)
    except OSError as exc:
        return None, unreadable_file_error(source.display_path, exc)
    if expected_digest and digest(data) != expected_digest:
        return None, changed_meanwhile(source.display_path)
    if static_file.sanitize:
        original = data
        data, reason = sanitize(source.path, original)
        if reason:
            if data == original:
                message = f"没有清除作者信息，照原样公布：{reason}"
                hint = "请在原来的软件里删除作者信息后重新放入，或换一种格式。"
            else:
                message = f"已清除作者信息，但文件里{reason}"
                hint = "请看一看这些内容可不可以公开；不可以的，在原来的软件里删去后重新放入。"
            diagnostic = warning(_SANITIZE_CODE, Location(source.display_path), message, hint)
    return data, diagnostic


def _previous_warnings(
    context: BuildContext, tasks: Iterable[Task], changed: list[str]
) -> list[Diagnostic]:
    """Repeat what was said about copies that are not made again."""
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
        if diagnostic.code == _SANITIZE_CODE and diagnostic.location.file in paths
    ]
