"""A connection by the system's own `ssh`, and what runs over it. Called by `shell`.

Nothing that people name is ever read by the login shell of the server, whichever that is: it
sees fixed words only, and what follows comes as a line of plain ASCII that `sh` unpacks.
"""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from site_builder.deploy.host import DeployError, LostError, Tick
from site_builder.deploy.login import (
    ALIVE,
    CONNECT,
    changed_host,
    folder_of,
    led_away,
    missing_folder,
    not_let_in,
    open_key,
    unknown_host,
)
from site_builder.deploy.trouble import as_os_error
from site_builder.model.target import Target

LINK, NO_FOLDER, NOTHING, THERE, CUT = 90, 91, 92, 93, 94
"""How `remote.sh` ends."""
LOST = 255
"""How `ssh` ends when it is `ssh` itself that failed."""

_SCRIPT = Path(__file__).with_name("remote.sh")
_LONGEST_SOCKET = 80
"""Characters; a longer path cannot name a socket everywhere."""
_PATIENCE = 60.0
"""Seconds for a login as a whole."""
_UNPACK = 'exec sh -c \'IFS= read -r line; eval "$(printf %b "$line")"\''
# When this program dies, the line must die too, or an upload would go on behind the back of the
# next one. The parent of the command is the server's process for this very connection.
_WATCH = "exec sh -c 'echo ready; cat >/dev/null; kill $PPID'"

_NO_PACKET = b"\xff\xff\xff\xff"
"""A server that runs SFTP whatever it is asked for waits for a packet; this one ends it."""


class UnusableError(Exception):
    """One of the two machines lacks something; the message says what."""


def program(name: str) -> str:
    """Find a program of this machine. Raises UnusableError when it is not there."""
    found = shutil.which(name)
    if not found:
        raise UnusableError(f"本机没有 {name}")
    return found


class Line:
    """One connection, held open by a process of its own, which the commands share."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._private = tempfile.TemporaryDirectory(prefix="ssh-", ignore_cleanup_errors=True)
        self.folder = Path(self._private.name)
        self._options = _options(target, self.folder)
        # Windows has no such sockets: there, each command connects anew.
        shared = os.name != "nt" and len(self._private.name) < _LONGEST_SOCKET
        self._socket = ["-S", str(self.folder / "s")] if shared else []
        self._master: subprocess.Popen[bytes] | None = None
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        """Log in. What goes wrong is judged here, with all that `ssh` has to say."""
        log = self.folder / "log"
        keep = ["-M", *self._socket] if self._socket else []
        with log.open("wb") as said:
            master = self._master = subprocess.Popen(  # noqa: S603 - a list, no shell
                [program("ssh"), *self._options, "-v", *keep, "--", self._target.host, _WATCH],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
            )
        watchdog = threading.Timer(_PATIENCE, master.kill)
        watchdog.start()
        try:
            with suppress(BrokenPipeError):
                into = _reading(master.stdin)
                into.write(_NO_PACKET)
                into.flush()
            first = _reading(master.stdout).readline()
        finally:
            watchdog.cancel()
        if first == b"ready\n":
            if not keep:
                self._hang_up()
            return
        self._hang_up()
        if first or master.returncode not in (LOST, -9):
            raise UnusableError(f"{self._target.host} 不让运行命令")
        raise self._judge(log.read_text(encoding="utf-8", errors="replace"))

    def command(self) -> list[str]:
        """Give the `ssh` command as far as the name of the server."""
        return [program("ssh"), *self._options, *self._socket]

    def run(self, *words: str, data: bytes = b"", fine: tuple[int, ...] = ()) -> tuple[int, bytes]:
        """Run an operation of `remote.sh`; give how it ended and what it answered.

        Endings other than 0 and those that are fine raise LostError, DeployError or OSError.
        """
        done = subprocess.run(  # noqa: S603 - a list, no shell
            [*self.command(), "--", self._target.host, _UNPACK],
            input=self._packed(words) + data,
            capture_output=True,
            check=False,
        )
        if done.returncode not in (0, *fine):
            raise self.problem(done.returncode, done.stderr, words[1] if words[1:] else "")
        return done.returncode, done.stdout

    def pour(self, *words: str, source: Path, tick: Tick, block: int = 1 << 17) -> None:
        """Run an operation that takes a file, block by block."""
        command = [*self.command(), "--", self._target.host, _UNPACK]
        said = self.folder / "said"
        with said.open("wb") as errors, source.open("rb") as file:
            process = subprocess.Popen(  # noqa: S603 - a list, no shell
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors
            )
            try:
                # A line that breaks says so by how `ssh` ends.
                with suppress(BrokenPipeError), _reading(process.stdin) as into:
                    into.write(self._packed(words))
                    while piece := file.read(block):
                        into.write(piece)
                        into.flush()
                        tick(len(piece))
                _wait(process, tick)
            finally:
                process.kill()
                process.wait()
        if process.returncode:
            raise self.problem(process.returncode, said.read_bytes(), words[1] if words[1:] else "")

    def watch(
        self, command: list[str], data: bytes, tick: Tick, heard: Callable[[bytes], None]
    ) -> tuple[int, bytes, bytes]:
        """Run a long command of this machine; every second, say what it wrote so far and tick."""
        paths = [self.folder / name for name in ("in", "out", "said")]
        paths[0].write_bytes(data)
        with paths[0].open("rb") as given, paths[1].open("wb") as out, paths[2].open("wb") as said:
            process = subprocess.Popen(  # noqa: S603 - a list, no shell
                command, stdin=given, stdout=out, stderr=said
            )
            try:

                def listen(_count: int) -> None:
                    heard(paths[1].read_bytes()[-200:])
                    tick(0)

                _wait(process, listen)
            finally:
                process.kill()
                process.wait()
        return process.returncode, paths[1].read_bytes(), paths[2].read_bytes()

    def run_long(self, *words: str, tick: Tick) -> bytes:
        """Run an operation that may take long, and renew the lock meanwhile."""
        command = [*self.command(), "--", self._target.host, _UNPACK]
        code, answer, said = self.watch(command, self._packed(words), tick, lambda _: None)
        if code:
            raise self.problem(code, said, words[1] if words[1:] else "")
        return answer

    def problem(self, code: int, said: bytes, path: str) -> Exception:
        """Say what an ending means."""
        text = said.decode("utf-8", "replace")
        if code == LINK:
            return led_away(text.removeprefix("./"))
        if code == NO_FOLDER:
            return missing_folder(self._target)
        if code in (LOST, CUT) or code < 0:
            return self._judge(text)
        return as_os_error(text, path)

    def _judge(self, text: str) -> DeployError | LostError:
        """Tell a line that broke from a server that will not do."""
        shown = re.search(r"Server host key: \S+ (\S+)", text) or re.search(r"(SHA256:\S+)", text)
        fingerprint = shown[1].rstrip(".") if shown else ""
        if "HOST IDENTIFICATION HAS CHANGED" in text or "REVOKED" in text:
            return changed_host(self._target, fingerprint)
        if "Host key verification failed" in text:
            return unknown_host(self._target, fingerprint)
        if "UNPROTECTED PRIVATE KEY" in text:
            return open_key(self._target)
        if re.search(r"Permission denied \(|Too many authentication failures", text):
            return not_let_in(self._target)
        if "Could not resolve hostname" in text and "Temporary failure" not in text:
            return DeployError(f"找不到服务器 {self._target.host}。请核对名称和网络。")
        told = [line for line in text.splitlines() if line and not line.startswith("debug1:")]
        return LostError(told[-1] if told else "ssh")

    def below(self, program: str) -> str:
        """Give the command that runs a program of the server inside the target's folder."""
        folder = folder_of(self._target).encode("utf-8", "surrogateescape")
        letters = "".join(rf"\0{byte:03o}" for byte in folder)
        # The slash and the dot behind it: line ends there would be lost on the way.
        inner = f'cd "$(printf %b/. "$0")" && exec {program} "$@"'
        return f"exec sh -c '{inner}' '{letters}'"

    def _packed(self, words: tuple[str, ...]) -> bytes:
        """Write an operation as one line of ASCII, in the manner of `printf %b`."""
        script = _SCRIPT.read_text(encoding="utf-8")
        text = f"set -- {shlex.join([folder_of(self._target), *words])}\n{script}"
        raw = text.encode("utf-8", "surrogateescape")
        plain = raw.replace(b"\\", rb"\\").replace(b"\n", rb"\n")
        return (
            b"".join(
                b"%c" % byte if byte < 128 else rb"\0%03o" % byte  # noqa: PLR2004 - ASCII
                for byte in plain
            )
            + b"\n"
        )

    def _hang_up(self) -> None:
        master = self._master
        self._master = None
        if master is None:
            return
        with suppress(OSError):
            _reading(master.stdin).close()
        try:
            master.wait(timeout=5)
        except subprocess.TimeoutExpired:
            master.kill()
            master.wait()
        _reading(master.stdout).close()

    def close(self) -> None:
        """End the connection and remove what was needed for it."""
        self._hang_up()
        self._private.cleanup()


def _wait(process: subprocess.Popen[bytes], tick: Tick) -> None:
    """Wait for the end, and tick every second until then."""
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)
            return
        tick(0)


def _reading(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:  # never: each was asked to be a pipe
        raise AssertionError
    return stream


def _options(target: Target, private: Path) -> list[str]:
    """Give the options of `ssh`: nothing is asked, nobody unknown is trusted, silence ends it."""
    settings = {
        "BatchMode": "yes",
        "StrictHostKeyChecking": "yes",
        "UpdateHostKeys": "no",
        "ConnectTimeout": str(CONNECT),
        "ServerAliveInterval": str(ALIVE),
        "ServerAliveCountMax": "3",
        "ControlMaster": "no",
        "ControlPath": "none",
        "ClearAllForwardings": "yes",
        "ForwardAgent": "no",
        "PermitLocalCommand": "no",
        "RemoteCommand": "none",
        "EscapeChar": "none",
    }
    if target.known_hosts:
        # Under a name of ours: this option reads blanks and signs of its own into a path.
        shutil.copyfile(Path(target.known_hosts).expanduser(), private / "hosts")
        own = "~/.ssh/known_hosts ~/.ssh/known_hosts2"
        settings["UserKnownHostsFile"] = f'{own} "{(private / "hosts").as_posix()}"'
    key: list[str] = []
    if target.key_file:
        settings["IdentitiesOnly"] = "yes"
        key = ["-i", str(Path(target.key_file).expanduser()).replace("%", "%%")]
    user = ["-l", target.user] if target.user else []
    options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    return ["-T", "-p", str(target.port), *user, *key, *options]
