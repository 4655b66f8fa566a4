"""A real nginx on loopback, with a configuration that the program wrote."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.helpers import find_program, skip_missing

_SHELL = """
daemon off;
pid "{folder}/nginx.pid";
error_log "{folder}/error.log" warn;
worker_processes {workers};
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path "{folder}/body";
    proxy_temp_path "{folder}/proxy";
    fastcgi_temp_path "{folder}/fastcgi";
    uwsgi_temp_path "{folder}/uwsgi";
    scgi_temp_path "{folder}/scgi";
    include "{folder}/site.conf";
}}
"""
"""What an administrator's nginx.conf contains, for any account and in a folder of the test."""


@dataclass(frozen=True)
class Nginx:
    """A running server."""

    folder: Path

    @property
    def errors(self) -> str:
        """What it wrote to its error log."""
        log = self.folder / "error.log"
        return log.read_text(encoding="utf-8") if log.exists() else ""


def loopback(configuration: str) -> str:
    """Change a configuration to listen on loopback alone: a test machine may have no IPv6."""
    lines = [line for line in configuration.splitlines() if "listen [::]" not in line]
    return "\n".join(line.replace("listen ", "listen 127.0.0.1:") for line in lines) + "\n"


def check_configuration(configuration: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Check a configuration with `nginx -t`."""
    return subprocess.run(
        [*_command(configuration, folder, 1), "-t"], capture_output=True, text=True, check=False
    )


@contextmanager
def nginx(configuration: str, port: int, workers: int = 1) -> Iterator[Nginx]:
    """Run nginx with a configuration that listens on the port."""
    with tempfile.TemporaryDirectory(prefix="nginx-") as name:
        folder = Path(name)
        server = subprocess.Popen(_command(configuration, folder, workers))
        try:
            _wait(server, port, folder)
            yield Nginx(folder)
        finally:
            server.terminate()
            server.wait(10)


def _command(configuration: str, folder: Path, workers: int) -> list[str]:
    program = find_program("nginx", env="NGINX") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        skip_missing("nginx", "run `make test`, or name one: NGINX=/path")
    (folder / "site.conf").write_text(configuration, encoding="utf-8")
    shell = _SHELL.format(folder=folder, workers=workers)
    (folder / "nginx.conf").write_text(shell, encoding="utf-8")
    # Under root the workers would be `nobody`, who may not enter the folders of a test.
    (user,) = subprocess.run(
        ["id", "-un"], capture_output=True, text=True, check=True
    ).stdout.split()
    account = ["-g", f"user {user};"] if user == "root" else []
    log = ["-e", str(folder / "error.log")]
    return [program, "-p", str(folder), *log, "-c", str(folder / "nginx.conf"), *account]


def _wait(server: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"nginx does not start: {(folder / 'error.log').read_text()}")
