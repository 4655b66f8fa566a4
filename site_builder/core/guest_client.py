"""Requests to the sites of others, as a guest: named, bounded, and only what robots.txt allows.

For `inspect` and `rollup`.
"""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from protego import Protego
from urllib3 import Retry

from site_builder import __version__
from site_builder.core.http_client import Client
from site_builder.model.inspection import Answer

MAX_FILE = 32_000_000
"""Bytes of a page or an attachment that are read."""
ROBOTS_PATH = "/robots.txt"
NOT_MODIFIED = 304
NOT_FOUND = (404, 410)
REDIRECTS = (301, 302, 303, 307, 308)
MAX_REDIRECTS = 8
_MAX_SECONDS = 60.0
"""What one answer may take."""
_RETRIES = Retry(1, status_forcelist=(429, 503), backoff_factor=1)
_MAX_ROBOTS = 500_000
_SERVER_ERROR = 500
_FORBIDDEN = (401, 403)
_NOTHING_ALLOWED = "User-agent: *\nDisallow: /"


class GuestClient:
    """Asks for files of other people's sites. May be used by several threads."""

    def __init__(self, robot: str, contact: str) -> None:
        words = f"; {contact}" if contact else ""
        self._client = Client(f"{robot}/{__version__} (+site-builder{words})", _RETRIES)

    def get(
        self,
        address: str,
        headers: Mapping[str, str] = MappingProxyType({}),
        max_bytes: int = MAX_FILE,
    ) -> Answer:
        """Ask for an address. Raises RequestError and CertificateError."""
        response = self._client.get(
            address, max_bytes, keep_body=True, headers=headers, max_seconds=_MAX_SECONDS
        )
        body = response.body[:max_bytes]
        return Answer(response.status, response.headers, body, is_cut=response.size > max_bytes)

    def close(self) -> None:
        """Close all connections."""
        self._client.close()


def conditional_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers by which a server need not send again what it answered with these."""
    names = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    return {name: headers[key] for name, key in names if key in headers}


def is_silent(status: int) -> bool:
    """Return whether a server said nothing of what is there: no answer, or an error of its own."""
    return status == 0 or status >= _SERVER_ERROR


def robots_rules(status: int, data: bytes) -> Protego:
    """Read what a site asks of programs; where it cannot say, nothing is allowed."""
    if is_silent(status) or status in _FORBIDDEN:
        return Protego.parse(_NOTHING_ALLOWED)
    # What comes with any other status is a page for people.
    text = data[:_MAX_ROBOTS].decode("utf-8-sig", "replace") if status == HTTPStatus.OK else ""
    return Protego.parse(text)
