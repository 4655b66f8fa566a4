"""A folder of this machine, or a mounted share, as a host."""

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from io import BufferedReader, BufferedWriter
from pathlib import Path

from site_builder.deploy.host import PART, DeployError, Reuse, Tick
from site_builder.model.release import FileEntry

_BLOCK = 1 << 20


_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)


class LocalHost:
    """Works below one folder, which must exist: a share that is not mounted is no empty target."""

    transfer = "复制"
    reads_cheaply = True
    copies_cheaply = True
    hands = 1

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise DeployError(f"没有目标文件夹 {root}。请先建立它；是共享文件夹的，请先连接。")
        self.root = root

    def _path(self, path: str) -> Path:
        """Give the real place of a path. Raises DeployError when a link leads away from it."""
        place = self.root
        for part in path.split("/")[:-1]:
            place = place / part
            if place.is_symlink():
                raise DeployError(f"目标里的 {place} 是一个链接，会写到别处去。请检查后删去它。")
        return self.root / path

    def can_switch(self) -> bool:
        """Try a symbolic link under a name of our own."""
        probe = self.root / f"probe{PART}"
        try:
            probe.unlink(missing_ok=True)
            probe.symlink_to("releases")
            probe.unlink()
        except (OSError, NotImplementedError):
            return False
        return True

    def read(self, path: str) -> bytes | None:
        """Read a file; a link is not followed."""
        try:
            with _opened(self._path(path)) as file:
                return file.read()
        except FileNotFoundError:
            return None

    def write(self, path: str, data: bytes) -> None:
        """Write beside, then rename."""
        place = self._path(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(place.name + PART)
        with _fresh(beside) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)

    def create(self, path: str, data: bytes) -> bool:
        """Write under a name of our own, then give it the wanted one, which fails if taken."""
        place = self._path(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f"{place.name}-{os.getpid()}{PART}")
        try:
            with _fresh(beside) as file:
                file.write(data)
            os.link(beside, place)
        except FileExistsError:
            return False
        except OSError as fault:
            if fault.errno not in _NO_LINKS:
                raise
            return self._create_plainly(place, data)
        finally:
            beside.unlink(missing_ok=True)
        return True

    def _create_plainly(self, place: Path, data: bytes) -> bool:
        """Do so on a disk without hard links: killed in between, this leaves an empty file."""
        try:
            with place.open("xb") as file:
                file.write(data)
        except FileExistsError:
            return False
        return True

    def put(self, source: Path, path: str, tick: Tick) -> None:
        """Copy block by block, so that a large file lets the lock be renewed."""
        with source.open("rb") as file:
            self._pour(file, path, tick)

    def send(
        self, source: Path, files: Mapping[str, FileEntry], into: str, reuse: Reuse, tick: Tick
    ) -> None:
        """Make hard links to what may be reused, copy the rest."""
        for url, facts in files.items():
            place = self._path(f"{into}/{url}")
            there = not place.is_symlink() and place.is_file()
            if (there and place.stat().st_size == facts.size) or (
                url in reuse.urls and self._link(self._path(f"{reuse.folder}/{url}"), place)
            ):
                tick(facts.size)
            else:
                self.put(source / url, f"{into}/{url}", tick)

    def _pour(self, old: BufferedReader, path: str, tick: Tick) -> None:
        place = self._path(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(place.name + PART)
        with _fresh(beside) as new:
            while block := old.read(_BLOCK):
                new.write(block)
                tick(len(block))
            # By the open file, where that can be: its name may lead elsewhere by now.
            if os.chmod in os.supports_fd:
                os.chmod(new.fileno(), 0o644)  # noqa: PTH101 - no path
        beside.replace(place)

    def _link(self, old: Path, new: Path) -> bool:
        """Give a file a second name; tell whether that worked."""
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old, new, follow_symlinks=False)
        except OSError:
            return False
        return True

    def copy(self, source: str, target: str) -> None:
        """Copy block by block beside the target, then rename; a link is not followed."""
        with _opened(self._path(source)) as file:
            self._pour(file, target, lambda _: None)

    def files(self, folder: str) -> dict[str, int]:
        """Walk without following links."""
        found: dict[str, int] = {}
        top = self._path(f"{folder}/x").parent
        for below, folders, names in os.walk(top):
            for name in (*names, *folders):
                path = Path(below, name)
                url = path.relative_to(top).as_posix()
                if path.is_symlink() or not (path.is_dir() or path.is_file()):
                    found[url] = -1
                elif name in names:
                    found[url] = path.stat().st_size
            folders[:] = [name for name in folders if not Path(below, name).is_symlink()]
        return found

    def names(self, folder: str) -> list[str]:
        """List a folder."""
        top = self._path(f"{folder}/x").parent
        return sorted(os.listdir(top)) if top.is_dir() else []  # noqa: PTH208 - names only

    def digests(self, folder: str, urls: Iterable[str], tick: Tick) -> dict[str, str]:
        """Read and digest."""
        found: dict[str, str] = {}
        for url in urls:
            place = self._path(f"{folder}/{url}")
            try:
                with _opened(place) as file:
                    found[url] = hashlib.file_digest(file, "sha256").hexdigest()
            except (OSError, DeployError):
                continue
            tick(0)
        return found

    def rename(self, old: str, new: str) -> None:
        """Rename; folders too."""
        self._path(new).parent.mkdir(parents=True, exist_ok=True)
        self._path(old).replace(self._path(new))

    def current(self) -> str | None:
        """Read the link."""
        place = self.root / "current"
        if place.is_symlink():
            return place.readlink().as_posix()
        return "" if place.exists() else None

    def switch(self, release: str) -> None:
        """Make a link beside and rename it over the old one: no moment without."""
        beside = self.root / f"current{PART}"
        beside.unlink(missing_ok=True)
        beside.symlink_to(f"releases/{release}", target_is_directory=True)
        beside.replace(self.root / "current")

    def remove(self, path: str) -> None:
        """Remove; a link itself, never what it leads to."""
        place = self._path(path)
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is held."""


def _fresh(place: Path) -> BufferedWriter:
    """Open a file that is not there yet.

    What somebody put under its name goes first. The system refuses what comes there in between:
    a link is never followed to a file elsewhere.
    """
    place.unlink(missing_ok=True)
    return place.open("xb")


def _opened(place: Path) -> BufferedReader:
    """Open a file to read. Raises DeployError for a link, and for what is no file.

    The flags that some systems lack keep a link from being followed, and a pipe from being waited
    for, should they come there after the first look.
    """
    strange = DeployError(
        f"目标里的 {place} 是链接或者不是普通文件，不是本程序写的。请检查后删去它。"
    )
    if not stat.S_ISREG(place.lstat().st_mode):
        raise strange
    flags = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")
    try:
        number = os.open(place, os.O_RDONLY | sum(getattr(os, one, 0) for one in flags))
    except OSError as fault:
        if fault.errno == errno.ELOOP:
            raise strange from None
        raise
    file = os.fdopen(number, "rb")
    if not stat.S_ISREG(os.fstat(number).st_mode):
        file.close()
        raise strange
    return file
