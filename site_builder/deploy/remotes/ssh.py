"""A server that is reached by SSH, as a host. asyncssh is loaded only when there is one."""

from site_builder.core.errors import DeployError
from site_builder.deploy.remote import SymlinkRemote
from site_builder.deploy.remotes.ssh_errors import validate_target
from site_builder.model.target import Target

_ADD = 'python -m pip install "site-builder[deploy]"'


def connect(target: Target) -> SymlinkRemote:
    """Log in to a target whose folder is there. Raises DeployError or LostError."""
    validate_target(target)
    try:
        from site_builder.deploy.remotes.ssh_host import SshRemote  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise DeployError(f"用 SSH 发布需要先运行：{_ADD}") from None
    return SshRemote(target)
