"""Releases on hosts without links: files are replaced one by one, in an order that breaks no page.

What pages need comes first, pages after, removals last. Every file of a release that is kept also
stands under its digest where the public cannot read it, so that there is a way back.
"""

from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from site_builder.deploy.host import PART, DeployError, Host, Tick
from site_builder.deploy.parallel import each
from site_builder.deploy.state import State, assets, mark
from site_builder.model.release import FileFacts, Release


def upload(host: Host, release: Release, source: Path, tick: Tick) -> None:
    """Bring the files that no kept release has to the host, under their digests."""
    there = set(host.names("objects"))
    wanted = {facts.sha256: url for url, facts in release.files.items()}
    missing = [(sha, url) for sha, url in wanted.items() if sha not in there]

    def put(one: tuple[str, str], told: Tick) -> None:
        sha, url = one
        host.put(source / url, f"objects/{sha}", told)

    each(host.hands, missing, put, tick)


def must_be_whole(host: Host, release: Release, tick: Tick) -> None:
    """Make sure that an earlier release can be put in place before anything is touched."""
    wanted = {facts.sha256: url for url, facts in release.files.items()}
    there = wanted.keys() & set(host.names("objects"))
    if host.reads_cheaply:
        found = host.digests("objects", sorted(there), tick)
        there = {name for name, sha in found.items() if name == sha}
    wrong = sorted(wanted[sha] for sha in wanted.keys() - there)
    if wrong:
        raise DeployError(f"版本 {release.id} 里的 {wrong[0]} 不完整或者被改动过，没有回退。")


Put = Callable[[str, FileFacts, Tick], None]
"""Puts one file of a release in place."""


def place(host: Host, state: State, release: Release, put: Put, tick: Tick) -> None:
    """Make `current` hold a release. Whatever cuts this off, doing it again completes it."""
    # Deployments that were cut off may have put the file of any of them in any place.
    broken = [one for one in (*state.strays, state.pending) if one is not None]
    stages = broken if state.online is None else [state.online, *broken]
    sure = state.online is not None
    stale = [
        url
        for url, facts in release.files.items()
        if not sure or any(stage.files.get(url) != facts for stage in stages)
    ]
    mark(host, state.online.id if state.online else "", release.id, {one.id for one in broken})
    for _, urls in groupby(sorted(stale, key=_order), key=lambda url: _order(url)[0]):
        # One kind is done before the next begins, however many are done at once.
        each(host.hands, urls, lambda url, told: put(url, release.files[url], told), tick)
    staying = release.files.keys() | assets(state.kept).keys()
    gone = {url for stage in stages for url in stage.files} - staying
    _remove(host, (f"current/{url}" for url in sorted(gone)), tick)
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
    """Forget the oldest releases, and the files that only they had."""
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
        if name.partition(".")[0] not in {one.id for one in kept}:
            host.remove(f"records/{name}")
    needed = {facts.sha256 for one in kept for facts in one.files.values()}
    unneeded = set(host.names("objects")) - needed
    _remove(host, (f"objects/{name}" for name in sorted(unneeded)), tick)
