"""What a kind of target can do, found in its module. Only the library of that kind is imported."""

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from site_builder.core.errors import DeployError
from site_builder.deploy.remote import Remote
from site_builder.model.target import RemoteTarget, Target


class TargetModule(Protocol):
    """A module of `deploy.remotes`; each function takes targets of its own kind."""

    def connect(self, target: Target, project: Path) -> Remote:
        """Open a target; only for one that is a `RemoteTarget`."""

    def describe(self, target: Target, project: Path) -> str:
        """Return where a target is, for people."""

    def document_root(self, target: Target, project: Path) -> str:
        """Return the folder a web server has to serve; empty for an unknown one.

        Raises DeployError where there is no web server to be set up.
        """


def target_module(target: Target) -> TargetModule:
    """Return the module of a target's kind."""
    return cast("TargetModule", import_module(f"site_builder.deploy.remotes.{target.module}"))


def connect(target: Target, project: Path) -> Remote:
    """Open a target.

    Raises DeployError when a retry is useless, ConnectionLostError when it may succeed.
    """
    if not isinstance(target, RemoteTarget):
        raise DeployError(f"“{target.name}”是{target.kind}，交出去以后从这里看不到，也不能回退。")
    return target_module(target).connect(target, project)
