"""The HTTP client of `verify` against servers that answer in odd ways."""

import gzip
import hashlib
import io
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import inf

import pytest
from urllib3 import Retry

from site_builder.core.errors import RequestError
from site_builder.core.gzip_body import GzipBody
from site_builder.core.http_client import AGENT, Client
from tests.helpers.servers import free_port

BOMB = gzip.compress(bytes(10_000_000))
BODY = "政府信息公开".encode() * 1000
PACKED = gzip.compress(BODY)
SMALL = gzip.compress(b"ab" * 500)
UNTIL_CLOSED = {"Content-Length": "", "Connection": "close"}
"""Headers of an answer without a length: it ends with the connection."""
TORN = {**UNTIL_CLOSED, "Content-Encoding": "gzip"}


class OddServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 16

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _OddHandler)
        self.requests: list[tuple[str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _OddHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: OddServer

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers)))
        status, headers, body = self._answer(self.path.rpartition("/")[2])
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            if value:
                self.send_header(name, value)
        self.send_header("Set-Cookie", "a=b")
        self.end_headers()
        self.wfile.write(body if self.command == "GET" else b"")
        self.close_connection = "Connection" in headers

    def _answer(self, name: str) -> tuple[int, dict[str, str], bytes]:
        first = sum(path == self.path for path, _ in self.server.requests) == 1
        answers: dict[str, tuple[int, dict[str, str], bytes]] = {
            "packed": (200, {"Content-Encoding": "gzip"}, PACKED),
            "bomb": (200, {"Content-Encoding": "gzip"}, BOMB),
            "spoilt": (200, {"Content-Encoding": "gzip"}, b"not packed"),
            # Only the stream itself says where it ends.
            "torn": (200, TORN, PACKED[:-9]),
            "torn-once": (200, TORN, PACKED[:-9] if first else PACKED),
            "members": (
                200,
                {**UNTIL_CLOSED, "Content-Encoding": "x-gzip"},
                gzip.compress(BODY[:100]) + gzip.compress(BODY[100:]) + b"trailing",
            ),
            "nothing": (200, {"Content-Encoding": "gzip"}, b""),
            "away": (302, {"Location": "/plain"}, b""),
            "circle": (302, {"Location": "/circle"}, b""),
            "closing": (200, {"Connection": "close"}, BODY),
            # Cut off the first time; the second answer is whole.
            "cut": (200, {"Content-Length": "99999", "Connection": "close"} if first else {}, BODY),
            # Breaks off between two chunks.
            "broken": (
                200,
                {"Transfer-Encoding": "chunked", "Connection": "close"},
                b"5\r\nhello\r\n",
            ),
            "late": (503, {"Retry-After": "1"}, b"") if first else (200, {}, BODY),
        }
        return answers.get(name, (200, {}, BODY))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Log nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[OddServer]:
    with OddServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def client() -> Iterator[Client]:
    with closing(Client()) as client:
        yield client


@pytest.mark.parametrize(
    "name", ["plain", "packed", "members", "closing", "cut", "torn-once", "late"]
)
def test_a_whole_body(server: OddServer, client: Client, name: str) -> None:
    response = client.get(f"{server.address}/{name}", len(BODY), keep_body=True)
    assert (response.status, response.size, response.body) == (200, len(BODY), BODY)
    assert response.sha256 == hashlib.sha256(BODY).hexdigest()
    assert response.certificate == {}


@pytest.mark.parametrize("name", ["plain", "packed", "bomb"])
def test_no_more_is_read_than_one_byte_over(server: OddServer, client: Client, name: str) -> None:
    for _ in range(6):  # more often than there are connections: each is given back
        response = client.get(f"{server.address}/{name}", 100, keep_body=True)
        assert (response.size, len(response.body)) == (101, 101)


def test_a_redirect_is_an_answer_and_is_counted_where_it_is_followed(
    server: OddServer, client: Client
) -> None:
    assert client.get(f"{server.address}/away", 100).headers["location"] == "/plain"
    assert client.status("HEAD", f"{server.address}/away") == 200
    with pytest.raises(RequestError, match="转来转去"):
        client.status("GET", f"{server.address}/circle")


def test_what_cannot_be_unpacked(server: OddServer, client: Client) -> None:
    with pytest.raises(RequestError, match="内容解不开"):
        client.get(f"{server.address}/spoilt", 100)


@pytest.mark.parametrize("max_seconds", [inf, 20.0])
@pytest.mark.parametrize("name", ["broken", "torn"])
def test_what_breaks_off_is_no_wrong_address(
    server: OddServer, name: str, max_seconds: float
) -> None:
    with (
        closing(Client(retries=Retry(0))) as client,
        pytest.raises(RequestError, match="连接断了"),
    ):
        client.get(f"{server.address}/{name}", len(BODY) + 1, max_seconds=max_seconds)


def test_nothing_packed_is_nothing(server: OddServer, client: Client) -> None:
    assert client.get(f"{server.address}/nothing", 100).size == 0


@pytest.mark.parametrize("end", range(1, len(SMALL)))
def test_a_stream_that_ends_anywhere_but_at_its_end_is_torn(end: int) -> None:
    body = GzipBody(io.BytesIO(SMALL[:end]).read)
    with pytest.raises(EOFError):
        list(iter(partial(body.read, 7), b""))


def test_no_cookie_is_kept_and_the_agent_is_named(server: OddServer, client: Client) -> None:
    for _ in range(2):
        client.get(f"{server.address}/plain", 10)
    for _, headers in server.requests:
        assert headers["User-Agent"] == AGENT
        assert "Cookie" not in headers


def test_a_proxy_of_the_environment_is_used(
    server: OddServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "")
    for proxy in (server.address, f"127.0.0.1:{server.server_port}"):
        monkeypatch.setenv("http_proxy", proxy)
        assert client.get("http://gov.example/a/", len(BODY)).size == len(BODY)
        assert server.requests[-1][0] == "http://gov.example/a/"
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(RequestError, match="连不上代理"):
        client.status("GET", "http://gov.example/a/")
    monkeypatch.setenv("http_proxy", "odd://127.0.0.1:9")
    with pytest.raises(RequestError, match="代理用不了"):
        client.status("GET", "http://gov.example/a/")
