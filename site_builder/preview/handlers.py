"""HTTP and websocket requests → answers."""

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol, cast
from urllib.parse import unquote, unquote_to_bytes

from livereload.handlers import LiveReloadHandler
from tornado.http1connection import HTTP1Connection
from tornado.iostream import StreamClosedError
from tornado.routing import Rule, URLSpec
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClosedError

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.preview.allowed_hosts import AllowedHosts, hostname, parse_address
from site_builder.preview.response_headers import headers
from site_builder.preview.responses import PreviewResponse

_MAX_URL_LENGTH = 4096
"""Characters of an address; browsers and servers refuse longer ones, too."""
_UNSAFE_PATH = lazy_pattern(r"%(?:[01][0-9a-f]|2f|5c|7f)|\\", re.IGNORECASE)
"""What no address of a file holds: control characters, and slashes that are not plain ones."""
_MAX_MESSAGES = 8
"""What one page may send in its time; the preview's script sends two messages."""
_MAX_MESSAGE_BYTES = 4 * 1024
_PING_INTERVAL = 30
_CHUNK_SIZE = 256 * 1024
_SEND_TIMEOUT = 30
"""How long a client may take for each part of an answer."""
ERROR_MESSAGES = {
    400: "不认识的请求。",
    404: "没有这个网页。",
    405: "预览只供查看。",
    414: "网址太长。",
    503: "正在发送的大文件太多，请稍后再试。",
}


class ResponseSource(Protocol):
    """What handlers ask."""

    hosts: AllowedHosts
    large_transfers: asyncio.Semaphore
    """Who of those that want a large file may have it now."""

    def is_large(self, url: str) -> bool:
        """Return whether a file is too large to be held in memory for many at once."""
        ...

    async def respond(self, url: str) -> PreviewResponse:
        """Build a page."""
        ...


def application(source: ResponseSource, routes: Sequence[Rule] = ()) -> Application:
    """Return what answers all requests; `routes` come before those of the preview."""
    handler_args = {"source": source}
    own_routes = (
        URLSpec(r"/livereload", _LiveReloadSocket, handler_args),
        URLSpec(r"/.*", _PageHandler, handler_args),
    )
    return Application(
        [*routes, *own_routes],
        default_handler_class=_InvalidRequestHandler,
        default_handler_args=handler_args,
        log_function=lambda _: None,
        websocket_max_message_size=_MAX_MESSAGE_BYTES,
        websocket_ping_interval=_PING_INTERVAL,
    )


async def notify_pages() -> None:
    """Ask each open page to load again if it would be another one now."""
    for waiter in tuple(LiveReloadHandler.waiters):
        await waiter.compare()


class LocalOnlyHandler(RequestHandler):
    """Answers to the preview's own names only, and with the headers of every answer."""

    def initialize(self, source: ResponseSource) -> None:
        """Take who answers."""
        self.source = source

    def prepare(self) -> None:
        """Refuse what is not meant for the preview."""
        host = self.request.headers.get("Host")
        if host is None:
            self.send_error(400)
        elif not self.source.hosts.allows(host, self._local()):
            self.send_error(403)
        elif len(self.request.uri or "") > _MAX_URL_LENGTH:
            self.send_error(414)

    def set_default_headers(self) -> None:
        """Set the headers of every answer."""
        self.clear_header("Server")
        self._set_headers(headers())
        self.set_header("Content-Type", "text/plain; charset=utf-8")

    def compute_etag(self) -> str | None:
        """Return None: nothing may be cached, so nobody can ask whether it is still the same."""
        return None

    def write_error(self, status_code: int, **_: Any) -> None:  # noqa: ANN401 - tornado's own
        """Send a sentence that states what is wrong."""
        if status_code == 405:  # noqa: PLR2004 - RFC 9110 requires it
            self.set_header("Allow", "GET, HEAD")
        if status_code == 403:  # noqa: PLR2004 - an unknown host name, or a foreign page
            self.finish(
                _wrong_host_message(hostname(self.request.host), self._local(), self._port())
            )
        else:
            self.finish(ERROR_MESSAGES.get(status_code, ERROR_MESSAGES[400]))

    def _set_headers(self, fields: Mapping[str, str]) -> None:
        for name, value in fields.items():
            self.set_header(name, value)

    def _address(self) -> tuple[str, int]:
        """Return the address that was connected to."""
        connection = cast("HTTP1Connection | None", self.request.connection)
        stream = connection.stream if connection else None
        with suppress(OSError, AttributeError):  # the connection is closed
            address = cast("Any", stream).socket.getsockname()
            return str(address[0]), int(address[1])
        return "", 0

    def _local(self) -> str:
        return self._address()[0]

    def _port(self) -> int:
        return self._address()[1]


def _wrong_host_message(host: str, local: str, port: int) -> str:
    """Return how the preview is opened, and how a name is made one of its own."""
    local_host = f"[{local}]" if ":" in local else local
    message = f"这个地址不是预览的地址，没有显示内容。请用 http://{local_host}:{port}/ 打开。"
    if not host or parse_address(host) is not None:
        return message
    hint = f"单位内部确实用这个名称的，请停止预览，启动时加上 --allow-host {host}。"
    return f"{message}\n{hint}不认识的名称不要加：别的网站能借它看到未审的内容。"


class _InvalidRequestHandler(LocalOnlyHandler):
    """Answers what is no address at all: `*`, another server's, a host to be connected to."""

    def prepare(self) -> None:
        super().prepare()
        if not self._finished:
            self.send_error(400)


class _PageHandler(LocalOnlyHandler):
    """Answers for pages and files."""

    async def get(self) -> None:
        if _UNSAFE_PATH.search(self.request.path):
            self.send_error(404)
            return
        try:
            url = unquote_to_bytes(self.request.path.removeprefix("/")).decode()
        except UnicodeDecodeError:
            self.send_error(404)
            return
        if not self.source.is_large(url):
            await self._respond(url)
        elif self.source.large_transfers.locked():
            self.send_error(503)
        else:
            async with self.source.large_transfers:
                await self._respond(url)

    head = get

    async def _respond(self, url: str) -> None:
        response = await self.source.respond(url)
        self.set_status(response.status)
        # The host was checked before.
        self._set_headers(headers(url, self.request.host))
        self.set_header("Content-Type", response.type)
        await self._send(response.body)

    async def _send(self, body: bytes) -> None:
        """Send an answer, and let go of a client that does not take it."""
        self.set_header("Content-Length", str(len(body)))
        try:
            for start in range(0, len(body), _CHUNK_SIZE):
                self.write(body[start : start + _CHUNK_SIZE])
                await asyncio.wait_for(self.flush(), _SEND_TIMEOUT)
            await asyncio.wait_for(self.finish(), _SEND_TIMEOUT)
        except StreamClosedError:
            return
        except TimeoutError:
            cast("HTTP1Connection", self.request.connection).close()


class _LiveReloadSocket(LocalOnlyHandler, LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """livereload's conversation, with one thing added: a page names the version it shows."""

    url = ""
    version = ""
    message_count = 0

    def prepare(self) -> None:
        super().prepare()
        if self._finished:
            return
        if self.request.headers.get("Upgrade", "").lower() != "websocket":
            self.send_error(404)
        elif not self.check_origin(self.request.headers.get("Origin", "")):
            self.send_error(403)

    def check_origin(self, origin: str) -> bool:
        """Return whether a page of the preview asks; browsers always send the page's origin."""
        return origin.lower() == f"http://{self.request.host.lower()}"

    async def on_message(self, message: str | bytes) -> None:
        if not self._count_message():
            return
        try:
            command = json.loads(message)
            super().on_message(message)
            if command["command"] == "info":
                self.url = unquote(command["url"]).lstrip("/")
                self.version = str(command["version"])
                await self.compare()  # it may have changed while the page was loading
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.close(1008)  # no page of the preview

    def on_ping(self, data: bytes) -> None:  # noqa: ARG002 - tornado's own
        self._count_message()

    def _count_message(self) -> bool:
        """Count messages, and close when they are too many."""
        self.message_count += 1
        if self.message_count > _MAX_MESSAGES:
            self.close(1008)
        return self.message_count <= _MAX_MESSAGES

    async def compare(self) -> None:
        """Ask the page to load again if it would be another one now."""
        current_version = (await self.source.respond(self.url)).version
        if current_version != self.version:
            self.version = current_version
            with suppress(WebSocketClosedError):
                await cast("Any", self.write_message({"command": "reload", "path": self.url}))
