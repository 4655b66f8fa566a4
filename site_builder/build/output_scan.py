"""One look at the output folder: what stands in it, in the form in which a build recorded it.

A build that finds nothing changed consists of this module: it imports what starts at once.
"""

import os
import stat

from site_builder.core.file_names import UNPUBLISHED_NAMES
from site_builder.core.hashing import digest

FILE_LIST_NAME = ".site-builder-files"
STAGING_FOLDER = ".site-builder"
BACKUP_FOLDER = "old"
"""In the former, while files are moved: what stood in their places."""
"""Folder inside the output where a build prepares its files: the same disk, so moving is atomic."""

_BY_DESCRIPTOR = os.scandir in os.supports_fd
"""Files are looked up from their open folder, not each by its whole path again."""
_FOLDER_FLAGS = sum(getattr(os, name, 0) for name in ("O_DIRECTORY", "O_CLOEXEC"))
_TYPE_BITS = stat.S_IFMT(0o177777)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_MAX_FILE_LIST_SIZE = 500_000_000
"""Bytes; far more than any site's list has."""


class OutputScan:
    """The files below an output folder, links not followed, hidden ones left out.

    No dataclass: importing their module costs a third of a build that finds nothing changed.
    """

    __slots__ = ("_entries", "file_list_digest", "has_stage", "lines", "links", "output")

    def __init__(self, output: str) -> None:
        self.output = output
        self.lines: list[str] = []
        """Of each file or other entry: see `file_line`."""
        self.links: list[str] = []
        """URLs of links; one is never part of a site."""
        self.file_list_digest = ""
        """Of the list that the last build left; empty where there is none."""
        self.has_stage = False
        """A build was stopped and left what it had prepared."""
        self._entries: frozenset[str] = frozenset()

    def digest(self) -> str:
        """Return what equals `listing_digest` of the recorded files while they stand untouched."""
        return _lines_digest(self.lines, self.file_list_digest)

    def has_file(self, url: str, size: int, mtime_ns: int) -> bool:
        """Return whether a file stands there as recorded, no link and for all to read."""
        # Most builds ask about few files or none: the set is built for those that do.
        self._entries = self._entries or frozenset(self.lines)
        return file_line(url, size, mtime_ns) in self._entries

    def foreign_files(self, known_urls: set[str]) -> list[str]:
        """Return what no build of this program wrote.

        A link is always foreign: what lies behind it is somebody else's.
        """
        urls = (line[: line.index("\0")] for line in self.lines)
        return sorted({*self.links, *(url for url in urls if url not in known_urls)})


def file_line(url: str, size: int, mtime_ns: int) -> str:
    """Return the line of a file in a listing. No name contains NUL."""
    return f"{url}\0{size}\0{mtime_ns}"


def listing_digest(files: list[tuple[str, int, int]], file_list_digest: str) -> str:
    """Return the digest of an output folder that holds these files and this list, nothing else.

    From what was recorded, not from the disk: somebody may have changed a file since.
    """
    return _lines_digest(sorted(file_line(*file) for file in files), file_list_digest)


def _lines_digest(sorted_lines: list[str], file_list_digest: str) -> str:
    return digest("\0".join([*sorted_lines, file_list_digest]).encode("utf-8", "surrogatepass"))


def scan_output(output: str) -> OutputScan:
    """Read what stands in an output folder; nothing where it cannot be read."""
    scan = OutputScan(output)
    folders = [""]
    while folders:
        folders += _scan_folder(scan, folders.pop())
    scan.lines.sort()
    scan.file_list_digest = file_list_digest(output)
    return scan


def _scan_folder(scan: OutputScan, folder: str) -> list[str]:
    """Read one folder. Returns those in it, each with a slash at its end.

    What cannot be read counts as missing: writing there will tell the reason.
    """
    path = f"{scan.output}/{folder}"
    try:
        # The output folder itself may be a link: the office has put it there.
        flags = _FOLDER_FLAGS | (_NO_LINK if folder else 0)
        source = os.open(path, os.O_RDONLY | flags) if _BY_DESCRIPTOR else path
    except OSError:
        return []
    try:
        return _add_entries(scan, folder, source)
    except OSError:
        return []
    finally:
        if isinstance(source, int):
            os.close(source)


def _add_entries(scan: OutputScan, folder: str, source: int | str) -> list[str]:
    lines, folders, readable = scan.lines, [], _read_permissions()
    mask, published = _TYPE_BITS | readable, stat.S_IFREG | readable
    with os.scandir(source) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith(UNPUBLISHED_NAMES):
                _add_hidden(scan, folder, entry)
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:  # removed meanwhile
                continue
            mode = status.st_mode
            if mode & mask == published:
                # As `file_line` does: a call for each of thousands takes as long as the line.
                lines.append(f"{folder}{name}\0{status.st_size}\0{status.st_mtime_ns}")
            elif stat.S_ISDIR(mode):
                folders.append(f"{folder}{name}/")
            elif stat.S_ISLNK(mode):
                _add_link(scan, folder + name)
            else:
                lines.append(f"{folder}{name}\0\0{mode}")
    return folders


def _add_hidden(scan: OutputScan, folder: str, entry: os.DirEntry[str]) -> None:
    """Report among hidden entries a link, and a folder in use in the place of the list."""
    url = folder + entry.name
    scan.has_stage = scan.has_stage or url == STAGING_FOLDER
    if entry.is_symlink():
        _add_link(scan, url)
    elif url == FILE_LIST_NAME and entry.is_dir() and _has_entries(f"{scan.output}/{url}"):
        scan.lines.append(f"{url}\0\0")


def _add_link(scan: OutputScan, url: str) -> None:
    scan.links.append(url)
    scan.lines.append(f"{url}\0\0")


def _has_entries(folder: str) -> bool:
    with os.scandir(folder) as entries:
        return any(True for _ in entries)


def _read_permissions() -> int:
    """Return the rights to read that a new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    return ~mask & (stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)


def file_list_digest(output: str) -> str:
    """Return the digest of the list as it stands; empty where there is none."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        fd = os.open(f"{output}/{FILE_LIST_NAME}", flags | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return ""
    try:
        status = os.fstat(fd)
        is_list = stat.S_ISREG(status.st_mode) and status.st_size <= _MAX_FILE_LIST_SIZE
        return digest(os.read(fd, status.st_size + 1)) if is_list else ""
    except OSError:
        return ""
    finally:
        os.close(fd)
