"""Builds a corpus in this process and prints which stage of the build the time went to.

    python benchmarks/stages.py --docs 1000 [--edit]

A sampler interrupts the build each millisecond of processor time and charges it to the innermost
function of this program on the stack: what a library does counts for the stage that called it.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.corpus import ROOT, TODAY, Corpus
from benchmarks.project_layout import write_project
from benchmarks.results import parse, report, table

_INTERVAL = 0.001
STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("scan", ("site_builder/content/scan",)),
    ("rules", ("site_builder/rules/", "site_builder/build/suppressions")),
    (
        "read",
        (
            *("site_builder/content/", "site_builder/attachments/", "site_builder/core/yaml/"),
            *("site_builder/build/document", "site_builder/build/readings"),
        ),
    ),
    ("index", ("site_builder/search/", "site_builder/build/search_")),
    ("render", ("site_builder/render/", "templates/", "site_builder/build/output_renderer")),
    ("plan", ("site_builder/pages/",)),
    (
        "store",
        (
            *("site_builder/build/cache", "site_builder/build/manifest", "site_builder/core/codec"),
            "site_builder/build/text_cache",
            "site_builder/build/library_versions",
        ),
    ),
    (
        "write",
        (
            *("site_builder/build/staging", "site_builder/build/file_list"),
            *("site_builder/build/output_ownership", "site_builder/build/output_scan"),
            *("site_builder/build/output_commit", "site_builder/build/open_folders"),
        ),
    ),
    ("start", ("<frozen importlib", "site_builder/standards/", "site_builder/cli/")),
    ("assemble", ("site_builder/build/", "site_builder/usecases/", "site_builder/config/")),
)
"""Stages by the files of their code. The first that fits counts; other files: whoever called."""


def main() -> int:
    """Run the profile."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--docs", type=int, default=1000, help="documents of the corpus")
    parser.add_argument("--edit", action="store_true", help="profile the build after one edit")
    arguments = parse(parser)
    with tempfile.TemporaryDirectory(dir=arguments.work, prefix="stages-") as folder:
        project = Path(folder, "project")
        corpus = Corpus(arguments.docs, arguments.seed)
        write_project(project, corpus)
        build = ["build", "--quiet", "--project", str(project), "--today", TODAY, "--jobs", "1"]
        if arguments.edit:
            environment = os.environ | {"PYTHONPATH": str(ROOT)}
            subprocess.run(
                [sys.executable, "-m", "site_builder", *build], env=environment, check=True
            )
            source = project / "content" / corpus.entry(1).path
            source.write_text(
                f"{source.read_text(encoding='utf-8')}\n补充的内容。\n", encoding="utf-8"
            )
        seconds, samples = profile(build)
    work = "after one edit" if arguments.edit else "clean build"
    title = f"{arguments.docs:,} documents, {work}, one process."
    name = "stages-edit" if arguments.edit else "stages"
    report(name, arguments, [title, stage_table(samples, seconds, arguments.docs)])
    return 0


def stage_table(samples: Counter[str], seconds: float, documents: int) -> str:
    """Write the processor time of each stage: its share of the samples."""
    total = samples.total()
    interval = seconds / total
    rows = [
        [
            stage,
            f"{count * interval:.2f}",
            f"{count * interval / documents * 1000:.3f}",
            f"{count / total:.0%}",
        ]
        for stage, count in [*samples.most_common(), ("all", total)]
    ]
    return table(["Stage", "cpu s", "ms a document", "share"], rows)


def stage_of(frame: FrameType | None) -> str:
    """Return the stage that a stack belongs to."""
    while frame is not None:
        name = frame.f_code.co_filename.replace(os.sep, "/").removeprefix(f"{ROOT.as_posix()}/")
        for stage, prefixes in STAGES:
            if name.startswith(prefixes):
                return stage
        frame = frame.f_back
    return "other"


def profile(arguments: list[str]) -> tuple[float, Counter[str]]:
    """Run a command here; return its processor seconds, and how many samples fell on each stage."""
    samples: Counter[str] = Counter()

    def sample(_signal: int, frame: FrameType | None) -> None:
        samples[stage_of(frame)] += 1

    start = time.process_time()
    signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, _INTERVAL, _INTERVAL)
    from site_builder.cli.main import main as run  # noqa: PLC0415 - what it imports is measured

    failed = run(arguments)
    signal.setitimer(signal.ITIMER_PROF, 0)
    if failed:
        raise SystemExit("the build failed")
    return time.process_time() - start, samples


if __name__ == "__main__":
    sys.exit(main())
