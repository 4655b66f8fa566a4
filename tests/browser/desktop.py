"""A desktop without a screen, on which a browser exposes its pages to assistive technology.

Headless browsers have no such interface; the tree that the developer tools show has roles, and not
which headers a cell has.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.helpers import find_program, skip_missing

READER_SCRIPT = Path(__file__).with_name("atspi_tables.py")
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
INSTALL_HINT = "run `make test`"


@dataclass(frozen=True)
class Desktop:
    """Where browsers are started, and who reads them."""

    environment: dict[str, str]
    reader: subprocess.Popen[str]

    def tables(self, address: str, tables: int, cells: int) -> list[dict[str, Any]]:
        """Return the tables of an open page as a screen reader gets them, once it gets all."""
        assert self.reader.stdin
        assert self.reader.stdout
        print(json.dumps([address, tables, cells]), file=self.reader.stdin, flush=True)
        line = self.reader.stdout.readline()
        assert line, "the reader has died"
        result: list[dict[str, Any]] = json.loads(line)
        return result


@contextmanager
def desktop() -> Iterator[Desktop]:
    """Start a screen, a message bus and the accessibility bus; end them all."""
    screen = find_program("Xvfb") or skip_missing("Xvfb", INSTALL_HINT)
    bus = find_program("dbus-daemon") or skip_missing("dbus-daemon", INSTALL_HINT)
    launcher = find_program(*LAUNCHERS) or skip_missing("at-spi2-core", INSTALL_HINT)
    python = _system_python()
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="at-"))  # sockets: short
        environment = {**os.environ, "XDG_RUNTIME_DIR": home, "ACCESSIBILITY_ENABLED": "1"}
        environment.pop("AT_SPI_BUS_ADDRESS", None)
        environment.pop("WAYLAND_DISPLAY", None)
        command = [screen, "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
        display = _first_line(stack, command, environment)
        environment["DISPLAY"] = f":{display}"
        command = [bus, "--session", "--nofork", "--print-address"]
        environment["DBUS_SESSION_BUS_ADDRESS"] = _first_line(stack, command, environment)
        _start(stack, [launcher, "--launch-immediately"], environment)
        yield Desktop(environment, _start(stack, [python, str(READER_SCRIPT)], environment))


def _system_python() -> str:
    """Find a Python that has `gi`: the system's, which packages of the system are for."""
    ask = ("-c", "import gi; gi.require_version('Atspi', '2.0')")
    for python in ("/usr/bin/python3", shutil.which("python3")):
        if (
            python
            and not subprocess.run([python, *ask], capture_output=True, check=False).returncode
        ):
            return python
    return skip_missing("gi with Atspi", INSTALL_HINT)


def _start(
    stack: ExitStack, command: list[str], environment: dict[str, str]
) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    started = subprocess.Popen(
        command, env=environment, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    )
    stack.callback(_terminate, started)
    return started


def _first_line(stack: ExitStack, command: list[str], environment: dict[str, str]) -> str:
    """Start a program; give the first line that it prints."""
    started = _start(stack, command, environment)
    assert started.stdout
    line = started.stdout.readline().strip()
    return line or skip_missing(command[0], "it does not start")


def _terminate(started: subprocess.Popen[str]) -> None:
    started.terminate()
    try:
        started.wait(5)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()


UNFOLD_ALL = "() => document.querySelectorAll('details').forEach(e => { e.open = true })"
"""What is folded away is checked too."""
COUNT = """() => ["table", "td"].map(name =>
    [...document.querySelectorAll(name)].filter(e => e.checkVisibility()).length)"""


@dataclass(frozen=True)
class ScreenReader:
    """A browser on a desktop, with who reads it."""

    browser: Browser
    desktop: Desktop

    def tables(self, path: Path, width: int, mode: str = "") -> list[dict[str, Any]]:
        """Open a built page at a width, in a reading mode; return its tables as read aloud."""
        context = self.browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto(path.as_uri())
        if mode:
            page.check(f"#mode-{mode}")
            page.reload()  # so that nothing of the other mode can still be read aloud
        page.evaluate(UNFOLD_ALL)
        result = self.desktop.tables(path.as_uri(), *page.evaluate(COUNT))
        context.close()
        return result
