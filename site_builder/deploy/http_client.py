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
from site_builder.core.web_addresses import split_address, wire_host

WORKERS = 4
"""Requests at the same time, at most."""
AGENT = f"site-builder-verify/{__version__}"
_PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before asking again."""
_MAX_RETRY_AFTER = 60.0
"""Seconds a server may ask us to wait; one that wants more is asked another day."""
_TIMEOUT = 20.0
_BLOCK = 1 << 18
_RETRYABLE_STATUSES = (429, 500, 502, 503, 504)


class RequestError(Exception):
    """A server gives no answer, or asks us to go away; the message says how, in Chinese."""


class CertificateError(Exception):
    """A server's certificate is not to be trusted; the message says why."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
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
        self._thread_local = threading.local()
        self._connections: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()
        self._backoff_until = 0.0

    def get(self, address: str, max_bytes: int, *, keep_body: bool = False) -> HttpResponse:
        """Get an address, reading no more than one byte over `most`. Redirects are not followed.

        Raises NoAnswerError when there is no answer after some patience.
        """
        for pause in (*_PAUSES, None):
            self._wait_for_backoff()
            retry_after = 0.0
            try:
                response = self._get_once(address, max_bytes, keep_body=keep_body)
                if response.status not in _RETRYABLE_STATUSES:
                    return response
                reason = f"服务器回答 {response.status}"
                retry_after = _retry_after(response.headers)
            except ssl.SSLCertVerificationError as exc:
                raise CertificateError(exc.verify_message) from exc
            except (OSError, http.client.HTTPException) as exc:
                reason = _reason(exc)
            except ValueError as exc:  # a path that is no ASCII, a name that nobody can ask for
                raise RequestError(_reason(exc)) from exc
            if pause is None or retry_after > _MAX_RETRY_AFTER:
                break
            self._back_off(max(pause, retry_after))
        raise RequestError(reason)

    def certificate(self, address: str) -> Mapping[str, object]:
        """Return the certificate that a server shows."""
        try:
            connection, _ = self._connection_to(split_address(address))
            if connection.sock is None:
                connection.connect()
            peer_certificate = (
                connection.sock.getpeercert() if isinstance(connection.sock, ssl.SSLSocket) else {}
            )
        except ssl.SSLCertVerificationError as exc:
            raise CertificateError(exc.verify_message) from exc
        except (OSError, http.client.HTTPException, ValueError) as exc:
            raise RequestError(_reason(exc)) from exc
        return dict(peer_certificate or {})

    def close(self) -> None:
        """Close all connections."""
        for connection in self._connections:
            connection.close()

    def _wait_for_backoff(self) -> None:
        """Keep quiet as long as any thread was asked to."""
        while (remaining := self._backoff_until - time.monotonic()) > 0:
            time.sleep(remaining)

    def _back_off(self, seconds: float) -> None:
        with self._lock:
            self._backoff_until = max(self._backoff_until, time.monotonic() + seconds)

    def _get_once(self, address: str, max_bytes: int, *, keep_body: bool) -> HttpResponse:
        parts = split_address(address)
        connection, path = self._connection_to(parts)
        was_open = connection.sock is not None
        try:
            return _request(connection, path, max_bytes, keep_body=keep_body)
        except (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError):
            connection.close()
            if not was_open:
                raise
            # A server may close a connection that waited too long; that is no failure.
            return _request(connection, path, max_bytes, keep_body=keep_body)
        except BaseException:
            connection.close()
            raise

    def _connection_to(self, parts: SplitResult) -> tuple[http.client.HTTPConnection, str]:
        """Return this thread's connection to a server, and how to name a path on it."""
        connections: dict[tuple[str, str], http.client.HTTPConnection]
        connections = self._thread_local.__dict__.setdefault("connections", {})
        host = wire_host(parts.hostname or "")
        if not host:
            raise ValueError(parts.netloc)
        key = (parts.scheme, f"{host}:{parts.port}")
        proxy = _proxy(parts.scheme, host)
        if key not in connections:
            connections[key] = _connect(parts.scheme, host, parts.port, proxy)
            with self._lock:
                self._connections.append(connections[key])
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        is_proxied = proxy is not None and parts.scheme == "http"
        return connections[key], f"http://{host}:{parts.port or 80}{path}" if is_proxied else path


def _request(
    connection: http.client.HTTPConnection,
    path: str,
    max_bytes: int,
    *,
    keep_body: bool,
) -> HttpResponse:
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
    digest, size, chunks = hashlib.sha256(), 0, []
    for block in _iter_body(response, headers, max_bytes):
        digest.update(block)
        size += len(block)
        chunks += [block] if keep_body else []
    if not response.isclosed():
        connection.close()  # more than was wanted: what is left is not read
    frozen_headers = MappingProxyType(headers)
    return HttpResponse(response.status, frozen_headers, size, digest.hexdigest(), b"".join(chunks))


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _proxy(scheme: str, host: str) -> SplitResult | None:
    proxy_url = getproxies().get(scheme, "")
    if not proxy_url or is_loopback(host) or proxy_bypass(host):
        return None
    return split_address(proxy_url if "//" in proxy_url else f"http://{proxy_url}")


def _connect(
    scheme: str, host: str, port: int | None, proxy: SplitResult | None
) -> http.client.HTTPConnection:
    if proxy and proxy.hostname:
        proxy_address = proxy.hostname, proxy.port or 3128
        if scheme == "https":
            tunnel = http.client.HTTPSConnection(*proxy_address, timeout=_TIMEOUT)
            tunnel.set_tunnel(host, port or 443)
            return tunnel
        return http.client.HTTPConnection(*proxy_address, timeout=_TIMEOUT)
    connection_class = (
        http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    )
    return connection_class(host, port, timeout=_TIMEOUT)


def _iter_body(
    response: http.client.HTTPResponse, headers: Mapping[str, str], max_bytes: int
) -> Iterator[bytes]:
    """Read a body, no more than one byte over `most`. Some servers pack it though not asked to."""
    is_gzip = headers.get("content-encoding", "").lower() == "gzip"
    unpack = zlib.decompressobj(wbits=31)
    length = headers.get("content-length", "")
    remaining, read = max_bytes + 1, 0
    while remaining > 0 and (block := response.read(min(_BLOCK, remaining))):
        read += len(block)
        data = unpack.decompress(block, remaining) if is_gzip else block
        yield data
        remaining -= len(data)
    if remaining > 0 and length.isdecimal() and read < int(length):
        raise http.client.IncompleteRead(b"", int(length) - read)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Read Retry-After: seconds, or a time."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    with suppress(ValueError, TypeError, OverflowError, OSError):
        return parsedate_to_datetime(text).timestamp() - time.time()
    return 0.0


def _reason(exc: Exception) -> str:
    if isinstance(exc, ValueError):
        return "网址写得不对"
    if isinstance(exc, TimeoutError):
        return "等不到回答"
    if isinstance(exc, socket.gaierror):
        return "找不到这个域名"
    if isinstance(exc, ConnectionRefusedError):
        return "服务器没有开"
    if isinstance(exc, ssl.SSLError):
        return f"不能建立加密连接（{exc.reason or exc}）"
    return "连接断了"
