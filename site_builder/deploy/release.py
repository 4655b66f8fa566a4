"""A release's list of files: made from a built folder, written as a record, read back, compared.

A record comes back from a remote that somebody may have tampered with, so every name in it is
checked before it is used as a path.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from site_builder.core.errors import DeployError
from site_builder.core.hashing import digest, sha256
from site_builder.core.safe_files import read_below
from site_builder.core.urls import is_safe_path
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.release import FileEntry, Release, ReleaseDiff, Requirement

_VERSION = 1
_ID = lazy_pattern(r"\d{8}-\d{6}-[0-9a-f]{8}")
_PART = lazy_pattern(r"[0-9a-f]{16}\.part")
_RECORD = lazy_pattern(rf"({_ID.pattern})\.json(?:\.sig)?")
_SHA = lazy_pattern(r"[0-9a-f]{64}")
_HASHED = lazy_pattern(r"assets/[\w-]+\.[0-9a-f]{8,}\.\w+")
CHINA_TIME = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Author:
    """Who deploys, and when."""

    name: str
    now: datetime

    @property
    def timestamp(self) -> str:
        """Write the time as records do."""
        return self.now.astimezone(CHINA_TIME).isoformat(timespec="seconds")


def make_release(
    files: Mapping[str, FileEntry], author: Author, waived: tuple[Requirement, ...] = ()
) -> Release:
    """Return the name of a release by the day, the time and its contents."""
    digest = digest_of(files)
    timestamp = author.now.astimezone(CHINA_TIME).strftime("%Y%m%d-%H%M%S")
    return Release(
        f"{timestamp}-{digest[:8]}", digest, files, author.name, author.timestamp, waived
    )


def is_id(text: str) -> bool:
    """Return whether a text can be the name of a release."""
    return bool(_ID.fullmatch(text))


def is_part(name: str) -> bool:
    """Return whether a folder is an upload that was not finished."""
    return bool(_PART.fullmatch(name))


def is_object(name: str) -> bool:
    """Return whether a file can be one that is stored under its digest."""
    return bool(_SHA.fullmatch(name))


def release_id_of(name: str) -> str:
    """Return the release that a file of `records/` is about; empty for a foreign file."""
    match = _RECORD.fullmatch(name)
    return match[1] if match else ""


def sanitize_text(text: str) -> str:
    """Take out of a record's text what would steer a terminal."""
    return "".join(char for char in text if char.isprintable())


def is_hashed(url: str) -> bool:
    """Return whether a file is named by its contents, so that it never changes under its name."""
    return bool(_HASHED.fullmatch(url))


def collect_files(
    folder: Path, digests: Mapping[str, str], on_progress: Callable[[int], None]
) -> dict[str, FileEntry]:
    """Read the files of a built site once: are they what was built, and what is their SHA-256?

    Raises DeployError for one that is no plain file, and for one that was changed.
    """
    files: dict[str, FileEntry] = {}
    for url, built_digest in sorted(digests.items()):
        message = f"{folder / url} 不在生成的网站里，或者不是普通文件。请重新生成网站。"
        if not is_safe_path(url):
            raise DeployError(message)
        try:
            data = read_below(folder, url)
        except PermissionError:
            raise DeployError(f"{folder / url} 没有读取权限。请重新生成网站。") from None
        except OSError:
            raise DeployError(message) from None
        if digest(data) != built_digest:
            raise DeployError(f"{folder} 里的 {url} 在生成以后被改动过。请重新生成网站。")
        files[url] = FileEntry(len(data), sha256(data))
        on_progress(len(files))
    return files


def changed_since(folder: Path, files: Mapping[str, FileEntry]) -> str:
    """Return the name of a file that is no longer as a release records it; empty for none."""
    for url, entry in files.items():
        try:
            data = read_below(folder, url)
        except OSError:
            return url
        if sha256(data) != entry.sha256:
            return url
    return ""


def digest_of(files: Mapping[str, FileEntry]) -> str:
    """Return the digest of a list of files: the same site has the same, whenever deployed."""
    lines = (f"{entry.sha256} {entry.size} {url}\n" for url, entry in sorted(files.items()))
    return sha256("".join(lines).encode())


def compare(before: Mapping[str, FileEntry], after: Mapping[str, FileEntry]) -> ReleaseDiff:
    """Return what changes from one list of files to another."""
    return ReleaseDiff(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(url for url in after.keys() & before.keys() if after[url] != before[url])),
        tuple(sorted(before.keys() - after.keys())),
    )


def to_json(release: Release) -> bytes:
    """Write a release's record."""
    record = {
        "version": _VERSION,
        "id": release.id,
        "digest": release.digest,
        "who": release.author,
        "when": release.created_at,
        "files": {url: [entry.size, entry.sha256] for url, entry in sorted(release.files.items())},
        "accepted": [requirement.to_dict() for requirement in release.waived_requirements],
    }
    return (json.dumps(record, ensure_ascii=False, indent=0) + "\n").encode()


def from_json(data: bytes) -> Release:
    """Read a record. Raises DeployError when it is no whole record with safe names."""
    try:
        raw = json.loads(data)
        files = _parse_files(raw["files"])
        author, created_at = sanitize_text(str(raw["who"])), sanitize_text(str(raw["when"]))
        waived = _parse_requirements(raw.get("accepted", []))
        release = Release(str(raw["id"]), str(raw["digest"]), files, author, created_at, waived)
        is_valid = raw["version"] == _VERSION and is_id(release.id)
        is_valid = is_valid and release.digest == digest_of(files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_valid = False
    if not is_valid:
        raise DeployError("发布记录损坏，或者被人改动过。")
    return release


def _parse_requirements(raw: Any) -> tuple[Requirement, ...]:  # noqa: ANN401 - whatever the JSON held
    keys = ("file", "problem", "message", "reason")
    return tuple(Requirement(*(sanitize_text(str(item[key])) for key in keys)) for item in raw)


def _parse_files(raw: Any) -> dict[str, FileEntry]:  # noqa: ANN401 - whatever the JSON held
    files = {}
    for url, (size, sha) in raw.items():
        if not is_safe_path(url) or not isinstance(size, int) or not _SHA.fullmatch(sha):
            raise ValueError(url)
        files[url] = FileEntry(size, sha)
    return files
