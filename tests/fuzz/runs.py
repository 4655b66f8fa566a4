"""Runs of the command line on inputs nobody meant: what ends in a traceback, hangs or swells."""

import io
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECONDS = 60
"""What one run may take: a batch of inputs on a busy machine."""
MEMORY = 2_000_000
"""Kilobytes that this process may come to."""


class HangError(BaseException):
    """A run took too long. No Exception, so nobody catches it on the way."""


@dataclass
class Tally:
    """What a fuzzer did and found."""

    kind: str
    seed: int
    keep: Path
    """Folder for the inputs that ended badly."""
    inputs: int = 0
    runs: int = 0
    longest: int = 0
    """Bytes of the longest input."""
    slowest: float = 0.0
    survived: int = 0
    """Inputs without any error: they went all the way to the output."""
    failures: dict[str, str] = field(default_factory=dict)
    """Where it ended → the whole traceback and where the inputs are."""

    def count(self, inputs: Mapping[str, bytes]) -> None:
        """Count some inputs."""
        self.inputs += len(inputs)
        self.longest = max(self.longest, *map(len, inputs.values()), 0)

    def record_failure(self, inputs: Mapping[str, bytes], details: str) -> None:
        """Keep what ended badly, once for each place."""
        lines = [line for line in details.splitlines() if line.strip()]
        frames = [line.strip() for line in lines if line.lstrip().startswith("File ")]
        where = f"{lines[-1][:150]} @ {frames[-1] if frames else ''}"
        if where in self.failures:
            return
        folder = self.keep / f"{self.kind}-{len(self.failures)}"
        for name, data in inputs.items():
            path = folder / name.replace("/", "__")[-150:].replace("\0", "0")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        self.failures[where] = f"{details}\ninputs: {folder}"

    def report(self) -> str:
        """Write the figures in one line."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        return (
            f"{self.kind}: {self.inputs} inputs in {self.runs} runs (seed {self.seed}), "
            f"{self.survived} without errors, {len(self.failures)} faults, longest {self.longest} "
            f"bytes, slowest run {self.slowest:.1f} s, memory {max(peak, children) // 1000} MB"
        )

    def assert_no_failures(self) -> None:
        """Fail when anything ended badly."""
        sys.__stdout__.write(f"\n{self.report()}\n")  # type: ignore[union-attr]  # a terminal or a file
        assert not self.failures, "\n\n".join(self.failures.values())
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MEMORY, self.report()


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise HangError in what takes too long."""

    def stop(*_: object) -> None:
        raise HangError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_SWALLOWED = ("Traceback (most recent", "程序出错了", "render/template")
"""What is printed where an exception was caught that nobody expected."""


def run(
    tally: Tally, inputs: Mapping[str, bytes], *argv: str, seconds: float = SECONDS
) -> tuple[int, str]:
    """Run a command in this process. Returns its exit code, -1 for a bad end, and its output."""
    from site_builder.cli.main import main  # noqa: PLC0415 - the harness must load while it is broken
    from tests.helpers.standards import STANDARDS  # noqa: PLC0415 - the harness must load while it is broken

    # A real stream, that refuses what it cannot encode, as a terminal does.
    printed = io.BytesIO()
    stdout = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)
    # As Python opens the stream of errors.
    stderr = io.TextIOWrapper(printed, "utf-8", "backslashreplace", write_through=True)
    started, code, details = time.monotonic(), -1, ""
    try:
        with redirect_stdout(stdout), redirect_stderr(stderr), time_limit(seconds):
            code = main(argv, STANDARDS)
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:  # noqa: BLE001 - that is what is looked for
        details = traceback.format_exc()
    tally.runs += 1
    tally.slowest = max(tally.slowest, time.monotonic() - started)
    text = printed.getvalue().decode("utf-8", "replace")
    swallowed = [line for line in text.splitlines() if any(marker in line for marker in _SWALLOWED)]
    if details or swallowed:
        tally.record_failure(inputs, details or "\n".join(swallowed[:5]))
        return -1, text
    return code, text


def generator(seed: int, number: int) -> Random:
    """Return the generator of one input: any can be made again by its number alone."""
    return Random(seed * 1_000_003 + number)  # noqa: S311 - test data
