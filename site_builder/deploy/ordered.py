"""Releases on hosts without links: files are replaced one by one, in an order that breaks no page.

What pages need comes first, pages after, removals last. Every file of a release that is kept also
stands under its digest where the public cannot read it, so that there is a way back.
"""

from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from site_builder.deploy.host import PART, DeployError, Host, Tick
from site_builder.deploy.parallel import each
from site_builder.deploy.release import is_object, record_of
from site_builder.deploy.state import State, assets, differing, mark
from site_builder.model.release import FileEntry, Release
from site_builder.urls import folders_of, in_the_way


def upload(host: Host, release: Release, source: Path, tick: Tick, *, again: bool) -> None:
    """Bring the files that no kept release has to the host, under their digests.

    `again`: all of them, whatever stands there.
    """
    wanted = {facts.sha256: url for url, facts in release.files.items()}
    there = set() if again else _whole(host, wanted, tick)
    missing = [(sha, url) for sha, url in wanted.items() if sha not in there]

    def put(one: tuple[str, str], told: Tick) -> None:
        sha, url = one
        host.put(source / url, f"objects/{sha}", told)

    each(host.hands, missing, put, tick)


def must_be_whole(host: Host, release: Release, tick: Tick) -> None:
    """Make sure that an earlier release can be put in place before anything is touched."""
    wanted = {facts.sha256: url for url, facts in release.files.items()}
    wrong = sorted(wanted[sha] for sha in wanted.keys() - _whole(host, wanted, tick))
    if wrong:
        raise DeployError(f"版本 {release.id} 里的 {wrong[0]} 不完整或者被改动过，没有回退。")


def _whole(host: Host, wanted: Iterable[str], tick: Tick) -> set[str]:
    """List the objects that stand there as their names say; by name alone where reading is dear."""
    there = set(wanted) & set(host.names("objects"))
    if not host.reads_cheaply:
        return there
    found = host.digests("objects", sorted(there), tick)
    return {name for name, sha in found.items() if name == sha}


Put = Callable[[str, FileEntry, Tick], None]
"""Puts one file of a release in place."""


def place(  # noqa: PLR0913 - what, where and how; nothing of it belongs together
    host: Host, state: State, release: Release, put: Put, tick: Tick, *, again: bool = False
) -> None:
    """Make `current` hold a release. Whatever cuts this off, doing it again completes it.

    Files that look as they should are left, but not when all are wanted `again`.
    """
    # Deployments that were cut off may have put the file of any of them in any place.
    broken = [one for one in (*state.strays, state.pending) if one is not None]
    stages = broken if state.online is None else [state.online, *broken]
    sure = state.online is not None and not again
    looks_wrong = set(differing(host, release, "current", tick)) if sure else release.files.keys()
    stale = [
        url
        for url, facts in release.files.items()
        if url in looks_wrong or any(stage.files.get(url) != facts for stage in stages)
    ]
    mark(host, state.online.id if state.online else "", release.id, {one.id for one in broken})
    staying = release.files.keys() | assets(state.kept).keys()
    gone = {url for stage in stages for url in stage.files} - staying
    blocking = set(in_the_way(stale, gone))
    # A folder goes as a whole: its files may be gone already, and a file in its place.
    folders = {one for url in blocking for one in folders_of(url)} & release.files.keys()
    first = folders | {url for url in blocking if folders.isdisjoint(folders_of(url))}
    _remove(host, (f"current/{url}" for url in sorted(first)), tick)
    for _, urls in groupby(sorted(stale, key=_order), key=lambda url: _order(url)[0]):
        # One kind is done before the next begins, however many are done at once.
        each(host.hands, urls, lambda url, told: put(url, release.files[url], told), tick)
    _remove(host, (f"current/{url}" for url in sorted(gone - blocking)), tick)
    mark(host, release.id, "")


def _remove(host: Host, paths: Iterable[str], tick: Tick) -> None:
    def remove(path: str, told: Tick) -> None:
        host.remove(path)
        told(0)

    each(host.hands, paths, remove, tick)


def _order(url: str) -> tuple[int, str]:
    """Sort what pages need before pages, and pages that lead to others last."""
    if not url.endswith(".html"):
        return 0, url
    return (2 if url.rpartition("/")[2] == "index.html" else 1), url


def prune(host: Host, state: State, release: Release, keep: int, tick: Tick) -> None:
    """Forget what was online longest ago, and the files that only it had."""
    others = [one for one in state.kept if one.id != release.id]
    kept = [*(others[-(keep - 1) :] if keep > 1 else ()), release]
    there = host.files("current")
    online = release.files.keys() | assets(kept).keys()
    broken = {url for url in there if url.endswith(PART)}
    old = broken | (assets(state.kept).keys() & there.keys()) - online
    # Cut off in between, the next one must still know what to remove: so the records go after the
    # public files that only they name, and before the objects, without which there is no way back.
    _remove(host, (f"current/{url}" for url in sorted(old)), tick)
    for name in host.names("records"):
        if record_of(name) and record_of(name) not in {one.id for one in kept}:
            host.remove(f"records/{name}")
    needed = {facts.sha256 for one in kept for facts in one.files.values()}
    unneeded = set(filter(is_object, host.names("objects"))) - needed
    _remove(host, (f"objects/{name}" for name in sorted(unneeded)), tick)
