"""A release as one file to hand to a platform's team: the same site gives the same bytes."""

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from site_builder.core.errors import DeployError
from site_builder.core.hashing import sha256
from site_builder.core.safe_files import read_below
from site_builder.deploy.paths import resolve_path
from site_builder.deploy.remote import PARTIAL_SUFFIX
from site_builder.model.release import Release
from site_builder.model.target import ArchiveTarget


def describe(target: ArchiveTarget, project: Path) -> str:
    """Return where a target is, for people."""
    return str(resolve_path(project, target.folder, "目录").resolve())


def document_root(target: ArchiveTarget, project: Path) -> str:
    """Return nothing: where an archive is unpacked is unknown."""
    del target, project
    return ""


_TIMESTAMP = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644


def write_archive(
    release: Release, source: Path, folder: Path, extension: str, on_progress: Callable[[int], None]
) -> Path:
    """Write `site-<digest>.<ending>` into a folder, whole or not at all. Returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"site-{release.digest[:12]}.{extension}"
    tmp_path = target.with_name(target.name + PARTIAL_SUFFIX)
    try:
        # Whatever exists there is removed first: a link would lead elsewhere.
        tmp_path.unlink(missing_ok=True)
        with tmp_path.open("xb") as file:
            write = _write_zip if extension == "zip" else _write_tar
            write(file, _contents(release, source, on_progress))
            file.flush()
            os.fsync(file.fileno())
        tmp_path.replace(target)
    finally:
        tmp_path.unlink(missing_ok=True)
    return target


def _contents(
    release: Release, source: Path, on_progress: Callable[[int], None]
) -> Iterator[tuple[str, bytes]]:
    """Read the files, as they were released. Raises DeployError for one that changed since."""
    for number, (url, entry) in enumerate(sorted(release.files.items()), 1):
        data = read_below(source, url)
        if sha256(data) != entry.sha256:
            raise DeployError(f"{source} 里的 {url} 在打包的时候改动过，没有打包。请再试一次。")
        yield url, data
        on_progress(number)


def _write_tar(file: IO[bytes], contents: Iterable[tuple[str, bytes]]) -> None:
    with (
        gzip.GzipFile("", "wb", 9, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for url, data in contents:
            info = tarfile.TarInfo(url)
            info.size, info.mode = len(data), _MODE
            archive.addfile(info, io.BytesIO(data))


def _write_zip(file: IO[bytes], contents: Iterable[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for url, data in contents:
            info = zipfile.ZipInfo(url, _TIMESTAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100000 | _MODE) << 16
            info.create_system = 3
            archive.writestr(info, data)
