"""A target → the configuration of the web server it is read from."""

from pathlib import Path

from site_builder.build.deploy_targets import find_target, load_settings
from site_builder.deploy.connection import target_module
from site_builder.deploy.webserver import WebLocation, configuration
from site_builder.model.standards import Standards


def web_config(project: Path, server: str, name: str, standards: Standards) -> str:
    """Write a configuration; for no target, one with marked gaps. Raises DeployError."""
    if not name:
        has_config = (project / "config.yaml").is_file()
        settings = load_settings(project, standards) if has_config else None
        title, address = (settings.name, settings.address) if settings else ("政府信息公开", "")
        return configuration(server, WebLocation(title, "", address))
    target = find_target(project, name, standards)
    document_root = target_module(target).document_root(target, project)
    settings = load_settings(project, standards)
    title = f"{settings.name}（{name}）"
    return configuration(
        server,
        WebLocation(title, document_root, target.address or settings.address),
    )
