"""The HTTP server of the preview, and bounds on what a client may take."""

from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import Application

from site_builder.preview.response_headers import headers

_HEADER_BYTES = 32 * 1024
BODY_BYTES = 4 * 1024
"""No request of the preview needs a body; a small one is read so that its sender is answered."""
_HEADER_SECONDS = 20
_BODY_SECONDS = 5
_CONNECTIONS = 128
"""A browser opens six, and one for each page that is open."""
_TORNADO_BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\n\r\n"
"""What tornado sends to those it does not understand, before a handler is asked."""


def server(app: Application, max_body_bytes: int = BODY_BYTES) -> HTTPServer:
    """Return a server for an application; a larger body closes the connection."""
    return _BoundedServer(
        app,
        max_header_size=_HEADER_BYTES,
        max_body_size=max_body_bytes,
        idle_connection_timeout=_HEADER_SECONDS,
        body_timeout=_BODY_SECONDS,
    )


class _Stream(IOStream):
    """Sends to those that are not understood what every answer carries."""

    def write(self, data: bytes | memoryview) -> Any:  # noqa: ANN401 - tornado's own
        return super().write(_bad_request_response() if data == _TORNADO_BAD_REQUEST else data)


class _BoundedServer(HTTPServer):
    """Closes the oldest connection for the newest when there are too many.

    So whoever opens hundreds and sends nothing does not block anybody else.
    """

    def initialize(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - tornado's own
        super().initialize(*args, **kwargs)
        self._max_buffer_bytes = max(1 << 20, 2 * int(kwargs["max_body_size"]))
        self._open: list[IOStream] = []

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        wrapped = _Stream(
            stream.socket, max_buffer_size=self._max_buffer_bytes, read_chunk_size=1 << 14
        )
        self._open = [connection for connection in self._open if not connection.closed()]
        while len(self._open) >= _CONNECTIONS:
            self._open.pop(0).close()
        self._open.append(wrapped)
        super().handle_stream(wrapped, address)


def _bad_request_response() -> bytes:
    body = "不认识的请求。".encode()
    fields = {**headers(), "Content-Type": "text/plain; charset=utf-8", "Connection": "close"}
    lines = [f"{name}: {value}" for name, value in fields.items()]
    head = "\r\n".join(["HTTP/1.1 400 Bad Request", *lines, f"Content-Length: {len(body)}"])
    return head.encode() + b"\r\n\r\n" + body
