"""A real `site-builder serve` on loopback, and what it answers."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.helpers import ROOT

TODAY = "2026-01-31"
WITHOUT_WATCHFILES = (
    "import sys; sys.modules['watchfiles'] = None; from site_builder.cli.main import main; main()"
)
"""Runs the command line as if watchfiles were not installed."""
SILENT_WATCHER = """
import os, time, watchfiles
os.environ["WATCHFILES_POLL_DELAY_MS"] = "500"
real_watch = watchfiles.watch
def watch(*paths, stop_event, rust_timeout, force_polling, **options):
    if force_polling:
        options |= {"force_polling": True, "stop_event": stop_event}
        yield from real_watch(*paths, rust_timeout=rust_timeout, **options)
    while not stop_event.is_set():
        time.sleep(rust_timeout / 1000)
        yield set()
watchfiles.watch = watch
from site_builder.cli.main import main; main()
"""
"""Runs it on a disk that takes watches and reports nothing, as network drives do."""
_HEAD = re.compile(rb'<link rel="stylesheet" href="/_preview/preview.css".*?</script>', re.DOTALL)
_PANEL = re.compile(rb'<aside class="preview-panel.*?</aside>\n', re.DOTALL)


@dataclass(frozen=True)
class PreviewResponse:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def page(self) -> bytes:
        """What a build would write: without what the preview adds."""
        return _PANEL.sub(b"", _HEAD.sub(b"", self.body))


@dataclass
class PreviewServer:
    """A running server."""

    process: subprocess.Popen[str]
    port: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def output(self) -> str:
        return "".join(self.lines)

    def get(self, path: str, method: str = "GET", **headers: str) -> PreviewResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return PreviewResponse(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def post(self, path: str, body: bytes, **headers: str) -> PreviewResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("POST", path, body, names)
            answer = connection.getresponse()
            return PreviewResponse(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def wait_for(
        self, path: str, expected: str | Callable[[PreviewResponse], bool], limit: float = 20
    ) -> PreviewResponse:
        """Ask for a page until it holds the text; fail when it never does."""
        end = time.monotonic() + limit
        while True:
            reply = self.get(path)
            if expected in reply.text if isinstance(expected, str) else expected(reply):
                return reply
            assert time.monotonic() < end, f"{path}: {reply.page[-3000:].decode()}"
            time.sleep(0.01)

    def wait_until_quiet(self, limit: float = 20) -> None:
        """Wait until nothing more is reported: every change has been processed."""
        end = time.monotonic() + limit
        before = -1
        while before != len(self.lines) and time.monotonic() < end:
            before = len(self.lines)
            time.sleep(0.7)


@contextmanager
def run_preview(
    project: Path,
    *flags: str,
    at: Path = ROOT,
    program: str = "",
    command_name: str = "serve",
    killed: bool = False,
) -> Iterator[PreviewServer]:
    """Run the server, from another folder's program if wanted; stop it as a person does.

    `command_name`: `serve`, or `edit` for the editor on top of it. `killed`: it may have been.
    """
    run = ("-c", program) if program else ("-m", "site_builder")
    command = [sys.executable, *run, command_name, "--project", str(project)]
    command += ["--port", "0", "--today", TODAY, *flags]
    process = _start(command, at)
    served = PreviewServer(process)
    assert process.stdout is not None
    # On a busy machine, lines about progress come first.
    while not (match := re.search(r"http://[^/]*:(\d+)/", served.output)):
        line = process.stdout.readline()
        assert line, served.output
        served.lines.append(line)
    served.port = int(match[1])
    reader = threading.Thread(target=served.lines.extend, args=(process.stdout,), daemon=True)
    reader.start()
    try:
        yield served
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=20)
        reader.join(timeout=5)
        process.stdout.close()
    if not (killed and code == -signal.SIGKILL):
        _check_end(served, code, command_name)


def _start(command: list[str], at: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=at,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def _port(first: str, output: IO[str]) -> int:
    match = re.search(r"http://[^/]*:(\d+)/", first)
    assert match, first + output.read()
    return int(match[1])


def _check_end(served: PreviewServer, code: int, command_name: str) -> None:
    assert code == 0, served.output
    assert served.lines[-1] == f"{'编辑' if command_name == 'edit' else '预览'}已停止。\n"
    assert "Traceback" not in served.output
