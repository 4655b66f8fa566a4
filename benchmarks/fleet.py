"""Builds fleets of growing size, and prints what one body costs in each.

    python benchmarks/fleet.py --bodies 100 200 400 --documents 20

What `docs/scale.md` reckons from. A cost that does not grow with the fleet stays level.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.corpus import TODAY, Corpus
from benchmarks.project_layout import write_project
from benchmarks.results import parse, table

_CORPORA = 8
"""Different ones: the bodies take turns."""
_ALONE = 5
"""Bodies that are built alone, for comparison."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a fleet took."""

    wall: float
    bodies: float
    """Seconds of processor that the bodies took, as the processes report."""
    first: float
    """The same of the process that hands them out."""
    memory: float
    """Megabytes of that process."""


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bodies", type=int, nargs="+", default=[1000, 2000, 4000])
    parser.add_argument("--documents", type=int, default=50)
    arguments = parse(parser)
    heads = [
        "Bodies, work",
        "s",
        "cpu ms a body",
        "cpu ms a body, first process",
        "MB, first process",
    ]
    rows: list[Sequence[str]] = []
    for count in arguments.bodies:
        with tempfile.TemporaryDirectory(dir=arguments.work, prefix="fleet-") as folder:
            rows += _rows(Path(folder), count, arguments.documents)
            print(rows[-5:], file=sys.stderr, flush=True)
    print(table(heads, rows))
    return 0


def _rows(folder: Path, count: int, documents: int) -> list[Sequence[str]]:
    write_fleet(folder, count, documents)
    rows = [_row(f"{count:,}, clean build", _run(folder), count)]
    time.sleep(2.5)
    rows.append(_row(f"{count:,}, nothing changed", _run(folder), count))
    page = folder / "bodies/00000/content/guide.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n又一段。\n", encoding="utf-8")
    rows.append(_row(f"{count:,}, one body changed", _run(folder), count))
    rows.append([f"{count:,}, {_ALONE} of them alone", "", f"{_alone(folder):.0f}", "", ""])
    files, size = _published(folder)
    rows.append(
        [
            f"{count:,}, published a body",
            "",
            f"{files / count:.0f} files",
            f"{size / count / 1e6:.2f} MB",
            "",
        ]
    )
    return rows


def write_fleet(folder: Path, count: int, documents: int) -> None:
    """Write a register and its projects."""
    lines = ["机构:"]
    for number in range(count):
        project = folder / f"bodies/{number:05d}"
        if number < _CORPORA:
            write_project(project, Corpus(documents, number + 1))
        else:
            shutil.copytree(folder / f"bodies/{number % _CORPORA:05d}", project)
        code, path = f"B{number:05d}", f"bodies/{number:05d}"
        lines.append(f"  - {{代码: {code}, 名称: 第{number}局, 类别: 部门, 项目: {path}}}")
    (folder / "bodies.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _run(folder: Path) -> Run:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    output = _program("fleet", "build", "--json", "--project", str(folder))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    report = json.loads(output)
    if report["failed"]:
        raise SystemExit(output[-2000:])
    first = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    wall = time.monotonic() - started
    return Run(wall, report["cpu_seconds"], first, after.ru_maxrss / 1000)


def _row(name: str, run: Run, count: int) -> Sequence[str]:
    bodies, first = (f"{seconds / count * 1000:.1f}" for seconds in (run.bodies, run.first))
    return [name, f"{run.wall:.1f}", bodies, first, f"{run.memory:.0f}"]


def _alone(folder: Path) -> float:
    """Build some bodies alone, as one would. Returns milliseconds of processor for one."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for number in range(_ALONE):
        project = folder / f"bodies/{number:05d}"
        _program("build", "--clean", "--quiet", "--jobs", "1", "--project", str(project))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds / _ALONE * 1000


def _program(*words: str) -> str:
    command = [sys.executable, "-m", "site_builder", *words, "--today", TODAY]
    finished = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False
    )
    if finished.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{finished.stdout[-2000:]}")
    return finished.stdout


def _published(folder: Path) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in folder.glob("bodies/*/public/**/*") if path.is_file()]
    return len(sizes), sum(sizes)


if __name__ == "__main__":
    sys.exit(main())
