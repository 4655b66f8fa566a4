"""A web server for built sites: compressed files, pieces of files, a strict policy."""

import gzip
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
)
"""What a careful server allows: no inline script, no eval, no WebAssembly, nobody else's files."""


@cache
def compressed(path: Path) -> bytes:
    """Compress a file as servers do, once: the time is the server's, not the search's."""
    return gzip.compress(path.read_bytes(), 6)


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder as a real server does: compressed, and with a strict policy."""

    protocol_version = "HTTP/1.1"
    # Head and body leave together: apart, the second waits 40 ms for the first to be acknowledged.
    wbufsize = 1 << 20
    disable_nagle_algorithm = True
    policy = POLICY
    serves_pieces = True

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        if self.headers["Range"] and self.serves_pieces:
            self._send_piece(path)
            return
        data = compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        self.end_headers()
        self.wfile.write(data)

    def _send_piece(self, path: Path) -> None:
        start, end = map(int, re.findall(r"\d+", self.headers["Range"]))
        data = path.read_bytes()
        piece = data[start : end + 1]
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Range", f"bytes {start}-{end}/{len(data)}")
        self.send_header("Content-Length", str(len(piece)))
        self.end_headers()
        self.wfile.write(piece)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Log nothing."""


class _UnrestrictedHandler(_Handler):
    """Lets pages run whatever is in them."""

    policy = ""


class _WholeFileHandler(_Handler):
    """Knows no pieces of files."""

    serves_pieces = False


@contextmanager
def serve(folder: Path, *, allow_scripts: bool = False, serve_pieces: bool = True) -> Iterator[str]:
    """Serve a folder for a while; gives its address."""
    restricted = _Handler if serve_pieces else _WholeFileHandler
    handler = partial(_UnrestrictedHandler if allow_scripts else restricted, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
