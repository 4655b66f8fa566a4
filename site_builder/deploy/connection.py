"""The host behind a target, chosen by its kind. Only the library of that kind is imported."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

from site_builder.core.errors import DeployError
from site_builder.deploy.paths import resolve_path, target_folder
from site_builder.deploy.remote import Remote
from site_builder.deploy.remotes.local import LocalRemote
from site_builder.model.target import Target, TargetType

_MODULES = {TargetType.SSH: "ssh", TargetType.S3: "s3"}


def connect(target: Target, project: Path) -> Remote:
    """Open a target. Raises DeployError, or ConnectionLostError when it may work later."""
    if target.kind is TargetType.ARCHIVE:
        raise DeployError(f"“{target.name}”是压缩包，交出去以后从这里看不到，也不能回退。")
    if target.kind is TargetType.FOLDER:
        return LocalRemote(target_folder(project, target.folder))
    resolved_target = replace(
        target,
        key_file=_resolve(project, target.key_file, "密钥文件"),
        known_hosts=_resolve(project, target.known_hosts, "主机名单"),
    )
    remote: Remote = import_module(f"site_builder.deploy.remotes.{_MODULES[target.kind]}").connect(
        resolved_target
    )
    return remote


def _resolve(project: Path, path: str, setting: str) -> str:
    """Take a path from the project, as every path of config.yaml; none stays none."""
    return str(resolve_path(project.absolute(), path, setting)) if path else ""


def describe_target(target: Target, project: Path) -> str:
    """Return where a target is, for people."""
    if target.kind is TargetType.SSH:
        user = f"{target.user}@" if target.user else ""
        return f"{user}{target.host}:{target.folder}"
    if target.kind is TargetType.S3:
        return f"{target.endpoint} {target.bucket}/{target.prefix}"
    return str(resolve_path(project, target.folder, "目录").resolve())
