"""The manifest: what was written comes back, and anything doubtful counts for nothing."""

import json
import shutil
from pathlib import Path

import pytest

from site_builder.build import manifest as manifests
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
        b'{"version": 1, "fingerprint": "", "records": [], "findings": []}',
        b'{"version": 1, "fingerprint": "", "records": {"a": [1]}, "findings": []}',
        b'{"version": 1, "fingerprint": "", "records": {}, "findings": [[1]]}',
        b'{"version": 1, "fingerprint": "", "records": {}, "findings": 5}',
        b'{"version": 0, "fingerprint": "", "records": {}, "findings": []}',
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


@pytest.mark.parametrize("value", [7, None, {"a": 1}, ["key"], "../../etc"])
def test_values_of_another_kind_do_no_harm(tmp_path: Path, value: object) -> None:
    path = tmp_path / "manifest.json"
    manifests.save_manifest(path, MANIFEST)
    raw = json.loads(path.read_bytes())
    raw["records"]["a.html"][1] = value
    path.write_text(json.dumps(raw), encoding="utf-8")
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
    raw = json.loads(path.read_bytes())
    raw["records"]["../mine.txt"] = ["k", "d", 1, 1]
    path.write_text(json.dumps(raw), encoding="utf-8")
    project.build()
    assert project.read("mine.txt") == "mine"
