"""An object store as a host, against a real server that checks signatures."""

import hashlib
import socket
import sys
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from site_builder.deploy.host import DeployError, Host, LostError, UnreachableError
from site_builder.deploy.s3 import S3Host, connect
from site_builder.model.place import Place
from site_builder.model.target import Kind, Target
from tests.s3_server import KEY, SECRET, S3Server, s3_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give the keys as people do, and hide what this machine may have."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setattr("site_builder.deploy.s3._SETTLE", 0.1)


@pytest.fixture
def target(server: S3Server, tmp_path: Path) -> Target:
    """Two new buckets."""
    name = hashlib.sha256(str(tmp_path).encode()).hexdigest()[:16]
    for bucket in (f"pub-{name}", f"arc-{name}"):
        server.client().create_bucket(Bucket=bucket)
    return Target(
        name="云",
        kind=Kind.S3,
        place=Place("config.yaml", 1),
        endpoint=server.endpoint,
        bucket=f"pub-{name}",
        prefix="公开/",
        archive_bucket=f"arc-{name}",
    )


@pytest.fixture
def host(target: Target) -> Iterator[S3Host]:
    host = connect(target)
    yield host
    host.close()


def silent(_: int) -> None:
    """Hear nothing."""


def test_it_is_a_host(host: S3Host) -> None:
    as_protocol: Host = host
    assert as_protocol.can_switch() is False
    assert (host.reads_cheaply, host.copies_cheaply, host.hands) == (False, True, 8)


def test_small_files(host: S3Host, target: Target, server: S3Server) -> None:
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


def test_the_whole_bucket_may_be_public(target: Target, server: S3Server) -> None:
    host = connect(replace(target, prefix=""))
    host.write("current/index.html", b"page")
    host.write("state.json", b"{}")
    assert server.objects(target.bucket).keys() == {"index.html"}
    assert server.objects(target.archive_bucket).keys() == {f"{target.bucket}/state.json"}
    assert host.files("current") == {"index.html": 4}
    host.close()


def test_two_targets_with_one_archive_do_not_meet(target: Target) -> None:
    one, other = connect(target), connect(replace(target, prefix="b/"))
    one.write("state.json", b"1")
    assert other.read("state.json") is None
    assert other.current() is None
    one.close()
    other.close()


def test_create_once(host: S3Host) -> None:
    assert host.create("lock.json", b"1")
    assert not host.create("lock.json", b"2")
    assert host.read("lock.json") == b"1"


def test_of_many_that_create_at_once_one_wins(host: S3Host) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: host.create("lock.json", b"%d" % n), range(8)))
    assert sum(made) == 1
    assert host.read("lock.json") == b"%d" % made.index(True)


def test_listing(host: S3Host) -> None:
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


def test_more_objects_than_a_page_of_the_list_holds(target: Target, server: S3Server) -> None:
    folder = server.folder / "data" / target.bucket / "公开" / "many"
    folder.mkdir(parents=True)
    for number in range(2100):
        (folder / f"{number}.html").write_bytes(b"x" * (number % 7))
    host = connect(target)
    assert host.files("current/many") == {f"{n}.html": n % 7 for n in range(2100)}
    assert len(host.names("current/many")) == 2100
    host.close()


def test_foreign_objects_are_told(host: S3Host, target: Target, server: S3Server) -> None:
    for key in ("a:b.html", "fine.html"):
        server.client().put_object(Bucket=target.bucket, Key=f"公开/{key}", Body=b"x")
    assert host.files("current") == {"a:b.html": -1, "fine.html": 1}


def test_current(host: S3Host, target: Target, server: S3Server) -> None:
    assert host.current() is None
    server.client().put_object(Bucket=target.bucket, Key="elsewhere.html", Body=b"x")
    assert host.current() is None
    host.write("current/a.html", b"")
    assert host.current() == ""
    host.remove("current")
    assert host.current() is None
    host.write("state.json", b"{}")
    assert host.current() == ""
    assert server.objects(target.bucket).keys() == {"elsewhere.html"}


def test_remove(host: S3Host) -> None:
    for path in ("current/a", "current/ab", "current/f/1", "current/f/g/2", "records/x"):
        host.write(path, b"x")
    host.remove("current/a")
    host.remove("current/f")
    host.remove("current/none")
    assert host.files("current") == {"ab": 1}
    assert host.read("records/x") == b"x"


def test_rename(host: S3Host) -> None:
    host.write("lock.json", b"new")
    host.write("old.json", b"old")
    host.rename("lock.json", "old.json")
    assert host.read("old.json") == b"new"
    assert host.read("lock.json") is None
    with pytest.raises(FileNotFoundError):
        host.rename("lock.json", "other.json")


def test_copy_of_nothing(host: S3Host) -> None:
    with pytest.raises(FileNotFoundError):
        host.copy("objects/none", "current/a.html")


@pytest.mark.parametrize("size", [0, 5, 8 << 20, (16 << 20) + 1])
def test_upload_of_any_size(host: S3Host, tmp_path: Path, size: int) -> None:
    data = (hashlib.sha256(b"x").digest() * (size // 32 + 1))[:size]
    (tmp_path / "附件.pdf").write_bytes(data)
    ticks: list[int] = []
    host.put(tmp_path / "附件.pdf", "current/附件.pdf", ticks.append)
    assert host.read("current/附件.pdf") == data
    assert sum(ticks) == size
    assert len(ticks) == (3 if size > 8 << 20 else 1)


def test_a_stopped_upload_leaves_what_was_there(host: S3Host, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"n" * (20 << 20))
    host.write("current/a.zip", b"old")

    def stop(_: int) -> None:
        raise DeployError("stop")

    with pytest.raises(DeployError, match="stop"):
        host.put(tmp_path / "a.zip", "current/a.zip", stop)
    assert host.read("current/a.zip") == b"old"


def test_digests_are_of_what_stands_there(host: S3Host) -> None:
    host.write("current/a.html", b"a")
    host.write("current/b/c.html", b"c")
    found = host.digests("current", ["a.html", "b/c.html", "none.html"], silent)
    assert found == {
        "a.html": hashlib.sha256(b"a").hexdigest(),
        "b/c.html": hashlib.sha256(b"c").hexdigest(),
    }


def served(server: S3Server, bucket: str, key: str) -> tuple[str, str]:
    """Get an object as a browser does; give what was said of it."""
    address = server.client().generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": key}
    )
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
        return answer.headers["Content-Type"], answer.headers["Cache-Control"]


@pytest.mark.parametrize("way", ["write", "put", "copy", "parts"])
def test_objects_are_served_with_type_and_time_to_keep(
    host: S3Host, target: Target, server: S3Server, tmp_path: Path, way: str
) -> None:
    wanted = {
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        "assets/style.0123456789.css": (
            "text/css; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        "2023/表.csv": ("text/csv; charset=utf-8", "no-cache"),
    }
    (tmp_path / "file").write_bytes(b"x" * (9 << 20 if way == "parts" else 9))
    for url, told in wanted.items():
        if way == "write":
            host.write(f"current/{url}", b"x")
        elif way == "copy":
            host.write("objects/x", b"x")
            host.copy("objects/x", f"current/{url}")
        else:
            host.put(tmp_path / "file", f"current/{url}", silent)
        assert served(server, target.bucket, f"公开/{url}") == told


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
def test_names_that_lead_elsewhere_are_refused(host: S3Host, tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for use in (
        lambda: host.read(path),
        lambda: host.write(path, b"x"),
        lambda: host.create(path, b"x"),
        lambda: host.put(tmp_path / "file", path, silent),
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


def test_wrong_keys(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-secret")
    with pytest.raises(DeployError, match="不认这个密钥") as wrong:
        connect(target)
    assert "wrong-secret" not in str(wrong.value)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    with pytest.raises(DeployError, match="不认这个密钥"):
        connect(target)


def test_no_keys(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "")
    with pytest.raises(DeployError, match="AWS_SECRET_ACCESS_KEY"):
        connect(target)


def test_keys_from_a_file(target: Target, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a file that is named counts, not this")
    file = tmp_path / "密钥"
    file.write_text(
        f"\ufeff[default]\naws_access_key_id=x\n[公开]\naws_access_key_id = {KEY}\n"
        f"aws_secret_access_key = {SECRET}\n",
        encoding="utf-8",
    )
    connect(replace(target, key_file=str(file), profile="公开")).close()
    with pytest.raises(DeployError, match=r"没有 \[default\]，或者缺"):
        connect(replace(target, key_file=str(file)))
    with pytest.raises(DeployError, match=r"没有 \[别的\]"):
        connect(replace(target, key_file=str(file), profile="别的"))
    with pytest.raises(DeployError, match="读不了密钥文件"):
        connect(replace(target, key_file=str(tmp_path / "none")))
    with pytest.raises(DeployError, match=r"读不了密钥文件.*credentials"):
        connect(replace(target, profile="公开"))


def test_a_broken_key_file_is_not_shown(target: Target, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("top-secret\n")
    with pytest.raises(DeployError, match="读不了密钥文件") as wrong:
        connect(replace(target, key_file=str(tmp_path / "keys")))
    assert "top-secret" not in str(wrong.value)


def test_no_such_bucket(target: Target) -> None:
    with pytest.raises(DeployError, match="没有桶 nowhere"):
        connect(replace(target, bucket="nowhere"))
    with pytest.raises(DeployError, match="没有桶 nowhere"):
        connect(replace(target, archive_bucket="nowhere"))


def test_the_archive_is_another_bucket(target: Target) -> None:
    with pytest.raises(DeployError, match="已经撤下的文件都会被人读到"):
        connect(replace(target, archive_bucket=target.bucket))


def test_an_archive_that_everybody_can_read_is_refused(target: Target, tmp_path: Path) -> None:
    with s3_server(tmp_path / "open", signed=False) as server:
        for bucket in (target.bucket, target.archive_bucket):
            server.client().create_bucket(Bucket=bucket)
        host = connect(replace(target, endpoint=server.endpoint))
        with pytest.raises(DeployError, match="谁都可以读"):
            host.create("lock.json", b"x")
        assert server.objects(target.archive_bucket) == {}
        host.close()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"prefix": "a"}, "前缀"),
        ({"prefix": "../a/"}, "前缀"),
        ({"prefix": "/a/"}, "前缀"),
        ({"prefix": "a//"}, "前缀"),
        ({"prefix": "/"}, "前缀"),
        ({"prefix": "a/./"}, "前缀"),
        ({"prefix": "a\n/"}, "前缀"),
        ({"bucket": ""}, "桶的名字"),
        ({"bucket": "../x"}, "桶的名字"),
        ({"bucket": "a/b/c"}, "桶的名字"),
        ({"bucket": "公开桶子"}, "桶的名字"),
        ({"archive_bucket": ""}, "桶的名字"),
        ({"archive_bucket": "x?acl"}, "桶的名字"),
        ({"endpoint": ""}, "接入点"),
        ({"endpoint": "oss-cn-hangzhou.aliyuncs.com"}, "https://主机名"),
        ({"endpoint": "ftp://127.0.0.1"}, "https://主机名"),
        ({"endpoint": "https://"}, "https://主机名"),
        ({"endpoint": "https://[::1"}, "https://主机名"),
        ({"endpoint": "https://host:99999"}, "https://主机名"),
        ({"endpoint": "https://key:secret@host"}, "密钥写在别处"),
        ({"endpoint": "https://host/bucket"}, "只写到主机名为止"),
        ({"endpoint": "https://host?x=1"}, "只写到主机名为止"),
        ({"endpoint": "http://oss-cn-hangzhou.aliyuncs.com"}, "https:// 开头"),
        ({"endpoint": "http://192.168.1.5:9000"}, "https:// 开头"),
        ({"endpoint": "http://localhost.example.com"}, "https:// 开头"),
        ({"bucket": "my-pub", "endpoint": "https://my-pub.oss-cn-x.aliyuncs.com"}, "不要写桶"),
    ],
)
def test_settings_that_would_do_harm(target: Target, settings: dict[str, str], told: str) -> None:
    with pytest.raises(DeployError, match=told):
        connect(replace(target, **settings))  # type: ignore[arg-type]


def test_nobody_there(target: Target) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(UnreachableError, match="连不上接入点"):
        connect(replace(target, endpoint=endpoint))


def test_a_line_that_breaks(target: Target, tmp_path: Path) -> None:
    with s3_server(tmp_path / "dying") as server:
        for bucket in (target.bucket, target.archive_bucket):
            server.client().create_bucket(Bucket=bucket)
        host = connect(replace(target, endpoint=server.endpoint))
        server.stop()
        with pytest.raises(LostError):
            host.read("state.json")
        host.close()


def test_without_boto3(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(DeployError, match=r'pip install "site-builder\[deploy-s3\]"'):
        connect(target)


class _Answer(BaseHTTPRequestHandler):
    """Says always the same, as clouds do that we cannot have here."""

    status, body, kind = 200, b"", "application/xml"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def do_CONNECT(self) -> None:
        self.asked.append(self.path)
        self.send_error(502)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by Python
        """Say nothing."""

    asked: list[str] = []  # noqa: RUF012 - replaced by each test


@pytest.fixture
def answering() -> Iterator[tuple[type[_Answer], str]]:
    handler = type("Answer", (_Answer,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield handler, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (403, "AccessDenied", "不能在桶 pub-.*列出、读、写和删除的权限.*AccessDenied secret words"),
        (403, "UserDisable", "欠费"),
        (403, "RequestTimeTooSkewed", "校准时间"),
        (400, "AuthorizationHeaderMalformed", "区域"),
        (403, "ExpiredToken", "不认这个密钥"),
        (400, "Odd", "没有接受.*Odd"),
        (503, "SlowDown", "连不上接入点"),
        # An address cannot carry a bucket, so the second way is refused like the first.
        (403, "SecondLevelDomainForbidden", "桶写在主机名里"),
    ],
)
def test_what_clouds_answer(
    answering: tuple[type[_Answer], str], target: Target, status: int, code: str, told: str
) -> None:
    handler, endpoint = answering
    handler.status = status
    handler.body = f"<Error><Code>{code}</Code><Message>secret words</Message></Error>".encode()
    with pytest.raises(DeployError, match=told):
        connect(replace(target, endpoint=endpoint))


def test_an_endpoint_that_is_no_store(answering: tuple[type[_Answer], str], target: Target) -> None:
    handler, endpoint = answering
    handler.body, handler.kind = b"<html><p>Hello", "text/html"
    with pytest.raises(DeployError, match="接入点"):
        connect(replace(target, endpoint=endpoint))


@pytest.mark.parametrize(
    ("endpoint", "asked"),
    [
        ("https://oss-cn-hangzhou.aliyuncs.com", "my-pub.oss-cn-hangzhou.aliyuncs.com:443"),
        ("https://cos.ap-beijing.myqcloud.com", "my-pub.cos.ap-beijing.myqcloud.com:443"),
        ("https://obs.cn-north-4.myhuaweicloud.com", "my-pub.obs.cn-north-4.myhuaweicloud.com:443"),
        ("https://minio.example.gov.cn:9000", "minio.example.gov.cn:9000"),
        ("https://notaliyuncs.com", "notaliyuncs.com:443"),
    ],
)
def test_where_a_bucket_is_named(
    answering: tuple[type[_Answer], str],
    target: Target,
    monkeypatch: pytest.MonkeyPatch,
    endpoint: str,
    asked: str,
) -> None:
    """A proxy on this machine hears which host is asked for; nothing leaves the machine."""
    handler, proxy = answering
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(UnreachableError, match="代理"):
        connect(replace(target, endpoint=endpoint, bucket="my-pub"))
    assert set(handler.asked) == {asked}
