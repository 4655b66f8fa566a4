"""Releases on hosts without links: files are replaced one by one, in an order that breaks no page.

What pages need comes first, pages after, removals last. Every file of a release that is kept also
stands under its digest where the public cannot read it, so that there is a way back.
"""

from collections.abc import Callable
from pathlib import Path

from site_builder.deploy.host import PART, Host, Tick
from site_builder.deploy.state import State, assets, mark
from site_builder.model.release import FileFacts, Release


def upload(host: Host, release: Release, source: Path, tick: Tick) -> None:
    """Bring the files that no kept release has to the host, under their digests."""
    there = set(host.names("objects"))
    for url, facts in release.files.items():
        if facts.sha256 not in there:
            host.put(source / url, f"objects/{facts.sha256}", tick)
            there.add(facts.sha256)


def place(
    host: Host, state: State, release: Release, put: Callable[[str, FileFacts], None]
) -> None:
    """Make `current` hold a release. Whatever cuts this off, doing it again completes it."""
    # A deployment that was cut off may have put either release's file in any place.
    stages = [one for one in (state.online, state.pending) if one is not None]
    sure = state.online is not None
    stale = [
        url
        for url, facts in release.files.items()
        if not sure or any(stage.files.get(url) != facts for stage in stages)
    ]
    mark(host, state.online.id if state.online else "", release.id)
    for url in sorted(stale, key=_order):
        put(url, release.files[url])
    staying = release.files.keys() | assets(state.kept).keys()
    for url in sorted({url for stage in stages for url in stage.files} - staying):
        host.remove(f"current/{url}")
    mark(host, release.id, "")


def _order(url: str) -> tuple[int, str]:
    """Sort what pages need before pages, and pages that lead to others last."""
    if not url.endswith(".html"):
        return 0, url
    return (2 if url.rpartition("/")[2] == "index.html" else 1), url


def prune(host: Host, state: State, release: Release, keep: int) -> None:
    """Forget the oldest releases, and the files that only they had."""
    others = [one for one in state.kept if one.id != release.id]
    kept = [*(others[-(keep - 1) :] if keep > 1 else ()), release]
    for name in host.names("records"):
        if name.partition(".")[0] not in {one.id for one in kept}:
            host.remove(f"records/{name}")
    needed = {facts.sha256 for one in kept for facts in one.files.values()}
    for name in host.names("objects"):
        if name not in needed:
            host.remove(f"objects/{name}")
    there = host.files("current")
    online = release.files.keys() | assets(kept).keys()
    broken = {url for url in there if url.endswith(PART)}
    for url in broken | (assets(state.kept).keys() & there.keys()) - online:
        host.remove(f"current/{url}")
