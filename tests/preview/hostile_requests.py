"""Requests that nobody honest sends, from a seed: byte for byte, with what may come back.

`python -m tests.preview.hostile_requests PORT [NUMBER] [SEED]` sends many to a preview that runs.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator

from tests.preview.raw_requests import HostileRequest, find_problems, send

_NAMES = (
    *("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.localhost.example"),
    *("127.0.0.1.nip.io", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "0"),
    *("0.0.0.0", "[::]", "[0:0::0]", "10.9.8.7", "169.254.169.254", "255.255.255.255", "224.0.0.1"),  # noqa: S104 - nothing is bound here
    *("[fe80::1]", "[::ffff:10.0.0.1]", "::1", "[::1", "user@127.0.0.1", "127.0.0.1@evil.example"),
    *("127.0.0.1,evil.example", "127.0.0.1 evil.example", "127.0.0.1/x", "127.0.0.1#"),
    *("127.0.0.1?", "127.0.0.1:0", "127.0.0.1:99999", "127.0.0.1:", "127.0.0.1:-1"),
    *("127.0.0.1:8000:8000", ":8000"),
    *(
        "localhost\\",
        "loc%61lhost",
        "ｌｏｃａｌｈｏｓｔ",
        "１２７.0.0.1",
        "localhost..",
        ".localhost",
        "*",
        "_",
        "-",
    ),
    *("xn--", "xn--a.", "a" * 300, "l\u00f6calhost", "\x00", "localhost\x00.evil"),
)
_FILES = (
    *(
        "config.yaml",
        "etc/passwd",
        ".git/config",
        "notes.txt",
        "content/2020/report.md",
        "boot.ini",
    ),
    *("_preview/../config.yaml", "_preview/preview.css/../../server.py", "templates/base.html"),
)
_STEPS = (
    *("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "%252e%252e%252f", "....//", "..;/"),
    *("%c0%ae%c0%ae/", "%uff0e%uff0e/", "..%00/", "./", "//", "/./", "\\\\", "C:/", "C:%5c", "~/"),
    *(
        "file:///",
        "%2f",
        "..%c0%af",
        "．．/",
        "\u2025/",
        "_preview/../",
        "2020/../../",
        "http://x/",
    ),
)
_ENDS = (
    "",
    "%00",
    "%00.html",
    ".html",
    "/",
    "/.",
    "?x",
    "::$DATA",
    "%20",
    ".",
    "%0d%0aSet-Cookie:x=1",
)
_MARKUP = (
    *(
        "<script>alert(1)</script>",
        '"onmouseover=alert(1) x="',
        "'><svg onload=alert(1)>",
        "{{7*7}}",
    ),
    *(
        "</title><script src=//evil.example>",
        "<img src=x onerror=alert(1)>.html",
        "javascript:alert(1)",
    ),
)
_METHODS = (
    *(
        "POST",
        "PUT",
        "DELETE",
        "PATCH",
        "OPTIONS",
        "TRACE",
        "CONNECT",
        "PROPFIND",
        "get",
        "GeT",
        "XYZ",
    ),
    *("GET ", " GET", "G\x00T", "", "A" * 5000, "GET\t", "HEAD,GET", "PRI"),
)


def requests(number: int, seed: int, port: int) -> Iterator[HostileRequest]:
    """Build requests of all kinds in turn."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, no secret
    for at in range(number):
        kind, make = tuple(_KINDS.items())[at % len(_KINDS)]
        yield make(dice, port, kind)


def _get(path: str, *fields: str, method: str = "GET", version: str = "HTTP/1.1") -> bytes:
    return "\r\n".join([f"{method} {path} {version}", *fields, "", ""]).encode()


def _odd(dice: random.Random) -> str:
    """Build a few characters of any kind that a line can hold."""
    signs = "aZ09%/\\.:;?#&=+~^|`'\"<>{}[]()@!$*, \t\x01\x7f\x80é中\u202e\u0000"
    return "".join(dice.choices(signs, k=dice.randint(1, 30)))


def _name(dice: random.Random, port: int, kind: str) -> HostileRequest:
    name = dice.choice((*_NAMES, _odd(dice)))
    host = f"{name}:{port}" if dice.random() < 0.5 else name
    path = dice.choice(
        ("/", "/2020/report.html", "/_preview/", "/livereload", "/none", "/atom.xml")
    )
    first = f"127.0.0.1:{port}"
    more = dice.choice((f"X-Forwarded-Host: {first}", f"Forwarded: host={first}", "X: y"))
    return HostileRequest(kind, _get(path, f"Host: {host}", more))


def _host_headers(dice: random.Random, port: int, kind: str) -> HostileRequest:
    header_lines: list[tuple[str, ...]] = [(), ("Host:",), ("Host: ",), ("Host : 127.0.0.1",)]
    header_lines += [(" Host: 127.0.0.1",), ("Hos: 127.0.0.1",), ("X-Forwarded-Host: 127.0.0.1",)]
    twice = (f"Host: 127.0.0.1:{port}", "Host: evil.example")
    fields = dice.choice([*header_lines, twice, twice[::-1]])
    version = dice.choice(
        ("HTTP/1.0", "HTTP/1.1", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "", "HTTP/1.x")
    )
    return HostileRequest(kind, _get("/", *fields, version=version))


def _path(dice: random.Random, port: int, kind: str) -> HostileRequest:
    steps = "".join(dice.choices(_STEPS, k=dice.randint(1, 8)))
    path = f"/{steps}{dice.choice(_FILES)}{dice.choice(_ENDS)}"
    if dice.random() < 0.2:
        path = f"/{_odd(dice)}{dice.choice(_ENDS)}"
    if dice.random() < 0.2:
        path = f"/{dice.choice(('', '_preview/'))}{dice.choice(_MARKUP)}"
    host = f"Host: 127.0.0.1:{port}"
    return HostileRequest(kind, _get(path, host, "Connection: close"), is_shown=True)


def _target(dice: random.Random, port: int, kind: str) -> HostileRequest:
    target = dice.choice(
        (
            *(
                "*",
                "http://evil.example/",
                f"http://127.0.0.1:{port}/",
                "evil.example:443",
                "?",
                "",
            ),
            *("//evil.example/", "/\x00", "/ /", "/\t", "/\r", "x", "//", "///", "/#/", "/;/"),
        )
    )
    method = dice.choice(("GET", "OPTIONS", "CONNECT", "HEAD", "POST"))
    return HostileRequest(
        kind, _get(target, f"Host: 127.0.0.1:{port}", method=method), is_shown=True
    )


def _method(dice: random.Random, port: int, kind: str) -> HostileRequest:
    length = dice.choice((0, 1, 100, 5000, 10**6, 10**12, -1))
    fields = [f"Host: localhost:{port}", f"Content-Length: {length}", "Connection: close"]
    fields += dice.choice(
        ((), ("Transfer-Encoding: chunked",), ("Expect: 100-continue",), ("X" * 9,))
    )
    data = _get("/", *fields, method=dice.choice(_METHODS))
    return HostileRequest(kind, data + b"a" * min(max(length, 0), 5000))


def _long(dice: random.Random, port: int, kind: str) -> HostileRequest:
    size = dice.choice((2000, 5000, 20_000, 40_000, 200_000))
    where = dice.choice(("path", "query", "field", "fields", "name"))
    fields = [f"Host: 127.0.0.1:{port}", "Connection: close"]
    path = f"/{'a' * size}" if where == "path" else "/"
    path = f"/none?{'a=b&' * (size // 4)}" if where == "query" else path
    fields += [f"X: {'a' * size}"] if where == "field" else []
    fields += [f"X{at}: a" for at in range(size // 8)] if where == "fields" else []
    fields += [f"{'a' * size}: b"] if where == "name" else []
    return HostileRequest(kind, _get(path, *fields), is_shown=True)


def _range(dice: random.Random, port: int, kind: str) -> HostileRequest:
    value = dice.choice(
        ("0-0", "-1", "0-", "5-1", "0-" + "9" * 30, ",".join(["0-1"] * 2000), "a-b", "-", "0-0,-1")
    )
    fields = [f"Host: 127.0.0.1:{port}", f"Range: bytes={value}", "Connection: close"]
    tag = dice.choice(("*", "W/" * 500, '"' * 999))
    fields += [f"If-None-Match: {tag}", "If-Range: x"]
    return HostileRequest(kind, _get("/catalogue.csv", *fields), is_shown=True)


def _upgrade(dice: random.Random, port: int, kind: str) -> HostileRequest:
    origin = dice.choice(
        (
            *(
                "http://evil.example",
                "null",
                "",
                "file://",
                f"https://127.0.0.1:{port}",
                "http://127.0.0.1",
            ),
            *(
                f"http://127.0.0.1:{port}.evil.example",
                f"http://evil.example#127.0.0.1:{port}",
                "*",
            ),
            *(
                f"http://user@127.0.0.1:{port}",
                f"http://localhost:{port}/",
                f"chrome-extension://{port}",
            ),
        )
    )
    fields = [f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade"]
    fields += [f"Origin: {origin}"] if dice.random() < 0.9 else []
    fields += [f"Sec-WebSocket-Version: {dice.choice(('13', '8', '0', 'x', '-1'))}"]
    fields += [
        f"Sec-WebSocket-Key: {dice.choice(('AAAAAAAAAAAAAAAAAAAAAA==', '', 'x', 'a' * 3000))}"
    ]
    fields += dice.choice(((), ("Sec-Fetch-Site: same-origin",), ("Sec-WebSocket-Protocol: a,b",)))
    return HostileRequest(kind, _get("/livereload", *fields))


def _noise(dice: random.Random, port: int, kind: str) -> HostileRequest:
    good = _get("/", f"Host: 127.0.0.1:{port}", f"Cookie: {_odd(dice)}")
    data = bytearray(
        dice.choice((good, dice.randbytes(200) + b"\r\n\r\n", b"\r\n" * 40, b"\x16\x03\x01" + good))
    )
    for _ in range(dice.randint(0, 5)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return HostileRequest(kind, bytes(data) + b"\r\n\r\n", is_shown=True)


_KINDS: dict[str, Callable[[random.Random, int, str], HostileRequest]] = {
    "name": _name,
    "no name": _host_headers,
    "path": _path,
    "target": _target,
    "method": _method,
    "long": _long,
    "range": _range,
    "upgrade": _upgrade,
    "noise": _noise,
}


def main() -> None:
    """Send many to a preview that runs, and return the responses."""
    port, number, seed = (int(item) for item in (*sys.argv[1:], "5000", "1")[:3])
    counts: Counter[tuple[str, int]] = Counter()
    for sent in requests(number, seed, port):
        got = send(port, sent.data)
        counts[sent.kind, got.status] += 1
        for item in find_problems(sent, got):
            sys.stdout.write(f"{sent.kind} {sent.data[:300]!r} → {got.status} {item}\n")
    sys.stdout.writelines(f"{line}\n" for line in sorted(counts.items()))


if __name__ == "__main__":
    main()
