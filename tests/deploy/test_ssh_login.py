"""Logins by what ~/.ssh configures: names, keys, an agent, servers on the way."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy.remotes import ssh
from site_builder.model.target import SshTarget
from tests.helpers.servers import SshServer, make_key, open_ssh


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with open_ssh(tmp_path_factory.mktemp("ssh") / "s") as running:
        yield running


@pytest.fixture
def home(server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be somebody who has logged in to the server before."""
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / ".ssh"
    folder.mkdir()
    (folder / "known_hosts").write_text(server.known_hosts.read_text())
    return folder


@pytest.fixture
def target(server: SshServer) -> SshTarget:
    """Return the server's target as in settings."""
    return server.target(str(server.home), host="web", key_file="", known_hosts="")


def logs_in(target: SshTarget) -> bool:
    """Return whether the server accepts the login."""
    try:
        ssh.connect(target, Path()).close()
    except DeployError as error:
        if "没有让" not in str(error):
            raise
        return False
    return True


@contextmanager
def agent(*keys: Path) -> Iterator[str]:
    """Run an agent that holds keys."""
    output = subprocess.run(["ssh-agent", "-s"], capture_output=True, text=True, check=True).stdout
    agent = dict(part.strip().split("=", 1) for part in output.split(";") if "=" in part)
    environment = {**os.environ, "SSH_AUTH_SOCK": agent["SSH_AUTH_SOCK"]}
    try:
        for key in keys:
            subprocess.run(["ssh-add", "-q", key], env=environment, check=True)
        yield agent["SSH_AUTH_SOCK"]
    finally:
        with suppress(ProcessLookupError):
            os.kill(int(agent["SSH_AGENT_PID"]), signal.SIGTERM)


SETTINGS = {
    "name and key": "IdentityFile ~/.ssh/none\n IdentityFile {key}",
    "a server on the way": "IdentityFile {key}\n ProxyJump me@way\nHost way\n Port {port}\n"
    " HostName 127.0.0.1\n User {user}\n IdentityFile {key}",
    "a way through itself": "IdentityFile {key}\nHost *\n ProxyJump 127.0.0.1:{port}\n"
    " IdentityFile {key}",
    "what is not for us": "IdentityFile {key}\n RemoteCommand false\n RequestTTY force\n"
    " ControlMaster auto\n StrictHostKeyChecking no\n ForwardAgent yes\n Unknown x",
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_settings_of_ssh_hold(
    server: SshServer, home: Path, target: SshTarget, settings: str
) -> None:
    text = settings.replace("me@", f"{target.user}@")
    text = text.format(key=server.key, port=server.port, user=target.user)
    (home / "config").write_text(f"Host web\n HostName 127.0.0.1\n {text}\n")
    assert logs_in(target)


@pytest.mark.parametrize("list_", ["none", "/dev/null"])
def test_no_setting_makes_a_stranger_trusted(
    server: SshServer, home: Path, target: SshTarget, list_: str
) -> None:
    (home / "config").write_text(
        f"Host web\n HostName 127.0.0.1\n UserKnownHostsFile {list_}\n"
        f" StrictHostKeyChecking no\n IdentityFile {server.key}\n"
        f"Host past\n HostName 127.0.0.1\n ProxyJump web:{server.port}\n"
    )
    for name in ("web", "past"):
        with pytest.raises(DeployError, match="不认识服务器 web"):
            ssh.connect(replace(target, host=name), Path())


def test_a_server_known_by_another_kind_of_key_is_a_stranger(
    server: SshServer, home: Path, target: SshTarget
) -> None:
    other = home / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", other], check=True)
    (home / "known_hosts").write_text(
        f"[127.0.0.1]:{server.port} {other.with_suffix('.pub').read_text()}"
    )
    with pytest.raises(DeployError, match=r"不认识服务器.*SHA256:"):
        ssh.connect(replace(target, host="127.0.0.1"), Path())


def test_settings_that_cannot_be_read_are_told(home: Path, target: SshTarget) -> None:
    (home / "config").write_text("Host web\n HostName 127.0.0.1 # here\n")
    with pytest.raises(DeployError, match=r"config line 2.*注释"):
        ssh.connect(target, Path())


def test_an_agent_opens_what_is_locked(
    server: SshServer, home: Path, target: SshTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = replace(target, host="127.0.0.1")
    locked = home / "locked"
    locked.write_bytes(server.key.read_bytes())
    locked.chmod(0o600)
    public = locked.with_suffix(".pub")
    public.write_bytes(server.key.with_suffix(".pub").read_bytes())
    other = make_key(home / "other")
    with agent(locked, other) as socket:
        subprocess.run(
            ["ssh-keygen", "-q", "-p", "-P", "", "-N", "geheim", "-f", locked], check=True
        )
        assert not logs_in(replace(ours, key_file=str(locked)))
        monkeypatch.setenv("SSH_AUTH_SOCK", socket)
        assert logs_in(ours)
        assert logs_in(replace(ours, key_file=str(locked)))
        assert logs_in(replace(ours, key_file=str(public)))
        # One key that is named is the only one that is offered.
        assert not logs_in(replace(ours, key_file=str(other)))
        public.unlink()
        assert logs_in(replace(ours, key_file=str(locked)))


def test_a_key_that_others_can_read_is_not_used(server: SshServer, home: Path) -> None:
    key = home / "open"
    key.write_bytes(server.key.read_bytes())
    key.chmod(0o644)
    with pytest.raises(DeployError, match="chmod 600"):
        ssh.connect(server.target(str(server.home), key_file=str(key)), Path())
