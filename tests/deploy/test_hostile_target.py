"""Targets that somebody else wrote to: the program's files are repaired, others stay."""

import socket
from pathlib import Path

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy import deployment, target_lock
from site_builder.deploy.remotes.local import LocalRemote
from site_builder.deploy.target_state import history, inspect_target
from tests.deploy.releases import (
    PlainHost,
    deploy_version,
    job,
    read_online,
    read_version,
    release_of,
    write_version,
)

RECORD = "records/20260101-080000-00000000.json"


@pytest.mark.parametrize("damage", ["changed", "gone", "added"])
def test_deploying_again_mends_what_somebody_changed(
    host: LocalRemote, tmp_path: Path, damage: str
) -> None:
    folder = write_version(tmp_path / "v", 0)
    deploy_version(host, folder, 0)
    page = host.root / "current" / "a.html"
    if damage == "added":
        page.with_name("foreign.html").write_bytes(b"x")
    elif damage == "gone":
        page.unlink()
    else:
        page.write_bytes(page.read_bytes().replace(b"version", b"hacked!"))
    deploy_version(host, folder, 5, again=damage == "added")
    assert (page.read_bytes(), page.is_symlink()) == ((folder / "a.html").read_bytes(), False)


def test_bytes_that_somebody_changed_do_not_come_back_online(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    host = LocalRemote(root)
    first = deploy_version(host, write_version(tmp_path / "v0", 0), 0)
    (sheet,) = (root / "releases" / first / "assets").iterdir()
    deploy_version(host, write_version(tmp_path / "v1", 1), 1)
    sheet.write_bytes(b"evil" * 4)
    deploy_version(host, write_version(tmp_path / "v2", 2), 2)
    assert not (root / "current" / "assets" / sheet.name).exists() or (
        b"evil" not in (root / "current" / "assets" / sheet.name).read_bytes()
    )
    sheet.unlink()
    deploy_version(host, write_version(tmp_path / "v3", 3), 3)
    assert read_online(root) == read_version(tmp_path / "v3")


def test_damaged_objects_do_not_come_back_online(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    host = PlainHost(root)
    old, new = write_version(tmp_path / "v0", 0), write_version(tmp_path / "v1", 1)
    deploy_version(host, old, 0)
    deploy_version(host, new, 1)
    for path in (root / "objects").iterdir():
        path.write_bytes(b"ZZ")
    deploy_version(host, old, 2)
    assert read_online(root) == read_version(old)


def test_what_others_keep_on_the_target_stays(host: LocalRemote, tmp_path: Path) -> None:
    others = [
        "records/2020/minutes.doc",
        "records/a.json",
        "releases/v1.0/app.war",
        "releases/x.part",
        "objects/readme.txt",
        "notes.txt",
    ]
    for name in others:
        path = host.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"ours")
    for number in range(4):
        deploy_version(host, write_version(tmp_path / f"v{number}", number), number, keep=2)
    assert all((host.root / name).read_bytes() == b"ours" for name in others)


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("history.json", b'[{"action": "\xe5\x8f\x91\xe5\xb8\x83", "release": ["x"]}]'),
        ("history.json", b"[" * 100_000),
        ("history.json", b"{}"),
        (RECORD, b"[" * 100_000),
        (RECORD, b'{"files": {"\\ud800.html": [1, "' + b"a" * 64 + b'"]}}'),
        ("lock.json", b'{"machine": "' + socket.gethostname().encode() + b'", "process": 1e400}'),
    ],
)
def test_what_others_wrote_on_the_target_stops_nothing(
    host: LocalRemote, tmp_path: Path, file: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(target_lock, "STALE_AFTER", 0.1)
    deploy_version(host, write_version(tmp_path / "v0", 0), 0)
    (host.root / file).write_bytes(data)
    deploy_version(host, write_version(tmp_path / "v1", 1), 1)
    assert read_online(host.root) == read_version(tmp_path / "v1")


def test_nothing_in_a_record_steers_a_terminal(host: LocalRemote, tmp_path: Path) -> None:
    name = deploy_version(host, write_version(tmp_path / "v0", 0), 0)
    for file in (f"records/{name}.json", "history.json"):
        path = host.root / file
        path.write_text(path.read_text("utf-8").replace("测试员", "\\u001b[2J"), "utf-8")
    assert inspect_target(host).retained[0].author == history(host)[0].author == "[2J"


def test_a_fault_says_how_the_site_stands(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    host = PlainHost(root)
    deploy_version(host, write_version(tmp_path / "v0", 0), 0)
    (root / "current" / "a.html.incoming").mkdir()
    (root / "current" / "a.html.incoming" / "x").write_bytes(b"")
    new = write_version(tmp_path / "v1", 1)
    with pytest.raises(OSError, match=r"a\.html") as exc:
        deployment.deploy(job(host, 1), release_of(new, 1), new)
    assert exc.value.__notes__ == [deployment.SITE_PARTIALLY_UPDATED]
    (root / "records").chmod(0o755)
    other = LocalRemote(root)
    (root / "objects").rename(root / "hidden")
    (root / "objects").write_bytes(b"in the way")
    with pytest.raises((OSError, DeployError)) as before:
        deployment.deploy(job(other, 2), release_of(new, 2), new)
    assert getattr(before.value, "__notes__", []) in ([], [deployment.SITE_UNCHANGED])
