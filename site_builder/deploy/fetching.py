"""Asking a web server for files, politely: few at a time, and less when it says it has enough.

Called by `verify`. Connections are kept open; proxies of the environment are used, except for this
machine itself.
"""

import hashlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import SplitResult
from urllib.request import getproxies, proxy_bypass

from site_builder import __version__
from site_builder.addresses import split_address, wire_host

WORKERS = 4
"""Requests at the same time, at most."""
AGENT = f"site-builder-verify/{__version__}"
_PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before asking again."""
_LONGEST = 60.0
"""Seconds a server may ask us to wait; one that wants more is asked another day."""
_TIMEOUT = 20.0
_BLOCK = 1 << 18
_BUSY = (429, 500, 502, 503, 504)


class NoAnswerError(Exception):
    """A server gives no answer, or asks us to go away; the message says how, in Chinese."""


class CertificateError(Exception):
    """A server's certificate is not to be trusted; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    size: int
    """Bytes read; one more than were wanted when there are more."""
    sha256: str
    body: bytes
    """Empty unless it was asked for."""


class Client:
    """Asks servers. May be used by several threads; each has its own connections."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._open: list[http.client.HTTPConnection] = []
        self._guard = threading.Lock()
        self._quiet_until = 0.0

    def get(self, address: str, most: int, *, keep: bool = False) -> Answer:
        """Get an address, reading no more than one byte over `most`. Redirects are not followed.

        Raises NoAnswerError when there is no answer after some patience.
        """
        for pause in (*_PAUSES, None):
            self._wait()
            wanted = 0.0
            try:
                answer = self._once(address, most, keep=keep)
                if answer.status not in _BUSY:
                    return answer
                why = f"服务器回答 {answer.status}"
                wanted = _asked_to_wait(answer.headers)
            except ssl.SSLCertVerificationError as wrong:
                raise CertificateError(wrong.verify_message) from wrong
            except (OSError, http.client.HTTPException) as lost:
                why = _reason(lost)
            except ValueError as odd:  # a path that is no ASCII, a name that nobody can ask for
                raise NoAnswerError(_reason(odd)) from odd
            if pause is None or wanted > _LONGEST:
                break
            self._hold(max(pause, wanted))
        raise NoAnswerError(why)

    def certificate(self, address: str) -> Mapping[str, object]:
        """Give the certificate that a server shows."""
        try:
            connection, _ = self._connection(split_address(address))
            if connection.sock is None:
                connection.connect()
            shown = (
                connection.sock.getpeercert() if isinstance(connection.sock, ssl.SSLSocket) else {}
            )
        except ssl.SSLCertVerificationError as wrong:
            raise CertificateError(wrong.verify_message) from wrong
        except (OSError, http.client.HTTPException, ValueError) as lost:
            raise NoAnswerError(_reason(lost)) from lost
        return dict(shown or {})

    def close(self) -> None:
        """Close all connections."""
        for one in self._open:
            one.close()

    def _wait(self) -> None:
        """Keep quiet as long as any thread was asked to."""
        while (left := self._quiet_until - time.monotonic()) > 0:
            time.sleep(left)

    def _hold(self, seconds: float) -> None:
        with self._guard:
            self._quiet_until = max(self._quiet_until, time.monotonic() + seconds)

    def _once(self, address: str, most: int, *, keep: bool) -> Answer:
        parts = split_address(address)
        connection, path = self._connection(parts)
        used = connection.sock is not None
        try:
            return _ask(connection, path, most, keep=keep)
        except (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError):
            connection.close()
            if not used:
                raise
            # A server may close a connection that waited too long; that is no failure.
            return _ask(connection, path, most, keep=keep)
        except BaseException:
            connection.close()
            raise

    def _connection(self, parts: SplitResult) -> tuple[http.client.HTTPConnection, str]:
        """Give this thread's connection to a server, and how to name a path on it."""
        known: dict[tuple[str, str], http.client.HTTPConnection]
        known = self._own.__dict__.setdefault("known", {})
        host = wire_host(parts.hostname or "")
        if not host:
            raise ValueError(parts.netloc)
        key = (parts.scheme, f"{host}:{parts.port}")
        proxy = _proxy(parts.scheme, host)
        if key not in known:
            known[key] = _connect(parts.scheme, host, parts.port, proxy)
            with self._guard:
                self._open.append(known[key])
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        plain = proxy is not None and parts.scheme == "http"
        return known[key], f"http://{host}:{parts.port or 80}{path}" if plain else path


def _ask(
    connection: http.client.HTTPConnection,
    path: str,
    most: int,
    *,
    keep: bool,
) -> Answer:
    connection.request(
        "GET",
        path,
        headers={
            "User-Agent": AGENT,
            "Accept-Encoding": "identity",
            # A cache on the way must not show us what it kept.
            "Cache-Control": "no-cache",
        },
    )
    response = connection.getresponse()
    headers = {name.lower(): value for name, value in response.getheaders()}
    digest, size, kept = hashlib.sha256(), 0, []
    for block in _blocks(response, headers, most):
        digest.update(block)
        size += len(block)
        kept += [block] if keep else []
    if not response.isclosed():
        connection.close()  # more than was wanted: what is left is not read
    found = MappingProxyType(headers)
    return Answer(response.status, found, size, digest.hexdigest(), b"".join(kept))


def is_here(host: str) -> bool:
    """Tell whether a host is this machine."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _proxy(scheme: str, host: str) -> SplitResult | None:
    named = getproxies().get(scheme, "")
    if not named or is_here(host) or proxy_bypass(host):
        return None
    return split_address(named if "//" in named else f"http://{named}")


def _connect(
    scheme: str, host: str, port: int | None, proxy: SplitResult | None
) -> http.client.HTTPConnection:
    if proxy and proxy.hostname:
        way = proxy.hostname, proxy.port or 3128
        if scheme == "https":
            tunnel = http.client.HTTPSConnection(*way, timeout=_TIMEOUT)
            tunnel.set_tunnel(host, port or 443)
            return tunnel
        return http.client.HTTPConnection(*way, timeout=_TIMEOUT)
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    return kind(host, port, timeout=_TIMEOUT)


def _blocks(
    response: http.client.HTTPResponse, headers: Mapping[str, str], most: int
) -> Iterator[bytes]:
    """Read a body, no more than one byte over `most`. Some servers pack it though not asked to."""
    packed = headers.get("content-encoding", "").lower() == "gzip"
    unpack = zlib.decompressobj(wbits=31)
    length = headers.get("content-length", "")
    left, read = most + 1, 0
    while left > 0 and (block := response.read(min(_BLOCK, left))):
        read += len(block)
        data = unpack.decompress(block, left) if packed else block
        yield data
        left -= len(data)
    if left > 0 and length.isdecimal() and read < int(length):
        raise http.client.IncompleteRead(b"", int(length) - read)


def _asked_to_wait(headers: Mapping[str, str]) -> float:
    """Read Retry-After: seconds, or a time."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    with suppress(ValueError, TypeError, OverflowError, OSError):
        return parsedate_to_datetime(text).timestamp() - time.time()
    return 0.0


def _reason(lost: Exception) -> str:
    if isinstance(lost, ValueError):
        return "网址写得不对"
    if isinstance(lost, TimeoutError):
        return "等不到回答"
    if isinstance(lost, socket.gaierror):
        return "找不到这个域名"
    if isinstance(lost, ConnectionRefusedError):
        return "服务器没有开"
    if isinstance(lost, ssl.SSLError):
        return f"不能建立加密连接（{lost.reason or lost}）"
    return "连接断了"
