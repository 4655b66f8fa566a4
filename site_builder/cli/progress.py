"""Progress of long work: a bar on a terminal, plain lines elsewhere, nothing when not wanted.

All commands report through this module: reading, rendering, uploads, comparisons. It writes to
standard error, so that standard output holds the answer alone.
"""

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Protocol, TextIO

from site_builder.core.text.byte_size import format_size

Clock = Callable[[], float]


@dataclass(slots=True)
class StageState:
    """How far one stage has come, and since when."""

    name: str
    total: int
    started_at: float
    done: int
    updated_at: float = field(init=False)
    samples: deque[tuple[float, int]] = field(init=False)
    """When how many were done, of late: what was done in one leap at first says nothing later."""

    def __post_init__(self) -> None:
        self.updated_at = self.started_at
        self.samples = deque([(self.started_at, self.done)])

    def update(self, done: int, now: float) -> None:
        """Record that so many are done now."""
        self.done, self.updated_at = done, now
        if now - self.samples[-1][0] >= _SAMPLE_INTERVAL:
            self.samples.append((now, done))
        while len(self.samples) > 1 and now - self.samples[1][0] >= _RATE_WINDOW:
            self.samples.popleft()

    @property
    def elapsed(self) -> float:
        """Return the seconds since the stage began."""
        return self.updated_at - self.started_at

    @property
    def is_finished(self) -> bool:
        """Return whether nothing is left to do."""
        return self.done >= self.total

    @property
    def rate(self) -> float:
        """Return how many are finished a second; 0 while that is unknown."""
        since, done = self.samples[0]
        seconds = self.updated_at - since
        # Results of many processes come late at first, and then many at once.
        is_early = self.done < self.total * _MIN_MEASURED_SHARE and seconds < _MIN_MEASURED_SECONDS
        return 0 if is_early or seconds < _SAMPLE_INTERVAL else (self.done - done) / seconds

    def counts(self) -> str:
        """Write how many are done, of how many, how fast, and how long the rest will take."""
        if self.name in _STAGES_IN_BYTES:
            parts = [f"{format_size(self.done)}/{format_size(self.total)}"]
        else:
            parts = [f"{self.done}/{self.total} {_unit(self.name)}"]
        if self.rate > 0:
            remaining = (self.total - self.done) / self.rate
            parts += [_format_rate(self), f"还要约 {format_duration(remaining)}"]
        return "，".join(parts)

    def summary(self) -> str:
        """Write what a finished stage did, and how long it took."""
        amount = (
            format_size(self.total)
            if self.name in _STAGES_IN_BYTES
            else f"{self.total} {_unit(self.name)}"
        )
        return f"{amount}，用时 {format_duration(self.elapsed)}"


class _Display(Protocol):
    def update(self, stage: StageState) -> None: ...

    def clear(self) -> None: ...


class _ProgressBar:
    """A line of a terminal that is drawn over and over; no colour, no cursor movement."""

    def __init__(self, stream: TextIO) -> None:
        from tqdm import tqdm  # noqa: PLC0415 - costs start-up, and only terminals see it

        self._stream = stream
        self._draw = tqdm.status_printer(stream)
        self._format = tqdm.format_meter
        self._charset = _BLOCKS if _can_encode(stream, _BLOCKS) else _ASCII_BLOCKS
        self._is_visible = False
        self._drawn_at = float("-inf")

    def update(self, stage: StageState) -> None:
        """Draw the bar: not for short work, and not more often than eyes can follow."""
        if stage.is_finished:
            self.clear()
            return
        is_due = stage.updated_at - self._drawn_at >= _REDRAW_INTERVAL
        if stage.elapsed < _BAR_DELAY or not is_due:
            return
        line = self._format(
            n=stage.done,
            total=stage.total,
            elapsed=stage.elapsed,
            # A character in the last column makes some terminals begin a new line.
            ncols=_columns(self._stream) - 1,
            ascii=self._charset,
            bar_format=f"{stage.name} {{percentage:3.0f}}% |{{bar}}| {stage.counts()}",
        )
        self._draw(line or "")
        self._is_visible, self._drawn_at = True, stage.updated_at

    def clear(self) -> None:
        """Leave an empty line, for whatever is printed next."""
        if self._is_visible:
            self._draw("")
            self._stream.write("\r")
            self._stream.flush()
        self._is_visible, self._drawn_at = False, float("-inf")


class _ProgressLines:
    """Lines for a log: a stage that takes long says so now and then, and when it is finished."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._printed_at = 0.0
        self._current: tuple[str, float] | None = None

    def update(self, stage: StageState) -> None:
        """Print a line when one is due."""
        identity = (stage.name, stage.started_at)
        if self._current != identity and not stage.is_finished:
            if stage.elapsed < _LINE_INTERVAL:
                return
            self._current = identity
            self._print(stage, stage.counts())
        elif stage.is_finished:
            is_long = stage.total >= _MANY and stage.elapsed >= _MIN_REPORTED_SECONDS
            if is_long or self._current == identity:
                self._print(stage, stage.summary())
        elif stage.updated_at - self._printed_at >= _LINE_INTERVAL:
            self._print(stage, stage.counts())

    def clear(self) -> None:
        """Do nothing: a line that was printed stays."""

    def _print(self, stage: StageState, text: str) -> None:
        self._stream.write(f"{stage.name}：{text}\n")
        self._stream.flush()
        self._printed_at = stage.updated_at


class Progress:
    """Receives how far each stage has come, as a `StageProgress`, and shows it."""

    def __init__(self, display: _Display | None, clock: Clock) -> None:
        self._display = display
        self._clock = clock
        self._stage: StageState | None = None

    def __call__(self, name: str, done: int, total: int) -> None:
        """Report that so many of a stage are done."""
        if self._display is None or total <= 0:
            return
        now = self._clock()
        stage = self._stage
        if stage is None or (stage.name, stage.total) != (name, total) or done < stage.done:
            self.clear()
            stage = self._stage = StageState(name, total, now, done)
        elif stage.is_finished:
            return
        stage.update(done, now)
        self._display.update(stage)

    def clear(self) -> None:
        """Remove the bar from the terminal, so that a line can be printed."""
        if self._display is not None:
            self._display.clear()


@contextmanager
def stage_progress(
    stream: TextIO | None = None, *, quiet: bool = False, clock: Clock = time.monotonic
) -> Iterator[Progress]:
    """Yield the progress of a command; at its end, also by an error, no bar is left behind."""
    target = sys.stderr if stream is None else stream
    display: _Display | None = None
    if not quiet:
        display = _ProgressBar(target) if _is_capable_terminal(target) else _ProgressLines(target)
    progress = Progress(display, clock)
    try:
        yield progress
    finally:
        progress.clear()


def format_duration(seconds: float) -> str:
    """Write a duration as people say it."""
    whole = max(1, ceil(round(seconds, 1)))
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return f"{whole} 秒"
    if minutes < _MINUTES_OF_HOUR:
        return f"{minutes} 分 {rest} 秒" if rest else f"{minutes} 分"
    return f"{minutes // _MINUTES_OF_HOUR} 小时 {minutes % _MINUTES_OF_HOUR} 分"


def _format_rate(stage: StageState) -> str:
    if stage.name in _STAGES_IN_BYTES:
        return f"{format_size(round(stage.rate))}/秒"
    unit = _unit(stage.name)
    if stage.rate >= 1:
        return f"{stage.rate:.0f} {unit}/秒"
    return f"每{unit} {format_duration(1 / stage.rate)}"


def _unit(name: str) -> str:
    return "份" if name in _STAGES_IN_DOCUMENTS else "个"


def _is_capable_terminal(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _columns(stream: TextIO) -> int:
    try:
        # Of this stream: standard output may lead elsewhere.
        return os.get_terminal_size(stream.fileno()).columns or _DEFAULT_COLUMNS
    except (OSError, ValueError):
        return _DEFAULT_COLUMNS


def _can_encode(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding)
    except UnicodeEncodeError:
        return False
    return True


_STAGES_IN_BYTES = frozenset({"上传"})
_STAGES_IN_DOCUMENTS = frozenset({"读取"})
_BLOCKS = " ▏▎▍▌▋▊▉█"
_ASCII_BLOCKS = " #"
_SAMPLE_INTERVAL = 1.0
_RATE_WINDOW = 15.0
"""Seconds over which the rate is measured."""
_MIN_MEASURED_SHARE = 0.02
_MIN_MEASURED_SECONDS = 10.0
"""So much is done, or so long has passed, before a rate is more than a guess."""
_BAR_DELAY = 0.5
"""Seconds before a bar appears: shorter work needs none."""
_REDRAW_INTERVAL = 0.1
_LINE_INTERVAL = 10.0
"""Seconds between two lines of a log."""
_MANY = 300
_MIN_REPORTED_SECONDS = 2.0
"""What has so many parts and took so long is worth a line at its end."""
_DEFAULT_COLUMNS = 80
_MINUTES_OF_HOUR = 60
