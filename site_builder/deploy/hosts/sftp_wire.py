"""SFTP as it goes over the line: many requests at once, and the answers. Called by `sftp`.

paramiko's own client waits for each answer, so that thousands of small files take minutes over a
long line, and it drops the answers to a file's last writes, so that a full disk goes unheard.
"""

import errno
import os
import stat
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from site_builder.deploy.host import LostError
from site_builder.deploy.hosts.trouble import number_in

INIT, VERSION, OPEN, CLOSE, READ, WRITE, LSTAT = 1, 2, 3, 4, 5, 6, 7
SETSTAT, FSETSTAT, OPENDIR, READDIR, REMOVE, MKDIR, RMDIR = 9, 10, 11, 12, 13, 14, 15
STAT, RENAME, READLINK, SYMLINK = 17, 18, 19, 20
STATUS, HANDLE, DATA, NAME, ATTRS, EXTENDED, EXTENDED_REPLY = 101, 102, 103, 104, 105, 200, 201
FOR_READING, FOR_NEW = 0x01, 0x02 | 0x08 | 0x20
"""Ways to open: to read; to write a file that is not there yet."""
RENAME_OVER = b"posix-rename@openssh.com"
HARD_LINK = b"hardlink@openssh.com"
SPACE = b"statvfs@openssh.com"
OPENSSH = b"lsetstat@openssh.com"
"""What only OpenSSH itself has."""

_OK, _END, _MISSING, _DENIED, _FAILURE, _GARBLED, _UNSUPPORTED = 0, 1, 2, 3, 4, 5, 8
_GONE = {6, 7}
_NUMBERS = {
    _MISSING: errno.ENOENT,
    _DENIED: errno.EACCES,
    _GARBLED: errno.EINVAL,
    _UNSUPPORTED: errno.EOPNOTSUPP,
    11: errno.EEXIST,
    12: errno.EROFS,
    14: errno.ENOSPC,
    15: errno.EDQUOT,
    18: errno.ENOTEMPTY,
    19: errno.ENOTDIR,
    24: errno.EISDIR,
}
_LONGEST = 1 << 22


class Channel(Protocol):
    """What carries the bytes: raises OSError, EOFError or an SSHException when it breaks."""

    def sendall(self, s: bytes, /) -> None:
        """Send all."""

    def recv(self, nbytes: int, /) -> bytes:
        """Wait for some; nothing when the other side ended."""


class Long(int):
    """A number of eight bytes."""


Part = bytes | int


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, and of which path, for the error."""

    kind: int
    parts: tuple[Part, ...]
    path: str = ""

    def packed(self, number: int) -> bytes:
        """Write it as it is sent."""
        body = struct.pack(">BI", self.kind, number) + b"".join(map(_part, self.parts))
        return struct.pack(">I", len(body)) + body


def attributes(mode: int) -> tuple[int, int]:
    """Give the parts of a request that set nothing but what may be done with a file."""
    return 0x04, mode


def _part(value: Part) -> bytes:
    if isinstance(value, bytes):
        return struct.pack(">I", len(value)) + value
    return struct.pack(">Q" if isinstance(value, Long) else ">I", value)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a server says about a file."""

    size: int
    mode: int

    @property
    def is_link(self) -> bool:
        """Tell a symbolic link."""
        return stat.S_ISLNK(self.mode)

    @property
    def is_folder(self) -> bool:
        """Tell a folder."""
        return stat.S_ISDIR(self.mode)

    @property
    def is_file(self) -> bool:
        """Tell a plain file; a server without modes lists nothing else that has a size."""
        return stat.S_ISREG(self.mode) or not self.mode


class Reply:
    """An answer, read from its start."""

    def __init__(self, kind: int, body: bytes) -> None:
        self.kind = kind
        self._body = body
        self._at = 0

    def number(self, form: str = ">I") -> int:
        """Read a number."""
        size = struct.calcsize(form)
        piece = self._body[self._at : self._at + size]
        if len(piece) < size:
            raise LostError("服务器的回答不完整")
        self._at += size
        return int(struct.unpack(form, piece)[0])

    def text(self) -> bytes:
        """Read a string of bytes."""
        size = self.number()
        self._at += size
        return self._body[self._at - size : self._at]

    def facts(self) -> Facts:
        """Read what is said about a file."""
        flags = self.number()
        size = self.number(">Q") if flags & 0x01 else 0
        if flags & 0x02:
            self.number(">Q")
        mode = self.number() if flags & 0x04 else 0
        if flags & 0x08:
            self.number(">Q")
        for _ in range(self.number() if flags & 0x80000000 else 0):
            self.text()
            self.text()
        return Facts(size, mode)

    def rest(self) -> bytes:
        """Give all that was not read yet."""
        return self._body[self._at :]

    @property
    def left(self) -> bool:
        """Tell whether there is more to read."""
        return self._at < len(self._body)

    def ended(self) -> bool:
        """Tell whether it says that there is no more."""
        return self.kind == STATUS and struct.unpack_from(">I", self._body)[0] == _END

    def error(self, path: str = "") -> OSError | None:
        """Give what went wrong; nothing when all is well."""
        if self.kind != STATUS:
            return None
        self._at = 0
        code = self.number()
        if code == _OK:
            return None
        if code in _GONE:
            raise LostError("服务器说连接断了")
        said = self.text().decode("utf-8", "replace") if self.left else ""
        number = _NUMBERS.get(code) or number_in(said) or errno.EIO
        return OSError(number, said if number == errno.EIO else os.strerror(number), path)


class Wire:
    """The requests and answers of one connection."""

    def __init__(self, channel: Channel, broken: tuple[type[Exception], ...]) -> None:
        self._channel = channel
        self._broken = broken
        self._number = 0
        self._buffer = b""
        self._send(struct.pack(">IBI", 5, INIT, 3))
        hello = self._receive()
        hello.number()
        self.extensions: set[bytes] = set()
        while hello.left:
            self.extensions.add(hello.text())
            hello.text()

    def ask(self, requests: Sequence[Request]) -> list[Reply]:
        """Send requests together; give the answers in the order of the requests."""
        first = self._number
        self._number += len(requests)
        self._send(b"".join(one.packed(first + n) for n, one in enumerate(requests)))
        found: dict[int, Reply] = {}
        while len(found) < len(requests):
            reply = self._receive()
            number = reply.number()
            found[number - first] = Reply(reply.kind, reply.rest())
        try:
            return [found[n] for n in range(len(requests))]
        except KeyError:
            raise LostError("服务器的回答乱了") from None

    def _send(self, data: bytes) -> None:
        try:
            self._channel.sendall(data)
        except self._broken as error:
            raise LostError(str(error) or type(error).__name__) from error

    def _receive(self) -> Reply:
        size = struct.unpack(">I", self._take(4))[0]
        if not 0 < size < _LONGEST:
            raise LostError("服务器的回答读不懂")
        body = self._take(size)
        return Reply(body[0], body[1:])

    def _take(self, count: int) -> bytes:
        pieces = [self._buffer]
        have = len(self._buffer)
        while have < count:
            try:
                piece = self._channel.recv(1 << 16)
            except self._broken as error:
                raise LostError(str(error) or "服务器太久没有回答") from error
            if not piece:
                raise LostError("服务器关闭了连接")
            pieces.append(piece)
            have += len(piece)
        whole = b"".join(pieces)
        self._buffer = whole[count:]
        return whole[:count]
