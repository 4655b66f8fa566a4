"""The manifest: what was written comes back, and anything doubtful counts for nothing."""

import shutil
from pathlib import Path

import pytest

from site_builder.build import manifest as manifests
from site_builder.core.hashing import digest
from site_builder.model.diagnostic import error, warning
from site_builder.model.location import Location
from site_builder.model.manifest import Manifest, OutputRecord
from site_builder.model.suppression import SuppressedDiagnostic
from tests.helpers import ROOT, Project

MANIFEST = Manifest(
    "fingerprint",
    {"a.html": OutputRecord("key", "digest", 3, 17), "2021/b.html": OutputRecord("k", "d", 0, 1)},
    (
        error("rule/a", Location("content/a.md", 3, 5), "“甲”错了", "请改正。"),
        warning("rule/b", Location("content/b.md"), "没有写"),
    ),
    (
        SuppressedDiagnostic(
            error("rule/c", Location("content/c.md", 1, 1), "“丙”错了"), "原件如此"
        ),
    ),
)


def test_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / ".build" / "manifest.json"
    manifests.save_manifest(path, MANIFEST)
    assert manifests.load_manifest(path) == MANIFEST
    assert [file.name for file in path.parent.iterdir()] == ["manifest.json"]


def test_each_output_folder_has_its_own(tmp_path: Path) -> None:
    paths = {manifests.manifest_path(tmp_path, tmp_path / name) for name in ("a", "b", "a/../b")}
    assert len(paths) == 2


def test_none_yet(tmp_path: Path) -> None:
    assert manifests.load_manifest(tmp_path / "manifest.json") == manifests.EMPTY_MANIFEST


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"{}",
        b'{"version": 1}',
        b"[" * 100_000,
        b'{"version": 3, "digest": NaN, "records": Infinity}',
        b'{"version": ' + b"9" * 10_000 + b"}",
    ],
    ids=lambda damage: damage[:40].decode(errors="replace"),
)
def test_a_damaged_one_counts_for_nothing(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(damage)
    assert manifests.load_manifest(path) == manifests.EMPTY_MANIFEST


def test_any_cut_counts_for_nothing_or_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    manifests.save_manifest(path, MANIFEST)
    data = path.read_bytes()
    for end in range(len(data)):
        path.write_bytes(data[:end])
        assert manifests.load_manifest(path) == manifests.EMPTY_MANIFEST


def with_digest(data: bytes) -> bytes:
    """Return what counts as undamaged: what anybody else could write as well."""
    return digest(data).encode() + b"\n" + data


@pytest.mark.parametrize(
    "line",
    [
        b"a.html",
        b"a.html\tkey\tdigest\t3\t17",
        b"a.html\tkey\tdigest\tthree\t17\t",
        b"a.html\tkey\tdigest\t3\t17\t\t",
        b"../../etc\tkey\tdigest\t3\t17\t",
        b"\xff\tkey\tdigest\t3\t17\t",
        b"",
    ],
)
def test_a_line_of_another_kind_does_no_harm(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "manifest.txt"
    manifests.save_manifest(path, MANIFEST)
    data = path.read_bytes().partition(b"\n")[2]
    assert with_digest(data) == path.read_bytes()
    path.write_bytes(with_digest(data + line + b"\n"))
    assert manifests.load_manifest(path) == manifests.EMPTY_MANIFEST


@pytest.mark.parametrize("head", [b"[3, []]", b"[4, null]", b"{}", b'[4, ["", {}]]', b"9" * 10_000])
def test_a_head_of_another_kind_does_no_harm(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "manifest.txt"
    path.write_bytes(with_digest(head + b"\n"))
    assert manifests.load_manifest(path) == manifests.EMPTY_MANIFEST


@pytest.mark.parametrize(
    "url", ["../config.yaml", "/etc/passwd", "a/../../b", "..", "", "C:/a", "..\\a", "a\0b"]
)
def test_nothing_outside_the_output_is_ever_listed(tmp_path: Path, url: str) -> None:
    path = tmp_path / "manifest.json"
    manifests.save_manifest(
        path, Manifest("", {**MANIFEST.records, url: OutputRecord("k", "d", 1, 1)}, (), ())
    )
    assert manifests.load_manifest(path) == manifests.EMPTY_MANIFEST


def test_a_manifest_from_elsewhere_removes_nothing_outside(tmp_path: Path) -> None:
    project = Project(tmp_path / "site")
    shutil.copytree(ROOT / "tests" / "bad" / "base", project.path)
    assert project.build().exit_code == 0
    project.edit("mine.txt", "mine")
    path = manifests.manifest_path(project.path / ".build", project.output)
    data = path.read_bytes().partition(b"\n")[2]
    path.write_bytes(with_digest(data + b"../mine.txt\tk\td\t1\t1\t\n"))
    project.edit("content/guide.md", project.read("content/guide.md") + "\n")
    project.build()
    assert project.read("mine.txt") == "mine"
