"""Deploy versions of a small site to a bucket."""

import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from site_builder.core.hashing import digest
from site_builder.deploy import deployment
from site_builder.deploy.deployment import DeployRequest
from site_builder.deploy.release import Author, collect_files, make_release
from site_builder.deploy.remotes.s3 import connect
from site_builder.model.release import DeploymentEvent, Release
from site_builder.model.target import S3Target
from tests.helpers import ROOT
from tests.helpers.s3_server import S3Server

NOON = datetime(2024, 1, 31, 12, tzinfo=timezone(timedelta(hours=8)))
RUN = """
import pickle, sys
from pathlib import Path
from site_builder.deploy import deployment
from site_builder.deploy.remotes import s3
s3.CONSISTENCY_DELAY = 0.03
target, author, release, folder = pickle.load(sys.stdin.buffer)
s3.connect(target, Path()).close()
print("ready", flush=True)
nothing = lambda *_: b""
deployment.deploy(deployment.DeployRequest(lambda: s3.connect(target, Path()), author, 1, nothing, nothing, nothing), release, folder)
"""  # noqa: E501 - one line of a program


@dataclass
class Deployer:
    """Somebody who deploys to a target, each time a minute later."""

    target: S3Target
    folder: Path
    server: S3Server
    keep: int = 5
    messages: list[str] = field(default_factory=list)
    minute: int = 0

    def job(self) -> DeployRequest:
        """Return who deploys."""
        return DeployRequest(
            connect=lambda: connect(self.target, Path()),
            author=Author("张三", NOON + timedelta(minutes=self.minute)),
            keep=self.keep,
            sign=lambda _: b"",
            on_message=self.messages.append,
            on_progress=lambda *_: None,
        )

    def release(self, site: Mapping[str, bytes]) -> tuple[Release, Path]:
        """Write a site to a folder of its own."""
        self.minute += 1
        folder = self.folder / f"site-{self.minute}"
        for url, data in site.items():
            (folder / url).parent.mkdir(parents=True, exist_ok=True)
            (folder / url).write_bytes(data)
        facts = collect_files(
            folder, {url: digest(data) for url, data in site.items()}, lambda _: None
        )
        return make_release(facts, self.job().author), folder

    def deploy(self, site: Mapping[str, bytes]) -> DeploymentEvent | None:
        """Deploy a site."""
        release, folder = self.release(site)
        return deployment.deploy(self.job(), release, folder)

    def public(self) -> dict[str, bytes]:
        """Return what the public can read."""
        objects = self.server.objects(self.target.bucket)
        return {key.removeprefix(self.target.prefix): data for key, data in objects.items()}


def site(*years: int, style: bytes = b"body{}", extra: str = "") -> dict[str, bytes]:
    """Build a small site: pages of some years, tables, and a style sheet named by its contents."""
    name = f"assets/style.{len(style):010d}.css"
    pages = {f"{year}/报告.html": f"{year} {name} {extra}".encode() for year in years}
    tables = {f"{year}/表.csv": f"{year}".encode() for year in years}
    return {
        "index.html": f"{years} {name}".encode(),
        "404.html": b"none",
        name: style,
        **pages,
        **tables,
    }


def start(deployer: Deployer, expected: Mapping[str, bytes]) -> subprocess.Popen[bytes]:
    """Begin a deployment in a process of its own; it has loaded all it needs."""
    release, folder = deployer.release(expected)
    process = subprocess.Popen(
        [sys.executable, "-c", RUN], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(pickle.dumps((deployer.target, deployer.job().author, release, folder)))
    process.stdin.close()
    assert process.stdout.readline() == b"ready\n"
    return process
