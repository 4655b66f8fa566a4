"""A login by paramiko, which needs no programs beside it. Called by `sftp`."""

import logging
import os
import socket
import threading
from contextlib import suppress
from pathlib import Path

import paramiko

from site_builder.deploy.host import DeployError, LostError
from site_builder.deploy.hosts.login import (
    ALIVE,
    CONNECT,
    changed_host,
    not_let_in,
    unknown_host,
    unreachable,
)
from site_builder.model.target import Target

BROKEN = (OSError, EOFError, paramiko.SSHException)
"""All that a channel raises when the line breaks; what servers refuse comes as an answer."""

_SILENCE = 60.0
"""Seconds to wait for an answer."""
_KNOWN = ("~/.ssh/known_hosts", "/etc/ssh/ssh_known_hosts")


class _UnknownHostError(Exception):
    """Nobody vouched for the key that the server shows."""


class _Refuse(paramiko.MissingHostKeyPolicy):
    def missing_host_key(
        self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey
    ) -> None:
        """Refuse whoever is not known."""
        del client, hostname
        raise _UnknownHostError(key.fingerprint)


def log_in(target: Target) -> tuple[paramiko.SSHClient, paramiko.Channel]:
    """Connect, judge the server's key, log in by a key, and start SFTP."""
    # Its threads write to the terminal what is told here in Chinese.
    logger = logging.getLogger("paramiko")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    client = paramiko.SSHClient()
    try:
        _know(client, target)
        _connect(client, target)
        return client, _start(client)
    except BaseException:
        client.close()
        raise


def _know(client: paramiko.SSHClient, target: Target) -> None:
    """Read who is known. The user's list and the target's are one list."""
    client.set_missing_host_key_policy(_Refuse())
    for file in (*_KNOWN, target.known_hosts):
        path = Path(os.path.expanduser(file))  # noqa: PTH111 - without a home, no such file
        if file and path.is_file():
            try:
                client.get_host_keys().load(str(path))
            except (paramiko.hostkeys.InvalidHostKey, UnicodeDecodeError, OSError) as error:
                raise DeployError(f"主机名单 {file} 读不懂：{error}") from None


def _connect(client: paramiko.SSHClient, target: Target) -> None:
    try:
        client.connect(
            target.host,
            target.port,
            target.user or None,
            key_filename=target.key_file or None,
            look_for_keys=not target.key_file,
            timeout=CONNECT,
            banner_timeout=CONNECT,
            auth_timeout=2 * CONNECT,
            channel_timeout=2 * CONNECT,
        )
    except _UnknownHostError as unknown:
        raise unknown_host(target, str(unknown)) from None
    except paramiko.BadHostKeyException as bad:
        # Known by a key of another kind only, the server is as good as unknown.
        same = bad.key.get_name() == bad.expected_key.get_name()
        say = changed_host if same else unknown_host
        raise say(target, bad.key.fingerprint) from None
    except paramiko.AuthenticationException:
        raise not_let_in(target) from None
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise unreachable(target, str(error)) from error
        raise DeployError(f"找不到服务器 {target.host}。请核对名称和网络。") from None
    except paramiko.SSHException as error:
        if "No authentication methods" in str(error) or "private key" in str(error):
            raise not_let_in(target) from None
        raise unreachable(target, str(error)) from error
    except (OSError, EOFError) as error:
        raise unreachable(target, _told(error)) from error
    except ValueError as error:  # a key file of a kind that paramiko cannot read
        raise DeployError(f"密钥不能用：{error}") from None


def _told(error: Exception) -> str:
    """Give what the system says. paramiko hides it when it tried several addresses."""
    tried: dict[tuple[str, int], Exception] = getattr(error, "errors", {})
    return str(next(iter(tried.values()), error)) or type(error).__name__


def _start(client: paramiko.SSHClient) -> paramiko.Channel:
    transport = client.get_transport()
    if transport is None:  # never after a login
        raise LostError("SSH")
    transport.set_keepalive(ALIVE)
    try:
        channel = transport.open_session()
        channel.settimeout(_SILENCE)
        channel.invoke_subsystem("sftp")
    except BROKEN as error:
        if transport.is_active():
            raise DeployError("服务器不提供 SFTP。请联系服务器管理员。") from None
        raise LostError(str(error)) from error
    return channel


def hang_up(client: paramiko.SSHClient) -> None:
    """End the connection; on one that is dead already, paramiko may wait for ever."""
    with suppress(*BROKEN):
        closing = threading.Thread(target=client.close, daemon=True)
        closing.start()
        closing.join(5)
