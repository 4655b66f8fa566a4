"""A server that is reached by SSH, as a remote. asyncssh is loaded only when there is one."""

from dataclasses import replace
from pathlib import Path

from site_builder.core.errors import DeployError
from site_builder.deploy.paths import resolve_file
from site_builder.deploy.remote import SymlinkRemote
from site_builder.deploy.remotes.ssh_errors import validate_target
from site_builder.model.extras import install_command
from site_builder.model.target import SshTarget


def connect(target: SshTarget, project: Path) -> SymlinkRemote:
    """Log in to a target whose folder is there. Raises DeployError or ConnectionLostError."""
    target = replace(
        target,
        key_file=resolve_file(project, target.key_file, "密钥文件"),
        known_hosts=resolve_file(project, target.known_hosts, "主机名单"),
    )
    validate_target(target)
    try:
        from site_builder.deploy.remotes.ssh_remote import SshRemote  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise DeployError(f"用 SSH 发布需要先运行：{install_command(target.extra)}") from None
    return SshRemote(target)


def describe(target: SshTarget, project: Path) -> str:
    """Return where a target is, for people."""
    del project  # its folder is on the server
    user = f"{target.user}@" if target.user else ""
    return f"{user}{target.host}:{target.folder}"


def document_root(target: SshTarget, project: Path) -> str:
    """Return the folder that is served; one below somebody's home has no name to a web server."""
    del project
    return f"{target.folder.rstrip('/')}/current" if target.folder.startswith("/") else ""
