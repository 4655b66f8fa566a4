"""A target → the configuration of the web server it is read from. Called by `web-config`."""

from pathlib import Path

from site_builder.build.targets import find_target, load_settings
from site_builder.core.errors import DeployError
from site_builder.deploy.paths import resolve_path
from site_builder.deploy.webserver import WebLocation, configuration
from site_builder.model.standards import Standards
from site_builder.model.target import Target, TargetType


def web_config(project: Path, server: str, name: str, standards: Standards) -> str:
    """Write a configuration; for no target, one with marked gaps. Raises DeployError."""
    if not name:
        has_config = (project / "config.yaml").is_file()
        settings = load_settings(project, standards) if has_config else None
        title, address = (settings.name, settings.address) if settings else ("政府信息公开", "")
        return configuration(server, WebLocation(title, "", address))
    target = find_target(project, name, standards)
    if target.kind is TargetType.S3:
        raise DeployError(
            f"“{name}”是对象存储，网页由服务商的服务器发出，没有自己的设置文件。"
            "请在服务商的控制台设置 404 页和响应头。"
        )
    settings = load_settings(project, standards)
    title = f"{settings.name}（{name}）"
    return configuration(
        server,
        WebLocation(title, _document_root(project, target), target.address or settings.address),
    )


def _document_root(project: Path, target: Target) -> str:
    """Return the folder that is served; an archive is unpacked who knows where."""
    if target.kind is TargetType.ARCHIVE:
        return ""
    if target.kind is TargetType.SSH:
        # A folder below somebody's home has no name that a web server knows.
        absolute = target.folder.startswith("/")
        return f"{target.folder.rstrip('/')}/current" if absolute else ""
    folder = resolve_path(project, target.folder, "目录").resolve()
    return f"{folder.as_posix()}/current"
