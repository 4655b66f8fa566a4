"""Hardened configurations of web servers, for the layout of releases."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from site_builder.deploy.webserver import caddy, nginx
from site_builder.deploy.webserver.server_site import ServerSite, WebLocation, parse_location

_SERVERS: Mapping[str, Callable[[ServerSite], str]] = MappingProxyType(
    {"nginx": nginx.text, "caddy": caddy.text}
)
SERVERS = tuple(_SERVERS)


def configuration(server: str, location: WebLocation) -> str:
    """Write the configuration of a server. Raises DeployError for a place it cannot name."""
    return _SERVERS[server](parse_location(location))


__all__ = ["SERVERS", "WebLocation", "configuration"]
