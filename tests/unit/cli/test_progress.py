"""Progress: a bar on a real pseudo terminal, lines in a pipe, time as the test says."""

import io
import os
import re
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest

from site_builder.cli.progress import Progress, format_duration, stage_progress

pty = pytest.importorskip("pty", reason="no pseudo terminals on Windows")
termios = pytest.importorskip("termios", reason="no pseudo terminals on Windows")


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


Work = Callable[[Progress, Clock], None]


def frames(work: Work, encoding: str = "utf-8", *, quiet: bool = False) -> list[str]:
    """Return what a terminal's line shows during some work, one state after the other."""
    reader, writer = pty.openpty()
    termios.tcsetwinsize(writer, (24, 72))
    data: list[bytes] = []

    def read() -> None:
        with suppress(OSError):  # Linux reports the end as a failure
            while block := os.read(reader, 4096):
                data.append(block)

    thread = threading.Thread(target=read)
    thread.start()  # all the time, for a terminal holds little
    try:
        with os.fdopen(writer, "w", encoding=encoding) as stream:
            clock = Clock()
            with stage_progress(stream, quiet=quiet, clock=clock) as progress:
                work(progress, clock)
    finally:
        thread.join()
        os.close(reader)
    return b"".join(data).decode(encoding).split("\r")[1:]


@pytest.fixture(autouse=True)
def _usual_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")


def run(progress: Progress, clock: Clock, stage: str, total: int, seconds: float) -> None:
    """Report a stage that takes the same time for each of its parts."""
    progress(stage, 0, total)
    for done in range(1, total + 1):
        clock.now += seconds / total
        progress(stage, done, total)


def test_the_bar_shows_counts_rate_and_estimate() -> None:
    def work(progress: Progress, clock: Clock) -> None:
        progress("读取", 0, 1000)
        for seconds, done in ((0.6, 60), (1.4, 500), (2, 1000)):
            clock.now += seconds
            progress("读取", done, 1000)

    early, late, *rest = frames(work)
    # An estimate after half a second would be a guess.
    assert re.fullmatch(r"读取   6% \|█+[▏▎▍▌▋▊▉]? *\| 60/1000 份", early)
    assert re.fullmatch(r"读取  50% \|█+[▏▎▍▌▋▊▉]? +\| 500/1000 份，250 份/秒，还要约 2 秒", late)
    assert "".join(rest).strip() == "", "a finished stage leaves an empty line"


def test_the_bar_is_not_drawn_for_short_work_nor_for_each_part() -> None:
    assert frames(lambda progress, clock: run(progress, clock, "读取", 400, 0.4)) == []
    drawn = frames(lambda progress, clock: run(progress, clock, "写入", 10_000, 20))
    assert len(drawn) <= 200


def test_few_parts_that_take_long_have_a_bar_each_stage_its_own() -> None:
    def work(progress: Progress, clock: Clock) -> None:
        run(progress, clock, "生成 PDF", 4, 12)
        run(progress, clock, "生成", 100, 5)
        run(progress, clock, "生成", 60, 5)

    drawn = "\n".join(frames(work))
    assert "1/4 个，每个 3 秒，还要约 9 秒" in drawn
    assert "/100 个，20 个/秒" in drawn
    assert "/60 个，12 个/秒" in drawn
    assert "\x1b" not in drawn, "no colour"


def test_nothing_is_left_behind_by_an_interruption() -> None:
    drawn: list[str] = []

    def work(progress: Progress, clock: Clock) -> None:
        progress("上传", 0, 5 << 20)
        clock.now += 2
        progress("上传", 1 << 20, 5 << 20)
        raise KeyboardInterrupt

    def interrupted(progress: Progress, clock: Clock) -> None:
        with pytest.raises(KeyboardInterrupt):
            work(progress, clock)

    drawn = frames(interrupted)
    assert "1.0 MB/5.0 MB，512 KB/秒，还要约 8 秒" in drawn[0]
    assert [text.strip() for text in drawn[1:]] == ["", ""]


def test_what_was_done_in_one_leap_is_no_measure_for_the_rest() -> None:
    def work(progress: Progress, clock: Clock) -> None:
        progress("生成", 0, 1000)
        for done in (900, *range(901, 940)):
            clock.now += 1
            progress("生成", done, 1000)

    assert "939/1000 个，1 个/秒，还要约 1 分 1 秒" in frames(work)[-3]


def test_the_first_of_many_is_no_measure_either() -> None:
    def work(progress: Progress, clock: Clock) -> None:
        progress("读取", 0, 1000)
        for done, seconds in ((1, 4), (128, 1), (256, 1)):
            clock.now += seconds
            progress("读取", done, 1000)

    first, *later, _, _ = frames(work)
    assert first.endswith("| 1/1000 份")
    assert later[-1].endswith("256/1000 份，43 份/秒，还要约 18 秒")


def test_a_terminal_that_cannot_draw_blocks_gets_signs() -> None:
    def work(progress: Progress, clock: Clock) -> None:
        progress("读取", 0, 10)
        clock.now += 1
        progress("读取", 5, 10)

    assert re.search(r"50% \|#+ +\| 5/10 份", frames(work, "gb2312")[0])


def test_a_dumb_terminal_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    drawn = frames(lambda progress, clock: run(progress, clock, "读取", 600, 3))
    assert "".join(drawn).strip() == "", "one line, never drawn again"


def test_quiet_shows_nothing() -> None:
    drawn = frames(lambda progress, clock: run(progress, clock, "读取", 2500, 25), quiet=True)
    assert drawn == []


def test_a_log_gets_a_line_now_and_then_and_one_at_the_end() -> None:
    stream, clock = io.StringIO(), Clock()
    with stage_progress(stream, clock=clock) as progress:
        run(progress, clock, "读取", 2500, 25)
        run(progress, clock, "生成", 400, 3)
        run(progress, clock, "编制检索索引", 8, 9)
        run(progress, clock, "写入", 5000, 1)
        progress("核对", 0, 0)
    assert stream.getvalue().splitlines() == [
        "读取：1000/2500 份，100 份/秒，还要约 15 秒",
        "读取：2000/2500 份，100 份/秒，还要约 5 秒",
        "读取：2500 份，用时 25 秒",
        "生成：400 个，用时 3 秒",
    ]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "1 秒"),
        (59.2, "1 分"),
        (61, "1 分 1 秒"),
        (3600, "1 小时 0 分"),
        (7384, "2 小时 3 分"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert format_duration(seconds) == text
