"""A server of S3, keys for it, and two new buckets for each test."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.model.location import Location
from site_builder.model.target import S3Target
from tests.deploy.s3.s3_deployer import Deployer
from tests.helpers.s3_server import KEY, SECRET, S3Server, s3_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set the keys as people do, and hide what this machine may have."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setattr("site_builder.deploy.remotes.s3.CONSISTENCY_DELAY", 0.05)


@pytest.fixture
def target(server: S3Server, tmp_path: Path) -> S3Target:
    """Two new buckets."""
    name = hashlib.sha256(str(tmp_path).encode()).hexdigest()[:16]
    for bucket in (f"pub-{name}", f"arc-{name}"):
        server.client().create_bucket(Bucket=bucket)
    return S3Target(
        name="云",
        location=Location("config.yaml", 1),
        endpoint=server.endpoint,
        bucket=f"pub-{name}",
        prefix="公开/",
        archive_bucket=f"arc-{name}",
    )


@pytest.fixture
def deployer(target: S3Target, tmp_path: Path, server: S3Server) -> Deployer:
    return Deployer(target, tmp_path, server)
