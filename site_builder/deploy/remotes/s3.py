"""Buckets of a store that speaks S3 (阿里云 OSS, 腾讯云 COS, 华为云 OBS, MinIO …) as a remote.

What the public reads is in one bucket; records, state and the objects of all releases are in
another, private one, under the name of the first: a private bucket can serve many targets.

No links in a store: a release gets online file by file (`in_place_deploy`). Each object is whole
or not there at all.
"""

import base64
import errno
import hashlib
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from site_builder.core.errors import ConnectionLostError, DeployError
from site_builder.core.media_types import content_type_header
from site_builder.core.urls import is_safe_path
from site_builder.deploy.cache_policy import cache_control
from site_builder.deploy.concurrency import parallel_for
from site_builder.deploy.paths import resolve_file
from site_builder.deploy.remote import ProgressCallback
from site_builder.deploy.remotes.s3_client import (
    MAX_CONCURRENCY,
    S3Clients,
    open_clients,
    translate_errors,
)
from site_builder.model.target import S3Target

_MULTIPART_SIZE = 8 << 20
"""Larger files go in parts of so many bytes; stores want at least 5 MB."""
_BLOCK = 1 << 20
CONSISTENCY_DELAY = 1.0
"""Seconds after which two that created the same file at once find out whose it is."""


def connect(target: S3Target, project: Path) -> "S3Remote":
    """Connect to a target's buckets. Raises DeployError when they cannot be worked with."""
    key_file = resolve_file(project, target.key_file, "密钥文件")
    return S3Remote(open_clients(replace(target, key_file=key_file)))


def describe(target: S3Target, project: Path) -> str:
    """Return where a target is, for people."""
    del project
    return f"{target.endpoint} {target.bucket}/{target.prefix}"


def document_root(target: S3Target, project: Path) -> str:
    """Raise DeployError: no folder is served, and no server of one's own serves."""
    del project
    raise DeployError(
        f"“{target.name}”是对象存储，网页由服务商的服务器发出，没有自己的设置文件。"
        "请在服务商的控制台设置 404 页和响应头。"
    )


class S3Remote:
    """Works below the prefix of one bucket, and in the archive."""

    protocol = "S3"
    can_hash_remotely = False
    can_copy_remotely = True
    max_concurrency = MAX_CONCURRENCY

    def __init__(self, clients: S3Clients) -> None:
        self._clients = clients
        self._client = clients.client

    def _key(self, path: str) -> tuple[str, str]:
        """Return bucket and key of a file. Raises DeployError for a name that leads elsewhere."""
        folder, _, url = path.partition("/")
        if not is_safe_path(path) or path == "current":
            raise DeployError(f"{path!r} 不能作对象的名字。")
        if folder == "current":
            return self._clients.bucket, self._clients.prefix + url
        return self._clients.archive_bucket, f"{self._clients.bucket}/{self._clients.prefix}{path}"

    def _folder(self, path: str) -> tuple[str, str]:
        """Return bucket and beginning of all keys in a folder."""
        if path == "current":
            return self._clients.bucket, self._clients.prefix
        bucket, key = self._key(path)
        return bucket, f"{key}/"

    def supports_symlinks(self) -> bool:
        """Stores have no links."""
        return False

    def read(self, path: str) -> bytes | None:
        """Get an object."""
        bucket, key = self._key(path)
        try:
            with translate_errors(bucket):
                data: bytes = self._client.get_object(Bucket=bucket, Key=key)["Body"].read()
        except FileNotFoundError:
            return None
        return data

    def write(self, path: str, data: bytes) -> None:
        """Put an object."""
        self._put_object(path, data)

    def _put_object(self, path: str, data: bytes, **extra: str) -> None:
        """Put an object; the store compares what came with the digest that was sent."""
        bucket, key = self._key(path)
        with translate_errors(bucket):
            self._client.put_object(
                Bucket=bucket, Key=key, Body=data, ContentMD5=_md5(data), **_headers(path), **extra
            )

    def create(self, path: str, data: bytes) -> bool:
        """Put an object if there is none.

        Many stores put it whatever is there. So this checks first, and again after a moment: of two
        that put at the same time, the later one stays and the earlier one sees it. Somebody whose
        object is on its way for longer than that moment is not seen. Who reads the object again
        later detects it: the lock does so before each of its renewals and before what is public
        is touched.
        """
        if self.read(path) is not None:
            return False
        try:
            self._put_object(path, data, IfNoneMatch="*")
        except FileExistsError:
            return False
        except DeployError:
            self._put_object(path, data)  # some stores refuse the condition itself
        time.sleep(CONSISTENCY_DELAY)
        if self.read(path) != data:
            return False
        self._check_private(path)
        return True

    def _check_private(self, path: str) -> None:
        """Reject an archive that everybody can read: withdrawn documents are in it."""
        bucket, key = self._key(path)
        try:
            with translate_errors(bucket):
                self._clients.anonymous.get_object(Bucket=bucket, Key=key)["Body"].close()
        except (OSError, DeployError, ConnectionLostError):
            return
        self.remove(path)
        raise DeployError(
            f"存档桶 {bucket} 谁都可以读：以前的版本和已经撤下的文件会被人读到。请把它改成私有。"
        )

    def upload(self, source: Path, path: str, tick: ProgressCallback) -> None:
        """Send a file: a small one at once, a large one in parts that the store joins."""
        if source.stat().st_size > _MULTIPART_SIZE:
            self._upload_multipart(source, path, tick)
            return
        data = source.read_bytes()
        self._put_object(path, data)
        tick(len(data))

    def _upload_multipart(self, source: Path, path: str, tick: ProgressCallback) -> None:
        bucket, key = self._key(path)
        with translate_errors(bucket):
            multipart_upload = self._client.create_multipart_upload(
                Bucket=bucket, Key=key, **_headers(path)
            )
        upload_id = {"Bucket": bucket, "Key": key, "UploadId": multipart_upload["UploadId"]}
        try:
            with translate_errors(bucket):
                parts = self._upload_parts(source, upload_id, tick)
                self._client.complete_multipart_upload(
                    **upload_id, MultipartUpload={"Parts": parts}
                )
        except BaseException:
            with suppress(OSError, DeployError, ConnectionLostError), translate_errors(bucket):
                self._client.abort_multipart_upload(**upload_id)
            raise

    def _upload_parts(
        self, source: Path, upload_id: dict[str, str], tick: ProgressCallback
    ) -> list[dict[str, Any]]:
        parts: list[dict[str, Any]] = []
        with source.open("rb") as file:
            for number in count(1):
                data = file.read(_MULTIPART_SIZE)
                if not data:
                    return parts
                response = self._client.upload_part(
                    **upload_id, PartNumber=number, Body=data, ContentMD5=_md5(data)
                )
                parts.append({"PartNumber": number, "ETag": response["ETag"]})
                tick(len(data))
        return parts

    def copy(self, source: str, target: str) -> None:
        """Copy inside the store; the copy gets the headers of its own name."""
        bucket, key = self._key(source)
        target_bucket, target_key = self._key(target)
        with translate_errors(bucket):
            self._client.copy_object(
                Bucket=target_bucket,
                Key=target_key,
                CopySource={"Bucket": bucket, "Key": key},
                MetadataDirective="REPLACE",
                **_headers(target),
            )

    def _list(self, folder: str, **extra: str) -> Iterable[dict[str, Any]]:
        bucket, prefix = self._folder(folder)
        pages = self._client.get_paginator("list_objects_v2")
        with translate_errors(bucket):
            yield from pages.paginate(Bucket=bucket, Prefix=prefix, **extra)

    def files(self, folder: str) -> dict[str, int]:
        """Return all objects below a folder; -1 for a name that no file can have."""
        start = len(self._folder(folder)[1])
        sizes: dict[str, int] = {}
        for page in self._list(folder):
            for entry in page.get("Contents", ()):
                url, size = entry["Key"][start:], entry["Size"]
                # Consoles put an empty object to show a folder.
                if not (size == 0 and (not url or (url.endswith("/") and is_safe_path(url[:-1])))):
                    sizes[url] = size if is_safe_path(url) else -1
        return sizes

    def names(self, folder: str) -> list[str]:
        """Return what is directly in a folder."""
        start = len(self._folder(folder)[1])
        names: set[str] = set()
        for page in self._list(folder, Delimiter="/"):
            names |= {entry["Key"][start:] for entry in page.get("Contents", ())}
            names |= {entry["Prefix"][start:-1] for entry in page.get("CommonPrefixes", ())}
        return sorted(names - {""})

    def digests(self, folder: str, urls: Iterable[str], tick: ProgressCallback) -> dict[str, str]:
        """Get the objects and digest them here: what a store reports of them could be false."""
        digests: dict[str, str] = {}

        def digest(url: str, on_progress: ProgressCallback) -> None:
            with suppress(FileNotFoundError):
                digests[url] = self._digest(f"{folder}/{url}")
            on_progress(0)

        parallel_for(self.max_concurrency, urls, digest, tick)
        return digests

    def _digest(self, path: str) -> str:
        bucket, key = self._key(path)
        hasher = hashlib.sha256()
        with translate_errors(bucket):
            body = self._client.get_object(Bucket=bucket, Key=key)["Body"]
            for block in body.iter_chunks(_BLOCK):
                hasher.update(block)
        return hasher.hexdigest()

    def rename(self, old: str, new: str) -> None:
        """Copy a file, then remove it under its old name; not if it changed in between."""
        etag = self._etag(old)
        self.copy(old, new)
        if self._etag(old) != etag:
            self.remove(new)
            raise FileNotFoundError(errno.ENOENT, "changed meanwhile", old)
        self.remove(old)

    def _etag(self, path: str) -> str:
        bucket, key = self._key(path)
        with translate_errors(bucket):
            return str(self._client.head_object(Bucket=bucket, Key=key)["ETag"])

    def remove(self, path: str) -> None:
        """Remove an object, and all that stand below it as in a folder."""
        bucket, prefix = self._folder(path)
        keys = [entry["Key"] for page in self._list(path) for entry in page.get("Contents", ())]
        with translate_errors(bucket):
            # One by one: removing many at once needs a header that boto3 no longer sends.
            for key in (*keys, prefix[:-1]) if path != "current" else keys:
                self._client.delete_object(Bucket=bucket, Key=key)

    def current_link(self) -> str | None:
        """Return whether anything is public."""
        return "" if self.read("state.json") is not None or self.files("current") else None

    def close(self) -> None:
        """Close the connections."""
        self._clients.client.close()
        self._clients.anonymous.close()


def _headers(path: str) -> dict[str, str]:
    """Return the headers of a file that is public; of the archive, nothing is public."""
    folder, _, url = path.partition("/")
    if folder != "current":
        return {}
    return {"ContentType": content_type_header(url), "CacheControl": cache_control(url)}


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
