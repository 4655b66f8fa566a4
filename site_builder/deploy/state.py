"""What stands on a target: which release is online, which are kept, and what has been done.

Called by `engine` and `verify`.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from site_builder.deploy.host import DeployError, Host, Tick
from site_builder.deploy.release import from_json, is_hashed, is_id, plain, to_json
from site_builder.model.release import Action, DeploymentEvent, Release

_HISTORY = "history.json"
_STATE = "state.json"
_EVENTS = 1000
"""Lines of history that are kept."""


class Layout(StrEnum):
    """How a release gets online, in the words of the plan."""

    SWITCH = "整体切换（先传到新的文件夹，再一步换过去；读者看到的不是旧版就是新版）"
    ORDERED = "逐个更新（先新文件，再网页，最后删除；更新的几秒钟里新旧网页并存）"


@dataclass(frozen=True, slots=True)
class State:
    """What stands on a target."""

    layout: Layout
    online: Release | None
    pending: Release | None
    """A release whose files may be in place already: its deployment was cut off half-way."""
    kept: tuple[Release, ...]
    """All that stand there, the one that was online last at the end. Names and clocks say nothing:
    what was gone back to is newer than what it replaced."""
    strays: tuple[Release, ...] = ()
    """Releases whose deployment was cut off before `pending`: their files may be in place too."""


def look(host: Host) -> State:
    """Find out what stands on a target. Raises DeployError for what is not ours."""
    link = host.current()
    turns = {event.release: turn for turn, event in enumerate(history(host))}
    kept = tuple(sorted(_records(host), key=lambda one: (turns.get(one.id, -1), one.id)))
    if link != "":
        folders = set(host.names("releases"))
        kept = tuple(one for one in kept if one.id in folders)
    if link is None:
        layout = Layout.SWITCH if host.can_switch() else Layout.ORDERED
        return State(layout, None, None, kept)
    if link:
        folder, _, name = link.rstrip("/").rpartition("/")
        if folder not in ("releases", "./releases") or not is_id(name):
            raise DeployError(f"目标里的 current 指向 {link}，不是本程序发布的。请检查后移走它。")
        # Without a record, what is online is nobody's release: nothing of it is reused.
        online = next((one for one in kept if one.id == name), None)
        return State(Layout.SWITCH, online, None, kept)
    return _ordered(host, kept)


def name_online(host: Host) -> str:
    """Name the release that is online, even where its record cannot be read; empty for none.

    For a target that `look` finds to be ours.
    """
    link = host.current()
    if link is None:
        return ""
    return link.rstrip("/").rpartition("/")[2] if link else _marked(host)[0]


def _ordered(host: Host, kept: tuple[Release, ...]) -> State:
    *wanted, names = _marked(host)
    online, pending = (next((one for one in kept if one.id == name), None) for name in wanted)
    strays = tuple(one for one in kept if one.id in names)
    return State(Layout.ORDERED, online, pending, kept, strays)


def _marked(host: Host) -> tuple[str, str, frozenset[str]]:
    """Read which release is in the folder `current`, which is on its way there, and which were."""
    data = host.read(_STATE)
    if data is None:
        raise DeployError("目标里的 current 不是本程序放的。请移走它，或者换一个空的目录。")
    try:
        raw = json.loads(data)
        return str(raw["placed"]), str(raw["pending"]), frozenset(map(str, raw["strays"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DeployError("目标里的 state.json 损坏。请检查后删去它和 current。") from None


def _records(host: Host) -> Iterable[Release]:
    for name in host.names("records"):
        release = name.removesuffix(".json")
        if name.endswith(".json") and is_id(release):
            # A damaged record is for `verify` to tell; here it only means one release less.
            with suppress(DeployError):
                found = record(host, release)
                if found is not None:
                    yield found


def record(host: Host, release: str) -> Release | None:
    """Read a release's record. Raises DeployError when it is damaged."""
    data = host.read(f"records/{release}.json")
    if data is None:
        return None
    found = from_json(data)
    if found.id != release:
        raise DeployError(f"发布记录 {release}.json 损坏，或者被人改动过。")
    return found


def keep_record(host: Host, release: Release, signature: bytes) -> None:
    """Write a release's record, its signature first: a record never stands without."""
    if signature:
        host.write(f"records/{release.id}.json.sig", signature)
    host.write(f"records/{release.id}.json", to_json(release))


def mark(host: Host, placed: str, pending: str, strays: Iterable[str] = ()) -> None:
    """Write which release is in the folder `current`, and which is on its way there.

    Strays are those that were on their way before, and did not arrive.
    """
    told = {"placed": placed, "pending": pending, "strays": sorted(strays)}
    host.write(_STATE, json.dumps(told).encode())


def history(host: Host) -> tuple[DeploymentEvent, ...]:
    """Read what has been done, oldest first; what cannot be read is no history."""
    try:
        raw = json.loads(host.read(_HISTORY) or b"[]")
        return tuple(_event(one) for one in raw)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()


_TEXTS = {
    "release": "release",
    "previous": "before",
    "digest": "digest",
    "author": "who",
    "timestamp": "when",
}
"""Fields of an event → keys of the written history."""


def _event(raw: Mapping[str, object]) -> DeploymentEvent:
    """Read one line; a host may hold what nobody of ours wrote. Raises ValueError and the like."""
    numbers = {name: raw[name] for name in ("added", "changed", "removed", "files")}
    texts = {name: raw[key] for name, key in _TEXTS.items()}
    if not all(isinstance(one, int) for one in numbers.values()):
        raise TypeError
    if not all(isinstance(one, str) for one in texts.values()):
        raise TypeError
    told = {name: plain(str(text)) for name, text in texts.items()}
    return DeploymentEvent(Action(raw["action"]), **told, **numbers)  # type: ignore[arg-type] # proved above


def remember(host: Host, event: DeploymentEvent) -> None:
    """Add a line to the history."""
    lines = [one.to_dict() for one in (*history(host), event)]
    data = json.dumps(lines[-_EVENTS:], ensure_ascii=False, indent=0)
    host.write(_HISTORY, f"{data}\n".encode())


def assets(kept: Iterable[Release]) -> dict[str, tuple[Release, str]]:
    """List the files named by their contents, each with a release that has it and its SHA-256.

    A page opened before a switch asks for the assets of its own release after it, so they stay
    readable as long as any release that is kept has them.
    """
    return {
        url: (release, facts.sha256)
        for release in kept
        for url, facts in release.files.items()
        if is_hashed(url)
    }


def differing(host: Host, release: Release, folder: str, tick: Tick) -> list[str]:
    """List the files that are not what the release says: by size, and by digest where cheap."""
    sizes = host.files(folder)
    wrong = {url for url, facts in release.files.items() if sizes.get(url) != facts.size}
    if host.reads_cheaply:
        found = host.digests(folder, sorted(release.files.keys() - wrong), tick)
        wrong |= {url for url, sha in found.items() if sha != release.files[url].sha256}
        wrong |= release.files.keys() - wrong - found.keys()
    return sorted(wrong)
