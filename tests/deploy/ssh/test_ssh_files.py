"""Files, links and names on a server that is reached by SSH, with commands and by SFTP alone."""

import hashlib
import os
import pwd
from pathlib import Path

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy.remote import PARTIAL_SUFFIX, HardlinkSource
from site_builder.model.release import FileEntry
from tests.deploy.ssh.ssh_helpers import TRANSFERS, deploy, no_progress, open_host, write_site
from tests.helpers import read_tree
from tests.helpers.servers import SshServer

ODD = "-o ProxyCommand=x 中 文\n$(touch pwned)`touch pwned`'\"*[a]~"
"""What no shell on the way may understand."""
NAMES = (
    "index.html",
    "-rf.html",
    "#note.txt",
    ";x.txt",
    "$(touch pwned)'\"`x`.html",
    "--delete/ a b /中文：说明.html",
    "~/x*[a]?.txt",
    "&&/|/>out",
)


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_small_files_are_written_whole_and_read_back(
    server: SshServer, folder: Path, transfer: str
) -> None:
    big = "说明\n\0".encode() * 60_000
    with open_host(server.target(str(folder), transfer)) as host:
        assert host.protocol == {"rsync": "SSH", "sftp": "SFTP"}[transfer]
        assert host.read("records/a.json") is None
        host.write("records/a.json", b"old")
        host.write("records/a.json", big)
        host.write("empty", b"")
        assert (host.read("records/a.json"), host.read("empty")) == (big, b"")
        assert host.create("lock.json", b"1") is True
        assert host.create("lock.json", b"2") is False
        assert host.read("lock.json") == b"1"
        assert host.names("records") == ["a.json"]
        assert host.names("none") == []
    assert sorted(read_tree(folder)) == ["empty", "lock.json", "records/a.json"]
    assert (folder / "records").stat().st_mode & 0o777 == 0o755
    assert (folder / "records/a.json").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_files_are_put_copied_renamed_and_removed(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    source = tmp_path / "big"
    source.write_bytes(os.urandom(700_001))
    progress: list[int] = []
    with open_host(server.target(str(folder), transfer)) as host:
        host.upload(source, "objects/one", progress.append)
        host.copy("objects/one", "a/b/two")
        host.copy("objects/one", "a/b/two")
        host.write("three", b"3")
        host.rename("three", "a/b/two")
        host.rename("a", "z")
        assert host.files("z") == {"b/two": 1}
        with pytest.raises(OSError, match="z/none"):
            host.copy("z/none", "z/other")
        digests = host.digests("objects", ["one", "none"], no_progress)
        assert digests == {"one": hashlib.sha256(source.read_bytes()).hexdigest()}
        host.remove("objects")
        host.remove("objects")
        host.remove("z/b/two")
    assert sum(progress) == 700_001
    assert read_tree(folder) == {}


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_link_is_switched_in_one_step(server: SshServer, folder: Path, transfer: str) -> None:
    with open_host(server.target(str(folder), transfer)) as host:
        assert host.supports_symlinks()
        assert list(folder.iterdir()) == []
        assert host.current_link() is None
        for name in ("a", "b"):
            (folder / "releases" / name).mkdir(parents=True)
            host.activate(name)
            assert host.current_link() == f"releases/{name}"
        assert not any((folder / "releases/a").iterdir())
        assert (folder / "current").readlink() == Path("releases/b")
        host.remove("current")
        (folder / "current").mkdir()
        assert host.current_link() == ""
        with pytest.raises(OSError, match=r".+"):
            host.activate("a")
        assert (folder / "current").is_dir()


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_odd_names_reach_the_server_and_nothing_else(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    target = folder / ODD.replace("/", "")
    target.mkdir()
    files = {name: name.encode() * 9 for name in NAMES}
    facts = write_site(tmp_path / "site", files)
    with open_host(server.target(str(target), transfer)) as host:
        host.upload_tree(
            tmp_path / "site",
            facts,
            "releases/a.part",
            HardlinkSource("", frozenset()),
            no_progress,
        )
        assert host.files("releases/a.part") == {url: entry.size for url, entry in facts.items()}
        assert host.digests("releases/a.part", facts, no_progress) == {
            url: entry.sha256 for url, entry in facts.items()
        }
        host.rename("releases/a.part", "releases/a")
        host.write(f"records/{NAMES[4]}", b"x")
        assert host.names("records") == [NAMES[4]]
        host.remove(f"releases/a/{NAMES[5]}")
    assert read_tree(target / "releases/a") == {
        name: data for name, data in files.items() if name != NAMES[5]
    }
    assert [path.name for path in folder.iterdir()] == [target.name]
    assert not list(server.folder.rglob("pwned"))
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_no_name_leads_out_of_the_target(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    with open_host(server.target(str(folder), transfer)) as host:
        for bad in ("../x", "/x", "a/../../x", "a//x", "", "."):
            fact = {bad: FileEntry(1, "0" * 64)}
            for method, arguments in (
                (host.remove, (bad,)),
                (host.write, (bad, b"x")),
                (host.rename, ("a", bad)),
                (
                    host.upload_tree,
                    (tmp_path, fact, "r", HardlinkSource("", frozenset()), no_progress),
                ),
            ):
                with pytest.raises(DeployError, match="目标目录之外"):
                    method(*arguments)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_planted_link_is_refused(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret").write_text("s")
    write_site(tmp_path / "site", {"index.html": b"1"})
    (folder / "releases").symlink_to(elsewhere)
    (folder / "objects").symlink_to(elsewhere)
    (folder / "a.json").symlink_to(elsewhere / "secret")
    with open_host(server.target(str(folder), transfer)) as host:
        for act in (
            lambda: host.files("releases"),
            lambda: host.names("objects"),
            lambda: host.read("objects/secret"),
            lambda: host.read("a.json"),
            lambda: host.copy("a.json", "b.json"),
            lambda: host.upload(tmp_path / "site/index.html", "objects/1", no_progress),
            lambda: host.remove("releases/secret"),
            lambda: host.digests("objects", ["secret"], no_progress),
        ):
            with pytest.raises(DeployError, match="链接"):
                act()
        host.write("a.json", b"ours")
    with pytest.raises(DeployError, match="releases"):
        deploy(server.target(str(folder), transfer), tmp_path / "site")
    assert read_tree(elsewhere) == {"secret": b"s"}
    assert (folder / "a.json").read_bytes() == b"ours"


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_links_inside_an_upload_are_replaced(
    server: SshServer, folder: Path, tmp_path: Path, transfer: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    write_site(elsewhere, {"x.html": b"theirs"})
    facts = write_site(tmp_path / "site", {"x.html": b"ours!!"})
    part = folder / "releases/a.part"
    part.mkdir(parents=True)
    (part / "x.html").symlink_to(elsewhere / "x.html")
    (part / f"x.html{PARTIAL_SUFFIX}").symlink_to(elsewhere / "x.html")
    with open_host(server.target(str(folder), transfer)) as host:
        assert host.files("releases/a.part")["x.html"] == -1
        assert host.digests("releases/a.part", ["x.html"], no_progress) == {}
        host.upload_tree(
            tmp_path / "site",
            facts,
            "releases/a.part",
            HardlinkSource("", frozenset()),
            no_progress,
        )
        (part / "sub").symlink_to(elsewhere)
        deep = write_site(tmp_path / "site", {"sub/x.html": b"ours!!"})
        with pytest.raises(DeployError, match="sub"):
            host.upload_tree(
                tmp_path / "site",
                deep,
                "releases/a.part",
                HardlinkSource("", frozenset()),
                no_progress,
            )
    assert not (part / "x.html").is_symlink()
    assert (part / "x.html").read_bytes() == b"ours!!"
    assert read_tree(elsewhere) == {"x.html": b"theirs"}


def test_commands_are_run_where_they_can_be(server: SshServer, folder: Path) -> None:
    with open_host(server.target(str(folder))) as host:
        assert (host.protocol, host.can_hash_remotely) == ("SSH", True)
    with open_host(server.target(str(folder), "sftp")) as host:
        assert (host.protocol, host.can_hash_remotely) == ("SFTP", False)


def test_a_folder_may_be_named_from_where_a_login_arrives(server: SshServer, folder: Path) -> None:
    relative = os.path.relpath(folder, pwd.getpwuid(os.geteuid()).pw_dir)
    for transfer in TRANSFERS:
        with open_host(server.target(f"~/{relative}", transfer)) as host:
            host.write(f"{transfer}.txt", b"1")
    assert sorted(read_tree(folder)) == ["rsync.txt", "sftp.txt"]
