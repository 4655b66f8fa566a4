"""Every file of a release, asked for as readers do → what differs from what was released."""

import http
import secrets
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import quote, urlunsplit

from site_builder.addresses import join_address, split_address, wire_host
from site_builder.deploy.fetching import (
    WORKERS,
    Answer,
    CertificateError,
    Client,
    NoAnswerError,
)
from site_builder.deploy.release import is_hashed
from site_builder.deploy.verify.findings import changed, error, missing, unreachable, warning
from site_builder.deploy.verify.links import Links, Stylesheets
from site_builder.deploy.verify.serving import certificate, served
from site_builder.media import is_active
from site_builder.model.release import FileEntry, Release
from site_builder.model.verdict import FindingKind, VerificationFinding

_INDEX = "index.html"
_GONE = "404.html"
_MOST = 1 << 20
_HOPELESS = 3
"""Files in vain, after which the server is not asked for more."""


@dataclass(slots=True)
class Online:
    """What was found."""

    findings: list[VerificationFinding] = field(default_factory=list)
    files: int = 0
    links: dict[str, str] = field(default_factory=dict)
    """Addresses outside the site, each with a page that names it."""


@dataclass(frozen=True, slots=True)
class Site:
    """What is asked for."""

    client: Client
    address: str
    release: Release
    links: bool
    """Collect the addresses that pages name."""
    told: Callable[[int, int], None]

    def at(self, url: str) -> str:
        """Give the address of a file."""
        return self.root + quote(url)

    @property
    def root(self) -> str:
        """Give the site's address as it goes over the wire."""
        parts = split_address(self.address)
        host = wire_host(parts.hostname or "")
        netloc = f"{host}:{parts.port}" if parts.port else host
        return urlunsplit((parts.scheme, netloc, quote(parts.path or "/", safe="/%"), "", ""))


def check(site: Site) -> Online:
    """Compare what a server gives with what was released."""
    found = Online()
    try:
        # One question first: of a server that gives no answer, nothing else is asked.
        if split_address(site.address).scheme == "https":
            found.findings += certificate(site.client.certificate(site.address), site.address)
        answers = {"首页": site.client.get(site.root, _MOST)}
    except CertificateError as wrong:
        hint = "请换上有效的证书。证书不可信时网页可能在路上被改动，没有再核对。"
        message = f"证书不可信：{wrong}"
        return Online([error(FindingKind.CERTIFICATE, site.address, message, hint)])
    except NoAnswerError as lost:
        return Online([unreachable(site.address, str(lost))])
    _files(site, found)
    try:
        answers |= _asked(site, found)
    except (NoAnswerError, CertificateError) as lost:
        found.findings.append(unreachable(site.address, str(lost)))
    found.findings += served(site.address, answers, _samples(site.release))
    return found


def _files(site: Site, found: Online) -> None:
    """Ask for every file; a folder's address gives its index page."""
    asked = [(url, url, facts) for url, facts in sorted(site.release.files.items())]
    asked += [
        (url.removesuffix(_INDEX), url, facts)
        for url, _, facts in asked
        if url.rpartition("/")[2] == _INDEX
    ]
    hopeless = Event()
    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = pool.map(lambda one: _one(site, one, hopeless), asked)
        lost = 0
        for number, (finding, links) in enumerate(outcomes, 1):
            site.told(number, len(asked))
            found.links |= {link: page for link, page in links.items() if link not in found.links}
            if finding is not None and finding.kind is FindingKind.UNREACHABLE:
                lost += 1
                if lost >= _HOPELESS:
                    hopeless.set()
            found.findings += [finding] if finding else []
            found.files += finding is None or finding.kind is not FindingKind.UNREACHABLE


def _one(
    site: Site, asked: tuple[str, str, FileEntry], hopeless: Event
) -> tuple[VerificationFinding | None, Mapping[str, str]]:
    path, url, facts = asked
    where = site.at(path)
    if hopeless.is_set():
        return unreachable(where, "服务器不再回答，没有再问"), {}
    wanted = site.links and url.endswith(".html") and path == url
    try:
        answer = site.client.get(where, facts.size, keep=wanted)
    except (NoAnswerError, CertificateError) as lost:
        return unreachable(where, str(lost)), {}
    finding = _judged(where, facts, answer)
    links = Links.of(answer.body, site.address) if wanted and finding is None else ()
    return finding, dict.fromkeys(links, url)


def _judged(where: str, facts: FileEntry, answer: Answer) -> VerificationFinding | None:
    if answer.status in (301, 302, 303, 307, 308):
        return changed(where, f"被转到 {answer.headers.get('location', '别处')}")
    if answer.status != http.HTTPStatus.OK:
        return missing(where, f"服务器回答 {answer.status}")
    if answer.size > facts.size:
        return changed(where, f"发布时 {facts.size} 字节，现在不止")
    if answer.size < facts.size:
        return changed(where, f"发布时 {facts.size} 字节，现在 {answer.size} 字节")
    return None if answer.sha256 == facts.sha256 else changed(where, "摘要")


def _asked(site: Site, found: Online) -> dict[str, Answer]:
    """Ask for an asset and for what cannot exist: how they are served is judged too."""
    answers: dict[str, Answer] = {}
    for name, url in _samples(site.release).items():
        answer = site.client.get(site.at(url), _MOST)
        # One that is gone has been told; what comes instead is served as what it is.
        answers |= {name: answer} if answer.status == http.HTTPStatus.OK else {}
    nowhere = site.at(f"{secrets.token_hex(8)}/{secrets.token_hex(4)}/none.html")
    answers["404 页"] = site.client.get(nowhere, _MOST, keep=True)
    # A style sheet that is gone or changed has been told, once is enough.
    whole = not any(one.resource.endswith(".css") for one in found.findings)
    found.findings += _not_found(site, answers["404 页"], nowhere if whole else "")
    return answers


def _samples(release: Release) -> dict[str, str]:
    """Name a file of each kind that is served in its own way."""
    hashed = (url for url in release.files if is_hashed(url) and not is_active(url))
    active = (url for url in release.files if is_active(url) and not is_hashed(url))
    found = {"样式": next(hashed, ""), "XML 文件": next(active, "")}
    return {name: url for name, url in found.items() if url}


def _not_found(site: Site, answer: Answer, shown_at: str) -> Iterator[VerificationFinding]:
    """Judge the answer to what cannot exist; its style where an address is given."""
    hint = "请用 site-builder web-config 写出的设置。"
    where = site.address
    if answer.status != http.HTTPStatus.NOT_FOUND:
        message = f"没有的网页，服务器回答 {answer.status}，应当是 404"
        yield error(FindingKind.NOT_FOUND, where, message, hint)
    elif _GONE in site.release.files and answer.sha256 != site.release.files[_GONE].sha256:
        yield warning(FindingKind.NOT_FOUND, where, "没有的网页，显示的不是本站的 404 页", hint)
    elif shown_at and not _is_styled(site, shown_at, answer):
        message = "没有的网页，显示的 404 页取不到样式，版面是乱的"
        cure = f"请核对 config.yaml 里的“网址”是不是 {where}，改好后重新生成、发布；{hint}"
        yield warning(FindingKind.NOT_FOUND, where, message, cure)
    folder = site.client.get(site.at("assets/"), _MOST)
    if folder.status == http.HTTPStatus.OK:
        yield warning(FindingKind.NOT_FOUND, f"{where}assets/", "服务器列出了文件夹里的文件", hint)


def _is_styled(site: Site, shown_at: str, page: Answer) -> bool:
    """Tell whether a style sheet that a page names can be had from the address it is shown at."""
    for address in dict.fromkeys(
        join_address(shown_at, name) for name in Stylesheets.of(page.body)
    ):
        try:
            answer = site.client.get(address, _MOST)
        except (NoAnswerError, CertificateError):
            continue  # whoever wrote that page may have named anything
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if answer.status == http.HTTPStatus.OK and kind == "text/css":
            return True
    return False
