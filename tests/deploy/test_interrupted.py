"""Deployments that are cut off: the public sees the old or the new site, and the next one works."""

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy import deployment
from site_builder.deploy.connection import connect
from site_builder.deploy.remote import Remote
from site_builder.model.target import SshTarget
from tests.deploy.releases import job, read_online, read_version, release_of, write_version
from tests.helpers import ROOT
from tests.helpers.process_killer import Killer
from tests.helpers.servers import open_ssh

SOME, MANY = 6, pytest.param(40, marks=[pytest.mark.large, pytest.mark.timeout(1200)])
"""How often a deployment is cut off, each time and with `-m large`: each costs two uploads."""
_RUN = """
import sys
from pathlib import Path
from site_builder.deploy import deployment
from tests.deploy.releases import job, release_of
root, folder, number = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
deployment.deploy(job(root, number, keep=3), release_of(folder, number), folder)
"""


def start(
    root: Path, folder: Path, number: int, prefix: tuple[str, ...] = ()
) -> subprocess.Popen[bytes]:
    """Begin a deployment in a process of its own; it has loaded all it needs."""
    command = [*prefix, sys.executable, "-c", _RUN, str(root), str(folder), str(number)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def write_big_version(folder: Path, number: int) -> Path:
    """Write a version that takes a moment to upload."""
    return write_version(folder, number, pages=tuple(f"p{page}/index.html" for page in range(300)))


def measure_deployment(tmp_path: Path) -> float:
    """Time a whole deployment, to choose moments within."""
    root = tmp_path / "timed"
    root.mkdir()
    process = start(root, write_big_version(tmp_path / "timed-v", 0), 0)
    started = time.perf_counter()
    assert process.wait() == 0
    return time.perf_counter() - started


@pytest.mark.parametrize("times", [SOME, MANY])
def test_killed_at_any_moment(tmp_path: Path, times: int) -> None:
    chance = random.Random(4)  # noqa: S311 - repeatable, no secret
    killer = Killer(measure_deployment(tmp_path))
    root = tmp_path / "www"
    root.mkdir()
    old = write_big_version(tmp_path / "v0", 0)
    assert start(root, old, 0).wait() == 0
    for number in range(1, times + 1):
        new = write_big_version(tmp_path / f"v{number}", number)
        killer.kill(start(root, new, number), chance.random())
        assert read_online(root) in (read_version(old), read_version(new))
        assert start(root, new, number + 1000).wait() == 0
        assert read_online(root) == read_version(new)
        shutil.rmtree(old)
        old = new
    assert killer.killed >= times // 3
    assert len(list((root / "releases").iterdir())) <= 3


@pytest.mark.parametrize("times", [SOME, MANY])
def test_full_disk(tmp_path: Path, times: int) -> None:
    chance = random.Random(5)  # noqa: S311 - repeatable, no secret
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    ).returncode:
        pytest.skip("small disks cannot be mounted here")
    try:
        _fill_and_deploy(tmp_path, disk, chance, times)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def _fill_and_deploy(tmp_path: Path, disk: Path, chance: random.Random, times: int) -> None:
    root = disk / "www"
    root.mkdir()
    old = write_big_version(tmp_path / "v0", 0)
    assert start(root, old, 0).wait() == 0
    filler = disk / "filler"
    failed = number = 0
    while number < times or not failed:
        number += 1
        new = write_big_version(tmp_path / f"v{number}", number)
        free = shutil.disk_usage(disk).free
        filler.write_bytes(b"\0" * max(0, free - chance.randrange(4096, 1_300_000)))
        failed += start(root, new, number).wait() != 0
        assert read_online(root) in (read_version(old), read_version(new))
        filler.unlink()
        assert start(root, new, number + 1000).wait() == 0
        assert read_online(root) == read_version(new)
        old = new


@pytest.mark.parametrize("locked", ["releases", "records", "."])
def test_lost_permission(tmp_path: Path, locked: str) -> None:
    root = tmp_path / "www"
    root.mkdir()
    old, new = write_big_version(tmp_path / "v0", 0), write_big_version(tmp_path / "v1", 1)
    assert start(root, old, 0, BOUND).wait() == 0
    chance = random.Random(6)  # noqa: S311 - repeatable, no secret
    failed = number = 0
    while number < SOME // 3 or not failed:
        number += 1
        process = start(root, new, number, BOUND)
        time.sleep(chance.uniform(0, 0.03))
        (root / locked).chmod(0o555)
        failed += process.wait() != 0
        assert read_online(root) in (read_version(old), read_version(new))
        (root / locked).chmod(0o755)
        assert start(root, new, number + 1000, BOUND).wait() == 0
        assert read_online(root) == read_version(new)
        old, new = new, write_big_version(tmp_path / f"v{number + 1}", number + 1)


BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.getuid() == 0 else ()
"""Permissions do not bind root, unless it gives up what lets it pass."""


@pytest.mark.parametrize("times", [SOME // 2, MANY])
@pytest.mark.parametrize("transfer", ["rsync", "sftp"])
def test_dropped_connection(
    tmp_path: Path, transfer: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deployment, "RETRY_PAUSES", (0.05, 0.05, 0.05))
    chance = random.Random(7)  # noqa: S311 - repeatable, no secret
    root = tmp_path / "www"
    root.mkdir()
    with open_ssh(tmp_path / "sshd") as server:
        target = server.target(str(root), transfer)
        old = write_big_version(tmp_path / "v0", 0)
        started = time.perf_counter()
        deploy_over(target, old, 0)
        duration = time.perf_counter() - started
        dropped = number = 0
        while number < times or not dropped:
            number += 1
            new = write_big_version(tmp_path / f"v{number}", number)
            expected = (read_version(old), read_version(new))
            timer = threading.Timer(chance.uniform(0, duration), server.drop_sessions)
            timer.start()
            done = deploy_over(target, new, number)
            timer.cancel()
            timer.join()
            dropped += done > 1
            assert read_online(root) in expected
            if read_online(root) != expected[1]:
                deploy_over(target, new, number + 1000)
            assert read_online(root) == expected[1]
            old = new


def deploy_over(target: SshTarget, folder: Path, number: int) -> int:
    """Deploy over a line that may break. Returns how often it had to be opened."""
    opened = 0

    def open_line() -> Remote:
        nonlocal opened
        opened += 1
        return connect(target, folder)

    deploy_job = replace(job(folder, number, keep=3), connect=open_line)
    with suppress(DeployError):
        deployment.deploy(deploy_job, release_of(folder, number), folder)
    return opened
