"""Bytes sent to a server as they are, and the answer as it came."""

import re
import socket
import time
from dataclasses import dataclass

SECRET = "没有人可以读到的话"  # noqa: S105 - a word to look for
"""Stands in a file of the project beside `content`."""
EXPECTED_HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""What every answer carries, whatever was asked."""
LIMIT = 4.0
"""Seconds for an answer; one test's request waits on purpose, and is closed sooner or later."""


@dataclass(frozen=True)
class RawReply:
    """What came back; no status when the connection was closed without a word."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass(frozen=True)
class HostileRequest:
    """One request."""

    kind: str
    data: bytes
    is_shown: bool = False
    """Something of the site may come back."""


def send(port: int, data: bytes, host: str = "127.0.0.1") -> RawReply:
    """Send bytes, and read until the other side ends or has sent what it announced."""
    start, received = time.monotonic(), b""
    with socket.create_connection((host, port), timeout=LIMIT) as connection:
        try:
            connection.sendall(data)
            while time.monotonic() - start < LIMIT and not is_whole(received, data):
                more = connection.recv(1 << 16)
                if not more:
                    break
                received += more
        except (ConnectionError, TimeoutError):
            pass
    head, _, body = final(received).partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = re.match(r"HTTP/1\.\d (\d{3})", lines[0])
    fields = {k.lower(): v.strip() for k, _, v in (header.partition(":") for header in lines[1:])}
    return RawReply(int(status[1]) if status else 0, fields, body, time.monotonic() - start)


def final(response: bytes) -> bytes:
    """Leave out that we may go on."""
    return response.removeprefix(b"HTTP/1.1 100 (Continue)\r\n\r\n")


def is_whole(response: bytes, request: bytes) -> bool:
    head, middle, body = final(response).partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    upgraded = head.startswith(b"HTTP/1.1 101")
    bodiless = request.startswith(b"HEAD")
    return bool(middle) and (upgraded or bodiless or bool(length and len(body) >= int(length[1])))


def find_problems(sent: HostileRequest, got: RawReply) -> list[str]:
    """List what is wrong with an answer."""
    result = []
    if got.seconds > LIMIT - 0.5 and got.status:
        result.append(f"took {got.seconds:.1f} s")
    if got.status:
        result += [
            f"{name}: {got.headers.get(name)}"
            for name, value in EXPECTED_HEADERS.items()
            if got.headers.get(name) != value
        ]
        policy = got.headers.get("content-security-policy", "")
        result += [] if "frame-ancestors 'self'" in policy else [f"policy: {policy}"]
    if got.status in (101, 200, 206) and not sent.is_shown:
        result.append(f"answered {got.status}")
    if got.status >= 500:
        result.append(f"broke: {got.status}")
    if SECRET.encode() in got.body or b"root:" in got.body or b"Traceback" in got.body:
        result.append("told what it may not")
    page = got.body.lower()
    if any(
        marker in page for marker in (b"<script>", b"<svg onload", b"<img src=x", b"src=//evil")
    ):
        result.append("repeats mark-up")
    return result
