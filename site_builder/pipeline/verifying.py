"""A target or an address → is what is online exactly what was released? Called by `verify`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from site_builder.deploy.connect import connect
from site_builder.deploy.fetching import Client
from site_builder.deploy.host import (
    DeployError,
    Host,
    LostError,
    UnknownTargetError,
    UnreachableError,
)
from site_builder.deploy.places import place_of
from site_builder.deploy.verify import links as links_
from site_builder.deploy.verify import on_host, over_http
from site_builder.deploy.verify.findings import unreachable
from site_builder.deploy.verify.links import Links
from site_builder.deploy.verify.trust import Book, trusted_alone
from site_builder.model.place import Location
from site_builder.model.release import Release
from site_builder.model.target import Target, TargetType
from site_builder.model.verdict import CheckedCounts, VerificationFinding, VerificationReport
from site_builder.pipeline.deploying import find_target, settings_of
from site_builder.read.shapes import is_root
from site_builder.write.output import reason

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be verified, and how."""

    project: Path
    target: str
    """Name of a target, or an address."""
    record: Path | None
    links: bool
    progress: Told


@dataclass(frozen=True, slots=True)
class _Part:
    """What one way of looking found."""

    name: str = ""
    release: Release | None = None
    files: int = 0
    findings: tuple[VerificationFinding, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def verify(asked: Asked) -> VerificationReport:
    """Verify. Raises DeployError when nothing can be compared with anything."""
    target = _target(asked)
    verdict, name = _once(asked, target)
    if verdict.errors and name and _switched(asked, target, name):
        # Somebody deployed while we looked: what was compared belongs to two releases.
        verdict, _ = _once(asked, target)
    return verdict


def _target(asked: Asked) -> Target:
    """Find the target: by its name, by its address, or none but an address and a record."""
    if "://" not in asked.target:
        return find_target(asked.project, asked.target)
    if not is_root(asked.target):
        raise UnknownTargetError(
            f"{asked.target} 不是栏目的完整网址。写成 https://www.example.gov.cn/gk/ 这样，"
            "不带文件名，后面没有 ? 和 #；也可以写目标的名称。"
        )
    address = asked.target.rstrip("/") + "/"
    known = asked.record is None or (asked.project / "config.yaml").is_file()
    targets = settings_of(asked.project).targets if known else ()
    found = next((one for one in targets if one.address == address), None)
    if asked.record:
        # The record is at hand, so the host need not be: this may be another machine.
        signers = found.signers if found else ""
        return Target(
            "", TargetType.ARCHIVE, Location("config.yaml"), address=address, signers=signers
        )
    if found is None:
        raise UnknownTargetError(
            f"config.yaml 的“部署”里没有网址是 {address} 的目标。"
            "请写目标的名称，或者用 --record 指明发布记录。"
        )
    return found


def _once(asked: Asked, target: Target) -> tuple[VerificationReport, str]:
    book = Book(
        folder=asked.project / "releases" / target.name,
        signers=place_of(asked.project, target.signers, "签名人名单") if target.signers else None,
        given=asked.record,
    )
    near = _Part() if target.kind is TargetType.ARCHIVE else _on_host(asked, target, book)
    release, findings = near.release, list(near.findings)
    if release is None and not near.name:
        release, more = _without_host(target, book, sure=bool(findings))
        findings += more
    far = _over_http(asked, target, release) if target.address and release else _Part()
    findings += far.findings
    links = dict((*far.links, *near.links)) if asked.links else {}
    findings += links_.check(links, lambda done, total: asked.progress("外站链接", done, total))
    verdict = VerificationReport(
        target=target.name,
        address=target.address,
        release=release.id if release else near.name,
        files=len(release.files) if release else 0,
        checked=CheckedCounts(near.files, far.files, len(links)),
        findings=tuple(dict.fromkeys(findings)),
    )
    return verdict, near.name


def _without_host(
    target: Target, book: Book, *, sure: bool
) -> tuple[Release | None, list[VerificationFinding]]:
    """Take the newest record of the project where the host cannot tell what is online.

    Raises DeployError when there is none, unless something was found anyway.
    """
    known = book.given is not None or bool(book.newest)
    if target.address and known:
        return trusted_alone(book.newest, book)
    if sure:
        return None, []
    if not target.address:
        raise DeployError(f"“{target.name}”是压缩包，没有写网址，看不到网上的网站。")
    raise DeployError("没有发布记录可以对照。请用 --record 指明记录（releases 里的 .json）。")


@contextmanager
def _opened(asked: Asked, target: Target) -> Iterator[Host]:
    host = connect(target, asked.project)
    try:
        yield host
    finally:
        host.close()


def _on_host(asked: Asked, target: Target, book: Book) -> _Part:
    """Look at the files where they lie; what cannot be reached is a finding."""
    try:
        with _opened(asked, target) as host:
            standing = on_host.check(
                host, book, lambda done, total: asked.progress("核对目标", done, total)
            )
            # Where readers' addresses are known, the pages come from there anyway.
            wanted = asked.links and not target.address and standing.release is not None
            links = _links_on_host(host, standing) if wanted else ()
    except LostError:
        return _Part(findings=(unreachable("", "连接断了"),))
    except UnreachableError as gone:
        return _Part(findings=(unreachable("", str(gone)),))
    except OSError as fault:
        return _Part(findings=(unreachable(str(fault.filename or ""), reason(fault)),))
    return _Part(standing.name, standing.release, standing.files, standing.findings, links)


def _links_on_host(host: Host, standing: on_host.Standing) -> tuple[tuple[str, str], ...]:
    pages = [url for url in (standing.release.files if standing.release else ()) if _page(url)]
    found: dict[str, str] = {}
    for url in pages:
        for link in Links.of(host.read(f"{standing.folder}/{url}") or b"", ""):
            found.setdefault(link, url)
    return tuple(found.items())


def _page(url: str) -> bool:
    return url.endswith(".html")


def _over_http(asked: Asked, target: Target, release: Release) -> _Part:
    client = Client()
    try:
        found = over_http.check(
            over_http.Site(
                client=client,
                address=target.address,
                release=release,
                links=asked.links,
                told=lambda done, total: asked.progress("核对网址", done, total),
            )
        )
    finally:
        client.close()
    links = tuple(found.links.items())
    return _Part("", release, found.files, tuple(found.findings), links)


def _switched(asked: Asked, target: Target, name: str) -> bool:
    try:
        with _opened(asked, target) as host:
            return on_host.switched_meanwhile(host, name)
    except (DeployError, LostError, OSError):
        return False
