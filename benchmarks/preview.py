"""Edits documents while the preview runs, and prints how soon each change is served.

    python benchmarks/preview.py --docs 10000 --rounds 8

Served: an open page is told to load again, and shows the change. Complete: lists, checks and search
follow, as the preview reports on its terminal. Linux only: reads the clock of the process.
"""

import argparse
import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from statistics import median
from threading import Thread
from typing import IO

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import project_layout
from benchmarks.corpus import ROOT, TODAY, Corpus, Entry
from benchmarks.results import parse, report, table

_PROTOCOL = "http://livereload.com/protocols/official-7"
_PATIENCE = 120.0
_REST = 1.0
"""Seconds without work between two edits."""


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--docs", type=int, default=10_000, help="documents of the corpus")
    parser.add_argument("--rounds", type=int, default=8, help="edits of each kind")
    arguments = parse(parser)
    corpus = Corpus(arguments.docs, arguments.seed)
    with tempfile.TemporaryDirectory(dir=arguments.work, prefix="preview-") as folder:
        project = Path(folder) / "project"
        project_layout.write_project(project, corpus)
        with _served(project) as preview:
            rows = [
                _row(preview, kind, change, corpus, arguments.rounds)
                for kind, change in (("one body", _edit_body), ("one title", _edit_title))
            ]
    heads = ["Saved", "served, ms", "slowest, ms", "complete, s", "complete, cpu s"]
    title = f"{arguments.docs:,} documents; medians of {arguments.rounds} edits."
    report("preview", arguments, [title, table(heads, rows)])
    return 0


class _Preview:
    """A running preview: its address, its process, the lines it prints."""

    def __init__(self, project: Path, process: "subprocess.Popen[str]", stream: IO[str]) -> None:
        self.project = project
        self.process = process
        self.lines: Queue[str] = Queue()
        Thread(target=self._read_lines, args=(stream,), daemon=True).start()
        self.address = self.wait_for_line(r"http://\S+")

    def _read_lines(self, stream: IO[str]) -> None:
        for line in stream:
            self.lines.put(line)

    def open_page(self, url: str) -> None:
        """Load a page as a browser does, and wait with it until it has told what it shows."""
        self.opened, self.reloads = Queue[None](), Queue[None]()
        Thread(target=lambda: asyncio.run(self._listen(url)), daemon=True).start()
        self.opened.get(timeout=_PATIENCE)

    async def _listen(self, url: str) -> None:
        """Talk as the script of a page does, until it would load the page again."""
        version = re.search(r'data-version="(\w+)"', self.load(url))
        host = self.address.removeprefix("http://")
        request = HTTPRequest(f"ws://{host}livereload", headers={"Origin": self.address[:-1]})
        connection = await websocket_connect(request)
        await connection.write_message(json.dumps({"command": "hello", "protocols": [_PROTOCOL]}))
        while (message := await connection.read_message()) is not None:
            command = json.loads(message)["command"]
            if command == "hello":
                info = {"command": "info", "url": f"/{url}", "version": version and version[1]}
                await connection.write_message(json.dumps(info))
                self.opened.put(None)
            elif command == "reload":
                self.reloads.put(None)
                return

    def load(self, url: str) -> str:
        """Return a page."""
        with urllib.request.urlopen(f"{self.address}{url}") as answer:  # noqa: S310 - loopback
            return str(answer.read().decode())

    def wait_for_line(self, pattern: str) -> str:
        """Return the part of the next line that matches. Raises queue.Empty when none comes."""
        while True:
            match = re.search(pattern, self.lines.get(timeout=_PATIENCE))
            if match:
                return match[0]

    def processor(self) -> float:
        """Return the seconds of processor time that the preview took so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def _served(project: Path) -> Iterator[_Preview]:
    """Run the preview of this checkout, until the block ends."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "site_builder", "serve", "--port", "0", "--today", TODAY]
    process = subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        if process.stdout is None:
            raise SystemExit("the preview prints nothing")
        yield _Preview(project, process, process.stdout)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _row(
    preview: _Preview,
    kind: str,
    change: Callable[[str, str], str],
    corpus: Corpus,
    rounds: int,
) -> list[str]:
    """Edit documents in turn, and write what each edit took."""
    laps = []
    for number in range(1, rounds + 2):
        entry = corpus.entry(37 * number % corpus.documents + 1)
        lap = _measure(preview, entry, change, f"第{number}次补充")
        if number > 1:  # the first loads what an edit needs
            laps.append(lap)
    served, complete, processor = zip(*laps, strict=True)
    times = (f"{median(served) * 1000:.0f}", f"{max(served) * 1000:.0f}")
    return [kind, *times, f"{median(complete):.2f}", f"{median(processor):.2f}"]


def _measure(
    preview: _Preview, entry: Entry, change: Callable[[str, str], str], word: str
) -> tuple[float, float, float]:
    """Return seconds until the page is served, until all is done, and of the processor between."""
    source = preview.project / "content" / entry.path
    text = change(source.read_text(encoding="utf-8"), word)
    preview.open_page(entry.url)
    time.sleep(_REST)
    start = time.perf_counter()
    source.write_text(text, encoding="utf-8")
    preview.reloads.get(timeout=_PATIENCE)
    if word not in preview.load(entry.url):
        raise SystemExit(f"{word!r} does not show in {entry.url}")
    served = time.perf_counter() - start
    before = preview.processor()
    preview.wait_for_line(re.escape(source.name))
    return served, time.perf_counter() - start, preview.processor() - before


def _edit_body(text: str, word: str) -> str:
    return f"{text}\n{word}\n"


def _edit_title(text: str, word: str) -> str:
    return text.replace("\n名称: ", f"\n名称: {word}", 1)


if __name__ == "__main__":
    sys.exit(main())
