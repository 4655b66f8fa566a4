"""A real server for made-up portals: it counts what it is asked, and knows ETags."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.inspection.portals import Portal

Special = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class PortalServer:
    """What was asked of it, and what it answers besides the portal's files."""

    portal: Portal
    port: int = 0
    requests: list[tuple[str, int]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    specials: dict[str, Special] = field(default_factory=dict)
    """Paths, or the beginnings of paths that end in `*`."""

    @property
    def start(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.portal.start}"

    def special(self, path: str) -> Special | None:
        for name, answer in self.specials.items():
            if path == name or (name.endswith("*") and path.startswith(name[:-1])):
                return answer
        return None


_POLL = 0.02
"""Seconds after which it looks whether it is to end."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that hang up: they are meant to."""


@contextmanager
def serve_portal(portal: Portal) -> Iterator[PortalServer]:
    """Serve a portal on this machine, as long as the context lasts."""
    state = PortalServer(portal)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16

        def do_GET(self) -> None:
            state.agents.add(self.headers["User-Agent"])
            special = state.special(self.path)
            if special:
                state.requests.append((self.path, 0))
                special(self)
                return
            data, kind = state.portal.files.get(self.path, (b"", ""))
            tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
            status = 200 if kind else 404
            if kind and self.headers["If-None-Match"] == tag:
                status, data = 304, b""
            state.requests.append((self.path, status))
            self.send_response(status)
            if kind:
                self.send_header("Content-Type", kind)
                self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output to itself."""

    server = _Server(("127.0.0.1", 0), Handler)
    state.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(_POLL,), daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """Answer a request; names of headers with `_` for `-`."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
