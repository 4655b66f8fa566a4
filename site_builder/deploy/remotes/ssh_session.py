"""One connection to a server, in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import wait
from contextlib import suppress
from typing import Any, TypeVar

import asyncssh

from site_builder.core.errors import ConnectionLostError
from site_builder.deploy.remote import ProgressCallback
from site_builder.deploy.remotes.sftp_files import SftpFiles
from site_builder.deploy.remotes.ssh_commands import RemoteCommands, probe
from site_builder.deploy.remotes.ssh_errors import folder_of, missing_folder_error
from site_builder.deploy.remotes.ssh_login import connect, start_sftp
from site_builder.model.target import SshTarget

_PROGRESS_INTERVAL = 0.5
"""Seconds between two ticks."""
_CLOSE_TIMEOUT = 3.0
"""Seconds for the server to receive the disconnect."""
_OPEN_FILES, _FEW_FILES = 64, 4
"""Files that are open together on a server of OpenSSH, and on an unknown server."""
_MAX_THREADS = 8
_WITH_GAPS = "，服务器不能原地替换文件，更新到哪个文件，哪个文件有一瞬间打不开"

Result = TypeVar("Result")


class SshSession:
    """A connection in a thread of its own, and what the server can do."""

    def __init__(self, target: SshTarget) -> None:
        self._loop = asyncio.new_event_loop()
        self._connection: asyncssh.SSHClientConnection | None = None
        self._commands: RemoteCommands | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        try:
            self._run(lambda _: self._open(target))
        except BaseException:
            self.close()
            raise

    async def _open(self, target: SshTarget) -> None:
        self._connection = await connect(target)
        version = str(self._connection.get_extra_info("server_version", ""))
        count = _OPEN_FILES if "OpenSSH" in version else _FEW_FILES
        self.max_concurrency = min(_MAX_THREADS, count)
        folder = folder_of(target)
        self._sftp = SftpFiles(await start_sftp(self._connection), folder, count)
        if not await self._sftp.exists():
            raise missing_folder_error(target)
        if target.protocol != "sftp":
            self._commands = await probe(self._connection, folder, await self._sftp.list("."))
        self.can_hash_remotely = bool(self._commands)
        self.protocol = "SSH" if self._commands else "SFTP"
        if not await self._sftp.has_posix_rename():
            self.protocol += _WITH_GAPS

    def _run(
        self,
        work: Callable[[ProgressCallback], Coroutine[Any, Any, Result]],
        tick: ProgressCallback = lambda _: None,
    ) -> Result:
        """Wait for what the connection's thread does, and tick meanwhile."""
        arrived = reported = 0

        def add(count: int) -> None:
            nonlocal arrived
            arrived += count

        future = asyncio.run_coroutine_threadsafe(work(add), self._loop)
        try:
            while not wait([future], _PROGRESS_INTERVAL).done:
                total = arrived
                tick(total - reported)
                reported = total
        except BaseException:
            future.cancel()
            raise
        try:
            result = future.result()
        except (asyncssh.Error, ConnectionError, EOFError) as error:
            raise ConnectionLostError(str(error) or type(error).__name__) from error
        tick(arrived - reported)
        return result

    def close(self) -> None:
        """End the connection; one that is dead already is not waited for."""

        async def disconnect() -> None:
            if self._connection:
                self._connection.close()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._connection.wait_closed(), _CLOSE_TIMEOUT)
                self._connection.abort()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(disconnect(), self._loop).result(2 * _CLOSE_TIMEOUT)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CLOSE_TIMEOUT)
