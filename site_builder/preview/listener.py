"""Where the preview listens: an address and a port → sockets, or why not."""

import errno
import socket
from dataclasses import dataclass

from tornado.netutil import bind_sockets

from site_builder.core.errors import PortTakenError, StartupError, describe_os_error
from site_builder.preview.allowed_hosts import canonical_host

_PORT_TRIES = 100
"""How many ports are tried for one to recommend."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, as it was asked for."""

    host: str
    port: int
    names: tuple[str, ...] = ()
    """Other names that lead here, and are answered."""


def host_names(address: Address) -> tuple[str, ...]:
    """Return the names that are answered, as browsers send them. Raises StartupError."""
    for name in address.names:
        if not canonical_host(name):
            hint = "请只写名称，不写 http:// 和端口，如 --allow-host bangong.example.gov.cn。"
            raise StartupError(f"--allow-host 后面的“{name}”不是电脑或网站的名称。{hint}")
    return tuple(map(canonical_host, (address.host, *address.names)))


def listen(address: Address) -> list[socket.socket]:
    """Open the sockets of an address. Raises StartupError."""
    host, port = address.host, address.port
    if not host:
        raise StartupError("--host 后面没有写地址，请改用 --host 127.0.0.1。")
    try:
        return bind_sockets(port, host)
    except (socket.gaierror, ValueError):  # a name that is too long, or no text at all
        raise StartupError(f"没有“{host}”这个地址，请改用 --host 127.0.0.1。") from None
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            raise PortTakenError(port) from None
        if exc.errno == errno.EACCES:
            raise StartupError(
                f"没有权限使用端口 {port}，请用 1024 以上的端口，如 8000。"
            ) from None
        if exc.errno == errno.EADDRNOTAVAIL:
            hint = "请写这台电脑自己的地址，或者改用 --host 127.0.0.1。"
            raise StartupError(f"{host} 不是这台电脑的地址。{hint}") from None
        raise StartupError(
            f"不能在 {host} 的端口 {port} 上打开预览：{describe_os_error(exc)}。"
        ) from None


def free_port(host: str, port: int) -> int:
    """Return a port that is free, from the next one on; 0, which means any, where none is."""
    ports = range(port + 1, port + _PORT_TRIES)
    return next((candidate for candidate in ports if _is_free(host, candidate)), 0)


def _is_free(host: str, port: int) -> bool:
    try:
        for sock in bind_sockets(port, host):
            sock.close()
    except (OSError, OverflowError, ValueError):
        return False
    return True
