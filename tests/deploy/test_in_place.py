"""Releases on a folder without links: files are replaced one by one."""

from pathlib import Path

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy import deployment
from site_builder.deploy.remotes.local import LocalRemote
from tests.deploy.releases import job, read_online, read_version, release_of, write_version


class _Share(LocalRemote):
    """A share of Windows: it knows no symbolic links."""

    def supports_symlinks(self) -> bool:
        return False


@pytest.fixture
def share(tmp_path: Path) -> _Share:
    (tmp_path / "www").mkdir()
    return _Share(tmp_path / "www")


def test_there_and_back(share: _Share, tmp_path: Path) -> None:
    old, new = (
        write_version(tmp_path / "v1", 1),
        write_version(tmp_path / "v2", 2, pages=("index.html",)),
    )
    for number, folder in enumerate((old, new), 1):
        assert deployment.deploy(job(share, number), release_of(folder, number), folder)
        assert read_online(share.root) == read_version(folder)
    event, _ = deployment.rollback(job(share), "")
    assert event.added == 4
    assert read_online(share.root) == read_version(old)


def test_what_is_not_whole_is_not_gone_back_to(share: _Share, tmp_path: Path) -> None:
    old, new = write_version(tmp_path / "v1", 1), write_version(tmp_path / "v2", 2)
    for number, folder in enumerate((old, new), 1):
        deployment.deploy(job(share, number), release_of(folder, number), folder)
    stored = share.root / "objects" / release_of(old, 1).files["index.html"].sha256
    stored.write_bytes(stored.read_bytes().replace(b"version 1", b"version 9"))
    with pytest.raises(DeployError, match=r"index\.html 不完整或者被改动过"):
        deployment.rollback(job(share), "")
    assert read_online(share.root) == read_version(new)


def test_a_file_that_becomes_a_folder_and_back(share: _Share, tmp_path: Path) -> None:
    old = write_version(tmp_path / "v1", 1, pages=("index.html", "a.html", "b.html/c.html/d.html"))
    new = write_version(tmp_path / "v2", 2, pages=("index.html", "a.html/x.html", "b.html"))
    folders = [old, new, old, new]
    for number, folder in enumerate(folders, 1):
        deployment.deploy(job(share, number), release_of(folder, number), folder)
        assert read_online(share.root) == read_version(folder)
    deployment.rollback(job(share), "")
    assert read_online(share.root) == read_version(old)
