"""What the tests of SSH share: releases, a site of large files, folders that refuse."""

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from site_builder.core.hashing import digest
from site_builder.deploy import deployment
from site_builder.deploy.release import Author, collect_files, make_release
from site_builder.deploy.remote import SymlinkRemote
from site_builder.deploy.remotes import ssh
from site_builder.model.release import DeploymentEvent, FileEntry, Release
from site_builder.model.target import SshTarget
from tests.helpers import find_program, read_tree

TRANSFERS = ("rsync", "sftp")
"""What a target may say: the first is of old, and like nothing at all; the second runs nothing."""


def no_progress(_count: int) -> None:
    """Ignore progress."""


@contextmanager
def open_host(target: SshTarget) -> Iterator[SymlinkRemote]:
    host = ssh.connect(target, Path())
    try:
        yield host
    finally:
        host.close()


def write_site(folder: Path, files: dict[str, bytes]) -> dict[str, FileEntry]:
    for url, data in files.items():
        path = folder / url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return {
        url: FileEntry(len(data), hashlib.sha256(data).hexdigest()) for url, data in files.items()
    }


def author(minute: int = 0) -> Author:
    return Author("李工", datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + timedelta(minutes=minute))


def release_of(source: Path, minute: int = 0) -> Release:
    digests = {url: digest(data) for url, data in read_tree(source).items()}
    return make_release(collect_files(source, digests, no_progress), author(minute))


def job(
    target: SshTarget,
    messages: list[str] | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    keep: int = 3,
) -> deployment.DeployRequest:
    log = [] if messages is None else messages
    return deployment.DeployRequest(
        lambda: ssh.connect(target, Path()), author(), keep, lambda _: b"", log.append, progress
    )


def deploy(
    target: SshTarget, source: Path, minute: int = 0, keep: int = 3
) -> DeploymentEvent | None:
    return deployment.deploy(job(target, keep=keep), release_of(source, minute), source)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into a folder, or link a file, not even root."""
    if os.geteuid() and folder.is_dir():
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    if (
        not find_program("chattr")
        or subprocess.run(["chattr", "+i", folder], check=False).returncode
    ):
        pytest.skip("root may write everywhere here")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", folder], check=True)
