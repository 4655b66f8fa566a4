"""Requests to web servers, politely: few at a time, and fewer when one reports overload.

urllib3 does connections, proxies and decoding; added here: all threads that ask one host pause
together, limits on what is read, and the messages for people.
"""

import hashlib
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from math import inf
from types import MappingProxyType
from urllib.request import getproxies, proxy_bypass

from urllib3 import BaseHTTPResponse, HTTPSConnectionPool, PoolManager, ProxyManager, Retry
from urllib3 import exceptions as errors
from urllib3.connection import HTTPSConnection

from site_builder import __version__
from site_builder.core.errors import CertificateError, RequestError
from site_builder.core.gzip_body import GzipBody
from site_builder.core.web_addresses import host_of, is_loopback, split_address, wire_host

WORKERS = 4
"""Requests at the same time, at most."""
AGENT = f"site-builder-verify/{__version__}"
_HEADERS = {
    "User-Agent": AGENT,
    "Accept-Encoding": "identity",
    # A cache on the way must not answer with its stored copy.
    "Cache-Control": "no-cache",
}
_RETRIES = Retry(4, status_forcelist=(429, 500, 502, 503, 504), backoff_factor=1)
"""Asked again after 0, 2, 4 and 8 seconds: at once, as a server may just have closed a connection
that waited for long."""
_FOLLOW = Retry(connect=0, read=0, status=0, other=0, redirect=10, respect_retry_after_header=False)
_MIN_PAUSE = 1.0
"""Seconds to pause for a server that reports it cannot answer now."""
_MAX_RETRY_AFTER = 60.0
"""Longest wait, in seconds, that a server may ask for; beyond it, the request is given up."""
_TIMEOUT = 20.0
_BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    size: int
    """Bytes read; one over the maximum when there are more."""
    sha256: str
    body: bytes
    """Empty unless it was asked for."""
    certificate: Mapping[str, object]
    """The server's certificate; empty without encryption."""


class _Connection(HTTPSConnection):
    """Remembers the certificate: a server may close the connection right after its answer."""

    certificate: Mapping[str, object] = MappingProxyType({})

    def connect(self) -> None:
        """Connect, and store the server's certificate."""
        super().connect()
        if isinstance(self.sock, ssl.SSLSocket):
            self.certificate = self.sock.getpeercert() or {}


class _Pool(HTTPSConnectionPool):
    ConnectionCls = _Connection


class Client:
    """Asks servers. May be used by several threads."""

    def __init__(self, agent: str = AGENT, retries: Retry = _RETRIES) -> None:
        self._headers = {**_HEADERS, "User-Agent": agent}
        self._retries = retries
        self._managers: dict[str, PoolManager] = {}
        self._lock = threading.Lock()
        self._backoff_until: dict[str, float] = {}

    def get(
        self,
        address: str,
        max_bytes: int,
        *,
        keep_body: bool = False,
        headers: Mapping[str, str] = MappingProxyType({}),
        max_seconds: float = inf,
    ) -> HttpResponse:
        """Get an address, reading no more than one byte over the maximum; follow no redirect.

        Raises RequestError when there is no answer after some patience, or it takes too long.
        """
        retries, host = self._retries, host_of(address)
        while True:
            self._wait_for_backoff(host)
            try:
                with self._open("GET", address, headers=headers) as response:
                    if not retries.is_retry("GET", response.status):
                        return _read(response, max_bytes, max_seconds, keep_body=keep_body)
                    reason = f"服务器回答 {response.status}"
                    pause = max(_MIN_PAUSE, _retry_after(response))
            except (errors.DecodeError, errors.LocationValueError, zlib.error) as exc:
                raise RequestError(_reason(exc)) from exc  # the same when asked again
            except (errors.HTTPError, OSError, EOFError) as exc:
                reason, pause = _reason(exc), 0.0
            try:
                retries = retries.increment("GET", address, error=errors.ResponseError(reason))
            except errors.MaxRetryError:
                raise RequestError(reason) from None
            self._back_off(host, max(pause, retries.get_backoff_time()))
            if pause > _MAX_RETRY_AFTER:
                raise RequestError(reason)

    def status(self, method: str, address: str) -> int:
        """Ask for an address once, going where it is redirected; return the last status.

        Raises RequestError when there is no answer.
        """
        try:
            with self._open(method, address, _FOLLOW) as response:
                return response.status
        except (errors.HTTPError, OSError) as exc:
            raise RequestError(_reason(exc)) from exc

    def close(self) -> None:
        """Close all connections."""
        for manager in self._managers.values():
            manager.clear()

    def _wait_for_backoff(self, host: str) -> None:
        """Pause as long as any thread was asked to by a host. Raises RequestError for too long."""
        while (remaining := self._backoff_until.get(host, 0.0) - time.monotonic()) > 0:
            if remaining > _MAX_RETRY_AFTER:
                raise RequestError("服务器要求很久以后再问")
            time.sleep(remaining)

    def _back_off(self, host: str, seconds: float) -> None:
        until = time.monotonic() + seconds
        with self._lock:
            self._backoff_until[host] = max(self._backoff_until.get(host, 0.0), until)

    @contextmanager
    def _open(
        self,
        method: str,
        address: str,
        follow: Retry | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Iterator[BaseHTTPResponse]:
        host = host_of(address)
        if not wire_host(host) or not address.isascii():
            raise RequestError("网址写得不对")
        response = self._manager(split_address(address).scheme, host).request(
            method,
            address,
            headers={**self._headers, **headers},
            retries=follow or False,
            redirect=follow is not None,
            preload_content=False,
            timeout=_TIMEOUT,
        )
        try:
            yield response
        finally:
            # One that was read to its end went back already; of any other nothing more is read.
            response.close()
            response.release_conn()

    def _manager(self, scheme: str, host: str) -> PoolManager:
        """Return the connections to use: by the proxy of the environment, but to this machine."""
        proxy = "" if is_loopback(host) or proxy_bypass(host) else getproxies().get(scheme, "")
        with self._lock:
            if proxy not in self._managers:
                self._managers[proxy] = _connect(proxy)
            return self._managers[proxy]


def _connect(proxy: str) -> PoolManager:
    context = ssl.create_default_context()
    manager = (
        ProxyManager(
            proxy if "//" in proxy else f"http://{proxy}",
            maxsize=WORKERS,
            block=True,
            ssl_context=context,
        )
        if proxy
        else PoolManager(maxsize=WORKERS, block=True, ssl_context=context)
    )
    manager.pool_classes_by_scheme = manager.pool_classes_by_scheme | {"https": _Pool}
    return manager


def _read(
    response: BaseHTTPResponse, max_bytes: int, max_seconds: float, *, keep_body: bool
) -> HttpResponse:
    """Read a body, unpacked where a server packs it though not asked to."""
    certificate = getattr(response.connection, "certificate", {})
    digest, size, chunks = hashlib.sha256(), 0, []
    deadline = time.monotonic() + max_seconds
    # What has come is taken at once where time counts: a slow server fills no block.
    raw_read = response.read if max_seconds == inf else response.read1
    read: Callable[[int], bytes] = raw_read
    if response.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip"):
        read = GzipBody(partial(raw_read, decode_content=False)).read
    while size <= max_bytes and (block := read(min(_BLOCK, max_bytes + 1 - size))):
        if time.monotonic() > deadline:
            raise RequestError("回答得太慢，没有等完")
        digest.update(block)
        size += len(block)
        chunks += [block] if keep_body else []
    headers = {name.lower(): value for name, value in response.headers.iteritems()}
    return HttpResponse(
        response.status,
        MappingProxyType(headers),
        size,
        digest.hexdigest(),
        b"".join(chunks),
        certificate,
    )


def _retry_after(response: BaseHTTPResponse) -> float:
    with suppress(errors.InvalidHeader, ValueError, OverflowError):
        return _RETRIES.get_retry_after(response) or 0.0
    return 0.0


_REASONS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (errors.ProxySchemeUnknown, "环境变量里写的代理用不了"),
    (errors.ProxyError, "连不上代理"),
    (errors.LocationValueError, "网址写得不对"),
    ((errors.TimeoutError, TimeoutError), "等不到回答"),
    (socket.gaierror, "找不到这个域名"),
    (ConnectionRefusedError, "服务器没有开"),
    ((errors.DecodeError, zlib.error), "内容解不开"),
)
_CERTIFICATE_REASONS = {
    9: "还没有生效",
    10: "已经过期",
    18: "是自己签发的",
    19: "证书链的顶端不是可信的机构",
    20: "找不到签发它的机构",
    21: "证书链不完整",
    23: "已经吊销",
    62: "不是发给这个域名的",
    64: "不是发给这个 IP 地址的",
}
"""By the numbers of OpenSSL, X509_V_ERR_…"""


def _reason(exc: BaseException) -> str:
    """Return why there is no answer. Raises CertificateError where it is the certificate."""
    causes = list(_causes(exc))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = _CERTIFICATE_REASONS.get(
                cause.verify_code, f"没有通过（{cause.verify_message}）"
            )
            raise CertificateError(reason) from exc
    for kind, reason in _REASONS:
        if any(isinstance(cause, kind) for cause in causes):
            return reason
    if isinstance(exc, errors.MaxRetryError) and isinstance(exc.reason, errors.ResponseError):
        return "转来转去，没有到头"
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return f"不能建立加密连接（{cause.reason or cause}）"
    return "连接断了"


def _causes(exc: BaseException | None) -> Iterator[BaseException]:
    while exc is not None:
        yield exc
        exc = exc.__cause__ or exc.__context__
