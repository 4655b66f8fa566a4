"""What is being typed: there again until it is saved, in each window its own."""

import time
from pathlib import Path

import pytest

from site_builder.core.errors import UsageError
from site_builder.core.hashing import digest
from site_builder.usecases.unsaved_edits import (
    CATALOGUE_SHEET,
    discard_edit,
    keep_edit,
    read_edit,
    unsaved_paths,
)

PATH = "content/2024/report.md"
TICK = 0.02
"""Seconds after which a file is seen to be newer."""
MINE, LONGER, OTHERS = "打了一半".encode(), "打了一半多".encode(), "另一个窗口打的".encode()


@pytest.mark.parametrize("path", [PATH, CATALOGUE_SHEET])
def test_two_windows_keep_both_their_edits(tmp_path: Path, path: str) -> None:
    mine = keep_edit(tmp_path, path, MINE)
    time.sleep(TICK)
    others = keep_edit(tmp_path, path, OTHERS)
    assert read_edit(tmp_path, path) == OTHERS
    time.sleep(TICK)
    mine = keep_edit(tmp_path, path, LONGER, mine)
    assert read_edit(tmp_path, path) == LONGER
    # Who was opened with an edit that its own window has typed further since keeps apart, too.
    third = keep_edit(tmp_path, path, b"third", digest(MINE))
    assert unsaved_paths(tmp_path, (path, "config.yaml")) == (path,)
    for previous, left in ((third, LONGER), (mine, OTHERS), (mine, OTHERS), ("", OTHERS)):
        discard_edit(tmp_path, path, previous)
        assert read_edit(tmp_path, path) == left
    discard_edit(tmp_path, path, others)
    assert read_edit(tmp_path, path) == b""
    assert unsaved_paths(tmp_path, (path,)) == ()


def test_nothing_else_is_kept(tmp_path: Path) -> None:
    for path in ("../catalogue", "catalogue/..", "content/../config.yaml", ""):
        with pytest.raises(UsageError):
            keep_edit(tmp_path, path, MINE)
        with pytest.raises(UsageError):
            read_edit(tmp_path, path)
        with pytest.raises(UsageError):
            discard_edit(tmp_path, path, "")
    with pytest.raises(UsageError, match="太大"):
        keep_edit(tmp_path, PATH, b"x" * 6_000_001)
