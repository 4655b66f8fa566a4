"""One deployment of a target at a time: a file on the host that its owner keeps renewing.

A host may have no locks, and its clock may be wrong. So whoever finds the file waits and looks
whether it is renewed: one that is not was left by a deployment that died, and is taken over.
"""

import json
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from site_builder.deploy.host import DeployError, Host, LostError

_NAME = "lock.json"
_RENEW = 4.0
"""Seconds between two renewals."""
_PATIENCE = 15.0
"""Seconds without a renewal after which the owner counts as dead."""


class Lock:
    """The lock while it is held."""

    def __init__(self, host: Host, who: str) -> None:
        self._host = host
        self._who = who
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
                "who": self._who,
                "machine": socket.gethostname(),
                "process": os.getpid(),
                "count": self._count,
            },
            ensure_ascii=False,
        ).encode()

    def take(self, wait: Callable[[str], None]) -> None:
        """Take it, or take it over from a dead one. Raises DeployError when it is in use."""
        while not self._host.create(_NAME, self.content()):
            found = self._host.read(_NAME)
            if found is None:
                continue
            if not _dead_here(found):
                wait(_owner(found))
                if _is_renewed(self._host, found):
                    raise DeployError(f"{_owner(found)}正在发布到这里。请等结束后再试。")
            # Of two that see the same dead owner, only one can rename its file away.
            grave = f"lock-{secrets.token_hex(4)}.json"
            try:
                self._host.rename(_NAME, grave)
            except OSError:
                continue
            if self._host.read(grave) != found:
                self._host.rename(grave, _NAME)
                continue
            self._host.remove(grave)

    def renew(self) -> None:
        """Say that we are alive, now and then. Raises DeployError when somebody took it over."""
        if time.monotonic() - self._renewed > _RENEW:
            self.confirm()
            self._host.write(_NAME, self.content())

    def confirm(self) -> None:
        """Make sure that it is still ours. Raises DeployError when it is not."""
        found = self._host.read(_NAME)
        if found is None or _facts(found).get("token") != self._token:
            raise DeployError("停顿得太久，别人已经接着在发布；这一次没有切换。请过一会再试。")

    def drop(self) -> None:
        """Let go of it. Where that fails, the next one takes it over."""
        with suppress(OSError, LostError):
            found = self._host.read(_NAME)
            if found is not None and _facts(found).get("token") == self._token:
                self._host.remove(_NAME)


@contextmanager
def locked(host: Host, who: str, wait: Callable[[str], None]) -> Iterator[Lock]:
    """Hold the lock of a target."""
    lock = Lock(host, who)
    lock.take(wait)
    try:
        yield lock
    finally:
        lock.drop()


def _is_renewed(host: Host, before: bytes) -> bool:
    """Tell whether somebody is at work; False when nobody is, or nobody any more."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        time.sleep(1)
        found = host.read(_NAME)
        if found != before:
            return found is not None
    return False


def _facts(data: bytes) -> dict[str, object]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _owner(data: bytes) -> str:
    facts = _facts(data)
    return f"{facts.get('who') or '有人'}（{facts.get('machine') or '未知的电脑'}）"


def _dead_here(data: bytes) -> bool:
    """Tell whether the owner was a process of this machine that is no more."""
    facts = _facts(data)
    process = facts.get("process")
    if facts.get("machine") != socket.gethostname() or not isinstance(process, int):
        return False
    if os.name == "nt" or process <= 0:  # there, asking a process for a sign ends it
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return process == os.getpid()
