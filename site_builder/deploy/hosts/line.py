"""A connection by the system's own `ssh`, and what runs over it. Called by `shell`.

Nothing that people name is ever read by the login shell of the server, whichever that is: it
sees fixed words only, and what follows comes as a line of plain ASCII that `sh` unpacks.
"""

import os
import secrets
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from site_builder.deploy.host import LostError, Tick
from site_builder.deploy.hosts.login import folder_of, led_away, missing_folder, unreachable
from site_builder.deploy.hosts.openssh import complaint, options
from site_builder.deploy.hosts.trouble import as_os_error
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
_SERVE = (
    "exec sh -c 'exec 3>&1; echo ready; "
    'while IFS= read -r line; do eval "$(printf %b "$line")"; done; kill $PPID\''
)
_NO_PACKET = b"####\n"
"""A server that runs SFTP whatever it is asked for waits for a packet; this ends it. `sh` reads
a remark."""
_BACKSLASH = 92
_PRINTABLE = range(32, 127)
_SHORT = 1 << 14
"""Bytes that may travel as a word; more go over a command's own input."""


class UnusableError(Exception):
    """One of the two machines lacks something; the message says what."""


def program(name: str) -> str:
    """Find a program of this machine. Raises UnusableError when it is not there."""
    found = shutil.which(name)
    if not found:
        raise UnusableError(f"本机没有 {name}")
    return found


class Line:
    """One connection, and a shell on the server that waits for operations."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._private = tempfile.TemporaryDirectory(prefix="ssh-", ignore_cleanup_errors=True)
        self.folder = Path(self._private.name)
        self._options = options(target, self.folder)
        # Windows has no such sockets: there, each command connects anew.
        shared = os.name != "nt" and len(self._private.name) < _LONGEST_SOCKET
        self._socket = ["-S", str(self.folder / "s")] if shared else []
        self._master: subprocess.Popen[bytes] | None = None
        self._mark = secrets.token_hex(16).encode()
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
                [program("ssh"), *self._options, "-v", *keep, "--", self._target.host, _SERVE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
            )
        watchdog = threading.Timer(_PATIENCE, master.kill)
        watchdog.start()
        try:
            script = f"serve() {{\n{_SCRIPT.read_text(encoding='utf-8')}\n}}"
            self._say(_NO_PACKET + _packed(script))
            first = _reading(master.stdout).readline()
        finally:
            watchdog.cancel()
        if first == b"ready\n":
            return
        self._hang_up()
        if first or master.returncode not in (LOST, -9):
            raise UnusableError(f"{self._target.host} 不让运行命令")
        why = complaint(self._target, log.read_text(encoding="utf-8", errors="replace"))
        raise unreachable(self._target, str(why)) if isinstance(why, LostError) else why

    def command(self) -> list[str]:
        """Give the `ssh` command as far as the name of the server."""
        return [program("ssh"), *self._options, *self._socket]

    def run(self, *words: str, data: bytes = b"", fine: tuple[int, ...] = ()) -> tuple[int, bytes]:
        """Run an operation of `remote.sh`; give how it ended and what it answered.

        Endings other than 0 and those that are fine raise LostError, DeployError or OSError.
        """
        if len(data) > _SHORT:
            command = [*self.command(), "--", self._target.host, _UNPACK]
            done = subprocess.run(  # noqa: S603 - a list, no shell
                command, input=self._alone(words) + data, capture_output=True, check=False
            )
            code, answer, said = done.returncode, done.stdout, done.stderr
        else:
            code, answer, said = self._ask(words, data)
        if code not in (0, *fine):
            raise self.problem(code, said, words[1] if words[1:] else "")
        return code, answer

    def _ask(self, words: tuple[str, ...], data: bytes) -> tuple[int, bytes, bytes]:
        """Give an operation to the shell that waits; give how it ended and what it said."""
        given = f"printf %b {shlex.quote(_escaped(data))}" if data else ":"
        call = f"serve {shlex.join([folder_of(self._target), *words])}"
        mark = self._mark.decode()
        # What it answers goes straight on; what it complains of comes behind.
        self._say(
            _packed(
                f"said=$({{ {given} | ( {call} ); }} 2>&1 >&3)\n"
                f'printf "\\n%s %s\\n%s\\n%s\\n" {mark} "$?" "$said" {mark}'
            )
        )
        heard = self._heard(b"\n%s\n" % self._mark)
        answer, _, rest = heard.rpartition(b"\n%s " % self._mark)
        code, _, said = rest.partition(b"\n")
        return int(code), answer, said

    def _say(self, line: bytes) -> None:
        """Send the shell that waits a line; one that is gone is found out by its silence."""
        if self._master is None:
            raise LostError("ssh")
        into = _reading(self._master.stdin)
        with suppress(BrokenPipeError):
            into.write(line)
            into.flush()

    def _heard(self, end: bytes) -> bytes:
        """Read what the shell that waits answers, without the end."""
        if self._master is None:
            raise LostError("ssh")
        heard = bytearray()
        try:
            while not heard.endswith(end):
                piece = os.read(_reading(self._master.stdout).fileno(), 1 << 16)
                if not piece:
                    break
                heard += piece
        except BaseException:
            # What is left of this answer is none to the next question.
            self._hang_up()
            raise
        if not heard.endswith(end):
            log = (self.folder / "log").read_text("utf-8", "replace")
            raise complaint(self._target, log)
        return bytes(heard[: -len(end)])

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
                    into.write(self._alone(words))
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
        code, answer, said = self.watch(command, self._alone(words), tick, lambda _: None)
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
            return complaint(self._target, text)
        return as_os_error(text, path)

    def below(self, program: str) -> str:
        """Give the command that runs a program of the server inside the target's folder."""
        folder = folder_of(self._target).encode("utf-8", "surrogateescape")
        letters = "".join(rf"\0{byte:03o}" for byte in folder)
        # The slash and the dot behind it: line ends there would be lost on the way.
        inner = f'cd "$(printf %b/. "$0")" && exec {program} "$@"'
        return f"exec sh -c '{inner}' '{letters}'"

    def _alone(self, words: tuple[str, ...]) -> bytes:
        """Write an operation for a shell of its own."""
        script = _SCRIPT.read_text(encoding="utf-8")
        return _packed(f"set -- {shlex.join([folder_of(self._target), *words])}\n{script}")

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


def _packed(text: str) -> bytes:
    """Write shell commands as one line of ASCII, which `printf %b` unpacks."""
    return f"{_escaped(text.encode('utf-8', 'surrogateescape'))}\n".encode()


def _escaped(data: bytes) -> str:
    return "".join(
        chr(byte) if byte in _PRINTABLE and byte != _BACKSLASH else f"\\0{byte:03o}"
        for byte in data
    )


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
