"""Hardened configurations of web servers, for the layout of releases. Called by the pipeline."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from site_builder.deploy.web import caddy, nginx
from site_builder.deploy.web.site import Site, Spot, site_of

_SERVERS: Mapping[str, Callable[[Site], str]] = MappingProxyType(
    {"nginx": nginx.text, "caddy": caddy.text}
)
SERVERS = tuple(_SERVERS)


def configuration(server: str, spot: Spot) -> str:
    """Write the configuration of a server. Raises DeployError for a place it cannot name."""
    return _SERVERS[server](site_of(spot))


__all__ = ["SERVERS", "Spot", "configuration"]
