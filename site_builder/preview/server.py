"""The server of the preview: tornado and livereload's messages, our own pages and watching.

livereload's own server is not used: it polls, writes its script into pages, and keeps an old page
when a new one cannot be made. Called by the command `serve`.
"""

import asyncio
import errno
import ipaddress
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from livereload.handlers import LiveReloadHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from site_builder.pipeline.run import Options
from site_builder.preview.answers import Answer, answer
from site_builder.preview.state import Preview, trouble
from site_builder.preview.watching import can_hear, watch
from site_builder.write.output import reason

_MANY = 8
"""Files changed at once: more come from a program, which is not done with them yet."""
_QUIET = 0.5
"""Seconds without a change before many of them are looked at."""
_HEAD_START = 0.4
"""Seconds that browsers have for what is shown at once, before a long look begins."""
_RETRIES = 3
_AGAIN = 0.1
"""How often, and after how many seconds, a look that failed is tried again."""
_LAST = 2
"""Seconds that work under way may still take when the server is stopped."""


@dataclass(frozen=True, slots=True)
class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Why the preview cannot start, in Chinese."""

    why: str


def serve(
    options: Options, today: Callable[[], date], at: tuple[str, int], tell: Callable[[str], None]
) -> None:
    """Serve until interrupted. Raises Refusal when it cannot start."""
    if not (options.project / "content").is_dir():
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        raise Refusal(f"{options.project.resolve()} 里没有 content 文件夹。{hint}")
    for name in ("tornado", "livereload"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    sockets = _sockets(*at)
    port = sockets[0].getsockname()[1]
    try:
        preview = Preview(options, today)
    except Exception as fault:  # noqa: BLE001 - whatever it is, nobody is to see a traceback
        raise Refusal(f"{trouble(fault)}。") from None
    with suppress(KeyboardInterrupt):
        asyncio.run(_Server(preview, options.project, at[0], tell).run(sockets, port))


def _sockets(host: str, port: int) -> list[socket.socket]:
    try:
        return bind_sockets(port, host)
    except socket.gaierror:
        raise Refusal(f"没有“{host}”这个地址，请改用 --host 127.0.0.1。") from None
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            free = next((one for one in range(port + 1, port + 100) if _free(host, one)), 0)
            hint = f"请换一个端口，如：site-builder serve --port {free}"
            raise Refusal(f"端口 {port} 已经被别的程序占用。{hint}") from None
        if fault.errno == errno.EACCES:
            raise Refusal(f"没有权限使用端口 {port}，请用 1024 以上的端口，如 8000。") from None
        if fault.errno == errno.EADDRNOTAVAIL:
            hint = "请写这台电脑自己的地址，或者改用 --host 127.0.0.1。"
            raise Refusal(f"{host} 不是这台电脑的地址。{hint}") from None
        raise Refusal(f"不能在 {host} 的端口 {port} 上打开预览：{reason(fault)}。") from None


def _free(host: str, port: int) -> bool:
    try:
        for one in bind_sockets(port, host):
            one.close()
    except OSError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Tell whether an address is reached from this computer only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Server:
    """Joins watching, looking and answering."""

    def __init__(
        self, preview: Preview, project: Path, host: str, tell: Callable[[str], None]
    ) -> None:
        self.preview = preview
        self.hosts = {"localhost", "127.0.0.1", "::1", "[::1]", host} if is_loopback(host) else None
        self._project = project.resolve()
        self._host = host
        self._tell = tell
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._changed: set[Path] = set()
        self.news = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop

    async def run(self, sockets: list[socket.socket], port: int) -> None:
        """Serve until cancelled."""
        self._loop = asyncio.get_running_loop()
        app = Application(
            [(r"/livereload", _Socket, {"server": self}), (r"/(.*)", _Pages, {"server": self})],
            log_function=lambda _: None,
        )
        HTTPServer(app).add_sockets(sockets)
        self._greet(port)
        workers = [threading.Thread(target=one, daemon=True) for one in (self._watch, self._look)]
        for worker in workers:
            worker.start()
        try:
            while True:
                await self.news.wait()
                self.news.clear()
                for waiter in tuple(LiveReloadHandler.waiters):
                    await waiter.compare()
        finally:
            self._stop.set()
            self._wake.set()
            for worker in workers:
                worker.join(_LAST)

    def _greet(self, port: int) -> None:
        shown = f"[{self._host}]" if ":" in self._host else self._host
        shown = "127.0.0.1" if shown in ("0.0.0.0", "[::]") else shown  # noqa: S104 - a comparison
        when = "保存文件后网页自动更新（网络盘上要过几秒）"
        self._tell(f"预览在 http://{shown}:{port}/ ，{when}。按 Ctrl+C 停止。")
        self._tell(f"检查结果：{self.preview.counted()}。")
        if not is_loopback(self._host):
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


class _Guarded(RequestHandler):
    """Answers only to this computer's own names, where it is bound to this computer.

    Otherwise any page on the web could read drafts by way of a name that leads here.
    """

    def initialize(self, server: _Server) -> None:
        self.server = server

    def prepare(self) -> None:
        allowed = self.server.hosts
        if allowed is not None and self.request.host_name not in allowed:
            self.send_error(403, reason="Forbidden")

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def write_error(self, status_code: int, **_: Any) -> None:  # noqa: ANN401 - tornado's own
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        said = {403: "只能用 127.0.0.1 或 localhost 打开预览。", 405: "预览只供查看。"}
        self.finish(said.get(status_code, "不认识的请求。"))


class _Pages(_Guarded):
    """Answers for pages and files."""

    async def get(self, url: str) -> None:
        found = await self.server.answer(unquote(url))
        self.set_status(found.status)
        self.set_header("Content-Type", found.type)
        self.finish(found.body)

    head = get


class _Socket(_Guarded, LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """livereload's conversation, with one thing added: a page names the version it shows."""

    url = ""
    version = ""

    def check_origin(self, origin: str) -> bool:
        return bool(WebSocketHandler.check_origin(self, origin))

    def on_message(self, message: str | bytes) -> None:
        try:
            told = json.loads(message)
            super().on_message(message)
            if told["command"] == "info":
                self.url, self.version = unquote(told["url"]).lstrip("/"), str(told["version"])
                self.server.news.set()  # it may have changed while the page was loading
        except (ValueError, KeyError, TypeError, AttributeError):
            return  # not one of our pages

    async def compare(self) -> None:
        """Ask the page to load again if it would be another one now."""
        now = (await self.server.answer(self.url)).version
        if now != self.version:
            self.version = now
            with suppress(WebSocketClosedError):
                await cast("Any", self.write_message({"command": "reload", "path": self.url}))
