"""Releases in a folder: switched, kept, gone back to, resumed, and never outside of it."""

import json
import os
from pathlib import Path

import pytest

from site_builder.deploy import engine
from site_builder.deploy.host import DeployError
from site_builder.deploy.hosts.local import LocalHost
from site_builder.deploy.release import from_json, to_json
from site_builder.deploy.state import history, look
from site_builder.model.release import Action
from tests.deploy.releases import STEADY, job, online, put, release, tree, version


def test_what_is_online_is_the_release(host: LocalHost, tmp_path: Path) -> None:
    for number in range(3):
        folder = version(tmp_path / f"v{number}", number)
        put(host, folder, number)
        assert online(host.root) == tree(folder)
    assert not (host.root / "lock.json").exists()


def test_the_same_release_is_not_deployed_twice(host: LocalHost, tmp_path: Path) -> None:
    folder = version(tmp_path / "v", 0)
    put(host, folder, 0)
    before = {path: path.stat().st_mtime_ns for path in host.root.rglob("*")}
    assert engine.deploy(job(host, 9), release(folder, 9), folder) is None
    after = {path: path.stat().st_mtime_ns for path in host.root.rglob("*")}
    assert before.keys() == after.keys()


def test_assets_of_the_page_that_is_open_stay(host: LocalHost, tmp_path: Path) -> None:
    sheets = []
    for number in range(3):
        folder = version(tmp_path / f"v{number}", number)
        put(host, folder, number, keep=2)
        sheets += [path.name for path in (folder / "assets").iterdir()]
    there = {path.name for path in (host.root / "current" / "assets").iterdir()}
    assert there >= set(sheets[1:])
    put(host, version(tmp_path / "v3", 3), 3, keep=2)
    there = {path.name for path in (host.root / "current" / "assets").iterdir()}
    assert sheets[0] not in there


def test_going_back(host: LocalHost, tmp_path: Path) -> None:
    folders = [version(tmp_path / f"v{number}", number) for number in range(3)]
    names = [put(host, folder, number) for number, folder in enumerate(folders)]
    event, _ = engine.rollback(job(host, 10), "")
    assert (event.release, event.previous) == (names[1], names[2])
    assert online(host.root) == tree(folders[1])
    engine.rollback(job(host, 11), "")
    assert online(host.root) == tree(folders[0])
    with pytest.raises(DeployError, match="没有更早"):
        engine.rollback(job(host, 12), "")
    engine.rollback(job(host, 13), names[2])
    assert online(host.root) == tree(folders[2])
    done = [(one.action, one.release) for one in history(host)]
    assert done[2:] == [
        (Action.DEPLOY, names[2]),
        (Action.ROLLBACK, names[1]),
        (Action.ROLLBACK, names[0]),
        (Action.ROLLBACK, names[2]),
    ]


def test_only_the_last_releases_are_kept(host: LocalHost, tmp_path: Path) -> None:
    names = [
        put(host, version(tmp_path / f"v{number}", number), number, keep=2) for number in range(5)
    ]
    assert [one.id for one in look(host).kept] == names[-2:]
    with pytest.raises(DeployError, match="没有版本"):
        engine.rollback(job(host, 9), names[0])
    sizes = sum(path.stat().st_size for path in host.root.rglob("*") if path.is_file())
    assert sizes < 12 * sum(map(len, tree(tmp_path / "v4").values()))


def test_unchanged_files_are_not_sent_again(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    host = LocalHost(root)
    first = put(host, version(tmp_path / "v0", 0), 0)
    second = put(host, version(tmp_path / "v1", 1), 1)
    old, new = (root / "releases" / name / STEADY for name in (first, second))
    assert old.stat().st_ino == new.stat().st_ino


def test_what_somebody_changed_on_the_host_is_not_reused(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    host = LocalHost(root)
    first = put(host, version(tmp_path / "v0", 0), 0)
    file = root / "releases" / first / STEADY
    file.write_bytes(file.read_bytes().replace(b"steady", b"stEady", 1))
    put(host, version(tmp_path / "v1", 1), 1)
    assert online(root) == tree(tmp_path / "v1")
    with pytest.raises(DeployError, match="被改动过"):
        engine.rollback(job(host, 2), "")
    assert online(root) == tree(tmp_path / "v1")


def test_a_broken_upload_is_gone_on_with(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    folder = version(tmp_path / "v", 0)
    made = release(folder, 0)
    part = root / "releases" / f"{made.digest[:16]}.part"
    (part / "2020").mkdir(parents=True)
    (part / STEADY).write_bytes((folder / STEADY).read_bytes())
    (part / "index.html").write_bytes(b"half")
    (part / "a.html.incoming").write_bytes(b"half")
    (part / "foreign.html").write_bytes(b"?")
    inode = (part / STEADY).stat().st_ino
    assert engine.deploy(job(root), made, folder)
    assert online(root) == tree(folder)
    assert (root / "current" / STEADY).stat().st_ino == inode


@pytest.mark.parametrize("planted", ["releases", "records", "releases/x.part"])
def test_a_link_out_of_the_target_is_not_followed(tmp_path: Path, planted: str) -> None:
    root, outside = tmp_path / "www", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    folder = version(tmp_path / "v", 0)
    made = release(folder, 0)
    place = root / planted.replace("x.part", f"{made.digest[:16]}.part")
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(outside, target_is_directory=True)
    with pytest.raises(DeployError, match="链接"):
        engine.deploy(job(root), made, folder)
    assert list(outside.iterdir()) == []
    assert not (root / "current").exists()


@pytest.mark.parametrize("made", ["folder", "link"])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, made: str) -> None:
    root = tmp_path / "www"
    root.mkdir()
    elsewhere = tmp_path / "elsewhere"
    version(elsewhere, 7)
    if made == "link":
        (root / "current").symlink_to(elsewhere)
    else:
        (root / "current").mkdir()
        version(root / "current", 7)
    folder = version(tmp_path / "v", 0)
    with pytest.raises(DeployError, match="不是本程序"):
        engine.deploy(job(root), release(folder, 0), folder)
    assert online(root) == tree(elsewhere)


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
    folder = version(tmp_path / "v", 0)
    raw = json.loads(to_json(release(folder, 0)))
    raw["files"][name] = raw["files"]["index.html"]
    with pytest.raises(DeployError, match="损坏"):
        from_json(json.dumps(raw).encode())


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"files":[]}', b"[" * 100_000])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(DeployError, match="损坏"):
        from_json(data)


def test_a_link_in_the_built_folder_is_not_published(tmp_path: Path) -> None:
    folder = version(tmp_path / "v", 0)
    secret = tmp_path / "secret"
    secret.write_text("x")
    (folder / "leak.html").symlink_to(secret)
    with pytest.raises(DeployError, match="普通文件"):
        release(folder, 0)


def test_no_moment_is_without_a_site(tmp_path: Path) -> None:
    """Between any two steps on the disk, `current` leads to a whole release."""
    root = tmp_path / "www"
    root.mkdir()
    folders = [version(tmp_path / f"v{number}", number) for number in range(2)]
    wanted = [tree(folder) for folder in folders]
    put(LocalHost(root), folders[0], 0)
    seen: list[int] = []

    class Watched(LocalHost):
        """Looks at the site after each call."""

        def __getattribute__(self, name: str) -> object:
            found: object = super().__getattribute__(name)
            if name in ("send", "write", "rename", "switch", "remove", "copy"):
                seen.append(wanted.index(online(root)))
            return found

    assert engine.deploy(job(Watched(root), 1), release(folders[1], 1), folders[1])
    assert sorted(set(seen)) == [0, 1]
    assert seen == sorted(seen)
    assert os.readlink(root / "current").startswith("releases/")  # noqa: PTH115 - as it is written


def test_the_way_back_follows_what_was_online_not_names(host: LocalHost, tmp_path: Path) -> None:
    """A, B, back to A, then C: the one before C is A, and it is A that is kept."""
    folders = [version(tmp_path / f"v{number}", number) for number in range(3)]
    first, _ = (put(host, folders[number], number, keep=2) for number in range(2))
    engine.rollback(job(host, 5), "")
    put(host, folders[2], 6, keep=2)
    assert look(host).kept[0].id == first
    assert engine.rollback(job(host, 7), "")[0].release == first
    assert online(host.root) == tree(folders[0])


def test_the_same_release_after_a_rollback(host: LocalHost, tmp_path: Path) -> None:
    folders = [version(tmp_path / f"v{number}", number) for number in range(2)]
    first, _ = (put(host, folders[number], number) for number in range(2))
    engine.rollback(job(host, 5), "")
    put(host, folders[1], 6)
    assert online(host.root) == tree(folders[1])
    assert engine.rollback(job(host, 7), "")[0].release == first


def test_a_clock_ahead_does_not_hide_the_way_back(host: LocalHost, tmp_path: Path) -> None:
    folders = [version(tmp_path / f"v{number}", number) for number in range(2)]
    first = put(host, folders[0], 1_000_000_000)
    put(host, folders[1], 1)
    assert engine.rollback(job(host, 2), "")[0].release == first


def test_a_release_that_was_named_but_not_recorded_is_gone_on_with(
    host: LocalHost, tmp_path: Path
) -> None:
    put(host, version(tmp_path / "v0", 0), 0)
    new = version(tmp_path / "v1", 1)
    # As it stands when the connection breaks after the rename.
    named = version(host.root / "releases" / release(new, 1).id, 1)
    (named / STEADY).write_bytes(b"half")
    assert put(host, new, 1) is not None
    assert online(host.root) == tree(new)
