"""SSH servers that can do less: no commands, no links, no rename over a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy import deployment
from tests.deploy.ssh.ssh_helpers import deploy, job, open_host, write_site
from tests.helpers import read_tree
from tests.helpers.servers import SshServer, open_ssh, sftp_without_links


@pytest.fixture(scope="module")
def server_without_links(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with sftp_without_links(tmp_path_factory.mktemp("rclone") / "s") as running:
        yield running


def test_a_server_without_links_gets_its_files_one_by_one(
    server_without_links: SshServer, tmp_path: Path
) -> None:
    (server_without_links.home / "site").mkdir()
    target = server_without_links.target("site")
    source = tmp_path / "site"
    write_site(source, {"index.html": b"one", "old.html": b"old", "a/big.bin": b"x" * 70_000})
    with open_host(target) as host:
        assert host.protocol == "SFTP"
        assert not host.supports_symlinks()
        assert host.current_link() is None
    first = deploy(target, source)
    assert first is not None
    write_site(source, {"index.html": b"two", "new.html": b"new"})
    (source / "old.html").unlink()
    assert deploy(target, source, 2) is not None
    assert read_tree(server_without_links.home / "site/current") == read_tree(source)
    event, _ = deployment.rollback(job(target), "")
    assert event.release == first.release
    now = read_tree(server_without_links.home / "site/current")
    assert now == {"index.html": b"one", "old.html": b"old", "a/big.bin": b"x" * 70_000}
    with open_host(server_without_links.target("site", "rsync")) as host:
        assert host.protocol == "SFTP"


def test_a_server_that_runs_no_commands_is_reached_by_sftp(tmp_path: Path) -> None:
    write_site(tmp_path / "site", {"index.html": b"1"})
    with open_ssh(tmp_path / "s", "ForceCommand internal-sftp") as server:
        target = server.target(str(server.home))
        with open_host(target) as host:
            assert host.protocol == "SFTP"
        assert deploy(target, tmp_path / "site") is not None
        assert (server.home / "current").is_symlink()


def test_a_server_that_cannot_rename_over_is_given_no_link(tmp_path: Path) -> None:
    source = tmp_path / "site"
    with open_ssh(tmp_path / "s", "ForceCommand internal-sftp -P posix-rename") as server:
        (server.home / "site").mkdir()
        target = server.target(str(server.home / "site"))
        with open_host(target) as host:
            assert not host.supports_symlinks()
            assert "有一瞬间打不开" in host.protocol
        write_site(source, {"index.html": b"one", "a.html": b"a"})
        assert deploy(target, source) is not None
        write_site(source, {"index.html": b"two"})
        assert deploy(target, source, 1) is not None
        assert not (server.home / "site/current").is_symlink()
        assert read_tree(server.home / "site/current") == read_tree(source)
        # A link that another way of transfer left is never taken away, not even for a moment.
        (server.home / "linked/releases/a").mkdir(parents=True)
        (server.home / "linked/current").symlink_to("releases/a")
        with open_host(server.target(str(server.home / "linked"))) as host:
            with pytest.raises(DeployError, match="posix-rename"):
                host.activate("b")
            with pytest.raises(OSError, match="none"):
                host.rename("none", "releases")
            assert host.current_link() == "releases/a"
        assert sorted(path.name for path in (server.home / "linked").iterdir()) == [
            "current",
            "releases",
        ]


def test_a_link_is_switched_by_a_command_where_sftp_cannot(tmp_path: Path) -> None:
    with open_ssh(tmp_path / "s", sftp="-P posix-rename") as server:
        for name in ("a", "b"):
            (server.home / "releases" / name).mkdir(parents=True)
        with open_host(server.target(str(server.home))) as host:
            assert host.supports_symlinks()
            for name in ("a", "b"):
                host.activate(name)
                assert host.current_link() == f"releases/{name}"
        assert sorted(path.name for path in server.home.iterdir()) == ["current", "releases"]
        assert not any((server.home / "releases/a").iterdir())
