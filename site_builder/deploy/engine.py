"""Deploying and going back, whatever the host. Called by the pipeline."""

import time
from collections.abc import Callable
from dataclasses import dataclass
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
from site_builder.deploy.release import Author, compare, to_json
from site_builder.deploy.state import Layout, State, look
from site_builder.model.release import Action, Event, FileFacts, Release

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
                raise DeployError(
                    f"连接断了，试了几次都没有接上（{lost}）。再运行一次会接着做完。"
                ) from lost
            job.say(f"连接断了，{pause:.0f} 秒后接着传。")
            time.sleep(pause)
    raise AssertionError  # the loop ends by return or raise


def deploy(job: Job, release: Release, source: Path) -> Event | None:
    """Put a release online. Returns None when just this is online already."""
    return on_host(job, lambda host: _deploy(host, job, release, source))


def _deploy(host: Host, job: Job, release: Release, source: Path) -> Event | None:
    signature = job.sign(to_json(release))
    with locked(host, job.author.who, lambda who: job.say(f"{who}好像正在发布，等一等……")) as lock:
        state = look(host)
        _complete_history(host, state)
        if state.online and not state.pending and state.online.digest == release.digest:
            return None
        tick = _ticker(job, lock, release)
        if state.layout is Layout.SWITCH:
            switch = cast("SwitchHost", host)
            if release.id not in {one.id for one in state.kept}:
                staying = switching.remaining(state, release.id, job.keep)
                switching.upload(switch, staying, release, source, tick)
            states.keep_record(host, release, signature)
            lock.confirm()
            switch.switch(release.id)
        else:
            ordered.upload(host, release, source, tick)
            states.keep_record(host, release, signature)
            lock.confirm()
            ordered.place(host, state, release, _putter(host, source), tick)
        event = _event(Action.DEPLOY, job, state, release)
        states.remember(host, event)
        _prune(host, job, release, tick)
    return event


def rollback(job: Job, wanted: str) -> tuple[Event, Release]:
    """Put an earlier release online again: the one before, or the one that is named."""
    return on_host(job, lambda host: _rollback(host, job, wanted))


def _rollback(host: Host, job: Job, wanted: str) -> tuple[Event, Release]:
    with locked(host, job.author.who, lambda who: job.say(f"{who}好像正在发布，等一等……")) as lock:
        state = look(host)
        _complete_history(host, state)
        release = _earlier(host, state, wanted)
        tick = _ticker(job, lock, release)
        if state.layout is Layout.SWITCH:
            switch = cast("SwitchHost", host)
            switching.go_back(switch, state, release, tick)
            lock.confirm()
            switch.switch(release.id)
        else:
            ordered.must_be_whole(host, release, tick)
            lock.confirm()
            ordered.place(host, state, release, _copier(host), tick)
        event = _event(Action.ROLLBACK, job, state, release)
        states.remember(host, event)
    return event, release


def _complete_history(host: Host, state: State) -> None:
    """Add the line that a deployment did not come to write: it was cut off after the switch."""
    lines = states.history(host)
    last = lines[-1].release if lines else ""
    one = state.online
    if one is None or state.pending or one.id == last:
        return
    action = Action.DEPLOY if one.id > last else Action.ROLLBACK
    event = Event(action, one.id, last, one.digest, one.who, one.when, 0, 0, 0, len(one.files))
    states.remember(host, event)


def _earlier(host: Host, state: State, wanted: str) -> Release:
    """Choose where to go back to."""
    online = state.online.id if state.online else ""
    names = [one.id for one in state.kept]
    if wanted and wanted not in names:
        raise DeployError(f"目标上没有版本 {wanted}。现有：{'、'.join(names) or '（没有）'}。")
    if wanted == online and wanted and not state.pending:
        raise DeployError(f"正在公布的就是 {wanted}，没有改动。")
    # What was uploaded and never came online is nothing to go back to.
    seen = {event.release for event in states.history(host)}
    older = [one for one in state.kept if one.id < online and one.id in seen]
    if wanted:
        return next(one for one in state.kept if one.id == wanted)
    if not older:
        raise DeployError("没有更早的版本可以回退。")
    return older[-1]


def _putter(host: Host, source: Path) -> ordered.Put:
    """Put files in place from where they are nearest."""
    if host.copies_cheaply:
        return _copier(host)
    return lambda url, _, tick: host.put(source / url, f"current/{url}", tick)


def _copier(host: Host) -> ordered.Put:
    def copy(url: str, facts: FileFacts, tick: Tick) -> None:
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


def _event(action: Action, job: Job, state: State, release: Release) -> Event:
    change = compare(state.online.files if state.online else {}, release.files)
    return Event(
        action=action,
        release=release.id,
        before=state.online.id if state.online else "",
        digest=release.digest,
        who=job.author.who,
        when=job.author.when,
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
