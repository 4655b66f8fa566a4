"""One connection to a server, in a thread of its own. Called by `ssh_host`."""

import asyncio
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import wait
from contextlib import suppress
from typing import Any, TypeVar

import asyncssh

from site_builder.deploy.host import LostError, Tick
from site_builder.deploy.hosts.ssh_commands import Commands, probe
from site_builder.deploy.hosts.ssh_files import Files
from site_builder.deploy.hosts.ssh_login import log_in, start_sftp
from site_builder.deploy.hosts.ssh_messages import folder_of, missing_folder
from site_builder.model.target import Target

_BEAT = 0.5
"""Seconds between two ticks."""
_SILENCE = 60.0
"""Seconds to wait for anything to happen."""
_PARTING = 3.0
"""Seconds for a server to hear that we leave."""
_TOGETHER, _FEW = 64, 4
"""Files that are open together on a server of OpenSSH, and on one of which nothing is known."""
_HANDS = 8
_WITH_GAPS = "，服务器不能原地替换文件，更新到哪个文件，哪个文件有一瞬间打不开"

Answer = TypeVar("Answer")


class Progress:
    """How far something is: written by the connection's thread, read by the one that waits."""

    def __init__(self) -> None:
        self.total = 0
        self._last = time.monotonic()

    def add(self, count: int) -> None:
        """Hear that something has happened."""
        self.total += count
        self._last = time.monotonic()

    def judge(self) -> None:
        """Raise LostError when nothing has happened for long."""
        if time.monotonic() - self._last > _SILENCE:
            raise LostError("服务器太久没有回答")


class Session:
    """A connection in a thread of its own, and what the server can do."""

    def __init__(self, target: Target) -> None:
        self._loop = asyncio.new_event_loop()
        self._connection: asyncssh.SSHClientConnection | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        try:
            self._run(self._open(target))
        except BaseException:
            self.close()
            raise

    async def _open(self, target: Target) -> None:
        self._connection = await log_in(target)
        version = str(self._connection.get_extra_info("server_version", ""))
        count = _TOGETHER if "OpenSSH" in version else _FEW
        self.hands = min(_HANDS, count)
        folder = folder_of(target)
        self._sftp = Files(await start_sftp(self._connection), folder, count)
        if not await self._sftp.is_folder():
            raise missing_folder(target)
        self._commands: Commands | None = None
        if target.protocol != "sftp":
            names = await self._sftp.listed(".")
            self._commands = await probe(self._connection, folder, names)
        self.reads_cheaply = bool(self._commands)
        self.transfer = "SSH" if self._commands else "SFTP"
        if not await self._sftp.can_rename():
            self.transfer += _WITH_GAPS

    def _run(
        self,
        work: Coroutine[Any, Any, Answer],
        tick: Tick = lambda _: None,
        progress: Progress | None = None,
    ) -> Answer:
        """Wait for what the connection's thread does, and tick meanwhile."""
        progress = progress or Progress()
        told = 0
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            while not wait([future], _BEAT).done:
                total = progress.total
                tick(total - told)
                told = total
                progress.judge()
        except BaseException:
            future.cancel()
            raise
        try:
            answer = future.result()
        except (asyncssh.Error, ConnectionError, EOFError) as error:
            raise LostError(str(error) or type(error).__name__) from error
        tick(progress.total - told)
        return answer

    def close(self) -> None:
        """End the connection; one that is dead already is not waited for."""

        async def hang_up() -> None:
            if self._connection:
                self._connection.close()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._connection.wait_closed(), _PARTING)
                self._connection.abort()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(hang_up(), self._loop).result(2 * _PARTING)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PARTING)
