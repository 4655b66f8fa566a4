"""One deployment of a target at a time: a file on the remote that its owner keeps renewing.

A remote may have no locks, and its clock may be wrong. So whoever finds the file waits to see
whether it is renewed: one that is not was left by a deployment that died, and is taken over.
"""

import json
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from site_builder.core.errors import ConnectionLostError, DeployError
from site_builder.deploy.release import sanitize_text
from site_builder.deploy.remote import Remote

_NAME = "lock.json"
_HEARTBEAT = 4.0
"""Seconds between two renewals."""
STALE_AFTER = 15.0
"""Seconds without a renewal after which the owner counts as dead."""


class TargetLock:
    """The lock while it is held."""

    def __init__(self, remote: Remote, owner: str) -> None:
        self._remote = remote
        self._owner = owner
        self._token = secrets.token_hex(8)
        self._count = 0
        self._renewed = 0.0

    def content(self) -> bytes:
        """Write who holds it: another renewal, another text."""
        self._count += 1
        self._renewed = time.monotonic()
        return json.dumps(
            {
                "token": self._token,
                "who": self._owner,
                "machine": socket.gethostname(),
                "process": os.getpid(),
                "count": self._count,
            },
            ensure_ascii=False,
        ).encode()

    def acquire(self, on_wait: Callable[[str], None]) -> None:
        """Take it, or take it over from a dead one. Raises DeployError when it is in use."""
        while not self._remote.create(_NAME, self.content()):
            data = self._remote.read(_NAME)
            if data is None:
                continue
            if not _owner_died_here(data):
                on_wait(_describe_owner(data))
                if _is_renewed(self._remote, data):
                    raise DeployError(f"{_describe_owner(data)}正在发布到这里。请等结束后再试。")
            # Of two that see the same dead owner, only one can rename its file away.
            stale_name = f"lock-{secrets.token_hex(4)}.json"
            try:
                self._remote.rename(_NAME, stale_name)
            except OSError:
                continue
            if self._remote.read(stale_name) != data:
                self._remote.rename(stale_name, _NAME)
                continue
            self._remote.remove(stale_name)

    def renew(self) -> None:
        """Renew the lock, now and then. Raises DeployError when somebody took it over."""
        if time.monotonic() - self._renewed > _HEARTBEAT:
            self.assert_held()
            self._remote.write(_NAME, self.content())

    def assert_held(self) -> None:
        """Ensure that this process still holds it. Raises DeployError when it is not."""
        data = self._remote.read(_NAME)
        if data is None or _parse_lock(data).get("token") != self._token:
            raise DeployError("停顿得太久，别人已经接着在发布，这一次停下了。请过一会再看。")

    def release(self) -> None:
        """Release it. Where that fails, the next one takes it over."""
        with suppress(OSError, ConnectionLostError):
            data = self._remote.read(_NAME)
            if data is not None and _parse_lock(data).get("token") == self._token:
                self._remote.remove(_NAME)


@contextmanager
def locked(remote: Remote, owner: str, on_wait: Callable[[str], None]) -> Iterator[TargetLock]:
    """Hold the lock of a target."""
    lock = TargetLock(remote, owner)
    lock.acquire(on_wait)
    try:
        yield lock
    finally:
        lock.release()


def _is_renewed(remote: Remote, previous: bytes) -> bool:
    """Return whether somebody holds the lock; False when nobody does, or no longer."""
    end = time.monotonic() + STALE_AFTER
    while time.monotonic() < end:
        time.sleep(1)
        data = remote.read(_NAME)
        if data != previous:
            return data is not None
    return False


def _parse_lock(data: bytes) -> dict[str, object]:
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _describe_owner(data: bytes) -> str:
    fields = _parse_lock(data)
    owner, machine = (sanitize_text(str(fields.get(name) or "")) for name in ("who", "machine"))
    return f"{owner or '有人'}（{machine or '未知的电脑'}）"


def _owner_died_here(data: bytes) -> bool:
    """Return whether the owner was a process of this machine that is no more."""
    fields = _parse_lock(data)
    process = fields.get("process")
    if fields.get("machine") != socket.gethostname() or not isinstance(process, int):
        return False
    if os.name == "nt" or process <= 0:  # there, probing a process with a signal ends it
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return process == os.getpid()
