"""Fixtures of the tests of deployment."""

from pathlib import Path

import pytest

from site_builder.deploy.remotes.local import LocalRemote
from tests.deploy.releases import PlainHost


@pytest.fixture(params=[LocalRemote, PlainHost], ids=["switching", "ordered"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> LocalRemote:
    (tmp_path / "www").mkdir()
    local_host: LocalRemote = request.param(tmp_path / "www")
    return local_host
