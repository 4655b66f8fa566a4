"""An object store as a remote, against a real server that checks signatures."""

import hashlib
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy.remote import Remote
from site_builder.deploy.remotes.s3 import S3Remote, connect
from site_builder.model.target import S3Target
from tests.helpers.s3_server import S3Server


@pytest.fixture
def host(target: S3Target) -> Iterator[S3Remote]:
    host = connect(target, Path())
    yield host
    host.close()


def no_progress(_: int) -> None:
    """Ignore progress."""


def test_it_is_a_host(host: S3Remote) -> None:
    as_protocol: Remote = host
    assert as_protocol.supports_symlinks() is False
    assert (host.can_hash_remotely, host.can_copy_remotely, host.max_concurrency) == (
        False,
        True,
        8,
    )


def test_small_files(host: S3Remote, target: S3Target, server: S3Server) -> None:
    assert host.read("state.json") is None
    host.write("state.json", "一".encode())
    host.write("state.json", b"2")
    host.write("current/a/中 +%#&'.html", b"page")
    host.write("current/empty.txt", b"")
    assert host.read("state.json") == b"2"
    assert host.read("current/a/中 +%#&'.html") == b"page"
    assert host.read("current/empty.txt") == b""
    assert server.objects(target.bucket) == {
        "公开/a/中 +%#&'.html": b"page",
        "公开/empty.txt": b"",
    }
    assert server.objects(target.archive_bucket) == {f"{target.bucket}/公开/state.json": b"2"}


def test_the_whole_bucket_may_be_public(target: S3Target, server: S3Server) -> None:
    host = connect(replace(target, prefix=""), Path())
    host.write("current/index.html", b"page")
    host.write("state.json", b"{}")
    assert server.objects(target.bucket).keys() == {"index.html"}
    assert server.objects(target.archive_bucket).keys() == {f"{target.bucket}/state.json"}
    assert host.files("current") == {"index.html": 4}
    host.close()


def test_two_targets_with_one_archive_do_not_meet(target: S3Target) -> None:
    first, second = connect(target, Path()), connect(replace(target, prefix="b/"), Path())
    first.write("state.json", b"1")
    assert second.read("state.json") is None
    assert second.current_link() is None
    first.close()
    second.close()


def test_create_once(host: S3Remote) -> None:
    assert host.create("lock.json", b"1")
    assert not host.create("lock.json", b"2")
    assert host.read("lock.json") == b"1"


def test_of_many_that_create_at_once_one_wins(
    host: S3Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.deploy.remotes.s3.CONSISTENCY_DELAY", 1.0)
    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(lambda n: host.create("lock.json", b"%d" % n), range(8)))
    assert sum(created) == 1
    assert host.read("lock.json") == b"%d" % created.index(True)


def test_listing(host: S3Remote) -> None:
    assert (host.files("current"), host.names("records")) == ({}, [])
    for path in ("current/a.html", "current/b/c.html", "records/2.json", "records/1.json"):
        host.write(path, b"four")
    host.write("objects/ab", b"")
    host.write("objects/sub/x", b"")
    assert host.files("current") == {"a.html": 4, "b/c.html": 4}
    assert host.files("current/b") == {"c.html": 4}
    assert host.names("current") == ["a.html", "b"]
    assert host.names("records") == ["1.json", "2.json"]
    assert host.names("objects") == ["ab", "sub"]
    assert host.names("record") == []


def test_more_objects_than_a_page_of_the_list_holds(target: S3Target, server: S3Server) -> None:
    folder = server.folder / "data" / target.bucket / "公开" / "many"
    folder.mkdir(parents=True)
    for number in range(2100):
        (folder / f"{number}.html").write_bytes(b"x" * (number % 7))
    host = connect(target, Path())
    assert host.files("current/many") == {f"{n}.html": n % 7 for n in range(2100)}
    assert len(host.names("current/many")) == 2100
    host.close()


def test_foreign_objects_are_told(host: S3Remote, target: S3Target, server: S3Server) -> None:
    for key in ("a:b.html", "fine.html"):
        server.client().put_object(Bucket=target.bucket, Key=f"公开/{key}", Body=b"x")
    assert host.files("current") == {"a:b.html": -1, "fine.html": 1}


def test_current(host: S3Remote, target: S3Target, server: S3Server) -> None:
    assert host.current_link() is None
    server.client().put_object(Bucket=target.bucket, Key="elsewhere.html", Body=b"x")
    assert host.current_link() is None
    host.write("current/a.html", b"")
    assert host.current_link() == ""
    host.remove("current")
    assert host.current_link() is None
    host.write("state.json", b"{}")
    assert host.current_link() == ""
    assert server.objects(target.bucket).keys() == {"elsewhere.html"}


def test_remove(host: S3Remote) -> None:
    for path in ("current/a", "current/ab", "current/f/1", "current/f/g/2", "records/x"):
        host.write(path, b"x")
    host.remove("current/a")
    host.remove("current/f")
    host.remove("current/none")
    assert host.files("current") == {"ab": 1}
    assert host.read("records/x") == b"x"


def test_rename(host: S3Remote) -> None:
    host.write("lock.json", b"new")
    host.write("old.json", b"old")
    host.rename("lock.json", "old.json")
    assert host.read("old.json") == b"new"
    assert host.read("lock.json") is None
    with pytest.raises(FileNotFoundError):
        host.rename("lock.json", "other.json")


def test_copy_of_nothing(host: S3Remote) -> None:
    with pytest.raises(FileNotFoundError):
        host.copy("objects/none", "current/a.html")


@pytest.mark.parametrize("size", [0, 5, 8 << 20, (16 << 20) + 1])
def test_upload_of_any_size(host: S3Remote, tmp_path: Path, size: int) -> None:
    data = (hashlib.sha256(b"x").digest() * (size // 32 + 1))[:size]
    (tmp_path / "附件.pdf").write_bytes(data)
    ticks: list[int] = []
    host.upload(tmp_path / "附件.pdf", "current/附件.pdf", ticks.append)
    assert host.read("current/附件.pdf") == data
    assert sum(ticks) == size
    assert len(ticks) == (3 if size > 8 << 20 else 1)


def test_a_stopped_upload_leaves_what_was_there(host: S3Remote, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"n" * (20 << 20))
    host.write("current/a.zip", b"old")

    def stop(_: int) -> None:
        raise DeployError("stop")

    with pytest.raises(DeployError, match="stop"):
        host.upload(tmp_path / "a.zip", "current/a.zip", stop)
    assert host.read("current/a.zip") == b"old"


def test_digests_are_of_what_stands_there(host: S3Remote) -> None:
    host.write("current/a.html", b"a")
    host.write("current/b/c.html", b"c")
    digests = host.digests("current", ["a.html", "b/c.html", "none.html"], no_progress)
    assert digests == {
        "a.html": hashlib.sha256(b"a").hexdigest(),
        "b/c.html": hashlib.sha256(b"c").hexdigest(),
    }


def served_headers(server: S3Server, bucket: str, key: str) -> tuple[str, str]:
    """Get an object as a browser does; return its headers."""
    address = server.client().generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": key}
    )
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
        return answer.headers["Content-Type"], answer.headers["Cache-Control"]


@pytest.mark.parametrize("way", ["write", "put", "copy", "parts"])
def test_objects_are_served_with_type_and_time_to_keep(
    host: S3Remote, target: S3Target, server: S3Server, tmp_path: Path, way: str
) -> None:
    expected = {
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        "assets/style.0123456789.css": (
            "text/css; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        "2023/表.csv": ("text/csv; charset=utf-8", "no-cache"),
    }
    (tmp_path / "file").write_bytes(b"x" * (9 << 20 if way == "parts" else 9))
    for url, headers in expected.items():
        if way == "write":
            host.write(f"current/{url}", b"x")
        elif way == "copy":
            host.write("objects/x", b"x")
            host.copy("objects/x", f"current/{url}")
        else:
            host.upload(tmp_path / "file", f"current/{url}", no_progress)
        assert served_headers(server, target.bucket, f"公开/{url}") == headers


@pytest.mark.parametrize(
    "path",
    [
        "../state.json",
        "current/../../x",
        "current//x",
        "/etc/passwd",
        "current/./x",
        "current/a\nb",
        "current/a:b",
        "current/a\\b",
        "current",
        "current/",
        "",
        "..",
    ],
)
def test_names_that_lead_elsewhere_are_refused(host: S3Remote, tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for use in (
        lambda: host.read(path),
        lambda: host.write(path, b"x"),
        lambda: host.create(path, b"x"),
        lambda: host.upload(tmp_path / "file", path, no_progress),
        lambda: host.copy("objects/x", path),
        lambda: host.copy(path, "objects/x"),
        lambda: host.rename(path, "x"),
    ):
        with pytest.raises(DeployError, match="对象的名字"):
            use()
    if path != "current":
        for use_folder in (host.remove, host.files, host.names):
            with pytest.raises(DeployError, match="对象的名字"):
                use_folder(path)
