"""A release as one file to hand to a platform's team: the same site gives the same bytes."""

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from site_builder.deploy.host import PART
from site_builder.model.release import Release

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
        with beside.open("wb") as file:
            write = _write_zip if ending == "zip" else _write_tar
            write(file, sorted(release.files), source, told)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return target


def _write_tar(
    file: IO[bytes], urls: Iterable[str], source: Path, told: Callable[[int], None]
) -> None:
    with (
        gzip.GzipFile("", "wb", 9, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for number, url in enumerate(urls, 1):
            data = (source / url).read_bytes()
            info = tarfile.TarInfo(url)
            info.size, info.mode = len(data), _MODE
            archive.addfile(info, io.BytesIO(data))
            told(number)


def _write_zip(
    file: IO[bytes], urls: Iterable[str], source: Path, told: Callable[[int], None]
) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number, url in enumerate(urls, 1):
            info = zipfile.ZipInfo(url, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100000 | _MODE) << 16
            info.create_system = 3
            archive.writestr(info, (source / url).read_bytes())
            told(number)
