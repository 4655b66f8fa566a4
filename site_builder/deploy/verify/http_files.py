"""Every file of a release, asked for as readers do → what differs from what was released."""

import http
import secrets
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import quote

from site_builder.core.errors import CertificateError, RequestError
from site_builder.core.http_client import WORKERS, Client, HttpResponse
from site_builder.core.media_types import is_active
from site_builder.core.web_addresses import join_address, wire_address
from site_builder.deploy.release import is_hashed
from site_builder.deploy.verify.external_links import Links, Stylesheets
from site_builder.deploy.verify.findings import changed, error, missing, unreachable, warning
from site_builder.deploy.verify.header_checks import check_certificate, check_headers
from site_builder.model.release import FileEntry, Release
from site_builder.model.verification import FindingKind, VerificationFinding

_INDEX = "index.html"
_NOT_FOUND_PAGE = "404.html"
_MAX_BYTES = 1 << 20
_MAX_UNREACHABLE = 3
"""Failed requests after which the server is asked for no more."""


@dataclass(slots=True)
class HttpResult:
    """What was found."""

    findings: list[VerificationFinding] = field(default_factory=list)
    files: int = 0
    links: dict[str, str] = field(default_factory=dict)
    """Addresses outside the site, each with a page that names it."""


@dataclass(frozen=True, slots=True)
class HttpCheck:
    """What is asked for."""

    client: Client
    address: str
    release: Release
    collects_links: bool
    """Collect the addresses that pages name."""
    on_progress: Callable[[int, int], None]

    def address_of(self, url: str) -> str:
        """Return the address of a file."""
        return self.root + quote(url)

    @property
    def root(self) -> str:
        """Return the site's address as it goes over the wire."""
        return wire_address(self.address)


def check(http_check: HttpCheck) -> HttpResult:
    """Compare what a server gives with what was released."""
    result = HttpResult()
    try:
        # One question first: of a server that gives no answer, nothing else is asked.
        responses = {"首页": http_check.client.get(http_check.root, _MAX_BYTES)}
    except CertificateError as exc:
        hint = "请换上有效的证书。证书不可信时网页可能在路上被改动，没有再核对。"
        message = f"证书不可信：{exc}"
        return HttpResult([error(FindingKind.CERTIFICATE, http_check.address, message, hint)])
    except RequestError as exc:
        return HttpResult([unreachable(http_check.address, str(exc))])
    result.findings += check_certificate(responses["首页"].certificate, http_check.address)
    _check_files(http_check, result)
    try:
        responses |= _fetch_samples(http_check, result)
    except (RequestError, CertificateError) as exc:
        result.findings.append(unreachable(http_check.address, str(exc)))
    result.findings += check_headers(http_check.address, responses, _samples(http_check.release))
    return result


def _check_files(http_check: HttpCheck, result: HttpResult) -> None:
    """Ask for every file; a folder's address gives its index page."""
    requests = [(url, url, entry) for url, entry in sorted(http_check.release.files.items())]
    requests += [
        (url.removesuffix(_INDEX), url, entry)
        for url, _, entry in requests
        if url.rpartition("/")[2] == _INDEX
    ]
    gave_up = Event()
    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = pool.map(lambda request: _check_file(http_check, request, gave_up), requests)
        unreachable_count = 0
        for number, (finding, links) in enumerate(outcomes, 1):
            http_check.on_progress(number, len(requests))
            result.links |= {link: page for link, page in links.items() if link not in result.links}
            if finding is not None and finding.kind is FindingKind.UNREACHABLE:
                unreachable_count += 1
                if unreachable_count >= _MAX_UNREACHABLE:
                    gave_up.set()
            result.findings += [finding] if finding else []
            result.files += finding is None or finding.kind is not FindingKind.UNREACHABLE


def _check_file(
    http_check: HttpCheck, request: tuple[str, str, FileEntry], gave_up: Event
) -> tuple[VerificationFinding | None, Mapping[str, str]]:
    path, url, entry = request
    address = http_check.address_of(path)
    if gave_up.is_set():
        return unreachable(address, "服务器不再回答，没有再问"), {}
    collects_links = http_check.collects_links and url.endswith(".html") and path == url
    try:
        response = http_check.client.get(address, entry.size, keep_body=collects_links)
    except (RequestError, CertificateError) as exc:
        return unreachable(address, str(exc)), {}
    finding = _compare_response(address, entry, response)
    links = (
        Links.of(response.body, http_check.address) if collects_links and finding is None else ()
    )
    return finding, dict.fromkeys(links, url)


def _compare_response(
    address: str, entry: FileEntry, response: HttpResponse
) -> VerificationFinding | None:
    if response.status in (301, 302, 303, 307, 308):
        return changed(address, f"被转到 {response.headers.get('location', '别处')}")
    if response.status != http.HTTPStatus.OK:
        return missing(address, f"服务器回答 {response.status}")
    if response.size > entry.size:
        return changed(address, f"发布时 {entry.size} 字节，现在不止")
    if response.size < entry.size:
        return changed(address, f"发布时 {entry.size} 字节，现在 {response.size} 字节")
    return None if response.sha256 == entry.sha256 else changed(address, "摘要")


def _fetch_samples(http_check: HttpCheck, result: HttpResult) -> dict[str, HttpResponse]:
    """Ask for an asset and for what cannot exist: how they are served is checked too."""
    responses: dict[str, HttpResponse] = {}
    for name, url in _samples(http_check.release).items():
        response = http_check.client.get(http_check.address_of(url), _MAX_BYTES)
        # A missing file has been reported; what comes instead is served as what it is.
        responses |= {name: response} if response.status == http.HTTPStatus.OK else {}
    missing_address = http_check.address_of(
        f"{secrets.token_hex(8)}/{secrets.token_hex(4)}/none.html"
    )
    responses["404 页"] = http_check.client.get(missing_address, _MAX_BYTES, keep_body=True)
    # A style sheet that is missing or changed has been reported, once is enough.
    css_intact = not any(finding.resource.endswith(".css") for finding in result.findings)
    result.findings += _check_not_found(
        http_check, responses["404 页"], missing_address if css_intact else ""
    )
    return responses


def _samples(release: Release) -> dict[str, str]:
    """Return the path of one file of each kind that is served in its own way."""
    hashed = (url for url in release.files if is_hashed(url) and not is_active(url))
    active = (url for url in release.files if is_active(url) and not is_hashed(url))
    samples = {"样式": next(hashed, ""), "XML 文件": next(active, "")}
    return {name: url for name, url in samples.items() if url}


def _check_not_found(
    http_check: HttpCheck, response: HttpResponse, shown_at: str
) -> Iterator[VerificationFinding]:
    """Check the answer to what cannot exist; its style where an address is given."""
    hint = "请用 site-builder web-config 写出的设置。"
    address = http_check.address
    if response.status != http.HTTPStatus.NOT_FOUND:
        message = f"没有的网页，服务器回答 {response.status}，应当是 404"
        yield error(FindingKind.NOT_FOUND, address, message, hint)
    elif (
        _NOT_FOUND_PAGE in http_check.release.files
        and response.sha256 != http_check.release.files[_NOT_FOUND_PAGE].sha256
    ):
        yield warning(FindingKind.NOT_FOUND, address, "没有的网页，显示的不是本站的 404 页", hint)
    elif shown_at and not _is_styled(http_check, shown_at, response):
        message = "没有的网页，显示的 404 页取不到样式，版面是乱的"
        address_hint = (
            f"请核对 config.yaml 里的“网址”是不是 {address}，改好后重新生成、发布；{hint}"
        )
        yield warning(FindingKind.NOT_FOUND, address, message, address_hint)
    listing = http_check.client.get(http_check.address_of("assets/"), _MAX_BYTES)
    if listing.status == http.HTTPStatus.OK:
        yield warning(
            FindingKind.NOT_FOUND, f"{address}assets/", "服务器列出了文件夹里的文件", hint
        )


def _is_styled(http_check: HttpCheck, shown_at: str, page: HttpResponse) -> bool:
    """Return whether a style sheet that a page names can be had from the address it is shown at."""
    for address in dict.fromkeys(
        join_address(shown_at, name) for name in Stylesheets.of(page.body)
    ):
        try:
            response = http_check.client.get(address, _MAX_BYTES)
        except (RequestError, CertificateError):
            continue  # whoever wrote that page may have named anything
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if response.status == http.HTTPStatus.OK and media_type == "text/css":
            return True
    return False
