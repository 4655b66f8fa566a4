"""Buckets of a store that speaks S3 (阿里云 OSS, 腾讯云 COS, 华为云 OBS, MinIO …) as a host.

What the public reads is in one bucket; records, state and the objects of all releases are in
another, private one, under the name of the first: a private bucket can serve many targets.

A store has no links, so a release gets online file by file (`ordered`). Each object appears whole
or not at all.
"""

import base64
import errno
import hashlib
import time
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from site_builder.deploy.headers import cache_control
from site_builder.deploy.host import DeployError, LostError, Tick
from site_builder.deploy.hosts.store import HANDS, Line, open_line, talking
from site_builder.deploy.parallel import each
from site_builder.media import content_type_header
from site_builder.model.target import Target
from site_builder.urls import is_safe_path

_PART = 8 << 20
"""Larger files go in parts of so many bytes; stores want at least 5 MB."""
_BLOCK = 1 << 20
_SETTLE = 1.0
"""Seconds after which two that created the same file at once find out whose it is."""


def connect(target: Target) -> "S3Host":
    """Connect to a target's buckets. Raises DeployError when they cannot be worked with."""
    return S3Host(open_line(target))


class S3Host:
    """Works below the prefix of one bucket, and in the archive."""

    transfer = "S3"
    reads_cheaply = False
    copies_cheaply = True
    hands = HANDS

    def __init__(self, line: Line) -> None:
        self._line = line
        self._client = line.client

    def _key(self, path: str) -> tuple[str, str]:
        """Give bucket and key of a file. Raises DeployError for a name that leads elsewhere."""
        first, _, url = path.partition("/")
        if not is_safe_path(path) or path == "current":
            raise DeployError(f"{path!r} 不能作对象的名字。")
        if first == "current":
            return self._line.bucket, self._line.prefix + url
        return self._line.archive, f"{self._line.bucket}/{self._line.prefix}{path}"

    def _folder(self, path: str) -> tuple[str, str]:
        """Give bucket and beginning of all keys in a folder."""
        if path == "current":
            return self._line.bucket, self._line.prefix
        bucket, key = self._key(path)
        return bucket, f"{key}/"

    def can_switch(self) -> bool:
        """Stores have no links."""
        return False

    def read(self, path: str) -> bytes | None:
        """Get an object."""
        bucket, key = self._key(path)
        try:
            with talking(bucket):
                data: bytes = self._client.get_object(Bucket=bucket, Key=key)["Body"].read()
        except FileNotFoundError:
            return None
        return data

    def write(self, path: str, data: bytes) -> None:
        """Put an object."""
        self._send(path, data)

    def _send(self, path: str, data: bytes, **more: str) -> None:
        """Put an object; the store compares what came with the digest that was sent."""
        bucket, key = self._key(path)
        with talking(bucket):
            self._client.put_object(
                Bucket=bucket, Key=key, Body=data, ContentMD5=_md5(data), **_headers(path), **more
            )

    def create(self, path: str, data: bytes) -> bool:
        """Put an object if there is none.

        Many stores put it whatever is there. So we look first, and again after a moment: of two
        that put at the same time, the later one stays and the earlier one sees it. Somebody whose
        object is on its way for longer than that moment is not seen. Who reads the object again
        later finds out: the lock does so before each of its renewals and before what is public
        is touched.
        """
        if self.read(path) is not None:
            return False
        try:
            self._send(path, data, IfNoneMatch="*")
        except FileExistsError:
            return False
        except DeployError:
            self._send(path, data)  # some stores refuse the condition itself
        time.sleep(_SETTLE)
        if self.read(path) != data:
            return False
        self._must_be_private(path)
        return True

    def _must_be_private(self, path: str) -> None:
        """Refuse an archive that everybody can read: withdrawn documents are in it."""
        bucket, key = self._key(path)
        try:
            with talking(bucket):
                self._line.stranger.get_object(Bucket=bucket, Key=key)["Body"].close()
        except (OSError, DeployError, LostError):
            return
        self.remove(path)
        raise DeployError(
            f"存档桶 {bucket} 谁都可以读：以前的版本和已经撤下的文件会被人读到。请把它改成私有。"
        )

    def put(self, source: Path, path: str, tick: Tick) -> None:
        """Send a file: a small one at once, a large one in parts that the store joins."""
        if source.stat().st_size > _PART:
            self._put_parts(source, path, tick)
            return
        data = source.read_bytes()
        self._send(path, data)
        tick(len(data))

    def _put_parts(self, source: Path, path: str, tick: Tick) -> None:
        bucket, key = self._key(path)
        with talking(bucket):
            begun = self._client.create_multipart_upload(Bucket=bucket, Key=key, **_headers(path))
        where = {"Bucket": bucket, "Key": key, "UploadId": begun["UploadId"]}
        try:
            with talking(bucket):
                parts = self._send_parts(source, where, tick)
                self._client.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})
        except BaseException:
            with suppress(OSError, DeployError, LostError), talking(bucket):
                self._client.abort_multipart_upload(**where)
            raise

    def _send_parts(self, source: Path, where: dict[str, str], tick: Tick) -> list[dict[str, Any]]:
        parts: list[dict[str, Any]] = []
        with source.open("rb") as file:
            for number in count(1):
                data = file.read(_PART)
                if not data:
                    return parts
                answer = self._client.upload_part(
                    **where, PartNumber=number, Body=data, ContentMD5=_md5(data)
                )
                parts.append({"PartNumber": number, "ETag": answer["ETag"]})
                tick(len(data))
        return parts

    def copy(self, source: str, target: str) -> None:
        """Copy inside the store; the copy gets the headers of its own name."""
        bucket, key = self._key(source)
        into, name = self._key(target)
        with talking(bucket):
            self._client.copy_object(
                Bucket=into,
                Key=name,
                CopySource={"Bucket": bucket, "Key": key},
                MetadataDirective="REPLACE",
                **_headers(target),
            )

    def _list(self, folder: str, **more: str) -> Iterable[dict[str, Any]]:
        bucket, prefix = self._folder(folder)
        pages = self._client.get_paginator("list_objects_v2")
        with talking(bucket):
            yield from pages.paginate(Bucket=bucket, Prefix=prefix, **more)

    def files(self, folder: str) -> dict[str, int]:
        """List all objects below a folder; -1 for a name that no file can have."""
        start = len(self._folder(folder)[1])
        found: dict[str, int] = {}
        for page in self._list(folder):
            for one in page.get("Contents", ()):
                url, size = one["Key"][start:], one["Size"]
                # Consoles put an empty object to show a folder.
                if not (size == 0 and (not url or (url.endswith("/") and is_safe_path(url[:-1])))):
                    found[url] = size if is_safe_path(url) else -1
        return found

    def names(self, folder: str) -> list[str]:
        """List what is directly in a folder."""
        start = len(self._folder(folder)[1])
        found: set[str] = set()
        for page in self._list(folder, Delimiter="/"):
            found |= {one["Key"][start:] for one in page.get("Contents", ())}
            found |= {one["Prefix"][start:-1] for one in page.get("CommonPrefixes", ())}
        return sorted(found - {""})

    def digests(self, folder: str, urls: Iterable[str], tick: Tick) -> dict[str, str]:
        """Get the objects and digest them here: what a store says of them could be made up."""
        found: dict[str, str] = {}

        def digest(url: str, told: Tick) -> None:
            with suppress(FileNotFoundError):
                found[url] = self._digest(f"{folder}/{url}")
            told(0)

        each(self.hands, urls, digest, tick)
        return found

    def _digest(self, path: str) -> str:
        bucket, key = self._key(path)
        whole = hashlib.sha256()
        with talking(bucket):
            for block in self._client.get_object(Bucket=bucket, Key=key)["Body"].iter_chunks(
                _BLOCK
            ):
                whole.update(block)
        return whole.hexdigest()

    def rename(self, old: str, new: str) -> None:
        """Copy a file, then remove it under its old name; not if it changed in between."""
        before = self._tag(old)
        self.copy(old, new)
        if self._tag(old) != before:
            self.remove(new)
            raise FileNotFoundError(errno.ENOENT, "changed meanwhile", old)
        self.remove(old)

    def _tag(self, path: str) -> str:
        bucket, key = self._key(path)
        with talking(bucket):
            return str(self._client.head_object(Bucket=bucket, Key=key)["ETag"])

    def remove(self, path: str) -> None:
        """Remove an object, and all that stand below it as in a folder."""
        bucket, prefix = self._folder(path)
        keys = [one["Key"] for page in self._list(path) for one in page.get("Contents", ())]
        with talking(bucket):
            # One by one: removing many at once needs a header that boto3 no longer sends.
            for key in (*keys, prefix[:-1]) if path != "current" else keys:
                self._client.delete_object(Bucket=bucket, Key=key)

    def current(self) -> str | None:
        """Tell whether anything is public."""
        return "" if self.read("state.json") is not None or self.files("current") else None

    def close(self) -> None:
        """Close the connections."""
        self._line.client.close()
        self._line.stranger.close()


def _headers(path: str) -> dict[str, str]:
    """Say what the public gets told of a file; what is archived is told to nobody."""
    first, _, url = path.partition("/")
    if first != "current":
        return {}
    return {"ContentType": content_type_header(url), "CacheControl": cache_control(url)}


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
