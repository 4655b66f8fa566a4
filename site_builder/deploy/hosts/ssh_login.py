"""A login by asyncssh: which servers are trusted, which keys are offered. Called by `ssh_host`.

The system's `ssh` is not run, but its settings hold: what `~/.ssh/config` says of a server (its
name, keys, agent, the servers on the way to it) and whom `known_hosts` knows.
"""

import logging
import os
import socket
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncssh

from site_builder.deploy.host import DeployError, LostError
from site_builder.deploy.hosts.ssh_messages import (
    changed_host,
    not_let_in,
    open_key,
    unknown_host,
    unreachable,
)
from site_builder.model.target import SSH_PORT, Target

ALIVE = 10
"""Seconds of silence after which a server is asked whether it is still there."""
_LOGIN = 30
"""Seconds for a login as a whole."""
_CONFIG = ("~/.ssh/config", "/etc/ssh/ssh_config")
_USER_HOSTS = ("~/.ssh/known_hosts", "~/.ssh/known_hosts2")
_SYSTEM_HOSTS = ("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2")
_OPEN_TO_OTHERS = 0o077
_BY_KEY_ONLY: Mapping[str, Any] = {
    # Nothing is asked, and nothing of this machine is lent to the server.
    "password_auth": False,
    "kbdint_auth": False,
    "agent_forwarding": False,
    "x11_forwarding": False,
    "command": None,
    "request_pty": False,
}


class _Witness(asyncssh.SSHClient):
    """Trusts nobody who is not known, and remembers the key that was shown."""

    shown: asyncssh.SSHKey | None = None

    def validate_host_public_key(
        self, host: str, addr: str, port: int, key: asyncssh.SSHKey
    ) -> bool:
        """Refuse whoever is not known."""
        del host, addr, port
        self.shown = key
        return False


async def log_in(
    target: Target, passed: tuple[str, ...] = (), via: asyncssh.SSHClientConnection | None = None
) -> asyncssh.SSHClientConnection:
    """Connect, judge the server's key, and log in by a key; first to the servers on the way."""
    logging.getLogger("asyncssh").setLevel(logging.CRITICAL)  # what it tells is told in Chinese
    try:
        options = _options(target)
        # The first may have a way of its own; one that leads through itself is taken directly.
        jumps = [] if via or target.host in passed else _jumps(target, options.tunnel)
        for jump in jumps:
            via = await log_in(jump, (*passed, target.host), via)
        connection = await _connect(target, options, via)
    except (ValueError, ImportError) as error:
        raise DeployError(f"SSH 的设置或者密钥不能用：{error}") from None
    if via:
        connection.set_tunnel(via)  # ends with it
    return connection


def _options(target: Target) -> asyncssh.SSHClientConnectionOptions:
    given: dict[str, Any] = {
        "host": target.host,
        "port": target.port,
        "config": _existing(_CONFIG),
        "known_hosts": b"",
        "connect_timeout": _LOGIN,
        "login_timeout": _LOGIN,
        "keepalive_interval": ALIVE,
        "keepalive_count_max": 3,
        **_BY_KEY_ONLY,
        **({"username": target.user} if target.user else {}),
    }
    try:
        settings = asyncssh.SSHClientConnectionOptions(**given, client_keys=None).config
        keys = _key_file(target) if target.key_file else _named_keys(settings)
        return asyncssh.SSHClientConnectionOptions(
            **{**given, **keys, "known_hosts": _known(target, settings)}
        )
    except OSError as error:
        raise DeployError(f"SSH 的设置或者密钥读不了：{error}") from None


def _key_file(target: Target) -> dict[str, Any]:
    """Offer one key only: as it is, or, where it is locked, as the agent holds it."""
    path = Path(target.key_file)
    private = b"PRIVATE KEY" in path.read_bytes()
    found = path.stat()
    own = private and os.name == "posix" and found.st_uid == os.geteuid()
    if own and found.st_mode & _OPEN_TO_OTHERS:
        raise open_key(target)
    keys: dict[str, Any] = {"client_keys": [str(path)], "ignore_encrypted": True} if private else {}
    try:
        public = [asyncssh.read_public_key(f"{path}.pub" if private else path)]
    except (OSError, ValueError):
        return {**keys, "agent_path": None}
    return {**keys, "agent_identities": public}


def _named_keys(settings: Any) -> dict[str, Any]:  # noqa: ANN401 - asyncssh names no type for it
    """Offer the keys that the settings name, as far as they are there; else the usual ones."""
    named = _existing(settings.get("IdentityFile", ()))
    return {"client_keys": named, "ignore_encrypted": True} if named else {}


def _known(target: Target, settings: Any) -> asyncssh.SSHKnownHosts:  # noqa: ANN401 - the same
    """Read who is known. The lists of the user, the system and the target are one list."""
    known = asyncssh.SSHKnownHosts()
    user = settings.get("UserKnownHostsFile", _USER_HOSTS)
    for file in (*user, *settings.get("GlobalKnownHostsFile", _SYSTEM_HOSTS), target.known_hosts):
        for path in _existing([file] if file else ()):
            try:
                known.load(Path(path).read_text("utf-8"))
            except (ValueError, OSError) as error:
                raise DeployError(f"主机名单 {file} 读不懂：{error}") from None
    return known


def _existing(files: Iterable[str]) -> list[str]:
    found = []
    for file in files:
        with suppress(RuntimeError, OSError):  # there is no home, or no way in
            path = Path(file).expanduser()
            found += [str(path)] if path.exists() else []
    return found


def _jumps(target: Target, text: object) -> list[Target]:
    """Read which servers are on the way: `user@host:port`, with commas between them."""
    jumps = []
    for one in str(text or "").split(",") if text else ():
        user, _, place = one.strip().removeprefix("ssh://").rpartition("@")
        host, _, port = place.rpartition(":") if place.count(":") == 1 else (place, "", "")
        settings = {"host": host, "config": _existing(_CONFIG), "client_keys": None}
        number = int(port) if port else asyncssh.SSHClientConnectionOptions(**settings).port
        jumps.append(replace(target, host=host, port=number, user=user, key_file=""))
    return [] if any(jump.host == target.host for jump in jumps) else jumps


async def _connect(
    target: Target,
    options: asyncssh.SSHClientConnectionOptions,
    via: asyncssh.SSHClientConnection | None,
    algorithms: str | tuple[()] = (),
) -> asyncssh.SSHClientConnection:
    witness = _Witness()
    known: asyncssh.SSHKnownHosts = options.known_hosts  # type: ignore[assignment]  # given above
    try:
        return await asyncssh.connect(
            target.host,
            target.port,
            options=options,
            tunnel=via,
            client_factory=lambda: witness,
            server_host_key_algs=algorithms,
        )
    except asyncssh.KeyExchangeFailed as error:
        if algorithms or "host key" not in str(error):
            raise unreachable(target, str(error)) from error
        # Known by a key of a kind that the server no longer has: asked again for any that it has.
        return await _connect(target, options, via, "default")
    except asyncssh.HostKeyNotVerifiable as error:
        raise _stranger(target, options, known, witness.shown, str(error)) from None
    except asyncssh.PermissionDenied:
        raise not_let_in(target) from None
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise unreachable(target, str(error)) from error
        raise DeployError(f"找不到服务器 {target.host}。请核对名称和网络。") from None
    except TimeoutError as error:
        raise unreachable(target, "timeout") from error
    except OSError as error:
        raise unreachable(
            target, os.strerror(error.errno) if error.errno else str(error)
        ) from error
    except asyncssh.Error as error:
        raise unreachable(target, str(error)) from error


def _stranger(
    target: Target,
    options: asyncssh.SSHClientConnectionOptions,
    known: asyncssh.SSHKnownHosts,
    shown: asyncssh.SSHKey | None,
    reason: str,
) -> DeployError:
    """Tell a server that nobody knows from one that shows another key than it is known by."""
    fingerprint = shown.get_fingerprint() if shown else ""
    port = options.port if options.port != SSH_PORT else None
    keys = known.match(options.host_key_alias or options.host, "", port)[0]
    same = shown is not None and any(key.algorithm == shown.algorithm for key in keys)
    say = changed_host if same or "revoked" in reason else unknown_host
    return say(target, fingerprint)


async def start_sftp(connection: asyncssh.SSHClientConnection) -> asyncssh.SFTPClient:
    """Start SFTP, which every server of OpenSSH has. Raises DeployError when it is not offered."""
    try:
        return await connection.start_sftp_client(path_encoding=None)
    except (asyncssh.ChannelOpenError, asyncssh.SFTPError) as error:
        if connection.is_closed():
            raise LostError(str(error)) from error
        raise DeployError("服务器不提供 SFTP。请联系服务器管理员。") from None
