"""Releases in folders of their own, and a link that is switched."""

from dataclasses import replace
from pathlib import Path

from site_builder.core.errors import DeployError
from site_builder.deploy.release import compare, is_id, is_part, release_id_of
from site_builder.deploy.remote import HardlinkSource, ProgressCallback, SymlinkRemote
from site_builder.deploy.target_state import TargetState, changed_files, hashed_assets
from site_builder.model.release import Release


def upload(
    remote: SymlinkRemote,
    state: TargetState,
    release: Release,
    source: Path,
    tick: ProgressCallback,
) -> None:
    """Upload a release to its folder on the remote, whole, next to the one that is online.

    Files of `state.online` are reused; where that is None, all are sent.
    """
    partial = f"releases/{release.digest[:16]}.part"
    for name in remote.names("releases"):
        # What another broken upload left is of no use, and may be all that fills the disk.
        if is_part(name) and not partial.endswith(f"/{name}"):
            remote.remove(f"releases/{name}")
    _take_up(remote, release, partial)
    reuse = _hardlink_source(state.online, release)
    remote.upload_tree(source, release.files, partial, reuse, tick)
    _remove_leftovers(remote, release, partial)
    changed = changed_files(remote, release, partial, tick)
    if changed:
        # Left by an earlier upload, or reused from a release that somebody changed.
        for url in changed:
            remote.remove(f"{partial}/{url}")
        remote.upload_tree(source, release.files, partial, HardlinkSource("", frozenset()), tick)
        changed = changed_files(remote, release, partial, tick)
    if changed:
        raise DeployError(f"传上去的 {changed[0]} 和本地的不同，没有切换。请再试一次。")
    _keep_hashed_assets(remote, state, release, partial, tick)
    remote.rename(partial, f"releases/{release.id}")


def _take_up(remote: SymlinkRemote, release: Release, part: str) -> None:
    """Resume an upload that was named when the connection broke, before it had a record."""
    named = f"releases/{release.id}"
    if release.id in remote.names("releases") and remote.current_link() != named:
        remote.remove(part)
        remote.rename(named, part)


def _hardlink_source(online: Release | None, release: Release) -> HardlinkSource:
    if online is None:
        return HardlinkSource("", frozenset())
    difference = compare(online.files, release.files)
    unchanged = release.files.keys() - set(difference.added) - set(difference.changed)
    return HardlinkSource(f"releases/{online.id}", frozenset(unchanged))


def _remove_leftovers(remote: SymlinkRemote, release: Release, partial: str) -> None:
    """Remove what an earlier attempt left and this release does not have."""
    for url in remote.files(partial).keys() - release.files.keys():
        remote.remove(f"{partial}/{url}")


def _keep_hashed_assets(
    remote: SymlinkRemote, state: TargetState, release: Release, folder: str, tick: ProgressCallback
) -> None:
    """Keep the assets of other releases readable next to this one's, as they were released."""
    kept_assets = {
        url: source
        for url, source in hashed_assets(state.retained).items()
        if url not in release.files
    }
    existing = kept_assets.keys() & remote.files(folder).keys()
    digests = remote.digests(folder, sorted(existing), tick)
    for url in sorted(existing):
        if digests.get(url) != kept_assets[url][1]:
            remote.remove(f"{folder}/{url}")
            existing.discard(url)
    for owner in state.retained:
        urls = [
            url for url, source in kept_assets.items() if source[0] is owner and url not in existing
        ]
        owner_folder = f"releases/{owner.id}"
        # What is missing or was changed there is not carried over: a page may do without its style.
        for url, sha in remote.digests(owner_folder, urls, tick).items():
            if sha == kept_assets[url][1]:
                remote.copy(f"{owner_folder}/{url}", f"{folder}/{url}")


def prepare_rollback(
    remote: SymlinkRemote, state: TargetState, release: Release, tick: ProgressCallback
) -> None:
    """Ensure that an earlier release is whole, and ready to be read again."""
    changed = changed_files(remote, release, f"releases/{release.id}", tick)
    if changed:
        raise DeployError(f"版本 {release.id} 里的 {changed[0]} 不完整或者被改动过，没有回退。")
    folder = f"releases/{release.id}"
    # Nothing comes online that no release has: neither what somebody put there since, nor assets
    # of removed releases.
    for url in (
        remote.files(folder).keys() - release.files.keys() - hashed_assets(state.retained).keys()
    ):
        remote.remove(f"{folder}/{url}")
    _keep_hashed_assets(remote, state, release, folder, tick)


def remaining_state(state: TargetState, online_id: str, keep: int) -> TargetState:
    """Return the target's state without the releases that were online longest ago.

    Only what these have is carried along: of the others there will be no record to hold it against.
    """
    others = tuple(release for release in state.retained if release.id != online_id)
    return replace(state, retained=others[-(keep - 1) :] if keep > 1 else ())


def prune(remote: SymlinkRemote, state: TargetState, online_id: str, keep: int) -> None:
    """Remove what was online longest ago, and what broken uploads left."""
    retained_ids = {
        online_id,
        *(release.id for release in remaining_state(state, online_id, keep).retained),
    }
    # Records first: a folder without a record is never taken for a release. What is not named
    # like a release may be somebody else's, and stays.
    for name in remote.names("records"):
        if release_id_of(name) and release_id_of(name) not in retained_ids:
            remote.remove(f"records/{name}")
    for name in remote.names("releases"):
        if is_part(name) or (is_id(name) and name not in retained_ids):
            remote.remove(f"releases/{name}")
