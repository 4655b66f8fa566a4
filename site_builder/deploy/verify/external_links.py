"""Addresses outside the site: found in its pages, asked for, and told when they give no answer."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import quote, urlunsplit

from site_builder.core.web_addresses import split_address, wire_host
from site_builder.deploy.http_client import AGENT, WORKERS, is_loopback
from site_builder.deploy.verify.findings import warning
from site_builder.model.verification import FindingKind, VerificationFinding

_TIMEOUT = 20.0
_MIN_ERROR_STATUS = 400
_HEAD_UNRELIABLE = (400, 403, 404, 405, 429, 500, 501, 503)
"""What servers answer to HEAD though the page is there."""


class Links(HTMLParser):
    """Collects the addresses elsewhere that a page links to."""

    def __init__(self, site_address: str) -> None:
        super().__init__()
        self._site_address = site_address
        self.urls: list[str] = []

    @classmethod
    def of(cls, page: bytes, address: str) -> tuple[str, ...]:
        """Return what a page links to outside the site at an address."""
        reader = cls(address)
        _feed(reader, page)
        return tuple(reader.urls)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a link."""
        target = (dict(attrs).get("href") or "").partition("#")[0]
        is_internal = bool(self._site_address) and target.startswith(self._site_address)
        if tag == "a" and target.lower().startswith(("http://", "https://")) and not is_internal:
            self.urls.append(target)


class Stylesheets(HTMLParser):
    """Collects the style sheets that a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @classmethod
    def of(cls, page: bytes) -> tuple[str, ...]:
        """Return the addresses as the page has them."""
        reader = cls()
        _feed(reader, page)
        return tuple(reader.urls)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a style sheet."""
        values = dict(attrs)
        if tag == "link" and values.get("rel") == "stylesheet" and values.get("href"):
            self.urls.append(values["href"] or "")


def _feed(reader: HTMLParser, page: bytes) -> None:
    """Read a page as far as it can be read: a server may give anything."""
    # A broken `<![` ends the parser of Python 3.11 so.
    with suppress(AssertionError):
        reader.feed(page.decode(errors="replace"))


def check(
    links: Mapping[str, str], on_progress: Callable[[int, int], None]
) -> list[VerificationFinding]:
    """Ask for each address once; only tell of those that give no good answer."""
    findings: list[VerificationFinding] = []
    with ThreadPoolExecutor(WORKERS) as pool:
        problems = pool.map(_find_problem, links)
        for number, (link, problem) in enumerate(zip(links, problems, strict=True), 1):
            on_progress(number, len(links))
            if problem:
                message = f"外站链接打不开（{problem}），在 {links[link]}"
                hint = "请用浏览器打开看看；确实没有了的，改正或者删去链接。"
                findings.append(warning(FindingKind.LINK, link, message, hint))
    return findings


def _find_problem(link: str) -> str:
    """Return what is wrong with an address; empty for nothing."""
    try:
        status = _status(link, "HEAD")
        if status in _HEAD_UNRELIABLE:
            status = _status(link, "GET")
    except TimeoutError:
        return "等不到回答"
    except (OSError, http.client.HTTPException):
        return "连不上"
    except ValueError:
        return "网址写得不对"
    return "" if status < _MIN_ERROR_STATUS else f"服务器回答 {status}"


def _status(link: str, method: str) -> int:
    """Ask for an address, going where it is redirected."""
    parts = split_address(link)
    host = wire_host(parts.hostname or "")
    if not host:
        raise http.client.InvalidURL
    netloc = f"{host}:{parts.port}" if parts.port else host
    path, query = quote(parts.path, safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="=&%/:?+,;@")
    address = urlunsplit((parts.scheme, netloc, path, query, ""))
    proxies = urllib.request.ProxyHandler({} if is_loopback(host) else None)
    request = urllib.request.Request(  # noqa: S310 - http or https: see Links
        address, method=method, headers={"User-Agent": AGENT}
    )
    try:
        with urllib.request.build_opener(proxies).open(request, timeout=_TIMEOUT) as response:
            return int(response.status)
    except urllib.error.HTTPError as exc:
        with exc:
            return exc.code
