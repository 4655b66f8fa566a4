"""The files of a target where they lie → what was changed, removed and added."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from site_builder.core.errors import ConnectionLostError, DeployError
from site_builder.deploy.remote import Remote
from site_builder.deploy.target_state import (
    DeployStrategy,
    TargetState,
    current_release_id,
    hashed_assets,
    inspect_target,
)
from site_builder.deploy.verify.findings import changed, error, missing, unexpected
from site_builder.deploy.verify.trusted_records import (
    TrustedRecords,
    trusted_other_releases,
    trusted_release,
)
from site_builder.model.release import Release
from site_builder.model.verification import FindingKind, VerificationFinding

FileCountCallback = Callable[[int, int], None]
"""Called with how many files are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class HostResult:
    """What was found on a remote."""

    release_id: str
    """The release that is online; empty for none."""
    folder: str
    release: Release | None
    """What it should be."""
    files: int
    """How many were checked."""
    findings: tuple[VerificationFinding, ...]


def check(remote: Remote, records: TrustedRecords, on_progress: FileCountCallback) -> HostResult:
    """Compare what is online with what was released. Raises ConnectionLostError and OSError."""
    try:
        state = inspect_target(remote)
        release_id = current_release_id(remote)
    except DeployError as exc:
        hint = "请查明谁动过目标文件夹，再重新发布（site-builder deploy 目标）。"
        return HostResult("", "", None, 0, (error(FindingKind.RECORD, "current", str(exc), hint),))
    if not release_id:
        hint = "请运行 site-builder deploy 目标 发布。"
        finding = error(FindingKind.MISSING, "current", "目标上没有公布任何版本", hint)
        return HostResult("", "", None, 0, (finding,))
    release, findings = trusted_release(remote, release_id, records)
    others, more = trusted_other_releases(remote, release_id, records)
    findings += [*more, *_check_pending(state)]
    folder = "current" if state.strategy is DeployStrategy.IN_PLACE else f"releases/{release_id}"
    if release is None:
        return HostResult(release_id, folder, None, 0, tuple(findings))
    findings += compare_files(remote, folder, release, others, on_progress)
    return HostResult(release_id, folder, release, len(release.files), tuple(findings))


def _check_pending(state: TargetState) -> Iterable[VerificationFinding]:
    if state.pending is not None:
        message = f"版本 {state.pending.id} 发布到一半，新旧文件混在一起"
        hint = "正在发布的，等结束后再核对；没有人在发布的，请再运行一次 site-builder deploy 目标。"
        yield error(FindingKind.RECORD, "current", message, hint)


def compare_files(
    remote: Remote,
    folder: str,
    release: Release,
    others: Iterable[Release],
    on_progress: FileCountCallback,
) -> Iterable[VerificationFinding]:
    """Compare a folder with a release."""
    try:
        sizes = remote.files(folder)
    except DeployError as exc:  # a folder on the way is a link
        return [unexpected(folder, str(exc))]
    assets = {
        url: sha for url, (_, sha) in hashed_assets(others).items() if url not in release.files
    }
    expected = {url: entry.sha256 for url, entry in release.files.items()} | assets
    matched = {
        url
        for url, size in sizes.items()
        if url in assets or (url in release.files and release.files[url].size == size)
    }
    done = 0

    def tick(_: int) -> None:
        nonlocal done
        done = min(done + 1, len(matched))
        on_progress(done, len(matched))

    actual = remote.digests(folder, sorted(matched), tick)
    findings = [_mismatch(url, size, release) for url, size in sizes.items() if url not in matched]
    findings += [missing(url, "目标上没有") for url in release.files.keys() - sizes.keys()]
    for url in matched:
        if url not in actual:
            findings.append(error(FindingKind.CHANGED, url, "文件读不出来", "请检查它的权限。"))
        elif actual[url] != expected[url]:
            findings.append(
                unexpected(url, "不是发布过的样式或图标") if url in assets else changed(url, "摘要")
            )
    return findings


def _mismatch(url: str, size: int, release: Release) -> VerificationFinding:
    if size < 0:
        return unexpected(url, "这里不该有链接")
    if url in release.files:
        return changed(url, f"发布时 {release.files[url].size} 字节，现在 {size} 字节")
    return unexpected(url, "多出来的文件")


def changed_during_check(remote: Remote, release_id: str) -> bool:
    """Return whether another release came online since."""
    try:
        return current_release_id(remote) != release_id
    except (DeployError, ConnectionLostError, OSError):
        return False
