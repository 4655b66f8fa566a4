"""What a target must be able to do. Each kind is a module of `remotes`.

Paths are relative to the target's folder, with slashes, and made of names that `urls.is_safe_path`
lets pass. A remote refuses to follow a symbolic link anywhere but at `current`. Every method may
raise OSError for what the target refuses, and ConnectionLostError when the connection breaks.

A target's folder:

    current               what the public reads: a link to a release, or a folder
    releases/<id>/        the retained releases (where `current` is a link)
    objects/<sha256>      the files of the retained releases (where it is a folder)
    records/<id>.json     what each release holds; `<id>.json.sig` is its signature
    history.json          who put which release online, and when
    state.json            which release is in `current` (where it is a folder)
    lock.json             who is deploying
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from site_builder.model.release import FileEntry

PARTIAL_SUFFIX = ".incoming"
"""Ending of a file that is not whole yet; no file of a site ends so."""

ProgressCallback = Callable[[int], None]
"""Called now and then with how many bytes or files are done; may raise to stop the work."""


@dataclass(frozen=True, slots=True)
class HardlinkSource:
    """Files that are on the remote already, in the folder of an earlier release."""

    folder: str
    urls: frozenset[str]


class Remote(Protocol):
    """A target's folder: what any release needs."""

    protocol: str
    """How files get there, for people: 复制, SSH, SFTP, S3."""
    can_hash_remotely: bool
    """Digests are counted where the files are; they need no transfer."""
    can_copy_remotely: bool
    """Copies are made where the files are; they need no transfer."""
    max_concurrency: int
    """How many files may be worked on at once, each in a thread of its own."""

    def supports_symlinks(self) -> bool:
        """Return whether a link can be replaced in one step here; leaves nothing behind."""

    def read(self, path: str) -> bytes | None:
        """Read a small file; None when there is none."""

    def write(self, path: str, data: bytes) -> None:
        """Write a small file, whole or not at all, making its folders."""

    def create(self, path: str, data: bytes) -> bool:
        """Write a file only if there is none yet; return whether there was none."""

    def upload(self, source: Path, path: str, tick: ProgressCallback) -> None:
        """Upload one file, whole or not at all, over what may stand there."""

    def copy(self, source: str, target: str) -> None:
        """Copy one file of the remote over another, whole or not at all."""

    def files(self, folder: str) -> dict[str, int]:
        """Return all files below a folder with their sizes; links with size -1. Empty for none."""

    def names(self, folder: str) -> list[str]:
        """Return what a folder holds, by name, sorted; empty when there is none."""

    def digests(self, folder: str, urls: Iterable[str], tick: ProgressCallback) -> dict[str, str]:
        """Return the SHA-256 of files as they stand; those that cannot be read are left out."""

    def rename(self, old: str, new: str) -> None:
        """Rename a file or folder; a file replaces what stood under the new name."""

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with all it holds; fine when there is none."""

    def current_link(self) -> str | None:
        """Return what the link `current` leads to; None for nothing, empty for a folder."""

    def close(self) -> None:
        """Close the connection."""


class SymlinkRemote(Remote, Protocol):
    """A remote whose `current` may be a link."""

    def upload_tree(
        self,
        source: Path,
        files: Mapping[str, FileEntry],
        into: str,
        reuse: HardlinkSource,
        tick: ProgressCallback,
    ) -> None:
        """Upload files of the folder `source` into the folder `into`.

        Nobody reads that folder yet. A file there is as long as it should be only when it is whole;
        such files are left: an earlier, broken upload is resumed. Those that may be reused
        are given a second name where the remote can do that, and sent where it cannot.
        """

    def activate(self, release: str) -> None:
        """Point `current` to `releases/<release>`, in one step."""
