"""Files of `.build/` that several threads write at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from site_builder.build.cache_file import ensure_folder, read_verified, write_verified

THREADS = 8


def test_threads_that_meet_in_a_new_folder_lose_nothing(tmp_path: Path) -> None:
    for turn in range(40):
        folder = tmp_path / str(turn) / "copies"
        barrier = Barrier(THREADS)

        def write(number: int, folder: Path = folder, barrier: Barrier = barrier) -> None:
            barrier.wait()
            write_verified(folder / str(number), b"x")

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(write, range(THREADS)))
        assert [read_verified(folder / str(number)) for number in range(THREADS)] == [b"x"] * 8


def test_a_file_gives_way_to_a_folder_but_not_that_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "copies").write_text("x")
    ensure_folder(tmp_path / "copies")
    assert (tmp_path / "copies").is_dir()
    (tmp_path / ".build").write_text("x")
    with pytest.raises(FileExistsError):
        ensure_folder(tmp_path / ".build")
