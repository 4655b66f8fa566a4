"""A folder of this machine, or a mounted share, as a remote."""

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from io import BufferedReader, BufferedWriter
from pathlib import Path

from site_builder.core.errors import DeployError
from site_builder.deploy.paths import missing_folder_error, resolve_path, target_folder
from site_builder.deploy.remote import PARTIAL_SUFFIX, HardlinkSource, ProgressCallback
from site_builder.model.release import FileEntry
from site_builder.model.target import FolderTarget

_BLOCK = 1 << 20


def connect(target: FolderTarget, project: Path) -> "LocalRemote":
    """Open a folder that is there. Raises DeployError for none, or one that would do harm."""
    return LocalRemote(target_folder(project, target.folder))


def describe(target: FolderTarget, project: Path) -> str:
    """Return where a target is, for people."""
    return str(resolve_path(project, target.folder, "目录").resolve())


def document_root(target: FolderTarget, project: Path) -> str:
    """Return the folder that is served."""
    folder = resolve_path(project, target.folder, "目录").resolve()
    return f"{folder.as_posix()}/current"


_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)


class LocalRemote:
    """Works below one folder, which must exist: a share that is not mounted is no empty target."""

    protocol = "复制"
    can_hash_remotely = True
    can_copy_remotely = True
    max_concurrency = 1

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise missing_folder_error(root)
        self.root = root

    def _path(self, path: str) -> Path:
        """Return the local path of a file. Raises DeployError when a link leads away from it."""
        folder = self.root
        for part in path.split("/")[:-1]:
            folder = folder / part
            if folder.is_symlink():
                raise DeployError(f"目标里的 {folder} 是一个链接，会写到别处去。请检查后删去它。")
        return self.root / path

    def _new_path(self, path: str) -> Path:
        """Return the path of a file to be written, after creating its folders."""
        local_path = self._path(path)
        local_path.parent.mkdir(parents=True, exist_ok=True)
        return local_path

    def supports_symlinks(self) -> bool:
        """Try a symbolic link under a temporary name."""
        probe = self.root / f"probe{PARTIAL_SUFFIX}"
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
            with _open_regular(self._path(path)) as file:
                return file.read()
        except FileNotFoundError:
            return None

    def write(self, path: str, data: bytes) -> None:
        """Write under a temporary name, then rename."""
        local_path = self._new_path(path)
        tmp_path = local_path.with_name(local_path.name + PARTIAL_SUFFIX)
        with _open_new(tmp_path) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        tmp_path.replace(local_path)

    def create(self, path: str, data: bytes) -> bool:
        """Write under a temporary name, then link the final one, which fails if taken."""
        local_path = self._new_path(path)
        tmp_path = local_path.with_name(f"{local_path.name}-{os.getpid()}{PARTIAL_SUFFIX}")
        try:
            with _open_new(tmp_path) as file:
                file.write(data)
            os.link(tmp_path, local_path)
        except FileExistsError:
            return False
        except OSError as exc:
            if exc.errno not in _NO_LINKS:
                raise
            return self._create_without_links(local_path, data)
        finally:
            tmp_path.unlink(missing_ok=True)
        return True

    def _create_without_links(self, local_path: Path, data: bytes) -> bool:
        """Do so on a disk without hard links: killed in between, this leaves an empty file."""
        try:
            with local_path.open("xb") as file:
                file.write(data)
        except FileExistsError:
            return False
        return True

    def upload(self, source: Path, path: str, tick: ProgressCallback) -> None:
        """Copy block by block, so that a large file lets the lock be renewed."""
        with source.open("rb") as file:
            self._write_stream(file, path, tick)

    def upload_tree(
        self,
        source: Path,
        files: Mapping[str, FileEntry],
        into: str,
        reuse: HardlinkSource,
        tick: ProgressCallback,
    ) -> None:
        """Build hard links to what may be reused, copy the rest."""
        for url, entry in files.items():
            local_path = self._path(f"{into}/{url}")
            exists = not local_path.is_symlink() and local_path.is_file()
            if (exists and local_path.stat().st_size == entry.size) or (
                url in reuse.urls and self._link(f"{reuse.folder}/{url}", f"{into}/{url}")
            ):
                tick(entry.size)
            else:
                self.upload(source / url, f"{into}/{url}", tick)

    def _write_stream(self, source: BufferedReader, path: str, tick: ProgressCallback) -> None:
        local_path = self._new_path(path)
        tmp_path = local_path.with_name(local_path.name + PARTIAL_SUFFIX)
        with _open_new(tmp_path) as target:
            while block := source.read(_BLOCK):
                target.write(block)
                tick(len(block))
            # By the open file, where that can be: its name may lead elsewhere by now.
            if os.chmod in os.supports_fd:
                os.chmod(target.fileno(), 0o644)  # noqa: PTH101 - no path
        tmp_path.replace(local_path)

    def _link(self, old: str, new: str) -> bool:
        """Return whether a file could be given a second name."""
        try:
            os.link(self._path(old), self._new_path(new), follow_symlinks=False)
        except OSError:
            return False
        return True

    def copy(self, source: str, target: str) -> None:
        """Copy block by block under a temporary name, then rename; a link is not followed."""
        with _open_regular(self._path(source)) as file:
            self._write_stream(file, target, lambda _: None)

    def files(self, folder: str) -> dict[str, int]:
        """Walk without following links."""
        sizes: dict[str, int] = {}
        top = self._path(f"{folder}/x").parent
        for below, folders, names in os.walk(top):
            for name in (*names, *folders):
                path = Path(below, name)
                url = path.relative_to(top).as_posix()
                if path.is_symlink() or not (path.is_dir() or path.is_file()):
                    sizes[url] = -1
                elif name in names:
                    sizes[url] = path.stat().st_size
            folders[:] = [name for name in folders if not Path(below, name).is_symlink()]
        return sizes

    def names(self, folder: str) -> list[str]:
        """Return a folder."""
        top = self._path(f"{folder}/x").parent
        return sorted(os.listdir(top)) if top.is_dir() else []  # noqa: PTH208 - names only

    def digests(self, folder: str, urls: Iterable[str], tick: ProgressCallback) -> dict[str, str]:
        """Read and digest."""
        digests: dict[str, str] = {}
        for url in urls:
            local_path = self._path(f"{folder}/{url}")
            try:
                with _open_regular(local_path) as file:
                    digests[url] = hashlib.file_digest(file, "sha256").hexdigest()
            except (OSError, DeployError):
                continue
            tick(0)
        return digests

    def rename(self, old: str, new: str) -> None:
        """Rename; folders too."""
        self._path(old).replace(self._new_path(new))

    def current_link(self) -> str | None:
        """Read the link."""
        local_path = self.root / "current"
        if local_path.is_symlink():
            return local_path.readlink().as_posix()
        return "" if local_path.exists() else None

    def activate(self, release: str) -> None:
        """Create a new link and rename it over the old one: no moment without a link."""
        tmp_path = self.root / f"current{PARTIAL_SUFFIX}"
        tmp_path.unlink(missing_ok=True)
        tmp_path.symlink_to(f"releases/{release}", target_is_directory=True)
        tmp_path.replace(self.root / "current")

    def remove(self, path: str) -> None:
        """Remove; a link itself, never what it leads to."""
        local_path = self._path(path)
        if local_path.is_dir() and not local_path.is_symlink():
            shutil.rmtree(local_path)
        else:
            local_path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close nothing: no connection is held."""


def _open_new(path: Path) -> BufferedWriter:
    """Open a file that is not there yet.

    What somebody put under its name is removed. The system refuses what comes there in between:
    a link is never followed to a file elsewhere.
    """
    path.unlink(missing_ok=True)
    return path.open("xb")


def _open_regular(path: Path) -> BufferedReader:
    """Open a file to read. Raises DeployError for a link, and for what is no file.

    The flags that some systems lack prevent following a link, and waiting for a pipe,
    should they appear there after the first check.
    """
    error = DeployError(f"目标里的 {path} 是链接或者不是普通文件，不是本程序写的。请检查后删去它。")
    if not stat.S_ISREG(path.lstat().st_mode):
        raise error
    flags = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")
    try:
        fd = os.open(path, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in flags))
    except OSError as exc:
        if exc.errno == errno.ELOOP:
            raise error from None
        raise
    file = os.fdopen(fd, "rb")
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        file.close()
        raise error
    return file
