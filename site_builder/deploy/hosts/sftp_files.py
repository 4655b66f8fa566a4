"""The names of a folder over SFTP: looked at, made, listed, renamed, removed. Called by `sftp`."""

import errno
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from site_builder.deploy.host import LostError
from site_builder.deploy.hosts.login import led_away
from site_builder.deploy.hosts.sftp_wire import (
    CLOSE,
    EXTENDED,
    HARD_LINK,
    LSTAT,
    MKDIR,
    NAME,
    OPENDIR,
    OPENSSH,
    READDIR,
    READLINK,
    REMOVE,
    RENAME,
    RENAME_OVER,
    RMDIR,
    SETSTAT,
    SYMLINK,
    Facts,
    Part,
    Reply,
    Request,
    Wire,
    attributes,
)

TOGETHER = 64
"""Requests that are sent together."""
_FEW = 4
"""Files that are open together on a server of which nothing is known."""

_FOLDER = 0o755

Item = TypeVar("Item")


class Files:
    """Names below one folder. No link is followed on the way to them."""

    def __init__(self, wire: Wire, root: str) -> None:
        self.wire = wire
        self._root = root
        self._known: set[str] = set()
        """Folders that were seen to be folders, or made."""
        self.open_together = TOGETHER if OPENSSH in wire.extensions else _FEW

    def at(self, path: str) -> bytes:
        """Give the place of a path on the server."""
        return f"{self._root}/{path}".encode("utf-8", "surrogateescape")

    def request(self, kind: int, path: str, *parts: Part) -> Request:
        """Ask something of a path."""
        return Request(kind, (self.at(path), *parts), path)

    def extended(self, name: bytes, old: str, new: str) -> Request:
        """Ask for what not all servers have."""
        return Request(EXTENDED, (name, self.at(old), self.at(new)), new)

    def one(self, request: Request) -> Reply:
        """Ask one thing, and wait. Raises OSError when it is refused."""
        (reply,) = self.wire.ask([request])
        error = reply.error(request.path)
        if error:
            raise error
        return reply

    def many(self, requests: Sequence[Request]) -> list[tuple[Reply, OSError | None]]:
        """Ask many things."""
        return [
            (reply, reply.error(request.path))
            for part in together(requests)
            for request, reply in zip(part, self.wire.ask(part), strict=True)
        ]

    def lstat(self, path: str) -> Facts | None:
        """Look at a name itself; None when there is none."""
        try:
            return self.one(self.request(LSTAT, path)).facts()
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                return None
            raise

    def readlink(self, path: str) -> str:
        """Read where a link leads."""
        reply = self.one(self.request(READLINK, path))
        reply.number()
        return reply.text().decode("utf-8", "surrogateescape")

    def symlink(self, path: str, target: str) -> None:
        """Make a link. Servers follow OpenSSH in the order of the two, not the standard."""
        self.one(Request(SYMLINK, (target.encode(), self.at(path)), path))

    def walk(self, path: str) -> None:
        """Refuse a path when a folder above it is a link."""
        for place in _above(path):
            if place not in self._known:
                found = self.lstat(place)
                if found is None:
                    return
                if found.is_link:
                    raise led_away(place)
                self._known.add(place)

    def make(self, paths: Iterable[str]) -> None:
        """Make the folders above paths, as far as they are not there."""
        wanted = {place for path in paths for place in _above(path)} - self._known
        for depth in sorted({place.count("/") for place in wanted}):
            level = sorted(place for place in wanted if place.count("/") == depth)
            looks = self.many([self.request(LSTAT, place) for place in level])
            fresh = []
            for place, (reply, error) in zip(level, looks, strict=True):
                if error and error.errno != errno.ENOENT:
                    raise error
                if error:
                    fresh.append(place)
                elif reply.facts().is_link:
                    raise led_away(place)
            self._make(fresh)
            self._known.update(level)

    def _make(self, fresh: list[str]) -> None:
        made = self.many([self.request(MKDIR, place, *attributes(_FOLDER)) for place in fresh])
        for _, error in made:
            if error:
                raise error
        # The server may have taken rights away. One that lets none be set has its own.
        self.many([self.request(SETSTAT, place, *attributes(_FOLDER)) for place in fresh])

    def listed(self, folder: str) -> dict[str, Facts]:
        """List all names below a folder; empty when there is none."""
        self.walk(f"{folder}/x")
        found: dict[str, Facts] = {}
        level = [folder]
        while level:
            deeper = []
            for place, names in self._contents(level):
                for name, facts in names.items():
                    path = f"{place}/{name}"
                    found[path[len(folder) + 1 :]] = facts
                    if facts.is_folder:
                        deeper.append(path)
            level = deeper
        return found

    def sizes(self, folder: str) -> dict[str, int]:
        """List all files below a folder with their sizes; links with size -1."""
        return {
            url: facts.size if facts.is_file else -1
            for url, facts in self.listed(folder).items()
            if not facts.is_folder
        }

    def names(self, folder: str) -> list[str]:
        """List what a folder holds."""
        self.walk(f"{folder}/x")
        return sorted(name for _, names in self._contents([folder]) for name in names)

    def _contents(self, folders: Sequence[str]) -> Iterator[tuple[str, dict[str, Facts]]]:
        """List folders, many at once."""
        for part in together(folders, self.open_together):
            handles = {}
            opened = self.wire.ask([self.request(OPENDIR, place) for place in part])
            for place, reply in zip(part, opened, strict=True):
                error = reply.error(place)
                if error is None:
                    handles[place] = reply.text()
                elif error.errno != errno.ENOENT:
                    raise error
            found = self._read_all(handles)
            self.wire.ask([Request(CLOSE, (handle,)) for handle in handles.values()])
            yield from found.items()

    def _read_all(self, handles: dict[str, bytes]) -> dict[str, dict[str, Facts]]:
        found: dict[str, dict[str, Facts]] = {place: {} for place in handles}
        going = list(handles)
        while going:
            replies = self.wire.ask([Request(READDIR, (handles[place],)) for place in going])
            ended = set()
            for place, reply in zip(going, replies, strict=True):
                if reply.ended():
                    ended.add(place)
                elif error := reply.error(place):
                    raise error
                elif reply.kind == NAME:
                    found[place].update(_names(reply))
            going = [place for place in going if place not in ended]
        return found

    def unlink(self, paths: Sequence[str]) -> None:
        """Remove files or links, as far as they are there."""
        for _, error in self.many([self.request(REMOVE, path) for path in paths]):
            if error and error.errno != errno.ENOENT:
                raise error

    def remove(self, path: str) -> None:
        """Remove a file, a link, or a folder with all it holds."""
        self.walk(path)
        found = self.lstat(path)
        if found is None:
            return
        if not found.is_folder:
            self.unlink([path])
            return
        below = self.listed(path)
        self._known.clear()
        self.unlink([f"{path}/{name}" for name, facts in below.items() if not facts.is_folder])
        folders = [path, *(f"{path}/{name}" for name, one in below.items() if one.is_folder)]
        # The deepest first; each depth is sent together.
        for depth in sorted({place.count("/") for place in folders}, reverse=True):
            level = [place for place in folders if place.count("/") == depth]
            for _, error in self.many([self.request(RMDIR, place) for place in level]):
                if error and error.errno != errno.ENOENT:
                    raise error

    def over(self, old: str, new: str) -> None:
        """Rename over what stands there: in one step where the server can."""
        self._known.clear()
        if RENAME_OVER in self.wire.extensions:
            error = self.many([self.extended(RENAME_OVER, old, new)])[0][1]
            if error is None:
                return
            if error.errno != errno.EOPNOTSUPP:
                raise error
            self.wire.extensions.discard(RENAME_OVER)
        plain = self.request(RENAME, old, self.at(new))
        try:
            self.one(plain)
        except OSError:
            self.unlink([new])
            self.one(plain)

    def links(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Give files a second name; tell for each whether that worked."""
        if HARD_LINK not in self.wire.extensions:
            return [False] * len(pairs)
        done = self.many([self.extended(HARD_LINK, old, new) for old, new in pairs])
        if any(error and error.errno == errno.EOPNOTSUPP for _, error in done):
            self.wire.extensions.discard(HARD_LINK)
        return [error is None for _, error in done]


def together(items: Sequence[Item], count: int = TOGETHER) -> Iterator[Sequence[Item]]:
    """Cut into parts that are sent together."""
    for start in range(0, len(items), count):
        yield items[start : start + count]


def _above(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _names(reply: Reply) -> Iterator[tuple[str, Facts]]:
    for _ in range(reply.number()):
        name = reply.text().decode("utf-8", "surrogateescape")
        reply.text()  # for people to read
        facts = reply.facts()
        if "/" in name:  # no server of good will says so
            raise LostError("服务器列出的文件名读不懂")
        if name not in (".", ".."):
            yield name, facts
