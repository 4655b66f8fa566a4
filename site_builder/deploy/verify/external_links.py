"""Addresses outside the site: found in its pages, requested, and reported when unreachable."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from functools import partial
from html.parser import HTMLParser

from site_builder.core.errors import CertificateError, RequestError
from site_builder.core.http_client import WORKERS, Client
from site_builder.core.web_addresses import wire_address
from site_builder.deploy.verify.findings import warning
from site_builder.model.verification import FindingKind, VerificationFinding

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
    """Ask for each address once; report only those that give no good answer."""
    findings: list[VerificationFinding] = []
    with ThreadPoolExecutor(WORKERS) as pool, closing(Client()) as client:
        problems = pool.map(partial(_find_problem, client), links)
        for number, (link, problem) in enumerate(zip(links, problems, strict=True), 1):
            on_progress(number, len(links))
            if problem:
                message = f"外站链接打不开（{problem}），在 {links[link]}"
                hint = "请用浏览器打开看看；确实没有了的，改正或者删去链接。"
                findings.append(warning(FindingKind.LINK, link, message, hint))
    return findings


def _find_problem(client: Client, link: str) -> str:
    """Return what is wrong with an address; empty for nothing."""
    address = wire_address(link)
    try:
        status = client.status("HEAD", address)
        if status in _HEAD_UNRELIABLE:
            status = client.status("GET", address)
    except CertificateError as exc:
        return f"证书不可信：{exc}"
    except RequestError as exc:
        return str(exc)
    return "" if status < _MIN_ERROR_STATUS else f"服务器回答 {status}"
