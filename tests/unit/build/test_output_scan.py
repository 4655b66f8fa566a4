"""One look at the output folder sees whatever a reader of the site could see."""

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.build.output_scan import (
    FILE_LIST_NAME,
    file_list_digest,
    listing_digest,
    scan_output,
)
from tests.helpers import ROOT

URLS = ["a.html", "2020/b.html", "2020/files/c.csv", "rules/一.html", os.fsdecode(b"rules/\xff")]


def write_site(folder: Path) -> list[tuple[str, int, int]]:
    """Write a small output folder. Returns what a build would have recorded."""
    for number, url in enumerate(URLS):
        path = folder / url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * (number + 1))
        os.utime(path, ns=(1, 10**18 + number))
    (folder / FILE_LIST_NAME).write_bytes(b"list")
    return [(url, number + 1, 10**18 + number) for number, url in enumerate(URLS)]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    write_site(tmp_path / "public")
    return tmp_path / "public"


def expected(folder: Path) -> str:
    files = [(url, number + 1, 10**18 + number) for number, url in enumerate(URLS)]
    return listing_digest(files, file_list_digest(str(folder)))


def test_what_a_build_left_has_the_digest_of_its_records(output: Path) -> None:
    scan = scan_output(str(output))
    assert scan.digest() == expected(output)
    assert scan.foreign_files(set(URLS)) == []
    assert all(scan.has_file(url, n + 1, 10**18 + n) for n, url in enumerate(URLS))
    assert not scan.has_file("a.html", 2, 10**18)
    assert not scan.has_file("never.html", 1, 10**18)


def _replace_by_link(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "x").write_bytes(b"")


def _replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


CHANGES: dict[str, tuple[Callable[[Path], object], list[str], list[str]]] = {
    # What happens; what is no longer as recorded; what is foreign.
    "size": (lambda out: (out / "a.html").write_bytes(b"xx"), ["a.html"], []),
    "time": (lambda out: os.utime(out / "a.html", ns=(1, 2)), ["a.html"], []),
    "mode": (lambda out: (out / "a.html").chmod(stat.S_IRUSR), ["a.html"], []),
    "missing": (lambda out: (out / "a.html").unlink(), ["a.html"], []),
    "foreign": (lambda out: (out / "2020" / "mine").write_bytes(b""), [], ["2020/mine"]),
    "odd name": (lambda out: (out / "a\nb\xa0").write_bytes(b""), [], ["a\nb\xa0"]),
    "no UTF-8": (
        lambda out: (out / os.fsdecode(b"\xfe")).write_bytes(b""),
        [],
        [os.fsdecode(b"\xfe")],
    ),
    "link": (lambda out: _replace_by_link(out / "a.html"), ["a.html"], ["a.html"]),
    "hidden link": (lambda out: (out / ".x").symlink_to("a.html"), [], [".x"]),
    "dead link": (lambda out: (out / "2020" / "x").symlink_to("none"), [], ["2020/x"]),
    "linked folder": (lambda out: _replace_by_link(out / "rules"), URLS[3:], ["rules"]),
    "renamed folder": (
        lambda out: (out / "rules").rename(out / "r"),
        URLS[3:],
        ["r/\udcff", "r/一.html"],
    ),
    "folder for a file": (lambda out: _replace_by_folder(out / "a.html"), ["a.html"], ["a.html/x"]),
    "pipe": (lambda out: _replace_by_pipe(out / "a.html"), ["a.html"], []),
    "list": (lambda out: (out / FILE_LIST_NAME).write_bytes(b"lisT"), [], []),
    "no list": (lambda out: (out / FILE_LIST_NAME).unlink(), [], []),
    "folder for the list": (
        lambda out: _replace_by_folder(out / FILE_LIST_NAME),
        [],
        [FILE_LIST_NAME],
    ),
    "pipe for the list": (lambda out: _replace_by_pipe(out / FILE_LIST_NAME), [], []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_seen(output: Path, name: str) -> None:
    before = expected(output)
    change, touched, foreign = CHANGES[name]
    change(output)
    scan = scan_output(str(output))
    assert scan.digest() != before
    assert scan.foreign_files(set(URLS)) == sorted(foreign)
    changed = [u for n, u in enumerate(URLS) if not scan.has_file(u, n + 1, 10**18 + n)]
    assert changed == touched


def test_what_systems_and_programs_leave_is_no_change(output: Path) -> None:
    before = expected(output)
    assert not scan_output(str(output)).has_stage
    for name in (".DS_Store", "2020/Thumbs.db", ".git/config", "empty/deep/.x", ".site-builder/x"):
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_bytes(b"")
    scan = scan_output(str(output))
    assert (scan.digest(), scan.foreign_files(set(URLS))) == (before, [])
    assert scan.has_stage


def test_an_output_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for name in ("nowhere", "file"):
        scan = scan_output(str(tmp_path / name))
        assert (scan.lines, scan.foreign_files(set())) == ([], [])
        assert scan.digest() == listing_digest([], "")


def test_an_output_folder_that_is_a_link_is_read(output: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(output)
    assert scan_output(str(tmp_path / "link")).digest() == expected(output)


def observe(folder: Path) -> set[object]:
    """Return what can be seen in a folder, by other means than the scan."""
    entries: set[object] = {(folder / FILE_LIST_NAME).read_bytes()}
    for path in folder.rglob("*"):
        status = path.lstat()
        kind = stat.S_IFMT(status.st_mode)
        if kind != stat.S_IFDIR and path.name != FILE_LIST_NAME:
            readable = status.st_mode & stat.S_IROTH
            entries.add((str(path), kind, status.st_size, status.st_mtime_ns, readable))
    return entries


_PATHS = st.sampled_from([*URLS, "2020", "rules", "x", "2020/files"])
_ACTIONS = st.sampled_from(
    ["touch", "untouch", "swap", "unswap", "chmod", "unchmod", "link", "new"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_PATHS, _ACTIONS), max_size=4))
def test_the_digest_is_the_same_exactly_if_nothing_changed(steps: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = listing_digest(write_site(folder), file_list_digest(name))
        observed = observe(folder)
        for url, action in steps:
            act(folder, folder / url, action)
        assert (scan_output(name).digest() == before) == (observe(folder) == observed)


def act(folder: Path, path: Path, action: str) -> None:
    """Do something to an entry, or undo it, where that is possible."""
    other = folder / "2020" / "other"
    if not path.parent.is_dir():
        return
    if action == "link" and not path.is_symlink() and not path.exists():
        path.symlink_to("a.html")
    elif action == "new" and not path.exists() and not path.is_symlink():
        path.write_bytes(b"")
    elif action == "swap" and path.exists() and not other.exists() and path.name != "2020":
        path.rename(other)
    elif action == "unswap" and other.exists() and not path.exists() and not path.is_symlink():
        other.rename(path)
    elif path.is_file() and not path.is_symlink():
        url = path.relative_to(folder).as_posix()
        number = URLS.index(url) if url in URLS else 0
        if action.endswith("touch"):
            os.utime(path, ns=(1, 10**18 + number + (action == "touch")))
        elif action.endswith("chmod"):
            path.chmod(0o600 if action == "chmod" else 0o644)


def test_what_a_build_without_changes_needs_starts_at_once() -> None:
    modules = "site_builder.build.output_scan, site_builder.build.project_lock"
    code = f"import sys, {modules}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    heavy = {"pathlib", "dataclasses", "typing", "hashlib", "re", "json", "shutil", "contextlib"}
    assert not heavy & set(run.stdout.split())
