"""Releases on a server that is reached by SSH: online, reused, taken back; lines that break."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.core.errors import ConnectionLostError, DeployError
from site_builder.deploy import deployment
from site_builder.deploy.remote import HardlinkSource
from site_builder.deploy.remotes import ssh, ssh_login
from tests.deploy.ssh.ssh_helpers import (
    TRANSFERS,
    deploy,
    job,
    no_progress,
    open_host,
    read_only,
    release_of,
    write_site,
)
from tests.helpers import ROOT, read_tree
from tests.helpers.lines import slow_line
from tests.helpers.servers import SshServer, children, open_ssh


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_releases_go_online_are_reused_and_taken_back(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    target = server.target(str(folder), transfer)
    source = tmp_path / "site"
    old = {f"{n}/page-{n}.html": b"%d" % n * 50 for n in range(30)}
    write_site(source, {**old, "index.html": b"one", "assets/s.12345678.css": b"a{}"})
    first = deploy(target, source)
    assert first is not None
    assert read_tree(folder / "current") == read_tree(source)
    assert deploy(target, source, 1) is None

    # As long as before, and one file less: neither size nor age distinguishes them.
    write_site(source, {"index.html": b"two", "new/-x.html": b"new"})
    (source / "3/page-3.html").unlink()
    second = deploy(target, source, 2)
    assert second is not None
    assert (second.added, second.changed, second.removed) == (1, 1, 1)
    assert read_tree(folder / "current") == read_tree(source)
    release_folder = folder / "releases"
    for url in ("1/page-1.html", "assets/s.12345678.css"):
        earlier = release_folder / first.release / url
        assert earlier.samefile(release_folder / second.release / url)
    assert (release_folder / first.release / "index.html").read_bytes() == b"one"
    assert (release_folder / second.release / "index.html").stat().st_mode & 0o777 == 0o644
    assert (release_folder / second.release / "new").stat().st_mode & 0o777 == 0o755

    event, _ = deployment.rollback(job(target), "")
    assert event.release == first.release
    assert (folder / "current/index.html").read_bytes() == b"one"
    (release_folder / second.release / "index.html").write_bytes(b"bad")
    if transfer == "rsync":  # where digests are cheap
        with pytest.raises(DeployError, match="改动"):
            deployment.rollback(job(target), second.release)
    assert sorted(path.name for path in folder.iterdir()) == [
        "current",
        "history.json",
        "records",
        "releases",
    ]


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_old_releases_are_removed(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    target = server.target(str(folder), transfer)
    source = tmp_path / "site"
    events = []
    for n in range(3):
        write_site(source, {"index.html": b"%d" % n, "a/b/c.html": b"same"})
        events.append(deploy(target, source, n, keep=2))
    names = [event.release for event in events if event]
    assert sorted(path.name for path in (folder / "releases").iterdir()) == names[1:]
    assert read_tree(folder / "current") == read_tree(source)


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_what_is_not_as_released_is_never_whole_on_the_server(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    site, reuse = tmp_path / "site", HardlinkSource("", frozenset())
    for name, size in (("small.html", 9), ("large.bin", 900_000)):
        facts = write_site(site, {name: b"1" * size})
        with open_host(server.target(str(folder), transfer)) as host:
            (site / name).write_bytes(b"1" * (size - 1) + b"2")
            with pytest.raises(DeployError, match="改动过"):
                host.upload_tree(site, facts, "releases/a", reuse, no_progress)
            (site / name).unlink()
            (site / name).symlink_to(tmp_path / "other")
            (tmp_path / "other").write_bytes(b"1" * size)
            with pytest.raises(DeployError, match="读不了"):
                host.upload_tree(site, facts, "releases/a", reuse, no_progress)
            assert host.files("releases/a").get(name, 0) < size
            # The connection goes on to be used: for the lock, above all.
            host.write("lock.json", b"x" * 300_000)
            (site / name).unlink()


def uploaded_files(folder: Path) -> dict[str, int]:
    """List what stands on the server whole, with the numbers that distinguish files."""
    files = {}
    for part in folder.glob("releases/*"):
        for path in part.glob("[0-9]*.bin"):
            facts = path.stat()
            if facts.st_size == BIG:
                files[path.name] = facts.st_ino
    return files


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


BIG = 150_000
RATE = 3_000_000
"""Bytes of a file, and bytes that the line carries in a second."""


def big_site(folder: Path) -> Path:
    write_site(folder, {f"{n}.bin": os.urandom(BIG) for n in range(40)})
    return folder


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_broken_line_is_mended(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    source = big_site(tmp_path / "site")
    messages: list[str] = []
    first: dict[str, int] = {}

    def drop() -> None:
        assert wait_until(lambda: len(uploaded_files(folder)) > 3)
        assert server.drop_sessions()
        first.update(uploaded_files(folder))

    thread = threading.Thread(target=drop)
    with slow_line(server, tmp_path / "known", RATE) as line:
        target = server.target(str(folder), transfer, **line)
        thread.start()
        event = deployment.deploy(job(target, messages), release_of(source), source)
        thread.join()
    assert event is not None
    assert any("连接断了" in line for line in messages)
    assert read_tree(folder / "current") == read_tree(source)
    assert len(first) < 40
    last = uploaded_files(folder)
    assert {name: last[name] for name in first} == first, "what was there was sent again"


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_line_that_is_dead_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transfer: str
) -> None:
    # As long as people wait for, no test waits.
    monkeypatch.setattr(ssh_login, "KEEPALIVE_INTERVAL", 0.3)
    with open_ssh(tmp_path / "s") as server:
        host = ssh.connect(server.target(str(server.home), transfer), Path())
        for pid in children(server.process.pid):
            os.kill(pid, signal.SIGSTOP)
        with pytest.raises(ConnectionLostError, match=r".+"):
            host.write("a", b"1")
        host.close()
        assert not (server.home / "a").exists()


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from site_builder.deploy import deployment
from tests.deploy.ssh.ssh_helpers import job, release_of
from site_builder.model.location import Location
from site_builder.model.target import SshTarget
source = Path({source!r})
deployment.deploy(job({target!r}), release_of(source), source)
"""


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_an_upload_that_was_killed_is_gone_on_with(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    source = big_site(tmp_path / "site")
    with slow_line(server, tmp_path / "known", RATE) as line:
        text = repr(server.target(str(folder), transfer, **line))
        code = CHILD.format(root=str(ROOT), target="@", source=str(source)).replace("'@'", text)
        with subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)]) as child:
            assert wait_until(lambda: len(uploaded_files(folder)) > 3)
            child.send_signal(signal.SIGKILL)
        # Nothing goes on sending behind its back.
        assert wait_until(lambda: not children(server.process.pid))
    first = uploaded_files(folder)
    assert 3 < len(first) < 40
    assert not (folder / "current").is_symlink()
    assert deploy(server.target(str(folder), transfer), source) is not None
    assert read_tree(folder / "current") == read_tree(source)
    last = uploaded_files(folder)
    assert {name: last[name] for name in first} == first, "what was there was sent again"


def test_files_that_cannot_be_linked_are_sent(
    server: SshServer, folder: Path, tmp_path: Path
) -> None:
    facts = write_site(tmp_path / "site", {"a/one.html": b"one", "two.html": b"two"})
    write_site(folder / "releases/old", {"a/one.html": b"one", "two.html": b"two"})
    with read_only(folder / "releases/old/two.html"):
        for transfer in TRANSFERS:
            with open_host(server.target(str(folder), transfer)) as host:
                reuse = HardlinkSource("releases/old", frozenset(facts))
                host.upload_tree(
                    tmp_path / "site", facts, f"releases/{transfer}", reuse, no_progress
                )
            new = folder / "releases" / transfer
            assert read_tree(new) == {"a/one.html": b"one", "two.html": b"two"}
            assert (new / "a/one.html").samefile(folder / "releases/old/a/one.html")
            assert not (new / "two.html").samefile(folder / "releases/old/two.html")
