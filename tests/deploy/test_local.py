"""A folder of this machine: nothing that somebody planted there is followed."""

import os
from pathlib import Path

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy.remote import PARTIAL_SUFFIX, HardlinkSource
from site_builder.deploy.remotes.local import LocalRemote
from site_builder.model.release import FileEntry


@pytest.fixture
def host(tmp_path: Path) -> LocalRemote:
    (tmp_path / "www").mkdir()
    return LocalRemote(tmp_path / "www")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_bytes(b"secret")
    path.chmod(0o600)
    return path


def no_progress(_count: int) -> None:
    """Ignore progress."""


def test_a_link_under_the_name_of_what_comes_in_is_not_followed(
    host: LocalRemote, secret: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page"
    page.write_bytes(b"page")
    for name in ("a", "b", "c", "site/page", f"lock-{os.getpid()}"):
        (host.root / name).parent.mkdir(exist_ok=True)
        (host.root / f"{name}{PARTIAL_SUFFIX}").symlink_to(secret)
    host.write("a", b"a")
    host.upload(page, "b", no_progress)
    host.copy("b", "c")
    host.upload_tree(
        page.parent,
        {"page": FileEntry(4, "")},
        "site",
        HardlinkSource("", frozenset()),
        no_progress,
    )
    assert host.create("lock", b"1")
    assert (secret.read_bytes(), secret.stat().st_mode & 0o777) == (b"secret", 0o600)
    read = {name: (host.root / name).read_bytes() for name in ("a", "b", "c", "site/page", "lock")}
    assert read == {"a": b"a", "b": b"page", "c": b"page", "site/page": b"page", "lock": b"1"}


def test_only_files_are_copied_and_read(host: LocalRemote, secret: Path) -> None:
    (host.root / "link").symlink_to(secret)
    (host.root / "folder").mkdir()
    os.mkfifo(host.root / "pipe")
    for name in ("link", "folder", "pipe"):
        with pytest.raises(DeployError, match=name):
            host.copy(name, "public")
        with pytest.raises(DeployError, match=name):
            host.read(name)
    assert not (host.root / "public").exists()
    assert host.digests(".", ["link", "folder", "pipe"], no_progress) == {}
    with pytest.raises(FileNotFoundError):
        host.copy("none", "public")
    assert host.read("none") is None
