"""Releases in a folder: switched, retained, rolled back to, resumed, and never outside of it."""

import json
import os
from pathlib import Path

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy import deployment
from site_builder.deploy.release import from_json, to_json
from site_builder.deploy.remotes.local import LocalRemote
from site_builder.deploy.target_state import history, inspect_target
from site_builder.model.release import Action
from tests.deploy.releases import (
    UNCHANGED_FILE,
    deploy_version,
    job,
    read_online,
    read_version,
    release_of,
    write_version,
)


def test_what_is_online_is_the_release(host: LocalRemote, tmp_path: Path) -> None:
    for number in range(3):
        folder = write_version(tmp_path / f"v{number}", number)
        deploy_version(host, folder, number)
        assert read_online(host.root) == read_version(folder)
    assert not (host.root / "lock.json").exists()


def test_the_same_release_is_not_deployed_twice(host: LocalRemote, tmp_path: Path) -> None:
    folder = write_version(tmp_path / "v", 0)
    deploy_version(host, folder, 0)
    before = {path: path.stat().st_mtime_ns for path in host.root.rglob("*")}
    assert deployment.deploy(job(host, 9), release_of(folder, 9), folder) is None
    after = {path: path.stat().st_mtime_ns for path in host.root.rglob("*")}
    assert before.keys() == after.keys()


def test_assets_of_the_page_that_is_open_stay(host: LocalRemote, tmp_path: Path) -> None:
    sheets = []
    for number in range(3):
        folder = write_version(tmp_path / f"v{number}", number)
        deploy_version(host, folder, number, keep=2)
        sheets += [path.name for path in (folder / "assets").iterdir()]
    names = {path.name for path in (host.root / "current" / "assets").iterdir()}
    assert names >= set(sheets[1:])
    deploy_version(host, write_version(tmp_path / "v3", 3), 3, keep=2)
    names = {path.name for path in (host.root / "current" / "assets").iterdir()}
    assert sheets[0] not in names


def test_going_back(host: LocalRemote, tmp_path: Path) -> None:
    folders = [write_version(tmp_path / f"v{number}", number) for number in range(3)]
    names = [deploy_version(host, folder, number) for number, folder in enumerate(folders)]
    event, _ = deployment.rollback(job(host, 10), "")
    assert (event.release, event.previous) == (names[1], names[2])
    assert read_online(host.root) == read_version(folders[1])
    deployment.rollback(job(host, 11), "")
    assert read_online(host.root) == read_version(folders[0])
    with pytest.raises(DeployError, match="没有更早"):
        deployment.rollback(job(host, 12), "")
    deployment.rollback(job(host, 13), names[2])
    assert read_online(host.root) == read_version(folders[2])
    done = [(entry.action, entry.release) for entry in history(host)]
    assert done[2:] == [
        (Action.DEPLOY, names[2]),
        (Action.ROLLBACK, names[1]),
        (Action.ROLLBACK, names[0]),
        (Action.ROLLBACK, names[2]),
    ]


def test_only_the_last_releases_are_kept(host: LocalRemote, tmp_path: Path) -> None:
    names = [
        deploy_version(host, write_version(tmp_path / f"v{number}", number), number, keep=2)
        for number in range(5)
    ]
    assert [entry.id for entry in inspect_target(host).retained] == names[-2:]
    with pytest.raises(DeployError, match="没有版本"):
        deployment.rollback(job(host, 9), names[0])
    sizes = sum(path.stat().st_size for path in host.root.rglob("*") if path.is_file())
    assert sizes < 12 * sum(map(len, read_version(tmp_path / "v4").values()))


def test_unchanged_files_are_not_sent_again(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    host = LocalRemote(root)
    first = deploy_version(host, write_version(tmp_path / "v0", 0), 0)
    second = deploy_version(host, write_version(tmp_path / "v1", 1), 1)
    old, new = (root / "releases" / name / UNCHANGED_FILE for name in (first, second))
    assert old.stat().st_ino == new.stat().st_ino


def test_what_somebody_changed_on_the_host_is_not_reused(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    host = LocalRemote(root)
    first = deploy_version(host, write_version(tmp_path / "v0", 0), 0)
    file = root / "releases" / first / UNCHANGED_FILE
    file.write_bytes(file.read_bytes().replace(b"steady", b"stEady", 1))
    deploy_version(host, write_version(tmp_path / "v1", 1), 1)
    assert read_online(root) == read_version(tmp_path / "v1")
    with pytest.raises(DeployError, match="被改动过"):
        deployment.rollback(job(host, 2), "")
    assert read_online(root) == read_version(tmp_path / "v1")


def test_a_broken_upload_is_gone_on_with(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    folder = write_version(tmp_path / "v", 0)
    new_release = release_of(folder, 0)
    part = root / "releases" / f"{new_release.digest[:16]}.part"
    (part / "2020").mkdir(parents=True)
    (part / UNCHANGED_FILE).write_bytes((folder / UNCHANGED_FILE).read_bytes())
    (part / "index.html").write_bytes(b"half")
    (part / "a.html.incoming").write_bytes(b"half")
    (part / "foreign.html").write_bytes(b"?")
    inode = (part / UNCHANGED_FILE).stat().st_ino
    assert deployment.deploy(job(root), new_release, folder)
    assert read_online(root) == read_version(folder)
    assert (root / "current" / UNCHANGED_FILE).stat().st_ino == inode


@pytest.mark.parametrize("planted", ["releases", "records", "releases/x.part"])
def test_a_link_out_of_the_target_is_not_followed(tmp_path: Path, planted: str) -> None:
    root, outside = tmp_path / "www", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    folder = write_version(tmp_path / "v", 0)
    new_release = release_of(folder, 0)
    link_path = root / planted.replace("x.part", f"{new_release.digest[:16]}.part")
    link_path.parent.mkdir(exist_ok=True)
    link_path.symlink_to(outside, target_is_directory=True)
    with pytest.raises(DeployError, match="链接"):
        deployment.deploy(job(root), new_release, folder)
    assert list(outside.iterdir()) == []
    assert not (root / "current").exists()


@pytest.mark.parametrize("foreign_kind", ["folder", "link"])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, foreign_kind: str) -> None:
    root = tmp_path / "www"
    root.mkdir()
    elsewhere = tmp_path / "elsewhere"
    write_version(elsewhere, 7)
    if foreign_kind == "link":
        (root / "current").symlink_to(elsewhere)
    else:
        (root / "current").mkdir()
        write_version(root / "current", 7)
    folder = write_version(tmp_path / "v", 0)
    with pytest.raises(DeployError, match="不是本程序"):
        deployment.deploy(job(root), release_of(folder, 0), folder)
    assert read_online(root) == read_version(elsewhere)


HOSTILE = [
    "../x",
    "/etc/x",
    "a/../../x",
    "a\nb",
    "a\\b",
    "C:x",
    "",
    ".",
    "a//b",
    "a/\x00b",
    "a/./b",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_in_a_record_are_refused(tmp_path: Path, name: str) -> None:
    folder = write_version(tmp_path / "v", 0)
    raw = json.loads(to_json(release_of(folder, 0)))
    raw["files"][name] = raw["files"]["index.html"]
    with pytest.raises(DeployError, match="损坏"):
        from_json(json.dumps(raw).encode())


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"files":[]}', b"[" * 100_000])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(DeployError, match="损坏"):
        from_json(data)


def test_a_link_in_the_built_folder_is_not_published(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "v", 0)
    secret = tmp_path / "secret"
    secret.write_text("x")
    (folder / "leak.html").symlink_to(secret)
    with pytest.raises(DeployError, match="普通文件"):
        release_of(folder, 0)


def test_no_moment_is_without_a_site(tmp_path: Path) -> None:
    """Between any two steps on the disk, `current` leads to a whole release."""
    root = tmp_path / "www"
    root.mkdir()
    folders = [write_version(tmp_path / f"v{number}", number) for number in range(2)]
    expected = [read_version(folder) for folder in folders]
    deploy_version(LocalRemote(root), folders[0], 0)
    versions: list[int] = []

    class WatchedHost(LocalRemote):
        """Looks at the site after each call."""

        def __getattribute__(self, name: str) -> object:
            attribute: object = super().__getattribute__(name)
            if name in ("upload_tree", "write", "rename", "activate", "remove", "copy"):
                versions.append(expected.index(read_online(root)))
            return attribute

    assert deployment.deploy(job(WatchedHost(root), 1), release_of(folders[1], 1), folders[1])
    assert sorted(set(versions)) == [0, 1]
    assert versions == sorted(versions)
    assert os.readlink(root / "current").startswith("releases/")  # noqa: PTH115 - as it is written


def test_the_way_back_follows_what_was_online_not_names(host: LocalRemote, tmp_path: Path) -> None:
    """A, B, back to A, then C: the one before C is A, and it is A that is retained."""
    folders = [write_version(tmp_path / f"v{number}", number) for number in range(3)]
    first, _ = (deploy_version(host, folders[number], number, keep=2) for number in range(2))
    deployment.rollback(job(host, 5), "")
    deploy_version(host, folders[2], 6, keep=2)
    assert inspect_target(host).retained[0].id == first
    assert deployment.rollback(job(host, 7), "")[0].release == first
    assert read_online(host.root) == read_version(folders[0])


def test_the_same_release_after_a_rollback(host: LocalRemote, tmp_path: Path) -> None:
    folders = [write_version(tmp_path / f"v{number}", number) for number in range(2)]
    first, _ = (deploy_version(host, folders[number], number) for number in range(2))
    deployment.rollback(job(host, 5), "")
    deploy_version(host, folders[1], 6)
    assert read_online(host.root) == read_version(folders[1])
    assert deployment.rollback(job(host, 7), "")[0].release == first


def test_a_clock_ahead_does_not_hide_the_way_back(host: LocalRemote, tmp_path: Path) -> None:
    folders = [write_version(tmp_path / f"v{number}", number) for number in range(2)]
    first = deploy_version(host, folders[0], 1_000_000_000)
    deploy_version(host, folders[1], 1)
    assert deployment.rollback(job(host, 2), "")[0].release == first


def test_a_release_that_was_named_but_not_recorded_is_gone_on_with(
    host: LocalRemote, tmp_path: Path
) -> None:
    deploy_version(host, write_version(tmp_path / "v0", 0), 0)
    new = write_version(tmp_path / "v1", 1)
    # As it stands when the connection breaks after the rename.
    named = write_version(host.root / "releases" / release_of(new, 1).id, 1)
    (named / UNCHANGED_FILE).write_bytes(b"half")
    assert deploy_version(host, new, 1) is not None
    assert read_online(host.root) == read_version(new)
