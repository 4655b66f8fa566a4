"""Moving is all or nothing, whatever happens on the way, and follows no link planted meanwhile."""

import multiprocessing
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.build import open_folders
from site_builder.build.output_commit import commit_staging
from site_builder.build.output_scan import STAGING_FOLDER
from site_builder.build.staging import close_staging, open_staging, stage_file
from tests.helpers import read_tree

OLD = {"a.html": b"old", "b/1.html": b"old", "b/2.html": b"old", "gone/x.html": b"old"}
NEW = {"a.html": b"new", "b/1.html": b"new", "b/3.html": b"new", "c/d/4.html": b"new"}


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    for url, data in files.items():
        (folder / url).parent.mkdir(parents=True, exist_ok=True)
        (folder / url).write_bytes(data)


def replace_site(
    output: Path, old: dict[str, bytes], new: dict[str, bytes], on_progress: Callable[[int], None]
) -> None:
    """Write one site as a build before left it, and commit another over it."""
    write_files(output, old)
    open_staging(output)
    for url, data in new.items():
        stage_file(output, url, data, "key")
    try:
        commit_staging(output, sorted(new), sorted(old.keys() - new.keys()), on_progress)
    finally:
        close_staging(output)


def interrupt_at(step: int) -> Callable[[int], None]:
    def interrupt(done: int) -> None:
        if done == step:
            raise KeyboardInterrupt

    return interrupt


def test_progress_counts_what_is_done(tmp_path: Path) -> None:
    steps: list[int] = []
    replace_site(tmp_path, OLD, NEW, steps.append)
    assert steps == sorted(steps)
    assert steps[: len(NEW)] == [1, 2, 3, 4]
    assert steps[-1] == 6
    assert read_tree(tmp_path) == NEW


def test_a_folder_that_is_new_is_moved_whole(tmp_path: Path) -> None:
    write_files(tmp_path, OLD)
    open_staging(tmp_path)
    for url, data in (NEW | {"b/new/deep/5.html": b"new", "c/6.html": b"new"}).items():
        stage_file(tmp_path, url, data, "key")
    stage = tmp_path / STAGING_FOLDER / "new"
    folders = {name: (stage / name).stat().st_ino for name in ("c", "b/new")}
    commit_staging(tmp_path, (*NEW, "c/6.html", "b/new/deep/5.html"), ())
    assert {name: (tmp_path / name).stat().st_ino for name in folders} == folders
    assert (tmp_path / "b/new/deep/5.html").read_bytes() == b"new"


def test_a_disk_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, *_args: object, **_options: object) -> None:
        raise (PermissionError if os.path.lexists(source) else FileNotFoundError)(1, "no links")

    # By path, since what is asked here is what stands there.
    monkeypatch.setattr(open_folders, "_HAS_DIR_FD", False)
    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(KeyboardInterrupt):
        replace_site(tmp_path, OLD, NEW, interrupt_at(5))
    assert read_tree(tmp_path) == OLD
    replace_site(tmp_path, OLD, NEW, interrupt_at(0))
    assert read_tree(tmp_path) == NEW


def swap(folder: Path, elsewhere: Path) -> None:
    folder.rename(folder.parent.parent / f"{folder.name}-away")
    folder.symlink_to(elsewhere)


@pytest.mark.skipif(not open_folders._HAS_DIR_FD, reason="no folder can be held open")  # noqa: SLF001 - the same question
def test_a_link_planted_while_files_move_leads_nowhere(tmp_path: Path) -> None:
    output, elsewhere = tmp_path / "public", tmp_path / "elsewhere"
    write_files(elsewhere, {"1.html": b"mine", "2.html": b"mine", "x.html": b"mine"})
    before = read_tree(elsewhere)

    def swap_at(step: int, name: str) -> Callable[[int], None]:
        return lambda done: swap(output / name, elsewhere) if done == step else None

    # A folder yet to come: nothing is published.
    with pytest.raises(OSError, match="swapped"):
        replace_site(output, OLD, NEW, swap_at(1, "b"))
    (output / "b").unlink()
    (tmp_path / "b-away").rename(output / "b")
    assert read_tree(output) == OLD
    # A folder in which files are being moved: they go on to where it is now.
    replace_site(output, OLD, {"b/1.html": b"new", "b/2.html": b"new"}, swap_at(1, "b"))
    assert read_tree(tmp_path / "b-away") == {"1.html": b"new", "2.html": b"new"}
    assert read_tree(elsewhere) == before


def _die_at(output: Path, step: int) -> None:
    replace_site(output, OLD, NEW, lambda done: os._exit(9) if done == step else None)


@pytest.mark.parametrize("step", range(1, 7))
def test_a_killed_commit_leaves_each_file_old_or_new(tmp_path: Path, step: int) -> None:
    process = multiprocessing.get_context("fork").Process(target=_die_at, args=(tmp_path, step))
    process.start()
    process.join()
    assert process.exitcode == 9
    files = {url: data for url, data in read_tree(tmp_path).items() if not url.startswith(".site-")}
    assert all(data in (OLD.get(url), NEW.get(url)) for url, data in files.items())
    assert OLD.keys() & NEW.keys() <= files.keys()
    # The next build takes the remains of the stage away and makes the rest.
    replace_site(tmp_path, {}, NEW, interrupt_at(0))
    assert NEW.items() <= read_tree(tmp_path).items()
    assert not (tmp_path / ".site-builder").exists()


_URLS = ["a", "a/b", "a/b/c", "a/d", "b", "b/a/x", "c/x", "c/y", "C/x", "d/e/f/g", "d/e/h"]


def _site(urls: set[str], data: bytes) -> dict[str, bytes]:
    """Return files of these URLs, leaving out those whose place a folder needs."""
    return {
        url: data for url in sorted(urls) if not any(other.startswith(f"{url}/") for other in urls)
    }


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(_URLS)), st.sets(st.sampled_from(_URLS)), st.integers(0, 6))
def test_any_site_becomes_any_other_or_stays(old: set[str], new: set[str], step: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        before, after = _site(old, b"old"), _site(new, b"new")
        try:
            replace_site(Path(name), before, after, interrupt_at(step or -1))
        except KeyboardInterrupt:
            after = before
        assert read_tree(Path(name)) == after
        folders = {path for path in Path(name).rglob("*") if path.is_dir()}
        assert all(any(folder.iterdir()) for folder in folders)
