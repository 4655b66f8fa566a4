"""Real servers on loopback that are reached by SSH, and a folder on them for each test."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.servers import SshServer, open_ssh


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with open_ssh(tmp_path_factory.mktemp("ssh") / "s") as running:
        yield running


@pytest.fixture(autouse=True)
def no_agent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the keys and the known hosts of whoever runs the tests out of them."""
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def folder(server: SshServer, tmp_path: Path) -> Path:
    path = server.home / hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]
    path.mkdir()
    return path
