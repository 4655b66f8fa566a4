"""Deploying and rolling back, whatever the kind of remote."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from site_builder.core.errors import ConnectionLostError, DeployError, UnreachableError
from site_builder.deploy import in_place_deploy, symlink_deploy
from site_builder.deploy import target_state as states
from site_builder.deploy.release import Author, changed_since, compare, to_json
from site_builder.deploy.remote import ProgressCallback, Remote, SymlinkRemote
from site_builder.deploy.rollback import complete_history, find_release, previous_release
from site_builder.deploy.target_lock import TargetLock, locked
from site_builder.deploy.target_state import DeployStrategy, TargetState, inspect_target
from site_builder.model.release import Action, DeploymentEvent, FileEntry, Release

T = TypeVar("T")

RETRY_PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before trying again after the connection broke."""


@dataclass(frozen=True, slots=True)
class DeployRequest:
    """What a deployment requires of a target."""

    connect: Callable[[], Remote]
    author: Author
    keep: int
    sign: Callable[[bytes], bytes]
    """Signs a record; returns nothing where no key is configured."""
    on_message: Callable[[str], None]
    """Prints what is happening."""
    on_progress: Callable[[str, int, int], None]
    """Called for each stage: its name, how much is done, how much there is."""


def with_reconnect(request: DeployRequest, operation: Callable[[Remote], T]) -> T:
    """Run an action on a remote; when the connection breaks, reconnect and retry, a few times."""
    was_reached = False
    for pause in (*RETRY_PAUSES, None):
        try:
            remote = request.connect()
            was_reached = True
            try:
                return operation(remote)
            finally:
                remote.close()
        except (ConnectionLostError, UnreachableError) as exc:
            # What was never reached has a wrong address; what was, will be there again.
            if isinstance(exc, UnreachableError) and not was_reached:
                raise
            if pause is None:
                notes = "".join(getattr(exc, "__notes__", ()))
                raise DeployError(
                    f"连接断了，试了几次都没有接上（{exc}）。{notes}再运行一次会接着做完。"
                ) from exc
            request.on_message(f"连接断了，{pause:.0f} 秒后接着传。")
            time.sleep(pause)
    raise AssertionError  # the loop ends by return or raise


def deploy(
    request: DeployRequest, release: Release, source: Path, *, force: bool = False
) -> DeploymentEvent | None:
    """Put a release online. Returns None when just this is online already, and whole.

    `force`: upload everything, whatever exists there; for a target that somebody tampered with.
    """
    rollout = _Rollout(release, source, force, [])
    return with_reconnect(request, lambda remote: _deploy(remote, request, rollout))


@dataclass(frozen=True, slots=True)
class _Rollout:
    """A release that is to come online."""

    release: Release
    source: Path
    force: bool
    started: list[str]
    """Set as soon as the release may be online: the connection may break before the reply."""


def _deploy(remote: Remote, request: DeployRequest, rollout: _Rollout) -> DeploymentEvent | None:
    release, force = rollout.release, rollout.force
    signature = request.sign(to_json(release))
    with _locked(remote, request) as lock:
        state = inspect_target(remote)
        complete_history(remote, state)
        tick = _progress_callback(request, lock, release)
        if rollout.started and state.online and state.online.id == release.id and not state.pending:
            # The connection broke after the switch: all is done, and the history is complete.
            return states.history(remote)[-1]
        if not force and _is_current(remote, state, release, tick):
            return None
        if state.strategy is DeployStrategy.SYMLINK:
            symlink_remote = cast("SymlinkRemote", remote)
            remaining = symlink_deploy.remaining_state(state, release.id, request.keep)
            if force:
                remaining = replace(remaining, online=None)
            if release.id not in {entry.id for entry in state.retained}:
                symlink_deploy.upload(symlink_remote, remaining, release, rollout.source, tick)
                _check_unchanged(remote, rollout)
            states.write_record(remote, release, signature)
            lock.assert_held()
            rollout.started.append(release.id)
            with annotate_failure(SITE_UNKNOWN):
                symlink_remote.activate(release.id)
        else:
            in_place_deploy.upload(remote, release, rollout.source, tick, force=force)
            _check_unchanged(remote, rollout)
            states.write_record(remote, release, signature)
            lock.assert_held()
            rollout.started.append(release.id)
            with annotate_failure(SITE_PARTIALLY_UPDATED):
                write_file = _uploader(remote, rollout.source)
                in_place_deploy.replace_files(remote, state, release, write_file, tick, force=force)
        event = _event(Action.DEPLOY, request, state, release)
        with annotate_failure(SITE_UPDATED):
            _append_history(remote, request, event)
            _prune(remote, request, release, tick)
    return event


def _check_unchanged(remote: Remote, rollout: _Rollout) -> None:
    """Ensure that what was sent is what was released, where the remote cannot. Raises so."""
    if remote.can_hash_remotely:
        return  # the digests of what arrived are compared there
    if url := changed_since(rollout.source, rollout.release.files):
        raise DeployError(f"{rollout.source} 里的 {url} 在上传的时候改动过，没有公布。请再试一次。")


@contextmanager
def _locked(remote: Remote, request: DeployRequest) -> Iterator[TargetLock]:
    def on_wait(owner: str) -> None:
        request.on_message(f"{owner}好像正在发布，等一等……")

    with annotate_failure(SITE_UNCHANGED), locked(remote, request.author.name, on_wait) as lock:
        yield lock


def _is_current(
    remote: Remote, state: TargetState, release: Release, tick: ProgressCallback
) -> bool:
    """Return whether just this is online, and nobody has changed it."""
    online = state.online
    if online is None or state.pending or online.digest != release.digest:
        return False
    folder = f"releases/{online.id}" if state.strategy is DeployStrategy.SYMLINK else "current"
    foreign = (
        remote.files(folder).keys()
        - release.files.keys()
        - states.hashed_assets(state.retained).keys()
    )
    return not foreign and not states.changed_files(remote, online, folder, tick)


def rollback(request: DeployRequest, release_id: str) -> tuple[DeploymentEvent, Release]:
    """Put an earlier release online again: the previous one, or the one that is named."""
    return with_reconnect(request, lambda remote: _rollback(remote, request, release_id))


def _rollback(
    remote: Remote, request: DeployRequest, release_id: str
) -> tuple[DeploymentEvent, Release]:
    with _locked(remote, request) as lock:
        state = inspect_target(remote)
        complete_history(remote, state)
        release = find_release(state, release_id) if release_id else previous_release(remote, state)
        tick = _progress_callback(request, lock, release)
        if state.strategy is DeployStrategy.SYMLINK:
            symlink_remote = cast("SymlinkRemote", remote)
            symlink_deploy.prepare_rollback(symlink_remote, state, release, tick)
            lock.assert_held()
            with annotate_failure(SITE_UNKNOWN):
                symlink_remote.activate(release.id)
        else:
            in_place_deploy.verify_objects(remote, release, tick)
            lock.assert_held()
            with annotate_failure(SITE_PARTIALLY_UPDATED):
                in_place_deploy.replace_files(remote, state, release, _copier(remote), tick)
        event = _event(Action.ROLLBACK, request, state, release)
        with annotate_failure(SITE_UPDATED):
            _append_history(remote, request, event)
    return event, release


SITE_UNCHANGED = "网上的网站还是原来的。"
SITE_UNKNOWN = "不清楚换过去没有，请用 site-builder releases 目标 看看。"
SITE_PARTIALLY_UPDATED = "网上的网站更新了一半，新旧网页并存；请尽快再运行一次，会接着做完。"
SITE_UPDATED = "网上的网站已经换好。"


@contextmanager
def annotate_failure(condition: str) -> Iterator[None]:
    """Add the site's state to any error raised inside: no message may claim anything false."""
    try:
        yield
    except BaseException as exc:
        # An error from deeper inside states it better; a refusal is complete as it is.
        if not hasattr(exc, "__notes__") and not (
            condition is SITE_UNCHANGED and isinstance(exc, DeployError)
        ):
            exc.add_note(condition)
        raise


def _append_history(remote: Remote, request: DeployRequest, event: DeploymentEvent) -> None:
    """Write the history. The site is online; the next one writes what could not be written."""
    try:
        states.append_history(remote, event)
    except OSError:
        request.on_message("网站已经换好；发布记录没有写成，下次发布时补上。")


def _uploader(remote: Remote, source: Path) -> in_place_deploy.FileWriter:
    """Put files in place from where they are nearest."""
    if remote.can_copy_remotely:
        return _copier(remote)
    return lambda url, _, tick: remote.upload(source / url, f"current/{url}", tick)


def _copier(remote: Remote) -> in_place_deploy.FileWriter:
    def copy(url: str, entry: FileEntry, tick: ProgressCallback) -> None:
        remote.copy(f"objects/{entry.sha256}", f"current/{url}")
        tick(0)

    return copy


def _progress_callback(
    request: DeployRequest, lock: TargetLock, release: Release
) -> ProgressCallback:
    """Renew the lock and update the progress bar as bytes are sent."""
    total = sum(entry.size for entry in release.files.values())
    done = 0

    def tick(count: int) -> None:
        nonlocal done
        done = min(total, done + count)
        request.on_progress("上传", done, total)
        lock.renew()

    return tick


def _event(
    action: Action, request: DeployRequest, state: TargetState, release: Release
) -> DeploymentEvent:
    change = compare(state.online.files if state.online else {}, release.files)
    return DeploymentEvent(
        action=action,
        release=release.id,
        previous=state.online.id if state.online else "",
        digest=release.digest,
        author=request.author.name,
        timestamp=request.author.timestamp,
        added=len(change.added),
        changed=len(change.changed),
        removed=len(change.removed),
        files=len(release.files),
    )


def _prune(
    remote: Remote, request: DeployRequest, release: Release, tick: ProgressCallback
) -> None:
    """Remove the oldest. The site is online; what cannot be removed now, the next one removes."""
    try:
        state = inspect_target(remote)
        if state.strategy is DeployStrategy.SYMLINK:
            symlink_deploy.prune(cast("SymlinkRemote", remote), state, release.id, request.keep)
        else:
            in_place_deploy.prune(remote, state, release, request.keep, tick)
    except (OSError, DeployError, ConnectionLostError):
        request.on_message("网站已经更新；旧版本没有删干净，下次发布时再删。")
