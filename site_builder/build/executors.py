"""Where the bodies of a fleet are worked on: executors of `concurrent.futures`, local or Dask's.

A lane is an executor and how many tasks it holds at a time. Local lanes have one process each, so
that a process that is killed takes one task with it, and which one is known.
"""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder import __version__
from site_builder.core.errors import UsageError
from site_builder.model.extras import install_command

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_PRELOADED = "site_builder.usecases.process_body"
"""Imported once by the server that processes are forked from."""
_CONNECT_SECONDS = 15
_TASKS_PER_THREAD = 2
"""One that is worked on and one that is there already when it is done."""
_INTERRUPTED = 130


@dataclass(slots=True)
class Lane:
    """An executor, built when the first task needs it and again after its process was killed."""

    build: Callable[[], Executor]
    capacity: int
    """Tasks at a time."""
    running: int = 0
    _executor: Executor | None = field(default=None, repr=False)

    @property
    def executor(self) -> Executor:
        """Return the executor."""
        if self._executor is None:
            self._executor = self.build()
        return self._executor

    def discard(self) -> None:
        """Drop an executor that is broken; the next task gets another."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = None


@contextmanager
def process_lanes(jobs: int) -> Iterator[Sequence[Lane]]:
    """Yield lanes of processes of this machine; they end with the block, however it ends."""
    import multiprocessing  # noqa: PLC0415 - not where the program answers at once

    methods = multiprocessing.get_all_start_methods()
    # Not a fork of this process: it has threads by then.
    context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload([_PRELOADED])
    reader, writer = context.Pipe(duplex=False)
    lanes = [Lane(partial(_process_executor, context, reader), 1) for _ in range(jobs)]
    try:
        yield lanes
    finally:
        # Idle processes end at once, and others too: what they leave unfinished the next run makes.
        writer.close()
        for lane in lanes:
            lane.discard()
        reader.close()


def _process_executor(context: Any, reader: "Connection") -> Executor:  # noqa: ANN401 - one of several classes
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - see above

    return ProcessPoolExecutor(1, context, initializer=_start_process, initargs=(reader,))


def _start_process(reader: "Connection") -> None:
    """Prepare a process: it ends when the first one does, and Ctrl+C is the first one's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(reader,), daemon=True).start()


def _end_with(reader: "Connection") -> None:
    import os  # noqa: PLC0415 - for this alone

    try:
        reader.poll(None)
    finally:
        os._exit(_INTERRUPTED)


@contextmanager
def cluster_lanes(address: str, folder: Path) -> Iterator[Sequence[Lane]]:
    """Yield a lane of Dask's workers. Raises UsageError where none can be used.

    `folder`: what all workers must see under the same path.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError:
        hint = f"请运行 {install_command('cluster')}，各台机器上也要装。"
        raise UsageError("--cluster 需要的组件没有安装", hint) from None
    connect: Any = Client
    try:
        _check_listener(address)
        client = connect(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as exc:
        hint = "请核对地址和端口，写成 tcp://主机:8786；先在那台机器上运行 dask scheduler。"
        raise UsageError(f"连不上集群 {address}", hint) from exc
    try:
        threads = _usable_threads(client, folder)
        yield [Lane(partial(_dask_executor, client), threads * _TASKS_PER_THREAD)]
    finally:
        # Tasks that nobody waits for any more are cancelled by the scheduler.
        client.close()


def _check_listener(address: str) -> None:
    """Raise OSError or ValueError where nobody listens: Dask's client would print a traceback."""
    import socket  # noqa: PLC0415 - for this alone
    from urllib.parse import urlsplit  # noqa: PLC0415 - the same

    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port:
        raise ValueError(address)
    socket.create_connection((parts.hostname, parts.port), _CONNECT_SECONDS).close()


def _dask_executor(client: Any) -> Executor:  # noqa: ANN401 - of a library without types
    executor: Executor = client.get_executor(pure=False)
    return executor


def _usable_threads(client: Any, folder: Path) -> int:  # noqa: ANN401 - of a library without types
    """Count the threads of all workers. Raises UsageError where one would make something else."""
    answers = client.run(_describe_worker, str(folder))
    if not answers:
        hint = "请在各台机器上运行 dask worker。"
        raise UsageError("集群里没有工作进程", f"{hint}例如 dask worker tcp://主机:8786。")
    for worker, (version, sees_folder) in sorted(answers.items()):
        if version != __version__:
            message = f"{worker} 上的程序是 {version} 版，这里是 {__version__} 版"
            raise UsageError(message, "各台机器装同一版，生成的网站才会一样。")
        if not sees_folder:
            hint = "各台机器要用同样的路径看到同一个共享文件夹。"
            raise UsageError(f"{worker} 上没有文件夹 {folder}", hint)
    return sum(client.nthreads().values())


def _describe_worker(folder: str) -> tuple[str, bool]:
    return __version__, Path(folder).is_dir()
