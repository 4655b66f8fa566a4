"""A release as one file to hand to a platform's team: the same site gives the same bytes."""

import gzip
import hashlib
import io
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from site_builder.deploy.host import PART, DeployError
from site_builder.model.release import Release
from site_builder.safe_files import read_below

_DAY = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644


def pack(
    release: Release, source: Path, folder: Path, ending: str, told: Callable[[int], None]
) -> Path:
    """Write `site-<digest>.<ending>` into a folder, whole or not at all. Returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"site-{release.digest[:12]}.{ending}"
    beside = target.with_name(target.name + PART)
    try:
        # Whatever stands there goes first: a link would lead elsewhere.
        beside.unlink(missing_ok=True)
        with beside.open("xb") as file:
            write = _write_zip if ending == "zip" else _write_tar
            write(file, _contents(release, source, told))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return target


def _contents(
    release: Release, source: Path, told: Callable[[int], None]
) -> Iterator[tuple[str, bytes]]:
    """Read the files, as they were released. Raises DeployError for one that changed since."""
    for number, (url, facts) in enumerate(sorted(release.files.items()), 1):
        data = read_below(source, url)
        if hashlib.sha256(data).hexdigest() != facts.sha256:
            raise DeployError(f"{source} 里的 {url} 在打包的时候改动过，没有打包。请再试一次。")
        yield url, data
        told(number)


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
            info = zipfile.ZipInfo(url, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100000 | _MODE) << 16
            info.create_system = 3
            archive.writestr(info, data)
