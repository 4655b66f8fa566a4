"""Targets that somebody else wrote to: what is ours is mended, what is not stays."""

import socket
from pathlib import Path

import pytest

from site_builder.deploy import engine, lock
from site_builder.deploy.host import DeployError
from site_builder.deploy.hosts.local import LocalHost
from site_builder.deploy.state import history, look
from tests.deploy.releases import PlainHost, job, online, put, release, tree, version

RECORD = "records/20260101-080000-00000000.json"


@pytest.mark.parametrize("slip", ["changed", "gone", "added"])
def test_deploying_again_mends_what_somebody_changed(
    host: LocalHost, tmp_path: Path, slip: str
) -> None:
    folder = version(tmp_path / "v", 0)
    put(host, folder, 0)
    page = host.root / "current" / "a.html"
    if slip == "added":
        page.with_name("foreign.html").write_bytes(b"x")
    elif slip == "gone":
        page.unlink()
    else:
        page.write_bytes(page.read_bytes().replace(b"version", b"hacked!"))
    put(host, folder, 5, again=slip == "added")
    assert (page.read_bytes(), page.is_symlink()) == ((folder / "a.html").read_bytes(), False)


def test_bytes_that_somebody_changed_do_not_come_back_online(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    host = LocalHost(root)
    first = put(host, version(tmp_path / "v0", 0), 0)
    (sheet,) = (root / "releases" / first / "assets").iterdir()
    put(host, version(tmp_path / "v1", 1), 1)
    sheet.write_bytes(b"evil" * 4)
    put(host, version(tmp_path / "v2", 2), 2)
    assert not (root / "current" / "assets" / sheet.name).exists() or (
        b"evil" not in (root / "current" / "assets" / sheet.name).read_bytes()
    )
    sheet.unlink()
    put(host, version(tmp_path / "v3", 3), 3)
    assert online(root) == tree(tmp_path / "v3")


def test_damaged_objects_do_not_come_back_online(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    host = PlainHost(root)
    old, new = version(tmp_path / "v0", 0), version(tmp_path / "v1", 1)
    put(host, old, 0)
    put(host, new, 1)
    for path in (root / "objects").iterdir():
        path.write_bytes(b"ZZ")
    put(host, old, 2)
    assert online(root) == tree(old)


def test_what_others_keep_on_the_target_stays(host: LocalHost, tmp_path: Path) -> None:
    others = [
        "records/2020/minutes.doc", "records/a.json", "releases/v1.0/app.war",
        "releases/x.part", "objects/readme.txt", "notes.txt",
    ]  # fmt: skip
    for name in others:
        path = host.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"ours")
    for number in range(4):
        put(host, version(tmp_path / f"v{number}", number), number, keep=2)
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
)  # fmt: skip
def test_what_others_wrote_on_the_target_stops_nothing(
    host: LocalHost, tmp_path: Path, file: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_PATIENCE", 0.1)
    put(host, version(tmp_path / "v0", 0), 0)
    (host.root / file).write_bytes(data)
    put(host, version(tmp_path / "v1", 1), 1)
    assert online(host.root) == tree(tmp_path / "v1")


def test_nothing_in_a_record_steers_a_terminal(host: LocalHost, tmp_path: Path) -> None:
    name = put(host, version(tmp_path / "v0", 0), 0)
    for file in (f"records/{name}.json", "history.json"):
        path = host.root / file
        path.write_text(path.read_text("utf-8").replace("测试员", "\\u001b[2J"), "utf-8")
    assert look(host).kept[0].author == history(host)[0].author == "[2J"


def test_a_fault_says_how_the_site_stands(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    host = PlainHost(root)
    put(host, version(tmp_path / "v0", 0), 0)
    (root / "current" / "a.html.incoming").mkdir()
    (root / "current" / "a.html.incoming" / "x").write_bytes(b"")
    new = version(tmp_path / "v1", 1)
    with pytest.raises(OSError, match=r"a\.html") as fault:
        engine.deploy(job(host, 1), release(new, 1), new)
    assert fault.value.__notes__ == [engine.HALF_WAY]
    (root / "records").chmod(0o755)
    other = LocalHost(root)
    (root / "objects").rename(root / "hidden")
    (root / "objects").write_bytes(b"in the way")
    with pytest.raises((OSError, DeployError)) as before:
        engine.deploy(job(other, 2), release(new, 2), new)
    assert getattr(before.value, "__notes__", []) in ([], [engine.UNTOUCHED])
