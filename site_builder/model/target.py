"""Where a site is put online, as `config.yaml` says under 部署."""

from dataclasses import dataclass
from enum import StrEnum

from site_builder.model.location import Location

SSH_PORT = 22


class TargetType(StrEnum):
    """The kinds of target, as authors name them."""

    FOLDER = "文件夹"
    SSH = "SSH"
    S3 = "对象存储"
    ARCHIVE = "压缩包"


@dataclass(frozen=True, slots=True)
class Target:
    """One target. An empty string was not written. No field ever holds a secret."""

    name: str
    kind: TargetType
    location: Location
    folder: str = ""
    """目录: on the machine that serves, or here."""
    address: str = ""
    """网址 under which the target is read, ending in a slash."""
    keep: int = 5
    """保留: how many releases stay on the target."""
    host: str = ""
    port: int = SSH_PORT
    user: str = ""
    key_file: str = ""
    """密钥文件: an SSH private key, or a credentials file of the store."""
    known_hosts: str = ""
    """主机名单: a known_hosts file besides the user's own."""
    protocol: str = ""
    """传输: `sftp` for no commands on the server; `rsync`, of old, is as if not said."""
    endpoint: str = ""
    """接入点 of the store, `https://…`."""
    region: str = ""
    bucket: str = ""
    prefix: str = ""
    """前缀: folder inside the bucket, ending in a slash; empty for the whole bucket."""
    archive_bucket: str = ""
    """存档桶: holds records and earlier releases, and is never public."""
    profile: str = ""
    """密钥名: profile inside the credentials file."""
    format: str = "tar.gz"
    signing_key: str = ""
    """签名密钥: key that `ssh-keygen -Y sign` uses for the record of each release."""
    signers: str = ""
    """签名人名单: allowed-signers file that `verify` trusts."""
