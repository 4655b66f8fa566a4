"""Where a site is put online, as `config.yaml` states under 部署.

A kind of target is its class here, the keys of that class in the standards' `targets.yaml`, and its
module in `deploy.remotes`. An empty string was not written. No field ever holds a secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from site_builder.model.location import Location

SSH_PORT = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What every kind of target has."""

    kind: ClassVar[str]
    """方式, as authors write it."""
    module: ClassVar[str]
    """Name of its module in `deploy.remotes`."""
    extra: ClassVar[str] = ""
    """The extra of the program that connects to it."""
    summary: ClassVar[str] = ""
    """What it is, for whoever chooses a kind."""

    name: str
    location: Location
    address: str = ""
    """网址 under which the target is read, ending in a slash."""
    signing_key: str = ""
    """签名密钥: key that `ssh-keygen -Y sign` uses for the record of each release."""
    signers: str = ""
    """签名人名单: allowed-signers file that `verify` trusts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteTarget(Target):
    """A target that the program connects to; any other is handed over."""

    keep: int = 5
    """保留: how many releases stay on the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderTarget(RemoteTarget):
    """A folder of this machine, or a mounted share."""

    kind: ClassVar[str] = "文件夹"
    module: ClassVar[str] = "local"
    summary: ClassVar[str] = "本机的文件夹，或者连接好的共享文件夹"

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SshTarget(RemoteTarget):
    """A folder of a server that is reached by SSH."""

    kind: ClassVar[str] = "SSH"
    module: ClassVar[str] = "ssh"
    extra: ClassVar[str] = "deploy"
    summary: ClassVar[str] = "用 SSH 连接的服务器（也可以只用 SFTP 传文件）"

    host: str
    folder: str
    port: int = SSH_PORT
    user: str = ""
    key_file: str = ""
    """密钥文件: a private key."""
    known_hosts: str = ""
    """主机名单: a known_hosts file besides the user's own."""
    protocol: str = ""
    """传输: `sftp` for no commands on the server; `rsync`, of older versions, counts as not set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Target(RemoteTarget):
    """Buckets of a store that speaks S3."""

    kind: ClassVar[str] = "对象存储"
    module: ClassVar[str] = "s3"
    extra: ClassVar[str] = "deploy-s3"
    summary: ClassVar[str] = "政务云等的对象存储（S3 接口）"

    endpoint: str
    """接入点 of the store, `https://…`."""
    bucket: str
    archive_bucket: str
    """存档桶: holds records and earlier releases, and is never public."""
    region: str = ""
    prefix: str = ""
    """前缀: folder inside the bucket, ending in a slash; empty for the whole bucket."""
    key_file: str = ""
    """密钥文件: a credentials file of the store."""
    profile: str = ""
    """密钥名: profile inside the credentials file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveTarget(Target):
    """One file that is handed to a platform's team."""

    kind: ClassVar[str] = "压缩包"
    module: ClassVar[str] = "archive"
    summary: ClassVar[str] = "打成一个文件，交给平台的管理单位"

    folder: str
    format: str = "tar.gz"


TARGET_TYPES: Mapping[str, type[Target]] = MappingProxyType(
    {target.kind: target for target in (FolderTarget, SshTarget, S3Target, ArchiveTarget)}
)
"""All kinds, by what authors write."""
