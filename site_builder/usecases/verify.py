"""A target or an address → is what is online exactly what was released?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from site_builder.build.deploy_targets import find_target, load_settings
from site_builder.build.options import StageProgress
from site_builder.config.validators import is_base_url
from site_builder.core.errors import (
    ConnectionLostError,
    DeployError,
    UnknownTargetError,
    UnreachableError,
    describe_os_error,
)
from site_builder.core.http_client import Client
from site_builder.deploy.connection import connect
from site_builder.deploy.paths import resolve_path
from site_builder.deploy.remote import Remote
from site_builder.deploy.verify import external_links as links_
from site_builder.deploy.verify import host_files, http_files
from site_builder.deploy.verify.external_links import Links
from site_builder.deploy.verify.findings import unreachable
from site_builder.deploy.verify.trusted_records import TrustedRecords, trusted_local_release
from site_builder.model.location import Location
from site_builder.model.release import Release
from site_builder.model.standards import Standards
from site_builder.model.target import RemoteTarget, Target
from site_builder.model.verification import CheckedCounts, VerificationFinding, VerificationReport


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """What is to be verified, and how."""

    project: Path
    target: str
    """Name of a target, or an address."""
    record: Path | None
    links: bool
    progress: StageProgress
    standards: Standards


@dataclass(frozen=True, slots=True)
class _PartialResult:
    """What one way of looking found."""

    name: str = ""
    release: Release | None = None
    files: int = 0
    findings: tuple[VerificationFinding, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def verify(request: VerifyRequest) -> VerificationReport:
    """Verify. Raises DeployError when nothing can be compared with anything."""
    target = _target(request)
    report, name = _verify_once(request, target)
    if report.errors and name and _changed_meanwhile(request, target, name):
        # Somebody deployed meanwhile: what was compared belongs to two releases.
        report, _ = _verify_once(request, target)
    return report


def _target(request: VerifyRequest) -> Target:
    """Find the target: by its name, by its address, or none but an address and a record."""
    if "://" not in request.target:
        return find_target(request.project, request.target, request.standards)
    if not is_base_url(request.target):
        raise UnknownTargetError(
            f"{request.target} 不是栏目的完整网址。写成 https://www.example.gov.cn/gk/ 这样，"
            "不带文件名，后面没有 ? 和 #；也可以写目标的名称。"
        )
    address = request.target.rstrip("/") + "/"
    has_config = request.record is None or (request.project / "config.yaml").is_file()
    settings = load_settings(request.project, request.standards) if has_config else None
    targets = settings.targets if settings else ()
    match = next((target for target in targets if target.address == address), None)
    if request.record:
        # The record is local, so the remote need not be reachable: this may be another machine.
        signers = match.signers if match else ""
        location = Location("config.yaml")
        return Target(name="", location=location, address=address, signers=signers)
    if match is None:
        raise UnknownTargetError(
            f"config.yaml 的“部署”里没有网址是 {address} 的目标。"
            "请写目标的名称，或者用 --record 指明发布记录。"
        )
    return match


def _verify_once(request: VerifyRequest, target: Target) -> tuple[VerificationReport, str]:
    trusted_records = TrustedRecords(
        folder=request.project / "releases" / target.name,
        signers=resolve_path(request.project, target.signers, "签名人名单")
        if target.signers
        else None,
        explicit_path=request.record,
    )
    host_result = (
        _on_host(request, target, trusted_records)
        if isinstance(target, RemoteTarget)
        else _PartialResult()
    )
    release, findings = host_result.release, list(host_result.findings)
    if release is None and not host_result.name:
        release, record_findings = _without_remote(
            target, trusted_records, has_findings=bool(findings)
        )
        findings += record_findings
    http_result = (
        _over_http(request, target, release) if target.address and release else _PartialResult()
    )
    findings += http_result.findings
    links = dict((*http_result.links, *host_result.links)) if request.links else {}
    findings += links_.check(links, lambda done, total: request.progress("外站链接", done, total))
    report = VerificationReport(
        target=target.name,
        address=target.address,
        release=release.id if release else host_result.name,
        files=len(release.files) if release else 0,
        checked=CheckedCounts(host_result.files, http_result.files, len(links)),
        findings=tuple(dict.fromkeys(findings)),
    )
    return report, host_result.name


def _without_remote(
    target: Target, trusted_records: TrustedRecords, *, has_findings: bool
) -> tuple[Release | None, list[VerificationFinding]]:
    """Take the newest record of the project where the remote cannot report what is online.

    Raises DeployError when there is none, unless something was found anyway.
    """
    has_record = trusted_records.explicit_path is not None or bool(trusted_records.newest_id)
    if target.address and has_record:
        return trusted_local_release(trusted_records.newest_id, trusted_records)
    if has_findings:
        return None, []
    if not target.address:
        raise DeployError(f"“{target.name}”是{target.kind}，没有写网址，看不到网上的网站。")
    raise DeployError("没有发布记录可以对照。请用 --record 指明记录（releases 里的 .json）。")


@contextmanager
def _connected(request: VerifyRequest, target: Target) -> Iterator[Remote]:
    remote = connect(target, request.project)
    try:
        yield remote
    finally:
        remote.close()


def _on_host(
    request: VerifyRequest, target: Target, trusted_records: TrustedRecords
) -> _PartialResult:
    """Check the files where they lie; what cannot be reached is a finding."""
    try:
        with _connected(request, target) as remote:
            result = host_files.check(
                remote,
                trusted_records,
                lambda done, total: request.progress("核对目标", done, total),
            )
            # Where readers' addresses are known, the pages come from there anyway.
            wants_links = request.links and not target.address and result.release is not None
            links = _links_on_host(remote, result) if wants_links else ()
    except ConnectionLostError:
        return _PartialResult(findings=(unreachable("", "连接断了"),))
    except UnreachableError as exc:
        return _PartialResult(findings=(unreachable("", str(exc)),))
    except OSError as exc:
        return _PartialResult(
            findings=(unreachable(str(exc.filename or ""), describe_os_error(exc)),)
        )
    return _PartialResult(result.release_id, result.release, result.files, result.findings, links)


def _links_on_host(remote: Remote, result: host_files.HostResult) -> tuple[tuple[str, str], ...]:
    pages = [url for url in (result.release.files if result.release else ()) if _is_page(url)]
    page_by_link: dict[str, str] = {}
    for url in pages:
        for link in Links.of(remote.read(f"{result.folder}/{url}") or b"", ""):
            page_by_link.setdefault(link, url)
    return tuple(page_by_link.items())


def _is_page(url: str) -> bool:
    return url.endswith(".html")


def _over_http(request: VerifyRequest, target: Target, release: Release) -> _PartialResult:
    client = Client()
    try:
        result = http_files.check(
            http_files.HttpCheck(
                client=client,
                address=target.address,
                release=release,
                collects_links=request.links,
                on_progress=lambda done, total: request.progress("核对网址", done, total),
            )
        )
    finally:
        client.close()
    links = tuple(result.links.items())
    return _PartialResult("", release, result.files, tuple(result.findings), links)


def _changed_meanwhile(request: VerifyRequest, target: Target, name: str) -> bool:
    try:
        with _connected(request, target) as remote:
            return host_files.changed_during_check(remote, name)
    except (DeployError, ConnectionLostError, OSError):
        return False
