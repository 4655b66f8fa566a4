"""The server of the preview: tornado and livereload's messages, its own pages and watching.

livereload's own server is not used: it polls, writes its script into pages, and retains an old
page when a new one cannot be made.
"""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date
from pathlib import Path

from site_builder.build.options import Options
from site_builder.core.errors import StartupError
from site_builder.model.extras import install_command
from site_builder.model.page import StaticFile
from site_builder.model.standards import Standards
from site_builder.preview import connections
from site_builder.preview.allowed_hosts import AllowedHosts, is_loopback
from site_builder.preview.extension import NO_EXTENSION, Extension
from site_builder.preview.handlers import application, notify_pages
from site_builder.preview.listener import Address, host_names, listen
from site_builder.preview.responses import PreviewResponse, respond
from site_builder.preview.state import Preview, describe_error
from site_builder.preview.watcher import has_watchfiles, watch
from site_builder.usecases.new_site import is_empty_folder

_BATCH_THRESHOLD = 8
"""Files changed at once: more come from a program, which is not done with them yet."""
_DEBOUNCE = 0.5
"""Seconds without a change before many of them are processed."""
_INITIAL_DELAY = 0.4
"""Seconds that browsers have for what is shown at once, before a long refresh begins."""
_MAX_RETRIES = 3
_RETRY_DELAY = 0.1
"""How often, and after how many seconds, a failed refresh is retried."""
_LARGE_FILE_SIZE = 1 << 20
_MAX_LARGE_TRANSFERS = 4
"""Bytes of a file that is not held in memory for everybody at once, but for so many."""
_SHUTDOWN_TIMEOUT = 2
"""Seconds that work under way may still take when the server is stopped."""


def serve(  # noqa: PLR0913, PLR0917 - what is served, where, and what stands on top
    options: Options,
    standards: Standards,
    today: Callable[[], date],
    address: Address,
    print_line: Callable[[str], None],
    extension: Extension = NO_EXTENSION,
) -> None:
    """Serve until interrupted. Raises StartupError when it cannot start."""
    has_site = (options.project / "content").is_dir()
    if not has_site and not (extension.makes_sites and is_empty_folder(options.project)):
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        raise StartupError(f"{options.project.resolve()} 里没有 content 文件夹。{hint}")
    options.project.mkdir(parents=True, exist_ok=True)
    # Messages about a client's mistakes do not concern whoever writes the site.
    for name in ("tornado", "livereload", "asyncio"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    names = host_names(address)
    sockets = listen(address)
    try:
        preview = Preview(options, standards, today)
    except Exception as exc:  # noqa: BLE001 - whatever it is, nobody is to see a traceback
        raise StartupError(f"{describe_error(exc)}。") from None
    with suppress(KeyboardInterrupt):
        server = _PreviewServer(preview, options.project, names, print_line, extension)
        asyncio.run(server.run(sockets))


class _PreviewServer:
    """Joins watching, looking and answering."""

    def __init__(
        self,
        preview: Preview,
        project: Path,
        names: tuple[str, ...],
        print_line: Callable[[str], None],
        extension: Extension,
    ) -> None:
        self.preview = preview
        self._extension = extension
        self.hosts = AllowedHosts((), names)
        self.large_transfers = asyncio.Semaphore(_MAX_LARGE_TRANSFERS)
        self._names = names
        self._project = project.resolve()
        self._print_line = print_line
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._changed: set[Path] = set()
        self.reload_needed = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop

    async def run(self, sockets: list[socket.socket]) -> None:
        """Serve until cancelled."""
        self._loop = asyncio.get_running_loop()
        bound = [str(sock.getsockname()[0]) for sock in sockets]
        self.hosts = AllowedHosts(bound, self._names)
        routes = self._extension.routes(self, lambda: self.preview.state)
        max_body_bytes = self._extension.max_body_bytes
        connections.server(application(self, routes), max_body_bytes).add_sockets(sockets)
        self._print_address(bound, int(sockets[0].getsockname()[1]))
        workers = [
            threading.Thread(target=target, daemon=True)
            for target in (self._watch, self._refresh_loop)
        ]
        for worker in workers:
            worker.start()
        try:
            while True:
                await self.reload_needed.wait()
                self.reload_needed.clear()
                await notify_pages()
        finally:
            self._stop.set()
            self._wake.set()
            for worker in workers:
                worker.join(_SHUTDOWN_TIMEOUT)

    def _print_address(self, bound: list[str], port: int) -> None:
        update_note = "保存文件后网页自动更新（网络盘上要过几秒）"
        address = f"http://{_display_host(self._names[0], bound)}:{port}/"
        if self._extension.start_page:
            self._print_line(f"编辑在 {address}{self._extension.start_page} 。")
        self._print_line(f"预览在 {address} ，{update_note}。按 Ctrl+C 停止。")
        if (self._project / "content").is_dir():
            self._print_line(f"检查结果：{self.preview.format_counts()}。")
        else:
            # The editor begins a site: what it lacks is everything, and no finding.
            self._print_line("这里还没有网站，请在编辑页面里新建。")
        if not all(map(is_loopback, bound)):
            self._print_line("注意：网络上的其他人也能打开这个预览，看到未审的内容。")
        self._extension.on_start(f"{address}{self._extension.start_page}")
        if not has_watchfiles():
            hint = f"要更快，请运行 {install_command('serve')}。"
            self._print_line(f"没有安装 watchfiles，改动要过一会儿才看得到。{hint}")

    def _watch(self) -> None:
        watch(self._project, self._on_change, self._stop, self._on_missed_change)

    def _on_missed_change(self) -> None:
        reason = "这个文件夹所在的盘不报告改动（网络盘、虚拟机、容器常常这样）"
        self._print_line(f"{reason}，改为每隔几秒看一次：保存以后，网页过几秒才更新。")

    def _on_change(self, paths: Collection[Path]) -> None:
        """Show what can be shown at once, then request a full refresh."""
        self.preview.changed(paths)
        self._notify()
        self._changed.update(paths)
        self._wake.set()

    def _refresh_loop(self) -> None:
        """Refresh the whole site whenever something changed, once for many changes."""
        tries, took = 0, 0.0
        while self._wake.wait() and not self._stop.is_set():
            self._wake.clear()
            while len(self._changed) > _BATCH_THRESHOLD and self._wake.wait(_DEBOUNCE):
                self._wake.clear()
            # A refresh of a large site would slow the pages that are just being loaded again.
            self._stop.wait(min(took, _INITIAL_DELAY))
            self._wake.clear()
            changed, self._changed = self._changed, set()
            start = time.perf_counter()
            succeeded = self.preview.refresh()
            took = time.perf_counter() - start
            self._notify()
            tries = 0 if succeeded else tries + 1
            if changed and not self._stop.is_set():
                self._print_line(
                    f"{_describe_changes(changed, self._project)}：{self.preview.format_counts()}。"
                )
            if not succeeded and tries <= _MAX_RETRIES and not self._stop.wait(_RETRY_DELAY):
                # A file was removed meanwhile; most likely its editor is about to write it.
                self._wake.set()

    def _notify(self) -> None:
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self.reload_needed.set)

    def is_large(self, url: str) -> bool:
        """Return whether a file is too large to be held in memory for many at once."""
        task = self.preview.state.tasks.get(url)
        return isinstance(task, StaticFile) and task.source.size > _LARGE_FILE_SIZE

    async def respond(self, url: str) -> PreviewResponse:
        """Build a page, off the loop, so that a large one holds up nobody."""
        try:
            return await asyncio.to_thread(respond, self.preview.state, url)
        except Exception as exc:  # noqa: BLE001 - whatever it is, nobody is to see a traceback
            return PreviewResponse(
                f"{describe_error(exc)}。".encode(), "text/plain; charset=utf-8", 500
            )


def _describe_changes(paths: set[Path], project: Path) -> str:
    """Return what changed: one file by its path, more by their number."""
    if len(paths) > 1:
        return f"{len(paths)} 个文件有改动"
    (path,) = paths
    return f"{path.relative_to(project) if path.is_relative_to(project) else path.name} 有改动"


def _display_host(host: str, bound: list[str]) -> str:
    """Return the host of the address that a person at this computer opens."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - a comparison
    host = host or bound[0]
    return f"[{host}]" if ":" in host else host
