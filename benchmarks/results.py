"""Results as a table: on the terminal, and between two marker lines of a document."""

import os
import platform
import re
import subprocess
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from benchmarks.corpus import ROOT
from site_builder import __version__

Rows = Sequence[Sequence[str]]
DOCUMENT = ROOT / "docs" / "performance.md"


def parse(parser: ArgumentParser) -> Namespace:
    """Read the command line, with the options that all benchmarks have."""
    parser.add_argument(
        "--work", type=Path, help="folder for sites and outputs (default: a new one)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed, other documents")
    parser.add_argument("--date", default="", help="the date that is written (default: today)")
    parser.add_argument(
        "--write",
        action="store_true",
        help=f"also write the result into {DOCUMENT.relative_to(ROOT)}",
    )
    arguments = parser.parse_args()
    if arguments.work:
        arguments.work.mkdir(parents=True, exist_ok=True)
    return arguments


def report(name: str, arguments: Namespace, parts: Sequence[str], hugo: str = "") -> None:
    """Print a result, and write it into the document where that was asked for."""
    text = "\n\n".join([*parts, environment(arguments.date, hugo)])
    print(text)
    if arguments.write:
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        document = DOCUMENT.read_text(encoding="utf-8")
        pattern = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.DOTALL)
        if not pattern.search(document):
            raise SystemExit(f"{DOCUMENT} has no lines {begin} and {end}")
        block = f"{begin}\n\n{text}\n\n{end}"
        DOCUMENT.write_text(pattern.sub(lambda _: block, document), encoding="utf-8")


def table(heads: Sequence[str], rows: Rows) -> str:
    """Write a table in Markdown whose columns stand below each other; numbers to the right."""
    lines = [heads, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(f"| {' | '.join(_aligned(cells, widths))} |" for cells in (heads, rule, *rows))


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *rest = zip(cells, widths, strict=True)
    return [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]


def environment(day: str, hugo: str) -> str:
    """Describe the machine and the versions, without naming the machine."""
    versions = [f"site_builder {__version__}{_commit()}", f"Python {platform.python_version()}"]
    if hugo:
        versions.append(f"Hugo {hugo}")
    written = day or datetime.now().astimezone().date().isoformat()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{written}; {cores} cores of {_processor()}; {_system()}; {', '.join(versions)}."


def _commit() -> str:
    """Return the commit of the checkout, where there is one, and whether its code was changed."""
    commit = _git("rev-parse", "--short", "HEAD")
    changed = _git("status", "--porcelain", "--", "site_builder", "templates", "benchmarks")
    return f" ({commit}{' with changes' if changed else ''})" if commit else ""


def _git(*arguments: str) -> str:
    answer = subprocess.run(
        ["git", "-C", str(ROOT), *arguments],  # noqa: S607 - the git of whoever runs it
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip() if answer.returncode == 0 else ""


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        model = re.search(r"^model name\s*: (.+)$", cpuinfo.read_text(), re.MULTILINE)
        if model:
            return model[1]
    return platform.processor() or platform.machine()


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = platform.system()
    return f"{name}, {platform.machine()}"
