"""The server of the preview: tornado and livereload's messages, our own pages and watching.

livereload's own server is not used: it polls, writes its script into pages, and keeps an old page
when a new one cannot be made. Called by the command `serve`.
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

from site_builder.model.page import StaticFile
from site_builder.pipeline.run import Options
from site_builder.preview import connections
from site_builder.preview.answers import Answer, answer
from site_builder.preview.binding import Address, Refusal, listen, names_of
from site_builder.preview.handlers import application, notify_pages
from site_builder.preview.hosts import Hosts, is_loopback
from site_builder.preview.state import Preview, trouble
from site_builder.preview.watching import can_hear, watch

_MANY = 8
"""Files changed at once: more come from a program, which is not done with them yet."""
_QUIET = 0.5
"""Seconds without a change before many of them are looked at."""
_HEAD_START = 0.4
"""Seconds that browsers have for what is shown at once, before a long look begins."""
_RETRIES = 3
_AGAIN = 0.1
"""How often, and after how many seconds, a look that failed is tried again."""
_LARGE = 1 << 20
_MANY_LARGE = 4
"""Bytes of a file that is not held in memory for everybody at once, but for so many."""
_LAST = 2
"""Seconds that work under way may still take when the server is stopped."""


def serve(
    options: Options, today: Callable[[], date], address: Address, tell: Callable[[str], None]
) -> None:
    """Serve until interrupted. Raises Refusal when it cannot start."""
    if not (options.project / "content").is_dir():
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        raise Refusal(f"{options.project.resolve()} 里没有 content 文件夹。{hint}")
    # What they say of a client's mistakes is no matter of whoever writes the site.
    for name in ("tornado", "livereload", "asyncio"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    names = names_of(address)
    sockets = listen(address)
    try:
        preview = Preview(options, today)
    except Exception as fault:  # noqa: BLE001 - whatever it is, nobody is to see a traceback
        raise Refusal(f"{trouble(fault)}。") from None
    with suppress(KeyboardInterrupt):
        asyncio.run(_Server(preview, options.project, names, tell).run(sockets))


class _Server:
    """Joins watching, looking and answering."""

    def __init__(
        self, preview: Preview, project: Path, names: tuple[str, ...], tell: Callable[[str], None]
    ) -> None:
        self.preview = preview
        self.hosts = Hosts((), names)
        self.large = asyncio.Semaphore(_MANY_LARGE)
        self._names = names
        self._project = project.resolve()
        self._tell = tell
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._changed: set[Path] = set()
        self.news = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop

    async def run(self, sockets: list[socket.socket]) -> None:
        """Serve until cancelled."""
        self._loop = asyncio.get_running_loop()
        bound = [str(one.getsockname()[0]) for one in sockets]
        self.hosts = Hosts(bound, self._names)
        connections.server(application(self)).add_sockets(sockets)
        self._greet(bound, int(sockets[0].getsockname()[1]))
        workers = [threading.Thread(target=one, daemon=True) for one in (self._watch, self._look)]
        for worker in workers:
            worker.start()
        try:
            while True:
                await self.news.wait()
                self.news.clear()
                await notify_pages()
        finally:
            self._stop.set()
            self._wake.set()
            for worker in workers:
                worker.join(_LAST)

    def _greet(self, bound: list[str], port: int) -> None:
        when = "保存文件后网页自动更新（网络盘上要过几秒）"
        self._tell(
            f"预览在 http://{_shown(self._names[0], bound)}:{port}/ ，{when}。按 Ctrl+C 停止。"
        )
        self._tell(f"检查结果：{self.preview.counted()}。")
        if not all(map(is_loopback, bound)):
            self._tell("注意：网络上的其他人也能打开这个预览，看到未审的内容。")
        if not can_hear():
            hint = 'python -m pip install "site-builder[serve]"'
            self._tell(f"没有安装 watchfiles，改动要过一会儿才看得到。要更快，请运行 {hint}。")

    def _watch(self) -> None:
        watch(self._project, self._on_change, self._stop, self._on_silence)

    def _on_silence(self) -> None:
        why = "这个文件夹所在的盘不报告改动（网络盘、虚拟机、容器常常这样）"
        self._tell(f"{why}，改为每隔几秒看一次：保存以后，网页过几秒才更新。")

    def _on_change(self, paths: Collection[Path]) -> None:
        """Show what can be shown at once, then ask for a whole look."""
        self.preview.changed(paths)
        self._announce()
        self._changed.update(paths)
        self._wake.set()

    def _look(self) -> None:
        """Look at the whole site whenever something changed, once for many changes."""
        tries, took = 0, 0.0
        while self._wake.wait() and not self._stop.is_set():
            self._wake.clear()
            while len(self._changed) > _MANY and self._wake.wait(_QUIET):
                self._wake.clear()
            # A look at a large site would slow the pages that are just being loaded again.
            self._stop.wait(min(took, _HEAD_START))
            self._wake.clear()
            changed, self._changed = self._changed, set()
            start = time.perf_counter()
            well = self.preview.refresh()
            took = time.perf_counter() - start
            self._announce()
            tries = 0 if well else tries + 1
            if changed and not self._stop.is_set():
                self._tell(f"{_named(changed, self._project)}：{self.preview.counted()}。")
            if not well and tries <= _RETRIES and not self._stop.wait(_AGAIN):
                # A file went away under our hands; most likely its editor is about to put it back.
                self._wake.set()

    def _announce(self) -> None:
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self.news.set)

    def is_large(self, url: str) -> bool:
        """Tell whether a file is too large to be held in memory for many at once."""
        task = self.preview.state.tasks.get(url)
        return isinstance(task, StaticFile) and task.source.size > _LARGE

    async def answer(self, url: str) -> Answer:
        """Make a page, off the loop, so that a large one holds up nobody."""
        try:
            return await asyncio.to_thread(answer, self.preview.state, url)
        except Exception as fault:  # noqa: BLE001 - whatever it is, nobody is to see a traceback
            return Answer(f"{trouble(fault)}。".encode(), "text/plain; charset=utf-8", 500)


def _named(paths: set[Path], project: Path) -> str:
    """Name what changed: one file by its path, more by their number."""
    if len(paths) > 1:
        return f"{len(paths)} 个文件有改动"
    (path,) = paths
    return f"{path.relative_to(project) if path.is_relative_to(project) else path.name} 有改动"


def _shown(host: str, bound: list[str]) -> str:
    """Give the host of the address that a person at this computer opens."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - a comparison
    host = host or bound[0]
    return f"[{host}]" if ":" in host else host
