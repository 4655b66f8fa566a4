"""Small releases for the tests of deployment: each page and its stylesheet name their release."""

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from site_builder.core.hashing import digest
from site_builder.deploy import deployment
from site_builder.deploy.deployment import DeployRequest
from site_builder.deploy.release import Author, collect_files, make_release
from site_builder.deploy.remote import Remote
from site_builder.deploy.remotes.local import LocalRemote
from site_builder.model.release import Release
from tests.helpers import read_tree

PAGES = ("index.html", "a.html", "2020/b.html", "2020/deep/c.html")
UNCHANGED_FILE = "2020/steady.pdf"
"""A file that no version changes."""
_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def write_version(folder: Path, number: int, *, pages: tuple[str, ...] = PAGES) -> Path:
    """Write one version of a site. Its pages link the stylesheet by a name of its contents."""
    style = f"body{{--version:{number}}}".encode()
    name = f"assets/site.{hashlib.blake2b(style, digest_size=4).hexdigest()}.css"
    _write(folder / name, style)
    _write(folder / UNCHANGED_FILE, b"%PDF-" + b"steady" * 20_000)
    _write(folder / "data.json", json.dumps({"version": number}).encode())
    for url in pages:
        up = "../" * url.count("/")
        text = f'<!doctype html><link rel="stylesheet" href="{up}{name}"><p>version {number}</p>'
        _write(folder / url, (text + " " * 2000).encode())
    return folder


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def release_of(folder: Path, number: int) -> Release:
    """Take a folder as a release; the number decides its time."""
    digests = {url: digest(data) for url, data in read_tree(folder).items()}
    return make_release(collect_files(folder, digests, lambda _: None), author(number))


def author(number: int) -> Author:
    """Somebody, at a time of their own."""
    return Author("测试员", _DAY + timedelta(seconds=number))


def job(host: Path | Remote, number: int = 0, keep: int = 5) -> DeployRequest:
    """Ask a folder of this machine, or another remote."""
    return DeployRequest(
        connect=lambda: LocalRemote(host) if isinstance(host, Path) else host,
        author=author(number),
        keep=keep,
        sign=lambda _: b"",
        on_message=lambda _: None,
        on_progress=lambda *_: None,
    )


def read_online(root: Path) -> dict[str, bytes]:
    """Read all that the public can read, carried assets left out."""
    top = Path(os.path.realpath(root / "current"))
    files = {path.relative_to(top).as_posix(): path for path in top.rglob("*") if path.is_file()}
    return {url: path.read_bytes() for url, path in files.items() if "assets/" not in url}


def read_version(folder: Path) -> dict[str, bytes]:
    """Read a version as the public should see it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "assets" not in path.parts
    }


class PlainHost(LocalRemote):
    """A disk without links of any kind, as some shares are."""

    def supports_symlinks(self) -> bool:
        return False

    def _link(self, old: str, new: str) -> bool:
        del old, new
        return False


def deploy_version(
    host: LocalRemote, folder: Path, number: int, keep: int = 5, *, again: bool = False
) -> str:
    """Deploy a version; give its id."""
    new_release = release_of(folder, number)
    assert deployment.deploy(job(host, number, keep), new_release, folder, force=again)
    return new_release.id
