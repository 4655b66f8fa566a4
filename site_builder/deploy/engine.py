"""Deploying and going back, whatever the host. Called by the pipeline."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from site_builder.deploy import ordered, switching
from site_builder.deploy import state as states
from site_builder.deploy.host import (
    DeployError,
    Host,
    LostError,
    SwitchHost,
    Tick,
    UnreachableError,
)
from site_builder.deploy.lock import Lock, locked
from site_builder.deploy.release import Author, changed_since, compare, to_json
from site_builder.deploy.state import Layout, State, look
from site_builder.deploy.way_back import before, complete_history, named
from site_builder.model.release import Action, DeploymentEvent, FileEntry, Release

Answer = TypeVar("Answer")

_PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before trying again after the connection broke."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of a target."""

    connect: Callable[[], Host]
    author: Author
    keep: int
    sign: Callable[[bytes], bytes]
    """Signs a record; gives nothing where no key is configured."""
    say: Callable[[str], None]
    """Tells people what is happening."""
    progress: Callable[[str, int, int], None]
    """Hears of each stage: its name, how much is done, how much there is."""


def on_host(job: Job, work: Callable[[Host], Answer]) -> Answer:
    """Do something on a host; when the line breaks, connect and go on, a few times."""
    reached = False
    for pause in (*_PAUSES, None):
        try:
            host = job.connect()
            reached = True
            try:
                return work(host)
            finally:
                host.close()
        except (LostError, UnreachableError) as lost:
            # What was never reached has a wrong address; what was, will be there again.
            if isinstance(lost, UnreachableError) and not reached:
                raise
            if pause is None:
                notes = "".join(getattr(lost, "__notes__", ()))
                raise DeployError(
                    f"连接断了，试了几次都没有接上（{lost}）。{notes}再运行一次会接着做完。"
                ) from lost
            job.say(f"连接断了，{pause:.0f} 秒后接着传。")
            time.sleep(pause)
    raise AssertionError  # the loop ends by return or raise


def deploy(
    job: Job, release: Release, source: Path, *, again: bool = False
) -> DeploymentEvent | None:
    """Put a release online. Returns None when just this is online already, and whole.

    `again`: upload everything, whatever stands there; for a target that somebody tampered with.
    """
    wanted = _Wanted(release, source, again, [])
    return on_host(job, lambda host: _deploy(host, job, wanted))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A release that is to come online."""

    release: Release
    source: Path
    again: bool
    begun: list[str]
    """Names the release as soon as it may be online: the line may break before that is heard."""


def _deploy(host: Host, job: Job, wanted: _Wanted) -> DeploymentEvent | None:
    release, again = wanted.release, wanted.again
    signature = job.sign(to_json(release))
    with _locked(host, job) as lock:
        state = look(host)
        complete_history(host, state)
        tick = _ticker(job, lock, release)
        if wanted.begun and state.online and state.online.id == release.id and not state.pending:
            # The line broke after the switch: all is done, and the history has just been told.
            return states.history(host)[-1]
        if not again and _stands(host, state, release, tick):
            return None
        if state.layout is Layout.SWITCH:
            switch = cast("SwitchHost", host)
            staying = switching.remaining(state, release.id, job.keep)
            if again:
                staying = replace(staying, online=None)
            if release.id not in {one.id for one in state.kept}:
                switching.upload(switch, staying, release, wanted.source, tick)
                _must_be_unchanged(host, wanted)
            states.keep_record(host, release, signature)
            lock.confirm()
            wanted.begun.append(release.id)
            with standing(MAYBE):
                switch.switch(release.id)
        else:
            ordered.upload(host, release, wanted.source, tick, again=again)
            _must_be_unchanged(host, wanted)
            states.keep_record(host, release, signature)
            lock.confirm()
            wanted.begun.append(release.id)
            with standing(HALF_WAY):
                put = _putter(host, wanted.source)
                ordered.place(host, state, release, put, tick, again=again)
        event = _event(Action.DEPLOY, job, state, release)
        with standing(ONLINE):
            _remember(host, job, event)
            _prune(host, job, release, tick)
    return event


def _must_be_unchanged(host: Host, wanted: _Wanted) -> None:
    """Make sure that what was sent is what was released, where the host cannot tell. Raises so."""
    if host.reads_cheaply:
        return  # the digests of what arrived are compared there
    if url := changed_since(wanted.source, wanted.release.files):
        raise DeployError(f"{wanted.source} 里的 {url} 在上传的时候改动过，没有公布。请再试一次。")


@contextmanager
def _locked(host: Host, job: Job) -> Iterator[Lock]:
    def wait(who: str) -> None:
        job.say(f"{who}好像正在发布，等一等……")

    with standing(UNTOUCHED), locked(host, job.author.who, wait) as lock:
        yield lock


def _stands(host: Host, state: State, release: Release, tick: Tick) -> bool:
    """Tell whether just this is online, and nobody has changed it."""
    online = state.online
    if online is None or state.pending or online.digest != release.digest:
        return False
    folder = f"releases/{online.id}" if state.layout is Layout.SWITCH else "current"
    foreign = host.files(folder).keys() - release.files.keys() - states.assets(state.kept).keys()
    return not foreign and not states.differing(host, online, folder, tick)


def rollback(job: Job, wanted: str) -> tuple[DeploymentEvent, Release]:
    """Put an earlier release online again: the one before, or the one that is named."""
    return on_host(job, lambda host: _rollback(host, job, wanted))


def _rollback(host: Host, job: Job, wanted: str) -> tuple[DeploymentEvent, Release]:
    with _locked(host, job) as lock:
        state = look(host)
        complete_history(host, state)
        release = named(state, wanted) if wanted else before(host, state)
        tick = _ticker(job, lock, release)
        if state.layout is Layout.SWITCH:
            switch = cast("SwitchHost", host)
            switching.go_back(switch, state, release, tick)
            lock.confirm()
            with standing(MAYBE):
                switch.switch(release.id)
        else:
            ordered.must_be_whole(host, release, tick)
            lock.confirm()
            with standing(HALF_WAY):
                ordered.place(host, state, release, _copier(host), tick)
        event = _event(Action.ROLLBACK, job, state, release)
        with standing(ONLINE):
            _remember(host, job, event)
    return event, release


UNTOUCHED = "网上的网站还是原来的。"
MAYBE = "不清楚换过去没有，请用 site-builder releases 看看。"
HALF_WAY = "网上的网站更新了一半，新旧网页并存；请尽快再运行一次，会接着做完。"
ONLINE = "网上的网站已经换好。"


@contextmanager
def standing(words: str) -> Iterator[None]:
    """Say of whatever goes wrong inside how the site stands then: nobody is to be told a lie."""
    try:
        yield
    except BaseException as fault:
        # What failed deeper inside has said it better; a refusal says what it has to.
        if not hasattr(fault, "__notes__") and not (
            words is UNTOUCHED and isinstance(fault, DeployError)
        ):
            fault.add_note(words)
        raise


def _remember(host: Host, job: Job, event: DeploymentEvent) -> None:
    """Write the history. The site is online; the next one writes what could not be written."""
    try:
        states.remember(host, event)
    except OSError:
        job.say("网站已经换好；发布记录没有写成，下次发布时补上。")


def _putter(host: Host, source: Path) -> ordered.Put:
    """Put files in place from where they are nearest."""
    if host.copies_cheaply:
        return _copier(host)
    return lambda url, _, tick: host.put(source / url, f"current/{url}", tick)


def _copier(host: Host) -> ordered.Put:
    def copy(url: str, facts: FileEntry, tick: Tick) -> None:
        host.copy(f"objects/{facts.sha256}", f"current/{url}")
        tick(0)

    return copy


def _ticker(job: Job, lock: Lock, release: Release) -> Tick:
    """Renew the lock and move the bar as bytes go by."""
    total = sum(one.size for one in release.files.values())
    done = 0

    def tick(count: int) -> None:
        nonlocal done
        done = min(total, done + count)
        job.progress("上传", done, total)
        lock.renew()

    return tick


def _event(action: Action, job: Job, state: State, release: Release) -> DeploymentEvent:
    change = compare(state.online.files if state.online else {}, release.files)
    return DeploymentEvent(
        action=action,
        release=release.id,
        previous=state.online.id if state.online else "",
        digest=release.digest,
        author=job.author.who,
        timestamp=job.author.when,
        added=len(change.added),
        changed=len(change.changed),
        removed=len(change.removed),
        files=len(release.files),
    )


def _prune(host: Host, job: Job, release: Release, tick: Tick) -> None:
    """Remove the oldest. The site is online; what cannot be removed now, the next one removes."""
    try:
        state = look(host)
        if state.layout is Layout.SWITCH:
            switching.prune(cast("SwitchHost", host), state, release.id, job.keep)
        else:
            ordered.prune(host, state, release, job.keep, tick)
    except (OSError, DeployError, LostError):
        job.say("网站已经更新；旧版本没有删干净，下次发布时再删。")
