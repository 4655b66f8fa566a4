"""Releases in folders of their own, and a link that is switched. Called by `engine`."""

from dataclasses import replace
from pathlib import Path

from site_builder.deploy.host import DeployError, Reuse, SwitchHost, Tick
from site_builder.deploy.release import compare
from site_builder.deploy.state import State, assets
from site_builder.model.release import Release


def upload(host: SwitchHost, state: State, release: Release, source: Path, tick: Tick) -> None:
    """Bring a release to its folder on the host, whole, beside the one that is online."""
    part = f"releases/{release.digest[:16]}.part"
    for name in host.names("releases"):
        # What another broken upload left is of no use, and may be all that fills the disk.
        if name.endswith(".part") and not part.endswith(f"/{name}"):
            host.remove(f"releases/{name}")
    reuse = _reuse(state.online, release)
    host.send(source, release.files, part, reuse, tick)
    _clear(host, release, part)
    wrong = _wrong(host, release, part, tick)
    if wrong:
        # Left by an earlier upload, or reused from a release that somebody changed.
        for url in wrong:
            host.remove(f"{part}/{url}")
        host.send(source, release.files, part, Reuse("", frozenset()), tick)
        wrong = _wrong(host, release, part, tick)
    if wrong:
        raise DeployError(f"传上去的 {wrong[0]} 和本地的不同，没有切换。请再试一次。")
    _carry(host, state, release, part)
    host.rename(part, f"releases/{release.id}")


def _reuse(online: Release | None, release: Release) -> Reuse:
    if online is None:
        return Reuse("", frozenset())
    changed = compare(online.files, release.files)
    same = release.files.keys() - set(changed.added) - set(changed.changed)
    return Reuse(f"releases/{online.id}", frozenset(same))


def _clear(host: SwitchHost, release: Release, part: str) -> None:
    """Remove what an earlier attempt left and this release does not have."""
    for url in host.files(part).keys() - release.files.keys():
        host.remove(f"{part}/{url}")


def _wrong(host: SwitchHost, release: Release, part: str, tick: Tick) -> list[str]:
    """List the files that are not what the release says: by size, and by digest where cheap."""
    sizes = host.files(part)
    wrong = {url for url, facts in release.files.items() if sizes.get(url) != facts.size}
    if host.reads_cheaply:
        found = host.digests(part, release.files.keys() - wrong, tick)
        wrong |= {url for url, sha in found.items() if sha != release.files[url].sha256}
        wrong |= release.files.keys() - wrong - found.keys()
    return sorted(wrong)


def _carry(host: SwitchHost, state: State, release: Release, folder: str) -> None:
    """Keep the assets of other releases readable beside this one's."""
    there = host.files(folder)
    for url, (owner, _) in assets(state.kept).items():
        if url not in there and owner.id != release.id:
            host.copy(f"releases/{owner.id}/{url}", f"{folder}/{url}")


def go_back(host: SwitchHost, state: State, release: Release, tick: Tick) -> None:
    """Make sure that an earlier release is whole, and ready to be read again."""
    wrong = _wrong(host, release, f"releases/{release.id}", tick)
    if wrong:
        raise DeployError(f"版本 {release.id} 里的 {wrong[0]} 不完整或者被改动过，没有回退。")
    folder = f"releases/{release.id}"
    # Nothing comes online that no release has: neither what somebody put there since, nor assets
    # of releases that are gone.
    for url in host.files(folder).keys() - release.files.keys() - assets(state.kept).keys():
        host.remove(f"{folder}/{url}")
    _carry(host, state, release, folder)


def remaining(state: State, online: str, keep: int) -> State:
    """Tell what will stand on the target when the oldest releases are gone.

    Only what these have is carried along: of the others there will be no record to hold it against.
    """
    others = tuple(one for one in state.kept if one.id != online)
    return replace(state, kept=others[-(keep - 1) :] if keep > 1 else ())


def prune(host: SwitchHost, state: State, online: str, keep: int) -> None:
    """Remove the oldest releases, and what broken uploads left."""
    kept = {online, *(one.id for one in remaining(state, online, keep).kept)}
    # Records first: a folder without a record is never taken for a release.
    for name in host.names("records"):
        if name.partition(".")[0] not in kept:
            host.remove(f"records/{name}")
    for name in host.names("releases"):
        if name not in kept:
            host.remove(f"releases/{name}")
