"""The preview's memory: the site as last refreshed, and the documents that changed since.

What they share is one frozen value.
"""

import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from site_builder.build.cache import MemoryCache
from site_builder.build.common_folder import settings_files
from site_builder.build.options import Options, no_progress
from site_builder.build.output_renderer import Task
from site_builder.core.yaml.nodes import unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.standards import Standards
from site_builder.preview.page_diagnostics import (
    PageDiagnostics,
    blocks_page,
    errors_first,
    group_by_page,
)
from site_builder.search.index_files import FOLDER
from site_builder.standards.load import load_standards
from site_builder.usecases.preview_snapshot import (
    SiteSnapshot,
    load_snapshot,
    package_data_folders,
    reload_document,
    reload_templates,
    search_index,
)

_MAX_READ_AHEAD = 8
"""Changed files that are read ahead; more come from a program, not from a person at one page."""


@dataclass(frozen=True, slots=True)
class PendingPage:
    """A page of a document that was read after the site."""

    revision: int
    """Which change it belongs to."""
    task: Task | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class PreviewState:
    """All that pages are answered from."""

    snapshot: SiteSnapshot
    tasks: dict[str, Task]
    page_diagnostics: PageDiagnostics
    pending: Mapping[str, PendingPage] = field(default_factory=dict)
    error_message: str = ""
    """Why the site could not be refreshed, when that is a defect of the program; in Chinese."""

    def diagnostics(self, url: str) -> tuple[Diagnostic, ...]:
        """Return what is to be shown on a page."""
        of_page = (
            self.pending[url].diagnostics
            if url in self.pending
            else self.page_diagnostics.by_page.get(url, ())
        )
        return errors_first((*self.page_diagnostics.site_wide, *of_page))

    def task(self, url: str) -> Task | None:
        """Return what makes a page, or None when it cannot be shown or there is none."""
        if url.endswith(".html") and (
            self.error_message or any(map(blocks_page, self.diagnostics(url)))
        ):
            return None
        if url.startswith(FOLDER):
            return search_index(self.snapshot).get(url)
        return self.pending[url].task if url in self.pending else self.tasks.get(url)

    def has_url(self, url: str) -> bool:
        """Return whether there is such a page, be it one that cannot be shown."""
        blocked = url.endswith(".html") and any(map(blocks_page, self.page_diagnostics.site_wide))
        return (
            url in self.tasks
            or url in self.pending
            or url in self.page_diagnostics.by_page
            or blocked
        )


class Preview:
    """Keeps the state up to date."""

    def __init__(self, options: Options, standards: Standards, today: Callable[[], date]) -> None:
        self._options = options
        self._standards: Standards | None = standards
        """None: to be loaded again, for a file of them has changed."""
        self._today = today
        self._memory = MemoryCache()
        self._revision = 0
        self._lock = threading.Lock()
        self.state = _make_state(self._load_snapshot())
        self._options = replace(options, progress=no_progress)

    def changed(self, paths: Collection[Path]) -> None:
        """Show at once what can be shown at once; a full refresh has to follow."""
        project = self._options.project.resolve()
        inside = [path for path in paths if path.is_relative_to(project / "content")]
        with self._lock:
            self._revision += 1
            revision = self._revision
        if len(inside) < len(paths) and any(map(_is_package_data, paths)):
            self._standards = None
            with self._lock:
                self.state = _with_reloaded_templates(self.state)
        if any(path in paths for path in settings_files(project)):
            self._reload_settings()
        if len(paths) <= _MAX_READ_AHEAD:
            for path in inside:
                self._read_ahead(revision, path.relative_to(project / "content").as_posix())

    def _reload_settings(self) -> None:
        """Show new settings before all texts are read again under them."""
        with suppress(Exception):  # the full refresh comes right after, and reports what is wrong
            new = _make_state(self._load_snapshot(reread=False))
            with self._lock:
                self.state = replace(new, pending=self.state.pending)

    def _read_ahead(self, revision: int, path: str) -> None:
        try:
            update = reload_document(self.state.snapshot, path)
        except Exception:  # noqa: BLE001 - the full refresh follows and reports it
            return
        if update is None:
            return
        pages = {task.url: PendingPage(revision, task, update.diagnostics) for task in update.tasks}
        url = update.source.path.removesuffix(".md") + ".html"
        pages.setdefault(url, PendingPage(revision, None, update.diagnostics))
        with self._lock:
            self.state = replace(self.state, pending={**self.state.pending, **pages})

    def refresh(self) -> bool:
        """Refresh the whole site. Returns whether that succeeded."""
        revision = self._revision
        try:
            new, message = _make_state(self._load_snapshot(self.state.snapshot)), ""
        except Exception as exc:  # noqa: BLE001 - whatever it is, nobody is to see a traceback
            message = describe_error(exc)
        with self._lock:
            later = {
                url: page for url, page in self.state.pending.items() if page.revision > revision
            }
            base = replace(self.state, error_message=message) if message else new
            self.state = replace(base, pending=later)
        return not message

    def format_counts(self) -> str:
        """Return how many diagnostics there are."""
        return format_counts(self.state.snapshot.diagnostics)

    def _load_snapshot(
        self, last: SiteSnapshot | None = None, *, reread: bool = True
    ) -> SiteSnapshot:
        options = replace(self._options, today=self._today())
        return load_snapshot(options, self._load_standards(), self._memory, last, reread=reread)

    def _load_standards(self) -> Standards:
        """Return the standards as they stand now."""
        revision, standards = self._revision, self._standards
        if standards is None:
            standards = load_standards()
            with self._lock:
                if self._revision == revision:  # else they may have changed again
                    self._standards = standards
        return standards


def describe_error(exc: Exception) -> str:
    """Return what went wrong outside the author's files."""
    if isinstance(exc, OSError) and exc.filename:
        return f"{exc.filename}：{unreadable_file_error('', exc).message}"
    return f"程序出错了（{type(exc).__name__}：{exc}），请把这句话告诉维护程序的人"


def format_counts(diagnostics: Collection[Diagnostic]) -> str:
    """Return how many errors and warnings there are."""
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    error_text = f"错误 {errors} 处" if errors else ""
    rest = len(diagnostics) - errors
    return (
        "，".join(filter(None, (error_text, f"提醒 {rest} 处" if rest else ""))) or "没有发现问题"
    )


def _make_state(snapshot: SiteSnapshot) -> PreviewState:
    tasks: dict[str, Task] = {}
    if snapshot.checked_site is not None:
        plan = snapshot.checked_site.plan
        tasks |= {page.url: page for page in plan.pages} | {
            static_file.url: static_file for static_file in plan.static_files
        }
        tasks |= snapshot.checked_site.assets.files
    return PreviewState(snapshot, tasks, group_by_page(snapshot))


def _with_reloaded_templates(state: PreviewState) -> PreviewState:
    """Return the state with current styles; templates are read when a page is rendered."""
    snapshot = reload_templates(state.snapshot)
    asset_files = snapshot.checked_site.assets.files if snapshot.checked_site else {}
    return replace(state, snapshot=snapshot, tasks=state.tasks | asset_files)


def _is_package_data(path: Path) -> bool:
    """Return whether a file is a template, a style, a form or a field list."""
    return "templates" in path.parts or any(
        path.is_relative_to(folder) for folder in package_data_folders()
    )
