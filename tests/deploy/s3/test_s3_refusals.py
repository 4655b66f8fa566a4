"""What an object store refuses, or what is refused to it, reported in plain words."""

import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from site_builder.core.errors import ConnectionLostError, DeployError, UnreachableError
from site_builder.deploy.remotes.s3 import connect
from site_builder.model.target import S3Target
from tests.helpers.s3_server import KEY, SECRET, s3_server


def test_wrong_keys(target: S3Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-secret")
    with pytest.raises(DeployError, match="不认这个密钥") as wrong:
        connect(target, Path())
    assert "wrong-secret" not in str(wrong.value)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    with pytest.raises(DeployError, match="不认这个密钥"):
        connect(target, Path())


def test_no_keys(target: S3Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "")
    with pytest.raises(DeployError, match="AWS_SECRET_ACCESS_KEY"):
        connect(target, Path())


def test_keys_from_a_file(
    target: S3Target, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a file that is named counts, not this")
    file = tmp_path / "密钥"
    file.write_text(
        f"\ufeff[default]\naws_access_key_id=x\n[公开]\naws_access_key_id = {KEY}\n"
        f"aws_secret_access_key = {SECRET}\n",
        encoding="utf-8",
    )
    connect(replace(target, key_file=str(file), profile="公开"), Path()).close()
    with pytest.raises(DeployError, match=r"没有 \[default\]，或者缺"):
        connect(replace(target, key_file=str(file)), Path())
    with pytest.raises(DeployError, match=r"没有 \[别的\]"):
        connect(replace(target, key_file=str(file), profile="别的"), Path())
    with pytest.raises(DeployError, match="读不了密钥文件"):
        connect(replace(target, key_file=str(tmp_path / "none")), Path())
    with pytest.raises(DeployError, match=r"读不了密钥文件.*credentials"):
        connect(replace(target, profile="公开"), Path())


def test_a_broken_key_file_is_not_shown(target: S3Target, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("top-secret\n")
    with pytest.raises(DeployError, match="读不了密钥文件") as wrong:
        connect(replace(target, key_file=str(tmp_path / "keys")), Path())
    assert "top-secret" not in str(wrong.value)


def test_no_such_bucket(target: S3Target) -> None:
    with pytest.raises(DeployError, match="没有桶 nowhere"):
        connect(replace(target, bucket="nowhere"), Path())
    with pytest.raises(DeployError, match="没有桶 nowhere"):
        connect(replace(target, archive_bucket="nowhere"), Path())


def test_the_archive_is_another_bucket(target: S3Target) -> None:
    with pytest.raises(DeployError, match="已经撤下的文件都会被人读到"):
        connect(replace(target, archive_bucket=target.bucket), Path())


def test_an_archive_that_everybody_can_read_is_refused(target: S3Target, tmp_path: Path) -> None:
    with s3_server(tmp_path / "open", signed=False) as server:
        for bucket in (target.bucket, target.archive_bucket):
            server.client().create_bucket(Bucket=bucket)
        host = connect(replace(target, endpoint=server.endpoint), Path())
        with pytest.raises(DeployError, match="谁都可以读"):
            host.create("lock.json", b"x")
        assert server.objects(target.archive_bucket) == {}
        host.close()


@pytest.mark.parametrize(
    ("settings", "message"),
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
def test_settings_that_would_do_harm(
    target: S3Target, settings: dict[str, str], message: str
) -> None:
    with pytest.raises(DeployError, match=message):
        connect(replace(target, **settings), Path())  # type: ignore[arg-type]  # settings of all kinds


def test_nobody_there(target: S3Target) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(UnreachableError, match="连不上接入点"):
        connect(replace(target, endpoint=endpoint), Path())


def test_a_line_that_breaks(target: S3Target, tmp_path: Path) -> None:
    with s3_server(tmp_path / "dying") as server:
        for bucket in (target.bucket, target.archive_bucket):
            server.client().create_bucket(Bucket=bucket)
        host = connect(replace(target, endpoint=server.endpoint), Path())
        server.stop()
        with pytest.raises(ConnectionLostError):
            host.read("state.json")
        host.close()


def test_without_boto3(target: S3Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(DeployError, match=r'pip install "site-builder\[deploy-s3\]"'):
        connect(target, Path())


class _FixedResponseHandler(BaseHTTPRequestHandler):
    """Answers always the same, as clouds do that are not available here."""

    status, body, content_type = 200, b"", "application/xml"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Type", self.content_type)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def do_CONNECT(self) -> None:
        self.requests.append(self.path)
        self.send_error(502)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by Python
        """Log nothing."""

    requests: list[str] = []  # noqa: RUF012 - replaced by each test


@pytest.fixture
def fake_cloud() -> Iterator[tuple[type[_FixedResponseHandler], str]]:
    handler = type("Answer", (_FixedResponseHandler,), {"requests": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield handler, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (403, "AccessDenied", "不能在桶 pub-.*列出、读、写和删除的权限.*AccessDenied secret words"),
        (403, "UserDisable", "欠费"),
        (403, "RequestTimeTooSkewed", "校准时间"),
        (400, "AuthorizationHeaderMalformed", "地域"),
        (403, "ExpiredToken", "不认这个密钥"),
        (400, "Odd", "没有接受.*Odd"),
        (503, "SlowDown", "连不上接入点"),
        # An address cannot carry a bucket, so the second way is refused like the first.
        (403, "SecondLevelDomainForbidden", "桶写在主机名里"),
    ],
)
def test_what_clouds_answer(
    fake_cloud: tuple[type[_FixedResponseHandler], str],
    target: S3Target,
    status: int,
    code: str,
    message: str,
) -> None:
    handler, endpoint = fake_cloud
    handler.status = status
    handler.body = f"<Error><Code>{code}</Code><Message>secret words</Message></Error>".encode()
    with pytest.raises(DeployError, match=message):
        connect(replace(target, endpoint=endpoint), Path())


def test_an_endpoint_that_is_no_store(
    fake_cloud: tuple[type[_FixedResponseHandler], str], target: S3Target
) -> None:
    handler, endpoint = fake_cloud
    handler.body, handler.content_type = b"<html><p>Hello", "text/html"
    with pytest.raises(DeployError, match="接入点"):
        connect(replace(target, endpoint=endpoint), Path())


@pytest.mark.parametrize(
    ("endpoint", "request_line"),
    [
        ("https://oss-cn-hangzhou.aliyuncs.com", "my-pub.oss-cn-hangzhou.aliyuncs.com:443"),
        ("https://cos.ap-beijing.myqcloud.com", "my-pub.cos.ap-beijing.myqcloud.com:443"),
        ("https://obs.cn-north-4.myhuaweicloud.com", "my-pub.obs.cn-north-4.myhuaweicloud.com:443"),
        ("https://minio.example.gov.cn:9000", "minio.example.gov.cn:9000"),
        ("https://notaliyuncs.com", "notaliyuncs.com:443"),
    ],
)
def test_where_a_bucket_is_named(
    fake_cloud: tuple[type[_FixedResponseHandler], str],
    target: S3Target,
    monkeypatch: pytest.MonkeyPatch,
    endpoint: str,
    request_line: str,
) -> None:
    """A proxy on this machine records which host is asked for; nothing leaves the machine."""
    handler, proxy = fake_cloud
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(UnreachableError, match="代理"):
        connect(replace(target, endpoint=endpoint, bucket="my-pub"), Path())
    assert set(handler.requests) == {request_line}
