"""A login by asyncssh: which servers are trusted, which keys are offered.

The system's `ssh` is not run, but its settings apply: what `~/.ssh/config` states of a server (its
name, keys, agent, the servers on the way to it) and whom `known_hosts` knows.
"""

import logging
import os
import socket
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncssh

from site_builder.core.errors import ConnectionLostError, DeployError
from site_builder.deploy.remotes.ssh_errors import (
    auth_failed_error,
    changed_host_error,
    readable_key_error,
    unknown_host_error,
    unreachable_error,
)
from site_builder.model.target import SSH_PORT, SshTarget

KEEPALIVE_INTERVAL = 10
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


class _RejectUnknownHosts(asyncssh.SSHClient):
    """Trusts nobody who is not known, and remembers the key that was host_key."""

    host_key: asyncssh.SSHKey | None = None

    def validate_host_public_key(
        self, host: str, addr: str, port: int, key: asyncssh.SSHKey
    ) -> bool:
        """Reject whoever is not known."""
        del host, addr, port
        self.host_key = key
        return False


async def connect(
    target: SshTarget, passed: tuple[str, ...] = (), via: asyncssh.SSHClientConnection | None = None
) -> asyncssh.SSHClientConnection:
    """Connect, check the server's key, and log in by a key; first to the servers on the way."""
    logging.getLogger("asyncssh").setLevel(logging.CRITICAL)  # Chinese messages replace its own
    try:
        options = _options(target)
        # The first may have a way of its own; one that leads through itself is taken directly.
        jumps = [] if via or target.host in passed else _jumps(target, options.tunnel)
        for jump in jumps:
            via = await connect(jump, (*passed, target.host), via)
        connection = await _connect(target, options, via)
    except (ValueError, ImportError) as error:
        # `ssh` itself takes a remark at the end of a line.
        hint = "。注释请单独写一行" if " #" in str(error) else ""
        raise DeployError(f"SSH 的设置或者密钥不能用：{error}{hint}。") from None
    if via:
        connection.set_tunnel(via)  # ends with it
    return connection


def _options(target: SshTarget) -> asyncssh.SSHClientConnectionOptions:
    base: dict[str, Any] = {
        "host": target.host,
        "port": target.port,
        "config": _existing(_CONFIG),
        "known_hosts": b"",
        "connect_timeout": _LOGIN,
        "login_timeout": _LOGIN,
        "keepalive_interval": KEEPALIVE_INTERVAL,
        "keepalive_count_max": 3,
        **_BY_KEY_ONLY,
        **({"username": target.user} if target.user else {}),
    }
    try:
        settings: Any = asyncssh.SSHClientConnectionOptions(**base, client_keys=None).config
        key_files = [target.key_file] if target.key_file else settings.get("IdentityFile", ())
        keys = _keys(
            target, _existing(key_files), only=target.key_file or settings.get("IdentitiesOnly")
        )
        return asyncssh.SSHClientConnectionOptions(
            **{**base, **keys, "known_hosts": _load_known_hosts(target, settings)}
        )
    except OSError as error:
        raise DeployError(f"SSH 的设置或者密钥读不了：{error}") from None


def _keys(target: SshTarget, files: list[str], *, only: object) -> dict[str, Any]:
    """Offer the keys of files, as they are, or, where they are locked, as the agent holds them.

    `only`: nothing else that the agent holds. Without any files, the usual ones are offered.
    """
    if not files:
        return {}
    private, public = [file for file in files if _is_private(Path(file))], []
    for file in files:
        if file in private and os.name == "posix":
            status = Path(file).stat()
            if status.st_uid == os.geteuid() and status.st_mode & _OPEN_TO_OTHERS:
                raise readable_key_error(target)
        with suppress(OSError, ValueError):
            public.append(asyncssh.read_public_key(f"{file}.pub" if file in private else file))
    # Of a key without its public half only the agent knows which of its own it is.
    limit = {"agent_identities": public} if only and len(public) == len(files) else {}
    return {"client_keys": private, "ignore_encrypted": True, "agent_identities": None, **limit}


def _is_private(path: Path) -> bool:
    return b"PRIVATE KEY" in path.read_bytes()


def _load_known_hosts(target: SshTarget, settings: Any) -> asyncssh.SSHKnownHosts:  # noqa: ANN401 - asyncssh's settings have no types
    """Read who is known. The lists of the user, the system and the target are one list."""
    user = settings.get("UserKnownHostsFile", _USER_HOSTS)
    system = settings.get("GlobalKnownHostsFile", _SYSTEM_HOSTS)
    known_hosts = asyncssh.SSHKnownHosts()
    for file in _existing([*user, *system, *filter(None, [target.known_hosts])]):
        try:
            known_hosts.load(Path(file).read_text("utf-8"))
        except (ValueError, OSError) as error:
            raise DeployError(f"主机名单 {file} 读不懂：{error}") from None
    return known_hosts


def _existing(files: Iterable[str]) -> list[str]:
    paths = []
    for file in files:
        with suppress(RuntimeError, OSError):  # there is no home, or no way in
            path = Path(file).expanduser()
            paths += [str(path)] if path.exists() else []
    return paths


def _jumps(target: SshTarget, text: object) -> list[SshTarget]:
    """Read which servers are on the way: `user@host:port`, with commas between them."""
    jumps = []
    for hop in str(text or "").split(",") if text else ():
        user, _, address = hop.strip().removeprefix("ssh://").rpartition("@")
        host, _, port = address.rpartition(":") if address.count(":") == 1 else (address, "", "")
        settings = {"host": host, "config": _existing(_CONFIG), "client_keys": None}
        number = int(port) if port else asyncssh.SSHClientConnectionOptions(**settings).port
        jumps.append(replace(target, host=host, port=number, user=user, key_file=""))
    return [] if any(jump.host == target.host for jump in jumps) else jumps


async def _connect(
    target: SshTarget,
    options: asyncssh.SSHClientConnectionOptions,
    via: asyncssh.SSHClientConnection | None,
    algorithms: str | tuple[()] = (),
) -> asyncssh.SSHClientConnection:
    client = _RejectUnknownHosts()
    try:
        return await asyncssh.connect(
            target.host,
            target.port,
            options=options,
            tunnel=via,
            client_factory=lambda: client,
            server_host_key_algs=algorithms,
        )
    except asyncssh.HostKeyNotVerifiable as error:
        raise _unknown_host_error(target, options, client.host_key, str(error)) from None
    except asyncssh.PermissionDenied:
        raise auth_failed_error(target) from None
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise unreachable_error(target, str(error)) from error
        raise DeployError(f"找不到服务器 {target.host}。请核对名称和网络。") from None
    except TimeoutError as error:
        raise unreachable_error(target, "timeout") from error
    except (OSError, asyncssh.Error) as error:
        broken = isinstance(error, ConnectionResetError | asyncssh.Error)
        if broken and not algorithms and _keys_of(options):
            # It may have no key of the kind that it is known by: asked again for any that it has.
            return await _connect(target, options, via, "default")
        number = getattr(error, "errno", None)
        raise unreachable_error(target, os.strerror(number) if number else str(error)) from error


def _keys_of(options: asyncssh.SSHClientConnectionOptions) -> Sequence[asyncssh.SSHKey]:
    """Return the keys that a server is known by."""
    known_hosts: asyncssh.SSHKnownHosts = options.known_hosts  # type: ignore[assignment]  # given above
    port = options.port if options.port != SSH_PORT else None
    return known_hosts.match(options.host_key_alias or options.host, "", port)[0]


def _unknown_host_error(
    target: SshTarget,
    options: asyncssh.SSHClientConnectionOptions,
    host_key: asyncssh.SSHKey | None,
    reason: str,
) -> DeployError:
    """Return a server that nobody knows from one that shows another key than it is known by."""
    fingerprint = host_key.get_fingerprint() if host_key else ""
    keys = _keys_of(options)
    is_same_kind = host_key is not None and any(key.algorithm == host_key.algorithm for key in keys)
    make_error = changed_host_error if is_same_kind or "revoked" in reason else unknown_host_error
    return make_error(target, fingerprint)


async def start_sftp(connection: asyncssh.SSHClientConnection) -> asyncssh.SFTPClient:
    """Start SFTP, which every server of OpenSSH has. Raises DeployError when it is not offered."""
    try:
        return await connection.start_sftp_client(path_errors="surrogateescape")
    except (asyncssh.ChannelOpenError, asyncssh.SFTPError) as error:
        if connection.is_closed():
            raise ConnectionLostError(str(error)) from error
        raise DeployError("服务器不提供 SFTP。请联系服务器管理员。") from None
