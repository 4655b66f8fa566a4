"""The state of a target: which release is online, which are retained, and what has been done."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from site_builder.core.errors import DeployError
from site_builder.deploy.release import from_json, is_hashed, is_id, sanitize_text, to_json
from site_builder.deploy.remote import ProgressCallback, Remote
from site_builder.model.release import Action, DeploymentEvent, Release

_HISTORY = "history.json"
_STATE = "state.json"
_MAX_EVENTS = 1000
"""Lines of history that are retained."""


class DeployStrategy(StrEnum):
    """How a release gets online, in the words of the plan."""

    SYMLINK = "整体切换（先传到新的文件夹，再一步换过去；读者看到的不是旧版就是新版）"
    IN_PLACE = "逐个更新（先新文件，再网页，最后删除；更新的几秒钟里新旧网页并存）"


@dataclass(frozen=True, slots=True)
class TargetState:
    """The state of a target."""

    strategy: DeployStrategy
    online: Release | None
    pending: Release | None
    """A release whose files may be in place already: its deployment was interrupted."""
    retained: tuple[Release, ...]
    """All that exist there, the one that was online last at the end. Names and clocks are no order:
    a release rolled back to is newer than what it replaced."""
    interrupted: tuple[Release, ...] = ()
    """Releases with deployments interrupted before `pending`: their files may be in place too."""


def inspect_target(remote: Remote) -> TargetState:
    """Read the state of a target. Raises DeployError for one that this program did not write."""
    link = remote.current_link()
    positions = {event.release: position for position, event in enumerate(history(remote))}
    retained = tuple(
        sorted(
            _read_records(remote), key=lambda release: (positions.get(release.id, -1), release.id)
        )
    )
    if link != "":
        folders = set(remote.names("releases"))
        retained = tuple(release for release in retained if release.id in folders)
    if link is None:
        strategy = DeployStrategy.SYMLINK if remote.supports_symlinks() else DeployStrategy.IN_PLACE
        return TargetState(strategy, None, None, retained)
    if link:
        folder, _, name = link.rstrip("/").rpartition("/")
        if folder not in ("releases", "./releases") or not is_id(name):
            raise DeployError(f"目标里的 current 指向 {link}，不是本程序发布的。请检查后移走它。")
        # Without a record, what is online is nobody's release: nothing of it is reused.
        online = next((release for release in retained if release.id == name), None)
        return TargetState(DeployStrategy.SYMLINK, online, None, retained)
    return _inspect_in_place(remote, retained)


def current_release_id(remote: Remote) -> str:
    """Return the release that is online, even if its record is unreadable; empty for none.

    For a target that `inspect_target` accepts.
    """
    link = remote.current_link()
    if link is None:
        return ""
    return link.rstrip("/").rpartition("/")[2] if link else _read_state(remote)[0]


def _inspect_in_place(remote: Remote, retained: tuple[Release, ...]) -> TargetState:
    *ids, interrupted_ids = _read_state(remote)
    online, pending = (
        next((release for release in retained if release.id == name), None) for name in ids
    )
    interrupted = tuple(release for release in retained if release.id in interrupted_ids)
    return TargetState(DeployStrategy.IN_PLACE, online, pending, retained, interrupted)


def _read_state(remote: Remote) -> tuple[str, str, frozenset[str]]:
    """Read which release is in the folder `current`, which is on its way there, and which were."""
    data = remote.read(_STATE)
    if data is None:
        raise DeployError("目标里的 current 不是本程序放的。请移走它，或者换一个空的目录。")
    try:
        raw = json.loads(data)
        return str(raw["placed"]), str(raw["pending"]), frozenset(map(str, raw["strays"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DeployError("目标里的 state.json 损坏。请检查后删去它和 current。") from None


def _read_records(remote: Remote) -> Iterable[Release]:
    for name in remote.names("records"):
        release_id = name.removesuffix(".json")
        if name.endswith(".json") and is_id(release_id):
            # A damaged record is for `verify` to report; here it only means one release less.
            with suppress(DeployError):
                release = read_record(remote, release_id)
                if release is not None:
                    yield release


def read_record(remote: Remote, release_id: str) -> Release | None:
    """Read a release's record. Raises DeployError when it is damaged."""
    data = remote.read(f"records/{release_id}.json")
    if data is None:
        return None
    release = from_json(data)
    if release.id != release_id:
        raise DeployError(f"发布记录 {release_id}.json 损坏，或者被人改动过。")
    return release


def write_record(remote: Remote, release: Release, signature: bytes) -> None:
    """Write a release's record, its signature first: a record never stands without."""
    if signature:
        remote.write(f"records/{release.id}.json.sig", signature)
    remote.write(f"records/{release.id}.json", to_json(release))


def write_state(remote: Remote, placed: str, pending: str, interrupted: Iterable[str] = ()) -> None:
    """Write which release is in the folder `current`, and which is on its way there.

    Strays are those that were on their way before, and did not arrive.
    """
    content = {"placed": placed, "pending": pending, "strays": sorted(interrupted)}
    remote.write(_STATE, json.dumps(content).encode())


def history(remote: Remote) -> tuple[DeploymentEvent, ...]:
    """Read what has been done, oldest first; what cannot be read is no history."""
    try:
        raw = json.loads(remote.read(_HISTORY) or b"[]")
        return tuple(_event(item) for item in raw)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()


_TEXT_KEYS = {
    "release": "release",
    "previous": "before",
    "digest": "digest",
    "author": "who",
    "timestamp": "when",
}
"""Fields of an event → keys of the written history."""


def _event(raw: Mapping[str, object]) -> DeploymentEvent:
    """Read one line; a remote may hold what nobody here wrote. Raises ValueError and the like."""
    numbers = {name: raw[name] for name in ("added", "changed", "removed", "files")}
    texts = {name: raw[key] for name, key in _TEXT_KEYS.items()}
    if not all(isinstance(value, int) for value in numbers.values()):
        raise TypeError
    if not all(isinstance(value, str) for value in texts.values()):
        raise TypeError
    sanitized = {name: sanitize_text(str(text)) for name, text in texts.items()}
    return DeploymentEvent(Action(raw["action"]), **sanitized, **numbers)  # type: ignore[arg-type] # proved above


def append_history(remote: Remote, event: DeploymentEvent) -> None:
    """Add a line to the history."""
    lines = [entry.to_dict() for entry in (*history(remote), event)]
    data = json.dumps(lines[-_MAX_EVENTS:], ensure_ascii=False, indent=0)
    remote.write(_HISTORY, f"{data}\n".encode())


def hashed_assets(releases: Iterable[Release]) -> dict[str, tuple[Release, str]]:
    """Return the files named by their contents, each with a release that has it and its SHA-256.

    A page opened before a switch asks for the assets of its own release after it, so they stay
    readable as long as any retained release has them.
    """
    return {
        url: (release, entry.sha256)
        for release in releases
        for url, entry in release.files.items()
        if is_hashed(url)
    }


def changed_files(
    remote: Remote, release: Release, folder: str, tick: ProgressCallback
) -> list[str]:
    """Return files that differ from a release's record: by size, and by digest where cheap."""
    sizes = remote.files(folder)
    changed = {url for url, entry in release.files.items() if sizes.get(url) != entry.size}
    if remote.can_hash_remotely:
        digests = remote.digests(folder, sorted(release.files.keys() - changed), tick)
        changed |= {url for url, sha in digests.items() if sha != release.files[url].sha256}
        changed |= release.files.keys() - changed - digests.keys()
    return sorted(changed)
