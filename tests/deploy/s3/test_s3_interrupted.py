"""Deployments to a bucket that break, wait or are killed: the next is whole."""

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.core.errors import UnreachableError
from site_builder.deploy import deployment
from site_builder.deploy.remotes.s3 import S3Remote, connect
from site_builder.deploy.target_state import inspect_target
from tests.deploy.s3.s3_deployer import Deployer, site, start
from tests.helpers.process_killer import Killer

SOME, MANY = 5, pytest.param(40, marks=[pytest.mark.large, pytest.mark.timeout(1200)])
"""How often a deployment is killed, each time and with `-m large`."""


def test_a_broken_line_is_gone_on_with(deployer: Deployer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployment, "RETRY_PAUSES", (0.1, 0.1, 0.1, 0.1))
    deployer.deploy(site(2022))
    breaks = [True]

    def progress(*_: object) -> None:
        if breaks:
            breaks.clear()
            deployer.server.stop()

    def on_message(text: str) -> None:
        deployer.messages.append(text)
        if len(deployer.messages) == 2:  # the first attempt to connect again finds nobody
            deployer.server.start()

    after = site(*range(2000, 2024))
    release, folder = deployer.release(after)
    job = replace(deployer.job(), on_progress=progress, on_message=on_message)
    assert deployment.deploy(job, release, folder) is not None
    assert len(deployer.messages) == 2
    assert all("连接断了" in text for text in deployer.messages)
    assert deployer.public() == after


def test_who_was_never_reached_is_not_waited_for(deployer: Deployer) -> None:
    deployer.target = replace(deployer.target, endpoint="http://127.0.0.1:9")
    with pytest.raises(UnreachableError, match="连不上接入点"):
        deployer.deploy(site(2023))
    assert deployer.messages == []


class _CutError(Exception):
    """The deployment ends here."""


def deploy_until_cut(deployer: Deployer, expected: Mapping[str, bytes], ticks: int) -> bool:
    """Deploy, cut off after some ticks; return whether that came before the end."""
    release, folder = deployer.release(expected)
    tick_count = 0

    def progress(*_: object) -> None:
        nonlocal tick_count
        tick_count += 1
        if tick_count > ticks:
            raise _CutError

    def connect_sequentially() -> S3Remote:
        host = connect(deployer.target, Path())
        host.max_concurrency = 1  # so that there is a tick for each file
        return host

    job = replace(deployer.job(), connect=connect_sequentially, on_progress=progress)
    try:
        deployment.deploy(job, release, folder)
    except _CutError:
        return True
    return False


def test_cut_off_after_any_file_the_next_deployment_is_whole(deployer: Deployer) -> None:
    deployer.keep = 1
    sites = [site(2021), site(2022, style=b"b{}"), site(2023, extra="!")]
    deployer.deploy(sites[0])
    cut = 0
    for ticks in range(14):
        cut += deploy_until_cut(deployer, sites[(ticks + 1) % 3], ticks)
        deployer.deploy(sites[ticks % 3])
        assert deployer.public() == sites[ticks % 3]
    assert 8 < cut < 14


def test_files_of_two_releases_that_were_cut_off_do_not_stay(deployer: Deployer) -> None:
    page = {"index.html": b"front", "a.html": b"first"}
    deployer.deploy(page)
    assert deploy_until_cut(deployer, {**page, "a.html": b"never", "b.html": b"never"}, ticks=2)
    assert deployer.public() == {**page, "a.html": b"never", "b.html": b"never"}
    assert deploy_until_cut(deployer, {**page, "c.css": b"third"}, ticks=1)
    assert deployer.public()["a.html"] == b"never"
    deployer.deploy({**page, "d.html": b"fourth"})
    assert deployer.public() == {**page, "d.html": b"fourth"}


@pytest.mark.parametrize("kills", [SOME, MANY])
def test_killed_at_any_moment_the_next_deployment_is_whole(deployer: Deployer, kills: int) -> None:
    deployer.keep = 1
    sites = [site(*range(2000 + n, 2015 + n), style=b"x" * n, extra=str(n)) for n in range(3)]
    started = time.monotonic()
    deployer.deploy(sites[0])
    killer = Killer(time.monotonic() - started)
    for turn in range(kills):
        killer.kill(start(deployer, sites[(turn + 1) % 3]), (turn % SOME + 1) / SOME)
        if turn % 3 == 2:
            continue  # killed again, on the way to another release
        expected = sites[turn % 3]
        deployer.deploy(expected)
        assert deployer.public() == expected
        host = connect(deployer.target, Path())
        state = inspect_target(host)
        host.close()
        assert state.pending is None
        assert state.online is not None
    assert killer.killed >= kills // 3
