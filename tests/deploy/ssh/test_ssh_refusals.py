"""What an SSH server refuses: unknown hosts, wrong keys; missing, locked or full folders."""

import errno
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from site_builder.core.errors import DeployError, UnreachableError
from site_builder.deploy import deployment
from site_builder.deploy.remote import HardlinkSource
from site_builder.deploy.remotes import ssh
from tests.deploy.ssh.ssh_helpers import (
    TRANSFERS,
    deploy,
    job,
    no_progress,
    open_host,
    read_only,
    write_site,
)
from tests.helpers.servers import SshServer, make_key


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
        ssh.connect(server.target(str(folder), transfer, known_hosts=str(empty)), Path())
    assert mark.decode() in str(unknown.value)
    assert "ssh-keyscan" in str(unknown.value)

    other = make_key(tmp_path / "other").with_suffix(".pub").read_text()
    empty.write_text(f"[127.0.0.1]:{server.port} {other}")
    with pytest.raises(DeployError, match="和登记的不同") as changed:
        ssh.connect(server.target(str(folder), transfer, known_hosts=str(empty)), Path())
    assert mark.decode() in str(changed.value)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_wrong_or_locked_key_is_told(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    wrong = make_key(tmp_path / "wrong key")
    with pytest.raises(DeployError, match="authorized_keys"):
        ssh.connect(server.target(str(folder), transfer, key_file=str(wrong)), Path())
    locked = make_key(tmp_path / "locked", "geheim")
    with pytest.raises(DeployError, match="ssh-add"):
        ssh.connect(server.target(str(folder), transfer, key_file=str(locked)), Path())
    with pytest.raises(DeployError, match="没有密钥文件"):
        ssh.connect(server.target(str(folder), transfer, key_file=str(tmp_path / "none")), Path())


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_missing_folder_is_told_and_not_made(
    server: SshServer, folder: Path, transfer: str
) -> None:
    missing_folder = folder / "not there"
    with pytest.raises(DeployError, match="mkdir -p"):
        ssh.connect(server.target(str(missing_folder), transfer), Path())
    missing_folder.write_text("a file")
    with pytest.raises(DeployError, match="没有目录"):
        ssh.connect(server.target(str(missing_folder), transfer), Path())
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
        ssh.connect(server.target(str(folder), transfer, host="-oProxyCommand=x"), Path())


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


def test_without_asyncssh_it_is_said_how_to_get_it(
    server: SshServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "asyncssh", None)
    for name in [name for name in sys.modules if ".remotes.ssh" in name and "errors" not in name]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(DeployError, match=r'pip install "site-builder\[deploy\]"'):
        ssh.connect(server.target(str(folder)), Path())
