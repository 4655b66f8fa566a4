"""A process of its own for work that may hang, burst or crash: an error here, after a while.

`WorkerProcess` starts it and calls functions in it; the child runs `serve`. What libraries print
goes nowhere. A child is used again and again: starting Python costs more than a small job.
"""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from importlib import import_module
from math import ceil
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Any, Self

from site_builder.core.errors import SiteBuilderError, WorkerError

_PROGRAM = "from site_builder.core.worker_process import serve; serve()"
_SIZE_BYTES = 8
_CLOCK_FACTOR = 3
_CLOSING_SECONDS = 0.2
_GRACE_SECONDS = 5
"""After the limit, a child whose parent is gone ends itself."""
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None
"""Exit code of a child that took more processor time than it may."""


class WorkerProcess:
    """A child process, started at the first call and again after it had to be ended.

    `memory_limit`: bytes of address space it may take, where the system can limit that.
    """

    def __init__(self, memory_limit: int) -> None:
        self._memory_limit = memory_limit
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Return the worker itself."""
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """End the child."""
        self._end()

    def call(self, function: str, arguments: tuple[object, ...], seconds: float) -> object:
        """Call `package.module:function` in the child and return what it returns.

        `seconds` are of processor time, where the system can limit that, since other programs may
        keep a machine busy; three times as long may it take by the clock. A SiteBuilderError of the
        function is raised here. Raises WorkerError when it takes too long or too much memory,
        crashes, or raises what nobody meant.
        """
        if self._process is None:
            self._process = _start_process()
        expired = False

        def expire() -> None:
            nonlocal expired
            expired = True
            process.kill()

        process = self._process
        timer = Timer(seconds * _CLOCK_FACTOR, expire)
        timer.start()
        try:
            answer = _exchange(process, (function, arguments, seconds, self._memory_limit))
        finally:
            timer.cancel()
        if answer is not None and not expired:
            if answer[0] == "memory":
                # What it took it would keep.
                self._end()
            return _unpack(answer)
        if self._end() == _OUT_OF_TIME or expired:
            raise WorkerError("timeout", f"{seconds:.0f} 秒还没有完成，已经停止")
        raise WorkerError("crash", "读它的程序意外结束，可能是内存不够，或者文件已经损坏")

    def _end(self) -> int | None:
        """End the child. Returns its exit code; negative: the signal that ended it."""
        process, self._process = self._process, None
        if process is None:
            return None
        assert process.stdin is not None  # noqa: S101 - asked for below
        assert process.stdout is not None  # noqa: S101 - asked for below
        with contextlib.suppress(OSError):
            process.stdin.close()
        # Without requests it ends by itself, and what has ended already shows how.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_CLOSING_SECONDS)
        process.kill()
        process.stdout.close()
        return process.wait()


def _start_process() -> subprocess.Popen[bytes]:
    root = str(Path(__file__).parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(  # noqa: S603 - this very module, in this very Python
        # -P: a file of the folder one happens to be in must not stand for a library.
        [sys.executable, "-P", "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def _exchange(process: subprocess.Popen[bytes], request: object) -> tuple[str, object] | None:
    """Send a request and wait for the answer; None when the child ends before it."""
    assert process.stdin is not None  # noqa: S101 - asked for above
    assert process.stdout is not None  # noqa: S101 - asked for above
    try:
        _write_message(process.stdin, request)
        answer: tuple[str, object] | None = _read_message(process.stdout)
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    return answer


def _unpack(answer: tuple[str, object]) -> object:
    kind, value = answer
    if kind == "value":
        return value
    if kind == "error" and isinstance(value, SiteBuilderError):
        raise value
    if kind == "memory":
        raise WorkerError("memory", "需要的内存太多，已经停止")
    raise WorkerError("exception", f"里面有程序读不懂的内容，可能已经损坏（{value}）")


def serve() -> None:
    """Answer the requests that arrive at standard input, until it is closed."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not get between the answers.
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    # Ctrl+C reaches all processes of a terminal; the first ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while (request := _read_message(requests)) is not None:
        function, arguments, seconds, memory_limit = request
        _limit(seconds, memory_limit)
        answer = _answer(function, arguments)
        try:
            _write_message(answers, answer)
        except MemoryError:
            _write_message(answers, ("memory", ""))
        _stop_alarm()


def _stop_alarm() -> None:
    """Stop the limit on time: the next request may come as late as it likes."""
    if hasattr(signal, "alarm"):
        signal.alarm(0)


def _limit(seconds: float, memory_limit: int) -> None:
    """Limit this process, where the system can: memory, time, and its life without a parent."""
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds * _CLOCK_FACTOR) + _GRACE_SECONDS)
    try:
        import resource  # noqa: PLC0415 - Windows has no such module
    except ImportError:
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    limits = (
        (resource.RLIMIT_AS, memory_limit),
        (resource.RLIMIT_CPU, ceil(used + seconds)),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, limit in limits:
        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (limit, hard))


def _answer(function: str, arguments: tuple[object, ...]) -> tuple[str, object]:
    module, _, name = function.partition(":")
    try:
        return "value", getattr(import_module(module), name)(*arguments)
    except SiteBuilderError as exc:
        return "error", exc
    except MemoryError:
        return "memory", ""
    except BaseException as exc:  # noqa: BLE001 - a library that meets a damaged file fails in any way
        text = str(exc).partition("\n")[0][:_MAX_REASON]
        return "exception", f"{type(exc).__name__}：{text}" if text else type(exc).__name__


_MAX_REASON = 120


def _write_message(stream: IO[bytes], message: object) -> None:
    data = pickle.dumps(message)
    stream.write(len(data).to_bytes(_SIZE_BYTES, "big"))
    stream.write(data)
    stream.flush()


def _read_message(stream: IO[bytes]) -> Any:  # noqa: ANN401 - a request or an answer
    """Read a message; None at the end."""
    size = stream.read(_SIZE_BYTES)
    if len(size) < _SIZE_BYTES:
        return None
    return pickle.loads(stream.read(int.from_bytes(size, "big")))  # noqa: S301 - of parent or child
