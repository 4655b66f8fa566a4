"""Releases on remotes without links: files are replaced singly, in an order that breaks no page.

What pages need comes first, pages after, removals last. Every file of a retained release also
stands under its digest where the public cannot read it, so that a rollback is possible.
"""

from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from site_builder.core.errors import DeployError
from site_builder.core.urls import conflicting_files, folders_of
from site_builder.deploy.concurrency import parallel_for
from site_builder.deploy.release import is_object, release_id_of
from site_builder.deploy.remote import PARTIAL_SUFFIX, ProgressCallback, Remote
from site_builder.deploy.target_state import TargetState, changed_files, hashed_assets, write_state
from site_builder.model.release import FileEntry, Release


def upload(
    remote: Remote, release: Release, source: Path, tick: ProgressCallback, *, force: bool
) -> None:
    """Upload the files that no retained release has, under their digests.

    `force`: all of them, whatever exists there.
    """
    urls_by_digest = {entry.sha256: url for url, entry in release.files.items()}
    existing = set() if force else _intact_objects(remote, urls_by_digest, tick)
    missing = [(sha, url) for sha, url in urls_by_digest.items() if sha not in existing]

    def upload_object(item: tuple[str, str], on_progress: ProgressCallback) -> None:
        sha, url = item
        remote.upload(source / url, f"objects/{sha}", on_progress)

    parallel_for(remote.max_concurrency, missing, upload_object, tick)


def verify_objects(remote: Remote, release: Release, tick: ProgressCallback) -> None:
    """Ensure that an earlier release can be put in place before anything is touched."""
    urls_by_digest = {entry.sha256: url for url, entry in release.files.items()}
    damaged = sorted(
        urls_by_digest[sha]
        for sha in urls_by_digest.keys() - _intact_objects(remote, urls_by_digest, tick)
    )
    if damaged:
        raise DeployError(f"版本 {release.id} 里的 {damaged[0]} 不完整或者被改动过，没有回退。")


def _intact_objects(remote: Remote, digests: Iterable[str], tick: ProgressCallback) -> set[str]:
    """Return the intact objects there; checked by name alone where reading is expensive."""
    existing = set(digests) & set(remote.names("objects"))
    if not remote.can_hash_remotely:
        return existing
    actual = remote.digests("objects", sorted(existing), tick)
    return {name for name, sha in actual.items() if name == sha}


FileWriter = Callable[[str, FileEntry, ProgressCallback], None]
"""Puts one file of a release in place."""


def replace_files(  # noqa: PLR0913 - what, where and how; nothing of it belongs together
    remote: Remote,
    state: TargetState,
    release: Release,
    write_file: FileWriter,
    tick: ProgressCallback,
    *,
    force: bool = False,
) -> None:
    """Update `current` to hold a release. Whatever interrupts this, repeating it completes it.

    Files that are as they should be are left, unless `force` asks for all of them.
    """
    # Interrupted deployments may have put the file of any of them in any place.
    interrupted = [item for item in (*state.interrupted, state.pending) if item is not None]
    stages = interrupted if state.online is None else [state.online, *interrupted]
    can_skip = state.online is not None and not force
    changed = (
        set(changed_files(remote, release, "current", tick)) if can_skip else release.files.keys()
    )
    stale = [
        url
        for url, entry in release.files.items()
        if url in changed or any(stage.files.get(url) != entry for stage in stages)
    ]
    online_id = state.online.id if state.online else ""
    write_state(remote, online_id, release.id, {item.id for item in interrupted})
    retained_urls = release.files.keys() | hashed_assets(state.retained).keys()
    obsolete = {url for stage in stages for url in stage.files} - retained_urls
    blocking = set(conflicting_files(stale, obsolete))
    # A folder goes as a whole: its files may be removed already, and a file in its place.
    folders = {folder for url in blocking for folder in folders_of(url)} & release.files.keys()
    first = folders | {url for url in blocking if folders.isdisjoint(folders_of(url))}
    _remove(remote, (f"current/{url}" for url in sorted(first)), tick)
    _write_in_order(remote, release, stale, write_file, tick)
    _remove(remote, (f"current/{url}" for url in sorted(obsolete - blocking)), tick)
    write_state(remote, release.id, "")


def _write_in_order(
    remote: Remote,
    release: Release,
    urls: Iterable[str],
    write_file: FileWriter,
    tick: ProgressCallback,
) -> None:
    """Write files of a release: one kind is done before the next begins, all of a kind at once."""

    def write(url: str, on_progress: ProgressCallback) -> None:
        write_file(url, release.files[url], on_progress)

    for _, group in groupby(sorted(urls, key=_upload_order), key=lambda url: _upload_order(url)[0]):
        parallel_for(remote.max_concurrency, group, write, tick)


def _remove(remote: Remote, paths: Iterable[str], tick: ProgressCallback) -> None:
    def remove(path: str, on_progress: ProgressCallback) -> None:
        remote.remove(path)
        on_progress(0)

    parallel_for(remote.max_concurrency, paths, remove, tick)


def _upload_order(url: str) -> tuple[int, str]:
    """Sort what pages need before pages, and pages that lead to others last."""
    if not url.endswith(".html"):
        return 0, url
    return (2 if url.rpartition("/")[2] == "index.html" else 1), url


def prune(
    remote: Remote, state: TargetState, release: Release, keep: int, tick: ProgressCallback
) -> None:
    """Remove the releases online longest ago, and the files that only they had."""
    others = [item for item in state.retained if item.id != release.id]
    retained = [*(others[-(keep - 1) :] if keep > 1 else ()), release]
    existing = remote.files("current")
    online = release.files.keys() | hashed_assets(retained).keys()
    partial = {url for url in existing if url.endswith(PARTIAL_SUFFIX)}
    obsolete = partial | (hashed_assets(state.retained).keys() & existing.keys()) - online
    # If interrupted, the next one must still know what to remove: so the records go after the
    # public files that only they name, and before the objects, without which there is no rollback.
    _remove(remote, (f"current/{url}" for url in sorted(obsolete)), tick)
    for name in remote.names("records"):
        if release_id_of(name) and release_id_of(name) not in {item.id for item in retained}:
            remote.remove(f"records/{name}")
    needed = {entry.sha256 for item in retained for entry in item.files.values()}
    unneeded = set(filter(is_object, remote.names("objects"))) - needed
    _remove(remote, (f"objects/{name}" for name in sorted(unneeded)), tick)
