"""A deployed site that is served over HTTP."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from site_builder.deploy.release import to_json
from tests.deploy.releases import PAGES, release_of, write_version
from tests.helpers import Project, run_cli


def verify(site: Project, *words: str) -> tuple[int, Any]:
    exit_code, _, output = run_cli("verify", *words, "--project", str(site.path), "--json")
    return exit_code, json.loads(output)


# --- manners ------------------------------------------------------------------------------------


class BusyServer(ThreadingHTTPServer):
    """A server that reports overload now and then."""

    daemon_threads = True

    def __init__(self, folder: Path, refusals: int, status: int, wait: str) -> None:
        self.folder, self.refusals, self.status, self.wait = folder, refusals, status, wait
        self.guard = threading.Lock()
        self.request_times: list[float] = []
        self.agents: set[str] = set()
        self.busy = self.max_active = 0
        self.refused_at = 0.0
        super().__init__(("127.0.0.1", 0), BusyHandler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Report what goes wrong here, but for clients that hang up: they have read enough."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # its stub forbids what it passes


class BusyHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: BusyServer

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        mood = self.server
        with mood.guard:
            mood.request_times.append(time.monotonic())
            mood.agents.add(self.headers["User-Agent"])
            mood.busy += 1
            mood.max_active = max(mood.max_active, mood.busy)
            refuse = len(mood.request_times) > 3 and mood.refusals > 0
            mood.refusals -= refuse
        time.sleep(0.01)
        path = mood.folder / (self.path.strip("/") or "index.html")
        path = path / "index.html" if path.is_dir() else path
        status = (
            mood.status if refuse else HTTPStatus.OK if path.is_file() else HTTPStatus.NOT_FOUND
        )
        data = path.read_bytes() if path.is_file() and not refuse else b"no"
        self.send_response(status)
        if refuse:
            mood.refused_at = mood.refused_at or time.monotonic()
            self.send_header("Retry-After", mood.wait)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with mood.guard:
            mood.busy -= 1
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Log nothing."""


@contextmanager
def busy_server(folder: Path, refusals: int, status: int, wait: str) -> Iterator[BusyServer]:
    server = BusyServer(folder, refusals, status, wait)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def write_release(folder: Path) -> tuple[Path, Path]:
    """Build a version of a site and its record."""
    pages = (*PAGES, "404.html", *(f"p{number}.html" for number in range(20)))
    built = write_version(folder / "built", 1, pages=pages)
    (folder / "record.json").write_bytes(to_json(release_of(built, 1)))
    return built, folder / "record.json"
