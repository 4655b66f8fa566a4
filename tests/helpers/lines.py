"""A line to a server that carries so many bytes in a second, so that an upload is seen at work."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.helpers.servers import SshServer

_PIECE = 1 << 14


@contextmanager
def slow_line(server: SshServer, known_hosts: Path, rate: int) -> Iterator[dict[str, Any]]:
    """Return what a target must set to reach a server over the connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        known_hosts.write_text(
            server.known_hosts.read_text().replace(f":{server.port} ", f":{port} ")
        )
        threading.Thread(target=_accept, args=(listening, server.port, rate), daemon=True).start()
        yield {"port": port, "known_hosts": str(known_hosts)}


def _accept(listening: socket.socket, port: int, rate: int) -> None:
    with suppress(OSError):
        while True:
            near, _ = listening.accept()
            far = socket.create_connection(("127.0.0.1", port))
            for source, sink, speed in ((near, far, rate), (far, near, 0)):
                # What lies about in between would arrive after the line has broken.
                source.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _PIECE)
                source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=_carry, args=(source, sink, speed), daemon=True).start()


def _carry(source: socket.socket, sink: socket.socket, rate: int) -> None:
    with suppress(OSError):
        while data := source.recv(_PIECE):
            sink.sendall(data)
            if rate:
                time.sleep(len(data) / rate)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
