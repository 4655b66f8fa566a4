"""Releases in folders of their own, and a link that is switched. Called by `engine`."""

from dataclasses import replace
from pathlib import Path

from site_builder.deploy.host import DeployError, Reuse, SwitchHost, Tick
from site_builder.deploy.release import compare, is_id, is_part, record_of
from site_builder.deploy.state import State, assets, differing
from site_builder.model.release import Release


def upload(host: SwitchHost, state: State, release: Release, source: Path, tick: Tick) -> None:
    """Bring a release to its folder on the host, whole, beside the one that is online.

    Files of `state.online` are reused; where that is None, all are sent.
    """
    part = f"releases/{release.digest[:16]}.part"
    for name in host.names("releases"):
        # What another broken upload left is of no use, and may be all that fills the disk.
        if is_part(name) and not part.endswith(f"/{name}"):
            host.remove(f"releases/{name}")
    _take_up(host, release, part)
    reuse = _reuse(state.online, release)
    host.send(source, release.files, part, reuse, tick)
    _clear(host, release, part)
    wrong = differing(host, release, part, tick)
    if wrong:
        # Left by an earlier upload, or reused from a release that somebody changed.
        for url in wrong:
            host.remove(f"{part}/{url}")
        host.send(source, release.files, part, Reuse("", frozenset()), tick)
        wrong = differing(host, release, part, tick)
    if wrong:
        raise DeployError(f"传上去的 {wrong[0]} 和本地的不同，没有切换。请再试一次。")
    _carry(host, state, release, part, tick)
    host.rename(part, f"releases/{release.id}")


def _take_up(host: SwitchHost, release: Release, part: str) -> None:
    """Go on with an upload that was named when the connection broke, before it had a record."""
    named = f"releases/{release.id}"
    if release.id in host.names("releases") and host.current() != named:
        host.remove(part)
        host.rename(named, part)


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


def _carry(host: SwitchHost, state: State, release: Release, folder: str, tick: Tick) -> None:
    """Keep the assets of other releases readable beside this one's, as they were released."""
    wanted = {url: one for url, one in assets(state.kept).items() if url not in release.files}
    there = wanted.keys() & host.files(folder).keys()
    found = host.digests(folder, sorted(there), tick)
    for url in sorted(there):
        if found.get(url) != wanted[url][1]:
            host.remove(f"{folder}/{url}")
            there.discard(url)
    for owner in state.kept:
        urls = [url for url, one in wanted.items() if one[0] is owner and url not in there]
        home = f"releases/{owner.id}"
        # What is gone or was changed there is carried nowhere: a page may do without its style.
        for url, sha in host.digests(home, urls, tick).items():
            if sha == wanted[url][1]:
                host.copy(f"{home}/{url}", f"{folder}/{url}")


def go_back(host: SwitchHost, state: State, release: Release, tick: Tick) -> None:
    """Make sure that an earlier release is whole, and ready to be read again."""
    wrong = differing(host, release, f"releases/{release.id}", tick)
    if wrong:
        raise DeployError(f"版本 {release.id} 里的 {wrong[0]} 不完整或者被改动过，没有回退。")
    folder = f"releases/{release.id}"
    # Nothing comes online that no release has: neither what somebody put there since, nor assets
    # of releases that are gone.
    for url in host.files(folder).keys() - release.files.keys() - assets(state.kept).keys():
        host.remove(f"{folder}/{url}")
    _carry(host, state, release, folder, tick)


def remaining(state: State, online: str, keep: int) -> State:
    """Tell what will stand on the target when those that were online longest ago are gone.

    Only what these have is carried along: of the others there will be no record to hold it against.
    """
    others = tuple(one for one in state.kept if one.id != online)
    return replace(state, kept=others[-(keep - 1) :] if keep > 1 else ())


def prune(host: SwitchHost, state: State, online: str, keep: int) -> None:
    """Remove what was online longest ago, and what broken uploads left."""
    kept = {online, *(one.id for one in remaining(state, online, keep).kept)}
    # Records first: a folder without a record is never taken for a release. What does not look
    # like ours may be somebody else's, and stays.
    for name in host.names("records"):
        if record_of(name) and record_of(name) not in kept:
            host.remove(f"records/{name}")
    for name in host.names("releases"):
        if is_part(name) or (is_id(name) and name not in kept):
            host.remove(f"releases/{name}")
