"""Servers that are reached by SSH: real ones on loopback, with commands and by SFTP alone."""

import errno
import hashlib
import os
import pwd
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from site_builder.core.errors import ConnectionLostError, DeployError, UnreachableError
from site_builder.core.hashing import digest
from site_builder.deploy import deployment
from site_builder.deploy.release import Author, collect_files, make_release
from site_builder.deploy.remote import PARTIAL_SUFFIX, HardlinkSource, SymlinkRemote
from site_builder.deploy.remotes import ssh, ssh_login
from site_builder.model.release import DeploymentEvent, FileEntry, Release
from site_builder.model.target import Target, TargetType
from tests.helpers import ROOT, find_program, read_tree
from tests.lines import slow_line
from tests.servers import SshServer, children, make_key, open_ssh, sftp_without_links

TRANSFERS = ("rsync", "sftp")
"""What a target may say: the first is of old, and like nothing at all; the second runs nothing."""
ODD = "-o ProxyCommand=x 中 文\n$(touch pwned)`touch pwned`'\"*[a]~"
"""What no shell on the way may understand."""
NAMES = (
    "index.html",
    "-rf.html",
    "#note.txt",
    ";x.txt",
    "$(touch pwned)'\"`x`.html",
    "--delete/ a b /中文：说明.html",
    "~/x*[a]?.txt",
    "&&/|/>out",
)


def no_progress(_count: int) -> None:
    """Hear of progress, and do nothing."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with open_ssh(tmp_path_factory.mktemp("ssh") / "s") as running:
        yield running


@pytest.fixture(scope="module")
def server_without_links(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with sftp_without_links(tmp_path_factory.mktemp("rclone") / "s") as running:
        yield running


@pytest.fixture(autouse=True)
def no_agent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the keys and the known hosts of whoever runs the tests out of them."""
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def folder(server: SshServer, tmp_path: Path) -> Path:
    path = server.home / hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]
    path.mkdir()
    return path


@contextmanager
def open_host(target: Target) -> Iterator[SymlinkRemote]:
    host = ssh.connect(target)
    try:
        yield host
    finally:
        host.close()


def write_site(folder: Path, files: dict[str, bytes]) -> dict[str, FileEntry]:
    for url, data in files.items():
        path = folder / url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return {
        url: FileEntry(len(data), hashlib.sha256(data).hexdigest()) for url, data in files.items()
    }


def author(minute: int = 0) -> Author:
    return Author("李工", datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + timedelta(minutes=minute))


def release_of(source: Path, minute: int = 0) -> Release:
    digests = {url: digest(data) for url, data in read_tree(source).items()}
    return make_release(collect_files(source, digests, no_progress), author(minute))


def job(
    target: Target,
    messages: list[str] | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    keep: int = 3,
) -> deployment.DeployRequest:
    log = [] if messages is None else messages
    return deployment.DeployRequest(
        lambda: ssh.connect(target), author(), keep, lambda _: b"", log.append, progress
    )


def deploy(target: Target, source: Path, minute: int = 0, keep: int = 3) -> DeploymentEvent | None:
    return deployment.deploy(job(target, keep=keep), release_of(source, minute), source)


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_small_files_are_written_whole_and_read_back(
    server: SshServer, folder: Path, transfer: str
) -> None:
    big = "说明\n\0".encode() * 60_000
    with open_host(server.target(str(folder), transfer)) as host:
        assert host.protocol == {"rsync": "SSH", "sftp": "SFTP"}[transfer]
        assert host.read("records/a.json") is None
        host.write("records/a.json", b"old")
        host.write("records/a.json", big)
        host.write("empty", b"")
        assert (host.read("records/a.json"), host.read("empty")) == (big, b"")
        assert host.create("lock.json", b"1") is True
        assert host.create("lock.json", b"2") is False
        assert host.read("lock.json") == b"1"
        assert host.names("records") == ["a.json"]
        assert host.names("none") == []
    assert sorted(read_tree(folder)) == ["empty", "lock.json", "records/a.json"]
    assert (folder / "records").stat().st_mode & 0o777 == 0o755
    assert (folder / "records/a.json").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_files_are_put_copied_renamed_and_removed(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    source = tmp_path / "big"
    source.write_bytes(os.urandom(700_001))
    progress: list[int] = []
    with open_host(server.target(str(folder), transfer)) as host:
        host.upload(source, "objects/one", progress.append)
        host.copy("objects/one", "a/b/two")
        host.copy("objects/one", "a/b/two")
        host.write("three", b"3")
        host.rename("three", "a/b/two")
        host.rename("a", "z")
        assert host.files("z") == {"b/two": 1}
        with pytest.raises(OSError, match="z/none"):
            host.copy("z/none", "z/other")
        digests = host.digests("objects", ["one", "none"], no_progress)
        assert digests == {"one": hashlib.sha256(source.read_bytes()).hexdigest()}
        host.remove("objects")
        host.remove("objects")
        host.remove("z/b/two")
    assert sum(progress) == 700_001
    assert read_tree(folder) == {}


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_link_is_switched_in_one_step(server: SshServer, folder: Path, transfer: str) -> None:
    with open_host(server.target(str(folder), transfer)) as host:
        assert host.supports_symlinks()
        assert list(folder.iterdir()) == []
        assert host.current_link() is None
        for name in ("a", "b"):
            (folder / "releases" / name).mkdir(parents=True)
            host.activate(name)
            assert host.current_link() == f"releases/{name}"
        assert not any((folder / "releases/a").iterdir())
        assert (folder / "current").readlink() == Path("releases/b")
        host.remove("current")
        (folder / "current").mkdir()
        assert host.current_link() == ""
        with pytest.raises(OSError, match=r".+"):
            host.activate("a")
        assert (folder / "current").is_dir()


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_odd_names_reach_the_server_and_nothing_else(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    target = folder / ODD.replace("/", "")
    target.mkdir()
    files = {name: name.encode() * 9 for name in NAMES}
    facts = write_site(tmp_path / "site", files)
    with open_host(server.target(str(target), transfer)) as host:
        host.upload_tree(
            tmp_path / "site",
            facts,
            "releases/a.part",
            HardlinkSource("", frozenset()),
            no_progress,
        )
        assert host.files("releases/a.part") == {url: entry.size for url, entry in facts.items()}
        assert host.digests("releases/a.part", facts, no_progress) == {
            url: entry.sha256 for url, entry in facts.items()
        }
        host.rename("releases/a.part", "releases/a")
        host.write(f"records/{NAMES[4]}", b"x")
        assert host.names("records") == [NAMES[4]]
        host.remove(f"releases/a/{NAMES[5]}")
    assert read_tree(target / "releases/a") == {
        name: data for name, data in files.items() if name != NAMES[5]
    }
    assert [path.name for path in folder.iterdir()] == [target.name]
    assert not list(server.folder.rglob("pwned"))
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_no_name_leads_out_of_the_target(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    with open_host(server.target(str(folder), transfer)) as host:
        for bad in ("../x", "/x", "a/../../x", "a//x", "", "."):
            fact = {bad: FileEntry(1, "0" * 64)}
            for method, arguments in (
                (host.remove, (bad,)),
                (host.write, (bad, b"x")),
                (host.rename, ("a", bad)),
                (
                    host.upload_tree,
                    (tmp_path, fact, "r", HardlinkSource("", frozenset()), no_progress),
                ),
            ):
                with pytest.raises(DeployError, match="目标目录之外"):
                    method(*arguments)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_planted_link_is_refused(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret").write_text("s")
    write_site(tmp_path / "site", {"index.html": b"1"})
    (folder / "releases").symlink_to(elsewhere)
    (folder / "objects").symlink_to(elsewhere)
    (folder / "a.json").symlink_to(elsewhere / "secret")
    with open_host(server.target(str(folder), transfer)) as host:
        for act in (
            lambda: host.files("releases"),
            lambda: host.names("objects"),
            lambda: host.read("objects/secret"),
            lambda: host.read("a.json"),
            lambda: host.copy("a.json", "b.json"),
            lambda: host.upload(tmp_path / "site/index.html", "objects/1", no_progress),
            lambda: host.remove("releases/secret"),
            lambda: host.digests("objects", ["secret"], no_progress),
        ):
            with pytest.raises(DeployError, match="链接"):
                act()
        host.write("a.json", b"ours")
    with pytest.raises(DeployError, match="releases"):
        deploy(server.target(str(folder), transfer), tmp_path / "site")
    assert read_tree(elsewhere) == {"secret": b"s"}
    assert (folder / "a.json").read_bytes() == b"ours"


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_links_inside_an_upload_are_replaced(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    write_site(elsewhere, {"x.html": b"theirs"})
    facts = write_site(tmp_path / "site", {"x.html": b"ours!!"})
    part = folder / "releases/a.part"
    part.mkdir(parents=True)
    (part / "x.html").symlink_to(elsewhere / "x.html")
    (part / f"x.html{PARTIAL_SUFFIX}").symlink_to(elsewhere / "x.html")
    with open_host(server.target(str(folder), transfer)) as host:
        assert host.files("releases/a.part")["x.html"] == -1
        assert host.digests("releases/a.part", ["x.html"], no_progress) == {}
        host.upload_tree(
            tmp_path / "site",
            facts,
            "releases/a.part",
            HardlinkSource("", frozenset()),
            no_progress,
        )
        (part / "sub").symlink_to(elsewhere)
        deep = write_site(tmp_path / "site", {"sub/x.html": b"ours!!"})
        with pytest.raises(DeployError, match="sub"):
            host.upload_tree(
                tmp_path / "site",
                deep,
                "releases/a.part",
                HardlinkSource("", frozenset()),
                no_progress,
            )
    assert not (part / "x.html").is_symlink()
    assert (part / "x.html").read_bytes() == b"ours!!"
    assert read_tree(elsewhere) == {"x.html": b"theirs"}


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

    # As long as before, and one file less: neither size nor age tells them apart.
    write_site(source, {"index.html": b"two", "new/-x.html": b"new"})
    (source / "3/page-3.html").unlink()
    second = deploy(target, source, 2)
    assert second is not None
    assert (second.added, second.changed, second.removed) == (1, 1, 1)
    assert read_tree(folder / "current") == read_tree(source)
    release_folder = folder / "releases"
    for url in ("1/page-1.html", "assets/s.12345678.css"):
        assert (release_folder / first.release / url).samefile(
            release_folder / second.release / url
        )
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
def test_who_is_not_known_is_not_trusted(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    key = (server.folder / "host.pub").read_text()
    mark = subprocess.run(
        ["ssh-keygen", "-lf", server.folder / "host.pub"], capture_output=True, check=True
    ).stdout.split()[1]
    empty = tmp_path / "a list"
    empty.write_text(f"other.example {key}")
    with pytest.raises(DeployError, match="不认识服务器") as unknown:
        ssh.connect(server.target(str(folder), transfer, known_hosts=str(empty)))
    assert mark.decode() in str(unknown.value)
    assert "ssh-keyscan" in str(unknown.value)

    other = make_key(tmp_path / "other").with_suffix(".pub").read_text()
    empty.write_text(f"[127.0.0.1]:{server.port} {other}")
    with pytest.raises(DeployError, match="和登记的不同") as changed:
        ssh.connect(server.target(str(folder), transfer, known_hosts=str(empty)))
    assert mark.decode() in str(changed.value)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_wrong_or_locked_key_is_told(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    wrong = make_key(tmp_path / "wrong key")
    with pytest.raises(DeployError, match="authorized_keys"):
        ssh.connect(server.target(str(folder), transfer, key_file=str(wrong)))
    locked = make_key(tmp_path / "locked", "geheim")
    with pytest.raises(DeployError, match="ssh-add"):
        ssh.connect(server.target(str(folder), transfer, key_file=str(locked)))
    with pytest.raises(DeployError, match="没有密钥文件"):
        ssh.connect(server.target(str(folder), transfer, key_file=str(tmp_path / "none")))


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_missing_folder_is_told_and_not_made(
    server: SshServer, folder: Path, transfer: str
) -> None:
    missing_folder = folder / "not there"
    with pytest.raises(DeployError, match="mkdir -p"):
        ssh.connect(server.target(str(missing_folder), transfer))
    missing_folder.write_text("a file")
    with pytest.raises(DeployError, match="没有目录"):
        ssh.connect(server.target(str(missing_folder), transfer))
    assert missing_folder.read_text() == "a file"


def hang_up_on(listening: socket.socket) -> None:
    """Be no server: end each connection at once."""
    with suppress(OSError):
        while True:
            listening.accept()[0].close()


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_nobody_there_is_told_at_once(server: SshServer, folder: Path, transfer: str) -> None:
    messages: list[str] = []
    with pytest.raises(UnreachableError, match=r"端口 1（端口没有开，或者被拒绝）"):
        deployment.with_reconnect(
            job(server.target(str(folder), transfer, port=1), messages), lambda _: None
        )
    with socket.create_server(("127.0.0.1", 0)) as closing:
        threading.Thread(target=hang_up_on, args=(closing,), daemon=True).start()
        port = closing.getsockname()[1]
        with pytest.raises(UnreachableError, match="那里把连接关了"):
            deployment.with_reconnect(
                job(server.target(str(folder), transfer, port=port), messages), lambda _: None
            )
    assert messages == [], "nothing is tried again"
    with pytest.raises(DeployError, match="不是服务器"):
        ssh.connect(server.target(str(folder), transfer, host="-oProxyCommand=x"))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into a folder, or link a file, not even root."""
    if os.geteuid() and folder.is_dir():
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    if (
        not find_program("chattr")
        or subprocess.run(["chattr", "+i", folder], check=False).returncode
    ):
        pytest.skip("root may write everywhere here")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", folder], check=True)


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_folder_that_cannot_be_written_is_an_error_of_the_system(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    write_site(tmp_path / "site", {"index.html": b"1"})
    (folder / "releases").write_text("a file in the way")
    with open_host(server.target(str(folder), transfer)) as host:
        with pytest.raises(OSError, match="releases") as in_the_way:
            host.write("releases/a/index.html", b"1")
        assert in_the_way.value.errno
        with read_only(folder):
            with pytest.raises(OSError, match=r"new\.json") as denied:
                host.write("new.json", b"1")
            assert denied.value.errno in (errno.EACCES, errno.EPERM)
            with pytest.raises(OSError, match="releases"):
                host.remove("releases")
            assert not host.supports_symlinks()
    with read_only(folder), pytest.raises(OSError, match=r"lock\.json"):
        deploy(server.target(str(folder), transfer), tmp_path / "site")


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_full_disk_is_told_as_such(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be made here")
    try:
        facts = write_site(tmp_path / "site", {f"{n}.bin": os.urandom(40_000) for n in range(90)})
        with open_host(server.target(str(folder), transfer)) as host:
            with pytest.raises(OSError, match=r".+") as full:
                host.upload_tree(
                    tmp_path / "site",
                    facts,
                    "releases/a",
                    HardlinkSource("", frozenset()),
                    no_progress,
                )
            assert full.value.errno == errno.ENOSPC
            assert host.names("releases") == ["a"]
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


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
    """List what stands on the server whole, with the numbers that tell files apart."""
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
        host = ssh.connect(server.target(str(server.home), transfer))
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
from tests.deploy.test_ssh import *
from site_builder.model.place import Location
from site_builder.model.target import TargetType
source = Path({source!r})
engine.deploy(job({target!r}), release_of(source), source)
"""


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_an_upload_that_was_killed_is_gone_on_with(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    source = big_site(tmp_path / "site")
    with slow_line(server, tmp_path / "known", RATE) as line:
        text = repr(server.target(str(folder), transfer, **line)).replace(
            repr(TargetType.SSH), "TargetType.SSH"
        )
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


def test_a_server_without_links_gets_its_files_one_by_one(
    server_without_links: SshServer, tmp_path: Path
) -> None:
    (server_without_links.home / "site").mkdir()
    target = server_without_links.target("site")
    source = tmp_path / "site"
    write_site(source, {"index.html": b"one", "old.html": b"old", "a/big.bin": b"x" * 70_000})
    with open_host(target) as host:
        assert host.protocol == "SFTP"
        assert not host.supports_symlinks()
        assert host.current_link() is None
    first = deploy(target, source)
    assert first is not None
    write_site(source, {"index.html": b"two", "new.html": b"new"})
    (source / "old.html").unlink()
    assert deploy(target, source, 2) is not None
    assert read_tree(server_without_links.home / "site/current") == read_tree(source)
    event, _ = deployment.rollback(job(target), "")
    assert event.release == first.release
    now = read_tree(server_without_links.home / "site/current")
    assert now == {"index.html": b"one", "old.html": b"old", "a/big.bin": b"x" * 70_000}
    with open_host(server_without_links.target("site", "rsync")) as host:
        assert host.protocol == "SFTP"


def test_a_server_that_runs_no_commands_is_reached_by_sftp(tmp_path: Path) -> None:
    write_site(tmp_path / "site", {"index.html": b"1"})
    with open_ssh(tmp_path / "s", "ForceCommand internal-sftp") as server:
        target = server.target(str(server.home))
        with open_host(target) as host:
            assert host.protocol == "SFTP"
        assert deploy(target, tmp_path / "site") is not None
        assert (server.home / "current").is_symlink()


def test_a_server_that_cannot_rename_over_is_given_no_link(tmp_path: Path) -> None:
    source = tmp_path / "site"
    with open_ssh(tmp_path / "s", "ForceCommand internal-sftp -P posix-rename") as server:
        (server.home / "site").mkdir()
        target = server.target(str(server.home / "site"))
        with open_host(target) as host:
            assert not host.supports_symlinks()
            assert "有一瞬间打不开" in host.protocol
        write_site(source, {"index.html": b"one", "a.html": b"a"})
        assert deploy(target, source) is not None
        write_site(source, {"index.html": b"two"})
        assert deploy(target, source, 1) is not None
        assert not (server.home / "site/current").is_symlink()
        assert read_tree(server.home / "site/current") == read_tree(source)
        # A link that another way of transfer left is never taken away, not even for a moment.
        (server.home / "linked/releases/a").mkdir(parents=True)
        (server.home / "linked/current").symlink_to("releases/a")
        with open_host(server.target(str(server.home / "linked"))) as host:
            with pytest.raises(DeployError, match="posix-rename"):
                host.activate("b")
            with pytest.raises(OSError, match="none"):
                host.rename("none", "releases")
            assert host.current_link() == "releases/a"
        assert sorted(path.name for path in (server.home / "linked").iterdir()) == [
            "current",
            "releases",
        ]


def test_a_link_is_switched_by_a_command_where_sftp_cannot(tmp_path: Path) -> None:
    with open_ssh(tmp_path / "s", sftp="-P posix-rename") as server:
        for one in ("a", "b"):
            (server.home / "releases" / one).mkdir(parents=True)
        with open_host(server.target(str(server.home))) as host:
            assert host.supports_symlinks()
            for one in ("a", "b"):
                host.activate(one)
                assert host.current_link() == f"releases/{one}"
        assert sorted(path.name for path in server.home.iterdir()) == ["current", "releases"]
        assert not any((server.home / "releases/a").iterdir())


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


def test_commands_are_run_where_they_can_be(server: SshServer, folder: Path) -> None:
    with open_host(server.target(str(folder))) as host:
        assert (host.protocol, host.can_hash_remotely) == ("SSH", True)
    with open_host(server.target(str(folder), "sftp")) as host:
        assert (host.protocol, host.can_hash_remotely) == ("SFTP", False)


def test_without_asyncssh_it_is_said_how_to_get_it(
    server: SshServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "asyncssh", None)
    for name in [name for name in sys.modules if ".hosts.ssh_" in name and "errors" not in name]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(DeployError, match=r'pip install "site-builder\[deploy\]"'):
        ssh.connect(server.target(str(folder)))


def test_a_folder_may_be_named_from_where_a_login_arrives(server: SshServer, folder: Path) -> None:
    relative = os.path.relpath(folder, pwd.getpwuid(os.geteuid()).pw_dir)
    for transfer in TRANSFERS:
        with open_host(server.target(f"~/{relative}", transfer)) as host:
            host.write(f"{transfer}.txt", b"1")
    assert sorted(read_tree(folder)) == ["rsync.txt", "sftp.txt"]
