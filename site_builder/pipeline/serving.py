"""A target → the configuration of the web server it is read from. Called by `web-config`."""

from pathlib import Path

from site_builder.deploy.host import DeployError
from site_builder.deploy.places import place_of
from site_builder.deploy.web import Spot, configuration
from site_builder.model.target import Target, TargetType
from site_builder.pipeline.deploying import find_target, settings_of


def web_config(project: Path, server: str, name: str) -> str:
    """Write a configuration; for no target, one with marked gaps. Raises DeployError."""
    if not name:
        known = (project / "config.yaml").is_file()
        settings = settings_of(project) if known else None
        title, address = (settings.name, settings.address) if settings else ("政府信息公开", "")
        return configuration(server, Spot(title, "", address))
    target = find_target(project, name)
    if target.kind is TargetType.S3:
        raise DeployError(
            f"“{name}”是对象存储，网页由服务商的服务器发出，没有自己的设置文件。"
            "请在服务商的控制台设置 404 页和响应头。"
        )
    settings = settings_of(project)
    title = f"{settings.name}（{name}）"
    return configuration(
        server, Spot(title, _root(project, target), target.address or settings.address)
    )


def _root(project: Path, target: Target) -> str:
    """Give the folder that is served; an archive is unpacked who knows where."""
    if target.kind is TargetType.ARCHIVE:
        return ""
    if target.kind is TargetType.SSH:
        # A folder below somebody's home has no name that a web server knows.
        absolute = target.folder.startswith("/")
        return f"{target.folder.rstrip('/')}/current" if absolute else ""
    folder = place_of(project, target.folder, "目录").resolve()
    return f"{folder.as_posix()}/current"
