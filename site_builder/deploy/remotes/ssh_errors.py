"""What may be sent to a server, and the messages when it fails."""

import errno
import os
import re
import shlex
from pathlib import Path

from site_builder.core.errors import DeployError, UnreachableError
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.target import SSH_PORT, SshTarget

# What these name is written into the program's commands, where a dash or a blank would mean more.
_HOST = lazy_pattern(r"[A-Za-z0-9_][A-Za-z0-9_.%:-]*|::[A-Fa-f0-9:.]*")
_USER = lazy_pattern(r"[\w.][\w.@$\\-]*")


def validate_target(target: SshTarget) -> None:
    """Reject what is no name of a server, of a person or of a folder, and key files not there."""
    if not _HOST.fullmatch(target.host):
        raise DeployError(f"“{target.host}”不是服务器的名称或地址。")
    if target.user and not _USER.fullmatch(target.user):
        raise DeployError(f"“{target.user}”不是登录名。")
    if not target.folder.strip("~") or "\0" in target.folder:
        raise DeployError("没有写明服务器上的目录。")
    for file, what in ((target.key_file, "密钥文件"), (target.known_hosts, "主机名单")):
        if file and not Path(file).is_file():
            raise DeployError(f"没有{what} {file}。")


def folder_of(target: SshTarget) -> str:
    """Return the folder on the server: from its root, or from where a login arrives."""
    folder = target.folder
    if folder.startswith("/"):
        return folder
    return f"./{folder.removeprefix('~').lstrip('/')}"


_REASONS = (
    (r"refused", "端口没有开，或者被拒绝"),
    (r"time(d )?out|not responding", "等不到回答"),
    (r"unreachable|no route", "网络不通"),
    (r"resolve|temporary failure", "查不到这个名称"),
    (r"closed|lost|reset|banner|eof", "那里把连接关了，可能不是 SSH 的端口"),
)


def unreachable_error(target: SshTarget, message: str) -> UnreachableError:
    """Report that no login came about; the reason in Chinese where the message is understood."""
    reasons = (reason for pattern, reason in _REASONS if re.search(pattern, message, re.IGNORECASE))
    reason = next(reasons, message or "没有说明原因")
    return UnreachableError(
        f"连不上服务器 {target.host} 的端口 {target.port}（{reason}）。请核对“主机”“端口”和网络。"
    )


def check_path(path: str) -> str:
    """Check that a path stays below the target's folder. Raises DeployError for another."""
    if {"", ".", ".."} & set(path.split("/")) or "\0" in path:
        raise DeployError(f"文件名 {path!r} 会写到目标目录之外，没有处理。")
    return path


def symlink_error(place: str) -> DeployError:
    """Report that a link of the target leads somewhere else."""
    return DeployError(f"目标里的 {place} 是一个链接，会写到别处去。请检查后删去它。")


def missing_folder_error(target: SshTarget) -> DeployError:
    """Report that the target's folder has to be created first: a typing error is no new site."""
    folder = folder_of(target)
    command = shlex.join([*_ssh_command(target), f"mkdir -p {shlex.quote(folder)}"])
    return DeployError(
        f"{target.host} 上没有目录 {target.folder}。请核对；确实要新建的，运行：{command}"
        "（服务器不让运行命令的，请管理员新建，或者用 SFTP 软件新建）。"
    )


def unknown_host_error(target: SshTarget, fingerprint: str) -> DeployError:
    """Report that nobody vouched for the server's key yet."""
    port = f"-p {target.port} " if target.port != SSH_PORT else ""
    file = shlex.quote(target.known_hosts) if target.known_hosts else "~/.ssh/known_hosts"
    return DeployError(
        f"不认识服务器 {target.host}，没有连接。它出示的指纹是 {fingerprint or '（没有读到）'}。"
        f"请向服务器管理员核对指纹，一致的再登记：ssh-keyscan {port}{target.host} >> {file}"
        "（也可以另存一个文件，写在设置的“主机名单”里）。"
    )


def changed_host_error(target: SshTarget, fingerprint: str) -> DeployError:
    """Report that the server shows another key than the one it is known by."""
    name = target.host if target.port == SSH_PORT else f"[{target.host}]:{target.port}"
    return DeployError(
        f"服务器 {target.host} 的密钥和登记的不同，没有连接：可能换了服务器，也可能有人冒充。"
        f"它出示的指纹是 {fingerprint or '（没有读到）'}。请向服务器管理员核对；确实换了的，"
        f"先删去旧的登记再重新登记：ssh-keygen -R {shlex.quote(name)}"
    )


def auth_failed_error(target: SshTarget) -> DeployError:
    """Report that the server took none of the keys."""
    key = f"密钥文件 {target.key_file}" if target.key_file else "本机的密钥"
    return DeployError(
        f"服务器 {target.host} 没有让{f'用户 {target.user}' if target.user else '当前用户'}登录"
        f"（试了{key}和 ssh-agent）。请确认公钥已经加到服务器的 authorized_keys；"
        f"密钥有口令的，先运行：ssh-add{f' {target.key_file}' if target.key_file else ''}"
    )


def readable_key_error(target: SshTarget) -> DeployError:
    """Report that the private key lies open to others, so that no program uses it."""
    return DeployError(
        f"密钥文件别人也能读，不能使用。请运行：chmod 600 {target.key_file or '~/.ssh/id_*'}"
    )


def _ssh_command(target: SshTarget) -> list[str]:
    port = ["-p", str(target.port)] if target.port != SSH_PORT else []
    return ["ssh", *port, f"{target.user}@{target.host}" if target.user else target.host]


_ERRNO_BY_MESSAGE = (
    (r"no space left|disk full|not enough space", errno.ENOSPC),
    (r"quota exceeded", errno.EDQUOT),
    (r"read-only file system", errno.EROFS),
    (r"permission denied|operation not permitted", errno.EACCES),
    (r"file too large", errno.EFBIG),
    (r"file name too long", errno.ENAMETOOLONG),
    (r"directory not empty", errno.ENOTEMPTY),
    (r"file exists", errno.EEXIST),
    (r"is a directory", errno.EISDIR),
    (r"not a directory", errno.ENOTDIR),
    (r"no such file", errno.ENOENT),
)


def errno_in(text: str) -> int:
    """Find the number of the error that a message names; 0 for none."""
    return next(
        (
            number
            for pattern, number in _ERRNO_BY_MESSAGE
            if re.search(pattern, text, re.IGNORECASE)
        ),
        0,
    )


def as_os_error(text: str, path: str, number: int = 0) -> OSError:
    """Build the error that the system of this machine would have raised."""
    number = number or errno_in(text)
    if number:
        return OSError(number, os.strerror(number), path)
    lines = [line for line in text.splitlines() if line.strip()]
    return OSError(errno.EIO, lines[-1] if lines else os.strerror(errno.EIO), path)
