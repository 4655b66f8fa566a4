"""A server that is reached by SSH: by `rsync` where both have it, by SFTP where not."""

from site_builder.deploy.host import DeployError, SwitchHost
from site_builder.deploy.hosts.line import UnusableError
from site_builder.deploy.hosts.login import judge
from site_builder.deploy.hosts.shell import ShellHost
from site_builder.model.target import Target

_ADD = 'python -m pip install "site-builder[deploy]"'


def connect(target: Target) -> SwitchHost:
    """Log in to a target whose folder is there. Raises DeployError or LostError."""
    judge(target)
    if target.protocol == "sftp":
        return _sftp(target, "")
    try:
        shell = ShellHost(target)
    except UnusableError as why:
        if target.protocol == "rsync":
            raise DeployError(f"不能用 rsync：{why}。删去设置“传输”，就改用 SFTP。") from None
        return _sftp(target, str(why))
    if target.protocol or _switches(shell):
        return shell
    shell.close()
    return _sftp(target, f"{target.host} 上不能建立链接")


def _switches(host: SwitchHost) -> bool:
    """Tell whether `current` is a link, or can become one."""
    try:
        link = host.current()
        return bool(link) or (link is None and host.can_switch())
    except BaseException:
        host.close()
        raise


def _sftp(target: Target, reason: str) -> SwitchHost:
    """Log in by SFTP; the reason says why it cannot be otherwise."""
    try:
        from site_builder.deploy.hosts.sftp import (  # noqa: PLC0415 - an extra, and slow to start
            SftpHost,
        )
    except ModuleNotFoundError:
        told = f"{reason}，只能用 SFTP；" if reason else ""
        raise DeployError(f"{told}用 SFTP 需要先运行：{_ADD}") from None
    return SftpHost(target)
