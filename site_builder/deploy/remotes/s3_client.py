"""The connection to an object store: settings checked, keys found, errors translated."""

import errno
import os
from collections.abc import Iterator
from configparser import ConfigParser, Error
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.core.errors import ConnectionLostError, DeployError, UnreachableError
from site_builder.core.urls import is_safe_path
from site_builder.core.web_addresses import host_of, is_loopback, split_address, wire_host
from site_builder.deploy.paths import resolve_path
from site_builder.model.extras import install_command
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.target import S3Target

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

MAX_CONCURRENCY = 8
"""Objects that are sent at once: on a slow connection each response is waited for."""

_BUCKET = lazy_pattern(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_CLOUDS = (
    "aliyuncs.com",
    "myqcloud.com",
    "tencentcos.cn",
    "myhuaweicloud.com",
    "myhuaweicloud.cn",
    "bcebos.com",
    "ksyuncs.com",
    "volces.com",
    "ctyunapi.cn",
    "amazonaws.com",
    "amazonaws.com.cn",
)
"""Stores that want the bucket as the first part of the host name, or can take it so."""

_PATH_STYLE_REFUSED = {"SecondLevelDomainForbidden", "PathStyleDomainForbidden"}
_WRONG_KEYS = {
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "InvalidToken",
    "InvalidSecurity",
    "ExpiredToken",
}
_WRONG_REGION = {"AuthorizationHeaderMalformed", "PermanentRedirect", "InvalidRegion"}
_DENIED = {"AccessDenied", "AllAccessDisabled", "AccountProblem", "UserDisable", "403"}
_RETRYABLE = {"SlowDown", "RequestTimeout", "BadDigest", "TooManyRequests", "429"}
_MIN_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class S3Clients:
    """An open connection to both buckets of a target."""

    client: Any
    anonymous: Any
    """A client without keys: sees what everybody sees."""
    bucket: str
    prefix: str
    archive_bucket: str


class _PathStyleRefusedError(DeployError):
    """The store wants the bucket in the host name."""


def open_clients(target: S3Target) -> S3Clients:
    """Connect to the store. Raises DeployError when either bucket cannot be worked with."""
    _validate_target(target)
    host = host_of(target.endpoint)
    keys = _keys(target)
    # Path style is what self-hosted stores use (MinIO knows no other unless configured with its
    # domain); the public clouds refuse it. A cloud under another name answers so: that decides.
    try:
        return _open(target, keys, "virtual" if _is_cloud(host) else "path")
    except _PathStyleRefusedError:
        return _open(target, keys, "virtual")


def _open(target: S3Target, keys: dict[str, str], style: str) -> S3Clients:
    clients = S3Clients(
        _client(target, style, "s3v4", keys),
        _client(target, style, None, {}),
        target.bucket,
        target.prefix,
        target.archive_bucket,
    )
    try:
        for bucket in (clients.bucket, clients.archive_bucket):
            with translate_errors(bucket):
                clients.client.list_objects_v2(Bucket=bucket, Prefix=clients.prefix, MaxKeys=1)
    except ConnectionLostError as exc:
        message = f"连不上接入点 {target.endpoint}。请检查地址、网络和代理。（{exc}）"
        raise UnreachableError(message) from exc
    return clients


def _client(target: S3Target, style: str, signature: str | None, keys: dict[str, str]) -> Any:  # noqa: ANN401 - boto3 makes its classes at run time
    try:
        import boto3  # noqa: PLC0415 - an extra, and slow to start
        from botocore import UNSIGNED  # noqa: PLC0415 - an extra, and slow to start
        from botocore.config import Config  # noqa: PLC0415 - an extra, and slow to start
    except ImportError:
        raise DeployError(
            f"发布到对象存储需要 boto3。请运行：{install_command(target.extra)}"
        ) from None
    config = Config(
        signature_version=signature or UNSIGNED,
        s3={"addressing_style": style},
        # OSS, COS and OBS refuse the checksums that boto3 sends since 1.36; they know Content-MD5.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"mode": "standard", "total_max_attempts": 3},
        connect_timeout=10,
        read_timeout=60,
        max_pool_connections=MAX_CONCURRENCY + 2,
    )
    with translate_errors():
        return boto3.client(
            "s3",
            endpoint_url=target.endpoint,
            region_name=target.region or "us-east-1",
            config=config,
            **keys,
        )


def _validate_target(target: S3Target) -> None:
    """Reject settings that would do harm."""
    _validate_endpoint(target)
    for bucket in (target.bucket, target.archive_bucket):
        if not _BUCKET.fullmatch(bucket):
            raise DeployError(
                f"桶的名字 {bucket!r} 不对：只用小写字母、数字、“-”和“.”，3 到 63 个字。"
            )
    if target.bucket == target.archive_bucket:
        raise DeployError(
            "“存档桶”不能就是公开的桶：以前的版本和已经撤下的文件都会被人读到。请另建一个私有的桶。"
        )
    prefix = target.prefix
    if prefix and not (prefix.endswith("/") and is_safe_path(prefix[:-1])):
        raise DeployError(f"“前缀” {prefix!r} 不对：写成“文件夹/”的样子，不能有“..”和空的一级。")


def _validate_endpoint(target: S3Target) -> None:
    parts = split_address(target.endpoint)
    host = parts.hostname or ""
    if parts.port == 0 or not wire_host(host) or parts.scheme not in ("https", "http"):
        raise DeployError(f"“接入点” {target.endpoint!r} 不对：写成“https://主机名”的样子。")
    if parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise DeployError(f"“接入点” {target.endpoint!r} 只写到主机名为止，桶和密钥写在别处。")
    if _is_cloud(host) and host.startswith(f"{target.bucket}."):
        raise DeployError(f"“接入点” {target.endpoint!r} 里不要写桶的名字，只写后面的部分。")
    if parts.scheme == "http" and not is_loopback(host):
        raise DeployError(
            "“接入点”要以 https:// 开头：用 http，经过的人能读到存档，也能改动回答。"
            "内网的存储用自签证书时，把证书文件写进环境变量 AWS_CA_BUNDLE。"
        )


def _is_cloud(host: str) -> bool:
    return any(host.endswith(f".{name}") for name in _CLOUDS)


def _keys(target: S3Target) -> dict[str, str]:
    """Find the keys: in the file that is named, else in the environment; nowhere else."""
    if not target.key_file and not target.profile:
        values = {name: os.environ.get(name.upper(), "") for name in _KEY_NAMES}
        if not all(values[name] for name in _KEY_NAMES[:2]):
            raise DeployError(
                "没有对象存储的密钥。请设环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY，"
                "或者在 config.yaml 里写“密钥文件”。密钥本身不要写进 config.yaml。"
            )
        return {name: value for name, value in values.items() if value}
    path = resolve_path(Path(), target.key_file or "~/.aws/credentials", "密钥文件")
    profile = target.profile or "default"
    parser = ConfigParser(interpolation=None)
    try:
        parser.read_string(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, Error):
        # What is wrong in it is not reported: it would put a part of a key on the screen.
        raise DeployError(f"读不了密钥文件 {path}。") from None
    values = dict(parser[profile]) if profile in parser else {}
    if not all(values.get(name) for name in _KEY_NAMES[:2]):
        raise DeployError(
            f"密钥文件 {path} 里没有 [{profile}]，或者缺 {_KEY_NAMES[0]}、{_KEY_NAMES[1]}。"
        )
    return {name: values[name] for name in _KEY_NAMES if values.get(name)}


_KEY_NAMES = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")


@contextmanager
def translate_errors(bucket: str = "") -> Iterator[None]:
    """Turn what boto3 raises into what remotes raise."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - an extra

    try:
        yield
    except ClientError as error:
        raise _client_error(error, bucket) from error
    except BotoCoreError as error:
        raise _connection_error(error) from error


def _client_error(error: "ClientError", bucket: str) -> Exception:
    """Translate a store's refusal."""
    details = error.response.get("Error", {})
    code, text = str(details.get("Code", "")), str(details.get("Message", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    reply = "".join(char for char in f"{code} {text}"[:200].strip() if char.isprintable())
    os_errors = {
        412: FileExistsError(errno.EEXIST, reply),
        409: FileExistsError(errno.EEXIST, reply),
        404: FileNotFoundError(errno.ENOENT, reply),
    }
    if code in _RETRYABLE or status >= _MIN_SERVER_ERROR:
        return ConnectionLostError(reply)
    if code == "NoSuchBucket":
        return DeployError(f"没有桶 {bucket}。请先建立它，或者检查桶的名字、接入点和地域。")
    if status in os_errors:
        return os_errors[status]
    if code in _PATH_STYLE_REFUSED:
        return _PathStyleRefusedError(f"对象存储要求把桶写在主机名里。（答复：{reply}）")
    return DeployError(f"{_reason(code, bucket)}（对象存储的答复：{reply}）")


def _reason(code: str, bucket: str) -> str:
    if code in _WRONG_KEYS:
        return "对象存储不认这个密钥。请检查密钥对不对、有没有过期或者停用。"
    if code == "RequestTimeTooSkewed":
        return "这台电脑的时间不对，对象存储因此不接受。请校准时间。"
    if code in _WRONG_REGION:
        return "“地域”和桶所在的地域不同。请检查“地域”和“接入点”。"
    if code in _DENIED:
        return (
            f"这个密钥不能在桶 {bucket} 里做这件事。两个桶都要有列出、读、写和删除的权限；"
            "也请检查有没有欠费。"
        )
    return f"对象存储没有接受对桶 {bucket} 的操作。"


def _connection_error(error: Exception) -> Exception:
    """Translate a missing or malformed response."""
    from botocore import exceptions  # noqa: PLC0415 - an extra

    if isinstance(error, exceptions.SSLError):
        return DeployError(f"对象存储的证书不可信，没有连接。请检查接入点。（{error}）")
    connection_errors = (
        exceptions.ConnectionError,
        exceptions.HTTPClientError,
        exceptions.IncompleteReadError,
        exceptions.ResponseStreamingError,
    )
    if isinstance(error, connection_errors):
        return ConnectionLostError(str(error))
    return DeployError(f"对象存储的设置或者答复不对。（{error}）")
