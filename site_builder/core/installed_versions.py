"""Which versions of libraries are installed, as the folders of their metadata are named."""

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache

_METADATA = ".dist-info"


def versions(names: Iterable[str]) -> str:
    """Return libraries with their versions; one that is not installed has none."""
    return " ".join(f"{name}={version_of(name)}" for name in names)


def version_of(name: str) -> str:
    """Return the version of a library; empty when it is not installed."""
    installed = installed_versions().get(_normalize(name))
    if installed:
        return installed
    # Installed in another way, or not at all: asking takes longer than all the rest here.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - loads 40 modules

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@cache
def installed_versions() -> Mapping[str, str]:
    """Return what is installed, by normalized name."""
    versions_by_name: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                name, _, version_text = entry.name.removesuffix(_METADATA).partition("-")
                if entry.name.endswith(_METADATA) and version_text:
                    versions_by_name.setdefault(_normalize(name), version_text)
    return versions_by_name


def _normalize(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")
