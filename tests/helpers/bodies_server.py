"""A real server for what bodies publish: it counts what it is asked, and knows ETags."""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROBOTS = b"User-agent: *\nDisallow: /private/\n"


@dataclass
class BodiesServer:
    """What was asked, how many at a time, and what is answered besides the files."""

    folder: Path
    port: int = 0
    requests: list[tuple[str, int]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    answers: dict[str, int] = field(default_factory=dict)
    """The beginning of a path → the status it gets, whatever lies there."""
    redirects: dict[str, str] = field(default_factory=dict)
    """Path → where it has moved."""
    pause: float = 0.0
    active: Counter[str] = field(default_factory=Counter)
    most_of_a_host: int = 0
    most: int = 0

    def address(self, code: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/{code}/"

    def take_requests(self) -> list[tuple[str, int]]:
        """Return what was asked since the last time."""
        requests, self.requests = self.requests, []
        return requests

    def count(self, host: str, change: int) -> None:
        self.active[host] += change
        self.most = max(self.most, self.active.total())
        self.most_of_a_host = max(self.most_of_a_host, *self.active.values())

    def answer(self, path: str, tag: str | None) -> tuple[int, bytes, str]:
        for start, status in self.answers.items():
            if path.startswith(start):
                return status, b"", ""
        file = self.folder / path.lstrip("/")
        if path != "/robots.txt" and not file.is_file():
            return 404, b"", ""
        data = ROBOTS if path == "/robots.txt" else file.read_bytes()
        own = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        return (304, b"", own) if tag == own else (200, data, own)


@contextmanager
def serve_bodies(folder: Path) -> Iterator[BodiesServer]:
    """Serve a folder at every address of this machine, as long as the context lasts."""
    state, lock = BodiesServer(folder), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16

        def do_GET(self) -> None:
            host = self.headers["Host"]
            with lock:
                state.count(host, 1)
            time.sleep(state.pause)
            status, data, tag = state.answer(self.path, self.headers["If-None-Match"])
            with lock:
                state.count(host, -1)
                state.requests.append((self.path, status))
                state.agents.add(self.headers["User-Agent"])
            target = state.redirects.get(self.path, "")
            self.send_response(301 if target else status)
            if target:
                self.send_header("Location", target)
            if tag:
                self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output to itself."""

    server = ThreadingHTTPServer(("", 0), Handler)
    state.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
