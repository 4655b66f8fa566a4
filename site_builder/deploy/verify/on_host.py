"""The files of a target where they lie → what was changed, removed and added."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from site_builder.deploy.host import DeployError, Host, LostError
from site_builder.deploy.state import Layout, State, assets, look, name_online
from site_builder.deploy.verify.findings import changed, error, foreign, missing
from site_builder.deploy.verify.trust import Book, trusted, trusted_others
from site_builder.model.release import Release
from site_builder.model.verdict import FindingKind, VerificationFinding

Told = Callable[[int, int], None]
"""Hears how many files are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What was found on a host."""

    name: str
    """The release that is online; empty for none."""
    folder: str
    release: Release | None
    """What it should be."""
    files: int
    """How many were looked at."""
    findings: tuple[VerificationFinding, ...]


def check(host: Host, book: Book, told: Told) -> Standing:
    """Compare what is online with what was released. Raises LostError and OSError."""
    try:
        state = look(host)
        name = name_online(host)
    except DeployError as strange:
        hint = "请查明谁动过目标文件夹，再重新发布（site-builder deploy）。"
        return Standing(
            "", "", None, 0, (error(FindingKind.RECORD, "current", str(strange), hint),)
        )
    if not name:
        hint = "请运行 site-builder deploy 发布。"
        nothing = error(FindingKind.MISSING, "current", "目标上没有公布任何版本", hint)
        return Standing("", "", None, 0, (nothing,))
    release, findings = trusted(host, name, book)
    others, more = trusted_others(host, name, book)
    findings += [*more, *_half_way(state)]
    folder = "current" if state.layout is Layout.ORDERED else f"releases/{name}"
    if release is None:
        return Standing(name, folder, None, 0, tuple(findings))
    findings += compared(host, folder, release, others, told)
    return Standing(name, folder, release, len(release.files), tuple(findings))


def _half_way(state: State) -> Iterable[VerificationFinding]:
    if state.pending is not None:
        message = f"版本 {state.pending.id} 发布到一半，新旧文件混在一起"
        hint = "正在发布的，等结束后再核对；没有人在发布的，请再运行一次 site-builder deploy。"
        yield error(FindingKind.RECORD, "current", message, hint)


def compared(
    host: Host, folder: str, release: Release, others: Iterable[Release], told: Told
) -> Iterable[VerificationFinding]:
    """Compare a folder with a release."""
    try:
        there = host.files(folder)
    except DeployError as strange:  # a folder on the way is a link
        return [foreign(folder, str(strange))]
    carried = {url: sha for url, (_, sha) in assets(others).items() if url not in release.files}
    known = {url: one.sha256 for url, one in release.files.items()} | carried
    sized = {
        url
        for url, size in there.items()
        if url in carried or (url in release.files and release.files[url].size == size)
    }
    done = 0

    def tick(_: int) -> None:
        nonlocal done
        done = min(done + 1, len(sized))
        told(done, len(sized))

    read = host.digests(folder, sorted(sized), tick)
    findings = [_odd(url, size, release) for url, size in there.items() if url not in sized]
    findings += [missing(url, "目标上没有") for url in release.files.keys() - there.keys()]
    for url in sized:
        if url not in read:
            findings.append(error(FindingKind.CHANGED, url, "文件读不出来", "请检查它的权限。"))
        elif read[url] != known[url]:
            findings.append(
                foreign(url, "不是发布过的样式或图标") if url in carried else changed(url, "摘要")
            )
    return findings


def _odd(url: str, size: int, release: Release) -> VerificationFinding:
    if size < 0:
        return foreign(url, "这里不该有链接")
    if url in release.files:
        return changed(url, f"发布时 {release.files[url].size} 字节，现在 {size} 字节")
    return foreign(url, "多出来的文件")


def switched_meanwhile(host: Host, name: str) -> bool:
    """Tell whether another release came online since."""
    try:
        return name_online(host) != name
    except (DeployError, LostError, OSError):
        return False
