"""Kinds of hosts that a configuration is written for."""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from site_builder.deploy.webserver import WebLocation, configuration
from tests.helpers.nginx import Nginx, loopback, nginx
from tests.helpers.servers import free_port

STYLE = "assets/site.0123abcd.css"
FILES = {
    "index.html": b"<!doctype html><p>" + "首页".encode() * 1000,
    "404.html": b"<!doctype html><p>nothing here",
    "2020/index.html": b"<!doctype html><p>2020",
    STYLE: b"body{}" * 1000,
    "assets/plain.css": b"body{}",
    "data.json": b"{}" * 1000,
    "table.csv": b"\xef\xbb\xbfa,b\n" * 1000,
    "atom.xml": b"<feed/>",
    "assets/icon.0123abcd.svg": b"<svg/>",
    "2020/files/plan.ofd": b"ofd",
    "2020/files/odd.xyz": b"odd",
    "2020/files/letter.docx": b"PK",
    ".secret": b"secret",
    ".site-builder/x": b"secret",
}


@dataclass(frozen=True)
class NginxResponse:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    port: int
    base: str
    root: Path
    """The target's folder."""
    process: Nginx

    def request(self, path: str, method: str = "GET", **headers: str) -> NginxResponse:
        """Ask for a path as it stands, whatever it means."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, self.base + path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return NginxResponse(
            response.status, {k.lower(): v for k, v in response.getheaders()}, body
        )


def release(root: Path, name: str, files: Mapping[str, bytes]) -> None:
    for url, data in files.items():
        path = root / "releases" / name / url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@contextmanager
def serving(folder: Path, base: str) -> Iterator[Server]:
    root = folder / "网站 1"
    release(root, "a", FILES)
    (root / "current").symlink_to("releases/a")
    port = free_port()
    location = WebLocation("示范园区", f"{root}/current", f"http://127.0.0.1:{port}{base}")
    with nginx(loopback(configuration("nginx", location)), port) as running:
        yield Server(port, quote(base), root, running)
