"""One build at a time, whatever stands in the place of the lock."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.build.project_lock import ProjectLock
from site_builder.core.errors import LockedError


def test_a_second_holder_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    build = tmp_path / ".build"
    with ProjectLock(build), pytest.raises(LockedError), ProjectLock(build):
        pass
    with ProjectLock(build):
        assert (build / "lock").is_file()


@pytest.mark.parametrize(
    "obstruct",
    [
        lambda path: path.mkdir(),
        lambda path: path.symlink_to(path.parent.parent / "mine"),
        os.mkfifo,
    ],
    ids=["folder", "link", "pipe"],
)
def test_what_stands_in_the_place_of_the_lock(
    tmp_path: Path, obstruct: Callable[[Path], object]
) -> None:
    build = tmp_path / ".build"
    build.mkdir()
    (tmp_path / "mine").write_bytes(b"mine")
    obstruct(build / "lock")
    with ProjectLock(build), pytest.raises(LockedError), ProjectLock(build):
        pass
    assert (build / "lock").is_file()
    assert not (build / "lock").is_symlink()
    assert (tmp_path / "mine").read_bytes() == b"mine"


def test_where_nothing_can_be_written_there_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / ".build").write_bytes(b"")
    with ProjectLock(tmp_path / ".build"), ProjectLock(tmp_path / ".build"):
        pass
